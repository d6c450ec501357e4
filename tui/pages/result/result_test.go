package result_test

import (
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/pages/result"
	"pingyi/tui/parts/golden"
	"pingyi/tui/parts/look"
)

func closed(t *testing.T) *pagetest.Committee {
	t.Helper()
	r := pagetest.Convened(t, nil)
	r.RateAll()
	r.Close()
	return r
}

func sit(t *testing.T, desk *store.Desk, l pingyi.Lang, w, h int) *pagetest.Page {
	t.Helper()
	env := pagetest.Env(t, desk, l, w, h)
	return pagetest.Start(t, env, result.New(env, pagetest.Panel))
}

func TestScreen(t *testing.T) {
	r := closed(t)
	for _, c := range []struct {
		name string
		l    pingyi.Lang
		w, h int
		look look.Look
	}{
		{name: "zh80", l: pingyi.Zh, w: 80, h: 22},
		{name: "en80", l: pingyi.En, w: 80, h: 22},
		{name: "zh120", l: pingyi.Zh, w: 120, h: 38},
		{name: "en120", l: pingyi.En, w: 120, h: 38},
		{name: "zh60", l: pingyi.Zh, w: 60, h: 14},
		{name: "ascii", l: pingyi.Zh, w: 80, h: 22, look: look.Look{ASCII: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			env := pagetest.Env(t, r.Owner, c.l, c.w, c.h)
			env.Session.Look, env.Session.Measure.ASCII = c.look, c.look.ASCII
			h := pagetest.Start(t, env, result.New(env, pagetest.Panel))
			h.Press("down", "down", "down", "down")
			golden.Equal(t, h.Screen())
		})
	}
}

func TestEverySizeAndLanguageFits(t *testing.T) {
	h := sit(t, closed(t).Owner, pingyi.En, 80, 22)
	for _, keys := range [][]string{nil, {"ctrl+f", "z"}, {"enter"}} {
		h.Press(keys...)
		h.EverySize(func() {})
	}
}

func TestASealedRoundShowsNoResultAndTurnoutOnlyToThoseWhoMaySeeIt(t *testing.T) {
	r := pagetest.Convened(t, nil)
	r.Rate("r1", "优", "良")
	h := sit(t, r.Desk("c1"), pingyi.Zh, 80, 22)
	golden.Equal(t, h.Screen())
	h = sit(t, r.Desk("r1"), pingyi.Zh, 80, 22)
	if v := h.Screen(); !strings.Contains(v, "封存") || strings.Contains(v, "r2") || strings.Contains(v, "优") {
		t.Errorf("a member sees\n%s", v)
	}
	h.Press("f4", "ctrl+f", "down")
	if len(h.Asked) != 0 || h.Page.Place() != "list" {
		t.Errorf("keys do something: %#v", h.Asked)
	}
	r.RateAll()
	r.Close()
	h.Send(page.Reload{})
	if v := h.Screen(); !strings.Contains(v, "荒山造林") {
		t.Errorf("closed:\n%s", v)
	}
}

// first returns the name in the first row of the list, and all of them.
func first(h *pagetest.Page) (name string, names []string) {
	for _, line := range strings.Split(h.Screen(), "\n") {
		for _, a := range pagetest.Forestry().Activities {
			if strings.Contains(line, " "+a.Name+" ") && (strings.Contains(line, "/7") || strings.Contains(line, "/6")) {
				names = append(names, a.Name)
			}
		}
	}
	return append(names, "")[0], names
}

func TestSortGoesByNumberRankBudgetAndName(t *testing.T) {
	h := sit(t, closed(t).Owner, pingyi.Zh, 80, 22)
	for _, want := range []string{"荒山造林", "湿地保护", "退耕还林补助兑现", "防护林更新", "荒山造林"} {
		h.Press("home")
		if got, all := first(h); got != want {
			t.Errorf("first is %s, not %s: %v", got, want, all)
		}
		h.Press("f4")
	}
}

func TestSortingKeepsTheSelection(t *testing.T) {
	h := sit(t, closed(t).Owner, pingyi.Zh, 80, 22)
	h.Press("down", "down", "f4")
	if !strings.Contains(h.Screen(), "3. 森林防火") {
		t.Errorf("\n%s", h.Screen())
	}
}

func TestFilterNarrowsAndEscTakesItAwayFirst(t *testing.T) {
	h := sit(t, closed(t).Owner, pingyi.Zh, 80, 22)
	h.Press("ctrl+f")
	h.Type("slfh")
	if _, names := first(h); len(names) != 1 || names[0] != "森林防火" {
		t.Errorf("slfh finds %v", names)
	}
	h.Press("enter")
	if h.Page.Place() != "list" || !strings.Contains(h.Screen(), "筛选：slfh") {
		t.Errorf("after Enter:\n%s", h.Screen())
	}
	h.Press("esc")
	if _, names := first(h); len(names) != 10 || len(h.Asked) != 0 {
		t.Errorf("after Esc %v, %#v", names, h.Asked)
	}
	h.Press("esc")
	if _, ok := h.Last().(page.Close); !ok {
		t.Errorf("the second Esc: %#v", h.Last())
	}
}

func TestAUnanimousRoundHasNoAgreementFigures(t *testing.T) {
	r := pagetest.Convened(t, nil)
	for _, m := range pagetest.Members() {
		r.Rate(m, "优", "优", "优", "优", "优", "优", "优", "优", "优", "优")
	}
	r.Close()
	for l, want := range map[pingyi.Lang]string{pingyi.Zh: "α 无（全体一致）", pingyi.En: "n/a (unanimous)"} {
		if v := sit(t, r.Owner, l, 80, 22).Screen(); !strings.Contains(v, want) {
			t.Errorf("\n%s", v)
		}
	}
}

func TestAClosedRoundShortOfItsQuorumShowsNoGrade(t *testing.T) {
	r := pagetest.Convened(t, nil)
	r.Rate("r1", "优")
	r.Close()
	v := sit(t, r.Owner, pingyi.Zh, 80, 22).Screen()
	if !strings.Contains(v, "不足法定人数 4") || !strings.Contains(v, "无等级") {
		t.Errorf("\n%s", v)
	}
}

func TestAnotherLanguageLoadsTheWorkingAnew(t *testing.T) {
	h := sit(t, closed(t).Owner, pingyi.Zh, 80, 22)
	h.Speak(pingyi.En)
	if v := h.Screen(); !strings.Contains(v, "majority judgment: number 4 of 7") {
		t.Errorf("\n%s", v)
	}
}
