package result_test

import (
	"context"
	"strings"
	"testing"

	"pingyi"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/pages/result"
	"pingyi/tui/parts/chooser"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/golden"
)

func fails(t *testing.T, h *pagetest.Page, code pingyi.Code) {
	t.Helper()
	if f, ok := h.Last().(page.Fail); !ok || pingyi.CodeOf(f.Err) != code {
		t.Errorf("%#v", h.Last())
	}
}

func TestTheChairAdjudicatesWithAReason(t *testing.T) {
	r := closed(t)
	h := sit(t, r.Desk("c1"), pingyi.Zh, 80, 22)
	if offers(h, "裁定") {
		t.Error("offered where the panel agrees")
	}
	h.Press("ctrl+g")
	fails(t, h, pingyi.State)
	h.Press("down", "down")
	if !offers(h, "裁定") {
		t.Error("not offered where the panel is split")
	}
	h.Press("ctrl+g")
	c, ok := h.Last().(page.Choose)
	if !ok || c.Title != "裁定为：森林防火" || len(c.Items) != 4 || c.Items[0] != (page.Choice{ID: "3", Title: "优", Hint: "1 人评"}) {
		t.Fatalf("%#v", h.Last())
	}
	h.Send(chooser.Chosen{Chooser: c.ID, Item: "3"})
	golden.Equal(t, h.Screen())
	h.Press("enter")
	fails(t, h, pingyi.Invalid)
	h.Type("补查了演练记录")
	h.Send(page.Reload{})
	x, y, shown := h.Page.Cursor()
	if line := strings.Split(h.Screen(), "\n")[y]; !shown || x != 6+14 || !strings.HasPrefix(line, "理由：补查了演练记录") {
		t.Errorf("caret at %d,%d (%v), in %q", x, y, shown, line)
	}
	if !h.Page.Unsaved() {
		t.Error("the reason would be lost without a word")
	}
	h.EverySize(func() { see(t, h, "补查了演练记录") })
	h.Speak(pingyi.Zh)
	h.Resize(80, 22)
	h.Press("enter")
	if g, ok := h.Last().(page.Good); !ok || g.Text != "“森林防火”已裁定为 优" {
		t.Errorf("%#v", h.Last())
	}
	see(t, h, "良 → 裁 优", "裁定 优（c1）：补查了演练记录")
	// A later one replaces it.
	h.Press("ctrl+g")
	h.Send(chooser.Chosen{Chooser: c.ID, Item: "1"})
	h.Type("改判")
	h.Press("enter")
	if g, ok := h.Last().(page.Good); !ok || g.Text != "“森林防火”已裁定为 中，原裁定 优" {
		t.Errorf("%#v", h.Last())
	}
	see(t, h, "裁定 中（c1）：改判")
	// It can be taken back, with no reason.
	h.Press("ctrl+g")
	c, ok = h.Last().(page.Choose)
	if !ok || len(c.Items) != 5 || c.Items[4] != (page.Choice{ID: "-1", Title: "撤回裁定", Hint: "原裁定 中"}) {
		t.Fatalf("%#v", h.Last())
	}
	h.Send(chooser.Chosen{Chooser: c.ID, Item: "-1"})
	if g, ok := h.Last().(page.Good); !ok || g.Text != "“森林防火”的裁定 中 已撤回" {
		t.Errorf("%#v", h.Last())
	}
	miss(t, h, "改判", "→ 裁")
}

// What was said of one's own adjudication is taken away once somebody else has
// changed it, and not because one's own change comes onto the page.
func TestWordOfAnAdjudicationGoesWhenItIsNoLongerSo(t *testing.T) {
	r := closed(t)
	h := sit(t, r.Desk("c1"), pingyi.Zh, 80, 22)
	h.Press("down", "down", "ctrl+g")
	h.Send(chooser.Chosen{Chooser: h.Last().(page.Choose).ID, Item: "2"})
	h.Type("补查了记录")
	h.Press("enter")
	h.Send(page.Reload{})
	if g, ok := h.Last().(page.Good); !ok {
		t.Fatalf("%#v", g)
	}
	settle(t, r, 3, 1, "在另一处改判")
	h.Send(page.Reload{})
	if i, ok := h.Last().(page.Info); !ok || i.Text != "" {
		t.Errorf("it still stands: %#v", h.Last())
	}
	see(t, h, "在另一处改判")
}

func TestAnAdjudicationCanBeLeft(t *testing.T) {
	r := closed(t)
	h := sit(t, r.Desk("c1"), pingyi.Zh, 80, 22)
	h.Press("down", "down", "enter", "ctrl+g") // from the activity in full as well
	c := h.Last().(page.Choose)
	h.Send(chooser.Chosen{Chooser: c.ID, Item: "0"})
	h.Type("想错了")
	h.Press("esc")
	see(t, h, "没有评语") // back where it began
	h.Press("esc")
	miss(t, h, "裁", "想错了")
	if h.Page.Unsaved() {
		t.Error("something is left")
	}
}

