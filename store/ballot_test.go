package store_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
)

// refusals returns the errors that a filing joins, by the line that they name.
func refusals(t interface{ Fatalf(string, ...any) }, err error) map[int]*pingyi.Error {
	byLine := map[int]*pingyi.Error{}
	if err == nil {
		return byLine
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("not a list of refusals: %v", err)
	}
	for _, one := range joined.Unwrap() {
		var e *pingyi.Error
		if !errors.As(one, &e) || e.Place.File != "ballot.txt" || e.Place.Row == 0 || byLine[e.Place.Row] != nil {
			t.Fatalf("a refusal without its place: %v", one)
		}
		if e.In(pingyi.Zh) == e.In(pingyi.En) {
			t.Fatalf("not said in both languages: %v", e)
		}
		byLine[e.Place.Row] = e
	}
	return byLine
}

// fetched is a ballot file as r1 takes it away, its answers blank.
func fetched(t testing.TB, d *store.Desk) pingyi.FilledBallot {
	t.Helper()
	paper, err := d.BallotToFill(t.Context(), "p1")
	must(t, err)
	f := pingyi.FilledBallot{File: "ballot.txt", Panel: "p1", Round: paper.Round.No, Member: paper.Ballot.Member, Rev: paper.Rev, Line: 2}
	for _, plan := range paper.Plans {
		for _, a := range plan.Activities {
			if k := (pingyi.ActivityKey{PlanKey: plan.Key(), ID: a.ID}); paper.Round.Asks(k) {
				f.Answers = append(f.Answers, pingyi.Answer{Activity: k, Rubric: a.Rubric.Digest(), Line: 10 * (len(f.Answers) + 1)})
			}
		}
	}
	return f
}

// answered fills the answers in, in their order.
func answered(f pingyi.FilledBallot, marks ...string) pingyi.FilledBallot {
	f.Answers = slices.Clone(f.Answers)
	for i, m := range marks {
		f.Answers[i].Mark = m
	}
	return f
}

func TestABallotThatComesBackIsTakenAsDrafts(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	r1 := as(t, owner, "r1")
	f := answered(fetched(t, r1), " 优秀：附件齐全 ", "", "弃权", "ｒｅｃｕｓｅ")
	f.Answers[2].Comment = "没有到场"
	filed, err := r1.FileBallot(ctx, f)
	must(t, err)
	if filed != (store.FiledBallot{Taken: 3, Left: 1}) {
		t.Errorf("%+v", filed)
	}
	want := "701/1 优 draft; 702/1 弃权 abstained; 702/2 回避 recused"
	same(t, "filed", said(t, r1, "p1"), want)
	paper, err := r1.Paper(ctx, "p1")
	must(t, err)
	one, _ := paper.Ballot.Of(act(key701, 1))
	three, _ := paper.Ballot.Of(act(key702, 1))
	if one.Comment != "附件齐全" || three.Comment != "没有到场" || one.Rubric != paper.Plans[0].Activities[0].Rubric.Digest() {
		t.Errorf("%+v, %+v", one, three)
	}
	before, err := owner.Verify(ctx)
	must(t, err)
	for range 2 { // and again, as somebody would who is not sure it arrived
		filed, err = r1.FileBallot(ctx, f)
		must(t, err)
		if filed != (store.FiledBallot{Unchanged: 3, Left: 1}) {
			t.Errorf("again: %+v", filed)
		}
	}
	after, err := owner.Verify(ctx)
	must(t, err)
	if before != after {
		t.Errorf("filing it again wrote entries %d to %d", before.Rev, after.Rev)
	}
	submits(t, r1, "p1")
	again := answered(fetched(t, r1), "撤回", "clear", "", "回避")
	filed, err = r1.FileBallot(ctx, again)
	must(t, err)
	if filed != (store.FiledBallot{Taken: 1, Unchanged: 2, Left: 1}) {
		t.Errorf("%+v", filed)
	}
	same(t, "taken back", said(t, r1, "p1"), strings.TrimPrefix(want, "701/1 优 draft; "))
	events, err := r1.History(ctx, store.HistoryFilter{Panel: "p1", Limit: 1})
	must(t, err)
	if events[0].Command != pingyi.CommandFileBallot {
		t.Errorf("%+v", events[0])
	}
}

