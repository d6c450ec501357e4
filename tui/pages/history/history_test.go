package history_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/history"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/golden"
	"pingyi/tui/parts/look"
)

// lived is a record in which something of every kind has happened.
func lived(t *testing.T) *pagetest.Committee {
	t.Helper()
	r := pagetest.Convened(t, nil)
	r.Rate("r1", "优", "良:林带断档还有两处没有补", "弃权", "回避")
	r.Rate("r2", "良")
	r.Close()
	ctx := context.Background()
	plan, err := r.Owner.Plan(ctx, pagetest.ForestryKey())
	if err != nil {
		t.Fatal(err)
	}
	base := plan.Activities[2]
	mine := base
	mine.Budget, mine.Goal = 3_205_000_00, "火情当日发现、当日扑灭，过火面积比上年下降一成；瞭望塔六座全部修缮，防火道全线贯通。"
	mine.Rubric = append(pingyi.Rubric(nil), base.Rubric...)
	mine.Rubric[3] = "火情全部当日扑灭，过火面积下降两成"
	if _, _, err := r.Owner.SaveActivity(ctx, pagetest.ForestryKey(), base, mine); err != nil {
		t.Fatal(err)
	}
	return r
}

func sit(t *testing.T, r *pagetest.Committee, l pingyi.Lang, w, h int, f store.HistoryFilter) *pagetest.Page {
	t.Helper()
	env := pagetest.Env(t, r.Owner, l, w, h)
	env.Zone = time.FixedZone("CST", 8*3600)
	return pagetest.Start(t, env, history.New(env, f))
}

func TestScreen(t *testing.T) {
	r := lived(t)
	for _, c := range []struct {
		name string
		l    pingyi.Lang
		w, h int
		down int
		look look.Look
	}{
		{name: "zh80", l: pingyi.Zh, w: 80, h: 22},
		{name: "en80", l: pingyi.En, w: 80, h: 22, down: 5},
		{name: "zh120", l: pingyi.Zh, w: 120, h: 38, down: 5},
		{name: "en120", l: pingyi.En, w: 120, h: 38},
		{name: "zh60", l: pingyi.Zh, w: 60, h: 14, down: 1},
		{name: "ascii", l: pingyi.Zh, w: 80, h: 22, look: look.Look{ASCII: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			env := pagetest.Env(t, r.Owner, c.l, c.w, c.h)
			env.Zone = time.FixedZone("CST", 8*3600)
			env.Session.Look, env.Session.Measure.ASCII = c.look, c.look.ASCII
			h := pagetest.Start(t, env, history.New(env, store.HistoryFilter{}))
			for range c.down {
				h.Press("down")
			}
			golden.Equal(t, h.Screen())
		})
	}
}

func TestEverySizeAndLanguageFits(t *testing.T) {
	h := sit(t, lived(t), pingyi.En, 80, 22, store.HistoryFilter{})
	for _, keys := range [][]string{nil, {"ctrl+f", "r"}, {"enter", "end"}, {"enter"}} {
		h.Press(keys...)
		h.EverySize(func() {})
	}
}

func TestTimesAreShownInTheZoneOfTheDesk(t *testing.T) {
	r := pagetest.Seated(t, pagetest.Forestry())
	h := sit(t, r, pingyi.Zh, 80, 22, store.HistoryFilter{})
	if v := h.Screen(); !strings.Contains(v, "2017-03-01 09:") || strings.Contains(v, "2017-03-01 01:") {
		t.Errorf("\n%s", v)
	}
}

func TestThePlanIsReadForNumbersAndNames(t *testing.T) {
	r := pagetest.Seated(t, pagetest.ForestryOfNine())
	r.Convene(nil)
	r.Open()
	r.Rate("r1", "三等")
	r.Close()
	h := sit(t, r, pingyi.Zh, 80, 22, store.HistoryFilter{})
	h.Press("down", "down")
	if v := h.Screen(); !strings.Contains(v, "第 1 项 荒山造林") || !strings.Contains(v, "三等") {
		t.Errorf("\n%s", v)
	}
}

