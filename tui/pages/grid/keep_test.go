package grid_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
	"pingyi/store/exchange"
	"pingyi/tui/pages/grid"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/dialog"
)

// again opens the grid anew and goes on with the draft that is found.
func again(t *testing.T, desk *store.Desk, k pingyi.PlanKey) *pagetest.Page {
	t.Helper()
	env := pagetest.Env(t, desk, pingyi.Zh, 80, 22)
	p := pagetest.Start(t, env, grid.New(env, k, false))
	if s := p.Screen(); !strings.Contains(s, "发现未保存的草稿") {
		t.Fatalf("no draft is offered:\n%s", s)
	}
	p.Type("1")
	return p
}

func drafts(t *testing.T, desk *store.Desk) int {
	t.Helper()
	list, err := desk.Drafts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func TestWhatTheRecordRefusesIsOfferedAgain(t *testing.T) {
	parks := pagetest.Parks()
	desk, p := open(t, parks, 80, 22)
	p.Press("tab")
	p.Type("约三百") // in place of the first amount
	p.Press("enter", "ctrl+end", "down", "home")
	p.Type("新的活动")
	p.Press("tab")
	p.Type("十二") // so that the row is not half in the record
	p.Press("tab", "tab", "tab")
	p.Type("验收合格")
	p.Press("shift+tab")
	p.Type("还在打的")
	p.Tick()
	if n := drafts(t, desk); n != 1 {
		t.Fatalf("%d drafts", n)
	}

	next := again(t, desk, parks.Key())
	if s := next.Screen(); !strings.Contains(s, "还在打的") || !strings.Contains(s, "新的活动") || !strings.Contains(s, "十二") {
		t.Errorf("gone on with:\n%s", s)
	}
	next.Press("enter", "ctrl+home", "home", "tab")
	if s := next.Screen(); !strings.Contains(s, "约三百") {
		t.Errorf("at the first amount:\n%s", s)
	}
	next.Type("3")
	next.Press("enter")
	next.Press("ctrl+end", "home", "tab")
	next.Type("12")
	next.Press("enter")
	next.Tick()
	got := stored(t, desk, parks.Key()).Activities
	if last := got[len(got)-1]; len(got) != 6 || got[0].Budget.String() != "3.00" || last.Name != "新的活动" || last.Budget.String() != "12.00" || last.Goal != "还在打的" || last.Indicator != "验收合格" {
		t.Errorf("stored %v", got)
	}
	if n := drafts(t, desk); n != 0 {
		t.Errorf("%d drafts of what is stored", n)
	}
}

// Whoever is cut off while the draft is being written finds the last words in it.
func TestTheLastWordsAreKeptBehindThoseThatAreBeingWritten(t *testing.T) {
	parks := pagetest.Parks()
	desk, p := open(t, parks, 80, 22)
	p.Press("f2")
	p.Type("先买")
	var writing, leaving tea.Cmd
	p.Page, writing = p.Page.Update(p.Later[len(p.Later)-1])
	p.Type("教辅")
	p.Page, leaving = p.Page.Update(page.Flush{})
	wrote := make(chan tea.Msg)
	go func() { wrote <- writing() }()
	p.Run(leaving)
	p.Send(<-wrote)
	if s := again(t, desk, parks.Key()).Screen(); !strings.Contains(s, "先买教辅") {
		t.Errorf("gone on with:\n%s", s)
	}
}

// What is on its way to the record when the line is cut is in the draft too, and not
// twice in the plan; a draft of nothing else is not offered.
func TestWhatWasBeingSavedIsNotThereTwice(t *testing.T) {
	for _, more := range []bool{false, true} { // that the record refuses
		parks := pagetest.Parks()
		desk, p := open(t, parks, 80, 22)
		if more {
			p.Press("right")
			p.Type("约三百")
			p.Press("enter")
		}
		p.Press("ctrl+end", "down", "home")
		p.Type("新的活动")
		p.Press("tab")
		p.Type("12")
		var saving tea.Cmd
		p.Page, saving = p.Page.Update(pagetest.Key(t, "tab"))
		p.Send(page.Flush{})
		p.Run(saving)
		if n := len(stored(t, desk, parks.Key()).Activities); n != 6 || drafts(t, desk) != 1 {
			t.Fatalf("%d activities, %d drafts", n, drafts(t, desk))
		}
		env := pagetest.Env(t, desk, pingyi.Zh, 80, 22)
		next := pagetest.Start(t, env, grid.New(env, parks.Key(), false))
		if offered := strings.Contains(next.Screen(), "发现未保存的草稿"); offered != more {
			t.Errorf("a draft is offered: %v\n%s", offered, next.Screen())
		}
		left := 0
		if more {
			next.Type("1")
			left = 1
		}
		next.Tick()
		if n := len(stored(t, desk, parks.Key()).Activities); n != 6 || drafts(t, desk) != left {
			t.Errorf("%d activities, %d drafts", n, drafts(t, desk))
		}
	}
}

// Of thousands of rows that the record refuses, those alone are written anew that
// changed.
func TestOnlyThePartOfADraftIsWrittenThatChanged(t *testing.T) {
	plan := many(2000)
	var cells [][]string
	for _, a := range plan.Activities {
		cells = append(cells, []string{a.Name, "约" + a.Budget.String(), a.Content})
	}
	plan.Activities = nil
	desk, p := open(t, plan, 80, 22)
	p.Send(tea.PasteMsg{Content: exchange.WriteBlock(cells)})
	p.Press("enter")
	p.Tick()
	list := func() []store.Draft {
		list, err := desk.Drafts(t.Context())
		if err != nil || len(list) < 3 {
			t.Fatalf("%d drafts, %v", len(list), err)
		}
		return list
	}
	before := list()
	p.Press("f2")
	p.Type("先")
	p.Tick()
	for i, d := range list() {
		if last := i == len(before)-1; last == d.At.Equal(before[i].At) || len(before[i].Data) > store.MaxDraft {
			t.Errorf("%s was written at %v and %v, %d bytes", d.Object, before[i].At, d.At, len(d.Data))
		}
	}
	next := again(t, desk, plan.Key())
	if s := next.Screen(); !strings.HasPrefix(s[strings.Index(s, "─ 职责活动"):], "─ 职责活动 ─") || !strings.Contains(s, "第1期先") {
		t.Errorf("goes on typing:\n%s", s)
	}
	next.Press("enter", "ctrl+end")
	if s := next.Screen(); !strings.Contains(s, "2000 项") || !strings.Contains(s, "第2000期") {
		t.Errorf("gone on with:\n%s", s)
	}
}

// A text that is too long for the record and for a draft keeps the rest from neither.
func TestWhatIsTooLargeForADraftKeepsTheRestFromNone(t *testing.T) {
	parks := pagetest.Parks()
	desk, p := open(t, parks, 80, 22)
	p.Press("ctrl+end", "down", "home")
	p.Send(tea.PasteMsg{Content: exchange.WriteBlock([][]string{{"甲", "约一", "短"}, {"乙", "2", strings.Repeat("很长", 100_000)}})})
	p.Press("enter", "ctrl+home", "f2")
	p.Type("先")
	p.Tick()
	if fail, ok := p.Last().(page.Fail); !ok || pingyi.CodeOf(fail.Err) != pingyi.TooBig {
		t.Errorf("told %v", p.Last())
	}
	if s := again(t, desk, parks.Key()).Screen(); !strings.Contains(s, "约一") || !strings.Contains(s, "先") {
		t.Errorf("gone on with:\n%s", s)
	}
}

func TestADraftIsDiscardedOnlyWhenThatIsMeant(t *testing.T) {
	parks := pagetest.Parks()
	desk, p := open(t, parks, 80, 22)
	p.Press("right")
	p.Type("十二")
	p.Press("enter")
	p.Tick()
	p = pagetest.Start(t, p.Env, grid.New(p.Env, parks.Key(), false))
	p.Type("2")
	q, ok := p.Last().(page.Ask)
	if !ok || !strings.Contains(q.Question.Text, "1 行") {
		t.Fatalf("asked %#v", p.Last())
	}
	answer := func(choice string) { p.Send(dialog.Answered{Question: q.Question.ID, Choice: choice}) }
	answer("no")
	if s := p.Screen(); !strings.Contains(s, "发现未保存的草稿") {
		t.Errorf("gone:\n%s", s)
	}
	answer("yes")
	p.Tick()
	if drafts, err := desk.Drafts(t.Context()); err != nil || len(drafts) != 0 || strings.Contains(p.Screen(), "草稿") {
		t.Errorf("left %v, %v:\n%s", drafts, err, p.Screen())
	}
}

func TestWhoHasChosenToGoOnIsNotAskedAgain(t *testing.T) {
	parks := pagetest.Parks()
	_, p := open(t, parks, 80, 22)
	p.Press("right")
	p.Type("十二")
	p.Tick()
	q := grid.New(p.Env, parks.Key(), false)
	again, cmd := q.Update(page.Resume{})
	p = &pagetest.Page{T: t, Env: p.Env, Page: again}
	p.Run(cmd)
	p.Run(again.Init())
	if s := p.Screen(); strings.Contains(s, "草稿") || !strings.Contains(s, "十二") {
		t.Errorf("not gone on with:\n%s", s)
	}
}
