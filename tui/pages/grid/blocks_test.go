package grid_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/chooser"
)

// clip is what the page last asked the root to keep.
func clip(p *pagetest.Page) (text string) {
	for _, msg := range p.Asked {
		if c, ok := msg.(page.Clip); ok {
			text = c.Text
		}
	}
	return text
}

// budgets are the amounts of a plan, as they are shown.
func budgets(acts []pingyi.Activity) string {
	var all []string
	for _, a := range acts {
		all = append(all, a.Budget.String())
	}
	return strings.Join(all, " ")
}

func TestABlockIsSelectedByShiftOrByAMark(t *testing.T) {
	_, p := open(t, pagetest.Parks(), 80, 22)
	if p.Press("right", "shift+down"); !strings.Contains(p.Screen(), "─ 选中 2 行 1 栏 ─") {
		t.Errorf("how large the block is is not said:\n%s", p.Screen())
	}
	p.Press("ctrl+c")
	if got := clip(p); got != "86.50\n92.30\n" && got != "86.50\r\n92.30\r\n" {
		t.Errorf("copied %q", got)
	}
	p.Press("esc", "home", "ctrl+b", "down", "right", "ctrl+c")
	if got := strings.Count(clip(p), "\t"); got != 2 {
		t.Errorf("copied %q", clip(p))
	}
	p.Press("ctrl+b", "down", "ctrl+c") // the mark is ended
	if got := strings.TrimSpace(clip(p)); strings.ContainsAny(got, "\t\n") {
		t.Errorf("copied %q", got)
	}
	p.Press("ctrl+a", "ctrl+c")
	if got := strings.Count(clip(p), "\t"); got != 5*8 {
		t.Errorf("of everything %d tabs were copied", got)
	}
	p.Press("esc")
	if _, left := p.Last().(page.Close); left {
		t.Error("Esc in a block leaves the page")
	}
}

func TestBlocksAreClearedFilledAndMadeASeries(t *testing.T) {
	parks := pagetest.Parks()
	desk, p := open(t, parks, 80, 22)
	acts := func() []pingyi.Activity { return stored(t, desk, parks.Key()).Activities }
	p.Press("right", "ctrl+b", "down", "down", "ctrl+d")
	if got := budgets(acts()); got != "86.50 86.50 86.50 38.00 12.34" {
		t.Errorf("filled down %s", got)
	}
	p.Press("ctrl+z")
	if got := budgets(acts()); got != budgets(parks.Activities) {
		t.Errorf("undone %s", got)
	}
	p.Press("esc", "ctrl+home")
	p.Type("10")
	p.Press("enter")
	p.Type("20")
	p.Press("enter", "ctrl+home", "shift+down", "shift+down", "shift+down", "ctrl+e")
	if got := budgets(acts()); got != "10.00 20.00 30.00 40.00 12.34" {
		t.Errorf("a series makes %s", got)
	}
	p.Press("esc", "ctrl+home", "home")
	p.Type("绿道1")
	p.Press("enter", "up", "ctrl+b", "down", "down", "ctrl+e")
	if got := names(t, acts()); got != "绿道1 绿道2 绿道3 绿地保洁 苗圃更新" {
		t.Errorf("a series makes %s", got)
	}
	p.Press("esc", "ctrl+end", "right", "right", "f6")
	at(t, p, "5", "绩效目标") // ditto goes on to the right
	if a := acts()[4]; a.Content != acts()[3].Content {
		t.Errorf("ditto makes %q", a.Content)
	}
	p.Press("left", "shift+left", "delete")
	if a := acts()[4]; a.Content != "" {
		t.Errorf("cleared %q", a.Content)
	}
}

func TestRowsAreInsertedDuplicatedMovedAndDeleted(t *testing.T) {
	parks := pagetest.Parks()
	desk, p := open(t, parks, 80, 22)
	saved := func() string { return names(t, stored(t, desk, parks.Key()).Activities) }
	p.Press("down", "alt+down", "alt+down")
	at(t, p, "4", "职责活动") // with its row
	if got := saved(); got != "街头公园建设 行道树养护 绿地保洁 老城公园改造 苗圃更新" {
		t.Errorf("moved down: %s", got)
	}
	p.Press("alt+up", "ctrl+z", "ctrl+z", "ctrl+z")
	if got := saved(); got != names(t, parks.Activities) {
		t.Errorf("undone: %s", got)
	}
	p.Press("ctrl+home", "shift+down", "alt+down")
	if got := saved(); got != "行道树养护 街头公园建设 老城公园改造 绿地保洁 苗圃更新" {
		t.Errorf("two moved down: %s", got)
	}
	p.Press("esc", "ctrl+home", "ctrl+k")
	at(t, p, "2", "职责活动")
	if got := saved(); got != "行道树养护 行道树养护 街头公园建设 老城公园改造 绿地保洁 苗圃更新" {
		t.Errorf("duplicated: %s", got)
	}
	p.Press("shift+down", "ctrl+w")
	says(t, p, "删除了 2 行")
	if got := saved(); got != "行道树养护 老城公园改造 绿地保洁 苗圃更新" {
		t.Errorf("deleted: %s", got)
	}
	p.Press("ctrl+home", "f7")
	at(t, p, "1", "职责活动")
	p.Type("新的")
	p.Press("tab")
	p.Type("5")
	p.Press("tab")
	if got := saved(); got != "新的 行道树养护 老城公园改造 绿地保洁 苗圃更新" {
		t.Errorf("inserted: %s", got)
	}
}

