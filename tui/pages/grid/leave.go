package grid

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"pingyi/keymaps"
	"pingyi/tui/pages/page"
)

// leave goes back: first out of a block, then to all rows, then to the plan's order,
// then off the page, once all is saved: else a draft would be kept of what is in the
// record a moment later.
func (m Model) leave() (page.Page, tea.Cmd) {
	switch {
	case m.block != nil:
		m.deselect()
		return m, nil
	case m.seek.filter != "":
		m.unfilter()
		return m, nil
	case m.sort.sorted:
		m.sortAs(order{})
		return m, nil
	case m.saving.under:
		m.saving.leaves = true
		if m.saving.of < progressFrom {
			return m, nil
		}
		l, back := m.env.Session.Lang, m.hint(keymaps.Global, keymaps.Back)
		return m, page.Send(page.Info{Text: l.Of("存好就返回；不等就再按一次 "+back, "going back once it is saved; "+back+" again does not wait")})
	}
	cmd := m.leaveNow()
	return m, cmd
}

// leaveNow leaves the page. What was typed since its person went back is for the page
// below.
func (m *Model) leaveNow() tea.Cmd {
	cmds := []tea.Cmd{m.keepNow(), m.report(), page.Send(page.Close{})}
	if len(m.sheet.Kept()) == 0 { // else it is asked first whether to leave
		for _, msg := range m.early {
			cmds = append(cmds, page.Send(msg))
		}
	}
	m.stay()
	return tea.Sequence(cmds...)
}

// stay leaves no more.
func (m *Model) stay() { m.saving.leaves, m.early = false, nil }

// leaveDone leaves the page for whoever has gone back meanwhile.
func (m *Model) leaveDone() tea.Cmd {
	if !m.saving.leaves || m.saving.under || m.saving.asking {
		return nil
	}
	return m.leaveNow()
}

// Parting implements [page.Parting]: rows that the record would refuse wait for their
// person.
func (m Model) Parting() (title, text string) {
	if m.sheet == nil || m.saving.under {
		return "", ""
	}
	n := len(m.sheet.Kept())
	if n == 0 {
		return "", ""
	}
	l := m.env.Session.Lang
	return l.Of("还没填好", "Not finished"), fmt.Sprintf(l.Of("有 %d 行还有存不进记录的格（%s 看是哪些）。离开的话留在草稿里，下次打开时接着改。",
		"%d row(s) have cells that the record refuses (%s lists them). If you leave they are kept as a draft and offered next time."), n, m.hint(keymaps.Grid, keymaps.Findings))
}
