package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"pingyi/tui/pages/page"
	"pingyi/tui/wire"
)

// How much text goes to the clipboard of the terminal: more than 74,994 bytes of
// base64 xterm drops, and a thin line is blocked by less.
const (
	maxClip     = 56 << 10
	maxThinClip = 1 << 10
)

// copied keeps a text that was copied, and offers it to the terminal.
func (m Model) copied(c page.Clip) (tea.Model, tea.Cmd) {
	m.clip = c.Text
	most := maxClip
	if m.env.Session.Look.Thin {
		most = maxThinClip
	}
	if len(c.Text) > most {
		m.status.Good(fmt.Sprintf(m.env.Session.Lang.Of("%s；在这里可粘贴，太多，没有送到终端的剪贴板", "%s; to be pasted here, but too much for the terminal's clipboard"), c.Done))
		return m, nil
	}
	m.status.Good(c.Done)
	return m, page.Send(wire.Clip{Text: c.Text})
}
