package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/tui/pages/page"
)

// restFor is how long after a wake-up the next one is listened for. In it wake-ups
// run together: a committee that rates at once costs each session a few reloads a
// second, and what it shows is never older than this.
const restFor = 400 * time.Millisecond

type (
	changed   struct{} // the record did, somewhere
	rested    struct{}
	met       struct{} // somebody came, went or turned to something else
	restedMet struct{}
)

// listen waits until the record changes. Wake-ups may be dropped on the way, what
// they announce is not: pages read the record anew.
func (m Model) listen() tea.Cmd { return heard(m.woken, changed{}) }

func (m Model) listenMet() tea.Cmd { return heard(m.met, met{}) }

// heard waits for woken, for good where there is nothing to be heard.
func heard(woken <-chan struct{}, msg tea.Msg) tea.Cmd {
	if woken == nil {
		return nil
	}
	return func() tea.Msg {
		if _, open := <-woken; !open {
			return nil
		}
		return msg
	}
}

func (m Model) rest(msg tea.Msg) tea.Cmd {
	tick := m.env.Tick
	if tick == nil {
		tick = tea.Tick
	}
	return tick(restFor, func(time.Time) tea.Msg { return msg })
}

// tellRoute tells others what the person has opened. A page that knows better
// says so with [page.At].
func (m Model) tellRoute() {
	var s pingyi.Subject
	editing := false
	switch r := m.routes[len(m.routes)-1].(type) {
	case page.Help: // the person is still at what lies below
		return
	case page.Activities:
		s = pingyi.Subject{Noun: pingyi.NounPlan, Year: r.Key.Year, Department: r.Key.Department}
	case page.Verify:
		s = pingyi.Subject{Noun: pingyi.NounPlan, Year: r.Key.Year, Department: r.Key.Department}
	case page.ActivityForm:
		s = pingyi.Subject{Noun: pingyi.NounActivity, Year: r.Key.Year, Department: r.Key.Department, Activity: r.ID}
		editing = true
	case page.PlanForm:
		if r.Key != nil {
			s = pingyi.Subject{Noun: pingyi.NounPlan, Year: r.Key.Year, Department: r.Key.Department}
			editing = true
		}
	case page.Rate:
		s = pingyi.Subject{Noun: pingyi.NounPanel, Panel: r.Panel}
	}
	m.at(s, editing)
}
