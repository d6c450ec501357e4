package grid_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi/tui/pages/grid"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/dialog"
)

func TestWholeRowsThatAreClearedOrCutGo(t *testing.T) {
	for _, key := range []string{"delete", "ctrl+x"} {
		parks := pagetest.Parks()
		desk, p := open(t, parks, 80, 22)
		p.Press("ctrl+b", "end", "down", key)
		if got := names(t, stored(t, desk, parks.Key()).Activities); got != names(t, parks.Activities[2:]) {
			t.Errorf("%s left %s", key, got)
		}
		p.Press("ctrl+z")
		if got := names(t, stored(t, desk, parks.Key()).Activities); got != names(t, parks.Activities) {
			t.Errorf("%s, undone, left %s", key, got)
		}
	}
}

func TestUpAndDownLeaveACellWhereItsTextEnds(t *testing.T) {
	parks := pagetest.Parks()
	desk, p := open(t, parks, 80, 22)
	p.Type("甲")
	p.Press("down")
	at(t, p, "2", "职责活动")
	if got := stored(t, desk, parks.Key()).Activities[0].Name; got != "甲" {
		t.Errorf("stored %q", got)
	}
	p.Press("right", "right")
	p.Type("一")
	p.Press("alt+enter")
	p.Type("二")
	p.Press("up") // to the first line
	p.Type("零")
	p.Press("up")
	at(t, p, "1", "内容描述")
	if got := stored(t, desk, parks.Key()).Activities[1].Content; got != "一零\n二" {
		t.Errorf("stored %q", got)
	}
}

func TestATableIsNotPastedIntoOneCell(t *testing.T) {
	_, p := open(t, pagetest.Parks(), 80, 22)
	p.Press("f2")
	p.Send(tea.PasteMsg{Content: "甲\t1\r\n乙\t2\r\n"})
	says(t, p, "像一张表")
	if s := p.Screen(); strings.Contains(s, "甲") {
		t.Errorf("it is in the cell:\n%s", s)
	}
}

func TestTheGridOpensAtTheActivityThatWasSelected(t *testing.T) {
	parks := pagetest.Parks()
	desk := pagetest.Record(t)
	pagetest.File(t, desk, parks)
	env := pagetest.Env(t, desk, 0, 80, 22)
	p := pagetest.Start(t, env, grid.New(env, parks.Key(), false).At(3))
	at(t, p, "3", "职责活动")
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
