package store_test

import (
	"bytes"
	"slices"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/store/kv"
)

func ruling(id int, tier pingyi.Tier, reason string) pingyi.Adjudication {
	return pingyi.Adjudication{Activity: act(key701, id), Tier: tier, Reason: reason}
}

func TestTheChairSettlesWhatStaysSplitOfAClosedRound(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	c1 := as(t, owner, "c1")
	_, r2, _ := splitOn1(t, owner)
	refused(t, pingyi.State, c1.Adjudicate(ctx, "p1", ruling(1, 3, "附件齐全")))
	closes(t, owner, "p1")
	before := allResults(t, owner, 1)
	for name, c := range map[string]struct {
		a    pingyi.Adjudication
		code pingyi.Code
	}{
		"an agreed one":       {ruling(2, 3, "附件齐全"), pingyi.State},
		"without a reason":    {ruling(1, 3, "　"), pingyi.Invalid},
		"no such tier":        {ruling(1, 4, "附件齐全"), pingyi.Invalid},
		"no such activity":    {ruling(9, 3, "附件齐全"), pingyi.NotFound},
		"no such plan":        {pingyi.Adjudication{Activity: act(pingyi.PlanKey{Year: 2016, Department: "709"}, 1), Tier: 1, Reason: "x"}, pingyi.NotFound},
		"no plan of anybody":  {pingyi.Adjudication{Activity: act(pingyi.PlanKey{Year: 2016, Department: "a/b"}, 1), Tier: 1, Reason: "x"}, pingyi.Invalid},
		"in another's name":   {pingyi.Adjudication{Panel: "p9", Round: 7, By: "r1", Activity: act(key701, 2), Tier: 1, Reason: "x"}, pingyi.State},
		"a reason that hides": {ruling(1, 3, "好\u202e坏"), pingyi.Invalid},
	} {
		if err := c1.Adjudicate(ctx, "p1", c.a); pingyi.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	if after := allResults(t, owner, 1); after[0] != before[0] {
		t.Error(firstDifference(before[0], after[0]))
	}
	final := func(no int, grade, final, reason string) {
		t.Helper()
		res, err := r2.Result(ctx, "p1", no, pingyi.Zh)
		must(t, err)
		a := res.Activities[0]
		if *a.Grade != grade || *a.Final != final || (a.Adjudication != nil) != (reason != "") ||
			reason != "" && *a.Adjudication != (pingyi.Ruling{Grade: final, Reason: reason, By: "c1"}) {
			t.Errorf("round %d: grade %s, final %s, %+v", no, *a.Grade, *a.Final, a.Adjudication)
		}
	}
	final(1, "中", "中", "")
	must(t, c1.Adjudicate(ctx, "p1", pingyi.Adjudication{Panel: "p9", Round: 7, By: "r1", Activity: act(key701, 1), Tier: 3, Reason: " 附件齐全 "}))
	final(1, "中", "优", "附件齐全")
	must(t, c1.Adjudicate(ctx, "p1", ruling(1, 0, "附件不实")))
	final(1, "中", "差", "附件不实")
	// One is taken back, once, and leaves the result as it was before.
	takeBack := ruling(1, pingyi.NoTier, "")
	refused(t, pingyi.State, c1.Adjudicate(ctx, "p1", ruling(2, pingyi.NoTier, "")))
	refused(t, pingyi.Forbidden, r2.Adjudicate(ctx, "p1", takeBack))
	must(t, c1.Adjudicate(ctx, "p1", takeBack))
	final(1, "中", "中", "")
	if after := allResults(t, owner, 1); after[0] != before[0] {
		t.Error(firstDifference(before[0], after[0]))
	}
	taken, err := as(t, owner, "k1").History(ctx, store.HistoryFilter{Panel: "p1", Limit: 1})
	must(t, err)
	if e := taken[0]; e.Command != pingyi.CommandAdjudicate || len(e.Changes) != 1 || !slices.ContainsFunc(e.Changes[0].Fields, func(f pingyi.FieldChange) bool {
		return f.Field == "reason" && f.Before == "附件不实" && f.After == ""
	}) {
		t.Errorf("%+v", e)
	}
	refused(t, pingyi.State, c1.Adjudicate(ctx, "p1", takeBack))
	must(t, c1.Adjudicate(ctx, "p1", ruling(1, 0, "附件不实")))
	final(1, "中", "差", "附件不实")
	// Still split: a further round may ask again, and begins without the ruling.
	opens(t, owner, "p1", true)
	refused(t, pingyi.State, c1.Adjudicate(ctx, "p1", ruling(1, 3, "附件齐全")))
	for _, id := range []string{"r1", "r2", "r3"} {
		submits(t, as(t, owner, id), "p1")
	}
	closes(t, owner, "p1")
	final(1, "中", "差", "附件不实")
	final(2, "中", "中", "")
	refused(t, pingyi.State, c1.Adjudicate(ctx, "p1", takeBack)) // it was of round 1
	must(t, c1.Adjudicate(ctx, "p1", ruling(1, 2, "补交了材料")))
	final(1, "中", "差", "附件不实")
	final(2, "中", "良", "补交了材料")
	events, err := as(t, owner, "k1").History(ctx, store.HistoryFilter{Panel: "p1", Limit: 1})
	must(t, err)
	if e := events[0]; e.Command != pingyi.CommandAdjudicate || e.Member != "c1" || len(e.Changes) != 1 || e.Changes[0].Subject.Noun != pingyi.NounAdjudication ||
		e.Changes[0].Subject.Round != 2 || e.Changes[0].Subject.Activity != 1 {
		t.Errorf("%+v", e)
	} else {
		for _, f := range e.Changes[0].Fields {
			if want := map[string]string{"tier": "良", "reason": "补交了材料", "by": "c1"}[f.Field]; f.After != want || f.Before != "" {
				t.Errorf("%+v", f)
			}
		}
	}
}

// signedRecord is a record whose result is signed, on an engine that can be
// reached below the journal.
func signedRecord(t *testing.T) (kv.Engine, *store.Desk, pingyi.Signature) {
	t.Helper()
	engine, owner := onEngine(t)
	convene(t, owner)
	splitOn1(t, owner)
	closes(t, owner, "p1")
	c1 := as(t, owner, "c1")
	must(t, c1.Adjudicate(t.Context(), "p1", ruling(1, 3, "附件齐全")))
	s, err := c1.Sign(t.Context(), "p1")
	must(t, err)
	return engine, owner, s
}

func TestAfterTheChairHasSignedNothingFollows(t *testing.T) {
	ctx := t.Context()
	_, owner, s := signedRecord(t)
	c1 := as(t, owner, "c1")
	proof, err := owner.Verify(ctx)
	must(t, err)
	if s.By != "c1" || s.Rev != proof.Rev {
		t.Errorf("%+v at %d", s, proof.Rev)
	}
	before := allResults(t, owner, 1)
	for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
		res, err := as(t, owner, "r9").Result(ctx, "p1", 0, l)
		must(t, err)
		if res.Signature == nil || *res.Signature != s {
			t.Errorf("%v: %+v", l, res.Signature)
		}
		if digest, err := res.Digest(); err != nil || (digest == s.Digest) != (l == pingyi.Zh) {
			t.Errorf("%v: the digest is %s, signed was %s", l, digest, s.Digest)
		}
	}
	for _, onlySplit := range []bool{false, true} {
		_, err = owner.OpenRound(ctx, "p1", onlySplit)
		refused(t, pingyi.State, err)
	}
	_, err = owner.CloseRound(ctx, "p1", "到期")
	refused(t, pingyi.State, err)
	refused(t, pingyi.State, c1.Adjudicate(ctx, "p1", ruling(1, 0, "附件不实")))
	refused(t, pingyi.State, c1.Adjudicate(ctx, "p1", ruling(1, pingyi.NoTier, "")))
	_, err = c1.Sign(ctx, "p1")
	refused(t, pingyi.State, err)
	refused(t, pingyi.State, as(t, owner, "r1").Rate(ctx, "p1", mark(1, grade(0, ""))))
	upheaval(t, owner, 1)
	must(t, owner.DisableMember(ctx, "r1"))
	must(t, owner.DisableMember(ctx, "c1"))
	for i, now := range allResults(t, owner, 1) {
		if now != before[i] {
			t.Error(firstDifference(before[i], now))
		}
	}
	_, err = owner.Verify(ctx)
	must(t, err)
}

