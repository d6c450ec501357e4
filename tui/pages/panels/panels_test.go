package panels_test

import (
	"context"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/pages/panels"
	"pingyi/tui/parts/chooser"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/golden"
	"pingyi/tui/parts/look"
)

func sit(t *testing.T, desk *store.Desk) *pagetest.Page {
	t.Helper()
	env := pagetest.Env(t, desk, pingyi.Zh, 80, 22)
	return pagetest.Start(t, env, panels.New(env))
}

func TestScreen(t *testing.T) {
	for _, c := range []struct {
		name, as string
		l        pingyi.Lang
		w, h     int
		look     look.Look
	}{
		{name: "zh80", l: pingyi.Zh, w: 80, h: 22},
		{name: "en80", l: pingyi.En, w: 80, h: 22},
		{name: "zh120", l: pingyi.Zh, w: 120, h: 38},
		{name: "en120", l: pingyi.En, w: 120, h: 38},
		{name: "reviewer", as: "r1", l: pingyi.Zh, w: 60, h: 14},
		{name: "ascii", l: pingyi.Zh, w: 80, h: 22, look: look.Look{ASCII: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := pagetest.Convened(t, nil)
			r.Rate("r1", "优", "良", "良", "优", "中", "优", "良", "良", "优", "良")
			r.Rate("r2", "优", "弃权")
			if err := r.Owner.CreatePanel(context.Background(), pingyi.Panel{ID: "p2016b", Year: 2016, Departments: []string{"710"},
				Members: []string{"r1", "r2"}, Open: true, Quorum: 2}); err != nil {
				t.Fatal(err)
			}
			desk := r.Owner
			if c.as != "" {
				desk = r.Desk(c.as)
			}
			env := pagetest.Env(t, desk, c.l, c.w, c.h)
			env.Session.Look, env.Session.Measure.ASCII = c.look, c.look.ASCII
			h := pagetest.Start(t, env, panels.New(env))
			golden.Equal(t, h.Screen())
			h.EverySize(func() {})
		})
	}
}

func TestWithoutPanelsTheScreenTellsHowOneIsMade(t *testing.T) {
	r := pagetest.Seated(t, pagetest.Forestry())
	h := sit(t, r.Owner)
	golden.Equal(t, h.Screen())
	h.Press("enter", "f5", "f7", "delete", "down")
	if len(h.Asked) != 0 {
		t.Errorf("keys do something: %#v", h.Asked)
	}
}

func TestTheOwnerIsAskedWhosePaperBallotToEnter(t *testing.T) {
	r := pagetest.Convened(t, nil)
	h := sit(t, r.Owner)
	h.Press("f5")
	c, ok := h.Last().(page.Choose)
	if !ok || len(c.Items) != 7 {
		t.Fatalf("%#v", h.Last())
	}
	h.Send(chooser.Chosen{Chooser: c.ID, Item: "r3"})
	if o, ok := h.Last().(page.Open); !ok || o.Route != (page.Rate{Panel: pagetest.Panel, Member: "r3"}) {
		t.Errorf("%#v", h.Last())
	}
}

func TestAReviewerGoesToTheirOwnBallotAndAClerkIsRefused(t *testing.T) {
	r := pagetest.Convened(t, nil)
	h := sit(t, r.Desk("r1"))
	h.Press("enter")
	if o, ok := h.Last().(page.Open); !ok || o.Route != (page.Rate{Panel: pagetest.Panel}) {
		t.Errorf("%#v", h.Last())
	}
	h = sit(t, r.Desk("k1"))
	h.Press("enter")
	if f, ok := h.Last().(page.Fail); !ok || pingyi.CodeOf(f.Err) != pingyi.Forbidden {
		t.Errorf("%#v", h.Last())
	}
}

func TestEnterLeadsWhoDoesNotRateToWhatTheyMaySee(t *testing.T) {
	r := pagetest.Convened(t, nil)
	h := sit(t, r.Desk("c1"))
	h.Press("enter")
	if o, ok := h.Last().(page.Open); !ok || o.Route != (page.Result{Panel: pagetest.Panel}) {
		t.Errorf("%#v", h.Last())
	}
	r = pagetest.Seated(t, pagetest.Forestry())
	r.Convene(nil)
	for as, words := range map[string]string{"c1": "按 F7 开启", "r1": "由组长或管理员开启", "k1": "由组长或管理员开启"} {
		h := sit(t, r.Desk(as))
		h.Press("enter")
		if f, ok := h.Last().(page.Fail); !ok || !strings.Contains(pingyi.Explain(f.Err, pingyi.Zh), words) {
			t.Errorf("%s: %#v", as, h.Last())
		}
	}
}

func TestOnlyWhoRatesIsOfferedTheBallot(t *testing.T) {
	r := pagetest.Convened(t, nil)
	for as, rates := range map[string]bool{"r1": true, "c1": false, "k1": false} {
		h := sit(t, r.Desk(as))
		labels := map[string]bool{}
		for _, hint := range h.Page.Actions() {
			labels[hint.Label] = true
		}
		if labels["评分"] != rates || !labels["打开"] {
			t.Errorf("%s is offered %v", as, labels)
		}
	}
}

func TestTurnoutIsForThoseWhoMaySeeIt(t *testing.T) {
	r := pagetest.Convened(t, nil)
	r.Rate("r2", "优", "优")
	for as, sees := range map[string]bool{"c1": true, "r1": false} {
		h := sit(t, r.Desk(as))
		if got := strings.Contains(h.Screen(), "r2 2/10"); got != sees {
			t.Errorf("%s sees turnout: %v\n%s", as, got, h.Screen())
		}
	}
}

