package grid_test

import (
	"strings"
	"testing"
	"time"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/grid"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/pages/verify"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/golden"
)

// taken is a committee whose plan of two activities, filed by the owner, k1 has taken
// on to key again.
func taken(t *testing.T) *pagetest.Committee {
	t.Helper()
	plan := pagetest.Forestry()
	plan.Activities = plan.Activities[:2]
	r := pagetest.Seated(t, plan)
	ctx, k := t.Context(), plan.Key()
	if err := r.Owner.Mark(ctx, k); err != nil {
		t.Fatal(err)
	}
	if err := r.Desk("k1").TakeOn(ctx, k); err != nil {
		t.Fatal(err)
	}
	return r
}

// second opens the second entry at a desk, and returns the clock that its keys are
// counted by.
func second(t *testing.T, d *store.Desk, l pingyi.Lang, w, h int) (*pagetest.Page, *time.Time) {
	t.Helper()
	env := pagetest.Env(t, d, l, w, h)
	now := time.Date(2017, 3, 2, 8, 0, 0, 0, time.UTC)
	env.Now = func() time.Time { now = now.Add(time.Second); return now }
	return pagetest.Start(t, env, grid.New(env, pagetest.ForestryKey(), true)), &now
}

// key types the cells of an activity into the row to come.
func key(p *pagetest.Page, a pingyi.Activity) {
	texts := []string{a.Name, a.Budget.String(), a.Content, a.Goal, a.Indicator}
	for i := range a.Rubric {
		texts = append(texts, a.Rubric[len(a.Rubric)-1-i])
	}
	for _, text := range texts {
		p.Type(text)
		p.Press("tab")
	}
}

func handIn(t *testing.T, p *pagetest.Page) {
	t.Helper()
	p.Press("ctrl+s")
	ask, ok := p.Last().(page.Ask)
	if !ok {
		t.Fatalf("asked %#v:\n%s", p.Last(), p.Screen())
	}
	p.Send(dialog.Answered{Question: ask.Question.ID, Choice: "yes"})
}

