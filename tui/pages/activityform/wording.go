package activityform

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi/keymaps"
	"pingyi/tui/pages/page"
)

// suggest offers, while a criterion is written, how others like it were.
func (m *Model) suggest() {
	if !m.ready {
		return
	}
	if at := m.form.Focused() - tiers; at >= 0 && m.form.AtEnd() {
		s := m.plan.Scale
		m.wording.Type(s.Name(s.Best()[at]), m.form.Value(tiers+at))
	} else {
		m.wording.Clear()
	}
	m.form.SetOffer(m.wording.Line(m.form.OfferWidth()))
}

// answer takes what is offered, or goes on to another.
func (m Model) answer(a keymaps.Action) (page.Page, tea.Cmd) {
	text, taken, cmd := m.wording.Act(a)
	if taken {
		m.form.Replace(m.form.Focused(), text)
		m.faults = slices.Clone(m.faults)
		m.faults[m.form.Focused()] = nil
		m.mark()
		cmd = m.draft.Touch(m.Unsaved())
	}
	m.suggest()
	return m, cmd
}
