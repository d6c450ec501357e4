package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi/tui/pages/page"
	"pingyi/tui/parts/dialog"
)

// The questions that the root itself asks.
const (
	askLeave = "root.leave"
	askQuit  = "root.quit"
	yes      = "yes"
	no       = "no"
)

// close goes back to the page below, after asking if something would be lost or is
// still to be done.
// From the lowest page it leaves the program, which it always asks.
func (m Model) close() (tea.Model, tea.Cmd) {
	l := m.env.Session.Lang
	if len(m.pages) == 1 {
		m.ask(dialog.Question{ID: askQuit, Title: l.Of("退出", "Quit"), Text: l.Of("要退出评议吗？", "Leave pingyi?"),
			Choices: []dialog.Choice{{ID: yes, Label: l.Of("退出", "quit")}, {ID: no, Label: l.Of("留下", "stay")}}})
		return m, nil
	}
	if m.pages[len(m.pages)-1].Unsaved() {
		m.ask(m.unsaved(askLeave))
		return m, nil
	}
	if q, ok := m.parting(askLeave, m.pages[len(m.pages)-1]); ok {
		m.ask(q)
		return m, nil
	}
	return m.pop()
}

// parting is the question in which one of pages says what it has to say to who
// leaves them.
func (m Model) parting(id string, pages ...page.Page) (q dialog.Question, ok bool) {
	l := m.env.Session.Lang
	for _, p := range slices.Backward(pages) {
		if p, is := p.(page.Parting); is {
			if title, text := p.Parting(); text != "" {
				return dialog.Question{ID: id, Title: title, Text: text, Selected: 1,
					Choices: []dialog.Choice{{ID: yes, Label: l.Of("离开", "leave")}, {ID: no, Label: l.Of("留下", "stay")}}}, true
			}
		}
	}
	return q, false
}

func (m Model) pop() (tea.Model, tea.Cmd) {
	top := len(m.pages) - 1
	plan, _ := planOf(m.routes[top])
	m.pages, m.routes = slices.Clone(m.pages[:top]), m.routes[:top]
	m.tellRoute()
	told := m.top(page.Left{Plan: plan})
	cmd := m.top(page.Reload{})
	return m, tea.Batch(told, cmd)
}

// quit leaves the program, after asking if something would be lost or is still to
// be done.
func (m Model) quit() (tea.Model, tea.Cmd) {
	for _, p := range m.pages {
		if p.Unsaved() {
			m.ask(m.unsaved(askQuit))
			return m, nil
		}
	}
	if q, ok := m.parting(askQuit, m.pages...); ok {
		m.ask(q)
		return m, nil
	}
	return m.farewell(Farewell{})
}

// unsaved is the question before typed text is left. What was typed is kept as a
// draft all the same.
func (m Model) unsaved(id string) dialog.Question {
	l := m.env.Session.Lang
	return dialog.Question{ID: id, Title: l.Of("还没有保存", "Not saved"), Selected: 1,
		Text: l.Of("这里的改动还没有保存。留下可按 Ctrl+S 保存；离开的话，已输入的文字作为草稿留着，下次打开时可以接着改。",
			"What was changed here is not saved. Stay to save it; if you leave, what was typed is kept as a draft and offered next time."),
		Choices: []dialog.Choice{{ID: yes, Label: l.Of("离开", "leave")}, {ID: no, Label: l.Of("留下", "stay")}}}
}

func (m Model) answered(a dialog.Answered) (tea.Model, tea.Cmd) {
	switch {
	case a.Question == askPasted:
		return m.tookPasted(a.Choice)
	case a.Question == askResume:
		return m.resumed(a.Choice == yes)
	case a.Question != askLeave && a.Question != askQuit:
		cmd := m.top(a)
		return m, cmd
	case a.Choice != yes:
		return m, nil
	case a.Question == askQuit:
		return m.farewell(Farewell{})
	}
	return m.pop()
}

// Farewell asks the workstation to end by itself: the line is gone, or the server
// stops. What is being typed is written to its drafts first.
type Farewell struct{}

func (m Model) farewell(Farewell) (tea.Model, tea.Cmd) {
	cmd := m.all(page.Flush{})
	return m, tea.Sequence(cmd, tea.Quit)
}