func TestAnEntryLongerThanItsRoomIsReadToItsEnd(t *testing.T) {
	r := pagetest.Seated(t, pagetest.Forestry())
	h := sit(t, r, pingyi.Zh, 60, 14, store.HistoryFilter{Year: 2016, Department: "710"})
	if v := h.Screen(); !strings.Contains(v, "按 回车 看全部") || strings.Contains(v, "古树不因管护不善死亡") {
		t.Errorf("the list:\n%s", v)
	}
	h.Press("enter", "end")
	if v := h.Screen(); !strings.Contains(v, "古树不因管护不善死亡") {
		t.Errorf("the end:\n%s", v)
	}
	h.Press("esc")
	if v := h.Screen(); !strings.Contains(v, "按 回车 看全部") || len(h.Asked) != 0 {
		t.Errorf("back:\n%s", v)
	}
}

func TestFilterFindsWhoWhatAndOfWhat(t *testing.T) {
	h := sit(t, lived(t), pingyi.Zh, 80, 22, store.HistoryFilter{})
	h.Press("ctrl+f")
	h.Type("r1 tijiao")
	if v := h.Screen(); !strings.Contains(v, "1/") || strings.Contains(v, "添加成员") || !strings.Contains(v, "提交评分") {
		t.Errorf("\n%s", v)
	}
	h.Press("enter", "esc")
	if v := h.Screen(); !strings.Contains(v, "添加成员") {
		t.Errorf("after Esc\n%s", v)
	}
	h.Press("esc")
	if _, ok := h.Last().(page.Close); !ok {
		t.Errorf("the second Esc: %#v", h.Last())
	}
}

func TestTheHistoryOfOneActivityHasNothingElse(t *testing.T) {
	h := sit(t, lived(t), pingyi.Zh, 80, 22, store.HistoryFilter{Year: 2016, Department: "710", Activity: 3})
	if v := h.Screen(); !strings.Contains(v, "第 3 项 森林防火") || strings.Contains(v, "添加成员") || strings.Contains(v, "荒山造林") {
		t.Errorf("\n%s", v)
	}
	if h.Page.Title() != "留痕 2016 710 第 3 项" {
		t.Errorf("title: %s", h.Page.Title())
	}
}

// Under seal what was done since the round was opened has no number. It is found,
// read and kept hold of all the same, also when it gets its number.
func TestAnEntryWithoutANumberIsReadAllTheSame(t *testing.T) {
	r := pagetest.Convened(t, nil)
	r.Rate("r1", "优", "良")
	env := pagetest.Env(t, r.Desk("k1"), pingyi.Zh, 80, 22)
	h := pagetest.Start(t, env, history.New(env, store.HistoryFilter{}))
	r.Revise(1, "甲")
	r.Revise(2, "乙")
	r.Rate("r2", "优", "良") // of which k1 gets nothing
	h.Send(page.Reload{})
	lines := strings.Split(h.Screen(), "\n")
	if !strings.HasPrefix(lines[1], "     - ") || !strings.HasPrefix(lines[2], "     - ") || !strings.Contains(lines[3], "12 ") || !strings.Contains(lines[3], "开启轮次") {
		t.Errorf("\n%s", h.Screen())
	}
	for i, want := range []string{"乙", "甲"} {
		h.Press("home")
		for range i {
			h.Press("down")
		}
		h.Press("enter")
		if v := h.Screen(); !strings.HasPrefix(v, "编号待封存的轮次结束后显示") || !strings.Contains(v, want) {
			t.Errorf("entry %d:\n%s", i, v)
		}
		if i == 0 {
			h.Press("esc")
		}
	}
	for _, change := range []func(){func() { r.Revise(3, "丙") }, r.Close} {
		change()
		h.Send(page.Reload{})
		if v := h.Screen(); !strings.Contains(v, "甲") || strings.Contains(v, "丙") {
			t.Errorf("another is before the reader:\n%s", v)
		}
	}
	if v := h.Screen(); strings.Contains(v, "编号待封存") || !strings.HasPrefix(v, "第 ") {
		t.Errorf("closed:\n%s", v)
	}
}
