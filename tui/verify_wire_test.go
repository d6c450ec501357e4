package tui_test

import (
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
)

// Two entries of the sample plan that differ in every goal are gone through and
// settled.
func TestSettlingTwoEntriesCostsFewBytesOnTheLine(t *testing.T) {
	owner := committee(t, 0, false).OwnerDesk("test")
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(owner.AddMember(ctx, pingyi.Member{ID: "k1", Name: "k1", Role: pingyi.Clerk}))
	k1, err := owner.For(ctx, "k1")
	must(err)
	plan, err := owner.Plan(ctx, samplePlan)
	must(err)
	must(owner.Mark(ctx, samplePlan))
	must(k1.TakeOn(ctx, samplePlan))
	in := store.Keying{Command: pingyi.CommandEnter}
	for i, a := range plan.Activities {
		a.Goal += "。"
		in.Edits = append(in.Edits, store.ActivityEdit{Mine: a, After: -i})
	}
	_, err = k1.SaveSecondEntry(ctx, samplePlan, in, store.Keyed{})
	must(err)
	_, err = k1.HandIn(ctx, samplePlan)
	must(err)
	l := drawnFor(t, k1, page.Verify{Key: samplePlan})
	l.within("the first paint", true, 700)
	for n := range 5 {
		l.press(down)
		l.within(fmt.Sprintf("down %d", n+1), true, 90)
	}
	for n := range 5 {
		l.press(tea.KeyPressMsg{Code: '1', Text: "1"})
		l.within(fmt.Sprintf("settling %d", n+1), true, 160)
	}
}
