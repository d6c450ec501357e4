package store_test

import (
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
)

func mark(id int, m *pingyi.Mark) []store.Marked {
	return []store.Marked{{Activity: act(key701, id), Mark: m}}
}

// stateOf returns how far the desk's rating of an activity of 701 has come.
func stateOf(t *testing.T, d *store.Desk, id int) pingyi.RatingState {
	t.Helper()
	paper, err := d.Paper(t.Context(), "p1")
	must(t, err)
	r, ok := paper.Ballot.Of(act(key701, id))
	if !ok {
		return pingyi.Missing
	}
	return paper.Ballot.State(r)
}

func TestAGradeIsADraftUntilSubmittedAndAgainWhenChanged(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	r1 := as(t, owner, "r1")
	rate := func(m *pingyi.Mark) func() {
		return func() { t.Helper(); must(t, r1.Rate(ctx, "p1", mark(1, m))) }
	}
	submit := func() {
		t.Helper()
		_, err := r1.Submit(ctx, "p1", "")
		must(t, err)
	}
	for i, step := range []struct {
		do   func()
		want pingyi.RatingState
	}{
		{func() {}, pingyi.Missing},
		{rate(grade(2, "")), pingyi.Draft},
		{submit, pingyi.Submitted},
		{rate(grade(2, "")), pingyi.Submitted}, // said again
		{submit, pingyi.Submitted},
		{rate(grade(2, "改评语")), pingyi.Draft},
		{rate(grade(3, "改评语")), pingyi.Draft},
		{submit, pingyi.Submitted},
		{rate(&pingyi.Mark{Kind: pingyi.Abstained}), pingyi.StateAbstained},
		{rate(&pingyi.Mark{Kind: pingyi.Recused}), pingyi.StateRecused},
		{rate(grade(3, "改评语")), pingyi.Draft},
		{rate(nil), pingyi.Missing},
		{rate(nil), pingyi.Missing},
	} {
		step.do()
		if got := stateOf(t, r1, 1); got != step.want {
			t.Fatalf("after step %d: %s, want %s", i, got, step.want)
		}
	}
	_, err := r1.Submit(ctx, "p1", "")
	refused(t, pingyi.State, err)
	_, err = owner.Verify(ctx)
	must(t, err)
}

func TestSubmittingTakesOneDepartmentOrAll(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	r1 := as(t, owner, "r1")
	must(t, r1.Rate(ctx, "p1", []store.Marked{
		{Activity: act(key701, 1), Mark: grade(2, "")}, {Activity: act(key701, 2), Mark: &pingyi.Mark{Kind: pingyi.Abstained}},
		{Activity: act(key702, 1), Mark: grade(2, "")}}))
	turnout := func() int {
		t.Helper()
		list, err := owner.Turnout(ctx, "p1")
		must(t, err)
		if len(list) != 3 || list[0].Member.ID != "r1" || list[0].Of != 4 || list[1].Done != 0 {
			t.Fatalf("%+v", list)
		}
		return list[0].Done
	}
	if n := turnout(); n != 0 {
		t.Errorf("%d done before anything was submitted", n)
	}
	count, err := r1.Submit(ctx, "p1", "701")
	must(t, err)
	if count[pingyi.Submitted] != 1 || count[pingyi.StateAbstained] != 1 || len(count) != 2 || turnout() != 2 {
		t.Errorf("%v", count)
	}
	_, err = r1.Submit(ctx, "p1", "703")
	refused(t, pingyi.NotFound, err)
	count, err = r1.Submit(ctx, "p1", "")
	must(t, err)
	if count[pingyi.Submitted] != 2 || count[pingyi.Missing] != 1 || turnout() != 3 {
		t.Errorf("%v", count)
	}
}

func TestABallotOfAbstentionsOnlyMayBeSubmitted(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	r1 := as(t, owner, "r1")
	must(t, r1.Rate(ctx, "p1", mark(1, &pingyi.Mark{Kind: pingyi.Recused})))
	count, err := r1.Submit(ctx, "p1", "")
	must(t, err)
	list, err := owner.Turnout(ctx, "p1")
	must(t, err)
	if count[pingyi.StateRecused] != 1 || list[0].Done != 1 {
		t.Errorf("%v, %+v", count, list[0])
	}
}

