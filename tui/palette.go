package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/chooser"
)

// offer is one line of the palette: an action here, or a page to go to.
type offer struct {
	action keymaps.Action
	route  page.Route
}

const paletteID = "root.palette"

// palette opens the list of everything that can be done: the actions of the page
// first, then what works anywhere, then the pages and the plans to go to.
func (m *Model) palette() {
	items := m.offer()
	m.choose(paletteID, m.env.Session.Lang.Of("命令", "Commands"), items)
}

// offer gathers what the palette offers.
func (m *Model) offer() (items []chooser.Item) {
	s := m.env.Session
	m.offered = map[string]offer{}
	add := func(id string, o offer, title, hint string) {
		items = append(items, chooser.Item{ID: id, Title: title, Hint: hint})
		m.offered[id] = o
	}
	for _, h := range m.hints() {
		if h.Action != keymaps.OpenPalette {
			add(string(h.Action), offer{action: h.Action}, h.Label, s.Keys.Hint(h.Place, h.Action, s.Lang))
		}
	}
	actor := m.env.Desk.Actor()
	for _, r := range []struct {
		route  page.Route
		zh, en string
		may    bool
	}{
		{page.Plans{}, "前往：绩效计划", "go to: plans", true},
		{page.Panels{}, "前往：评审组", "go to: panels", true},
		{page.Members{}, "前往：成员", "go to: members", actor.May(pingyi.ReadMembers, nil, nil) == nil},
		{page.Keying{}, "前往：录入统计", "go to: statistics of keying", actor.May(pingyi.ReadKeying, nil, nil) == nil},
		{page.History{}, "前往：全部留痕", "go to: the whole history", true},
		// Who writes for a member leaves the member's own settings alone.
		{page.Settings{}, "前往：我的设置", "go to: my settings", actor.By == "" && actor.May(pingyi.OwnAccess, nil, nil) == nil},
	} {
		if r.may {
			add("/"+r.en, offer{route: r.route}, s.Lang.Of(r.zh, r.en), "")
		}
	}
	plans, pinned := m.near.plans()
	for i, p := range plans {
		hint := s.Lang.Of("最近", "recent")
		if i < pinned {
			hint = s.Lang.Of("置顶", "pinned")
		}
		title := fmt.Sprintf(s.Lang.Of("前往：计划 %d %s %s", "go to: plan %d %s %s"), p.Key.Year, p.Key.Department, p.Department.Name)
		var to page.Route = page.Activities{Key: p.Key}
		if p.Sealed { // what its person is there for, as where the plans are listed
			to = page.Grid{Key: p.Key, Second: true}
		}
		add(fmt.Sprintf("/%d/%s", p.Key.Year, p.Key.Department), offer{route: to}, title, hint)
	}
	return items
}

// chosen does what the palette's item says.
func (m Model) chosen(item string) (tea.Model, tea.Cmd) {
	o, ok := m.offered[item]
	m.offered = nil
	switch {
	case !ok:
		return m, nil
	case o.route == nil:
		return m.do(o.action)
	case m.routes[len(m.routes)-1] == o.route: // it is on top
		return m, nil
	}
	return m.open(o.route)
}