func TestOnlyThePanelsChairSettlesAndSigns(t *testing.T) {
	r := closed(t)
	if err := r.Owner.AddMember(context.Background(), pingyi.Member{ID: "c2", Name: "c2", Role: pingyi.Chair}); err != nil {
		t.Fatal(err)
	}
	for _, as := range []string{"", "r1", "k1", "c2"} {
		desk := r.Owner
		if as != "" {
			desk = r.Desk(as)
		}
		h := sit(t, desk, pingyi.Zh, 80, 22)
		h.Press("down", "down")
		if offers(h, "裁定") || offers(h, "签署") {
			t.Errorf("offered to %q", as)
		}
		h.Press("ctrl+g")
		fails(t, h, pingyi.Forbidden)
		h.Press("ctrl+s")
		fails(t, h, pingyi.Forbidden)
	}
}

func TestSigningAsksFirstAndCountsWhatIsNotSettled(t *testing.T) {
	r := closed(t)
	h := sit(t, r.Desk("c1"), pingyi.Zh, 80, 22)
	asks := func(words string) dialog.Question {
		t.Helper()
		h.Press("ctrl+s")
		q, ok := h.Last().(page.Ask)
		if !ok || !strings.Contains(q.Question.Text, words) || q.Question.Selected != 1 {
			t.Fatalf("not asked %q: %#v", words, h.Last())
		}
		return q.Question
	}
	q := asks("还有 3 项没有形成一致，也没有裁定：3. 森林防火、7. 林权档案整理、10. 古树名木保护。")
	h.Send(dialog.Answered{Question: q.ID, Choice: "no"})
	miss(t, h, "已签署")
	for _, no := range []int{3, 7, 10} {
		settle(t, r, no, 2, "已查实")
	}
	h.Send(page.Reload{})
	asks("没有形成一致的都已裁定（3 项）。")
	h.Send(dialog.Answered{Question: q.ID, Choice: "yes"})
	if g, ok := h.Last().(page.Good); !ok || !strings.Contains(g.Text, "结果已签署") {
		t.Errorf("%#v", h.Last())
	}
	see(t, h, "已签署：c1，留痕第 ")
	if title := h.Page.Title(); !strings.Contains(title, "已签署") {
		t.Error(title)
	}
}

func TestAnOpenRoundIsNeitherSettledNorSigned(t *testing.T) {
	r := pagetest.Convened(t, func(p *pingyi.Panel) { p.Open = true })
	r.RateAll()
	h := sit(t, r.Desk("c1"), pingyi.Zh, 80, 22)
	h.Press("down", "down", "ctrl+g")
	fails(t, h, pingyi.State)
	h.Press("ctrl+s")
	fails(t, h, pingyi.State)
	if offers(h, "裁定") || offers(h, "签署") {
		t.Error("offered while the round is open")
	}
}

func TestGradesOfAnOpenPanelChangeInFrontOfTheChair(t *testing.T) {
	r := pagetest.Convened(t, func(p *pingyi.Panel) { p.Open = true })
	for _, m := range []string{"r1", "r2", "r3"} {
		r.Rate(m, "优", "良", "中")
	}
	h := sit(t, r.Desk("c1"), pingyi.Zh, 80, 22)
	h.Press("f4", "home", "down", "down") // by rank
	before, _, _ := strings.Cut(strings.Split(h.Screen(), "›")[1], "█")
	see(t, h, "不足法定人数 4")
	for _, m := range []string{"r4", "r5"} {
		r.Rate(m, "差", "良", "优")
	}
	h.Send(page.Reload{})
	see(t, h, "已评 5/7")
	miss(t, h, "不足法定人数")
	name := strings.Fields(before)[1]
	if after := strings.Fields(strings.Split(h.Screen(), "›")[1])[1]; after != name {
		t.Errorf("the selection went from %s to %s\n%s", name, after, h.Screen())
	}
}

func TestAnAnswerThatComesLateChangesNothing(t *testing.T) {
	r := pagetest.Convened(t, func(p *pingyi.Panel) { p.Open = true })
	env := pagetest.Env(t, r.Desk("c1"), pingyi.Zh, 80, 22)
	p := result.New(env, pagetest.Panel)
	late := p.Init()()
	h := pagetest.Start(t, env, p)
	r.Rate("r1", "优")
	h.Send(page.Reload{})
	see(t, h, "已评 1/7")
	h.Send(late)
	see(t, h, "已评 1/7")
}