func TestRateRefusesAndThenSetsNothing(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	r1 := as(t, owner, "r1")
	score := pingyi.Score(80_00)
	for name, c := range map[string]struct {
		wrong store.Marked
		code  pingyi.Code
	}{
		"no such tier":           {store.Marked{Activity: act(key701, 2), Mark: grade(4, "")}, pingyi.Invalid},
		"a score for tiers":      {store.Marked{Activity: act(key701, 2), Mark: &pingyi.Mark{Kind: pingyi.Graded, Tier: 2, Score: &score}}, pingyi.Invalid},
		"no such kind":           {store.Marked{Activity: act(key701, 2), Mark: &pingyi.Mark{Kind: "maybe"}}, pingyi.Invalid},
		"a comment too long":     {store.Marked{Activity: act(key701, 2), Mark: grade(1, strings.Repeat("字", pingyi.MaxText+1))}, pingyi.TooBig},
		"a comment that escapes": {store.Marked{Activity: act(key701, 2), Mark: grade(1, "\x1b[2J")}, pingyi.Invalid},
		"no such activity":       {store.Marked{Activity: act(key701, 3), Mark: grade(1, "")}, pingyi.NotFound},
		"no such plan":           {store.Marked{Activity: act(pingyi.PlanKey{Year: 2016, Department: "703"}, 1), Mark: grade(1, "")}, pingyi.NotFound},
		"another year's plan":    {store.Marked{Activity: act(pingyi.PlanKey{Year: 2015, Department: "701"}, 1), Mark: grade(1, "")}, pingyi.NotFound},
	} {
		refused(t, c.code, r1.Rate(ctx, "p1", append(mark(1, grade(3, "")), c.wrong)))
		if got := stateOf(t, r1, 1); got != pingyi.Missing {
			t.Errorf("%s: the right one beside it is %s", name, got)
		}
	}
	many := make([]store.Marked, store.MaxMarks+1)
	for i := range many {
		many[i] = mark(1, grade(3, ""))[0]
	}
	refused(t, pingyi.TooBig, r1.Rate(ctx, "p1", many))
	must(t, r1.Rate(ctx, "p1", many[1:]))
	refused(t, pingyi.NotFound, r1.Rate(ctx, "p2", mark(1, grade(3, ""))))
	refused(t, pingyi.Forbidden, as(t, owner, "r9").Rate(ctx, "p1", mark(1, grade(3, ""))))
}

func TestNinetyMarksAreOneCommand(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	_, err := owner.File(ctx, filed(largePlan("703", store.MaxMarks)))
	must(t, err)
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: 2016, Members: []string{"r1"}}))
	_, err = owner.OpenRound(ctx, "p1", false)
	must(t, err)
	before, err := owner.Verify(ctx)
	must(t, err)
	var marks []store.Marked
	for i := range store.MaxMarks {
		marks = append(marks, store.Marked{Activity: act(pingyi.PlanKey{Year: 2016, Department: "703"}, i+1), Mark: grade(2, "评语")})
	}
	must(t, as(t, owner, "r1").Rate(ctx, "p1", marks))
	after, err := owner.Verify(ctx)
	must(t, err)
	paper, err := as(t, owner, "r1").Paper(ctx, "p1")
	must(t, err)
	if after.Rev != before.Rev+1 || len(paper.Ballot.Ratings) != store.MaxMarks {
		t.Errorf("before %+v, after %+v, with %d ratings", before, after, len(paper.Ballot.Ratings))
	}
}

func TestOnlyAnOpenRoundIsRated(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: 2016, Members: []string{"r1", "r2"}}))
	r1 := as(t, owner, "r1")
	_, err := r1.Paper(ctx, "p1")
	refused(t, pingyi.NotFound, err)
	refused(t, pingyi.State, r1.Rate(ctx, "p1", mark(1, grade(3, ""))))
	_, err = owner.OpenRound(ctx, "p1", false)
	must(t, err)
	must(t, r1.Rate(ctx, "p1", mark(1, grade(3, ""))))
	_, err = owner.CloseRound(ctx, "p1", "到期")
	must(t, err)
	refused(t, pingyi.State, r1.Rate(ctx, "p1", mark(1, grade(2, ""))))
	_, err = r1.Submit(ctx, "p1", "")
	refused(t, pingyi.State, err)
	_, err = owner.OpenRound(ctx, "p1", false)
	must(t, err)
	if got := stateOf(t, r1, 1); got != pingyi.Missing {
		t.Errorf("the new round begins with a rating: %s", got)
	}
}

func TestAMemberDisabledBetweenTwoRatingsIsRefusedTheSecond(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	r1 := as(t, owner, "r1")
	must(t, r1.Rate(ctx, "p1", mark(1, grade(3, ""))))
	must(t, as(t, owner, "m1").DisableMember(ctx, "r1"))
	refused(t, pingyi.Forbidden, r1.Rate(ctx, "p1", mark(2, grade(3, ""))))
	_, err := r1.Submit(ctx, "p1", "")
	refused(t, pingyi.Forbidden, err)
	_, err = r1.Paper(ctx, "p1")
	refused(t, pingyi.Forbidden, err)
	_, err = r1.Plans(ctx)
	refused(t, pingyi.Forbidden, err)
}

