package planform_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/tui/pages/draft"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/pages/planform"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/golden"
)

var key = pingyi.PlanKey{Year: 2016, Department: "820"}

func env(t *testing.T, l pingyi.Lang, w, h int) page.Env {
	t.Helper()
	desk := pagetest.Record(t)
	pagetest.File(t, desk, pagetest.Parks())
	return pagetest.Env(t, desk, l, w, h)
}

func open(t *testing.T, e page.Env, k *pingyi.PlanKey) *pagetest.Page {
	t.Helper()
	return pagetest.Start(t, e, planform.New(e, k))
}

func TestScreen(t *testing.T) {
	for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
		for _, size := range []struct {
			name string
			w, h int
		}{{"80", 80, 22}, {"120", 120, 38}} {
			e := env(t, l, size.w, size.h)
			t.Run(l.String()+size.name, func(t *testing.T) { golden.Equal(t, open(t, e, &key).Screen()) })
			t.Run("faults-"+l.String()+size.name, func(t *testing.T) {
				d := open(t, e, nil)
				d.Press("ctrl+s")
				golden.Equal(t, d.Screen())
			})
		}
	}
	t.Run("ascii", func(t *testing.T) { golden.Equal(t, open(t, pagetest.ASCII(env(t, pingyi.Zh, 60, 14)), &key).Screen()) })
}

// fill types text into the fields, from the first on.
func fill(d *pagetest.Page, texts ...string) {
	for _, s := range texts {
		d.Type(s)
		d.Press("tab")
	}
}

func TestANewPlanIsFiledAndItsActivitiesComeNext(t *testing.T) {
	d := open(t, env(t, pingyi.Zh, 80, 22), nil)
	fill(d, "８２１", "青禾县水务中心", "2017", "总的目标")
	d.Type("一")
	d.Press("enter")
	d.Type("二")
	d.Press("tab")
	d.Type("12.5")
	d.Press("ctrl+s")
	k := pingyi.PlanKey{Year: 2017, Department: "821"}
	p, err := d.Env.Desk.Plan(t.Context(), k)
	if err != nil {
		t.Fatal(err)
	}
	if p.Department.Name != "青禾县水务中心" || p.OverallGoal != "总的目标" || strings.Join(p.DutyGoals, "|") != "一|二" || *p.StatedTotal != 12_500_000 {
		t.Errorf("filed %+v", p)
	}
	if len(d.Asked) != 3 || d.Asked[0] != any(page.Close{}) || d.Asked[1] != any(page.Open{Route: page.Activities{Key: k}}) {
		t.Errorf("asked for %#v", d.Asked)
	}
	if d.Page.Unsaved() {
		t.Error("unsaved after saving")
	}
}

func TestANewPlanNeverReplacesOneThatIsThere(t *testing.T) {
	d := open(t, env(t, pingyi.Zh, 80, 22), nil)
	fill(d, "820", "别的名称", "2016")
	d.Press("ctrl+s")
	if !strings.Contains(d.Screen(), "已经有部门 820 的 2016 年度计划") {
		t.Errorf("nothing says that it is there:\n%s", d.Screen())
	}
	if p, err := d.Env.Desk.Plan(t.Context(), key); err != nil || p.Department.Name != "青禾县园林中心" || len(p.Activities) != 5 {
		t.Errorf("the record has %+v, %v", p, err)
	}
}

