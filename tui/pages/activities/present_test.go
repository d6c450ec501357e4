package activities_test

import (
	"strings"
	"testing"

	"pingyi"
	"pingyi/tui/pages/activities"
	"pingyi/tui/pages/draft"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
)

func TestWhoElseIsAtThePlanIsSaid(t *testing.T) {
	for l, want := range map[pingyi.Lang]string{pingyi.Zh: "k1 正在改第 2 项；k2 在看", pingyi.En: "k1 is changing activity 2; k2 is looking"} {
		e := env(t, l, 80, 22)
		for _, id := range []string{"k1", "k2", "k3"} {
			if err := e.Desk.AddMember(t.Context(), pingyi.Member{ID: id, Name: id, Role: pingyi.Clerk}); err != nil {
				t.Fatal(err)
			}
		}
		arrive := func(id string, s pingyi.Subject, editing bool) (leave func()) {
			desk, err := e.Desk.For(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			at, leave := desk.Arrive()
			at(s, editing)
			return leave
		}
		leave := arrive("k1", pingyi.Subject{Noun: pingyi.NounActivity, Year: key.Year, Department: key.Department, Activity: 2}, true)
		arrive("k2", pingyi.Subject{Noun: pingyi.NounPlan, Year: key.Year, Department: key.Department}, false)
		arrive("k3", pingyi.Subject{Noun: pingyi.NounPlan, Year: key.Year, Department: "999"}, false)
		d := openOn(t, e, 0)
		if !strings.Contains(d.Screen(), want) || strings.Contains(d.Screen(), "k3") {
			t.Errorf("the screen:\n%s", d.Screen())
		}
		leave()
		d.Send(page.Presence{})
		if strings.Contains(d.Screen(), "k1") || !strings.Contains(d.Screen(), "k2") {
			t.Errorf("after k1 left:\n%s", d.Screen())
		}
	}
}

// A reviewer is not told who is in.
func TestWhoMayNotSeeWhoIsInSeesNobody(t *testing.T) {
	r := pagetest.Seated(t, pagetest.Forestry())
	at, _ := r.Desk("k1").Arrive()
	k := pagetest.ForestryKey()
	at(pingyi.Subject{Noun: pingyi.NounPlan, Year: k.Year, Department: k.Department}, true)
	desk := r.Desk("r1")
	e := pagetest.Env(t, desk, pingyi.Zh, 80, 22)
	if s := pagetest.Start(t, e, activities.New(e, k, 0)).Screen(); strings.Contains(s, "k1") {
		t.Errorf("r1 is told:\n%s", s)
	}
}

// Rows that the record refuses wait in the grid, and the list of what it has says so.
func TestWhatWaitsInTheGridIsSaid(t *testing.T) {
	for l, want := range map[pingyi.Lang]string{pingyi.Zh: "表格里有您填了还没存进记录的内容，Ctrl+T 打开接着填", pingyi.En: "not all you typed in the grid is in the record: Ctrl+T goes on with it"} {
		e := env(t, l, 80, 22)
		d := openOn(t, e, 0)
		for _, object := range []string{draft.GridPart(key, true, 0), draft.GridPart(pingyi.PlanKey{Year: key.Year, Department: key.Department + "1"}, false, 0)} {
			if err := e.Desk.SaveDraft(t.Context(), object, []byte("{}")); err != nil {
				t.Fatal(err)
			}
		}
		if d.Send(page.Reload{}); strings.Contains(d.Screen(), "Ctrl+T") {
			t.Errorf("of another grid:\n%s", d.Screen())
		}
		if err := e.Desk.SaveDraft(t.Context(), draft.GridPart(key, false, 0), []byte("{}")); err != nil {
			t.Fatal(err)
		}
		if d.Send(page.Reload{}); !strings.Contains(d.Screen(), want) {
			t.Errorf("the screen:\n%s", d.Screen())
		}
	}
}
