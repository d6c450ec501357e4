package store_test

import (
	"fmt"
	"testing"

	"pingyi"
	"pingyi/store"
)

// While a round is sealed, everything that anybody but r2 can read is the same
// to the byte, whatever r2 has said. The hash in the proof of Verify is left out:
// it is over all of the record and so differs by its nature, and tells nothing.
func TestASealedRoundTellsNobodyWhatAnotherSaid(t *testing.T) {
	ctx := t.Context()
	// Each says two things of r2's ballot, in as many commands.
	for _, c := range []struct {
		name     string
		one, two [2]*pingyi.Mark
		submit   bool
	}{
		{"grades", [2]*pingyi.Mark{grade(3, "很好"), grade(3, "")}, [2]*pingyi.Mark{grade(0, "差得远，理由有三"), grade(1, "")}, true},
		{"grades not submitted", [2]*pingyi.Mark{grade(3, ""), grade(2, "")}, [2]*pingyi.Mark{grade(0, ""), grade(0, "")}, false},
		{"a grade or an abstention", [2]*pingyi.Mark{grade(3, ""), grade(3, "")}, [2]*pingyi.Mark{abstain, recuse}, true},
		{"a draft or an abstention", [2]*pingyi.Mark{grade(3, ""), grade(3, "")}, [2]*pingyi.Mark{abstain, grade(3, "")}, false},
		{"a draft or a recusal", [2]*pingyi.Mark{grade(3, ""), recuse}, [2]*pingyi.Mark{grade(2, ""), grade(3, "")}, false},
		{"a draft or nothing", [2]*pingyi.Mark{grade(3, ""), grade(3, "")}, [2]*pingyi.Mark{nil, nil}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var seen [2]map[string]string
			for i, marks := range [][2]*pingyi.Mark{c.one, c.two} {
				_, owner := inMemory(t)
				convene(t, owner)
				r1, r2 := as(t, owner, "r1"), as(t, owner, "r2")
				must(t, r1.Rate(ctx, "p1", []store.Marked{{Activity: act(key701, 1), Mark: grade(2, "")}}))
				must(t, r2.Rate(ctx, "p1", []store.Marked{{Activity: act(key701, 1), Mark: grade(1, "先")}, {Activity: act(key701, 2), Mark: grade(1, "先")}}))
				for id, m := range marks {
					must(t, r2.Rate(ctx, "p1", []store.Marked{{Activity: act(key701, id+1), Mark: m}}))
				}
				must(t, r2.SaveDraft(ctx, "rate/p1", []byte([]string{`"想给优"`, `"想给差"`}[i])))
				for _, d := range []*store.Desk{r1, r2} {
					if d == r2 && !c.submit {
						continue
					}
					_, err := d.Submit(ctx, "p1", "")
					must(t, err)
				}
				seen[i] = map[string]string{}
				for _, id := range []string{"owner", "m1", "a1", "c1", "c2", "k1", "r1", "r3", "r9"} {
					d := as(t, owner, id)
					f := filed(samplePlan())
					f.Plan.Activities, f.Remove = f.Plan.Activities[:1], true
					_, filing := d.File(ctx, f)
					// Refusing to delete must not tell either.
					for _, err := range []error{filing, deleteNow(ctx, d, act(key701, 1)), d.DeletePlan(ctx, key701)} {
						if err == nil {
							t.Fatalf("%s deletes what is being judged", id)
						}
						seen[i][id] += err.Error() + "\n"
					}
					seen[i][id] += shown(d)
					proof, err := d.Verify(ctx)
					proof.Hash = ""
					seen[i][id] += fmt.Sprint(proof, err)
				}
			}
			for id, one := range seen[0] {
				if two := seen[1][id]; one != two {
					t.Errorf("%s can tell:\n%s", id, firstDifference(one, two))
				}
			}
		})
	}
}

func firstDifference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	from := max(0, i-200)
	return a[from:min(len(a), i+100)] + "\n--- or ---\n" + b[from:min(len(b), i+100)]
}

