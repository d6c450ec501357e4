package panels_test

import (
	"context"
	"strings"
	"testing"

	"pingyi"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/pages/panels"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/golden"
)

// asked returns the question last put, with its choices in a line.
func asked(t *testing.T, h *pagetest.Page) (q dialog.Question, choices string) {
	t.Helper()
	a, ok := h.Last().(page.Ask)
	if !ok {
		t.Fatalf("no question: %#v", h.Last())
	}
	for i, c := range a.Question.Choices {
		mark := " "
		if i == a.Question.Selected {
			mark = ">"
		}
		choices += mark + c.ID + ":" + c.Label
	}
	return a.Question, choices
}

// adjudicated is a committee whose first round is closed and split on activities
// 3, 7 and 10, the first of which c1 has settled.
func adjudicated(t *testing.T) *pagetest.Committee {
	t.Helper()
	r := pagetest.Convened(t, nil)
	r.RateAll()
	r.Close()
	err := r.Desk("c1").Adjudicate(context.Background(), pagetest.Panel, pingyi.Adjudication{
		Activity: pingyi.ActivityKey{PlanKey: pagetest.ForestryKey(), ID: r.Activity(3).ID}, Tier: 2, Reason: "演练记录已补齐"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestALaterRoundAsksWhetherOnAllOrOnWhatIsSplit(t *testing.T) {
	for answer, want := range map[string]int{"split": 3, "yes": 0} {
		r := adjudicated(t)
		h := sit(t, r.Desk("c1"))
		h.Press("f7")
		q, choices := asked(t, h)
		if choices != ">split:没有形成一致的 3 项 yes:全部 10 项 no:取消" {
			t.Errorf("choices %s", choices)
		}
		for _, words := range []string{"第 1 轮对 10 项中的 3 项没有形成一致（意见不一或不足法定人数）。第 2 轮评哪些？", "其中 1 项组长已裁定"} {
			if !strings.Contains(q.Text, words) {
				t.Errorf("%q does not say %q", q.Text, words)
			}
		}
		h.Send(dialog.Answered{Question: q.ID, Choice: answer})
		if _, ok := h.Last().(page.Good); !ok {
			t.Errorf("%#v", h.Last())
		}
		list, err := r.Owner.Panels(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if round := list[0].Round; round.No != 2 || len(round.Only) != want {
			t.Errorf("%s opens %+v", answer, round)
		}
		if want == 0 {
			continue
		}
		if v := h.Screen(); !strings.Contains(v, "第 2 轮 进行中，只评上一轮没有形成一致的 3 项") {
			t.Errorf("\n%s", v)
		}
	}
}

func TestCancellingOpensNoRound(t *testing.T) {
	r := adjudicated(t)
	h := sit(t, r.Desk("c1"))
	h.Press("f7")
	q, _ := asked(t, h)
	h.Send(dialog.Answered{Question: q.ID, Choice: "no"})
	if list, err := r.Owner.Panels(context.Background()); err != nil || list[0].Round.No != 1 {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestWhereNothingIsSplitAFurtherRoundIsNotUrged(t *testing.T) {
	r := pagetest.Convened(t, nil)
	for _, m := range pagetest.Members() {
		r.Rate(m, "优", "优", "优", "优", "优", "优", "优", "优", "优", "优")
	}
	r.Close()
	h := sit(t, r.Desk("c1"))
	h.Speak(pingyi.En)
	h.Press("f7")
	if q, choices := asked(t, h); choices != " yes:All 10>no:Cancel" || !strings.Contains(q.Text, "agreed on all 10 activities") {
		t.Errorf("%s: %s", q.Text, choices)
	}
}

func TestASignedPanelSaysSoAndOffersNoFurtherRound(t *testing.T) {
	r := adjudicated(t)
	if _, err := r.Desk("c1").Sign(context.Background(), pagetest.Panel); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		l    pingyi.Lang
		w, h int
	}{{"zh80", pingyi.Zh, 80, 22}, {"en80", pingyi.En, 80, 22}, {"zh120", pingyi.Zh, 120, 38}, {"en120", pingyi.En, 120, 38}} {
		t.Run(c.name, func(t *testing.T) {
			env := pagetest.Env(t, r.Desk("c1"), c.l, c.w, c.h)
			h := pagetest.Start(t, env, panels.New(env))
			golden.Equal(t, h.Screen())
			for _, hint := range h.Page.Actions() {
				if hint.Label == "开启轮次" || hint.Label == "open a round" {
					t.Errorf("offers %v", hint)
				}
			}
			h.Press("f7")
			if f, ok := h.Last().(page.Fail); !ok || pingyi.CodeOf(f.Err) != pingyi.State {
				t.Errorf("%#v", h.Last())
			}
		})
	}
}

func TestWhoIsMissingIsSaidPlainly(t *testing.T) {
	r := pagetest.Convened(t, nil)
	r.Rate("r3", "优", "良")
	for _, m := range []string{"r1", "r4", "r6", "r7"} {
		r.Rate(m, "优", "良", "良", "优", "中", "优", "良", "良", "优", "良")
	}
	h := sit(t, r.Desk("c1"))
	if v := h.Screen(); !strings.Contains(v, "未交：r2、r5；未交齐：r3 2/10") {
		t.Errorf("\n%s", v)
	}
	for _, m := range []string{"r2", "r3", "r5"} {
		r.Rate(m, "优", "良", "良", "优", "中", "优", "良", "良", "优", "良")
	}
	h.Send(page.Reload{})
	if v := h.Screen(); strings.Contains(v, "未交") || !strings.Contains(v, "都交齐了") {
		t.Errorf("\n%s", v)
	}
	if v := sit(t, r.Desk("r1")).Screen(); strings.Contains(v, "交齐") {
		t.Errorf("a reviewer learns who has submitted:\n%s", v)
	}
}
