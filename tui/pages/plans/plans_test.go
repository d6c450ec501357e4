package plans_test

import (
	"context"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/pages/plans"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/golden"
)

func TestScreen(t *testing.T) {
	sizes := []struct {
		name string
		w, h int
	}{{"80", 80, 22}, {"120", 120, 38}}
	for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
		for _, size := range sizes {
			t.Run(l.String()+size.name, func(t *testing.T) {
				golden.Equal(t, open(t, l, size.w, size.h).Screen())
			})
			t.Run("empty-"+l.String()+size.name, func(t *testing.T) {
				golden.Equal(t, empty(t, l, size.w, size.h).Screen())
			})
		}
	}
	t.Run("ascii", func(t *testing.T) {
		env := pagetest.ASCII(pagetest.Env(t, pagetest.Record(t), pingyi.Zh, 60, 14))
		golden.Equal(t, pagetest.Start(t, env, plans.New(env)).Screen())
	})
}

func open(t *testing.T, l pingyi.Lang, w, h int) *pagetest.Page {
	t.Helper()
	desk := pagetest.Record(t)
	pagetest.File(t, desk, append(pagetest.Others(), pagetest.Parks())...)
	env := pagetest.Env(t, desk, l, w, h)
	return pagetest.Start(t, env, plans.New(env))
}

func empty(t *testing.T, l pingyi.Lang, w, h int) *pagetest.Page {
	t.Helper()
	env := pagetest.Env(t, pagetest.Record(t), l, w, h)
	env.LoadSample = func(_ context.Context, d *store.Desk) error {
		pagetest.File(t, d, pagetest.Parks())
		return nil
	}
	return pagetest.Start(t, env, plans.New(env))
}

// route returns what the page last asked to open.
func route(t *testing.T, d *pagetest.Page) page.Route {
	t.Helper()
	o, ok := d.Last().(page.Open)
	if !ok {
		t.Fatalf("asked for %#v, not to open a page", d.Last())
	}
	return o.Route
}

// selected returns the row with the mark.
func selected(t *testing.T, d *pagetest.Page) string {
	t.Helper()
	for l := range strings.SplitSeq(d.Screen(), "\n") {
		if strings.HasPrefix(l, "›") {
			return l
		}
	}
	t.Fatalf("no row is marked:\n%s", d.Screen())
	return ""
}

func TestAnEmptyRecordBeginsWithAChoiceByDigitOrArrow(t *testing.T) {
	for keys, want := range map[string]page.Route{
		"2": page.Import{}, "３": page.PlanForm{}, "down enter": page.Import{}, "down down down enter": page.PlanForm{},
	} {
		d := empty(t, pingyi.Zh, 80, 22)
		d.Press(strings.Fields(keys)...)
		if got := route(t, d); got != want {
			t.Errorf("%s opens %#v, want %#v", keys, got, want)
		}
	}
	d := empty(t, pingyi.Zh, 80, 22)
	d.Press("enter")
	if !strings.Contains(d.Screen(), "青禾县园林中心") {
		t.Errorf("the sample is not shown:\n%s", d.Screen())
	}
}

func TestWhoMayNotEnterPlansIsOfferedNothingToEnter(t *testing.T) {
	owner := pagetest.Record(t)
	ctx := context.Background()
	if err := owner.AddMember(ctx, pingyi.Member{ID: "r1", Name: "r1", Role: pingyi.Reviewer}); err != nil {
		t.Fatal(err)
	}
	desk, err := owner.For(ctx, "r1")
	if err != nil {
		t.Fatal(err)
	}
	env := pagetest.Env(t, desk, pingyi.Zh, 80, 22)
	d := pagetest.Start(t, env, plans.New(env))
	d.Press("1", "enter")
	if len(d.Asked) > 0 || !strings.Contains(d.Screen(), "填报员录入后就会出现") {
		t.Errorf("asked %v:\n%s", d.Asked, d.Screen())
	}
}

