package plans_test

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/draft"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/pages/plans"
	"pingyi/tui/parts/chooser"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/golden"
	"pingyi/tui/parts/status"
)

// sit opens the page at a desk.
func sit(t *testing.T, desk *store.Desk, l pingyi.Lang, w int) *pagetest.Page {
	t.Helper()
	env := pagetest.Env(t, desk, l, w, 22)
	return pagetest.Start(t, env, plans.New(env))
}

// verify presses the key for the second keying, and returns what is offered.
func verify(t *testing.T, d *pagetest.Page) string {
	t.Helper()
	d.Send(page.Reload{})
	d.Press("ctrl+g")
	list, ok := d.Last().(page.Choose)
	if !ok {
		t.Fatalf("asked %#v", d.Last())
	}
	var ids []string
	for _, c := range list.Items {
		ids = append(ids, c.ID)
	}
	return strings.Join(ids, " ")
}

// choose takes one of what is offered, and says yes.
func choose(t *testing.T, d *pagetest.Page, id string) {
	t.Helper()
	if offered := verify(t, d); !slices.Contains(strings.Fields(offered), id) {
		t.Fatalf("offered %s, not %s", offered, id)
	}
	d.Send(chooser.Chosen{Chooser: "plans.verify", Item: id})
	if ask, ok := d.Last().(page.Ask); ok {
		d.Send(dialog.Answered{Question: ask.Question.ID, Choice: "yes"})
	}
}

func TestAPlanIsMarkedTakenOnAndCompared(t *testing.T) {
	r := pagetest.Seated(t, pagetest.Forestry())
	k := pagetest.ForestryKey()
	owner, k1, r1 := sit(t, r.Owner, pingyi.Zh, 80), sit(t, r.Desk("k1"), pingyi.Zh, 80), sit(t, r.Desk("r1"), pingyi.Zh, 80)
	see := func(d *pagetest.Page, want string) {
		t.Helper()
		if got := verify(t, d); got != want {
			t.Errorf("offered %s, want %s", got, want)
		}
	}
	why := func(d *pagetest.Page, want string) {
		t.Helper()
		if info, ok := d.Asked[len(d.Asked)-2].(page.Info); !ok || info.Text != want {
			t.Errorf("told %#v, want %s", d.Asked[len(d.Asked)-2:], want)
		}
	}
	r1.Press("ctrl+g")
	if info, ok := r1.Last().(page.Info); !ok || info.Text != "这份计划没有在复核" {
		t.Errorf("a reviewer is told %#v", r1.Last())
	}
	see(owner, "mark count")
	choose(t, owner, "mark")
	if good, ok := owner.Last().(page.Good); !ok || !strings.Contains(good.Text, "已标为复核") {
		t.Errorf("said %#v", owner.Last())
	}
	see(k1, "take-on unmark count")
	see(owner, "unmark count")
	why(owner, "第一次录入有您的份，二次录入要由别人来做")
	choose(t, k1, "take-on")
	if got := route(t, k1); got != any(page.Grid{Key: k, Second: true}) {
		t.Errorf("goes to %#v", got)
	}
	see(k1, "key count")
	see(owner, "unmark count")
	golden.Equal(t, k1.Screen()+"\n"+owner.Screen())
	k1.Press("enter")
	if got := route(t, k1); got != any(page.Grid{Key: k, Second: true}) {
		t.Errorf("goes to %#v", got)
	}
	if _, err := r.Desk("k1").HandIn(t.Context(), k); err != nil {
		t.Fatal(err)
	}
	see(k1, "settle unmark count")
	see(owner, "settle unmark count")
	why(owner, "第一次录入有您的份，差异要由别人来定")
	see(r1, "settle")
	choose(t, r1, "settle")
	if got := route(t, r1); got != any(page.Verify{Key: k}) {
		t.Errorf("goes to %#v", got)
	}
	if !slices.ContainsFunc(r1.Page.Actions(), func(h status.Hint) bool { return h.Action == keymaps.Adjudicate }) {
		t.Error("whoever may look is not offered it")
	}
	choose(t, owner, "unmark")
	asked := slices.IndexFunc(owner.Asked, func(msg tea.Msg) bool {
		ask, ok := msg.(page.Ask)
		return ok && ask.Question.ID == "plans.unmark" && ask.Question.Choices[ask.Question.Selected].ID == "no"
	})
	if asked < 0 {
		t.Error("a second Enter takes the mark off")
	}
	see(owner, "mark count")
	choose(t, owner, "count")
	if got := route(t, owner); got != any(page.Keying{}) {
		t.Errorf("goes to %#v", got)
	}
}

func TestTheStageHasRoomAtEverySize(t *testing.T) {
	r := pagetest.Seated(t, pagetest.Forestry())
	if err := r.Owner.Mark(t.Context(), pagetest.ForestryKey()); err != nil {
		t.Fatal(err)
	}
	d := sit(t, r.Owner, pingyi.Zh, 80)
	d.EverySize(func() {
		if s := d.Screen(); d.Env.W >= 80 && !strings.Contains(s, pingyi.VerificationMarked.In(d.Env.Session.Lang)) {
			t.Errorf("drawn:\n%s", s)
		}
	})
}

// What waits in the grid of who marks a plan is no part of its first entry, and its grid is
// not where a second is keyed.
func TestWhoMarksOrOpensAPlanIsToldWhatTheFirstEntryIs(t *testing.T) {
	r := pagetest.Seated(t, pagetest.Forestry())
	d := sit(t, r.Owner, pingyi.Zh, 80)
	for _, drafted := range []bool{false, true} {
		if drafted {
			if err := r.Owner.SaveDraft(t.Context(), draft.GridPart(pagetest.ForestryKey(), false, 0), []byte("{}")); err != nil {
				t.Fatal(err)
			}
		}
		verify(t, d)
		d.Send(chooser.Chosen{Chooser: "plans.verify", Item: "mark"})
		if ask, ok := d.Last().(page.Ask); !ok || strings.Contains(ask.Question.Text, "还有没存进记录的内容") != drafted {
			t.Errorf("a draft is there: %v, asked %#v", drafted, d.Last())
		}
	}
	choose(t, d, "mark")
	k1 := sit(t, r.Desk("k1"), pingyi.Zh, 80)
	k1.Press("ctrl+t")
	if info, ok := k1.Last().(page.Info); !ok || !strings.Contains(info.Text, "第一次录入的表格") || !strings.Contains(info.Text, "Ctrl+G") {
		t.Errorf("told %#v", k1.Last())
	}
}
