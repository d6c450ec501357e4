package store_test

import (
	"testing"

	"pingyi"
	"pingyi/store"
)

func TestHistoryIsNewestFirstWithWhatStoodBeforeAndAfter(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	p, err := owner.Plan(ctx, key701)
	must(t, err)
	a := p.Activities[0]
	a.Budget, a.Rubric = 2_500_000, append(pingyi.Rubric{"没动"}, a.Rubric[1:]...)
	_, _, err = as(t, owner, "k1").SaveActivity(ctx, key701, p.Activities[0], a)
	must(t, err)
	events, err := owner.History(ctx, store.HistoryFilter{Year: 2016, Department: "701", Activity: 1})
	must(t, err)
	if len(events) != 2 || events[0].Rev <= events[1].Rev || events[0].Member != "k1" || events[0].By != "owner" || events[1].Command != "import" {
		t.Fatalf("%+v", events)
	}
	got := map[string][2]string{}
	for _, f := range events[0].Changes[0].Fields {
		got[f.Field] = [2]string{f.Before, f.After}
	}
	if len(got) != 2 || got["budget"] != [2]string{"10.00", "2.50"} || got["criteria.差"] != [2]string{"没修", "没动"} {
		t.Errorf("%v", got)
	}
	for _, c := range []struct {
		f    store.HistoryFilter
		want int
	}{
		{store.HistoryFilter{}, 3 + len(members)}, {store.HistoryFilter{Limit: 2}, 2}, {store.HistoryFilter{Department: "702"}, 1},
		{store.HistoryFilter{Year: 2015}, 0}, {store.HistoryFilter{Panel: "p1"}, 0}, {store.HistoryFilter{Year: 2016, Limit: 1}, 1},
	} {
		events, err := owner.History(ctx, c.f)
		if err != nil || len(events) != c.want {
			t.Errorf("%+v: %d events, %v", c.f, len(events), err)
		}
	}
}

func TestACommandThatChangesNothingLeavesNoEntry(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	r1 := as(t, owner, "r1")
	must(t, r1.Rate(ctx, "p1", mark(1, grade(3, ""))))
	_, err := r1.Submit(ctx, "p1", "")
	must(t, err)
	before, err := owner.Verify(ctx)
	must(t, err)
	p, err := owner.Plan(ctx, key701)
	must(t, err)
	_, err = owner.File(ctx, filed(samplePlan()))
	must(t, err)
	_, _, err = owner.SaveActivity(ctx, key701, p.Activities[0], p.Activities[0])
	must(t, err)
	must(t, owner.SavePlanHead(ctx, p, p))
	must(t, r1.Rate(ctx, "p1", mark(1, grade(3, ""))))
	must(t, r1.Rate(ctx, "p1", mark(2, nil)))
	_, err = r1.Submit(ctx, "p1", "")
	must(t, err)
	must(t, r1.SaveDraft(ctx, "plan/2016/701", []byte(`1`)))
	must(t, r1.DropDraft(ctx, "plan/2016/701"))
	after, err := owner.Verify(ctx)
	must(t, err)
	if before != after {
		t.Errorf("before %+v, after %+v", before, after)
	}
}