func TestRowsOpenWhatTheyName(t *testing.T) {
	key := pingyi.PlanKey{Year: 2016, Department: "820"}
	for k, check := range map[string]func(page.Route) bool{
		"enter": func(r page.Route) bool { return r == page.Activities{Key: key} },
		"f2":    func(r page.Route) bool { f, ok := r.(page.PlanForm); return ok && *f.Key == key },
		"f8": func(r page.Route) bool {
			return r == page.History{Filter: store.HistoryFilter{Year: 2016, Department: "820"}}
		},
		"f7": func(r page.Route) bool { return r == page.PlanForm{} },
		"f9": func(r page.Route) bool { return r == page.Import{} },
		"f5": func(r page.Route) bool { return r == page.Panels{} },
		"f6": func(r page.Route) bool { return r == page.Panels{} },
	} {
		d := open(t, pingyi.Zh, 80, 22)
		d.Press("down", "down", k)
		if r := route(t, d); !check(r) {
			t.Errorf("%s opens %#v", k, r)
		}
	}
}

func TestTheFilterFindsByInitialsAndKeepsTheSelection(t *testing.T) {
	d := open(t, pingyi.Zh, 80, 22)
	d.Press("down", "down")
	before := selected(t, d)
	d.Press("ctrl+f")
	d.Type("qhxyl 2016")
	if got := selected(t, d); got != before {
		t.Errorf("selected %q, was %q", got, before)
	}
	if s := d.Screen(); strings.Contains(s, "图书馆") || !strings.Contains(s, "1/4") {
		t.Errorf("not narrowed:\n%s", s)
	}
	d.Type("zz")
	if s := d.Screen(); !strings.Contains(s, "没有符合的计划") {
		t.Errorf("nothing says that nothing matches:\n%s", s)
	}
	d.Press("esc")
	if s := d.Screen(); !strings.Contains(s, "图书馆") || len(d.Asked) > 0 {
		t.Errorf("Esc did not drop the filter alone (%v):\n%s", d.Asked, s)
	}
	d.Press("esc")
	if d.Last() != any(page.Close{}) {
		t.Errorf("Esc asked for %#v", d.Last())
	}
}

func TestTextThatIsNoKeyBeginsAFilter(t *testing.T) {
	d := open(t, pingyi.Zh, 80, 22)
	d.Type("图书")
	if s := d.Screen(); strings.Contains(s, "园林") || !strings.Contains(s, "1/4") {
		t.Errorf("not narrowed:\n%s", s)
	}
}

// rows returns the years and codes on the screen, with their signs.
func rows(d *pagetest.Page) (list []string) {
	for l := range strings.SplitSeq(d.Screen(), "\n") {
		if f := strings.Fields(strings.TrimPrefix(l, "›")); len(f) > 1 && strings.HasPrefix(f[0], "201") {
			list = append(list, f[0]+" "+f[1])
		}
	}
	return list
}

func TestPinnedPlansComeFirstThenTheLastOpened(t *testing.T) {
	d := open(t, pingyi.Zh, 80, 22)
	see := func(want string) {
		t.Helper()
		if got := strings.Join(rows(d), "|"); got != want {
			t.Errorf("the rows are %s, want %s", got, want)
		}
	}
	see("2017 820|2016 815|2016 820|2015 820")
	ctx := context.Background()
	for _, k := range []pingyi.PlanKey{{Year: 2015, Department: "820"}, {Year: 2016, Department: "820"}} {
		if err := d.Env.Desk.NoteOpened(ctx, k); err != nil {
			t.Fatal(err)
		}
	}
	d.Send(page.Reload{})
	see("2016 820|2015 820|2017 820|2016 815")
	d.Press("end", "ctrl+e")
	see("2016★ 815|2016 820|2015 820|2017 820")
	if at := selected(t, d); !strings.Contains(at, "2016★ 815") || d.Last() != any(page.Good{Text: "已置顶"}) {
		t.Errorf("selected %q, said %#v", at, d.Last())
	}
	golden.Equal(t, d.Screen())
	if signs := d.Page.(page.Legend).Signs(); len(signs) != 1 || signs[0].Mark != "★" {
		t.Errorf("the signs are %v", signs)
	}
	d.Press("f4") // by year, as ever
	see("2017 820|2016★ 815|2016 820|2015 820")
	d.Press("f4", "f4", "f4", "f4", "home", "ctrl+e")
	see("2016 820|2015 820|2017 820|2016 815")
}

