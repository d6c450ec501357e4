// Package chooser is a list over the screen that narrows as one types: the
// command palette, and wherever one of many is chosen.
package chooser

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi/keymaps"
	"pingyi/tui/parts/edit"
	"pingyi/tui/parts/frame"
	"pingyi/tui/parts/match"
	"pingyi/tui/parts/session"
	"pingyi/tui/parts/table"
)

// Item is something to choose.
type Item struct {
	ID    string
	Title string
	Hint  string // shown beside the title and found as well: a key, a role
}

// Chosen is the message that a choice ends with.
type Chosen struct {
	Chooser string // the ID given to New
	Item    string // the Item's ID
}

// Cancelled is the message that Back ends with.
type Cancelled struct{ Chooser string }

// Model is a list to choose from.
type Model struct {
	session session.Session
	id      string
	title   string
	items   []Item
	index   *match.Index
	found   []int // the items that the query finds
	query   edit.Model
	table   table.Model
	w, h    int
}

// New offers items under title on a screen of w×h.
func New(s session.Session, id, title string, items []Item, w, h int) Model {
	m := Model{session: s, id: id, title: title, query: edit.New(s, edit.Options{}), table: table.New(s, nil)}
	m.query.Focus()
	m.SetItems(items)
	m.SetSize(w, h)
	return m
}

// SetItems replaces what is offered. The query stays, and so does the selection
// where its item is still offered.
func (m *Model) SetItems(items []Item) {
	before := m.selected()
	names := make([]string, len(items))
	hints := 0
	for i, it := range items {
		names[i] = it.Title + "\n" + it.Hint
		hints = max(hints, m.session.Measure.Width(it.Hint))
	}
	m.items, m.index = items, match.New(names)
	m.table.SetColumns([]table.Column{{Width: 8, Flex: 1}, {Width: min(hints, 24), Right: true}})
	m.filter()
	m.table.Select(slices.IndexFunc(m.found, func(i int) bool { return items[i].ID == before }))
	m.SetSize(m.w, m.h)
}

// selected returns the ID of the selected item, "" where there is none.
func (m Model) selected() string {
	if i := m.table.Selected(); i >= 0 {
		return m.items[m.found[i]].ID
	}
	return ""
}

const (
	maxWidth  = 70
	maxHeight = 16 // of the list
	edges     = 3  // the frame, and the query
)

// SetSize sets the size of the screen that the box stands on.
func (m *Model) SetSize(w, h int) {
	m.w, m.h = w, h
	inside := frame.Inside(m.session, m.boxWidth())
	m.query.SetSize(inside-m.session.Measure.Width(m.prompt()), 1)
	m.table.SetSize(inside, max(2, min(maxHeight, len(m.items), h-edges)))
}

func (m Model) boxWidth() int { return max(20, min(maxWidth, m.w-4)) }

// prompt stands before the query.
func (m Model) prompt() string { return m.session.Lang.Of("查找：", "Find: ") }

// Update takes what is typed as the query, and the keys of [keymaps.Palette].
// Its command, if any, yields [Chosen] or [Cancelled].
func (m Model) Update(msg tea.Msg) (Model, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		a, _ := m.session.Action(keymaps.Palette, k)
		switch a {
		case keymaps.Back:
			done := Cancelled{m.id}
			return m, func() tea.Msg { return done }
		case keymaps.Accept:
			if m.table.Selected() < 0 {
				return m, nil
			}
			done := Chosen{m.id, m.selected()}
			return m, func() tea.Msg { return done }
		}
		if m.table.Move(a) {
			return m, nil
		}
	}
	before := m.query.Value()
	var cmd tea.Cmd
	m.query, cmd = m.query.Update(msg)
	if m.query.Value() != before {
		m.filter()
	}
	return m, cmd
}

// filter shows the items that the query finds, the first of them selected: one whose
// title or hint is just what was typed, such as its key, before the others.
func (m *Model) filter() {
	m.found, _ = m.index.Filter(m.query.Value())
	items, found := m.items, m.found
	m.table.SetRows(table.Rows{Count: len(found), At: func(i int) []string {
		return []string{items[found[i]].Title, items[found[i]].Hint}
	}})
	m.table.Select(0)
}

// View returns the box alone.
func (m Model) View() string {
	lines := []string{m.session.Look.Label().Render(m.prompt()) + m.query.View()}
	lines = append(lines, strings.Split(m.table.View(), "\n")...)
	if len(m.found) == 0 {
		none := m.session.Lang.Of("没有符合的；删去几个字再试", "nothing matches: delete a few characters")
		lines[1] = m.session.Look.Muted().Render("  " + none)
	}
	return frame.Box(m.session, m.title+" "+m.table.Position(), lines, m.boxWidth())
}

// corner returns where the box begins on the screen.
func (m Model) corner(box string) (x, y int) {
	return frame.Centre(m.w, m.h, m.boxWidth(), strings.Count(box, "\n")+1)
}

// Over returns screen with the box in its middle.
func (m Model) Over(screen string) string {
	box := m.View()
	x, y := m.corner(box)
	return frame.Over(m.session.Measure, screen, box, m.w, x, y)
}

// Cursor returns where the caret of the query stands on the screen.
func (m Model) Cursor() (x, y int, ok bool) {
	x, y, ok = m.query.Cursor()
	bx, by := m.corner(m.View())
	side := m.session.Measure.Width(m.session.Look.Border().Left) + 1
	return bx + side + m.session.Measure.Width(m.prompt()) + x, by + 1 + y, ok
}
