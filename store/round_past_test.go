package store_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pingyi"
	"pingyi/store"
)

// allResults writes out every round's result in both languages, as files have it.
func allResults(t testing.TB, d *store.Desk, rounds int) (out []string) {
	t.Helper()
	for no := 1; no <= rounds; no++ {
		for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
			res, err := d.Result(t.Context(), "p1", no, l)
			must(t, err)
			b, err := json.Marshal(res)
			must(t, err)
			out = append(out, string(b))
		}
	}
	return out
}

// upheaval changes whatever may be changed of a plan and of who is who.
func upheaval(t testing.TB, owner *store.Desk, n int) {
	t.Helper()
	ctx := t.Context()
	p, err := owner.Plan(ctx, key701)
	must(t, err)
	a := p.Activities[len(p.Activities)-1]
	b := a
	b.Name, b.Budget, b.Goal, b.Rubric = fmt.Sprint("改名", n), a.Budget+77, fmt.Sprint("目标", n), pingyi.Rubric{fmt.Sprint(n), "二", "三", "四"}
	_, _, err = owner.SaveActivity(ctx, key701, a, b)
	must(t, err)
	_, err = owner.AddActivity(ctx, key701, 1, pingyi.Activity{Name: fmt.Sprint("新", n), Budget: 1})
	must(t, err)
	head := p
	head.Department.Name = fmt.Sprint("改局", n)
	must(t, owner.SavePlanHead(ctx, p, head))
	p, err = owner.Plan(ctx, key702)
	must(t, err)
	slices.Reverse(p.Activities)
	_, err = owner.File(ctx, filed(p))
	must(t, err)
	must(t, owner.AddMember(ctx, pingyi.Member{ID: fmt.Sprint("x", n), Name: "新人", Role: pingyi.Reviewer}))
}

func TestEarlierResultsStayToTheByteWhateverComesLater(t *testing.T) {
	engine, owner := onEngine(t)
	convene(t, owner)
	r1, r2, _ := splitOn1(t, owner)
	c1 := as(t, owner, "c1")
	var kept []string
	check := func(after string) {
		t.Helper()
		for _, d := range []*store.Desk{owner, store.On(engine, steady()).OwnerDesk("anew")} { // nothing kept in memory
			now := allResults(t, d, len(kept)/2)
			for i := range kept {
				if kept[i] != now[i] {
					t.Fatalf("after %s, result %d is another: %s", after, i/2+1, firstDifference(kept[i], now[i]))
				}
			}
		}
	}
	closes(t, owner, "p1")
	upheaval(t, owner, 1)
	must(t, c1.Adjudicate(t.Context(), "p1", pingyi.Adjudication{Activity: act(key701, 1), Tier: 2, Reason: "附件齐全"}))
	kept = allResults(t, owner, 1)
	upheaval(t, owner, 2)
	check("changing the plans")
	for no := 2; no <= 4; no++ {
		opens(t, owner, "p1", no%2 == 0)
		check("opening a round")
		_, err := r1.Paper(t.Context(), "p1")
		must(t, err)
		for i, d := range []*store.Desk{r1, r2} {
			rates(t, d, "p1", because(pingyi.Tier((no+2*i)%4), fmt.Sprint("第", no, "轮")))
			must(t, giveAgain(t, d))
			submits(t, d, "p1")
		}
		upheaval(t, owner, no*10)
		check("rating")
		closes(t, owner, "p1")
		check("closing it")
		upheaval(t, owner, no*10+1)
		kept = allResults(t, owner, no)
	}
	_, err := c1.Sign(t.Context(), "p1")
	must(t, err)
	kept = append(kept[:6], allResults(t, owner, 4)[6:]...)
	check("signing")
	must(t, owner.DisableMember(t.Context(), "r1"))
	upheaval(t, owner, 99)
	check("all this")
	_, err = owner.Verify(t.Context())
	must(t, err)
}

// giveAgain repeats every mark of the ballot, by the rubrics of now.
func giveAgain(t testing.TB, d *store.Desk) error {
	paper, err := d.Paper(t.Context(), "p1")
	if err != nil {
		return err
	}
	var marks []store.Marked
	for _, r := range paper.Ballot.Ratings {
		marks = append(marks, store.Marked{Activity: r.Activity, Mark: &r.Mark})
	}
	return d.Rate(t.Context(), "p1", marks)
}
