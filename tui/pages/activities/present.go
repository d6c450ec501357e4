package activities

import (
	"fmt"
	"slices"
	"strings"

	"pingyi"
	"pingyi/tui/parts/cells"
)

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
