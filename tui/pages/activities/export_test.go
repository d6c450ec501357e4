package activities

import (
	tea "charm.land/bubbletea/v2"

	"pingyi"
)

// Loaded returns the message that p has been read.
func (m Model) Loaded(p pingyi.Plan) tea.Msg {
	return loaded{me: m.me, asked: m.asked, content: prepare(p, m.env.Session.Measure)}
}
