package store_test

import (
	"testing"

	"pingyi"
	"pingyi/store"
)

func TestPlansAreListedByYearAndDepartmentWithTheirFigures(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	for _, k := range []pingyi.PlanKey{{Year: 2017, Department: "9"}, {Year: 2016, Department: "10"}, {Year: 2016, Department: "9"}} {
		p := samplePlan()
		p.Year, p.Department.Code = k.Year, k.Department
		_, err := owner.File(ctx, filed(p))
		must(t, err)
	}
	list, err := owner.Plans(ctx)
	must(t, err)
	for i, k := range []pingyi.PlanKey{{Year: 2016, Department: "9"}, {Year: 2016, Department: "10"}, {Year: 2017, Department: "9"}} {
		want := store.PlanSummary{Key: k, Department: pingyi.Department{Code: k.Department, Name: "示例局"}, Activities: 2, Complete: 1, Budget: 30_000_000}
		if list[i] != want {
			t.Errorf("%+v, want %+v", list[i], want)
		}
	}
	must(t, deleteNow(ctx, owner, act(list[0].Key, 2)))
	list, err = owner.Plans(ctx)
	must(t, err)
	if l := list[0]; l.Activities != 1 || l.Complete != 1 || l.Budget != 10_000_000 {
		t.Errorf("after a deletion: %+v", l)
	}
}

func TestPlanHeadEditsMergeFieldByField(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	base, err := owner.Plan(ctx, key701)
	must(t, err)
	mine, theirs := base, base
	total := pingyi.Amount(7)
	mine.OverallGoal, mine.StatedTotal = "甲", &total
	theirs.Department.Name, theirs.DutyGoals = "乙局", []string{"三"}
	must(t, owner.SavePlanHead(ctx, base, mine))
	must(t, owner.SavePlanHead(ctx, base, theirs))
	got, err := owner.Plan(ctx, key701)
	must(t, err)
	if got.OverallGoal != "甲" || *got.StatedTotal != 7 || got.Department.Name != "乙局" || len(got.DutyGoals) != 1 || len(got.Activities) != 2 {
		t.Errorf("%+v", got)
	}
	theirs = base
	theirs.OverallGoal, theirs.Department.Name = "丙", "丙局"
	before := shown(owner)
	refused(t, pingyi.Conflict, owner.SavePlanHead(ctx, base, theirs))
	if after := shown(owner); before != after {
		t.Error(firstDifference(before, after))
	}
	refused(t, pingyi.NotFound, owner.SavePlanHead(ctx, base, pingyi.Plan{Year: 2015, Department: base.Department}))
}

func TestAPlanUnderJudgementStays(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: 2016, Departments: []string{"701"}, Members: []string{"r1"}}))
	must(t, owner.DeletePlan(ctx, key702))
	_, err := owner.OpenRound(ctx, "p1", false)
	must(t, err)
	refused(t, pingyi.State, owner.DeletePlan(ctx, key701))
	_, err = owner.CloseRound(ctx, "p1", "到期")
	must(t, err)
	refused(t, pingyi.State, owner.DeletePlan(ctx, key701))
	refused(t, pingyi.NotFound, owner.DeletePlan(ctx, key702))
	must(t, deleteNow(ctx, owner, act(key701, 1))) // nobody rated it
}
