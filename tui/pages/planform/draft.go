package planform

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/tui/pages/draft"
)

// head is what the form changes of a plan.
type head struct {
	Name        string         `json:"name"`
	OverallGoal string         `json:"overall_goal"`
	DutyGoals   []string       `json:"duty_goals"`
	StatedTotal *pingyi.Amount `json:"stated_total"`
}

// object is what the draft is of.
func (m Model) object() string {
	if m.key == nil {
		return "plan/new"
	}
	return fmt.Sprintf("plan/%d/%s", m.key.Year, m.key.Department)
}

// typedForm is what a draft keeps.
func (m Model) typedForm() draft.Form[head] {
	b := m.base
	return draft.Form[head]{Base: head{b.Department.Name, b.OverallGoal, b.DutyGoals, b.StatedTotal}, Texts: m.form.Values(), Focus: m.form.Focused()}
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
	if m.key != nil {
		m.base.Department.Name, m.base.OverallGoal, m.base.DutyGoals, m.base.StatedTotal = d.Base.Name, d.Base.OverallGoal, d.Base.DutyGoals, d.Base.StatedTotal
	}
	m.form.SetValues(d.Texts)
	m.form.Focus(d.Focus)
	m.resize()
	m.mark()
	return m.draft.Touch(m.Unsaved())
}
