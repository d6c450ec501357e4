package grid_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/chooser"
)

var woodsKey = pingyi.PlanKey{Year: 2016, Department: "710"}

// woods is a plan of names that are easily told apart; the third has nothing wrong.
func woods() pingyi.Plan {
	p := pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: "710", Name: "青禾县林业局"}}
	for i, name := range []string{"荒山造林", "林木种苗", "森林防火", "重点林业工程", "湿地保护"} {
		a := pingyi.Activity{Name: name, Budget: pingyi.Amount(1_000_000 * i), Content: "按计划组织林业活动", Goal: "按期完成", Indicator: "完成率"}
		if i == 2 {
			a.Rubric = pingyi.Rubric{"未完成", "完成六成以上", "完成九成以上", "全部按期完成"}
		}
		p.Activities = append(p.Activities, a)
	}
	return p
}

// numbers returns the numbers of the rows on the screen.
func numbers(p *pagetest.Page) string {
	var list []string
	for l := range strings.SplitSeq(p.Screen(), "\n") {
		var no int
		if n, _ := fmt.Sscanf(l, "%d", &no); n == 1 && !strings.Contains(l, "/") {
			list = append(list, fmt.Sprint(no))
		}
	}
	return strings.Join(list, " ")
}

func TestAFilterShowsTheRowsThatMatchAndEditsGoOn(t *testing.T) {
	for query, want := range map[string]string{
		"林": "1 2 3 4", "hszl": "1", "cdly": "", "zdly": "4", "4": "4 5", "3": "3 4", "0.00": "1", "yswl": "1", "缺标准": "1 2 4 5", "无问题": "3", "": "1 2 3 4 5",
	} {
		_, p := open(t, woods(), 80, 22)
		p.Press("ctrl+f")
		if s := p.Screen(); !strings.Contains(s, "缺标准 4") {
			t.Errorf("the words are not offered:\n%s", s)
		}
		p.Type(query)
		p.Press("enter")
		if got := numbers(p); got != want {
			t.Errorf("%q shows the rows %s, want %s:\n%s", query, got, want, p.Screen())
		}
	}
}

func TestARowStaysInAFilteredViewThatItNoLongerMatches(t *testing.T) {
	desk, p := open(t, woods(), 80, 22)
	p.Press("ctrl+f")
	p.Type("林")
	p.Press("enter", "down")
	p.Type("苗木花草")
	p.Press("enter")
	if got := stored(t, desk, woodsKey).Activities; len(got) != 5 || got[1].Name != "苗木花草" {
		t.Fatalf("stored %v", got)
	}
	if got := numbers(p); got != "1 2 3 4" {
		t.Errorf("the rows are %s:\n%s", got, p.Screen())
	}
	p.Press("f7") // a row cannot be put where the rows around it are not seen
	if text, ok := p.Last().(page.Info); !ok || !strings.Contains(text.Text, "筛选") {
		t.Errorf("said %#v", p.Last())
	}
	p.Press("esc")
	if got := numbers(p); got != "1 2 3 4 5" || p.Last() == any(page.Close{}) {
		t.Errorf("without the filter the rows are %s:\n%s", got, p.Screen())
	}
	p.Press("f4")
	p.Press("ctrl+f")
	p.Type("林")
	p.Press("enter", "f4")
	if got := numbers(p); len(strings.Fields(got)) != 3 {
		t.Errorf("sorted and filtered the rows are %s:\n%s", got, p.Screen())
	}
	p.Press("ctrl+f", "esc")
	if got := numbers(p); len(strings.Fields(got)) != 5 {
		t.Errorf("sorted without the filter the rows are %s:\n%s", got, p.Screen())
	}
}

func TestJumpGoesToARowByWhatNamesIt(t *testing.T) {
	desk, p := open(t, woods(), 80, 22)
	p.Press("right", "ctrl+g")
	ask, ok := p.Last().(page.Choose)
	if !ok || len(ask.Items) != 5 || ask.Items[3].Hint != "4" || ask.Items[3].Title != "重点林业工程" {
		t.Fatalf("asked %#v", p.Last())
	}
	p.Send(chooser.Chosen{Chooser: ask.ID, Item: ask.Items[3].ID})
	p.Type("7")
	p.Press("enter")
	if got := stored(t, desk, woodsKey).Activities[3].Budget; got.String() != "7.00" {
		t.Errorf("the amount is %s", got)
	}
	p.Press("ctrl+f")
	p.Type("zl")
	p.Press("enter")
	p.Send(chooser.Chosen{Chooser: ask.ID, Item: ask.Items[4].ID}) // it is out of sight
	p.Type("8")
	p.Press("enter")
	if got := stored(t, desk, woodsKey).Activities[4].Budget; got.String() != "8.00" {
		t.Errorf("the amount is %s", got)
	}
}

