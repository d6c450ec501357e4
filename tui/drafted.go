package tui

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
)

// drafted is the message that the person left something unsaved the last time.
type drafted []store.Draft

func (m Model) findDrafts() tea.Cmd {
	desk := m.env.Desk
	return func() tea.Msg {
		list, err := desk.Drafts(context.Background())
		if err != nil || len(list) == 0 {
			return nil // not being reminded is no reason to stop; the form offers it all the same
		}
		return drafted(list)
	}
}

// In says how many drafts there are and what the first is of, so that it is found
// again.
func (d drafted) In(l pingyi.Lang) string {
	var year, id int
	var department string
	what := ""
	path := strings.ReplaceAll(d[0].Object, "/", " ")
	if n, _ := fmt.Sscanf(path, "activity %d %s %d", &year, &department, &id); n >= 2 {
		what = pingyi.Subject{Noun: pingyi.NounActivity, Year: year, Department: department, Activity: id}.In(l)
		if n == 2 {
			what = pingyi.Subject{Noun: pingyi.NounPlan, Year: year, Department: department}.In(l) + l.Of("，新的一项", ", a new activity")
		}
	} else if n, _ := fmt.Sscanf(path, "plan %d %s", &year, &department); n == 2 {
		what = pingyi.Subject{Noun: pingyi.NounPlan, Year: year, Department: department}.In(l)
	}
	text := fmt.Sprintf(l.Of("有 %d 份没保存的草稿", "%d unsaved draft(s)"), len(d))
	if what != "" {
		text += l.Of("：", ": ") + what
	}
	return text
}
