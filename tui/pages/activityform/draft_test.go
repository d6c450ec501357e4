package activityform_test

import (
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/draft"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/golden"
)

// again opens the same activity anew, as after a power cut.
func again(t *testing.T, d *pagetest.Page, id int) *pagetest.Page {
	t.Helper()
	return openOn(t, d.Env, id)
}

func TestADraftIsWrittenOnceAPauseAfterTheFirstKey(t *testing.T) {
	d := open(t, 1)
	d.Type("改名")
	if n := len(d.Later); n != 1 {
		t.Fatalf("%d timers run", n)
	}
	if n := len(drafts(t, d)); n != 0 {
		t.Fatalf("%d drafts before the pause is over", n)
	}
	d.Tick()
	list := drafts(t, d)
	if len(list) != 1 || list[0].Object != "activity/2016/820/1" || !strings.Contains(string(list[0].Data), "改名") {
		t.Fatalf("drafts: %v", list)
	}
	d.Type("字")
	d.Tick()
	if list := drafts(t, d); !strings.Contains(string(list[0].Data), "改名字") {
		t.Errorf("the draft has stopped: %s", list[0].Data)
	}
}

func TestADraftIsOfferedAndRestoredInItsPlace(t *testing.T) {
	d := open(t, 1)
	d.Press("tab", "tab", "tab")
	d.Type("新目标")
	d.Tick()
	d = again(t, d, 1)
	shows(t, d, "发现未保存的草稿（2017-03-01 01:02）：1 继续编辑  2 丢弃")
	d.Type("字")
	if d.Page.Unsaved() {
		t.Error("typed before answering")
	}
	d.Press("１")
	shows(t, d, "平方米。新目标", "未保存", "› 绩效目标")
	d.Press("ctrl+s")
	if a := activity(t, d, 1); !strings.HasSuffix(a.Goal, "新目标") {
		t.Errorf("saved %q", a.Goal)
	}
	if list := drafts(t, d); len(list) != 0 {
		t.Errorf("drafts after saving: %v", list)
	}
}

func TestADiscardedDraftIsGone(t *testing.T) {
	d := open(t, 1)
	d.Type("x")
	d.Tick()
	d = again(t, d, 1)
	d.Press("2")
	if list := drafts(t, d); len(list) != 1 {
		t.Fatalf("gone without asking: %v", list)
	}
	d.Send(dialog.Answered{Question: draft.AskedDiscard, Choice: "yes"})
	if list := drafts(t, d); len(list) != 0 || d.Page.Unsaved() {
		t.Errorf("drafts: %v, unsaved %v", list, d.Page.Unsaved())
	}
	if s := again(t, d, 1).Screen(); strings.Contains(s, "草稿") {
		t.Errorf("offered again:\n%s", s)
	}
}

func TestANewActivityHasADraftOfItsOwn(t *testing.T) {
	d := open(t, 0)
	d.Type("绿道")
	d.Tick()
	if s := again(t, d, 1).Screen(); strings.Contains(s, "草稿") {
		t.Errorf("offered to another activity:\n%s", s)
	}
	d = again(t, d, 0)
	d.Press("enter")
	d.Press("tab")
	d.Type("1")
	d.Press("ctrl+s")
	if a := activity(t, d, 6); a.Name != "绿道" {
		t.Errorf("saved %q", a.Name)
	}
	if list := drafts(t, d); len(list) != 0 {
		t.Errorf("drafts after saving: %v", list)
	}
}

func TestWhatIsUndoneLeavesNoDraft(t *testing.T) {
	d := open(t, 1)
	d.Type("x")
	d.Tick()
	d.Press("backspace")
	if list := drafts(t, d); len(list) != 0 {
		t.Errorf("drafts: %v", list)
	}
}

func TestLeavingAtOnceKeepsTheLastWords(t *testing.T) {
	d := open(t, 1)
	d.Type("最后")
	d.Press("esc")
	if _, ok := d.Last().(page.Close); !ok || len(drafts(t, d)) != 1 {
		t.Errorf("asked for %#v with %d drafts", d.Last(), len(drafts(t, d)))
	}
}

