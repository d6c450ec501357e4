package rate_test

import (
	"strings"
	"testing"

	"pingyi"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/pages/rate"
	"pingyi/tui/parts/golden"
	"pingyi/tui/parts/look"
)

func TestScreen(t *testing.T) {
	for _, c := range []struct {
		name  string
		l     pingyi.Lang
		w, h  int
		panel func(*pingyi.Panel)
		keys  []string
		look  look.Look
	}{
		{name: "zh80", l: pingyi.Zh, w: 80, h: 22, keys: []string{"up"}},
		{name: "en80", l: pingyi.En, w: 80, h: 22},
		{name: "zh120", l: pingyi.Zh, w: 120, h: 38},
		{name: "en120", l: pingyi.En, w: 120, h: 38, keys: []string{"up"}},
		{name: "zh60", l: pingyi.Zh, w: 60, h: 14, keys: []string{"home"}},
		{name: "comment", l: pingyi.Zh, w: 80, h: 22, keys: []string{"f2"}},
		{name: "score", l: pingyi.Zh, w: 80, h: 22, panel: func(p *pingyi.Panel) { p.Marks = pingyi.MarkScore }, keys: []string{"f4"}},
		{name: "ascii", l: pingyi.Zh, w: 80, h: 22, keys: []string{"up"}, look: look.Look{ASCII: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := pagetest.Convened(t, c.panel)
			if c.panel == nil {
				r.Rate("r1", "优", "良:林带断档还有两处没有补，验收材料里没有照片", "", "弃权", "回避")
			}
			env := pagetest.Env(t, r.Desk("r1"), c.l, c.w, c.h)
			env.Session.Look, env.Session.Measure.ASCII = c.look, c.look.ASCII
			h := pagetest.Start(t, env, rate.New(env, pagetest.Panel, ""))
			h.Press(c.keys...)
			golden.Equal(t, h.Screen())
		})
	}
}

func TestNineTiersHaveNineKeys(t *testing.T) {
	r := pagetest.Seated(t, pagetest.ForestryOfNine())
	r.Convene(nil)
	r.Open()
	h := sit(t, r)
	h.Press("9", "1")
	golden.Equal(t, h.Screen())
	if got, want := ballot(t, r, "r1"), "九等草稿 一等草稿"; got != want {
		t.Errorf("the record has %s, not %s", got, want)
	}
}

func TestEverySizeAndLanguageFits(t *testing.T) {
	r := pagetest.Convened(t, nil)
	h := sit(t, r)
	for _, keys := range [][]string{{"1"}, {"f2"}} {
		h.Press(keys...)
		h.EverySize(func() {})
	}
}

func TestThePageFitsWhereAmbiguousCharactersAreWide(t *testing.T) {
	r := pagetest.Convened(t, nil)
	r.Rate("r1", "优", "良:“断档”……")
	env := pagetest.Env(t, r.Desk("r1"), pingyi.Zh, 80, 22)
	env.Session.Measure.Wide = true
	h := pagetest.Start(t, env, rate.New(env, pagetest.Panel, ""))
	h.Press("up", "f2")
	h.Screen()
}

func TestTheDepartmentsOfAPanelFollowOneAnother(t *testing.T) {
	r := pagetest.Seated(t, pagetest.Forestry())
	other := pagetest.Forestry()
	other.Department = pingyi.Department{Code: "720", Name: "青禾县水务局"}
	pagetest.File(t, r.Owner, other)
	r.Convene(nil)
	r.Open()
	h := sit(t, r)
	h.Press("1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "2")
	if v := h.Screen(); !strings.Contains(v, "720 青禾县水务局") || !strings.Contains(v, "第 12/20 项") || !strings.Contains(v, "2 防护林更新") {
		t.Errorf("\n%s", v)
	}
}

func TestLongTextScrollsToItsEnd(t *testing.T) {
	h := sit(t, pagetest.Convened(t, nil))
	h.Resize(60, 12)
	first := h.Screen()
	h.Press("pgdown", "pgdown", "pgdown", "pgdown")
	last := h.Screen()
	h.Press("pgup", "pgup", "pgup", "pgup")
	if first == last || h.Screen() != first {
		t.Errorf("first\n%s\nlast\n%s\nback\n%s", first, last, h.Screen())
	}
}