func TestAPanelOfScoresTakesScoresAndTheirTier(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: 2016, Members: []string{"r1"}, Marks: pingyi.MarkScore, Rule: pingyi.TrimmedMean}))
	_, err := owner.OpenRound(ctx, "p1", false)
	must(t, err)
	r1 := as(t, owner, "r1")
	refused(t, pingyi.Invalid, r1.Rate(ctx, "p1", mark(1, grade(3, ""))))
	scored := func(s pingyi.Score) *pingyi.Mark { return &pingyi.Mark{Kind: pingyi.Graded, Score: &s} }
	refused(t, pingyi.Invalid, r1.Rate(ctx, "p1", mark(1, scored(pingyi.MaxScore+1))))
	must(t, r1.Rate(ctx, "p1", mark(1, scored(89_50))))
	_, err = r1.Submit(ctx, "p1", "")
	must(t, err)
	must(t, r1.Rate(ctx, "p1", mark(1, scored(89_50))))
	paper, err := r1.Paper(ctx, "p1")
	must(t, err)
	r, _ := paper.Ballot.Of(act(key701, 1))
	if r.Tier != 2 || *r.Score != 89_50 || paper.Ballot.State(r) != pingyi.Submitted {
		t.Errorf("%+v", r)
	}
	must(t, r1.Rate(ctx, "p1", mark(1, scored(89_51))))
	if got := stateOf(t, r1, 1); got != pingyi.Draft {
		t.Errorf("another score in the same tier is %s", got)
	}
}

// A stray key after submitting costs nobody their rating: what was submitted
// counts until the change is submitted too.
func TestASubmittedMarkCountsUntilItsChangeIsSubmitted(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "open", Year: 2016, Departments: []string{"701"}, Members: []string{"r1"}, Open: true}))
	_, err := owner.OpenRound(ctx, "open", false)
	must(t, err)
	r1 := as(t, owner, "r1")
	tally := func() string {
		t.Helper()
		res, err := owner.Result(ctx, "open", 0, pingyi.Zh)
		must(t, err)
		a := res.Activities[0]
		return a.Consensus.Tally.TallyText(pingyi.DefaultScale()) + strings.Repeat(" 弃", a.Abstained)
	}
	submit := func() { _, err := r1.Submit(ctx, "open", ""); must(t, err) }
	rate := func(m *pingyi.Mark) func() { return func() { must(t, r1.Rate(ctx, "open", mark(1, m))) } }
	for i, step := range []struct {
		do   func()
		want string
	}{
		{rate(grade(3, "")), "优0 良0 中0 差0"},
		{submit, "优1 良0 中0 差0"},
		{rate(grade(0, "")), "优1 良0 中0 差0"},
		{rate(grade(1, "")), "优1 良0 中0 差0"},
		{submit, "优0 良0 中1 差0"},
		{rate(&pingyi.Mark{Kind: pingyi.Abstained}), "优0 良0 中0 差0 弃"},
		{submit, "优0 良0 中0 差0 弃"},
		{rate(grade(2, "")), "优0 良0 中0 差0 弃"},
		{submit, "优0 良1 中0 差0"},
		{rate(nil), "优0 良0 中0 差0"},
	} {
		step.do()
		if got := tally(); got != step.want {
			t.Errorf("after step %d: %s, want %s", i, got, step.want)
		}
	}
}

func TestSubmittingNamesEveryRubricThatHasChanged(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	r1 := as(t, owner, "r1")
	rates(t, r1, "p1", grade(3, ""), grade(2, ""), grade(1, ""))
	for _, key := range []pingyi.PlanKey{key701, key702} {
		p, err := owner.Plan(ctx, key)
		must(t, err)
		for _, a := range p.Activities {
			b := a
			b.Rubric = pingyi.Rubric{"甲", "乙", "丙", "丁"}
			_, _, err = owner.SaveActivity(ctx, key, a, b)
			must(t, err)
		}
	}
	_, err := r1.Submit(ctx, "p1", "")
	refused(t, pingyi.State, err)
	if text := pingyi.Explain(err, pingyi.Zh); !strings.Contains(text, "部门 701 第 1、2 项；部门 702 第 1 项") {
		t.Error(text)
	}
	_, err = r1.Submit(ctx, "p1", "701")
	if text := pingyi.Explain(err, pingyi.Zh); !strings.Contains(text, "：第 1、2 项") {
		t.Error(text)
	}
}