func TestADraftMeetsWhatOthersHaveSavedSince(t *testing.T) {
	d := open(t, 1)
	d.Type("（续）")
	d.Tick()
	save(t, d, func(a *pingyi.Activity) { a.Budget = 1_000_000 })
	d = again(t, d, 1)
	d.Press("1", "ctrl+s")
	if a := activity(t, d, 1); a.Name != "街头公园建设（续）" || a.Budget != 1_000_000 {
		t.Errorf("the record has %q %s", a.Name, a.Budget)
	}
}

// save changes activity 1 as somebody else.
func save(t *testing.T, d *pagetest.Page, change func(*pingyi.Activity)) {
	t.Helper()
	base := activity(t, d, 1)
	mine := base
	mine.Rubric = append(pingyi.Rubric(nil), base.Rubric...)
	change(&mine)
	if _, _, err := d.Env.Desk.SaveActivity(t.Context(), key, base, mine); err != nil {
		t.Fatal(err)
	}
}

func TestEditsOfDifferentFieldsArePutTogether(t *testing.T) {
	d := open(t, 1)
	d.Type("（一期）")
	save(t, d, func(a *pingyi.Activity) { a.Goal = "别人的目标" })
	d.Send(page.Reload{})
	if !strings.Contains(d.Screen(), "（一期）") {
		t.Errorf("a reload took what was typed:\n%s", d.Screen())
	}
	d.Press("ctrl+s")
	if a := activity(t, d, 1); a.Name != "街头公园建设（一期）" || a.Goal != "别人的目标" {
		t.Errorf("the record has %q, %q", a.Name, a.Goal)
	}
	shows(t, d, "别人的目标")
}

func TestClashesAreShownSideBySideAndChosenOneByOne(t *testing.T) {
	for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
		t.Run(l.String(), func(t *testing.T) {
			d := openOn(t, pagetest.Env(t, record(t), l, 80, 22), 1)
			d.Type("（甲）")
			d.Press("tab", "tab", "tab")
			d.Type("我的：")
			save(t, d, func(a *pingyi.Activity) {
				a.Name, a.Goal = "街头公园（乙）", "对方的："+a.Goal
				a.Budget = 2_000_000
			})
			d.Press("ctrl+s")
			golden.Equal(t, d.Screen())
			d.Press("1", "2")
			if a := activity(t, d, 1); a.Name != "街头公园建设（甲）" || !strings.HasPrefix(a.Goal, "对方的：") || a.Budget != 2_000_000 {
				t.Errorf("the record has %q, %q, %s", a.Name, a.Goal, a.Budget)
			}
			if d.Page.Unsaved() {
				t.Error("unsaved after choosing")
			}
		})
	}
}

func TestAClashMayBeLeftToGoOnEditing(t *testing.T) {
	d := open(t, 1)
	d.Type("（甲）")
	save(t, d, func(a *pingyi.Activity) { a.Name = "乙" })
	d.Press("ctrl+s", "esc")
	if a := activity(t, d, 1); a.Name != "乙" || !d.Page.Unsaved() {
		t.Errorf("the record has %q, unsaved %v", a.Name, d.Page.Unsaved())
	}
	shows(t, d, "街头公园建设（甲）")
}

func TestAnActivityDeletedMeanwhileIsSaidAndNothingTypedIsLost(t *testing.T) {
	d := open(t, 1)
	d.Type("（甲）")
	if err := d.Env.Desk.DeleteActivity(t.Context(), key, activity(t, d, 1)); err != nil {
		t.Fatal(err)
	}
	d.Send(page.Reload{})
	d.Press("ctrl+s")
	if f, ok := d.Last().(page.Fail); !ok || pingyi.CodeOf(f.Err) != pingyi.NotFound {
		t.Errorf("asked for %#v", d.Last())
	}
	shows(t, d, "（甲）")
	_ = again(t, d, 1).Screen()
}

func TestTheHistoryIsThatOfTheActivity(t *testing.T) {
	d := open(t, 2)
	d.Press("f8")
	want := page.History{Filter: store.HistoryFilter{Year: 2016, Department: "820", Activity: 2}}
	if o, ok := d.Last().(page.Open); !ok || o.Route != want {
		t.Errorf("asked for %#v", d.Last())
	}
}
