package store_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"pingyi"
	"pingyi/store"
)

// Whatever is changed in the plan afterwards, a closed round says what it said.
func TestTheResultOfAClosedRoundNeverChanges(t *testing.T) {
	ctx := context.Background()
	s, err := store.OpenMemory(store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	d := s.OwnerDesk("test")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	plan := samplePlan()
	_, err = d.File(ctx, store.Filing{Plan: plan, Has: everything})
	must(err)
	for _, id := range []string{"r1", "r2"} {
		must(d.AddMember(ctx, pingyi.Member{ID: id, Name: id, Role: pingyi.Reviewer}))
	}
	must(d.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: plan.Year, Members: []string{"r1", "r2"}, Quorum: 1}))
	_, err = d.OpenRound(ctx, "p1", false)
	must(err)
	r1, err := d.For(ctx, "r1")
	must(err)
	for id := range 2 {
		must(r1.Rate(ctx, "p1", []store.Marked{{Activity: pingyi.ActivityKey{PlanKey: plan.Key(), ID: id + 1}, Mark: &pingyi.Mark{Kind: pingyi.Graded, Tier: pingyi.Tier(id + 1)}}}))
	}
	_, err = r1.Submit(ctx, "p1", "")
	must(err)
	_, err = d.CloseRound(ctx, "p1", "")
	must(err)
	result := func() string {
		t.Helper()
		res, err := d.Result(ctx, "p1", 1, pingyi.Zh)
		must(err)
		b, err := json.Marshal(res)
		must(err)
		return string(b)
	}
	want := result()

	now, err := d.Plan(ctx, plan.Key())
	must(err)
	dearer := now.Activities[0]
	dearer.Name, dearer.Budget = "修大路", 900_000_000
	_, _, err = d.SaveActivity(ctx, plan.Key(), now.Activities[0], dearer)
	must(err)
	if got := result(); got != want {
		t.Errorf("after an edit:\n%s\nbefore:\n%s", got, want)
	}
	_, err = d.AddActivity(ctx, plan.Key(), 1, pingyi.Activity{Name: "新增的", Budget: 1})
	must(err)
	if got := result(); got != want {
		t.Errorf("after an addition:\n%s\nbefore:\n%s", got, want)
	}
	other := samplePlan()
	other.Department.Code = "702"
	_, err = d.File(ctx, store.Filing{Plan: other, Has: everything})
	must(err)
	if got := result(); got != want {
		t.Errorf("after another plan of the year:\n%s\nbefore:\n%s", got, want)
	}
	// so many that they are staged, and the generation changes
	big, err := d.Plan(ctx, plan.Key())
	must(err)
	for i := range 300 {
		big.Activities = append(big.Activities, pingyi.Activity{Name: "添第" + string(rune('一'+i)), Budget: 1, Rubric: slices.Clone(big.Activities[1].Rubric)})
	}
	_, err = d.File(ctx, store.Filing{Plan: big, Has: everything})
	must(err)
	if got := result(); got != want {
		t.Errorf("after a large filing:\n%s\nbefore:\n%s", got, want)
	}
	_, err = d.OpenRound(ctx, "p1", false)
	must(err)
	must(r1.Rate(ctx, "p1", []store.Marked{{Activity: pingyi.ActivityKey{PlanKey: plan.Key(), ID: 1}, Mark: &pingyi.Mark{Kind: pingyi.Abstained}}}))
	if got := result(); got != want {
		t.Errorf("after the next round began:\n%s\nbefore:\n%s", got, want)
	}
	_, err = d.Verify(ctx)
	must(err)
}
