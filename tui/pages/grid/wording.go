package grid

import (
	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/page"
)

// tier returns the name of the tier whose criteria stand in a column.
func (m Model) tier(column int) (string, bool) {
	c := m.sheet.Columns()[column]
	return m.plan.Scale.Name(c.Tier), c.Field == pingyi.FieldCriteria
}

// suggest offers, while a criterion is written, how others like it were.
func (m *Model) suggest() {
	m.wording.Clear()
	if m.entry == nil || !m.entry.edit.AtEnd() {
		return
	}
	if tier, ok := m.tier(m.entry.column); ok {
		m.wording.Type(tier, m.entry.edit.Value())
	}
}

// wrote remembers the criterion that is accepted, if it is a new one.
func (m *Model) wrote() {
	e := m.entry
	if tier, ok := m.tier(e.column); ok && e.edit.Value() != e.seen {
		m.wording.Wrote(tier, e.edit.Value())
	}
}

// answer takes what is offered, or goes on to another.
func (m Model) answer(a keymaps.Action) (page.Page, tea.Cmd) {
	text, taken, cmd := m.wording.Act(a)
	if !taken {
		return m, cmd
	}
	e := *m.entry
	e.edit.Replace(text)
	e.fault = m.sheet.Try(e.row, e.column, text)
	m.entry = &e
	m.suggest()
	cmd = m.draft.touch()
	return m, cmd
}

// offers reports whether an action is about what is offered.
func offers(a keymaps.Action) bool {
	return a == keymaps.TakeOffer || a == keymaps.NextOffer || a == keymaps.PreviousOffer
}

// entryLine is what stands under the cell that is filled in: why the record would
// refuse it, else what is offered in its place, else what is odd.
func (m Model) entryLine() string {
	line := m.wording.Line(m.env.W)
	if _, refused := m.trouble(); refused || line == "" {
		return m.troubleLine()
	}
	return m.env.Session.Look.Muted().Render(line)
}