func TestAPlanIsKeyedAgainHandedInAndSettled(t *testing.T) {
	ctx, k := t.Context(), pagetest.ForestryKey()
	r := taken(t)
	p, _ := second(t, r.Desk("k1"), pingyi.Zh, 80, 22)
	if s := p.Screen(); strings.Contains(s, "荒山造林") || p.Page.Title() != "二次录入 710" {
		t.Fatalf("%s shows\n%s", p.Page.Title(), s)
	}
	acts := pagetest.Forestry().Activities
	acts[0].Goal = "成活率不低于百分之八十"
	key(p, acts[0])
	key(p, acts[1])
	golden.Equal(t, p.Screen())
	p.Press("ctrl+s")
	if ask, ok := p.Last().(page.Ask); !ok || !strings.Contains(ask.Question.Text, "二次录入共 2 行") {
		t.Fatalf("asked %#v", p.Last())
	}
	handIn(t, p)
	var to page.Route
	for _, msg := range p.Asked {
		if o, ok := msg.(page.Open); ok {
			to = o.Route
		}
	}
	if good, ok := p.Last().(page.Good); !ok || good.Text != "已交表：有 1 处差异待核对" || to != any(page.Verify{Key: k}) {
		t.Fatalf("asked %#v", p.Asked)
	}
	env := pagetest.Env(t, r.Desk("k1"), pingyi.Zh, 80, 22)
	v := pagetest.Start(t, env, verify.New(env, k))
	v.Press("1")
	if good, ok := v.Last().(page.Good); !ok || !strings.HasPrefix(good.Text, "已复核") {
		t.Errorf("said %#v:\n%s", v.Last(), v.Screen())
	}
	stats, err := r.Owner.KeyingStatistics(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if one := stats.Totals; len(one) != 1 || one[0].Member != "k1" || !one[0].Second || one[0].Records != 2 || one[0].Cells != 18 || one[0].Errors != 1 || one[0].Sessions != 1 {
		t.Errorf("%+v", stats.Totals)
	}
	events, err := r.Owner.History(ctx, store.HistoryFilter{Year: k.Year, Department: k.Department})
	if err != nil {
		t.Fatal(err)
	}
	var commands []string
	for _, e := range events {
		if !pingyi.IsKeying(e.Command) {
			commands = append(commands, e.Command)
		}
	}
	if got := strings.Join(commands, ", "); got != "settle difference, hand in second entry, take on second keying, mark for verification, import" {
		t.Errorf("the history has %s", got)
	}
}

func TestEntriesThatSayTheSameAreVerifiedAtOnce(t *testing.T) {
	r := taken(t)
	p, _ := second(t, r.Desk("k1"), pingyi.En, 120, 38)
	for _, a := range pagetest.Forestry().Activities[:2] {
		key(p, a)
	}
	handIn(t, p)
	if good, ok := p.Last().(page.Good); !ok || good.Text != "handed in: both entries say the same, the plan is verified" {
		t.Errorf("asked %#v", p.Last())
	}
}

func TestWhatCannotBeSavedIsNotHandedIn(t *testing.T) {
	p, _ := second(t, taken(t).Desk("k1"), pingyi.Zh, 80, 22)
	p.Type("荒山造林")
	p.Press("tab")
	p.Type("12..5")
	p.Press("enter", "ctrl+s")
	if info, ok := p.Last().(page.Info); !ok || !strings.Contains(info.Text, "改好才能交表") {
		t.Errorf("asked %#v", p.Last())
	}
}

func TestNobodyElseGetsToTheSecondEntryNorItsKeyerToThePlan(t *testing.T) {
	r := taken(t)
	p, _ := second(t, r.Owner, pingyi.Zh, 80, 22)
	if f, ok := p.Last().(page.Fail); !ok || pingyi.CodeOf(f.Err) != pingyi.Sealed {
		t.Errorf("asked %#v", p.Asked)
	}
	env := pagetest.Env(t, r.Desk("k1"), pingyi.Zh, 80, 22)
	p = pagetest.Start(t, env, grid.New(env, pagetest.ForestryKey(), false))
	if f, ok := p.Last().(page.Fail); !ok || pingyi.CodeOf(f.Err) != pingyi.Sealed || strings.Contains(p.Screen(), "荒山造林") {
		t.Errorf("asked %#v", p.Asked)
	}
}

// A key a second, a pause of four minutes that counts and one of six that does not.
func TestKeysCellsAndCorrectionsAreCounted(t *testing.T) {
	desk := pagetest.Record(t)
	parks := pagetest.Parks()
	pagetest.File(t, desk, parks)
	env := pagetest.Env(t, desk, pingyi.Zh, 80, 22)
	began := time.Date(2017, 3, 2, 8, 0, 0, 0, time.UTC)
	now := began
	env.Now = func() time.Time { now = now.Add(time.Second); return now }
	p := pagetest.Start(t, env, grid.New(env, parks.Key(), false))
	p.Press("down")
	p.Type("新名")
	p.Press("enter") // a cell
	now = now.Add(4 * time.Minute)
	p.Press("up")
	p.Type("新")
	p.Press("enter") // the same again: a correction
	now = now.Add(6 * time.Minute)
	p.Press("ctrl+z", "ctrl+y") // another
	p.Press("esc")
	stats, err := desk.KeyingStatistics(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := pingyi.KeyingSession{Member: "owner", Plan: parks.Key(), Began: began.Add(time.Second), Ended: began.Add(10*time.Minute + 10*time.Second),
		Active: 4*time.Minute + 8*time.Second, Records: 1, Cells: 2, Keystrokes: 10, Corrections: 2}
	if len(stats.Sessions) != 1 || stats.Sessions[0] != want {
		t.Errorf("counted %+v\nwant %+v", stats.Sessions, want)
	}
	p.Send(page.Flush{})
	p.Press("down", "esc")
	if stats, err := desk.KeyingStatistics(t.Context()); err != nil || len(stats.Sessions) != 1 {
		t.Errorf("counted again, or for nothing: %+v, %v", stats.Sessions, err)
	}
}

// What is counted with a clock that is set back meanwhile is recorded all the same.
func TestAClockThatIsSetBackLosesNoFigures(t *testing.T) {
	desk := pagetest.Record(t)
	parks := pagetest.Parks()
	pagetest.File(t, desk, parks)
	env := pagetest.Env(t, desk, pingyi.Zh, 80, 22)
	now := time.Date(2017, 3, 2, 8, 0, 0, 0, time.UTC)
	env.Now = func() time.Time { now = now.Add(time.Second); return now }
	p := pagetest.Start(t, env, grid.New(env, parks.Key(), false))
	p.Press("down")
	p.Type("新名")
	p.Press("enter")
	now = now.Add(-time.Hour)
	p.Press("up", "up", "esc")
	stats, err := desk.KeyingStatistics(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(stats.Sessions) != 1 {
		t.Fatalf("counted %+v, said %#v", stats.Sessions, p.Last())
	}
	if s := stats.Sessions[0]; s.Keystrokes != 7 || s.Active != 5*time.Second || s.Ended.Sub(s.Began) != 5*time.Second {
		t.Errorf("counted %+v", s)
	}
}
