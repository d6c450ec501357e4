package page

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
)

// Others lists who else is at a plan now.
type Others struct {
	Plan pingyi.PlanKey
	List []store.Present
}

// AskOthers asks who else is at a plan, which comes as [Others]. To whom that is not
// told, nobody is.
func (e Env) AskOthers(plan pingyi.PlanKey) tea.Cmd {
	desk := e.Desk
	if desk.Actor().May(pingyi.SeePresence, nil, nil) != nil {
		return nil
	}
	return func() tea.Msg {
		list, err := desk.Present(context.Background())
		if err != nil { // it is a courtesy, and comes again
			return nil
		}
		own := desk.Actor().Member.ID
		return Others{plan, slices.DeleteFunc(list, func(p store.Present) bool {
			return p.Member.ID == own || p.At.Year != plan.Year || p.At.Department != plan.Department
		})}
	}
}