func TestTheChairOpensARoundAfterBeingAsked(t *testing.T) {
	r := pagetest.Seated(t, pagetest.Forestry())
	r.Convene(nil)
	h := sit(t, r.Desk("c1"))
	h.Press("delete")
	if f, ok := h.Last().(page.Fail); !ok || pingyi.CodeOf(f.Err) != pingyi.State {
		t.Errorf("closing what is not open: %#v", h.Last())
	}
	h.Press("f7")
	if q, ok := h.Last().(page.Ask); !ok || q.Question.ID != "open" {
		t.Fatalf("%#v", h.Last())
	}
	h.Send(dialog.Answered{Question: "open", Choice: "yes"})
	if _, ok := h.Last().(page.Good); !ok || !strings.Contains(h.Screen(), "第 1 轮 进行中") {
		t.Errorf("%#v\n%s", h.Last(), h.Screen())
	}
}

func TestClosingShortOfTheQuorumTakesAReason(t *testing.T) {
	r := pagetest.Convened(t, nil)
	r.Rate("r1", "优")
	h := sit(t, r.Desk("c1"))
	h.Press("delete")
	q, ok := h.Last().(page.Ask)
	if !ok || !strings.Contains(q.Question.Text, "r1 1/10、r2 0/10") {
		t.Fatalf("%#v", h.Last())
	}
	h.Send(dialog.Answered{Question: "close", Choice: "yes"})
	golden.Equal(t, h.Screen())
	h.Press("enter")
	if f, ok := h.Last().(page.Fail); !ok || pingyi.CodeOf(f.Err) != pingyi.Invalid {
		t.Errorf("no reason: %#v", h.Last())
	}
	h.Type("两位评委出差，会议纪要已说明")
	x, y, shown := h.Page.Cursor()
	if line := strings.Split(h.Screen(), "\n")[y]; !shown || x != 6+28 || !strings.Contains(line, "两位评委出差") {
		t.Errorf("caret at %d,%d (%v), in %q", x, y, shown, line)
	}
	h.Press("enter")
	if _, ok := h.Last().(page.Good); !ok || !strings.Contains(h.Screen(), "第 1 轮 已结束，理由：两位评委出差") {
		t.Errorf("%#v\n%s", h.Last(), h.Screen())
	}
	h.Press("enter")
	if o, ok := h.Last().(page.Open); !ok || o.Route != (page.Result{Panel: pagetest.Panel}) {
		t.Errorf("Enter on a closed round: %#v", h.Last())
	}
}

func TestTheReasonCanBeLeftAndTheRoundStaysOpen(t *testing.T) {
	r := pagetest.Convened(t, nil)
	h := sit(t, r.Owner)
	h.Press("delete")
	h.Send(dialog.Answered{Question: "close", Choice: "yes"})
	h.Press("esc")
	if _, _, shown := h.Page.Cursor(); shown || !strings.Contains(h.Screen(), "第 1 轮 进行中") {
		t.Errorf("\n%s", h.Screen())
	}
}

func TestAnotherLanguageReachesTheRows(t *testing.T) {
	r := pagetest.Convened(t, nil)
	h := sit(t, r.Owner)
	h.Speak(pingyi.En)
	if v := h.Screen(); strings.Contains(v, "进行中") || !strings.Contains(v, "1 open") {
		t.Errorf("\n%s", v)
	}
}

func TestAPanelWithAnOpenRoundIsSelectedFirst(t *testing.T) {
	r := pagetest.Convened(t, nil)
	if err := r.Owner.CreatePanel(context.Background(), pingyi.Panel{ID: "a2016", Year: 2016, Members: []string{"r1"}}); err != nil {
		t.Fatal(err)
	}
	h := sit(t, r.Desk("r1"))
	h.Press("f6")
	if o, ok := h.Last().(page.Open); !ok || o.Route != (page.Result{Panel: pagetest.Panel}) {
		t.Errorf("%#v", h.Last())
	}
	h.Press("up")
	h.Send(page.Reload{})
	h.Press("f6")
	if o, ok := h.Last().(page.Open); !ok || o.Route != (page.Result{Panel: "a2016"}) {
		t.Errorf("a reload moves the selection: %#v", h.Last())
	}
}

// Who rates and has not submitted is told so in the list.
func TestOnesOwnBallotIsToldInTheList(t *testing.T) {
	r := pagetest.Convened(t, nil)
	screen := func() string {
		env := pagetest.Env(t, r.Desk("r1"), pingyi.Zh, 80, 22)
		return pagetest.Start(t, env, panels.New(env)).Screen()
	}
	told := func(want string) {
		t.Helper()
		if s := screen(); !strings.Contains(s, want) {
			t.Errorf("no %q on\n%s", want, s)
		}
	}
	told("我的  还没有评，共 10 项：按 回车 开始评")
	first := pingyi.ActivityKey{PlanKey: pagetest.ForestryKey(), ID: r.Activity(1).ID}
	if err := r.Desk("r1").Rate(t.Context(), pagetest.Panel, []store.Marked{{Activity: first, Mark: &pingyi.Mark{Kind: pingyi.Graded, Tier: 3}}}); err != nil {
		t.Fatal(err)
	}
	told("我的  评了 1/10 项，1 项还没有提交：按 回车 接着评")
	if _, err := r.Desk("r1").Submit(t.Context(), pagetest.Panel, ""); err != nil {
		t.Fatal(err)
	}
	told("我的  已提交 1/10 项：按 回车 接着评")
}
