package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
	"pingyi/store"
)

// follow brings a plan up to date.
func follow(t rapid.TB, d *store.Desk, k pingyi.PlanKey, p *pingyi.Plan, seen *store.Seen) (whole bool) {
	t.Helper()
	c, err := d.PlanSince(context.Background(), k, *seen)
	if err != nil {
		t.Fatal(err)
	}
	*seen = c.Seen
	if c.Plan != nil {
		*p = *c.Plan
		return true
	}
	p.StatedTotal = c.StatedTotal
	byID, ids := map[int]pingyi.Activity{}, c.IDs
	for _, a := range p.Activities {
		byID[a.ID] = a
		if c.IDs == nil {
			ids = append(ids, a.ID)
		}
	}
	for _, a := range c.Changed {
		byID[a.ID] = a
	}
	p.Activities = nil
	for _, id := range ids {
		p.Activities = append(p.Activities, byID[id])
	}
	return false
}

// sameAs holds a plan against what the record has.
func sameAs(t rapid.TB, d *store.Desk, k pingyi.PlanKey, p pingyi.Plan) {
	t.Helper()
	want, err := d.Plan(context.Background(), k)
	if err != nil {
		t.Fatal(err)
	}
	same := func(a, b pingyi.Activity) bool { return a.ID == b.ID && a.Equal(b) }
	if !slices.EqualFunc(p.Activities, want.Activities, same) || !pingyi.SameTotal(p.StatedTotal, want.StatedTotal) || p.OverallGoal != want.OverallGoal {
		t.Fatalf("followed it is\n%+v\nand the record has\n%+v", p, want)
	}
}

func TestAPlanIsFollowedChangeByChange(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		_, owner := inMemory(t)
		if _, err := owner.File(t.Context(), filed(samplePlan())); err != nil {
			rt.Fatal(err)
		}
		var p pingyi.Plan
		var seen store.Seen
		follow(rt, owner, key701, &p, &seen)
		for range rapid.IntRange(1, 12).Draw(rt, "commands") {
			keyAtRandom(rt, owner, key701)
			if rapid.Bool().Draw(rt, "look") {
				if follow(rt, owner, key701, &p, &seen) {
					rt.Fatal("the whole plan was read for a few changes")
				}
				sameAs(rt, owner, key701, p)
			}
		}
		follow(rt, owner, key701, &p, &seen)
		sameAs(rt, owner, key701, p)
	})
}

// keyAtRandom does something to the activities of a plan.
func keyAtRandom(t *rapid.T, d *store.Desk, k pingyi.PlanKey) store.Keyed {
	t.Helper()
	p, err := d.Plan(context.Background(), k)
	if err != nil {
		t.Fatal(err)
	}
	in := store.Keying{Command: rapid.SampledFrom([]string{pingyi.CommandEnter, pingyi.CommandPaste, pingyi.CommandMoveRows}).Draw(t, "command")}
	text := rapid.StringMatching(`[甲乙丙]{0,2}`)
	var ids []int
	for _, a := range p.Activities {
		ids = append(ids, a.ID)
		switch rapid.IntRange(0, 5).Draw(t, "row") {
		case 0:
			mine := a
			mine.Goal = text.Draw(t, "goal")
			mine.Budget = pingyi.Amount(rapid.IntRange(0, 3).Draw(t, "budget"))
			in.Edits = append(in.Edits, store.ActivityEdit{Base: a, Mine: mine})
		case 1:
			in.Deleted = append(in.Deleted, a)
		}
	}
	for range rapid.IntRange(0, 2).Draw(t, "new") {
		after := rapid.SampledFrom(append([]int{0}, ids...)).Draw(t, "after")
		in.Edits = append(in.Edits, store.ActivityEdit{Mine: pingyi.Activity{Name: "新" + text.Draw(t, "name"), Budget: 7}, After: after})
	}
	if rapid.Bool().Draw(t, "order") && len(ids) > 0 {
		in.Order = rapid.Permutation(ids).Draw(t, "ids")
	}
	var keyed store.Keyed
	for err == nil && !keyed.Done {
		keyed, err = d.SaveActivities(context.Background(), k, in, keyed)
	}
	if err != nil {
		t.Fatal(err)
	}
	return keyed
}

