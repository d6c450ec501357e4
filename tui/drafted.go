package tui

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/dialog"
)

// drafted is the message that the person left something unsaved the last time:
// the drafts that can still come to something, the newest first.
type drafted []store.Draft

const askResume = "root.resume"

func (m Model) findDrafts() tea.Cmd {
	desk := m.env.Desk
	return func() tea.Msg {
		list, err := desk.Drafts(context.Background())
		if err != nil || len(list) == 0 {
			return nil // not being reminded is no reason to stop; the form offers it all the same
		}
		panels, err := desk.Panels(context.Background())
		if err != nil {
			return nil
		}
		open := map[string]int{}
		for _, p := range panels {
			if !p.Round.Closed {
				open[p.Panel.ID] = p.Round.No
			}
		}
		list = slices.DeleteFunc(list, func(d store.Draft) bool {
			panel, round, _, rating := ratingOf(d.Object)
			if in, _, line := lineOf(d.Object); line {
				return open[in] == 0
			}
			return rating && open[panel] < round // of a round that is over: too late
		})
		if list = wholeGrids(list); len(list) == 0 {
			return nil
		}
		slices.SortStableFunc(list, func(a, b store.Draft) int {
			_, _, first := lineOf(a.Object)
			_, _, second := lineOf(b.Object)
			switch { // a line of the dialogue cannot be gone on with here
			case first && !second:
				return 1
			case second && !first:
				return -1
			}
			return b.At.Compare(a.At)
		})
		return drafted(list)
	}
}

// ratingOf reads the name of a draft of what was being written about a rating.
func ratingOf(object string) (panel string, round int, k pingyi.ActivityKey, ok bool) {
	n, _ := fmt.Sscanf(words(object), "rate %s %d %d %s %d", &panel, &round, &k.Year, &k.Department, &k.ID)
	return panel, round, k, n == 5
}

// lineOf reads the name of a draft of a line of the dialogue.
func lineOf(object string) (panel string, k pingyi.ActivityKey, ok bool) {
	n, _ := fmt.Sscanf(words(object), "linear %s %d %s %d", &panel, &k.Year, &k.Department, &k.ID)
	return panel, k, n == 4
}

// gridOf reads the name of a draft of a grid, which lies in numbered parts.
func gridOf(object string) (g page.Grid, ok bool) {
	var what string
	var part int
	n, _ := fmt.Sscanf(words(object), "%s %d %s %d", &what, &g.Key.Year, &g.Key.Department, &part)
	g.Second = what == "second"
	return g, n == 4 && (what == "grid" || g.Second)
}

// wholeGrids returns the drafts with one of the parts for each grid: the first.
func wholeGrids(list []store.Draft) []store.Draft {
	seen := map[page.Grid]bool{}
	return slices.DeleteFunc(list, func(d store.Draft) bool {
		g, ok := gridOf(d.Object)
		again := ok && seen[g]
		seen[g] = ok
		return again
	})
}

func words(object string) string { return strings.ReplaceAll(object, "/", " ") }

// route returns where the newest draft is gone on with, nil where that is not
// known, and names what it is of.
func (d drafted) route(l pingyi.Lang) (page.Route, string) {
	object := d[0].Object
	var k pingyi.ActivityKey
	n, _ := fmt.Sscanf(words(object), "activity %d %s %d", &k.Year, &k.Department, &k.ID)
	plan := pingyi.Subject{Noun: pingyi.NounPlan, Year: k.Year, Department: k.Department}
	activity := pingyi.Subject{Noun: pingyi.NounActivity, Year: k.Year, Department: k.Department, Activity: k.ID}
	switch n {
	case 3:
		return page.ActivityForm{Key: k.PlanKey, ID: k.ID}, activity.In(l)
	case 2:
		return page.ActivityForm{Key: k.PlanKey}, plan.In(l) + l.Of("，新的一项", ", a new activity")
	}
	if object == "plan/new" {
		return page.PlanForm{}, l.Of("新的绩效计划", "a new plan")
	}
	if n, _ := fmt.Sscanf(words(object), "plan %d %s", &k.Year, &k.Department); n == 2 {
		plan.Year, plan.Department = k.Year, k.Department
		return page.PlanForm{Key: &k.PlanKey}, plan.In(l)
	}
	if n, _ := fmt.Sscanf(words(object), "verify %d %s", &k.Year, &k.Department); n == 2 {
		plan.Year, plan.Department = k.Year, k.Department
		return page.Verify{Key: k.PlanKey}, plan.In(l) + l.Of("，核对两次录入", ", comparing its two entries")
	}
	if g, ok := gridOf(object); ok {
		plan.Year, plan.Department = g.Key.Year, g.Key.Department
		if g.Second {
			return g, plan.In(l) + l.Of("，二次录入", ", the second entry")
		}
		return g, plan.In(l) + l.Of("，表格", ", the grid")
	}
	if panel, round, k, ok := ratingOf(object); ok {
		rated := pingyi.Subject{Noun: pingyi.NounActivity, Year: k.Year, Department: k.Department, Activity: k.ID}
		return page.Rate{Panel: panel, At: k}, fmt.Sprintf(l.Of("评审组 %s 第 %d 轮，%s的评语或理由", "panel %s, round %d: your comment or reason on %s"), panel, round, rated.In(l))
	}
	if panel, k, ok := lineOf(object); ok {
		rated := pingyi.Subject{Noun: pingyi.NounActivity, Year: k.Year, Department: k.Department, Activity: k.ID}
		return nil, fmt.Sprintf(l.Of("评审组 %s，对%s写的一行，在逐行对话（命令 dialogue）里接着写", "panel %s, a line about %s: go on with it line by line (the command dialogue)"), panel, rated.In(l))
	}
	return nil, ""
}

// resume offers to go on where the person was cut off, unless they have begun
// something else or are there already.
func (m Model) resume(d drafted) (tea.Model, tea.Cmd) {
	l := m.env.Session.Lang
	text := fmt.Sprintf(l.Of("有 %d 份没保存的草稿", "%d unsaved draft(s)"), len(d))
	route, what := d.route(l)
	if what != "" {
		text += l.Of("：", ": ") + what
	}
	if route == nil || len(m.pages) > 1 || m.dialog != nil || m.chooser != nil || m.waiting || sameKind(m.routes[0], route) {
		m.status.Info(text)
		return m, nil
	}
	m.left = route
	m.ask(dialog.Question{ID: askResume, Title: l.Of("上次没写完", "Not finished last time"),
		Text:    text + l.Of("。现在接着写吗？以后再说的话，草稿留着。", ". Go on with it now? Otherwise the draft is kept."),
		Choices: []dialog.Choice{{ID: yes, Label: l.Of("接着写", "go on")}, {ID: no, Label: l.Of("以后再说", "later")}}})
	return m, nil
}

// sameKind reports whether two routes lead to the same kind of page: whoever asked
// for one by name is offered its draft there.
func sameKind(a, b page.Route) bool { return reflect.TypeOf(a) == reflect.TypeOf(b) }

func (m Model) resumed(goOn bool) (tea.Model, tea.Cmd) {
	route := m.left
	m.left = nil
	if !goOn || route == nil {
		return m, nil
	}
	next, opened := m.open(route)
	m = next.(Model)
	cmd := m.top(page.Resume{})
	return m, tea.Batch(opened, cmd)
}
