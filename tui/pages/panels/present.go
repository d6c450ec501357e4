package panels

import (
	"context"
	"fmt"
	"maps"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/parts/cells"
)

// present is who is in, and where the activities stand that they are at.
type present struct {
	asked int // the last time it was asked for: an older answer that comes in later is dropped
	at    map[string]pingyi.Subject
	spots map[pingyi.ActivityKey]spot
}

// spot is how an activity is called in its plan.
type spot struct {
	no   int
	name string
}

type presentLoaded struct {
	me    *token
	asked int
	list  []store.Present
	spots map[pingyi.ActivityKey]spot
}

// askPresent asks who is in. To whom that is not told, nobody is. The plans of
// those activities that are not in known are read as well.
func (m Model) askPresent(known map[pingyi.ActivityKey]spot) tea.Cmd {
	me, asked, desk := m.me, m.present.asked, m.env.Desk
	if desk.Actor().May(pingyi.SeePresence, nil, nil) != nil {
		return nil
	}
	return func() tea.Msg {
		ctx := context.Background()
		list, err := desk.Present(ctx)
		if err != nil { // it is a courtesy, and comes again
			return nil
		}
		spots := maps.Clone(known)
		if spots == nil {
			spots = map[pingyi.ActivityKey]spot{}
		}
		for _, p := range list {
			key := activityOf(p.At)
			if _, found := spots[key]; found || key.ID == 0 {
				continue
			}
			plan, err := desk.Plan(ctx, key.PlanKey)
			if err != nil { // it has been deleted meanwhile
				continue
			}
			for i, a := range plan.Activities {
				spots[pingyi.ActivityKey{PlanKey: key.PlanKey, ID: a.ID}] = spot{i + 1, a.Name}
			}
		}
		return presentLoaded{me, asked, list, spots}
	}
}

func activityOf(s pingyi.Subject) pingyi.ActivityKey {
	return pingyi.ActivityKey{PlanKey: pingyi.PlanKey{Year: s.Year, Department: s.Department}, ID: s.Activity}
}

// take notes where everybody is. Of several sessions of one member the one counts
// that says most.
func (p *present) take(l presentLoaded) {
	p.spots, p.at = l.spots, map[string]pingyi.Subject{}
	for _, who := range l.list {
		at, in := p.at[who.Member.ID]
		if !in || who.At.Activity > 0 || at.Activity == 0 && who.At.Department != "" {
			p.at[who.Member.ID] = who.At
		}
	}
}

// tells reports whether the person is told of everybody's presence that sits in
// the panel: of some only, the others would seem to be out.
func (m Model) tells(p pingyi.Panel) bool {
	actor := m.env.Desk.Actor()
	if m.present.at == nil || actor.May(pingyi.SeePresence, nil, nil) != nil {
		return false
	}
	panels := make([]pingyi.Panel, len(m.panels))
	for i, s := range m.panels {
		panels[i] = s.Panel
	}
	for _, id := range p.Members {
		if !actor.SeesPresent(m.members[id], panels) {
			return false
		}
	}
	return true
}

// place says what a member of a panel of that year is at, in a few words or with
// the activity's name.
func (m Model) place(id string, year int, whole bool) string {
	l := m.lang()
	at, in := m.present.at[id]
	switch {
	case !in:
		return m.out()
	case at.Department == "":
		return l.Of("在线", "in")
	}
	text := cells.Visible(at.Department)
	if at.Year != year {
		text = fmt.Sprint(at.Year, " ", text)
	}
	sp, found := m.present.spots[activityOf(at)]
	switch {
	case !found:
	case whole:
		text += fmt.Sprintf(l.Of(" 第 %d 项 ", ", activity %d: "), sp.no) + cells.Visible(sp.name)
	default:
		text += fmt.Sprintf(l.Of(" 第 %d 项", " no. %d"), sp.no)
	}
	if whole {
		return l.Of("在看 ", "at ") + text
	}
	return text
}

// out stands beside who is not in.
func (m Model) out() string {
	if m.env.Session.Look.ASCII {
		return "--"
	}
	return "——"
}
