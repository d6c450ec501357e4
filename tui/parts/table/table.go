// Package table is a list of rows in columns with one row selected. It draws
// only the rows in sight, so that ten thousand cost what twenty do, and moving
// the selection changes few cells, so that a thin line keeps up.
package table

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi/keymaps"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/session"
)

// Column is a column of cells.
type Column struct {
	Title string
	Width int  // columns of the terminal; the least, if Flex is set
	Flex  int  // its share of the width that is left over; 0 for a fixed column
	Right bool // aligned to the right: numbers
	Mark  bool // holds signs that want a look: drawn as warnings, never emphasised
}

// Rows is what a table shows: Count rows, row i of which has the cells At(i),
// one for each column. At is asked for the rows in sight only.
type Rows struct {
	Count int
	At    func(i int) []string
}

// Model is a table. Above its rows stand the column titles, if any column has
// one.
type Model struct {
	session  session.Session
	columns  []Column
	rows     Rows
	w, h     int
	selected int
	top      int // the first row in sight
}

// New returns an empty table.
func New(s session.Session, columns []Column) Model {
	return Model{session: s, columns: columns, w: 80, h: 10}
}

// SetSession hands the table another language or look.
func (m *Model) SetSession(s session.Session) { m.session = s }

// SetColumns replaces the columns; rows are then asked for their new cells.
func (m *Model) SetColumns(columns []Column) { m.columns = columns }

// SetSize sets the columns and rows that View fills, the titles included.
func (m *Model) SetSize(w, h int) {
	m.w, m.h = w, max(h, 2)
	m.Select(m.selected)
}

// SetRows replaces the rows. The selection stays at its place, as far as there
// are rows: who shows other rows selects anew.
func (m *Model) SetRows(r Rows) {
	m.rows = r
	m.Select(m.selected)
}

// Selected returns the selected row, -1 when there is none.
func (m Model) Selected() int {
	if m.rows.Count == 0 {
		return -1
	}
	return m.selected
}

// Select selects row i, or the nearest there is, and scrolls to it with one row
// of what comes before and after.
func (m *Model) Select(i int) {
	n, body := m.rows.Count, m.body()
	m.selected = max(0, min(i, n-1))
	context := 0
	if body >= 3 {
		context = 1
	}
	m.top = min(m.top, m.selected-context)
	m.top = max(m.top, m.selected+context-body+1)
	m.top = max(0, min(m.top, n-body))
}

// Update moves the selection by the keys of [keymaps.List]. It returns no
// command.
func (m Model) Update(msg tea.Msg) (Model, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		if a, ok := m.session.Action(keymaps.List, k); ok {
			m.Move(a)
		}
	}
	return m, nil
}

// Move does what Up, Down, PageUp, PageDown, First or Last says, and reports
// whether a is one of them.
func (m *Model) Move(a keymaps.Action) bool {
	page := max(1, m.body()-1) // one row stays in sight
	switch a {
	case keymaps.Up:
		m.Select(m.selected - 1)
	case keymaps.Down:
		m.Select(m.selected + 1)
	case keymaps.PageUp:
		m.Select(m.selected - page)
	case keymaps.PageDown:
		m.Select(m.selected + page)
	case keymaps.First:
		m.Select(0)
	case keymaps.Last:
		m.Select(m.rows.Count - 1)
	default:
		return false
	}
	return true
}

func (m Model) titled() bool {
	return slices.ContainsFunc(m.columns, func(c Column) bool { return c.Title != "" })
}

// body returns how many rows are in sight.
func (m Model) body() int {
	if m.titled() {
		return m.h - 1
	}
	return m.h
}

// Position returns where the selection stands: "12/300".
func (m Model) Position() string { return fmt.Sprintf("%d/%d", m.Selected()+1, m.rows.Count) }

// More returns the signs for rows that lie above and below those in sight, one
// column each, blank where there are none.
func (m Model) More() string {
	above, below := " ", " "
	if m.top > 0 {
		above = m.session.Look.Above()
	}
	if m.top+m.body() < m.rows.Count {
		below = m.session.Look.Below()
	}
	return above + below
}

// View returns the titles and the rows in sight, each line exactly the width
// set and as many as the height. The selected row has a mark and its first
// column reversed.
func (m Model) View() string {
	widths := m.widths()
	lines := make([]string, 0, m.h)
	titles := make([]string, len(m.columns))
	for i, c := range m.columns {
		titles[i] = c.Title
	}
	if m.titled() {
		lines = append(lines, m.line(titles, widths, header))
	}
	for i := m.top; i < m.rows.Count && len(lines) < m.h; i++ {
		kind := other
		if i == m.selected {
			kind = chosen
		}
		lines = append(lines, m.line(m.rows.At(i), widths, kind))
	}
	for len(lines) < m.h {
		lines = append(lines, strings.Repeat(" ", max(0, m.w)))
	}
	return strings.Join(lines, "\n")
}

type lineKind int

const (
	header lineKind = iota
	other
	chosen
)

// gutter is the room for the mark of the selection.
const gutter = 1

func (m Model) line(texts []string, widths []int, kind lineKind) string {
	measure, looks := m.session.Measure, m.session.Look
	mark := ""
	if kind == chosen {
		mark = looks.Marker()
	}
	var b strings.Builder
	b.WriteString(measure.Pad(mark, min(gutter, m.w)))
	emphasised := false
	for i, c := range m.columns {
		if widths[i] == 0 {
			continue
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		text := cells.Visible(texts[i])
		text = strings.ReplaceAll(text, "\n", " ")
		short := measure.Truncate(text, widths[i])
		pad := strings.Repeat(" ", widths[i]-measure.Width(short))
		switch { // the padding stays plain: blanks need not be sent
		case kind == header:
			short = looks.Header().Render(short)
		case c.Mark && short != "":
			short = looks.Warning().Render(short)
		case kind == chosen && !emphasised && !c.Mark:
			short, emphasised = looks.Selected().Render(short), true
		}
		if c.Right {
			short = pad + short
		} else {
			short += pad
		}
		b.WriteString(short)
	}
	return measure.Pad(b.String(), m.w)
}

// widths shares the width out: fixed columns first, then the others by their
// shares. Columns that do not fit are left out from the right, with width 0.
func (m Model) widths() []int {
	widths := make([]int, len(m.columns))
	left, shares := m.w-gutter+1, 0 // every column but the first has a blank before it
	for i, c := range m.columns {
		need := max(c.Width, 1) + 1
		if need > left && i > 0 {
			break
		}
		widths[i] = max(0, min(need, left)-1)
		left -= need
		shares += c.Flex
	}
	left = max(left, 0)
	for i, c := range m.columns {
		if widths[i] > 0 && c.Flex > 0 {
			extra := left * c.Flex / shares
			widths[i] += extra
			left -= extra
			shares -= c.Flex
		}
	}
	return widths
}
