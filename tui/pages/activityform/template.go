package activityform

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/template"
)

// openTemplates offers templates for the rubric as typed, and to keep it as one.
func (m Model) openTemplates() (page.Page, tea.Cmd) {
	a, _ := m.typedActivity() // what is wrong with the amount is no matter here
	cmd := m.template.Open(template.About{Scale: m.plan.Scale, Rubrics: []pingyi.Rubric{a.Rubric}, Own: a.Rubric, Name: a.Name})
	return m, cmd
}

// takeTemplate types the criteria of a template, so to say: each can be undone in its
// field, and nothing is saved yet.
func (m Model) takeTemplate(p template.Put) (page.Page, tea.Cmd) {
	now, _ := m.typedActivity()
	put := p.On(0, now.Rubric)
	for i, t := range m.plan.Scale.Best() {
		if c := put[t]; c != now.Rubric[t] {
			m.form.Replace(tiers+i, c)
			m.check(tiers + i)
		}
	}
	m.mark()
	m.suggest()
	l := m.env.Session.Lang
	said := page.Send(page.Info{Text: fmt.Sprintf(l.Of("已套用模板“%s”，还没有保存", "put on %q, not saved yet"), p.Name)})
	cmd := m.draft.Touch(m.Unsaved())
	return m, tea.Batch(cmd, said)
}
