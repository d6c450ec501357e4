package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
)

// bookmarked are the plans that the palette offers to go to.
type bookmarked store.Bookmarked

// findBookmarks reads them, so that opening the palette need not.
func (m Model) findBookmarks() tea.Cmd {
	desk := m.env.Desk
	return func() tea.Msg { return readBookmarks(desk) }
}

func readBookmarks(desk *store.Desk) tea.Msg {
	list, err := desk.Bookmarks(context.Background())
	if err != nil {
		return nil // the plans can be found in their list
	}
	return bookmarked(list)
}

// noteOpened remembers that the person has opened the plan that a route is about.
// Who writes for a member leaves the member's bookmarks alone.
func (m Model) noteOpened(r page.Route) tea.Cmd {
	k, ok := planOf(r)
	if last := m.near.Recent; !ok || m.env.Desk.Actor().By != "" || len(last) > 0 && last[0].Key == k {
		return nil
	}
	desk := m.env.Desk
	return func() tea.Msg {
		if err := desk.NoteOpened(context.Background(), k); err != nil {
			return nil // such as for a plan that is gone, which the page will say
		}
		return readBookmarks(desk)
	}
}

// planOf returns the plan that a route opens, if it does.
func planOf(r page.Route) (k pingyi.PlanKey, ok bool) {
	switch r := r.(type) {
	case page.Activities:
		return r.Key, true
	case page.Grid:
		return r.Key, true
	case page.ActivityForm:
		return r.Key, true
	case page.PlanForm:
		if r.Key != nil {
			return *r.Key, true
		}
	}
	return k, false
}

// plans returns the bookmarked plans, each once.
func (b bookmarked) plans() (list []store.PlanSummary, pinned int) {
	seen := map[pingyi.PlanKey]bool{}
	for _, p := range append(append(list, b.Pinned...), b.Recent...) {
		if !seen[p.Key] {
			seen[p.Key] = true
			list = append(list, p)
		}
	}
	return list, len(b.Pinned)
}