func TestWhatIsWrongInABallotIsNamedByLineAndCostsNothingElse(t *testing.T) {
	_, owner := inMemory(t)
	convene(t, owner)
	r1 := as(t, owner, "r1")
	f := answered(fetched(t, r1), "极优", "良", "优:好", "")
	f.Answers[2].Comment = "不好"
	f.Answers[3].Comment = "只有评语"
	more := func(k pingyi.ActivityKey, mark string, change func(*pingyi.Answer)) {
		a := pingyi.Answer{Activity: k, Mark: mark, Line: 10 * (len(f.Answers) + 1)}
		change(&a)
		f.Answers = append(f.Answers, a)
	}
	asIs := func(*pingyi.Answer) {}
	more(act(key701, 9), "优", asIs)
	more(act(pingyi.PlanKey{Year: 2015, Department: "701"}, 1), "优", asIs)
	more(act(pingyi.PlanKey{Year: 2016, Department: "709"}, 1), "优", asIs)
	more(act(pingyi.PlanKey{Year: 2016, Department: "../x"}, 1), "优", asIs)
	more(act(key702, 2), "优", func(a *pingyi.Answer) { a.Comment = "\x1b[2J" })
	more(act(key702, 2), "优", func(a *pingyi.Answer) { a.Reason = strings.Repeat("因", pingyi.MaxText+1) })
	more(act(key702, 2), "优", func(a *pingyi.Answer) { a.Rubric = "\x1b[2J" })
	more(act(key701, 2), "中", asIs) // a second answer on one activity
	filed, err := r1.FileBallot(t.Context(), f)
	if filed != (store.FiledBallot{Taken: 1}) {
		t.Errorf("%+v", filed)
	}
	got := map[int]pingyi.Code{}
	for line, e := range refusals(t, err) {
		got[line] = e.Code
		if strings.Contains(e.In(pingyi.En), "\x1b") {
			t.Errorf("line %d escapes: %q", line, e.In(pingyi.En))
		}
	}
	want := map[int]pingyi.Code{10: pingyi.Invalid, 30: pingyi.Invalid, 40: pingyi.Invalid, 50: pingyi.NotFound, 60: pingyi.NotFound,
		70: pingyi.NotFound, 80: pingyi.Invalid, 90: pingyi.Invalid, 100: pingyi.TooBig, 110: pingyi.Invalid, 120: pingyi.Conflict}
	if !maps.Equal(got, want) {
		t.Errorf("got %v\nwant %v\n%v", got, want, err)
	}
	same(t, "filed", said(t, r1, "p1"), "701/2 良 draft")
}

// A mark that is taken back takes with it the comment that the file came with; one
// that was written beside it would vanish, and is told instead.
func TestNoCommentVanishesBesideAMarkTakenBack(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	r1 := as(t, owner, "r1")
	rates(t, r1, "p1", grade(3, "原有"), grade(2, "原有"), grade(1, ""))
	f := answered(fetched(t, r1), "撤回", "clear", "撤回", "撤回")
	f.Answers[0].Comment = "原有"
	f.Answers[1].Comment = "原有，后来又写的"
	f.Answers[2].Reason = "看错了"
	f.Answers[3].Comment = "没有评过的"
	filed, err := r1.FileBallot(ctx, f)
	got := refusals(t, err)
	if filed != (store.FiledBallot{Taken: 1}) || len(got) != 3 {
		t.Errorf("%+v, %v", filed, err)
	}
	for _, line := range []int{20, 30, 40} {
		if e := got[line]; e == nil || e.Code != pingyi.Invalid || !strings.Contains(e.In(pingyi.Zh), "撤回") {
			t.Errorf("line %d: %v", line, e)
		}
	}
	same(t, "filed", said(t, r1, "p1"), "701/2 良 draft; 702/1 中 draft")
}

// A ballot that is mended and sent again may change what its first sending gave:
// that is refused like a copy's answer, and not called somebody's rating elsewhere.
func TestABallotSentAgainIsNotToldOfARatingElsewhereOnly(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	r1 := as(t, owner, "r1")
	f := fetched(t, r1)
	_, err := r1.FileBallot(ctx, answered(f, "良", "极优"))
	refusals(t, err)
	filed, err := r1.FileBallot(ctx, answered(f, "中", "优"))
	got := refusals(t, err)
	if filed.Taken != 1 || len(got) != 1 || got[10] == nil || got[10].Code != pingyi.Conflict {
		t.Fatalf("%+v, %v", filed, err)
	}
	if zh, en := got[10].In(pingyi.Zh), got[10].In(pingyi.En); !strings.Contains(zh, "这份评分表先前交过") || !strings.Contains(en, "this ballot sent before") || !strings.Contains(zh, "良") {
		t.Errorf("%s / %s", zh, en)
	}
}

