package activityform_test

import (
	"context"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/activityform"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/golden"
)

var key = pingyi.PlanKey{Year: 2016, Department: "820"}

func record(t *testing.T) *store.Desk {
	t.Helper()
	desk := pagetest.Record(t)
	pagetest.File(t, desk, pagetest.Parks())
	return desk
}

func openOn(t *testing.T, env page.Env, id int) *pagetest.Page {
	t.Helper()
	return pagetest.Start(t, env, activityform.New(env, key, id, 0))
}

func open(t *testing.T, id int) *pagetest.Page {
	t.Helper()
	return openOn(t, pagetest.Env(t, record(t), pingyi.Zh, 80, 22), id)
}

// activity returns what the record has at number no of the plan.
func activity(t *testing.T, d *pagetest.Page, no int) pingyi.Activity {
	t.Helper()
	p, err := d.Env.Desk.Plan(context.Background(), key)
	if err != nil {
		t.Fatal(err)
	}
	if no > len(p.Activities) {
		t.Fatalf("the plan has only %d activities", len(p.Activities))
	}
	return p.Activities[no-1]
}

func drafts(t *testing.T, d *pagetest.Page) []store.Draft {
	t.Helper()
	list, err := d.Env.Desk.Drafts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func shows(t *testing.T, d *pagetest.Page, want ...string) {
	t.Helper()
	s := d.Screen()
	for _, w := range want {
		if !strings.Contains(s, w) {
			t.Errorf("nowhere %q:\n%s", w, s)
		}
	}
}

func TestScreen(t *testing.T) {
	for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
		for _, size := range []struct {
			name string
			w, h int
		}{{"80", 80, 22}, {"120", 120, 38}} {
			env := pagetest.Env(t, record(t), l, size.w, size.h)
			t.Run(l.String()+size.name, func(t *testing.T) { golden.Equal(t, openOn(t, env, 2).Screen()) })
			t.Run("new-"+l.String()+size.name, func(t *testing.T) { golden.Equal(t, openOn(t, env, 0).Screen()) })
			t.Run("faults-"+l.String()+size.name, func(t *testing.T) {
				d := openOn(t, env, 0)
				d.Press("tab")
				d.Type("12..5")
				d.Press("tab")
				golden.Equal(t, d.Screen())
			})
		}
	}
	t.Run("ascii", func(t *testing.T) {
		env := pagetest.ASCII(pagetest.Env(t, record(t), pingyi.Zh, 60, 14))
		golden.Equal(t, openOn(t, env, 4).Screen())
	})
}

func TestWhatIsTypedIsSaved(t *testing.T) {
	d := open(t, 3)
	d.Type("工程")
	d.Press("tab")
	d.Press("ctrl+u")
	d.Type("７０．５")
	d.Press("ctrl+s")
	if a := activity(t, d, 3); a.Name != "行道树养护工程" || a.Budget != 70_500_000 {
		t.Errorf("the record has %q %s", a.Name, a.Budget)
	}
	if d.Page.Unsaved() || strings.Contains(d.Screen(), "未保存") {
		t.Errorf("still unsaved:\n%s", d.Screen())
	}
}

func TestEnterInAOneLineFieldGoesOnAndInALongOneBreaksTheLine(t *testing.T) {
	d := open(t, 0)
	d.Type("甲")
	d.Press("enter")
	d.Type("5")
	d.Press("enter")
	d.Type("乙")
	d.Press("enter")
	d.Type("丙")
	d.Press("shift+tab", "shift+tab")
	d.Type("丁")
	d.Press("ctrl+s")
	if a := activity(t, d, 6); a.Name != "甲丁" || a.Budget != 5_000_000 || a.Content != "乙\n丙" {
		t.Errorf("saved %+v", a)
	}
}

func TestALinePastedFromASpreadsheetStaysOneLine(t *testing.T) {
	d := open(t, 0)
	d.Send(tea.PasteMsg{Content: "绿道\n建设\n"})
	d.Press("tab")
	d.Type("1")
	d.Press("ctrl+s")
	if a := activity(t, d, 6); a.Name != "绿道 建设" {
		t.Errorf("saved %q", a.Name)
	}
}

