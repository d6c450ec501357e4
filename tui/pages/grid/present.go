package grid

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/cells"
)

// present lists who else is at the plan now.
type present struct {
	me   *token
	list []store.Present
}

// askPresent asks who is in. To whom that is not told, nobody is.
func (m Model) askPresent() tea.Cmd {
	me, desk, key := m.me, m.env.Desk, m.key
	if m.from.second || desk.Actor().May(pingyi.SeePresence, nil, nil) != nil { // nobody else keys a second entry
		return nil
	}
	return func() tea.Msg {
		list, err := desk.Present(context.Background())
		if err != nil { // it is a courtesy, and comes again
			return nil
		}
		own := desk.Actor().Member.ID
		return present{me, slices.DeleteFunc(list, func(p store.Present) bool {
			return p.Member.ID == own || p.At.Year != key.Year || p.At.Department != key.Department
		})}
	}
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
	return strings.Join(slices.Compact(who), l10nComma)
}

const l10nComma = ", "