func TestWhatASealedRoundHidOpensWhenItCloses(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	r2 := as(t, owner, "r2")
	must(t, r2.Rate(ctx, "p1", []store.Marked{{Activity: act(key701, 1), Mark: grade(3, "秘")}}))
	_, err := r2.Submit(ctx, "p1", "")
	must(t, err)
	count := func(id string) int {
		t.Helper()
		events, err := as(t, owner, id).History(ctx, store.HistoryFilter{Panel: "p1"})
		must(t, err)
		return len(events)
	}
	for id, want := range map[string]int{"owner": 2, "a1": 2, "c1": 2, "r1": 2, "r2": 4} {
		if n := count(id); n != want {
			t.Errorf("sealed: %s sees %d events, want %d", id, n, want)
		}
	}
	_, err = owner.CloseRound(ctx, "p1", "到期")
	must(t, err)
	// Members learn each other's marks as tallies, unsigned.
	for id, want := range map[string]int{"owner": 5, "m1": 5, "a1": 5, "c1": 3, "k1": 3, "r1": 3, "r2": 5} {
		if n := count(id); n != want {
			t.Errorf("closed: %s sees %d events, want %d", id, n, want)
		}
	}
}

// Whether a sealed round can be closed without a reason does not tell a grade
// from an abstention.
func TestClosingTellsNoGradeFromAnAbstention(t *testing.T) {
	for _, kind := range []pingyi.Kind{pingyi.Graded, pingyi.Abstained, pingyi.Recused} {
		_, owner := inMemory(t)
		convene(t, owner)
		p, err := owner.Panels(t.Context())
		must(t, err)
		for _, id := range p[0].Panel.Members {
			d := as(t, owner, id)
			paper, err := d.Paper(t.Context(), "p1")
			must(t, err)
			var marks []store.Marked
			for _, plan := range paper.Plans {
				for _, a := range plan.Activities {
					marks = append(marks, store.Marked{Activity: pingyi.ActivityKey{PlanKey: plan.Key(), ID: a.ID}, Mark: &pingyi.Mark{Kind: kind, Tier: 2}})
				}
			}
			must(t, d.Rate(t.Context(), "p1", marks))
			_, err = d.Submit(t.Context(), "p1", "")
			must(t, err)
		}
		if _, err := owner.CloseRound(t.Context(), "p1", ""); err != nil {
			t.Errorf("with all %s: %v", kind, err)
		}
	}
}

// In an open panel there is nothing to hide, and only grades make the quorum.
func TestAnOpenPanelClosesByItsQuorum(t *testing.T) {
	ctx := t.Context()
	for _, c := range []struct {
		said  []*pingyi.Mark // of r1, r2 and r3, on the only department's two activities
		quiet bool           // it closes without a reason
	}{
		{[]*pingyi.Mark{grade(2, ""), grade(2, ""), nil}, true},
		{[]*pingyi.Mark{grade(2, ""), grade(2, ""), abstain}, true},
		{[]*pingyi.Mark{grade(2, ""), grade(2, ""), recuse}, true},
		{[]*pingyi.Mark{grade(2, ""), abstain, nil}, false},
		{[]*pingyi.Mark{grade(2, ""), abstain, abstain}, false},
		{[]*pingyi.Mark{grade(2, ""), abstain, recuse}, false}, // two may rate, and two would have to
		{[]*pingyi.Mark{grade(2, ""), recuse, recuse}, true},   // one may, and has
		{[]*pingyi.Mark{recuse, recuse, recuse}, false},
	} {
		_, owner := inMemory(t)
		populate(t, owner)
		must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: 2016, Departments: []string{"701"}, Members: []string{"r1", "r2", "r3"}, Chair: "c1", Open: true}))
		opens(t, owner, "p1", false)
		for i, m := range c.said {
			if m != nil {
				d := as(t, owner, fmt.Sprint("r", i+1))
				rates(t, d, "p1", m, m)
				submits(t, d, "p1")
			}
		}
		_, err := owner.CloseRound(ctx, "p1", "")
		if (err == nil) != c.quiet || err != nil && pingyi.CodeOf(err) != pingyi.State {
			t.Errorf("%+v: %v", c.said, err)
		}
		if err != nil {
			closes(t, owner, "p1") // with a reason it does
		}
		res, err := owner.Result(ctx, "p1", 1, pingyi.Zh)
		must(t, err)
		if res.Activities[0].Quorum != c.quiet {
			t.Errorf("%+v: the result has a quorum: %t", c.said, res.Activities[0].Quorum)
		}
	}
}
