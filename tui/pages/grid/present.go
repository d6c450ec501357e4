package grid

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/cells"
)

// askOthers asks who else is in; nobody else keys a second entry.
func (m Model) askOthers() tea.Cmd {
	if m.from.second {
		return nil
	}
	return m.env.AskOthers(m.key)
}

// tellPlace tells others what the person is at: the row, while it is being filled in.
func (m Model) tellPlace() tea.Cmd {
	at := page.At{Subject: pingyi.Subject{Noun: pingyi.NounPlan, Year: m.key.Year, Department: m.key.Department}}
	if m.entry != nil {
		at.Editing = true
		if id := m.sheet.ID(m.entry.row); id != 0 && !m.from.second {
			at.Subject.Noun, at.Subject.Activity = pingyi.NounActivity, id
		}
	}
	return page.Send(at)
}

// editing returns who else is filling in an activity, "" for nobody.
func (m Model) editing(id int) string {
	var who []string
	for _, p := range m.others {
		if p.Editing && id != 0 && p.At.Activity == id {
			who = append(who, cells.Visible(p.Member.ID))
		}
	}
	return strings.Join(slices.Compact(who), ", ")
}
