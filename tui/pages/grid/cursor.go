package grid

import (
	"slices"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/grid/sheet"
)

// order is by which column the rows are sorted; the zero order is the plan's own.
type order struct {
	sorted bool
	column int
	down   bool
}

// row returns the row of the cursor; ok is false at the row to come.
func (m Model) row() (row sheet.Row, ok bool) {
	if m.at.row >= len(m.shown) {
		return 0, false
	}
	return m.shown[m.at.row], true
}

// rows is how many rows there are to stand on: in the plan's order there is one to
// come after the last, while it may have one more.
func (m Model) rows() int {
	if n := len(m.shown); m.viewed() || len(m.sheet.Rows()) >= pingyi.MaxActivities {
		return max(n, 1)
	}
	return len(m.shown) + 1
}

// viewed reports whether others than the plan's rows in the plan's order are shown.
func (m Model) viewed() bool { return m.sort.sorted || m.seek.filter != "" }

// arrange takes the rows as the sheet has them now. The cursor and the block stay
// with their rows, at the row to come with that. A view that is sorted or filtered is
// not made anew, which would move rows under the hands: what is new comes last.
func (m *Model) arrange() {
	stood := m.at.row
	at, _ := m.row()
	other := sheet.Row(0)
	if m.block != nil && m.block.row < len(m.shown) {
		other = m.shown[m.block.row]
	}
	if m.viewed() {
		had := make(map[sheet.Row]bool, len(m.shown))
		shown := make([]sheet.Row, 0, len(m.shown))
		for _, row := range m.shown {
			if had[row] = true; m.sheet.Has(row) {
				shown = append(shown, row)
			}
		}
		for _, row := range m.sheet.Rows() {
			if !had[row] && !m.seek.known[row] {
				shown = append(shown, row)
			}
		}
		m.shown = shown
	} else {
		m.shown = slices.Clone(m.sheet.Rows())
	}
	if m.paste != nil {
		m.followPaste()
	}
	if m.at.row = m.rows() - 1; at != 0 {
		m.at.row = m.find(at, stood)
	}
	if other != 0 {
		m.block = &place{m.find(other, m.block.row), m.block.column}
	}
	m.scroll()
}

// find returns where a row stands on the screen: near first, where it stood before;
// what is gone leaves its place to the next.
func (m Model) find(row sheet.Row, near int) int {
	if near < len(m.shown) && m.shown[near] == row {
		return near
	}
	if i := slices.Index(m.shown, row); i >= 0 {
		return i
	}
	return min(near, m.rows()-1)
}

// goTo brings the cursor to a row and column and drops the block.
func (m *Model) goTo(row, column int) {
	m.deselect()
	m.at = place{max(0, min(row, m.rows()-1)), max(0, min(column, len(m.sheet.Columns())-1))}
	m.origin = m.at.column
	m.scroll()
}

func (m *Model) deselect() { m.block, m.mark = nil, false }

// move moves the cursor, and selects by doing so; it reports whether a is that.
func (m *Model) move(a keymaps.Action) bool {
	to, columns := m.at, len(m.sheet.Columns())
	extends := m.mark
	switch a {
	case keymaps.ExtendUp, keymaps.ExtendDown, keymaps.ExtendLeft, keymaps.ExtendRight:
		extends = true
	}
	switch a {
	case keymaps.Up, keymaps.ExtendUp:
		to.row--
	case keymaps.Down, keymaps.ExtendDown:
		to.row++
	case keymaps.Left, keymaps.ExtendLeft:
		to.column--
	case keymaps.Right, keymaps.ExtendRight:
		to.column++
	case keymaps.PageUp:
		to.row -= max(1, m.frame.rows-1)
	case keymaps.PageDown:
		to.row += max(1, m.frame.rows-1)
	case keymaps.LineStart:
		to.column = 0
	case keymaps.LineEnd:
		to.column = columns - 1
	case keymaps.First:
		to.row = 0
	case keymaps.Last:
		to.row = len(m.shown) - 1
	case keymaps.Next, keymaps.Previous, keymaps.Accept:
		m.advance(a)
		return true
	case keymaps.Mark:
		if m.block != nil {
			m.deselect()
		} else {
			from := m.at
			m.block, m.mark = &from, true
		}
		return true
	case keymaps.SelectAll:
		m.block, m.mark = &place{0, 0}, false
		m.at = place{max(0, len(m.shown)-1), columns - 1}
		m.scroll()
		return true
	default:
		return false
	}
	to.row, to.column = max(0, min(to.row, m.rows()-1)), max(0, min(to.column, columns-1))
	switch {
	case !extends:
		m.deselect()
	case m.block == nil:
		from := m.at
		m.block = &from
	}
	m.at, m.origin = to, to.column
	m.scroll()
	return true
}

// advance goes on to the next cell to be filled in: Tab to the right and from the
// last to the next row, Enter down to where the run of Tabs began, as spreadsheets do.
func (m *Model) advance(a keymaps.Action) {
	m.deselect()
	last := len(m.sheet.Columns()) - 1
	switch {
	case a == keymaps.Next && m.at.column < last:
		m.at.column++
	case a == keymaps.Next && m.at.row < m.rows()-1:
		m.at = place{m.at.row + 1, 0}
		m.origin = 0
	case a == keymaps.Previous && m.at.column > 0:
		m.at.column--
		m.origin = min(m.origin, m.at.column)
	case a == keymaps.Previous && m.at.row > 0:
		m.at = place{m.at.row - 1, last}
	case a == keymaps.Accept:
		m.at = place{min(m.at.row+1, m.rows()-1), m.origin}
	}
	m.scroll()
}

// selection returns the cells that an action is about: the block, or the cursor's.
func (m Model) selection() sheet.Area {
	from, to := m.at, m.at
	if m.block != nil {
		from = place{min(m.at.row, m.block.row), min(m.at.column, m.block.column)}
		to = place{max(m.at.row, m.block.row), max(m.at.column, m.block.column)}
	}
	return sheet.Area{Rows: m.shown[min(from.row, len(m.shown)):min(to.row+1, len(m.shown))], From: from.column, To: to.column + 1}
}

// selected reports whether a place is in the block.
func (m Model) selected(p place) bool {
	if m.block == nil {
		return false
	}
	return p.row >= min(m.at.row, m.block.row) && p.row <= max(m.at.row, m.block.row) &&
		p.column >= min(m.at.column, m.block.column) && p.column <= max(m.at.column, m.block.column)
}

// sortBy sorts by the cursor's column, then the other way round, then not at all.
func (m *Model) sortBy() {
	next := order{true, m.at.column, false}
	switch {
	case !m.sort.sorted || m.sort.column != m.at.column:
	case !m.sort.down:
		next.down = true
	default:
		next = order{}
	}
	m.sortAs(next)
}

// sortAs shows the rows in an order, the zero order being the plan's own.
func (m *Model) sortAs(next order) {
	at, _ := m.row()
	m.sort = next
	m.deselect()
	m.shown = m.filtered(m.inView(m.sheet.Rows()))
	if at != 0 {
		m.at.row = m.find(at, m.at.row)
	}
	m.at.row = min(m.at.row, m.rows()-1)
	m.scroll()
}
