// Package listing is a table that is sorted, and narrowed by a filter as it is
// typed. Whatever is shown, the same item stays selected as long as it is there.
package listing

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"pingyi/keymaps"
	"pingyi/tui/parts/edit"
	"pingyi/tui/parts/match"
	"pingyi/tui/parts/session"
	"pingyi/tui/parts/table"
)

// Model is a list of items, which are named by their numbers: who holds the list
// holds the items.
type Model struct {
	session session.Session
	w       int // of the filter's line
	table   table.Model
	query   edit.Model
	typing  bool

	index *match.Index
	order []int // all items, as they are sorted
	shown []int // those of them that the filter finds
	item  int   // the selected one, or the one to come back to
	cells func(item int) []string
}

// New returns an empty list.
func New(s session.Session) Model {
	return Model{session: s, table: table.New(s, nil), query: edit.New(s, edit.Options{}), index: match.New(nil),
		cells: func(int) []string { return nil }}
}

// SetSession hands the list another language, look or keymap.
func (m *Model) SetSession(s session.Session) {
	m.session = s
	m.table.SetSession(s)
	m.query.SetSession(s)
}

// SetItems replaces the items: by index they are found, order has the numbers of
// all of them as they are sorted. item is selected; where it is negative, because
// the item selected before is gone, the selection stays at its place.
func (m *Model) SetItems(index *match.Index, order []int, item int) {
	at := m.table.Selected()
	m.index, m.order, m.item = index, order, item
	m.arrange()
	if item < 0 {
		m.choose(at)
	}
}

// SetColumns replaces the columns, and how an item is shown in them. Cells are
// asked for the rows in sight only.
func (m *Model) SetColumns(columns []table.Column, cells func(item int) []string) {
	m.cells = cells
	m.table.SetColumns(columns)
	m.fill()
}

// SetSize sets the columns of [Model.Head], and the columns and rows of
// [Model.View], titles included.
func (m *Model) SetSize(head, w, h int) {
	m.w = head
	m.query.SetSize(head-m.session.Measure.Width(m.prompt())-countW, 1)
	m.table.SetSize(w, h)
}

// arrange shows what the filter finds, those first that are just what was typed
// (see [match.Index.Filter]), with the same item selected, or the first. One that
// is just what was typed is rather selected than one that only holds it.
func (m *Model) arrange() {
	all, exact := m.index.Filter(m.query.Value())
	rank := make([]int8, len(m.order)) // 0 for what is not found
	for n, i := range all {
		rank[i] = 1
		if n < exact {
			rank[i] = 2
		}
	}
	m.shown = make([]int, 0, len(all))
	at := 0
	for _, want := range []int8{2, 1} {
		for _, i := range m.order {
			if rank[i] != want {
				continue
			}
			if i == m.item && (want == 2 || exact == 0) {
				at = len(m.shown)
			}
			m.shown = append(m.shown, i)
		}
	}
	m.fill()
	m.choose(at)
}

func (m *Model) fill() {
	cells, shown := m.cells, m.shown
	m.table.SetRows(table.Rows{Count: len(shown), At: func(i int) []string { return cells(shown[i]) }})
}

// choose selects a row.
func (m *Model) choose(at int) {
	m.table.Select(at)
	m.note()
}

// note remembers what is selected.
func (m *Model) note() {
	if i := m.Selected(); i >= 0 {
		m.item = i
	}
}

// Selected returns the selected item, -1 where none is shown.
func (m Model) Selected() int {
	if i := m.table.Selected(); i >= 0 {
		return m.shown[i]
	}
	return -1
}

// Select selects an item, if it is shown.
func (m *Model) Select(item int) {
	m.item = item
	m.arrange()
}

// Shown returns the items that the filter finds, as they are sorted.
func (m Model) Shown() []int { return m.shown }

// Typing reports whether the filter is being typed: keys are those of
// [keymaps.Palette] then, otherwise of [keymaps.List].
func (m Model) Typing() bool { return m.typing }

// Filtered reports whether there is a filter, or one is being typed.
func (m Model) Filtered() bool { return m.typing || m.query.Value() != "" }

// Act moves the selection or does what a says of the filter, and reports whether
// it was one of these. Back takes the filter away, if there is one.
func (m *Model) Act(a keymaps.Action) bool {
	switch {
	case m.table.Move(a):
		m.note()
	case a == keymaps.Back && m.Filtered():
		m.query.SetValue("")
		m.setTyping(false)
		m.arrange()
	case a == keymaps.Accept && m.typing:
		m.setTyping(false)
	case a == keymaps.Filter && len(m.order) > 0:
		m.setTyping(true)
	default:
		return false
	}
	return true
}

func (m *Model) setTyping(on bool) {
	m.typing = on
	if on {
		m.query.Focus()
	} else {
		m.query.Blur()
	}
}

// Type takes a paste, or a key that has no action here. Text begins a filter
// where none is being typed: with an input method on, it arrives where no key
// was meant.
func (m *Model) Type(msg tea.Msg) {
	if k, ok := msg.(tea.KeyPressMsg); ok && k.Text != "" && len(m.order) > 0 {
		m.setTyping(true)
	}
	before := m.query.Value()
	if m.query, _ = m.query.Update(msg); m.query.Value() != before {
		m.arrange()
	}
}

// countW is the room for "1234/10000" and a gap before it.
const countW = 14

func (m Model) prompt() string { return m.session.Lang.Of("筛选：", "Filter: ") }

// hint says in w columns what can be typed: text, and the words that there are, as
// many as have room.
func (m Model) hint(w int) string {
	measure, l := m.session.Measure, m.session.Lang
	text := l.Of("文字、拼音首字母、数字", "text, pinyin initials, digits")
	for i, c := range m.index.Words() {
		next := text + l.Of("；", "; ")
		if i > 0 {
			next = text + l.Of("、", ", ")
		}
		if next += fmt.Sprintf("%s %d", c.In(l), c.N); measure.Width(next) > w {
			break
		}
		text = next
	}
	return measure.Truncate(text, w)
}

// Head returns the line of the filter, and no line where there is none.
func (m Model) Head() []string {
	if !m.Filtered() {
		return nil
	}
	measure := m.session.Measure
	line := m.session.Look.Label().Render(m.prompt()) + m.query.View()
	if m.query.Value() == "" {
		line = m.session.Look.Label().Render(m.prompt()) + "  " + m.session.Look.Muted().Render(m.hint(m.w-countW-measure.Width(m.prompt())-2))
	}
	line = measure.Pad(line, m.w-countW)
	return []string{line + measure.PadLeft(fmt.Sprintf("%d/%d", len(m.shown), len(m.order)), countW)}
}

// Cursor returns where the caret stands in [Model.Head], in columns.
func (m Model) Cursor() (x int, shown bool) {
	x, _, shown = m.query.Cursor()
	return x + m.session.Measure.Width(m.prompt()), shown && m.typing
}

// View returns the rows in sight under their titles, none of them [Model.Head].
func (m Model) View() string { return m.table.View() }

// More returns the signs for rows above and below those in sight.
func (m Model) More() string { return m.table.More() }
