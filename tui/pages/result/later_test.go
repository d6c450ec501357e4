package result_test

import (
	"context"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/pages/result"
	"pingyi/tui/parts/chooser"
	"pingyi/tui/parts/golden"
)

func see(t *testing.T, h *pagetest.Page, texts ...string) {
	t.Helper()
	v := h.Screen()
	for _, text := range texts {
		if !strings.Contains(v, text) {
			t.Errorf("no %q on\n%s", text, v)
		}
	}
}

func miss(t *testing.T, h *pagetest.Page, texts ...string) {
	t.Helper()
	v := h.Screen()
	for _, text := range texts {
		if strings.Contains(v, text) {
			t.Errorf("%q on\n%s", text, v)
		}
	}
}

// offers reports whether the status line and the palette name an action.
func offers(h *pagetest.Page, label string) bool {
	for _, hint := range h.Page.Actions() {
		if hint.Label == label {
			return true
		}
	}
	return false
}

// later is a committee that has closed its first round, split on activities 3, 7
// and 10, and its second one on these, in which it agrees on 7.
func later(t *testing.T) *pagetest.Committee {
	t.Helper()
	r := pagetest.Convened(t, nil)
	r.RateAll()
	r.Rate("r4", "", "", "中:防火道有两段没有清，台账上却记了完成")
	r.Rate("r7", "", "", "优:演练和巡山记录都查到了", "", "", "", "良:档案可以当场查到")
	r.Close()
	r.OpenSplit()
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	good := func(no int, why string) store.Marked {
		return store.Marked{Activity: key(r, no), Mark: &pingyi.Mark{Kind: pingyi.Graded, Tier: 2, Reason: why}}
	}
	must(r.Desk("r4").Rate(ctx, pagetest.Panel, []store.Marked{good(7, "档案已补录")}))
	must(r.Desk("r6").Rate(ctx, pagetest.Panel, []store.Marked{good(7, "同意讨论时的意见")}))
	for _, m := range pagetest.Members() {
		_, err := r.Desk(m).Submit(ctx, pagetest.Panel, "")
		must(err)
	}
	r.Close()
	return r
}

func key(r *pagetest.Committee, no int) pingyi.ActivityKey {
	return pingyi.ActivityKey{PlanKey: pagetest.ForestryKey(), ID: r.Activity(no).ID}
}

func settle(t *testing.T, r *pagetest.Committee, no int, tier pingyi.Tier, reason string) {
	t.Helper()
	if err := r.Desk("c1").Adjudicate(context.Background(), pagetest.Panel, pingyi.Adjudication{Activity: key(r, no), Tier: tier, Reason: reason}); err != nil {
		t.Fatal(err)
	}
}

func sizes(t *testing.T, d *store.Desk, do func(*pagetest.Page)) {
	t.Helper()
	for _, c := range []struct {
		name string
		l    pingyi.Lang
		w, h int
	}{{"zh80", pingyi.Zh, 80, 22}, {"en80", pingyi.En, 80, 22}, {"zh120", pingyi.Zh, 120, 38}, {"en120", pingyi.En, 120, 38}, {"zh60", pingyi.Zh, 60, 14}} {
		t.Run(c.name, func(t *testing.T) {
			env := pagetest.Env(t, d, c.l, c.w, c.h)
			h := pagetest.Start(t, env, result.New(env, pagetest.Panel))
			do(h)
			golden.Equal(t, h.Screen())
		})
	}
}

func TestALaterRoundWithAnAdjudication(t *testing.T) {
	r := later(t)
	settle(t, r, 3, 3, "补查了演练记录，防火道已清")
	sizes(t, r.Desk("c1"), func(h *pagetest.Page) { h.Press("down", "down") })
}

func TestASignedResult(t *testing.T) {
	r := later(t)
	settle(t, r, 3, 3, "补查了演练记录，防火道已清")
	sig, err := r.Desk("c1").Sign(context.Background(), pagetest.Panel)
	if err != nil {
		t.Fatal(err)
	}
	sizes(t, r.Desk("r1"), func(*pagetest.Page) {})
	h := sit(t, r.Desk("c1"), pingyi.En, 120, 38)
	see(t, h, sig.Digest, "Signed by c1")
	h.Resize(80, 22)
	see(t, h, sig.Digest[:16], "Signed by c1")
	h.EverySize(func() {})
	for _, label := range []string{"adjudicate", "sign"} {
		if offers(h, label) {
			t.Errorf("offers to %s what is signed", label)
		}
	}
	for _, k := range []string{"ctrl+s", "ctrl+g"} {
		h.Press(k)
		if f, ok := h.Last().(page.Fail); !ok || pingyi.CodeOf(f.Err) != pingyi.State {
			t.Errorf("%s: %#v", k, h.Last())
		}
	}
}

