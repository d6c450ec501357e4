package grid_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/grid"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
)

// at fails unless the cursor stands in a row of the screen, by its number, with a text
// of its column's heading above the cells below the grid.
func at(t *testing.T, p *pagetest.Page, row, title string) {
	t.Helper()
	screen := p.Screen()
	lines := strings.Split(screen, "\n")
	_, y, shown := p.Page.Cursor()
	rule := ""
	for _, line := range lines {
		if strings.HasPrefix(line, "─") {
			rule = line
		}
	}
	if !shown || !strings.HasPrefix(strings.TrimSpace(lines[y]), row) || !strings.HasPrefix(rule, "─ "+title+" ") {
		t.Fatalf("the cursor is not in row %s under %s:\n%s", row, title, screen)
	}
}

func names(t *testing.T, acts []pingyi.Activity) string {
	t.Helper()
	var all []string
	for _, a := range acts {
		all = append(all, a.Name)
	}
	return strings.Join(all, " ")
}

// says fails unless the last thing said in the status line has a text.
func says(t *testing.T, p *pagetest.Page, want string) {
	t.Helper()
	said := ""
	switch msg := p.Last().(type) {
	case page.Good:
		said = msg.Text
	case page.Info:
		said = msg.Text
	case page.Fail:
		said = pingyi.Explain(msg.Err, pingyi.Zh)
	}
	if !strings.Contains(said, want) {
		t.Errorf("said %#v, not %q", p.Last(), want)
	}
}

func TestEnterGoesDownAndTabToTheRight(t *testing.T) {
	parks := pagetest.Parks()
	desk, p := open(t, parks, 80, 22)
	at(t, p, "1", "职责活动")
	p.Press("enter")
	at(t, p, "2", "职责活动")
	p.Press("tab", "tab")
	at(t, p, "2", "内容描述")
	p.Press("shift+tab")
	at(t, p, "2", "预算数")
	p.Press("end")
	at(t, p, "2", "差")
	p.Press("tab") // from the last column to the next row
	at(t, p, "3", "职责活动")
	p.Press("shift+tab")
	at(t, p, "2", "差")
	p.Press("ctrl+home", "home")
	at(t, p, "1", "职责活动")
	if got := stored(t, desk, parks.Key()); len(got.Activities) != 5 {
		t.Errorf("going about changes the plan: %v", got.Activities)
	}
}

// As in spreadsheets: a run of Tabs, and Enter goes to where it began, one row down.
func TestEnterReturnsToTheColumnWhereTheTabsBegan(t *testing.T) {
	_, p := open(t, pagetest.Parks(), 80, 22)
	p.Press("right")
	p.Type("1")
	p.Press("tab")
	p.Type("二")
	p.Press("tab")
	p.Type("三")
	p.Press("enter")
	at(t, p, "2", "预算数")
	p.Press("tab", "enter")
	at(t, p, "3", "预算数")
	p.Press("right", "enter") // an arrow begins anew
	at(t, p, "4", "内容描述")
}

func TestTypingReplacesF2GoesOnAndEscRestores(t *testing.T) {
	parks := pagetest.Parks()
	desk, p := open(t, parks, 80, 22)
	first := func() string { return stored(t, desk, parks.Key()).Activities[0].Name }
	p.Type("口袋公园")
	p.Press("esc")
	if got := first(); got != "街头公园建设" {
		t.Errorf("Esc leaves %q", got)
	}
	p.Press("f2")
	p.Type("（一期）")
	p.Press("enter")
	if got := first(); got != "街头公园建设（一期）" {
		t.Errorf("F2 and Enter make %q", got)
	}
	p.Press("up")
	p.Type("口袋公园")
	p.Press("tab")
	if got := first(); got != "口袋公园" {
		t.Errorf("typing and Tab make %q", got)
	}
	p.Press("left", "delete")
	if got := first(); got != "口袋公园" || !strings.Contains(p.Screen(), "*") { // an activity without a name is not stored
		t.Errorf("Delete leaves %q in the record:\n%s", got, p.Screen())
	}
	p.Press("ctrl+z", "ctrl+z", "ctrl+z")
	if got := first(); got != "街头公园建设" {
		t.Errorf("three steps undone leave %q", got)
	}
	says(t, p, "撤销：填写")
	p.Press("ctrl+y")
	if got := first(); got != "街头公园建设（一期）" {
		t.Errorf("redone %q", got)
	}
}

func TestShiftWithAnArrowAcceptsAndGoesOnEditing(t *testing.T) {
	parks := pagetest.Parks()
	desk, p := open(t, parks, 80, 22)
	p.Type("一")
	p.Press("shift+down")
	p.Type("甲") // at the end of what stands there
	p.Press("shift+up")
	p.Type("乙")
	p.Press("shift+right")
	p.Type("0")
	p.Press("shift+left")
	p.Press("esc")
	acts := stored(t, desk, parks.Key()).Activities
	if acts[0].Name != "一乙" || acts[1].Name != "老城公园改造甲" || acts[0].Budget.String() != "86.50" {
		t.Errorf("stored %v", acts[:2])
	}
}

