package store_test

import (
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
)

// A choice is made otherwise: the plan and the counts of errors are as if it had been
// made so at once, and the journal keeps both.
func TestAChoiceIsMadeAgain(t *testing.T) {
	ctx := t.Context()
	owner, k1 := taken(t)
	m1 := as(t, owner, "m1")
	acts := secretPlan("701", "暗号甲").Activities
	acts[0].Goal, acts[1].Content = "另一个", "多写的"
	keySecond(t, k1, key701, acts[:2]...)
	_, err := k1.HandIn(ctx, key701)
	must(t, err)
	look := func() store.Comparison {
		t.Helper()
		c, err := m1.Comparison(ctx, key701)
		must(t, err)
		return c
	}
	for _, d := range look().Differences {
		_, err := k1.SettleDifference(ctx, key701, d, d.First)
		must(t, err)
	}
	done := look()
	goal, row := done.Settled[0], done.Settled[2]
	if v := done.Verification; v.Stage != pingyi.VerificationDone || v.FirstErrors != 0 || v.SecondErrors != 3 || goal.Field != pingyi.FieldGoal || !row.Row() {
		t.Fatalf("%+v", done)
	}
	refused(t, pingyi.Forbidden, owner.SettleAgain(ctx, key701, goal, goal.Second)) // who keyed the first
	refused(t, pingyi.State, m1.SettleAgain(ctx, key701, row, ""))
	must(t, m1.SettleAgain(ctx, key701, goal, goal.Second))
	refused(t, pingyi.Conflict, m1.SettleAgain(ctx, key701, goal, goal.Second)) // no longer as it was seen
	c := look()
	if v := c.Verification; v.Stage != pingyi.VerificationDone || v.Settled != 3 || v.FirstErrors != 1 || v.SecondErrors != 2 || len(c.Differences) != 0 {
		t.Errorf("%+v", v)
	}
	if s := c.Settled[0]; len(c.Settled) != 3 || s.Chosen != "另一个" || s.By != "m1" || s.First != goal.First || c.Plan.Activities[0].Goal != "另一个" || c.Second[0].Goal != "另一个" {
		t.Errorf("%+v", c)
	}
	stats, err := m1.KeyingStatistics(ctx)
	must(t, err)
	if len(stats.Totals) != 2 || stats.Totals[0].Errors != 2 || stats.Totals[1].Errors != 1 {
		t.Errorf("%+v", stats.Totals)
	}
	said := ""
	for _, ch := range newest(t, m1).Changes {
		for _, f := range ch.Fields {
			said += f.Field + " " + f.Before + " to " + f.After + "\n"
		}
	}
	if !strings.Contains(said, "chosen 暗号甲 to 另一个") || !strings.Contains(said, "by k1 to m1") || strings.Contains(said, "stage") {
		t.Errorf("the history says\n%s", said)
	}

	changed := c.Plan.Activities[0]
	changed.Goal = "后来改的"
	_, _, err = owner.SaveActivity(ctx, key701, c.Plan.Activities[0], changed)
	must(t, err)
	refused(t, pingyi.State, m1.SettleAgain(ctx, key701, c.Settled[0], goal.First))
	_, err = owner.Verify(ctx)
	must(t, err)
}
