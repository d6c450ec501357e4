package activityform

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/tui/pages/draft"
)

// object is what the draft is of.
func (m Model) object() string {
	id := "new"
	if m.id != 0 {
		id = fmt.Sprint(m.id)
	}
	return fmt.Sprintf("activity/%d/%s/%s", m.key.Year, m.key.Department, id)
}

// typedForm is what a draft keeps.
func (m Model) typedForm() draft.Form[pingyi.Activity] {
	return draft.Form[pingyi.Activity]{Base: m.base, Texts: m.form.Values(), Focus: m.form.Focused()}
}

// offer makes room for a draft that was found and says something else.
func (m *Model) offer() tea.Cmd {
	if !m.ready {
		return nil
	}
	cmd := m.draft.Offer(m.form.Values(), m.Unsaved())
	if m.draft.Wanted() {
		return tea.Batch(cmd, m.restore())
	}
	m.resize()
	return cmd
}

// restore goes on where the draft was left.
func (m *Model) restore() tea.Cmd {
	d := m.draft.Take()
	m.base = d.Base
	m.base.ID = m.id
	m.form.SetValues(d.Texts)
	m.form.Focus(d.Focus)
	m.resize()
	m.mark()
	return m.draft.Touch(m.Unsaved())
}
