package panels

import (
	"context"
	"fmt"
	"maps"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/page"
)

// own is how far the person's own ballot in a panel's open round has come: of so
// many activities, how many have a mark and how many of those are submitted as
// they are.
type own struct{ rated, submitted, of int }

type ownLoaded struct {
	me    *token
	load  int
	panel string
	own   own
	err   error
}

// loadOwn asks for the ballot of whoever rates in the selected panel.
func (m Model) loadOwn() tea.Cmd {
	s, ok := m.selected()
	me, load, desk := m.me, m.load, m.env.Desk
	if !ok || !running(s.Round) || desk.Actor().May(pingyi.Rate, &s.Panel, &s.Round) != nil {
		return nil
	}
	return func() tea.Msg {
		p, err := desk.Paper(context.Background(), s.Panel.ID)
		return ownLoaded{me, load, s.Panel.ID, ownOf(p), err}
	}
}

func ownOf(p pingyi.Paper) (o own) {
	for i := range p.Plans {
		for _, a := range p.Plans[i].Activities {
			key := pingyi.ActivityKey{PlanKey: p.Plans[i].Key(), ID: a.ID}
			if !p.Round.Asks(key) {
				continue
			}
			o.of++
			if r, found := p.Ballot.Of(key); found {
				o.rated++
				if r.Rev <= p.Ballot.SubmittedAt[key.Department] {
					o.submitted++
				}
			}
		}
	}
	return o
}

func (m *Model) layOwn(o ownLoaded) tea.Cmd {
	if o.err != nil {
		return page.Failure(o.err)
	}
	m.own = maps.Clone(m.own)
	if m.own == nil {
		m.own = map[string]own{}
	}
	m.own[o.panel] = o.own
	return nil
}

// mine says how far one's own ballot has come, and what is to be done next.
func (m Model) mine(s store.PanelSummary) []string {
	o, known := m.own[s.Panel.ID]
	if !known || !running(s.Round) {
		return nil
	}
	l, looks := m.lang(), m.env.Session.Look
	open := m.env.Session.Keys.Hint(keymaps.List, keymaps.Open, l)
	var text string
	switch {
	case o.submitted == o.of:
		return m.field(l.Of("我的", "Yours"), fmt.Sprintf(l.Of("%d 项都已提交", "all %d submitted"), o.of))
	case o.rated == o.of:
		text = fmt.Sprintf(l.Of("%d 项都有评分，还没有提交：按 %s 进去提交", "all %d rated, not submitted: %s opens it"), o.of, open)
	case o.rated == 0:
		text = fmt.Sprintf(l.Of("还没有评，共 %d 项：按 %s 开始评", "none of %d rated yet: %s begins"), o.of, open)
	case o.submitted == o.rated:
		text = fmt.Sprintf(l.Of("已提交 %d/%d 项：按 %s 接着评", "%d/%d submitted: %s goes on"), o.submitted, o.of, open)
	default:
		text = fmt.Sprintf(l.Of("评了 %d/%d 项，%d 项还没有提交：按 %s 接着评", "rated %d/%d, of which %d are not submitted: %s goes on"), o.rated, o.of, o.rated-o.submitted, open)
	}
	lines := m.field(l.Of("我的", "Yours"), text)
	for i, line := range lines {
		lead := m.env.Session.Measure.Cut(line, 0, m.indent())
		lines[i] = lead + looks.Warning().Render(line[len(lead):])
	}
	return lines
}
