package store_test

import (
	"context"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/store/kv/badgerkv"
	"pingyi/store/kv/faultkv"
)

// stagedPlan is a plan too large for one transaction, with few activities.
func stagedPlan() pingyi.Plan {
	p := pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: "701", Name: "大局"}}
	for _, name := range []string{"修路", "架桥", "新事"} {
		long := strings.Repeat("长", pingyi.MaxText)
		p.Activities = append(p.Activities, pingyi.Activity{Name: name, Content: long, Goal: long, Indicator: long,
			Rubric: pingyi.Rubric{long, long, long, long}})
	}
	return p
}

// TestACommandThatFailsAnywhereIsDoneOrNotDone fails each call that a command
// makes of the engine in turn, in each way that it can fail.
func TestACommandThatFailsAnywhereIsDoneOrNotDone(t *testing.T) {
	for _, c := range []struct {
		name   string
		do     func(ctx context.Context, owner, r1 *store.Desk) error
		staged bool // several transactions, all of which are in the history and count in the rev
	}{
		{"file a new plan", func(ctx context.Context, owner, _ *store.Desk) error {
			p := samplePlan()
			p.Department.Code = "703"
			_, err := owner.File(ctx, filed(p))
			return err
		}, false},
		{"file a plan again", func(ctx context.Context, owner, _ *store.Desk) error {
			p := samplePlan()
			p.Activities[0].Goal = "改"
			p.Activities = append(p.Activities, pingyi.Activity{Name: "新"})
			_, err := owner.File(ctx, filed(p))
			return err
		}, false},
		{"file a large plan", func(ctx context.Context, owner, _ *store.Desk) error {
			_, err := owner.File(ctx, filed(stagedPlan()))
			return err
		}, true},
		{"save an activity", func(ctx context.Context, owner, _ *store.Desk) error {
			a := pingyi.Activity{ID: 1, Name: "修路", Budget: 10_000_000, Rubric: samplePlan().Activities[0].Rubric}
			b := a
			b.Goal = "修好"
			_, _, err := owner.SaveActivity(ctx, key701, a, b)
			return err
		}, false},
		{"add an activity", func(ctx context.Context, owner, _ *store.Desk) error {
			_, err := owner.AddActivity(ctx, key701, 1, pingyi.Activity{Name: "新"})
			return err
		}, false},
		{"paste", func(ctx context.Context, owner, _ *store.Desk) error {
			_, err := owner.SaveActivities(ctx, key701, store.Keying{Command: pingyi.CommandPaste, Edits: newOnes(3), Order: []int{-2, -1}}, store.Keyed{})
			return err
		}, false},
		{"rate two", func(ctx context.Context, _, r1 *store.Desk) error {
			return r1.Rate(ctx, "p1", []store.Marked{{Activity: act(key701, 1), Mark: grade(1, "改")}, {Activity: act(key702, 2), Mark: grade(2, "")}})
		}, false},
		{"submit", func(ctx context.Context, _, r1 *store.Desk) error {
			_, err := r1.Submit(ctx, "p1", "")
			return err
		}, false},
		{"close a round", func(ctx context.Context, owner, _ *store.Desk) error {
			_, err := owner.CloseRound(ctx, "p1", "到期")
			return err
		}, false},
		{"delete a plan", func(ctx context.Context, owner, _ *store.Desk) error {
			return owner.DeletePlan(ctx, pingyi.PlanKey{Year: 2015, Department: "701"})
		}, true},
		{"add a member", func(ctx context.Context, owner, _ *store.Desk) error {
			return owner.AddMember(ctx, pingyi.Member{ID: "r7", Name: "七", Role: pingyi.Reviewer})
		}, false},
		{"open a round on what is split", func(ctx context.Context, owner, _ *store.Desk) error {
			_, err := owner.OpenRound(ctx, "p2", true)
			return err
		}, false},
		{"adjudicate", func(ctx context.Context, owner, _ *store.Desk) error {
			c2, err := owner.For(ctx, "c2")
			if err != nil {
				return err
			}
			return c2.Adjudicate(ctx, "p2", ruling(1, 2, "附件齐全"))
		}, false},
		{"sign", func(ctx context.Context, owner, _ *store.Desk) error {
			c2, err := owner.For(ctx, "c2")
			if err != nil {
				return err
			}
			_, err = c2.Sign(ctx, "p2")
			return err
		}, false},
		{"file a ballot", func(ctx context.Context, owner, r1 *store.Desk) error {
			// As fetched when the round began: what is filed again is there already.
			f := pingyi.FilledBallot{File: "ballot.txt", Panel: "p1", Round: 1, Member: "r1"}
			for _, k := range []pingyi.PlanKey{key701, key702} {
				f.Answers = append(f.Answers, pingyi.Answer{Activity: act(k, 2), Mark: "良", Comment: "好", Line: k.Year})
			}
			_, err := r1.FileBallot(ctx, f)
			return err
		}, false},
		{"rate in a later round", func(ctx context.Context, _, r1 *store.Desk) error {
			return r1.Rate(ctx, "p3", mark(1, because(1, "再看")))
		}, false},
		{"submit what was carried over", func(ctx context.Context, _, r1 *store.Desk) error {
			_, err := r1.Submit(ctx, "p3", "")
			return err
		}, false},
		{"invite", func(ctx context.Context, owner, _ *store.Desk) error {
			return owner.Invite(ctx, "r1", "code", expires)
		}, false},
		{"set a password", func(ctx context.Context, _, r1 *store.Desk) error { return r1.SetPassword(ctx, "hash") }, false},
		{"make a host key", func(ctx context.Context, owner, _ *store.Desk) error { return owner.SetHostKey(ctx, "SHA256:host") }, false},
		{"save a draft", func(ctx context.Context, _, r1 *store.Desk) error {
			return r1.SaveDraft(ctx, "activity/2016/701/1", []byte(`"写到一半"`))
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var without []string
			if c.staged {
				without = []string{"history", "rev"}
			}
			before, after, calls := faultless(t, c.do, without...)
			step := 1
			if c.staged && (testing.Short() || racing) {
				step = 11
			}
			for _, outcome := range []faultkv.Outcome{faultkv.Refused, faultkv.Lost, faultkv.Kept} {
				for n := 1; n <= calls; n += step {
					f := newFaulty(t)
					f.engine.FailAt(n, outcome)
					err := c.do(t.Context(), f.owner, f.r1)
					f.engine.FailAt(0, faultkv.Refused)
					f.verify(t)
					now := shown(f.owner, without...) + shown(f.r1, without...)
					switch {
					case err == nil && now != after:
						t.Fatalf("call %d failed (%d), and the command that says it succeeded left\n%s", n, outcome, firstDifference(now, after))
					case err != nil && now != before && now != after:
						t.Fatalf("call %d failed (%d), and the command left\n%s\nafter %v", n, outcome, firstDifference(before, now), err)
					case err != nil && now == after:
						t.Fatalf("call %d failed (%d), and the command was done although it says %v", n, outcome, err)
					}
					if err != nil {
						must(t, c.do(t.Context(), f.owner, f.r1))
						f.verify(t)
						if now := shown(f.owner, without...) + shown(f.r1, without...); now != after {
							t.Fatalf("call %d failed (%d), and doing it again left\n%s", n, outcome, firstDifference(now, after))
						}
					}
					must(t, f.store.Close())
				}
			}
			t.Logf("%d calls", calls)
		})
	}
}

