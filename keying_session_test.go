package pingyi_test

import (
	"strings"
	"testing"
	"time"

	"pingyi"
)

func TestKeyingIsAddedUpByMemberPlanAndEntry(t *testing.T) {
	plan, other := pingyi.PlanKey{Year: 2016, Department: "360"}, pingyi.PlanKey{Year: 2016, Department: "701"}
	at := func(h int) time.Time { return time.Date(2016, 3, 1, h, 0, 0, 0, time.UTC) }
	session := func(member string, k pingyi.PlanKey, second bool, began int) pingyi.KeyingSession {
		return pingyi.KeyingSession{Member: member, Plan: k, Second: second, Began: at(began), Ended: at(began + 1),
			Active: 30 * time.Minute, Records: 10, Cells: 90, Keystrokes: 1000, Corrections: 2}
	}
	settled := func(first, second, chosen string) pingyi.Settlement {
		return pingyi.Settlement{Difference: pingyi.Difference{Field: pingyi.FieldGoal, First: first, Second: second}, Chosen: chosen, FirstBy: "k1", SecondBy: "k2"}
	}
	totals := pingyi.TotalKeying(
		[]pingyi.KeyingSession{session("k2", plan, true, 13), session("k1", plan, false, 10), session("k1", plan, false, 8), session("k1", other, false, 14)},
		map[pingyi.PlanKey][]pingyi.Settlement{plan: {settled("甲", "乙", "甲"), settled("甲", "乙", "乙"), settled("甲", "乙", "丙"), settled("甲", "", "甲")}})
	if len(totals) != 3 || totals[0].Plan != plan || totals[1].Plan != other || !totals[2].Second {
		t.Fatalf("%+v", totals)
	}
	one, two := totals[0], totals[2]
	if one.Sessions != 2 || one.Records != 20 || one.Cells != 180 || one.Corrections != 4 || !one.Began.Equal(at(8)) || !one.Ended.Equal(at(11)) || one.Errors != 2 {
		t.Errorf("%+v", one)
	}
	if two.Sessions != 1 || two.Errors != 3 {
		t.Errorf("%+v", two)
	}
	if n, ok := one.PerHour(); n != 2000 || !ok {
		t.Errorf("%d keystrokes an hour", n)
	}
	if n, ok := two.PerThousand(); n != 3 || !ok {
		t.Errorf("%v errors in a thousand", n)
	}
}

func TestErrorsOfWhoNeverSatAtTheKeysAreStillCharged(t *testing.T) {
	plan := pingyi.PlanKey{Year: 2016, Department: "360"}
	s := pingyi.Settlement{Difference: pingyi.Difference{FirstID: 1, First: "修路"}, FirstBy: "owner", SecondBy: "k2"}
	totals := pingyi.TotalKeying(nil, map[pingyi.PlanKey][]pingyi.Settlement{plan: {s}})
	if len(totals) != 1 || totals[0].Member != "owner" || totals[0].Errors != 1 {
		t.Fatalf("%+v", totals)
	}
	_, some := totals[0].PerThousand()
	if _, ok := totals[0].PerHour(); ok || some {
		t.Error("a rate of nothing")
	}
}

func TestFiguresThatNoSessionHasAreRefused(t *testing.T) {
	good := pingyi.KeyingSession{Member: "k1", Plan: pingyi.PlanKey{Year: 2016, Department: "360"},
		Began: time.Date(2016, 3, 1, 8, 0, 0, 0, time.UTC), Ended: time.Date(2016, 3, 1, 9, 0, 0, 0, time.UTC), Active: time.Hour, Keystrokes: 12}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	set := good // back, while it was keyed
	set.Ended = set.Began.Add(-time.Hour)
	if err := set.Check(); err != nil {
		t.Error(err)
	}
	for name, spoil := range map[string]func(*pingyi.KeyingSession){
		"more work than keys":      func(s *pingyi.KeyingSession) { s.Keystrokes = 11 },
		"less work than none":      func(s *pingyi.KeyingSession) { s.Active = -1 },
		"fewer keys than none":     func(s *pingyi.KeyingSession) { s.Keystrokes = -1 },
		"a plan that cannot exist": func(s *pingyi.KeyingSession) { s.Plan.Department = "3/6" },
	} {
		s := good
		if spoil(&s); pingyi.CodeOf(s.Check()) != pingyi.Invalid {
			t.Errorf("%s: taken", name)
		}
		if text := pingyi.Explain(s.Check(), pingyi.Zh); strings.HasPrefix(name, "more") && text != "录入统计不对：11 次击键不会用时 1h0m0s" {
			t.Errorf("%s: %s", name, text)
		}
	}
}
