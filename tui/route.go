package tui

import (
	"fmt"

	"pingyi/tui/pages/activities"
	"pingyi/tui/pages/activityform"
	"pingyi/tui/pages/grid"
	"pingyi/tui/pages/help"
	"pingyi/tui/pages/history"
	"pingyi/tui/pages/imports"
	"pingyi/tui/pages/keying"
	"pingyi/tui/pages/memberform"
	"pingyi/tui/pages/members"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/panels"
	"pingyi/tui/pages/planform"
	"pingyi/tui/pages/plans"
	"pingyi/tui/pages/rate"
	"pingyi/tui/pages/result"
	"pingyi/tui/pages/settings"
	"pingyi/tui/pages/verify"
)

// build makes the page that a route names.
func (m Model) build(r page.Route) page.Page {
	switch r := r.(type) {
	case page.Plans:
		return plans.New(m.env)
	case page.PlanForm:
		return planform.New(m.env, r.Key)
	case page.Import:
		return imports.New(m.env)
	case page.Activities:
		return activities.New(m.env, r.Key, r.ID)
	case page.Grid:
		return grid.New(m.env, r.Key, r.Second).At(r.ID)
	case page.ActivityForm:
		return activityform.New(m.env, r.Key, r.ID, r.No)
	case page.Panels:
		return panels.New(m.env)
	case page.Rate:
		return rate.New(m.env, r.Panel, r.Member).At(r.At)
	case page.Result:
		return result.New(m.env, r.Panel)
	case page.Verify:
		return verify.New(m.env, r.Key)
	case page.Keying:
		return keying.New(m.env)
	case page.Members:
		return members.New(m.env)
	case page.MemberForm:
		return memberform.New(m.env)
	case page.Settings:
		return settings.New(m.env)
	case page.History:
		return history.New(m.env, r.Filter)
	case page.Help:
		return help.New(m.env, r)
	}
	panic(fmt.Sprintf("tui: no page for %T", r)) // a route is a type of ours: this is found by any test
}