func TestPlansAreFoundByCodeYearAmountAndState(t *testing.T) {
	d := open(t, pingyi.Zh, 80, 22)
	if err := d.Env.Desk.PinPlan(context.Background(), pingyi.PlanKey{Year: 2015, Department: "820"}, true); err != nil {
		t.Fatal(err)
	}
	d.Send(page.Reload{})
	d.Press("ctrl+f")
	if s := d.Screen(); !strings.Contains(s, "数字；不完整 2、置顶 1、完整 1") {
		t.Errorf("the words are not offered:\n%s", s)
	}
	for query, want := range map[string]string{
		"820": "2015★ 820|2017 820|2016 820", "2016": "2016 815|2016 820", "53.6": "2016 815", "bwz": "2016 815|2016 820",
		"空计划": "2017 820", "zd": "2015★ 820", "complete": "2015★ 820", "bwz tsg": "2016 815",
	} {
		d.Type(query)
		if got := strings.Join(rows(d), "|"); got != want {
			t.Errorf("%s finds %s, want %s", query, got, want)
		}
		d.Press("esc", "ctrl+f")
	}
}

func TestSortGoesThroughYearCodeNameAndBudget(t *testing.T) {
	d := open(t, pingyi.Zh, 80, 22)
	first := func() string {
		d.Press("home")
		return strings.Join(strings.Fields(strings.TrimPrefix(selected(t, d), "›"))[:2], " ")
	}
	var got []string
	for range 6 {
		got = append(got, first())
		d.Press("f4")
	}
	if want := "2017 820|2017 820|2016 815|2016 815|2016 820|2017 820"; strings.Join(got, "|") != want {
		t.Errorf("first rows %s, want %s", strings.Join(got, "|"), want)
	}
}

func TestDeletingAsksAndNamesWhatGoes(t *testing.T) {
	d := open(t, pingyi.Zh, 80, 22)
	d.Press("down", "down", "delete")
	ask, ok := d.Last().(page.Ask)
	if !ok || !strings.Contains(ask.Question.Text, "青禾县园林中心 2016 年度") || !strings.Contains(ask.Question.Text, "5 项") {
		t.Fatalf("asked %#v", d.Last())
	}
	if c := ask.Question.Choices[ask.Question.Selected]; c.ID == "yes" {
		t.Errorf("Enter deletes at once")
	}
	d.Send(dialog.Answered{Question: ask.Question.ID, Choice: "no"})
	if s := d.Screen(); !strings.Contains(s, "共 4 份") {
		t.Errorf("deleted without a yes:\n%s", s)
	}
	d.Send(dialog.Answered{Question: ask.Question.ID, Choice: "yes"})
	if s := d.Screen(); !strings.Contains(s, "共 3 份") {
		t.Errorf("not deleted:\n%s", s)
	}
}

func TestAReloadKeepsTheSelection(t *testing.T) {
	d := open(t, pingyi.Zh, 80, 22)
	d.Press("end")
	before := selected(t, d)
	p := pagetest.Parks()
	p.Year = 2018
	pagetest.File(t, d.Env.Desk, p)
	d.Send(page.Reload{})
	if got := selected(t, d); got != before || !strings.Contains(d.Screen(), "共 5 份") {
		t.Errorf("selected %q, was %q:\n%s", got, before, d.Screen())
	}
}

func TestEverySizeAndLanguageFits(t *testing.T) {
	for _, d := range []*pagetest.Page{open(t, pingyi.Zh, 80, 22), empty(t, pingyi.Zh, 80, 22)} {
		d.EverySize(func() {
			d.Press("ctrl+f")
			d.Screen()
			d.Press("esc")
		})
	}
}
