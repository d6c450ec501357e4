package rate_test

import (
	"strings"
	"testing"

	"pingyi"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/panels/committee"
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
		{name: "zh80", l: pingyi.Zh, w: 80, h: 24, keys: []string{"up"}},
		{name: "en80", l: pingyi.En, w: 80, h: 24},
		{name: "zh120", l: pingyi.Zh, w: 120, h: 40},
		{name: "en120", l: pingyi.En, w: 120, h: 40, keys: []string{"up"}},
		{name: "zh60", l: pingyi.Zh, w: 60, h: 16, keys: []string{"home"}},
		{name: "comment", l: pingyi.Zh, w: 80, h: 24, keys: []string{"f2"}},
		{name: "score", l: pingyi.Zh, w: 80, h: 24, panel: func(p *pingyi.Panel) { p.Marks = pingyi.MarkScore }, keys: []string{"f4"}},
		{name: "ascii", l: pingyi.Zh, w: 80, h: 24, keys: []string{"up"}, look: look.Look{ASCII: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := committee.Convened(t, c.panel)
			if c.panel == nil {
				r.Rate("r1", "优", "良:林带断档还有两处没有补，验收材料里没有照片", "", "弃权", "回避")
			}
			env := committee.Env(t, r.Desk("r1"), c.l, c.w, c.h)
			env.Session.Look, env.Session.Measure.ASCII = c.look, c.look.ASCII
			h := committee.Sit(t, rate.New(env, committee.Panel, ""))
			h.Press(c.keys...)
			golden.Equal(t, h.Page.View())
		})
	}
}

func TestNineTiersHaveNineKeys(t *testing.T) {
	r := committee.New(t, committee.NinePlan())
	r.Convene(nil)
	r.Open()
	h := sit(t, r)
	h.Press("9", "1")
	golden.Equal(t, h.Page.View())
	if got, want := ballot(t, r, "r1"), "九等草稿 一等草稿"; got != want {
		t.Errorf("the record has %s, not %s", got, want)
	}
}

func TestThePageFitsItsRoom(t *testing.T) {
	r := committee.Convened(t, nil)
	h := sit(t, r)
	for _, keys := range [][]string{{"1"}, {"f2"}} {
		h.Press(keys...)
		for _, at := range []page.Size{{W: 60, H: 14}, {W: 80, H: 22}, {W: 97, H: 17}, {W: 120, H: 38}, {W: 200, H: 58}} {
			h.Fits(at.W, at.H)
		}
	}
}

func TestThePageFitsWhereAmbiguousCharactersAreWide(t *testing.T) {
	r := committee.Convened(t, nil)
	r.Rate("r1", "优", "良:“断档”……")
	env := committee.Env(t, r.Desk("r1"), pingyi.Zh, 80, 24)
	env.Session.Measure.Wide = true
	h := committee.Sit(t, rate.New(env, committee.Panel, ""))
	h.Press("up", "f2")
	for _, line := range strings.Split(h.Page.View(), "\n") {
		if w := env.Session.Measure.Width(line); w > 80 {
			t.Errorf("%d columns: %q", w, line)
		}
	}
}

func TestTheDepartmentsOfAPanelFollowOneAnother(t *testing.T) {
	r := committee.New(t, committee.Plan())
	other := committee.Plan()
	other.Department = pingyi.Department{Code: "720", Name: "青禾县水务局"}
	r.File(other)
	r.Convene(nil)
	r.Open()
	h := sit(t, r)
	h.Press("1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "2")
	if v := h.Page.View(); !strings.Contains(v, "720 青禾县水务局") || !strings.Contains(v, "第 12/20 项") || !strings.Contains(v, "2. 防护林更新") {
		t.Errorf("\n%s", v)
	}
}

func TestLongTextScrollsToItsEnd(t *testing.T) {
	h := sit(t, committee.Convened(t, nil))
	h.Send(page.Size{W: 60, H: 12})
	first := h.Page.View()
	h.Press("pgdown", "pgdown", "pgdown", "pgdown")
	last := h.Page.View()
	h.Press("pgup", "pgup", "pgup", "pgup")
	if first == last || h.Page.View() != first {
		t.Errorf("first\n%s\nlast\n%s\nback\n%s", first, last, h.Page.View())
	}
}
