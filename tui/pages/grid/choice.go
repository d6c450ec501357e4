package grid

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/grid/sheet"
	"pingyi/tui/pages/page"
	parts "pingyi/tui/parts/frame"
)

// choice is a cell that two people changed to different texts, shown side by side.
type choice struct{ sheet.Clash }

// disputed reports whether the cursor's cell has a clash.
func (m Model) disputed() bool { return m.sheet.Disputed(m.cell()) }

// clashed says that there is something to choose.
func (m Model) clashed() string {
	l := m.env.Session.Lang
	key := m.hint(keymaps.Grid, keymaps.OpenEdit)
	return l.Of("别人同时改了这一格（标 ≠）：到那一格按 "+key+" 选定", "somebody changed the cell at the same time (marked ≠): choose with "+key+" there")
}

func (m Model) askChoice() (page.Page, tea.Cmd) {
	all, at := m.sheet.Clashes(), m.cell()
	if i := slices.IndexFunc(all, func(c sheet.Clash) bool { return c.Cell == at }); i >= 0 {
		m.choice = &choice{all[i]}
	}
	return m, nil
}

// choose takes what is pressed while two texts stand side by side. The digits stand on
// the screen, so they are typed and no keys of a keymap.
func (m Model) choose(a keymaps.Action, k tea.KeyPressMsg) (page.Page, tea.Cmd) {
	c := *m.choice
	switch digit := pingyi.HalfWidth(k.Text); {
	case digit == "1":
		m.choice = nil
		m.sheet.Settle(c.Cell, c.Mine)
		cmd := m.stepped()
		return m, cmd
	case digit == "2":
		m.choice = nil
		m.sheet.Settle(c.Cell, c.Theirs)
		cmd := m.stepped()
		return m, cmd
	case digit == "3":
		m.choice = nil
		m.sheet.Settle(c.Cell, c.Theirs)
		m.open(c.Mine)
		cmd := tea.Batch(m.tellPlace(), m.draft.touch())
		return m, cmd
	case a == keymaps.Back:
		m.choice = nil
	}
	return m, nil
}

func (m Model) choiceLines(h int) []string {
	l, looks := m.env.Session.Lang, m.env.Session.Look
	c := m.choice
	title := m.sheet.Title(c.Column, l)
	lines := []string{looks.Title().Render(title) + "  " + l.Of("两人改得不一样，请选留哪一个：", "two people changed it differently, choose which to keep:")}
	pair := parts.Pair{LeftTitle: l.Of("1 我改的", "1 mine"), Left: c.Mine, RightTitle: l.Of("2 对方改的", "2 theirs"), Right: c.Theirs}
	lines = append(lines, pair.Lines(m.env.Session, m.env.W, h-2)...)
	return append(lines, l.Of("按 1 留我的，2 留对方的，3 从我的改起；按 Esc 以后再定。", "1 keeps mine, 2 theirs, 3 goes on from mine; Esc decides later."))
}