type faulty struct {
	engine    *faultkv.Engine
	store     *store.Store
	owner, r1 *store.Desk
}

// newFaulty returns a record with a round under way, whose engine can fail.
func newFaulty(t *testing.T) faulty {
	t.Helper()
	engine, err := badgerkv.OpenMemory()
	must(t, err)
	f := faulty{engine: faultkv.New(engine)}
	f.store = store.On(f.engine, steady())
	f.owner = f.store.OwnerDesk("test")
	convene(t, f.owner)
	old := samplePlan()
	old.Year = 2015
	_, err = f.owner.File(t.Context(), filed(old))
	must(t, err)
	// Beside the running round there is a closed one, split, and a second one.
	for _, id := range []string{"p2", "p3"} {
		must(t, f.owner.CreatePanel(t.Context(), pingyi.Panel{ID: id, Year: 2016, Departments: []string{"701"}, Members: []string{"r1", "r9"}, Chair: "c2"}))
		opens(t, f.owner, id, false)
		for i, m := range []string{"r1", "r9"} {
			d := as(t, f.owner, m)
			must(t, d.Rate(t.Context(), id, mark(1, grade(pingyi.Tier(3*i), ""))))
			submits(t, d, id)
		}
		closes(t, f.owner, id)
	}
	opens(t, f.owner, "p3", true)
	f.r1 = as(t, f.owner, "r1")
	must(t, f.r1.Rate(t.Context(), "p1", mark(1, grade(3, ""))))
	must(t, f.r1.SaveDraft(t.Context(), "activity/2016/701/1", []byte(`"写"`)))
	return f
}

func (f faulty) verify(t *testing.T) {
	t.Helper()
	_, err := f.owner.Verify(t.Context())
	must(t, err)
}

// faultless returns what shows before and after a command, and how many calls
// it makes.
func faultless(t *testing.T, do func(ctx context.Context, owner, r1 *store.Desk) error, without ...string) (before, after string, calls int) {
	t.Helper()
	f := newFaulty(t)
	before = shown(f.owner, without...) + shown(f.r1, without...)
	f.engine.FailAt(0, faultkv.Refused)
	must(t, do(t.Context(), f.owner, f.r1))
	calls = f.engine.Calls()
	after = shown(f.owner, without...) + shown(f.r1, without...)
	if before == after {
		t.Fatal("the command changes nothing that shows")
	}
	must(t, f.store.Close())
	return before, after, calls
}