// What is altered below the journal shows when the signed result is read, and not
// only when somebody verifies.
func TestASignedResultThatIsAlteredIsNotGivenOut(t *testing.T) {
	for name, c := range map[string]struct{ key, old, new string }{
		"a rating":      {"rating/p1/001/r1/2016/702/000001", `"tier":3`, `"tier":2`},
		"a comment":     {"rating/p1/001/r1/2016/702/000001", `"tier":3`, `"tier":3,"comment":"好"`},
		"a submission":  {"ballot/p1/001/r1", `"701":`, `"709":`},
		"a ruling":      {"adjudication/p1/001/2016/701/000001", "附件齐全", "附件不实"},
		"who ruled":     {"adjudication/p1/001/2016/701/000001", `"by":"c1"`, `"by":"c2"`},
		"a budget":      {"activity/2016/701/0/000001", "10.00", "90.00"},
		"the signature": {"round/p1/001", `"digest":"`, `"digest":"0`},
		"the panel":     {"panel/p1", `"majority-judgment"`, `"plurality"`},
	} {
		t.Run(name, func(t *testing.T) {
			engine, owner, _ := signedRecord(t)
			_, err := owner.Result(t.Context(), "p1", 0, pingyi.En)
			must(t, err)
			must(t, engine.Update(t.Context(), func(tx kv.Tx) error {
				b, found, err := tx.Get([]byte(c.key))
				if err != nil || !found || !bytes.Contains(b, []byte(c.old)) {
					t.Fatalf("%s is %q, %v", c.key, b, err)
				}
				return tx.Put([]byte(c.key), bytes.Replace(b, []byte(c.old), []byte(c.new), 1))
			}))
			for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
				_, err := store.On(engine, steady()).OwnerDesk("anew").Result(t.Context(), "p1", 0, l)
				refused(t, pingyi.Damaged, err)
			}
		})
	}
}