func TestAScoreBallotTakesScores(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: 2016, Members: []string{"r1"}, Marks: pingyi.MarkScore, Rule: pingyi.TrimmedMean}))
	opens(t, owner, "p1", false)
	r1 := as(t, owner, "r1")
	filed, err := r1.FileBallot(ctx, answered(fetched(t, r1), "８９．５分", "优", "101", "60"))
	if refusals := refusals(t, err); filed.Taken != 2 || len(refusals) != 2 || refusals[20] == nil || refusals[30] == nil {
		t.Errorf("%+v, %v", filed, err)
	}
}

func TestABallotOfSomethingElseIsRefusedWhole(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p2", Year: 2016, Members: []string{"r9"}}))
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p3", Year: 2016, Members: []string{"r1"}}))
	r1, r2 := as(t, owner, "r1"), as(t, owner, "r2")
	rates(t, r1, "p1", grade(1, ""))
	sound := answered(fetched(t, r1), "优", "优")
	before, err := owner.Verify(ctx)
	must(t, err)
	for name, c := range map[string]struct {
		change func(*pingyi.FilledBallot)
		code   pingyi.Code
	}{
		"another's":             {func(f *pingyi.FilledBallot) { f.Member = "r2" }, pingyi.Forbidden},
		"nobody's":              {func(f *pingyi.FilledBallot) { f.Member = "\x1b[2J" }, pingyi.Forbidden},
		"a panel one is not in": {func(f *pingyi.FilledBallot) { f.Panel = "p2" }, pingyi.Forbidden},
		"a panel not begun":     {func(f *pingyi.FilledBallot) { f.Panel = "p3" }, pingyi.State},
		"no such panel":         {func(f *pingyi.FilledBallot) { f.Panel = "p9" }, pingyi.NotFound},
		"no panel's name":       {func(f *pingyi.FilledBallot) { f.Panel = "../p1" }, pingyi.Invalid},
		"a later round":         {func(f *pingyi.FilledBallot) { f.Round = 2 }, pingyi.State},
		"of the future":         {func(f *pingyi.FilledBallot) { f.Rev = 2 }, pingyi.Invalid},
		"of the journal":        {func(f *pingyi.FilledBallot) { f.Rev = before.Rev }, pingyi.Invalid},
		"of far beyond":         {func(f *pingyi.FilledBallot) { f.Rev = 1<<64 - 1 }, pingyi.Invalid},
	} {
		f := sound
		c.change(&f)
		filed, err := r1.FileBallot(ctx, f)
		if pingyi.CodeOf(err) != c.code || filed != (store.FiledBallot{}) {
			t.Errorf("%s: %+v, %v", name, filed, err)
			continue
		}
		var e *pingyi.Error
		if errors.As(err, &e); e.Place.File != "ballot.txt" || e.Place.Row != 2 || strings.Contains(e.In(pingyi.Zh), "\x1b") {
			t.Errorf("%s: said %q", name, e.In(pingyi.Zh))
		}
	}
	if _, err := r2.FileBallot(ctx, sound); pingyi.CodeOf(err) != pingyi.Forbidden {
		t.Errorf("by another: %v", err)
	}
	after, err := owner.Verify(ctx)
	must(t, err)
	if before != after {
		t.Error("something was taken")
	}
	closes(t, owner, "p1")
	_, err = r1.FileBallot(ctx, sound)
	if pingyi.CodeOf(err) != pingyi.State {
		t.Errorf("closed: %v", err)
	}
	opens(t, owner, "p1", false)
	_, err = r1.FileBallot(ctx, sound)
	if pingyi.CodeOf(err) != pingyi.State {
		t.Errorf("of the round before: %v", err)
	}
}

func TestABallotOfManyActivitiesAndLongCommentsIsTakenWhole(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	_, err := owner.File(ctx, filed(largePlan("703", 2*store.MaxMarks+1)))
	must(t, err)
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: 2016, Departments: []string{"703"}, Members: []string{"r1"}}))
	opens(t, owner, "p1", false)
	r1 := as(t, owner, "r1")
	f := fetched(t, r1)
	for i := range f.Answers {
		f.Answers[i].Mark = "良"
		if i%2 == 0 {
			f.Answers[i].Comment = strings.Repeat("长", pingyi.MaxText)
		}
	}
	f.Answers[0].Mark, f.Answers[100].Mark, f.Answers[180].Mark = "极优", "极优", "极优"
	for _, comment := range []string{"长", "短"} { // the second time there is as much to be replaced
		filed, err := r1.FileBallot(ctx, f)
		got := refusals(t, err)
		if filed.Taken+filed.Unchanged != len(f.Answers)-3 || len(got) != 3 || got[10] == nil || got[1010] == nil || got[1810] == nil {
			t.Fatalf("%+v, %v", filed, err)
		}
		submits(t, r1, "p1")
		f.Rev = fetched(t, r1).Rev
		for i := range f.Answers {
			f.Answers[i].Comment = strings.ReplaceAll(f.Answers[i].Comment, comment, "短")
		}
	}
	_, err = owner.Verify(ctx)
	must(t, err)
}

