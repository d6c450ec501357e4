package result

import (
	"context"
	"reflect"
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/match"
)

type loaded struct {
	me      *token
	load    int
	of      store.PanelSummary
	res     pingyi.Result
	scale   pingyi.Scale
	turnout []store.Turnout
	err     error
}

// Init implements [page.Page].
func (m Model) Init() tea.Cmd {
	desk, panel, no, l := m.env.Desk, m.panel, m.no, m.lang()
	got := loaded{me: m.me, load: m.load}
	return func() tea.Msg {
		ctx := context.Background()
		panels, err := desk.Panels(ctx)
		if err != nil {
			got.err = err
			return got
		}
		for _, s := range panels {
			if s.Panel.ID == panel {
				got.of = s
			}
		}
		got.res, got.err = desk.Result(ctx, panel, no, l)
		switch {
		case got.err == nil && len(got.res.Activities) > 0:
			// A panel judges all its plans on one scale.
			var p pingyi.Plan
			p, got.err = desk.Plan(ctx, got.res.Activities[0].Key.PlanKey)
			got.scale = p.Scale
		case pingyi.CodeOf(got.err) == pingyi.Sealed && desk.Actor().May(pingyi.ReadTurnout, &got.of.Panel, &got.of.Round) == nil:
			if list, err := desk.Turnout(ctx, panel); err == nil {
				got.turnout = list
			}
		}
		return got
	}
}

// reload loads anew; of several loads only the last counts.
func (m *Model) reload() tea.Cmd {
	m.load++
	return m.Init()
}

// lay shows what was loaded, with the same activity selected as before. Where
// there is nothing to see, the list stays as it was, for when there is again.
func (m *Model) lay(l loaded) tea.Cmd {
	if l.err != nil && m.ready() && m.line.Open() { // what is being typed stays in sight
		return page.Failure(l.err)
	}
	m.loaded, m.err, m.of, m.turnout = true, l.err, l.of, l.turnout
	if m.err != nil {
		return nil
	}
	var cmd tea.Cmd
	switch m.said {
	case sayingOwn:
		m.said = sayingShown
	case sayingShown:
		if !reflect.DeepEqual(m.res, l.res) {
			m.said, cmd = sayingNothing, page.Send(page.Info{})
		}
	}
	at := m.selected()
	m.res, m.scale, m.no = l.res, l.scale, l.res.Round
	m.ruled, m.commented = false, false
	names := make([]string, len(m.res.Activities))
	for i, a := range m.res.Activities {
		m.ruled = m.ruled || a.Adjudication != nil
		m.commented = m.commented || len(a.Comments) > 0
		names[i] = a.Name + "\n" + a.Department + "\n" + m.department(a.Department).Name
	}
	m.index = match.New(names)
	i := slices.IndexFunc(m.res.Activities, func(a pingyi.ActivityResult) bool { return a.Key == at })
	m.list.SetItems(m.index, m.order.sort(m.res.Activities), i)
	m.whole = m.whole && i >= 0
	m.size()
	return cmd
}
