package verify_test

import (
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/pages/verify"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/golden"
)

// compared is a committee whose clerk k1 has keyed the plan again, and handed it in:
// with five differences, one a row missed and one a row too many.
func compared(t *testing.T) *pagetest.Committee {
	t.Helper()
	r := pagetest.Seated(t, pagetest.Forestry())
	k, ctx := pagetest.ForestryKey(), t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(r.Owner.AddMember(ctx, pingyi.Member{ID: "m1", Name: "m1", Role: pingyi.Admin}))
	must(r.Owner.Mark(ctx, k))
	k1 := r.Desk("k1")
	must(k1.TakeOn(ctx, k))
	acts := pagetest.Forestry().Activities
	acts[0].Budget += 90_000_00
	acts[2].Content = strings.Replace(acts[2].Content, "瞭望塔六座", "瞭望塔八座", 1)
	acts[3].Name = "林木病虫害防冶"
	acts[5] = pingyi.Activity{Name: "湿地公园", Budget: 5_000_000, Rubric: make(pingyi.Rubric, 4)}
	in := store.Keying{Command: pingyi.CommandEnter}
	for i, a := range acts {
		in.Edits = append(in.Edits, store.ActivityEdit{Mine: a, After: -i})
	}
	if keyed, err := k1.SaveSecondEntry(ctx, k, in, store.Keyed{}); err != nil || !keyed.Done {
		t.Fatal(keyed, err)
	}
	left, err := k1.HandIn(ctx, k)
	must(err)
	if left != 5 {
		t.Fatalf("%d differences", left)
	}
	return r
}

func open(t *testing.T, d *store.Desk, l pingyi.Lang, w, h int) *pagetest.Page {
	t.Helper()
	e := pagetest.Env(t, d, l, w, h)
	return pagetest.Start(t, e, verify.New(e, pagetest.ForestryKey()))
}

func TestScreen(t *testing.T) {
	r := compared(t)
	for name, s := range map[string]struct {
		l    pingyi.Lang
		w, h int
		keys []string
	}{
		"zh80": {pingyi.Zh, 80, 22, []string{"down"}}, "en80": {pingyi.En, 80, 22, []string{"down"}},
		"zh120": {pingyi.Zh, 120, 38, nil}, "en120": {pingyi.En, 120, 38, nil},
		"row": {pingyi.Zh, 80, 22, []string{"end", "up"}}, "third": {pingyi.Zh, 80, 22, []string{"down", "f2"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, r.Desk("m1"), s.l, s.w, s.h)
			d.Press(s.keys...)
			golden.Equal(t, d.Screen())
		})
	}
}

func TestEverySize(t *testing.T) {
	d := open(t, compared(t).Desk("m1"), pingyi.Zh, 80, 22)
	d.EverySize(func() {
		for range 5 {
			d.Press("down")
			d.Screen()
		}
		d.Press("home", "down", "f2")
		d.Screen()
		d.Press("esc", "home")
	})
}

func TestOneKeySettlesAndGoesOn(t *testing.T) {
	ctx := t.Context()
	r := compared(t)
	d := open(t, r.Desk("m1"), pingyi.Zh, 80, 22)
	d.Press("1")
	if s := d.Screen(); !strings.Contains(s, "还有 4 处差异，已定 1 处；第一次录入错 0 处，二次录入错 1 处") || !strings.Contains(s, "3. 森林防火") {
		t.Errorf("settled:\n%s", s)
	}
	d.Press("f2")
	d.Press("backspace")
	d.Type("！")
	if !d.Page.Unsaved() {
		t.Error("what is typed may be lost")
	}
	d.Press("enter", "2") // the name of the second
	d.Press("2")          // the row that it lacks
	ask, ok := d.Last().(page.Ask)
	if !ok || !strings.Contains(ask.Question.Text, "湿地保护") || ask.Question.Selected != 1 {
		t.Fatalf("asked %#v", d.Last())
	}
	d.Send(dialog.Answered{Question: ask.Question.ID, Choice: "yes"})
	d.Press("2") // the row that only it has
	if good, ok := d.Last().(page.Good); !ok || good.Text != "已复核：5 处差异都定了，第一次录入错 4 处，二次录入错 2 处" {
		t.Errorf("said %#v", d.Last())
	}
	if s := d.Screen(); !strings.Contains(s, "已复核：5 处差异都定了；第一次录入错 4 处，二次录入错 2 处") {
		t.Errorf("verified:\n%s", s)
	}
	p, err := r.Owner.Plan(ctx, pagetest.ForestryKey())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, a := range p.Activities {
		names = append(names, a.Name)
	}
	if got := strings.Join(names[2:7], " "); got != "森林防火 林木病虫害防冶 种苗基地建设 湿地公园 林权档案整理" || !strings.HasSuffix(p.Activities[2].Content, "演练！") || p.Activities[0].Budget.String() != "680.00" {
		t.Errorf("the plan is %s, %+v", got, p.Activities[2])
	}
}

