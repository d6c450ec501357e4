package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/status"
)

// View draws the screen. It is the only place that makes a [tea.View].
func (m Model) View() tea.View {
	v := tea.NewView("")
	if m.w < MinWidth || m.h < MinHeight {
		v.SetContent(m.tooSmall())
		return v
	}
	p := m.pages[len(m.pages)-1]
	st := m.status
	st.SetHints(m.hints()...)
	if m.dialog != nil {
		l := m.env.Session.Lang
		st.SetHints(status.Hint{Place: keymaps.Dialog, Action: keymaps.Accept, Label: l.Of("选定", "choose")},
			status.Hint{Place: keymaps.Dialog, Action: keymaps.Next, Label: l.Of("下一个选项", "next choice")},
			status.Hint{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("返回", "back")})
	}
	if m.chooser != nil {
		l := m.env.Session.Lang
		st.SetHints(status.Hint{Place: keymaps.Palette, Action: keymaps.Accept, Label: l.Of("选定", "choose")},
			status.Hint{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("取消", "cancel")})
	}
	screen := m.title() + "\n" + p.View() + "\n" + st.View()
	x, y, shown := p.Cursor()
	y++ // the title line
	switch {
	case m.dialog != nil:
		screen, shown = m.dialog.Over(screen), false
	case m.chooser != nil:
		screen = m.chooser.Over(screen)
		x, y, shown = m.chooser.Cursor()
	}
	v.SetContent(screen)
	if shown {
		v.Cursor = tea.NewCursor(x, y)
		v.Cursor.Blink = false
	}
	return v
}

// hints are the way to the help, which must never drop out of sight, the actions
// of the page on top, and what else works anywhere.
func (m Model) hints() []status.Hint {
	l := m.env.Session.Lang
	hints := []status.Hint{{Place: keymaps.Global, Action: keymaps.OpenHelp, Label: l.Of("帮助", "help")}}
	for _, h := range append(slices.Clone(m.pages[len(m.pages)-1].Actions()), []status.Hint{
		{Place: keymaps.Global, Action: keymaps.OpenPalette, Label: l.Of("命令", "commands")},
		{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("返回", "back")},
		{Place: keymaps.Global, Action: keymaps.Language, Label: l.Of("English", "中文")},
		{Place: keymaps.Global, Action: keymaps.Quit, Label: l.Of("退出", "quit")},
	}...) {
		if !slices.ContainsFunc(hints, func(o status.Hint) bool { return o.Action == h.Action }) {
			hints = append(hints, h)
		}
	}
	return hints
}

// title is the first line: where one is, and who one is.
func (m Model) title() string {
	measure, l := m.env.Session.Measure, m.env.Session.Lang
	names := []string{l.Of("评议", "pingyi")}
	for _, p := range m.pages {
		names = append(names, p.Title())
	}
	actor := m.env.Desk.Actor()
	who := actor.Member.ID
	switch {
	case actor.Member.Role == pingyi.Owner:
		who = actor.Member.Role.In(l)
	case actor.By != "":
		who = l.Of("代 "+who+" 录入", "entering for "+who)
	}
	who = cells.Visible(who)
	room := m.w - measure.Width(who) - 2
	where := strings.ReplaceAll(cells.Visible(strings.Join(names, " › ")), "\n", " ")
	if m.env.Session.Look.ASCII {
		where = strings.ReplaceAll(where, "›", ">")
	}
	return m.env.Session.Look.Title().Render(measure.Pad(where, room)) + "  " + who
}

func (m Model) tooSmall() string {
	text := m.env.Session.Lang.Of("窗口太小：请放大到至少 60 列、16 行。", "The window is too small: make it at least 60 by 16.")
	lines := m.env.Session.Measure.Wrap(text, max(m.w, 2))
	return strings.Join(lines[:min(len(lines), max(m.h, 1))], "\n")
}
