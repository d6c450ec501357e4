package tui

import (
	tea "charm.land/bubbletea/v2"

	"pingyi/keymaps"
	"pingyi/tui/pages/page"
)

// key gives a key press to what is on top: a question, a list, or the page.
func (m Model) key(k tea.KeyPressMsg) (tea.Model, tea.Cmd) {
	switch {
	case m.dialog != nil:
		d, cmd := m.dialog.Update(k)
		m.dialog = &d
		return m.hold(cmd)
	case m.chooser != nil:
		c, cmd := m.chooser.Update(k)
		m.chooser = &c
		return m.hold(cmd)
	}
	m.status.Clear()
	p := m.pages[len(m.pages)-1]
	switch a, _ := m.env.Session.Action(p.Place(), k); a {
	case keymaps.OpenHelp, keymaps.OpenPalette, keymaps.Language, keymaps.Quit:
		return m.do(a)
	}
	cmd := m.top(k)
	if p.Place() == keymaps.List {
		return m.hold(cmd)
	}
	return m, cmd
}

// settled is the message that what a key asked for has been done.
type settled struct{}

// hold runs cmd and lets the keys after it wait until its message has come: the
// one that opens a page must not be overtaken by what is typed into that page.
// Where text is typed or marks are given no key waits for another.
func (m Model) hold(cmd tea.Cmd) (tea.Model, tea.Cmd) {
	if cmd == nil {
		return m, nil
	}
	m.waiting = true
	return m, tea.Sequence(cmd, page.Send(settled{}))
}

// release takes the keys that waited, up to one that others must wait for again.
func (m Model) release() (tea.Model, tea.Cmd) {
	held := m.held
	m.waiting, m.held = false, nil
	var next tea.Model = m
	var cmds []tea.Cmd
	for _, k := range held {
		var cmd tea.Cmd
		next, cmd = next.Update(k)
		cmds = append(cmds, cmd)
	}
	return next, tea.Batch(cmds...)
}

// do does what a key means wherever it is pressed.
func (m Model) do(a keymaps.Action) (tea.Model, tea.Cmd) {
	switch a {
	case keymaps.OpenHelp:
		if _, there := m.routes[len(m.routes)-1].(page.Help); there {
			return m, nil
		}
		return m.open(helpOn(m.pages[len(m.pages)-1]))
	case keymaps.OpenPalette:
		m.palette()
		return m, nil
	case keymaps.Language:
		m.env.Session.Lang = 1 - m.env.Session.Lang
		cmd := m.newSession()
		return m, tea.Batch(cmd, m.saveLang())
	case keymaps.Quit:
		return m.quit()
	}
	cmd := m.top(page.Do{Action: a})
	return m, cmd
}

// helpOn is the help for the keys of a page.
func helpOn(p page.Page) page.Help {
	h := page.Help{Place: p.Place(), Title: p.Title(), Actions: p.Actions()}
	if l, ok := p.(page.Legend); ok {
		h.Signs = l.Signs()
	}
	return h
}