func TestWhatCannotBeFollowedIsReadWhole(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	var p pingyi.Plan
	var seen store.Seen
	whole := func(want bool) {
		t.Helper()
		if got := follow(t, owner, key701, &p, &seen); got != want {
			t.Errorf("read whole: %v", got)
		}
		sameAs(t, owner, key701, p)
	}
	whole(true)
	whole(false)
	head := p
	head.StatedTotal = new(pingyi.Amount)
	must(t, owner.SavePlanHead(ctx, p, head))
	whole(false)
	head = p
	head.OverallGoal = "新的总体目标"
	must(t, owner.SavePlanHead(ctx, p, head))
	whole(true)
	_, err := owner.File(ctx, filed(largePlan("703", 3))) // another plan
	must(t, err)
	whole(false)
	keyIn(t, owner, key701, store.Keying{Command: pingyi.CommandPaste, Edits: newOnes(700)}) // too much
	whole(true)
	more := p
	for i := range 200 { // another generation
		more.Activities = append(more.Activities, pingyi.Activity{Name: fmt.Sprint("添", i)})
	}
	_, err = owner.File(ctx, filed(more))
	must(t, err)
	whole(true)
	must(t, owner.DeletePlan(ctx, key701))
	_, err = owner.PlanSince(ctx, key701, seen)
	refused(t, pingyi.NotFound, err)
	_, err = owner.PlanSince(ctx, key701, store.Seen{})
	refused(t, pingyi.NotFound, err)
	_, err = owner.File(ctx, filed(samplePlan())) // of the same key
	must(t, err)
	whole(true)
}

// However much is rated under seal, who follows the plan does not learn of it.
func TestFollowingAPlanTellsNothingOfASealedRound(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	k1, r2 := as(t, owner, "k1"), as(t, owner, "r2")
	first, err := k1.PlanSince(ctx, key701, store.Seen{})
	must(t, err)
	var was string
	for n := range 700 {
		must(t, r2.Rate(ctx, "p1", []store.Marked{{Activity: act(key701, 1), Mark: grade(pingyi.Tier(n%4), fmt.Sprint(n))}}))
		if n%699 > 0 {
			continue
		}
		c, err := k1.PlanSince(ctx, key701, first.Seen)
		must(t, err)
		b, err := json.Marshal(c)
		must(t, err)
		if now := string(b); n > 0 && now != was {
			t.Errorf("after one rating %s, after 700 %s", was, now)
		}
		was = string(b)
	}
}

// One changed activity in a plan of 10,000.
func BenchmarkPlanSince(b *testing.B) {
	ctx := b.Context()
	d := open(b, b.TempDir()).OwnerDesk("bench")
	_, err := d.File(ctx, filed(largePlan("701", pingyi.MaxActivities)))
	must(b, err)
	c, err := d.PlanSince(ctx, key701, store.Seen{})
	must(b, err)
	base := c.Plan.Activities[5000]
	mine := base
	mine.Goal = "新"
	_, _, err = d.SaveActivity(ctx, key701, base, mine)
	must(b, err)
	b.ResetTimer()
	for range b.N {
		if now, err := d.PlanSince(ctx, key701, c.Seen); err != nil || len(now.Changed) != 1 || now.Plan != nil {
			b.Fatal(err, len(now.Changed))
		}
	}
}

// Who brought an activity knows it, though it came and went since the plan was read.
func TestWhatCameAndWentIsTold(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	first, err := owner.PlanSince(ctx, key701, store.Seen{})
	must(t, err)
	added, err := owner.AddActivity(ctx, key701, 0, pingyi.Activity{Name: "新"})
	must(t, err)
	must(t, owner.DeleteActivity(ctx, key701, added))
	c, err := owner.PlanSince(ctx, key701, first.Seen)
	must(t, err)
	if len(c.Changed) > 0 || !slices.Equal(c.IDs, []int{1, 2}) {
		t.Errorf("%+v", c)
	}
}