func TestTheRowToComeBecomesOne(t *testing.T) {
	parks := pagetest.Parks()
	desk, p := open(t, parks, 80, 22)
	p.Press("ctrl+end", "down")
	at(t, p, "+", "职责活动")
	p.Press("down", "down")
	at(t, p, "+", "职责活动")
	for _, text := range []string{"绿道", "10", "新修绿道"} {
		p.Type(text)
		p.Press("tab")
	}
	p.Press("enter")
	at(t, p, "+", "职责活动")
	acts := stored(t, desk, parks.Key()).Activities
	if len(acts) != 6 || acts[5].Name != "绿道" || acts[5].Content != "新修绿道" {
		t.Errorf("stored %v", acts)
	}
	p.Type("名字而已") // which is no activity yet
	p.Press("enter")
	if n := len(stored(t, desk, parks.Key()).Activities); n != 6 {
		t.Errorf("%d activities", n)
	}
	p.Press("ctrl+s")
	says(t, p, "有 1 行还有存不进的格")
}

// What is wrong is told while it is typed, and hinders nobody: it stays to be mended.
func TestAWrongAmountIsToldWhileItIsTyped(t *testing.T) {
	parks := pagetest.Parks()
	desk, p := open(t, parks, 80, 22)
	p.Press("right")
	p.Type("12..")
	if s := p.Screen(); !strings.Contains(s, "小数点") {
		t.Errorf("nothing is told:\n%s", s)
	}
	p.Press("enter")
	at(t, p, "2", "预算数")
	p.Press("up")
	if s := p.Screen(); !strings.Contains(s, "12..") || !strings.Contains(s, "小数点") {
		t.Errorf("the text is gone, or nothing is told:\n%s", s)
	}
	if got := stored(t, desk, parks.Key()).Activities[0].Budget.String(); got != "86.50" {
		t.Errorf("stored %s", got)
	}
	p.Type("１２．５")
	p.Press("enter")
	if got := stored(t, desk, parks.Key()).Activities[0].Budget.String(); got != "12.50" {
		t.Errorf("stored %s", got)
	}
	p.Press("home")
	p.Type("街头公园建设")
	if s := p.Screen(); !strings.Contains(s, "第 1 项也叫这个名称") {
		t.Errorf("a name that is there already is not told:\n%s", s)
	}
}

func TestNewLinesInACellThatTakesThem(t *testing.T) {
	parks := pagetest.Parks()
	desk, p := open(t, parks, 80, 22)
	p.Press("right", "right")
	p.Type("一")
	p.Press("alt+enter")
	p.Type("二")
	p.Press("enter", "home", "up")
	p.Type("名")
	p.Press("alt+enter", "enter")
	if a := stored(t, desk, parks.Key()).Activities[0]; a.Content != "一\n二" || a.Name != "名" {
		t.Errorf("stored %q, %q", a.Name, a.Content)
	}
	if s := p.Screen(); !strings.Contains(s, "一␊二") {
		t.Errorf("drawn\n%s", s)
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

// Cells of a spreadsheet come with line ends, and in quotes if they have several lines.
func TestCellsArePastedIntoTheOneThatIsFilledIn(t *testing.T) {
	for text, want := range map[string]string{
		"（续）\r\n":                      "（续）",
		"停车\r\r":                       "停车",
		"绩效目标\r\n":                     "绩效目标",
		"\"一，\n\"\"二\"\"\"\n":          "一，\n\"二\"",
		"\"一\n二\"\r\n'-5%以内\r\n\"\"\n": "一\n二\n-5%以内\n",
		"\"双一流\"\n":                    "\"双一流\"",
		"\"双一流\"\"211\"":               "\"双一流\"\"211\"",
		"第一行\n第二行":                     "第一行\n第二行",
	} {
		parks := pagetest.Parks()
		desk, p := open(t, parks, 80, 22)
		p.Press("right", "right", "f2")
		p.Send(tea.PasteMsg{Content: text})
		p.Press("enter")
		if got := stored(t, desk, parks.Key()).Activities[0].Content; got != strings.TrimRight(parks.Activities[0].Content+want, "\n") {
			t.Errorf("%q became %q", text, got)
		}
		p.Press("up", "f2", "ctrl+v")
		if _, ok := p.Last().(page.PasteClip); !ok {
			t.Errorf("what was copied is not asked for: %#v", p.Last())
		}
	}
}

// What the palette offers in a cell is done as by its key.
func TestThePaletteActsInACell(t *testing.T) {
	parks := pagetest.Parks()
	desk, p := open(t, parks, 80, 22)
	p.Type("甲")
	p.Send(page.Do{Action: keymaps.Next})
	at(t, p, "1", "预算数")
	if got := stored(t, desk, parks.Key()).Activities[0].Name; got != "甲" {
		t.Errorf("stored %q", got)
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