// What is settled can be looked at again, while some is open and once nothing is.
func TestWhatIsSettledIsShownBelowWhatIsOpen(t *testing.T) {
	r := compared(t)
	d := open(t, r.Desk("m1"), pingyi.Zh, 80, 22)
	d.Press("2", "f2")
	d.Type("另有巡查。")
	d.Press("enter", "end")
	inList := d.Screen()
	d.Send(page.Reload{}) // from the record it reads the same
	if s := d.Screen(); s != inList || !strings.Contains(s, "森林防火  内容描述，已由 m1 选定：重新录入") || !strings.Contains(s, "第一次录入 owner") || !strings.Contains(s, "选定的内容：…次全县演练。另有巡查。") {
		t.Errorf("drawn:\n%s\nand before\n%s", s, inList)
	}
	d.Press("f2")
	if f, ok := d.Last().(page.Fail); !ok || !strings.Contains(pingyi.Explain(f.Err, pingyi.Zh), "请直接改计划") {
		t.Errorf("said %#v", d.Last())
	}
	d.Press("home", "1", "2")
	d.Send(dialog.Answered{Question: "verify.drop", Choice: "yes"})
	d.Press("1")
	for name, l := range map[string]pingyi.Lang{"zh80": pingyi.Zh, "en80": pingyi.En} {
		t.Run(name, func(t *testing.T) {
			d := open(t, r.Owner, l, 80, 22)
			d.Press("end", "up", "up", "up")
			golden.Equal(t, d.Screen())
		})
	}
	d = open(t, r.Desk("r1"), pingyi.Zh, 80, 22)
	d.Press("end", "up")
	if s := d.Screen(); !strings.Contains(s, "湿地保护  整行，已由 m1 选定：删去") || !strings.Contains(s, "选定的内容：（没有这一行）") {
		t.Errorf("drawn:\n%s", s)
	}
	d.EverySize(func() {
		for range 5 {
			d.Press("up")
			d.Screen()
		}
		d.Press("end")
	})
}

func TestAChoiceIsMadeAgainWithTheSameKey(t *testing.T) {
	r := compared(t)
	d := open(t, r.Desk("m1"), pingyi.Zh, 80, 22)
	d.Press("1", "2", "end", "up", "1") // the amount, settled so already
	if info, ok := d.Last().(page.Info); !ok || info.Text != "定的就是这个" {
		t.Errorf("said %#v", d.Last())
	}
	d.Press("2")
	if s := d.Screen(); !strings.Contains(s, "荒山造林  预算数，已由 m1 选定：二次录入") || !strings.Contains(s, "还有 3 处差异，已定 2 处；第一次录入错 2 处，二次录入错 0 处") {
		t.Errorf("said %#v\n%s", d.Last(), s)
	}
	p, err := r.Owner.Plan(t.Context(), pagetest.ForestryKey())
	if err != nil || p.Activities[0].Budget.String() != "689.00" {
		t.Errorf("the plan has %v, %v", p.Activities[0].Budget, err)
	}
	e := open(t, r.Owner, pingyi.Zh, 80, 22)
	e.Press("end", "1")
	if f, ok := e.Last().(page.Fail); !ok || pingyi.CodeOf(f.Err) != pingyi.Forbidden || len(e.Page.Actions()) != 1 {
		t.Errorf("who keyed the first is told %#v, offered %v", e.Last(), e.Page.Actions())
	}
}

