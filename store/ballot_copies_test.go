package store_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
	"pingyi/store"
	"pingyi/store/kv/badgerkv"
)

// TestTwoCopiesOfABallotNeverOverwriteEachOther fills two copies in, fetched and
// sent at any time and in any order, with marks given elsewhere in between. Each
// answer ends up taken, as it was already, or reported by its line; and what the
// record has of an activity changes only to what somebody said of it last, who
// had seen what they changed.
func TestTwoCopiesOfABallotNeverOverwriteEachOther(t *testing.T) {
	ctx := t.Context()
	words := []string{"", "", "优", "良", "中", "差", "弃权", "回避", "撤回", "极优"}
	rapid.Check(t, func(rt *rapid.T) {
		engine, err := badgerkv.OpenMemory()
		must(t, err)
		defer engine.Close()
		owner := store.On(engine, steady()).OwnerDesk("test")
		convene(t, owner)
		r1 := as(t, owner, "r1")
		comment := rapid.SampledFrom([]string{"", "", "好", "不好"})
		tier := rapid.SampledFrom([]*pingyi.Mark{grade(3, ""), grade(2, "好"), grade(0, ""), abstain, recuse, nil})
		later := rapid.Bool().Draw(rt, "a later round")
		if later {
			rates(t, r1, "p1", tier.Draw(rt, "1"), tier.Draw(rt, "2"), grade(1, ""))
			submits(t, r1, "p1")
			closes(t, owner, "p1")
			opens(t, owner, "p1", false)
		}
		now := func() (map[pingyi.ActivityKey]pingyi.Rating, pingyi.Paper) {
			paper, err := r1.Paper(ctx, "p1")
			must(t, err)
			marks := map[pingyi.ActivityKey]pingyi.Rating{}
			for _, r := range paper.Ballot.Ratings {
				marks[r.Activity] = r
			}
			return marks, paper
		}
		type copy struct {
			pingyi.FilledBallot
			base map[pingyi.ActivityKey]pingyi.Rating
		}
		var copies []copy
		rt.Repeat(map[string]func(*rapid.T){
			"fetch and fill in": func(rt *rapid.T) {
				if len(copies) == 2 {
					rt.Skip()
				}
				c := copy{fetched(t, r1), nil}
				c.base, _ = now()
				for i := range c.Answers {
					a := &c.Answers[i]
					a.Mark, a.Comment = rapid.SampledFrom(words).Draw(rt, "mark"), comment.Draw(rt, "comment")
					if later {
						a.Reason = rapid.SampledFrom([]string{"", "再看"}).Draw(rt, "reason")
					}
				}
				copies = append(copies, c)
			},
			"rate": func(rt *rapid.T) {
				k := act(rapid.SampledFrom([]pingyi.PlanKey{key701, key702}).Draw(rt, "plan"), rapid.IntRange(1, 2).Draw(rt, "id"))
				must(t, r1.Rate(ctx, "p1", []store.Marked{{Activity: k, Mark: tier.Draw(rt, "mark")}}))
			},
			"submit": func(*rapid.T) {
				if _, err := r1.Submit(ctx, "p1", ""); err != nil {
					refused(t, pingyi.State, err)
				}
			},
			"reword": func(rt *rapid.T) {
				p, err := owner.Plan(ctx, key701)
				must(t, err)
				a := p.Activities[0]
				a.Rubric = pingyi.Rubric{rapid.SampledFrom([]string{"甲", "乙"}).Draw(rt, "rubric"), "二", "三", "四"}
				_, _, err = owner.SaveActivity(ctx, key701, p.Activities[0], a)
				must(t, err)
			},
			"send": func(rt *rapid.T) {
				if len(copies) == 0 {
					rt.Skip()
				}
				i := rapid.IntRange(0, len(copies)-1).Draw(rt, "which")
				c := copies[i]
				if rapid.Bool().Draw(rt, "for the last time") {
					copies = slices.Delete(copies, i, i+1)
				}
				before, paper := now()
				filed, err := r1.FileBallot(ctx, c.FilledBallot)
				refused := refusals(rt, err)
				after, _ := now()
				want := store.FiledBallot{}
				for _, a := range c.Answers {
					base, is, got := c.base[a.Activity], before[a.Activity], after[a.Activity]
					what := fmt.Sprintf("%v %q: fetched %+v, then %+v, then %+v", a.Activity, a.Mark, base.Mark, is.Mark, got.Mark)
					mine, valid := typed(a, base)
					switch {
					case !valid:
						if refused[a.Line] == nil || !sameSaid(got, is) {
							rt.Fatalf("wrong and not reported: %s", what)
						}
						continue
					case a.Mark == "":
						want.Left++
						mine = is.Mark
					case a.Mark == "撤回" && is.Was != nil:
						mine = *is.Was
						if is.Carried {
							mine = is.Mark
						}
					}
					act := paper.Plans[slices.Index([]pingyi.PlanKey{key701, key702}, a.Activity.PlanKey)].Activities[a.Activity.ID-1]
					switch {
					case a.Mark == "":
					case sameMark(mine, is.Mark) && a.Mark != "撤回" && is.Stale(act) && a.Rubric == act.Rubric.Digest():
						want.Taken++
					case a.Mark == "撤回" && (is.Kind == "" || is.Carried):
						want.Unchanged++
					case a.Mark == "撤回" && sameSaid(base, is):
						want.Taken++
					case a.Mark != "撤回" && sameMark(mine, is.Mark):
						want.Unchanged++
					case a.Mark != "撤回" && sameMark(mine, base.Mark):
						want.Unchanged++
						mine = is.Mark
					case sameSaid(base, is):
						want.Taken++
					default:
						if e := refused[a.Line]; e == nil || e.Code != pingyi.Conflict {
							rt.Fatalf("a clash is not reported: %s", what)
						}
						mine = is.Mark
					}
					if !sameMark(got.Mark, mine) {
						rt.Fatalf("not as it should be: %s", what)
					}
				}
				if filed != want || filed.Taken+filed.Unchanged+filed.Left+len(refused) != len(c.Answers) {
					rt.Fatalf("counted %+v, want %+v, and %d refused of %d", filed, want, len(refused), len(c.Answers))
				}
			},
		})
		_, err = owner.Verify(ctx)
		must(t, err)
	})
}

// typed is what an answer means, of an activity that was rated so when its ballot
// was fetched.
func typed(a pingyi.Answer, base pingyi.Rating) (m pingyi.Mark, valid bool) {
	switch a.Mark {
	case "":
		return m, a.Comment == "" && a.Reason == ""
	case "撤回":
		return m, (a.Comment == "" || a.Comment == base.Comment) && (a.Reason == "" || a.Reason == base.Reason)
	}
	m, err := pingyi.ParseMark(a.Mark, pingyi.MarkTier, pingyi.DefaultScale())
	m.Comment, m.Reason = a.Comment, a.Reason
	return m, err == nil
}

func sameMark(a, b pingyi.Mark) bool {
	return a.Same(b) && a.Comment == b.Comment && a.Reason == b.Reason
}

func sameSaid(a, b pingyi.Rating) bool { return sameMark(a.Mark, b.Mark) }