func TestAnActivityInFull(t *testing.T) {
	r := later(t)
	settle(t, r, 3, 3, "补查了演练记录，防火道已清")
	sizes(t, r.Desk("c1"), func(h *pagetest.Page) { h.Press("down", "down", "enter") })
	h := sit(t, r.Desk("c1"), pingyi.Zh, 60, 14)
	h.Press("down", "down", "enter", "end")
	see(t, h, "演练和巡山记录都查到了")
	miss(t, h, "r4", "r7")
	h.Type("a") // no filter is begun here
	h.Press("ctrl+f", "f4")
	h.EverySize(func() {})
	h.Speak(pingyi.Zh)
	h.Send(page.Reload{})
	see(t, h, "评语")
	h.Press("esc")
	if len(h.Asked) != 0 {
		t.Errorf("%#v", h.Asked)
	}
	see(t, h, "荒山造林")
	h.Press("down", "enter", "enter")
	see(t, h, "4. 林木病虫害防治")
}

func TestAnEarlierRoundIsShownAsItWas(t *testing.T) {
	r := later(t)
	settle(t, r, 3, 3, "补查了演练记录")
	h := sit(t, r.Desk("c1"), pingyi.Zh, 80, 22)
	h.Press("down", "down")
	see(t, h, "裁 优", "（第 2 轮所评）")
	h.Press("tab")
	c, ok := h.Last().(page.Choose)
	if !ok || len(c.Items) != 2 || c.Items[0].ID != "2" || c.Items[1].ID != "1" {
		t.Fatalf("%#v", h.Last())
	}
	h.Send(chooser.Chosen{Chooser: c.ID, Item: "1"})
	see(t, h, "› ", "3. 森林防火")
	miss(t, h, "裁")
	if title := h.Page.Title(); title != "结果 p2016 第 1 轮，共 2 轮（多数评判）" {
		t.Error(title)
	}
	if offers(h, "裁定") || offers(h, "签署") {
		t.Error("offers to settle an earlier round")
	}
	h.Press("ctrl+g")
	if f, ok := h.Last().(page.Fail); !ok || !strings.Contains(pingyi.Explain(f.Err, pingyi.Zh), "以前的一轮") {
		t.Errorf("%#v", h.Last())
	}
	h.Send(page.Reload{})
	if !strings.Contains(h.Page.Title(), "第 1 轮") {
		t.Errorf("a reload goes to %s", h.Page.Title())
	}
}

func TestANewRoundTakesTheResultFromNobody(t *testing.T) {
	r := closed(t)
	h := sit(t, r.Desk("c1"), pingyi.Zh, 80, 22)
	h.Press("tab")
	if _, ok := h.Last().(page.Info); !ok {
		t.Errorf("%#v", h.Last())
	}
	h.Press("down", "down")
	r.OpenSplit()
	h.Send(page.Reload{})
	see(t, h, "3. 森林防火")
	if title := h.Page.Title(); title != "结果 p2016 第 1 轮，共 2 轮（多数评判）" {
		t.Error(title)
	}
	// Who comes in now meets the sealed round, from where the first can be seen.
	h = sit(t, r.Desk("r1"), pingyi.Zh, 80, 22)
	see(t, h, "封存", "Tab")
	if !offers(h, "轮次") {
		t.Error("the rounds are not offered")
	}
	h.Press("tab")
	c, ok := h.Last().(page.Choose)
	if !ok {
		t.Fatalf("%#v", h.Last())
	}
	h.Send(chooser.Chosen{Chooser: c.ID, Item: "1"})
	see(t, h, "1. 荒山造林")
}

func TestRatingsByCriteriaThatChangedAreCounted(t *testing.T) {
	r := pagetest.Convened(t, nil)
	r.RateAll()
	r.Revise(1, "全部按期完成")
	r.Close()
	h := sit(t, r.Owner, pingyi.Zh, 80, 22)
	see(t, h, "其中 7 个评分之后标准有改动")
	h.Press("down")
	miss(t, h, "标准有改动")
}
