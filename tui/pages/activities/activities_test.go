package activities_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/store/exchange"
	"pingyi/tui/pages/activities"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/golden"
)

var key = pingyi.PlanKey{Year: 2016, Department: "820"}

func env(t testing.TB, l pingyi.Lang, w, h int) page.Env {
	t.Helper()
	desk := pagetest.Record(t)
	pagetest.File(t, desk, pagetest.Parks())
	return pagetest.Env(t, desk, l, w, h)
}

func openOn(t testing.TB, e page.Env, id int) *pagetest.Page {
	t.Helper()
	return pagetest.Start(t, e, activities.New(e, key, id))
}

func open(t *testing.T) *pagetest.Page {
	t.Helper()
	return openOn(t, env(t, pingyi.Zh, 80, 22), 0)
}

func TestScreen(t *testing.T) {
	for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
		for _, size := range []struct {
			name string
			w, h int
		}{{"80", 80, 22}, {"120", 120, 38}} {
			e := env(t, l, size.w, size.h)
			t.Run(l.String()+size.name, func(t *testing.T) { golden.Equal(t, openOn(t, e, 2).Screen()) })
			t.Run("filter-"+l.String()+size.name, func(t *testing.T) {
				d := openOn(t, e, 0)
				d.Press("ctrl+f")
				d.Type("gy")
				golden.Equal(t, d.Screen())
			})
		}
	}
	t.Run("ascii", func(t *testing.T) { golden.Equal(t, openOn(t, pagetest.ASCII(env(t, pingyi.Zh, 60, 14)), 1).Screen()) })
	t.Run("empty", func(t *testing.T) {
		desk := pagetest.Record(t)
		p := pagetest.Parks()
		p.Activities, p.StatedTotal = nil, nil
		pagetest.File(t, desk, p)
		golden.Equal(t, openOn(t, pagetest.Env(t, desk, pingyi.Zh, 80, 22), 0).Screen())
	})
}

// selected returns the name in the row with the mark.
func selected(t *testing.T, d *pagetest.Page) string {
	t.Helper()
	for l := range strings.SplitSeq(d.Screen(), "\n") {
		if strings.HasPrefix(l, "›") {
			return strings.Fields(l)[1]
		}
	}
	t.Fatalf("no row is marked:\n%s", d.Screen())
	return ""
}

// rows returns the numbers of the activities in the order shown.
func rows(t *testing.T, d *pagetest.Page) string {
	t.Helper()
	d.Press("home")
	var all []string
	for range 5 {
		for l := range strings.SplitSeq(d.Screen(), "\n") {
			if strings.HasPrefix(l, "›") {
				all = append(all, strings.TrimPrefix(strings.Fields(l)[0], "›"))
			}
		}
		d.Press("down")
	}
	return strings.Join(all, "")
}

func TestSortGoesThroughNumberBudgetAndPinyin(t *testing.T) {
	d := open(t)
	var got []string
	for range 3 {
		got = append(got, rows(t, d))
		d.Press("f4")
	}
	// By pinyin: 街 jie, 老 lao, 绿 lü, 苗 miao, 行 xing.
	if strings.Join(got, " ") != "12345 21345 12453" {
		t.Errorf("orders %q", got)
	}
}

func TestTheFilterNarrowsByTextInitialsAndNumber(t *testing.T) {
	for query, want := range map[string]string{"公园": "街头公园建设", "xds": "行道树养护", "miaopu": "苗圃更新", "4": "绿地保洁"} {
		d := open(t)
		d.Type("/") // the same key as Ctrl+F
		d.Type(query)
		if got := selected(t, d); got != want {
			t.Errorf("%s finds %s, want %s", query, got, want)
		}
		d.Press("enter", "esc")
		if got := selected(t, d); got != want || len(d.Asked) > 0 {
			t.Errorf("%s: without the filter %s is selected", query, got)
		}
	}
}

func TestEnterOpensWhatTheFilterFound(t *testing.T) {
	d := open(t)
	d.Press("ctrl+f")
	d.Type("苗圃")
	d.Press("enter", "enter")
	if got := d.Last(); got != any(page.Open{Route: page.ActivityForm{Key: key, ID: 5}}) {
		t.Errorf("asked for %#v", got)
	}
}

func TestKeysOpenThePagesOfTheSelectedActivity(t *testing.T) {
	for k, want := range map[string]page.Route{
		"enter": page.ActivityForm{Key: key, ID: 2}, "f2": page.ActivityForm{Key: key, ID: 2}, "f7": page.ActivityForm{Key: key},
		"f8": page.History{Filter: store.HistoryFilter{Year: 2016, Department: "820", Activity: 2}},
		"f5": page.Panels{}, "f6": page.Panels{}, "f9": page.Import{},
	} {
		d := open(t)
		d.Press("down", k)
		if got := d.Last(); got != any(page.Open{Route: want}) {
			t.Errorf("%s asks for %#v", k, got)
		}
	}
	d := open(t)
	d.Send(page.Do{Action: activities.OpenPlanForm})
	if o, ok := d.Last().(page.Open); !ok || *o.Route.(page.PlanForm).Key != key {
		t.Errorf("the palette's action asks for %#v", d.Last())
	}
}