func TestReplacingShowsFirstWhatWouldChangeAndIsOneStep(t *testing.T) {
	desk, p := open(t, woods(), 80, 22)
	p.Press("ctrl+r")
	p.Type("林业")
	p.Press("down")
	if s := p.Screen(); !strings.Contains(s, "按计划组织林业活动") && !strings.Contains(s, "›") {
		t.Errorf("not at the next one:\n%s", s)
	}
	p.Press("enter")
	p.Type("林草")
	p.Press("enter")
	if s := p.Screen(); !strings.Contains(s, "改 6 格") || !strings.Contains(s, "改成：") {
		t.Errorf("no preview:\n%s", s)
	}
	if got := stored(t, desk, woodsKey).Activities[3].Name; got != "重点林业工程" {
		t.Errorf("stored before it was accepted: %s", got)
	}
	p.Press("tab", "enter")
	got := stored(t, desk, woodsKey).Activities
	if got[3].Name != "重点林草工程" || got[0].Content != "按计划组织林草活动" {
		t.Errorf("stored %v", got)
	}
	p.Press("ctrl+z")
	if got := stored(t, desk, woodsKey).Activities[3].Name; got != "重点林业工程" {
		t.Errorf("stored after undoing: %s", got)
	}
	p.Press("ctrl+r")
	p.Press("enter")
	p.Type("x")
	p.Press("enter", "esc")
	if got := stored(t, desk, woodsKey).Activities[3].Name; got != "重点林业工程" {
		t.Errorf("stored though it was dropped: %s", got)
	}
}

func TestReplacingKeepsToTheBlockAndTheFilter(t *testing.T) {
	desk, p := open(t, woods(), 80, 22)
	p.Press("ctrl+f")
	p.Type("zl")
	p.Press("enter", "ctrl+r")
	p.Type("林业")
	p.Press("enter")
	p.Type("林草")
	p.Press("enter", "enter")
	got := stored(t, desk, woodsKey).Activities
	if got[0].Content != "按计划组织林草活动" || got[3].Name != "重点林业工程" {
		t.Errorf("stored %v", got)
	}
	p.Press("esc", "ctrl+home", "shift+down", "shift+down", "ctrl+r", "backspace", "backspace")
	p.Type("林")
	p.Press("enter")
	p.Type("木")
	p.Press("enter", "enter")
	got = stored(t, desk, woodsKey).Activities
	if got[0].Name != "荒山造木" || got[1].Name != "木木种苗" || got[2].Name != "森木防火" || got[3].Name != "重点林业工程" || got[0].Content != "按计划组织林草活动" {
		t.Errorf("stored %v", got)
	}
}

func TestFindingFitsEverySizeAndLanguage(t *testing.T) {
	_, p := open(t, woods(), 80, 22)
	p.EverySize(func() {
		p.Press("ctrl+f")
		p.Type("l")
		p.Screen()
		p.Press("enter", "ctrl+r")
		p.Type("林")
		p.Screen()
		p.Press("enter")
		p.Type("木")
		p.Screen()
		p.Press("enter")
		p.Screen()
		p.Press("esc", "esc")
	})
}

// BenchmarkFind is what it costs to find in a plan of 10,000 activities: to begin a
// filter, and each key of it; and to offer all rows to jump to.
func BenchmarkFind(b *testing.B) {
	_, p := open(b, many(10_000), 120, 38)
	update := func(keys ...string) {
		for _, k := range keys {
			p.Page, _ = p.Page.Update(pagetest.Key(b, k))
			p.Page.View()
		}
	}
	b.Run("begin", func(b *testing.B) {
		for b.Loop() {
			update("ctrl+f", "esc")
		}
	})
	b.Run("type", func(b *testing.B) {
		update("ctrl+f")
		for b.Loop() {
			update("l", "h", "backspace", "backspace")
		}
		update("esc")
	})
	b.Run("jump", func(b *testing.B) {
		for b.Loop() {
			p.Press("ctrl+g")
		}
	})
}

func TestUndoingShowsWhatAFilterKeptOutOfSight(t *testing.T) {
	_, p := open(t, pagetest.Parks(), 80, 22)
	p.Press("ctrl+f")
	p.Type("绿地")
	p.Press("enter", "ctrl+w")
	says(t, p, "删除了 1 行")
	p.Press("ctrl+z")
	if s := p.Screen(); !strings.Contains(s, "绿地保洁") {
		t.Errorf("undone, and out of sight:\n%s", s)
	}
}

func TestNothingIsFilledInWhereAFilterShowsNoRow(t *testing.T) {
	parks := pagetest.Parks()
	desk, p := open(t, parks, 80, 22)
	p.Press("ctrl+f")
	p.Type("没有的")
	p.Press("enter")
	p.Type("甲")
	says(t, p, "没有符合筛选的行")
	p.Press("f2")
	p.Send(tea.PasteMsg{Content: "甲\t1\n乙\t2\n"})
	if got := stored(t, desk, parks.Key()).Activities; len(got) != 5 || p.Page.Place() != keymaps.Grid {
		t.Errorf("stored %s, at %s", names(t, got), p.Page.Place())
	}
	p.Press("esc")
	if s := p.Screen(); !strings.Contains(s, "街头公园建设") {
		t.Errorf("not all again:\n%s", s)
	}
}

func TestEscShowsTheOrderOfThePlanAgain(t *testing.T) {
	_, p := open(t, pagetest.Parks(), 80, 22)
	p.Press("right", "f4", "esc")
	if s := p.Screen(); strings.Index(s, "街头公园建设") > strings.Index(s, "老城公园改造") || len(p.Asked) > 0 {
		t.Errorf("asked %v, shown\n%s", p.Asked, s)
	}
}