func TestWhoKeyedTheFirstMayLookAndNotSettle(t *testing.T) {
	d := open(t, compared(t).Owner, pingyi.Zh, 80, 22)
	for _, h := range d.Page.Actions() {
		if h.Label != "下一处" {
			t.Errorf("%s is offered", h.Label)
		}
	}
	for _, key := range []string{"1", "2", "f2"} {
		d.Press(key)
		if f, ok := d.Last().(page.Fail); !ok || pingyi.CodeOf(f.Err) != pingyi.Forbidden {
			t.Errorf("%s: %#v", key, d.Last())
		}
	}
	if s := d.Screen(); !strings.Contains(s, "还有 5 处差异") {
		t.Errorf("drawn:\n%s", s)
	}
}

// Two people settle the same difference: the second is told, and sees what is left.
func TestWhatSomebodyElseHasSettledIsSaid(t *testing.T) {
	r := compared(t)
	d, e := open(t, r.Desk("m1"), pingyi.Zh, 80, 22), open(t, r.Desk("k1"), pingyi.Zh, 80, 22)
	d.Press("1")
	e.Press("2")
	if f, ok := e.Last().(page.Fail); !ok || pingyi.CodeOf(f.Err) != pingyi.Conflict {
		t.Errorf("said %#v", e.Last())
	}
	if s := e.Screen(); !strings.Contains(s, "还有 4 处差异，已定 1 处") {
		t.Errorf("drawn:\n%s", s)
	}
	e.Press("f2")
	e.Type("改")
	d.Press("1") // just that one
	e.Send(page.Reload{})
	if s := e.Screen(); e.Page.Unsaved() || !strings.Contains(s, "还有 3 处差异") {
		t.Errorf("drawn:\n%s", s)
	}
	if info, ok := e.Last().(page.Info); !ok || !strings.Contains(info.Text, "瞭望塔") || !strings.HasSuffix(info.Text, "改") {
		t.Errorf("of what was typed is said %#v", e.Last())
	}
}

// What was typed and is not taken, or whose place says something else by now, is not
// to be typed again.
func TestATypedTextThatIsRefusedIsGoneOnWith(t *testing.T) {
	r := compared(t)
	d := open(t, r.Desk("m1"), pingyi.Zh, 80, 22)
	d.Press("f2")
	d.Type("万万")
	d.Press("enter")
	if f, ok := d.Last().(page.Fail); !ok || pingyi.CodeOf(f.Err) != pingyi.Invalid {
		t.Fatalf("said %#v", d.Last())
	}
	d.Press("home", "f2")
	if s := d.Screen(); !strings.Contains(s, "万万") {
		t.Errorf("typed before, and gone:\n%s", s)
	}
	d.Press("esc", "down", "f2")
	d.Type("又改")
	p, err := r.Owner.Plan(t.Context(), pagetest.ForestryKey())
	if err != nil {
		t.Fatal(err)
	}
	other := p.Activities[2]
	other.Content = "别人改的"
	if _, _, err := r.Owner.SaveActivity(t.Context(), pagetest.ForestryKey(), p.Activities[2], other); err != nil {
		t.Fatal(err)
	}
	d.Send(page.Reload{})
	if s := d.Screen(); !d.Page.Unsaved() || !strings.Contains(s, "又改") {
		t.Errorf("typed meanwhile, and gone:\n%s", s)
	}
	d.Press("enter") // which would overwrite what was not seen
	if f, ok := d.Last().(page.Fail); !ok || pingyi.CodeOf(f.Err) != pingyi.Conflict {
		t.Errorf("said %#v", d.Last())
	}
	d.Press("home", "down")
	if s := d.Screen(); !strings.Contains(s, "别人改的") {
		t.Errorf("drawn:\n%s", s)
	}
	d.Press("f2", "enter")
	p, err = r.Owner.Plan(t.Context(), pagetest.ForestryKey())
	if err != nil || !strings.HasSuffix(p.Activities[2].Content, "又改") {
		t.Errorf("settled %v, %q", err, p.Activities[2].Content)
	}
}

func TestAPlanWithoutASecondEntrySaysSo(t *testing.T) {
	d := open(t, pagetest.Seated(t, pagetest.Forestry()).Owner, pingyi.Zh, 80, 22)
	if s := d.Screen(); !strings.Contains(s, "这份计划没有二次录入") {
		t.Errorf("drawn:\n%s", s)
	}
	d.Press("1")
	d.Press("esc")
	if _, ok := d.Last().(page.Close); !ok {
		t.Errorf("asked %#v", d.Last())
	}
}
