package grid

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/template"
)

// openTemplates offers templates for the rows of the selection, and to keep the
// rubric of the cursor's row as one.
func (m Model) openTemplates() (page.Page, tea.Cmd) {
	m.dressed = slices.Clone(m.selection().Rows)
	about := template.About{Scale: m.plan.Scale}
	for _, row := range m.dressed {
		about.Rubrics = append(about.Rubrics, m.sheet.Rubric(row))
	}
	if row, ok := m.row(); ok {
		about.Own, about.Name = m.sheet.Rubric(row), m.sheet.Text(row, 0)
	}
	cmd := m.template.Open(about)
	return m, cmd
}

// takeTemplate puts a template on the rows that it was chosen for, as one step. What
// others changed meanwhile beside its tiers stays theirs.
func (m Model) takeTemplate(p template.Put) (page.Page, tea.Cmd) {
	rubrics := make([]pingyi.Rubric, len(m.dressed))
	for i, row := range m.dressed {
		rubrics[i] = p.On(i, m.sheet.Rubric(row))
	}
	m.sheet.PutRubrics(m.dressed, rubrics)
	cmd := m.stepped()
	l := m.env.Session.Lang
	said := page.Info{Text: fmt.Sprintf(l.Of("已给 %d 行套用模板“%s”", "put on %d row(s): %q"), len(m.dressed), p.Name)}
	return m, tea.Batch(cmd, page.Send(said))
}

// name takes what is pressed or pasted while a template is being named.
func (m Model) name(msg tea.Msg) (page.Page, tea.Cmd) {
	cmd := m.template.Press(msg)
	return m, cmd
}
