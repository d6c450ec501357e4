package activities

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
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
	if desk.Actor().May(pingyi.SeePresence, nil, nil) != nil {
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

// others says who else is at the plan, "" when nobody is.
func (m Model) others() string {
	l := m.env.Session.Lang
	var said []string
	for _, p := range m.present {
		who := cells.Visible(p.Member.ID)
		no := 1 + slices.IndexFunc(m.plan.Activities, func(a pingyi.Activity) bool { return a.ID == p.At.Activity })
		switch {
		case p.Editing && no > 0:
			who += fmt.Sprintf(l.Of(" 正在改第 %d 项", " is changing activity %d"), no)
		case p.Editing:
			who += l.Of(" 正在改", " is changing it")
		case no > 0:
			who += fmt.Sprintf(l.Of(" 在看第 %d 项", " is at activity %d"), no)
		default:
			who += l.Of(" 在看", " is looking")
		}
		if !slices.Contains(said, who) {
			said = append(said, who)
		}
	}
	return strings.Join(said, l.Of("；", "; "))
}