// A rubric that changes after a mark was given is read again before the mark is
// submitted; the result says how many were not.
func TestAMarkByARubricThatChangedIsAskedForAgain(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	r1, r2, r3 := as(t, owner, "r1"), as(t, owner, "r2"), as(t, owner, "r3")
	rates(t, r1, "p1", grade(3, "好"), grade(2, ""))
	rates(t, r2, "p1", grade(3, ""), grade(2, ""))
	rates(t, r3, "p1", recuse, grade(2, ""))
	submits(t, r2, "p1")
	reword := func(text string) {
		t.Helper()
		p, err := owner.Plan(ctx, key701)
		must(t, err)
		a := p.Activities[0]
		a.Rubric = pingyi.Rubric{"没修", "修一半", "修完", text}
		_, _, err = owner.SaveActivity(ctx, key701, p.Activities[0], a)
		must(t, err)
	}
	read, err := r1.Plan(ctx, key701) // and then it changes
	must(t, err)
	reword("提前半年修完")
	submits(t, r3, "p1") // who recused need not read it again
	for range 2 {
		_, err := r1.Submit(ctx, "p1", "")
		refused(t, pingyi.State, err)
		if e, ok := err.(*pingyi.Error); !ok || e.Place.Activity != 1 || e.Place.Text != "修路" {
			t.Errorf("%+v", err)
		}
		// Given by the old one, it is not given by the new.
		must(t, r1.Rate(ctx, "p1", []store.Marked{{Activity: act(key701, 1), Mark: grade(3, "好"), Rubric: read.Activities[0].Rubric.Digest()}}))
	}
	if state := stateOf(t, r1, 1); state != pingyi.Draft {
		t.Errorf("%s", state)
	}
	refused(t, pingyi.Invalid, r1.Rate(ctx, "p1", []store.Marked{{Activity: act(key701, 1), Mark: grade(3, "好"), Rubric: "\x1b[2J"}}))
	rates(t, r1, "p1", grade(3, "好")) // the same again, by the new rubric
	submits(t, r1, "p1")
	_, err = r2.Submit(ctx, "p1", "") // nor is what was submitted before passed over
	refused(t, pingyi.State, err)
	closes(t, owner, "p1")
	stale := func(no, want int) {
		t.Helper()
		res, err := owner.Result(ctx, "p1", no, pingyi.Zh)
		must(t, err)
		if a := res.Activities[0]; a.Stale != want || a.Submitted != 2 {
			t.Errorf("round %d: %d of %d stale, want %d", no, a.Stale, a.Submitted, want)
		}
	}
	stale(1, 1)
	reword("提前一年修完") // after the round: not its business
	stale(1, 1)
	opens(t, owner, "p1", false)
	for _, d := range []*store.Desk{r1, r2} { // carried over, and by an old rubric both
		_, err := d.Submit(ctx, "p1", "")
		refused(t, pingyi.State, err)
	}
	must(t, giveAgain(t, r1))
	submits(t, r1, "p1")
	rates(t, r2, "p1", grade(3, ""))
	submits(t, r2, "p1")
	closes(t, owner, "p1")
	stale(2, 0)
}