func TestAnAmountIsCheckedOnLeavingItsFieldAndOnSaving(t *testing.T) {
	d := open(t, 1)
	d.Press("tab")
	d.Type(".1")
	if strings.Contains(d.Screen(), "两个小数点") {
		t.Errorf("complains while it is typed:\n%s", d.Screen())
	}
	d.Press("tab")
	shows(t, d, "有两个小数点")
	d.Press("tab", "tab", "ctrl+s")
	if _, ok := d.Last().(page.Fail); !ok {
		t.Errorf("asked for %#v", d.Last())
	}
	if _, y, _ := d.Page.Cursor(); y != 2 {
		t.Errorf("the cursor is in row %d, not in the amount:\n%s", y, d.Screen())
	}
	if a := activity(t, d, 1); a.Budget != 86_500_000 {
		t.Errorf("saved %s", a.Budget)
	}
}

func TestAnActivityWithoutANameIsRefusedAtTheName(t *testing.T) {
	d := open(t, 1)
	d.Press("ctrl+u", "ctrl+s")
	shows(t, d, "职责活动没有名称")
	if a := activity(t, d, 1); a.Name == "" {
		t.Error("saved without a name")
	}
}

func TestFindingsShowAtOnceAndNeverBlock(t *testing.T) {
	d := open(t, 3)
	d.Press("tab", "tab", "tab", "tab", "tab", "tab") // 良
	d.Press("ctrl+u")
	shows(t, d, "缺少“良”的评价标准")
	d.Press("ctrl+s")
	if a := activity(t, d, 3); a.Rubric[2] != "" {
		t.Errorf("not saved: %q", a.Rubric)
	}
}

func TestSavingANewActivityOffersTheNext(t *testing.T) {
	d := open(t, 0)
	for _, n := range []string{"甲", "乙"} {
		d.Type(n)
		d.Press("tab")
		d.Type("1")
		d.Press("ctrl+s")
		if d.Page.Unsaved() {
			t.Fatalf("unsaved after saving:\n%s", d.Screen())
		}
	}
	if a, b := activity(t, d, 6), activity(t, d, 7); a.Name != "甲" || b.Name != "乙" {
		t.Errorf("the record has %q and %q", a.Name, b.Name)
	}
}

func TestNeighboursAreReachedWithWhatWasTypedSaved(t *testing.T) {
	d := open(t, 2)
	d.Type("一期")
	d.Press("f6")
	if a := activity(t, d, 2); a.Name != "老城公园改造一期" {
		t.Errorf("saved %q", a.Name)
	}
	shows(t, d, "3/5", "行道树养护")
	d.Press("f5", "f5")
	shows(t, d, "1/5", "街头公园建设")
	d.Press("f5")
	if i, ok := d.Last().(page.Info); !ok || i.Text != "已经是第一项" {
		t.Errorf("asked for %#v", d.Last())
	}
	d.Press("tab")
	d.Type("x")
	d.Press("f6")
	shows(t, d, "1/5", "不是数字")
}

func TestUndoTakesBackAndIsNothingToSave(t *testing.T) {
	d := open(t, 1)
	d.Type("x")
	d.Press("ctrl+z")
	if d.Page.Unsaved() {
		t.Error("unsaved after undo")
	}
}

func TestEverySizeAndLanguageFits(t *testing.T) {
	for _, id := range []int{0, 2, 4} {
		d := open(t, id)
		d.Press("tab")
		d.Type("x.")
		d.Press("tab")
		d.Send(tea.PasteMsg{Content: strings.Repeat("绿化带里的灌木每年修剪四次，", 60)})
		d.EverySize(func() {
			for range 9 {
				d.Press("tab")
				d.Screen()
				if _, _, shown := d.Page.Cursor(); !shown {
					t.Error("no cursor")
				}
			}
		})
	}
}