func TestNextFindingGoesRoundTheActivitiesThatHaveOneAndSaysIt(t *testing.T) {
	d := open(t)
	var got []string
	for range 3 {
		d.Press("f3")
		info, ok := d.Last().(page.Info)
		if !ok {
			t.Fatalf("asked for %#v", d.Last())
		}
		got = append(got, selected(t, d)+"："+info.Text)
	}
	want := []string{"老城公园改造：绩效指标只是重复了绩效目标（这一项共 2 处）", "绿地保洁：“优”与“良”的标准相同", "老城公园改造：绩效指标只是重复了绩效目标（这一项共 2 处）"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestDeletingAsksAndThenStaysInPlace(t *testing.T) {
	d := open(t)
	d.Press("down", "delete")
	ask, ok := d.Last().(page.Ask)
	if !ok || !strings.Contains(ask.Question.Text, "第 2 项“老城公园改造”") || ask.Question.Choices[ask.Question.Selected].ID == "yes" {
		t.Fatalf("asked for %#v", d.Last())
	}
	d.Send(dialog.Answered{Question: ask.Question.ID, Choice: "no"})
	if got := selected(t, d); got != "老城公园改造" {
		t.Errorf("%s is selected", got)
	}
	d.Send(dialog.Answered{Question: ask.Question.ID, Choice: "yes"})
	if s := d.Screen(); !strings.Contains(s, "共 4 项") || selected(t, d) != "行道树养护" {
		t.Errorf("%s is selected:\n%s", selected(t, d), s)
	}
}

func TestAReloadKeepsSelectionFilterAndWhatIsTyped(t *testing.T) {
	d := open(t)
	d.Press("ctrl+f")
	d.Type("g")
	d.Press("down")
	before := selected(t, d)
	if _, err := d.Env.Desk.AddActivity(t.Context(), key, 1, pingyi.Activity{Name: "公园夜景"}); err != nil {
		t.Fatal(err)
	}
	d.Send(page.Reload{})
	if got := selected(t, d); got != before || !strings.Contains(d.Screen(), "筛选：g") || !strings.Contains(d.Screen(), "公园夜景") {
		t.Errorf("%s is selected, %s was:\n%s", got, before, d.Screen())
	}
	if err := d.Env.Desk.DeletePlan(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	d.Send(page.Reload{})
	if len(d.Asked) != 2 || d.Asked[0] != any(page.Close{}) {
		t.Errorf("of a deleted plan: %#v", d.Asked)
	}
}

func TestExportWritesTheFileThatIsNamed(t *testing.T) {
	e := env(t, pingyi.Zh, 80, 22)
	written := map[string][]byte{}
	e.WriteFile = func(name string, data []byte) error {
		if written[name] != nil {
			return pingyi.Errorf(pingyi.Exists, "文件已经有了", "the file is there already")
		}
		written[name] = data
		return nil
	}
	d := openOn(t, e, 0)
	d.Press("f10")
	golden.Equal(t, d.Screen())
	d.Press("ctrl+u")
	d.Type("园林.json")
	d.Press("enter")
	if g, ok := d.Last().(page.Good); !ok || !strings.Contains(g.Text, "园林.json") {
		t.Fatalf("asked for %#v", d.Last())
	}
	got, err := exchange.Read(exchange.Source{Name: "园林.json"}, written["园林.json"])
	if err != nil || len(got) != 1 || len(got[0].Plan.Activities) != 5 {
		t.Errorf("read back %v, %v", got, err)
	}
	for name, code := range map[string]pingyi.Code{"园林.json": pingyi.Exists, "园林.xls": pingyi.Invalid, "": pingyi.Invalid} {
		d.Press("f10", "ctrl+u")
		d.Type(name)
		d.Press("enter")
		if f, ok := d.Last().(page.Fail); !ok || pingyi.CodeOf(f.Err) != code || !strings.Contains(d.Screen(), "导出到文件") {
			t.Errorf("%q: asked for %#v", name, d.Last())
		}
		d.Press("esc")
	}
	e.WriteFile = nil
	d = openOn(t, e, 0)
	d.Press("f10")
	if f, ok := d.Last().(page.Fail); !ok || errors.Is(f.Err, nil) {
		t.Errorf("without files: %#v", d.Last())
	}
}

func TestTwoListsOneAboveTheOtherKeepTheirOwnPlans(t *testing.T) {
	d := open(t)
	pagetest.File(t, d.Env.Desk, pagetest.Others()...)
	other := activities.New(d.Env, pingyi.PlanKey{Year: 2016, Department: "815"}, 0)
	d.Send(other.Init()())
	if !strings.Contains(d.Screen(), "行道树养护") {
		t.Errorf("took the other's plan:\n%s", d.Screen())
	}
}

func TestEverySizeAndLanguageFits(t *testing.T) {
	d := open(t)
	d.EverySize(func() {
		for range 5 {
			d.Press("f3")
			d.Screen()
		}
		d.Press("ctrl+f")
		d.Screen()
		d.Press("esc")
	})
}

// One key of a filter over the largest plan there may be: update and view.
func BenchmarkFilterKey(b *testing.B) {
	p := pagetest.Parks()
	kinds, places := []string{"道路养护", "学校修缮", "医疗设备", "农田水利", "图书购置"}, []string{"东关", "西街", "北环", "南河", "中心"}
	sample := p.Activities
	p.Activities = nil
	for i := range pingyi.MaxActivities {
		a := sample[i%len(sample)]
		a.ID, a.Name = i+1, fmt.Sprintf("%s%s%s第%d期", places[i%5], places[i/5%5], kinds[i/25%5], i)
		p.Activities = append(p.Activities, a)
	}
	p.Scale = pingyi.DefaultScale()
	e := pagetest.Env(b, pagetest.Record(b), pingyi.Zh, 120, 38)
	m := activities.New(e, key, 0)
	d := &pagetest.Page{T: b, Page: m, Env: e}
	d.Send(m.Loaded(p))
	d.Press("ctrl+f")
	keys := []string{"d", "l", "y", "h", "backspace", "backspace", "backspace", "backspace"}
	n := 0
	for b.Loop() {
		d.Press(keys[n%len(keys)])
		_ = d.Page.View()
		n++
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(n), "ms/key")
}