// A rubric that has changed since the ballot was fetched: the mark is taken, and
// asked for again before it is submitted. A later ballot says it again.
func TestABallotByAnOldRubricIsTakenAndAsksAgain(t *testing.T) {
	ctx := t.Context()
	for _, noted := range []bool{true, false} { // or the line that notes the rubric was lost
		_, owner := inMemory(t)
		convene(t, owner)
		r1 := as(t, owner, "r1")
		f := answered(fetched(t, r1), "优", "良")
		if !noted {
			f.Answers[0].Rubric = ""
		}
		upheaval(t, owner, 1) // changes the last of 701
		p, err := owner.Plan(ctx, key701)
		must(t, err)
		i := slices.IndexFunc(p.Activities, func(a pingyi.Activity) bool { return a.ID == 1 })
		a := p.Activities[i]
		a.Rubric = pingyi.Rubric{"甲", "乙", "丙", "丁"}
		_, _, err = owner.SaveActivity(ctx, key701, p.Activities[i], a)
		must(t, err)
		f.Answers = f.Answers[:1]
		filed, err := r1.FileBallot(ctx, f)
		must(t, err)
		if filed.Taken != 1 {
			t.Errorf("%+v", filed)
		}
		_, err = r1.Submit(ctx, "p1", "")
		refused(t, pingyi.State, err)
		filed, err = r1.FileBallot(ctx, f)
		must(t, err)
		if filed.Unchanged != 1 {
			t.Errorf("the old one again: %+v", filed)
		}
		next := fetched(t, r1)
		next.Answers = slices.DeleteFunc(next.Answers, func(a pingyi.Answer) bool { return a.Activity != act(key701, 1) })
		next.Answers[0].Mark = "优"
		filed, err = r1.FileBallot(ctx, next)
		must(t, err)
		if filed.Taken != 1 {
			t.Errorf("said again: %+v", filed)
		}
		submits(t, r1, "p1")
	}
}

func TestABallotTakesTheDigitsOfTheScreens(t *testing.T) {
	_, owner := inMemory(t)
	convene(t, owner)
	r1 := as(t, owner, "r1")
	_, err := r1.FileBallot(t.Context(), answered(fetched(t, r1), "１", "4：没有做完", "5", "0"))
	if refused := refusals(t, err); len(refused) != 2 || refused[30] == nil || refused[40] == nil {
		t.Errorf("%v", err)
	}
	same(t, "filed", said(t, r1, "p1"), "701/1 优 draft; 701/2 差 draft")
}

func TestAFilingThatIsCutOffStillTellsWhatWasRefused(t *testing.T) {
	ctx := t.Context()
	e := &interposed{Engine: engineInMemory(t)}
	owner := store.On(e, steady()).OwnerDesk("test")
	populate(t, owner)
	_, err := owner.File(ctx, filed(largePlan("703", store.MaxMarks+5)))
	must(t, err)
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: 2016, Departments: []string{"703"}, Members: []string{"r1"}}))
	opens(t, owner, "p1", false)
	r1 := as(t, owner, "r1")
	f := answered(fetched(t, r1), "极优", "良", "良")
	e.updates, e.at = 0, 2
	e.first = func() {
		_, err := store.On(e.Engine, store.Options{}).OwnerDesk("other").CloseRound(ctx, "p1", "到期")
		must(t, err)
	}
	e.then = func() {}
	filed, err := r1.FileBallot(ctx, f)
	if filed.Taken != 2 || pingyi.CodeOf(err) != pingyi.State {
		t.Errorf("%+v, %v", filed, err)
	}
	if all := err.(interface{ Unwrap() []error }).Unwrap(); len(all) != 2 || pingyi.CodeOf(all[1]) != pingyi.Invalid {
		t.Errorf("%v", err)
	}
}