func TestOnlyWhatMayChangeIsEditedAndSaved(t *testing.T) {
	d := open(t, env(t, pingyi.Zh, 80, 22), &key)
	d.Press("ctrl+u") // the first field that takes keys is the name: the code is settled
	d.Type("青禾县园林局")
	d.Press("tab")
	d.Type("最后说")
	d.Press("tab", "tab", "ctrl+u", "ctrl+s")
	p, err := d.Env.Desk.Plan(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	if p.Department.Name != "青禾县园林局" || !strings.HasSuffix(p.OverallGoal, "一处公园。最后说") || p.StatedTotal != nil || len(p.DutyGoals) != 2 || len(p.Activities) != 5 {
		t.Errorf("the record has %+v", p)
	}
	if d.Asked[0] != any(page.Close{}) {
		t.Errorf("asked for %#v", d.Asked)
	}
}

func TestAFieldIsCheckedOnLeavingIt(t *testing.T) {
	d := open(t, env(t, pingyi.Zh, 80, 22), nil)
	d.Type("园林")
	if strings.Contains(d.Screen(), "不能用") {
		t.Errorf("complains while it is typed:\n%s", d.Screen())
	}
	d.Press("enter")
	if !strings.Contains(d.Screen(), "不能用") {
		t.Errorf("does not complain:\n%s", d.Screen())
	}
}

func TestTwoPeopleChangingOneFieldChooseSideBySide(t *testing.T) {
	for digit, want := range map[string]string{"1": "青禾县园林中心甲", "２": "乙"} {
		d := open(t, env(t, pingyi.Zh, 80, 22), &key)
		d.Type("甲")
		base, err := d.Env.Desk.Plan(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		mine := base
		mine.Department.Name, mine.OverallGoal = "乙", "别人的目标"
		if err := d.Env.Desk.SavePlanHead(t.Context(), base, mine); err != nil {
			t.Fatal(err)
		}
		d.Send(page.Reload{})
		d.Press("ctrl+s")
		for _, text := range []string{"1 我改的", "青禾县园林中心甲", "2 对方改的", "乙", "部门  1/1"} {
			if !strings.Contains(d.Screen(), text) {
				t.Errorf("nowhere %q:\n%s", text, d.Screen())
			}
		}
		d.Press("esc")
		if !strings.Contains(d.Screen(), "› 部门名称") {
			t.Errorf("Esc does not go back to editing:\n%s", d.Screen())
		}
		d.Press("ctrl+s")
		if strings.Contains(d.Screen(), "1 我改的") {
			d.Type(digit)
		}
		got, err := d.Env.Desk.Plan(t.Context(), key)
		if err != nil || got.Department.Name != want || got.OverallGoal != "别人的目标" {
			t.Errorf("%s: the record has %q, %q, %v", digit, got.Department.Name, got.OverallGoal, err)
		}
	}
}

func TestADraftIsKeptOfferedRestoredAndGoneOnceSaved(t *testing.T) {
	for _, k := range []*pingyi.PlanKey{nil, &key} {
		e := env(t, pingyi.Zh, 80, 22)
		d := open(t, e, k)
		if k == nil {
			fill(d, "830", "青禾县水务中心", "2016")
		} else {
			d.Press("tab")
		}
		d.Type("草稿里的目标")
		d.Tick()
		d = open(t, e, k)
		if s := d.Screen(); !strings.Contains(s, "发现未保存的草稿（2017-03-01 01:02）") || strings.Contains(s, "草稿里的目标") {
			t.Fatalf("opened again:\n%s", s)
		}
		d.Press("１")
		if s := d.Screen(); !strings.Contains(s, "草稿里的") || !strings.Contains(s, "› 总体目标") {
			t.Errorf("restored:\n%s", s)
		}
		d.Press("ctrl+s")
		list, err := e.Desk.Drafts(t.Context())
		if err != nil || len(list) != 0 {
			t.Errorf("drafts after saving: %v, %v", list, err)
		}
	}
}

func TestADiscardedDraftIsGoneAndLeavingAtOnceKeepsOne(t *testing.T) {
	e := env(t, pingyi.Zh, 80, 22)
	d := open(t, e, &key)
	d.Type("x")
	d.Press("esc")
	d = open(t, e, &key)
	if !strings.Contains(d.Screen(), "发现未保存的草稿") {
		t.Fatalf("no draft:\n%s", d.Screen())
	}
	d.Press("2")
	d.Send(dialog.Answered{Question: draft.AskedDiscard, Choice: "yes"})
	if s := open(t, e, &key).Screen(); strings.Contains(s, "草稿") {
		t.Errorf("offered again:\n%s", s)
	}
}

func TestEverySizeAndLanguageFits(t *testing.T) {
	for _, k := range []*pingyi.PlanKey{nil, &key} {
		d := open(t, env(t, pingyi.Zh, 80, 22), k)
		d.Press("ctrl+s", "tab", "tab", "tab")
		d.Send(tea.PasteMsg{Content: strings.Repeat("绿化带里的灌木每年修剪四次，", 60)})
		d.EverySize(func() {
			for range 6 {
				d.Press("tab")
				d.Screen()
			}
		})
	}
}
