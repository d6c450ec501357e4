package storetest

import (
	"context"
	"testing"

	"pingyi"
	"pingyi/store"
)

// Panel is the panel that the states of a [Case] are of: r1, r2 and c3 rate in it
// under c1. Beside it there is "p2", of r9 under c2, without a round.
const Panel = "p1"

// Plan is the plan that the panels judge; it has two activities.
func Plan() pingyi.Plan {
	return pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: "701", Name: "示例局"}, Activities: []pingyi.Activity{
		{Name: "修路", Budget: 10_000_000, Rubric: pingyi.Rubric{"没修", "修一半", "修完", "提前修完"}},
		{Name: "架桥", Budget: 20_000_000, Rubric: pingyi.Rubric{"没架", "架一半", "架成", "提前架成"}}}}
}

// Activity is the one that all have rated, and on which the panel is split.
func Activity() pingyi.ActivityKey {
	return pingyi.ActivityKey{PlanKey: pingyi.PlanKey{Year: 2016, Department: "701"}, ID: 1}
}

// Template is the rubric template that the record keeps, as number 1.
func Template() pingyi.Template {
	return pingyi.Template{ID: 1, Name: "工程", Scale: pingyi.DefaultScale(), Rubric: Plan().Activities[0].Rubric}
}

// KeyOf returns the public key that a member has.
func KeyOf(member string) pingyi.Key {
	return pingyi.Key{Fingerprint: "SHA256:keyOf+" + member, Type: "ssh-ed25519", Comment: member}
}

// Make fills an empty record with what the table speaks of, with the round of
// [Panel] in state. The newest entry of its history, and the only one of its
// command, is a change of the plan's stated total.
func Make(t testing.TB, owner *store.Desk, state string) {
	t.Helper()
	judged(t, owner, state)
	total := Plan()
	sum := total.Budget()
	total.StatedTotal = &sum
	if err := owner.SavePlanHead(context.Background(), Plan(), total); err != nil {
		t.Fatal(err)
	}
}

// judged is the record but for the newest entry.
func judged(t testing.TB, owner *store.Desk, state string) {
	t.Helper()
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := owner.File(ctx, store.Filing{Plan: Plan(), Has: func(pingyi.Field) bool { return true }})
	must(err)
	_, err = owner.KeepTemplate(ctx, pingyi.Template{}, Template())
	must(err)
	for _, m := range []pingyi.Member{
		{ID: "m1", Role: pingyi.Admin}, {ID: "a1", Role: pingyi.Auditor}, {ID: "k1", Role: pingyi.Clerk},
		{ID: "c1", Role: pingyi.Chair}, {ID: "c2", Role: pingyi.Chair}, {ID: "c3", Role: pingyi.Chair},
		{ID: "r1", Role: pingyi.Reviewer}, {ID: "r2", Role: pingyi.Reviewer}, {ID: "r9", Role: pingyi.Reviewer},
	} {
		m.Name = m.ID
		must(owner.AddMember(ctx, m))
		must(owner.AddKey(ctx, m.ID, KeyOf(m.ID)))
	}
	must(owner.CreatePanel(ctx, pingyi.Panel{ID: Panel, Year: 2016, Members: []string{"r1", "r2", "c3"}, Chair: "c1", Open: state == "open"}))
	must(owner.CreatePanel(ctx, pingyi.Panel{ID: "p2", Year: 2016, Departments: []string{"701"}, Members: []string{"r9"}, Chair: "c2"}))
	if state == "none" {
		return
	}
	_, err = owner.OpenRound(ctx, Panel, false)
	must(err)
	for id, tier := range map[string]pingyi.Tier{"r1": 3, "r2": 0, "c3": 2} {
		d, err := owner.For(ctx, id)
		must(err)
		must(d.Rate(ctx, Panel, []store.Marked{{Activity: Activity(), Mark: &pingyi.Mark{Kind: pingyi.Graded, Tier: tier}}}))
		_, err = d.Submit(ctx, Panel, "")
		must(err)
	}
	if state == "sealed" || state == "open" {
		return
	}
	_, err = owner.CloseRound(ctx, Panel, "到期")
	must(err)
	if state == "signed" {
		c1, err := owner.For(ctx, "c1")
		must(err)
		_, err = c1.Sign(ctx, Panel)
		must(err)
	}
}