// Sorting is a way of looking: the plan keeps its order, and a row that is changed stays
// under the hands.
func TestSortingLeavesTheOrderOfThePlan(t *testing.T) {
	parks := pagetest.Parks()
	desk, p := open(t, parks, 80, 22)
	p.Press("right", "f4")
	if s := p.Screen(); strings.Index(s, "苗圃更新") > strings.Index(s, "老城公园改造") {
		t.Errorf("not by amount:\n%s", s)
	}
	p.Press("ctrl+home") // the least
	p.Type("999")
	p.Press("tab")
	at(t, p, "5", "内容描述")
	got := stored(t, desk, parks.Key()).Activities
	if names(t, got) != names(t, parks.Activities) || got[4].Budget.String() != "999.00" {
		t.Errorf("stored %s with %s", names(t, got), budgets(got))
	}
	p.Press("f7")
	says(t, p, "先恢复原次序")
	p.Press("left", "f4", "f4")
	if s := p.Screen(); strings.Index(s, "苗圃更新") < strings.Index(s, "老城公园改造") {
		t.Errorf("not as stored:\n%s", s)
	}
}

func TestOneCellPastedIntoABlockFillsIt(t *testing.T) {
	parks := pagetest.Parks()
	desk, p := open(t, parks, 80, 22)
	p.Press("right", "shift+down", "shift+down")
	p.Send(tea.PasteMsg{Content: "7.5\r\n"})
	if got := budgets(stored(t, desk, parks.Key()).Activities); got != "7.50 7.50 7.50 38.00 12.34" {
		t.Errorf("stored %s", got)
	}
}

func TestAPasteIsLookedAtFirstAndUndoneAtOnce(t *testing.T) {
	parks := pagetest.Parks()
	desk, p := open(t, parks, 80, 22)
	p.Press("ctrl+end")
	text := "项目名称\t预算数（万元）\t内容描述\r\n绿道\t10\t\"两段，\n各五公里\"\r\n停车场\t十二\t新建\r\n"
	p.Send(tea.PasteMsg{Content: text})
	s := p.Screen()
	for _, want := range []string{"粘贴 2 行", "按表头放", "新增 1 行", "其中 1 格记录不收"} {
		if !strings.Contains(s, want) {
			t.Errorf("the preview lacks %q:\n%s", want, s)
		}
	}
	p.Press("esc")
	if got := stored(t, desk, parks.Key()).Activities; len(got) != 5 || got[4].Name != "苗圃更新" {
		t.Errorf("a paste that was dropped leaves %v", got)
	}
	p.Send(tea.PasteMsg{Content: text})
	p.Press("enter")
	got := stored(t, desk, parks.Key()).Activities
	if len(got) != 5 || got[4].Name != "绿道" {
		t.Errorf("stored %v", got)
	}
	p.Press("ctrl+home", "f3")
	for range 20 {
		if strings.Contains(p.Screen(), "十二") {
			break
		}
		p.Press("f3")
	}
	p.Press("ctrl+end", "home", "right")
	p.Type("12")
	p.Press("enter")
	if got := stored(t, desk, parks.Key()).Activities; len(got) != 6 || got[5].Name != "停车场" || got[5].Budget.String() != "12.00" {
		t.Errorf("mended, stored %v", got)
	}
	p.Press("ctrl+z", "ctrl+z")
	if got := names(t, stored(t, desk, parks.Key()).Activities); got != names(t, parks.Activities) {
		t.Errorf("undone %s", got)
	}
}

// A new row without a name or an amount cannot be saved, and the paste says so before.
func TestAPasteSaysWhichRowsWillWait(t *testing.T) {
	_, p := open(t, pagetest.Parks(), 80, 22)
	p.Press("ctrl+end", "down", "home")
	p.Send(tea.PasteMsg{Content: "绿道\t10\t新建\n\t\t补充说明\n停车场\t\t\n"})
	if s := p.Screen(); !strings.Contains(s, "新增的 2 行没有名称或预算数") {
		t.Errorf("the preview:\n%s", s)
	}
	p.Press("esc")
	p.Send(tea.PasteMsg{Content: "绿道\t10\n停车场\t12\n"})
	if s := p.Screen(); strings.Contains(s, "没有名称或预算数") {
		t.Errorf("the preview:\n%s", s)
	}
}

func TestFillingSaysHowMuchItFilled(t *testing.T) {
	_, p := open(t, pagetest.Parks(), 80, 22)
	p.Press("right", "shift+down", "shift+down", "ctrl+d")
	says(t, p, "填了 2 格；Ctrl+Z 撤销")
	p.Press("ctrl+d")
	says(t, p, "没有要填的")
}

func TestFindingsStandAtTheCellAndInAListToJumpFrom(t *testing.T) {
	_, p := open(t, pagetest.Parks(), 120, 38)
	if s := p.Screen(); !strings.Contains(s, "?") || !strings.Contains(s, "问题") || !strings.Contains(s, "≠ 所列") {
		t.Errorf("nothing is marked:\n%s", s)
	}
	p.Press("f3")
	at(t, p, "2", "绩效指标") // the same as the goal
	p.Press("f5")
	list, ok := p.Last().(page.Choose)
	if !ok || len(list.Items) < 3 {
		t.Fatalf("asked %#v", p.Last())
	}
	last := list.Items[len(list.Items)-1]
	p.Send(chooser.Chosen{Chooser: list.ID, Item: last.ID})
	where := ""
	if _, err := fmt.Sscanf(last.Title, "第 %s", &where); err != nil {
		t.Fatalf("the list says %q", last.Title)
	}
	title := strings.TrimSpace(strings.SplitN(strings.SplitN(last.Title, "项 ", 2)[1], "：", 2)[0])
	at(t, p, where, title)
	p.Press("f3") // round the end
	at(t, p, "2", "绩效指标")
}

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
