package store_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/store/kv"
)

var abstain, recuse = &pingyi.Mark{Kind: pingyi.Abstained}, &pingyi.Mark{Kind: pingyi.Recused}

// because is a mark with the reason why it is another than in the round before.
func because(tier pingyi.Tier, reason string) *pingyi.Mark {
	return &pingyi.Mark{Kind: pingyi.Graded, Tier: tier, Reason: reason}
}

// rates gives marks to 701's activities 1, 2, … and then 702's; nil gives none.
func rates(t testing.TB, d *store.Desk, panel string, marks ...*pingyi.Mark) {
	t.Helper()
	var list []store.Marked
	for i, m := range marks {
		if m != nil {
			list = append(list, store.Marked{Activity: act([]pingyi.PlanKey{key701, key702}[i/2], i%2+1), Mark: m})
		}
	}
	must(t, d.Rate(t.Context(), panel, list))
}

func submits(t testing.TB, d *store.Desk, panel string) {
	t.Helper()
	_, err := d.Submit(t.Context(), panel, "")
	must(t, err)
}

// closes ends the panel's round, and opens the next where asked.
func closes(t testing.TB, owner *store.Desk, panel string) {
	t.Helper()
	_, err := owner.CloseRound(t.Context(), panel, "到期")
	must(t, err)
}

func opens(t testing.TB, owner *store.Desk, panel string, onlySplit bool) pingyi.Round {
	t.Helper()
	r, err := owner.OpenRound(t.Context(), panel, onlySplit)
	must(t, err)
	return r
}

// said writes a ballot out: by activity the mark, its state, "<" when it is carried
// over, and what it was before.
func said(t testing.TB, d *store.Desk, panel string) string {
	t.Helper()
	paper, err := d.Paper(t.Context(), panel)
	must(t, err)
	var words []string
	for _, r := range paper.Ballot.Ratings {
		word := fmt.Sprintf("%s/%d %s %s", r.Activity.Department, r.Activity.ID, r.Text(pingyi.DefaultScale()), paper.Ballot.State(r))
		if r.Carried {
			word += " <"
		}
		if r.Was != nil {
			word += " was " + r.Was.Text(pingyi.DefaultScale())
		}
		words = append(words, word)
	}
	slices.Sort(words)
	return strings.Join(words, "; ")
}

// grades writes a result out: by activity the panel's grade, how many submitted,
// and the round that it is of.
func grades(t testing.TB, d *store.Desk, no int) string {
	t.Helper()
	res, err := d.Result(t.Context(), "p1", no, pingyi.Zh)
	must(t, err)
	var words []string
	for _, a := range res.Activities {
		grade := "—"
		if a.Grade != nil {
			grade = *a.Grade
		}
		words = append(words, fmt.Sprintf("%s %d@%d", grade, a.Submitted, a.Round))
	}
	return strings.Join(words, "; ")
}

func same(t testing.TB, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got %s\nwant %s", what, got, want)
	}
}

func TestALaterRoundCarriesOnesOwnMarksOver(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	r1, r2, r3 := as(t, owner, "r1"), as(t, owner, "r2"), as(t, owner, "r3")
	rates(t, r1, "p1", grade(3, "好"), grade(2, ""), grade(1, ""))
	_, err := r1.Submit(ctx, "p1", "701") // 702 stays a draft
	must(t, err)
	rates(t, r1, "p1", nil, grade(0, "反悔")) // a draft over what was submitted
	rates(t, r2, "p1", abstain, recuse)
	closes(t, owner, "p1")
	opens(t, owner, "p1", false)
	same(t, "r1", said(t, r1, "p1"), "701/1 优 draft < was 优; 701/2 良 draft < was 良")
	same(t, "r2", said(t, r2, "p1"), "701/1 弃权 abstained < was 弃权; 701/2 回避 recused < was 回避")
	same(t, "r3, who never rated", said(t, r3, "p1"), "")
	paper, err := r1.Paper(ctx, "p1")
	must(t, err)
	if r, _ := paper.Ballot.Of(act(key701, 1)); r.Comment != "好" || r.Round != 2 {
		t.Errorf("carried over: %+v", r)
	}
	if ar, found := paper.EarlierOf(act(key701, 1)); !found || ar.Submitted != 1 || ar.Abstained != 1 || !slices.Equal(ar.Comments, []string{"好"}) {
		t.Errorf("of the round before: %+v", ar)
	}
	done := func(want string) {
		t.Helper()
		list, err := owner.Turnout(ctx, "p1")
		must(t, err)
		got := ""
		for _, m := range list {
			got += fmt.Sprintf("%d/%d ", m.Done, m.Of)
		}
		same(t, "turnout", got, want)
	}
	done("0/4 0/4 0/4 ") // nobody has handed in what is only carried over
	_, err = r3.Submit(ctx, "p1", "")
	refused(t, pingyi.State, err)
	count, err := r1.Submit(ctx, "p1", "")
	must(t, err)
	if count[pingyi.Submitted] != 2 || count[pingyi.Missing] != 2 {
		t.Errorf("%v", count)
	}
	same(t, "r1 as it was", said(t, r1, "p1"), "701/1 优 submitted < was 优; 701/2 良 submitted < was 良")
	submits(t, r2, "p1")
	done("2/4 2/4 0/4 ")
	closes(t, owner, "p1")
	_, err = owner.Verify(ctx)
	must(t, err)
}

func TestAChangedMarkWantsAReason(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	r1 := as(t, owner, "r1")
	rates(t, r1, "p1", grade(3, "好"), grade(2, ""), abstain)
	submits(t, r1, "p1")
	closes(t, owner, "p1")
	opens(t, owner, "p1", false)
	unreasoned := func() {
		t.Helper()
		before := said(t, r1, "p1")
		_, err := r1.Submit(ctx, "p1", "")
		refused(t, pingyi.State, err)
		if said := pingyi.Explain(err, pingyi.Zh); !strings.Contains(said, "第 1 项活动") || !strings.Contains(said, "理由") {
			t.Errorf("said %q", said)
		}
		same(t, "refused", said(t, r1, "p1"), before)
	}
	rates(t, r1, "p1", grade(1, "好"))
	unreasoned()
	_, err := r1.Submit(ctx, "p1", "702") // whose marks are as they were
	must(t, err)
	rates(t, r1, "p1", abstain)
	unreasoned()
	rates(t, r1, "p1", recuse)
	unreasoned()
	rates(t, r1, "p1", grade(3, "只改评语")) // no other mark
	submits(t, r1, "p1")
	rates(t, r1, "p1", because(1, "看了附件"))
	submits(t, r1, "p1")
	same(t, "changed", said(t, r1, "p1"), "701/1 中 submitted was 优; 701/2 良 submitted < was 良; 702/1 弃权 abstained < was 弃权")
	rates(t, r1, "p1", grade(0, "")) // the reason was for another mark
	unreasoned()
	rates(t, r1, "p1", grade(3, ""))
	submits(t, r1, "p1")
	same(t, "back", said(t, r1, "p1"), "701/1 优 submitted was 优; 701/2 良 submitted < was 良; 702/1 弃权 abstained < was 弃权")
	must(t, r1.Rate(ctx, "p1", []store.Marked{{Activity: act(key701, 1)}}))
	same(t, "taken back", said(t, r1, "p1"), "701/1 优 submitted < was 优; 701/2 良 submitted < was 良; 702/1 弃权 abstained < was 弃权")
	rates(t, r1, "p1", because(1, "看了附件"))
	submits(t, r1, "p1")
	closes(t, owner, "p1")
	opens(t, owner, "p1", false)
	paper, err := r1.Paper(ctx, "p1")
	must(t, err)
	if r, _ := paper.Ballot.Of(act(key701, 1)); r.Tier != 1 || r.Reason != "" || !r.Carried {
		t.Errorf("the reason of the round before is carried over: %+v", r)
	}
	submits(t, r1, "p1")
}

// splitOn1 has r1, r2 and r3 rate all four, and disagree on 701's first.
func splitOn1(t testing.TB, owner *store.Desk) (r1, r2, r3 *store.Desk) {
	t.Helper()
	r1, r2, r3 = as(t, owner, "r1"), as(t, owner, "r2"), as(t, owner, "r3")
	for i, d := range []*store.Desk{r1, r2, r3} {
		rates(t, d, "p1", grade([]pingyi.Tier{3, 1, 0}[i], ""), grade(2, ""), grade(3, ""), grade(1, ""))
		submits(t, d, "p1")
	}
	return r1, r2, r3
}

func TestARoundOnWhatIsSplitAsksForNothingElse(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	_, err := owner.OpenRound(ctx, "p1", true)
	refused(t, pingyi.State, err)
	r1, r2, r3 := splitOn1(t, owner)
	closes(t, owner, "p1")
	same(t, "round 1", grades(t, owner, 1), "中 3@1; 良 3@1; 优 3@1; 中 3@1")
	if r := opens(t, owner, "p1", true); !slices.Equal(r.Only, []pingyi.ActivityKey{act(key701, 1)}) || r.No != 2 {
		t.Fatalf("%+v", r)
	}
	same(t, "r1", said(t, r1, "p1"), "701/1 优 draft < was 优")
	for _, m := range []*pingyi.Mark{grade(1, ""), nil} {
		refused(t, pingyi.State, r1.Rate(ctx, "p1", []store.Marked{{Activity: act(key701, 2), Mark: m}}))
	}
	rates(t, r1, "p1", because(2, "再看"))
	count, err := r1.Submit(ctx, "p1", "")
	must(t, err)
	if len(count) != 1 || count[pingyi.Submitted] != 1 {
		t.Errorf("counted %v", count)
	}
	submits(t, r2, "p1")
	list, err := owner.Turnout(ctx, "p1")
	must(t, err)
	for i, want := range []int{1, 1, 0} {
		if list[i].Done != want || list[i].Of != 1 {
			t.Errorf("turnout of %s: %d of %d", list[i].Member.ID, list[i].Done, list[i].Of)
		}
	}
	_, err = owner.CloseRound(ctx, "p1", "") // two of three make the quorum of the one
	must(t, err)
	same(t, "round 2", grades(t, owner, 2), "中 2@2; 良 3@1; 优 3@1; 中 3@1")
	same(t, "round 1 after it", grades(t, owner, 1), "中 3@1; 良 3@1; 优 3@1; 中 3@1")
	res, err := owner.Result(ctx, "p1", 2, pingyi.En)
	must(t, err)
	var ranks []int
	for _, a := range res.Activities {
		ranks = append(ranks, a.Rank)
	}
	if fmt.Sprint(ranks) != "[3 2 1 4]" || *res.Departments[0].Grade != "良" || *res.Departments[1].Grade != "中" {
		t.Errorf("ranks %v, %+v", ranks, res.Departments)
	}
	_, err = owner.OpenRound(ctx, "p1", true) // 中 and 良 are no dissent
	refused(t, pingyi.State, err)
	opens(t, owner, "p1", false)
	same(t, "r1 of three rounds", said(t, r1, "p1"), "701/1 良 draft < was 良; 701/2 良 draft < was 良; 702/1 优 draft < was 优; 702/2 中 draft < was 中")
	same(t, "r3, who let the second pass", said(t, r3, "p1"), "701/1 差 draft < was 差; 701/2 良 draft < was 良; 702/1 优 draft < was 优; 702/2 中 draft < was 中")
}

func TestADraftOfALaterRoundIsNotCarriedOverButWhatWasSaidBefore(t *testing.T) {
	_, owner := inMemory(t)
	convene(t, owner)
	r1, r2, r3 := splitOn1(t, owner)
	closes(t, owner, "p1")
	opens(t, owner, "p1", true)
	rates(t, r1, "p1", because(0, "草稿"))
	rates(t, r2, "p1", recuse) // in force at once
	closes(t, owner, "p1")
	if r := opens(t, owner, "p1", true); len(r.Only) != 1 { // nobody's grade counted
		t.Fatalf("%+v", r)
	}
	same(t, "r1", said(t, r1, "p1"), "701/1 优 draft < was 优")
	same(t, "r2", said(t, r2, "p1"), "701/1 回避 recused < was 回避")
	same(t, "r3", said(t, r3, "p1"), "701/1 差 draft < was 差")
}

// What a round without a quorum leaves open is split as well.
func TestWhereNoQuorumWasTheNextRoundAsksAgain(t *testing.T) {
	_, owner := inMemory(t)
	convene(t, owner)
	for _, id := range []string{"r1", "r2"} {
		d := as(t, owner, id)
		rates(t, d, "p1", grade(2, ""), nil, grade(2, ""))
		submits(t, d, "p1")
	}
	closes(t, owner, "p1")
	want := []pingyi.ActivityKey{act(key701, 2), act(key702, 2)}
	if r := opens(t, owner, "p1", true); !slices.Equal(r.Only, want) {
		t.Errorf("%+v", r)
	}
}

func TestActivitiesComeGoAndMoveBetweenRounds(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	r1, r2 := as(t, owner, "r1"), as(t, owner, "r2")
	for i, d := range []*store.Desk{r1, r2} {
		rates(t, d, "p1", grade(pingyi.Tier(3*i), ""), grade(2, ""), grade(3, ""))
		submits(t, d, "p1")
	}
	closes(t, owner, "p1")
	same(t, "round 1", grades(t, owner, 1), "差 2@1; 良 2@1; 优 2@1; — 0@1")
	must(t, deleteNow(ctx, owner, act(key702, 2))) // rated by nobody
	refused(t, pingyi.State, deleteNow(ctx, owner, act(key702, 1)))
	added, err := owner.AddActivity(ctx, key701, 1, pingyi.Activity{Name: "新事", Budget: 5})
	must(t, err)
	if r := opens(t, owner, "p1", true); !slices.Equal(r.Only, []pingyi.ActivityKey{act(key701, 1)}) {
		t.Errorf("%+v", r)
	}
	refused(t, pingyi.State, r1.Rate(ctx, "p1", []store.Marked{{Activity: act(key701, added.ID), Mark: grade(1, "")}}))
	rates(t, r1, "p1", because(1, "再看"))
	rates(t, r2, "p1", because(1, "再看"))
	submits(t, r1, "p1")
	submits(t, r2, "p1")
	closes(t, owner, "p1")
	same(t, "round 1 after it", grades(t, owner, 1), "差 2@1; 良 2@1; 优 2@1; — 0@1")
	same(t, "round 2", grades(t, owner, 2), "— 0@2; 中 2@2; 良 2@1; 优 2@1")
	if r := opens(t, owner, "p1", true); !slices.Equal(r.Only, []pingyi.ActivityKey{act(key701, added.ID)}) {
		t.Errorf("%+v", r)
	}
	_, err = owner.Verify(ctx)
	must(t, err)
}

// As many rounds as a quarrelsome panel may need: reading a ballot takes as many
// steps as there were rounds.
func TestManyRoundsFollowOneAnother(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	r1 := as(t, owner, "r1")
	rates(t, r1, "p1", grade(3, ""))
	submits(t, r1, "p1")
	for range 30 {
		closes(t, owner, "p1")
		opens(t, owner, "p1", false)
	}
	same(t, "after thirty", said(t, r1, "p1"), "701/1 优 draft < was 优")
	_, err := owner.Turnout(ctx, "p1")
	must(t, err)
}

// A record from before marks were carried over has later rounds whose ballots were
// begun blank: their results stay what they were.
func TestARoundFromBeforeCarryingOverStaysBlank(t *testing.T) {
	ctx := t.Context()
	engine, owner := onEngine(t)
	convene(t, owner)
	r1, _, _ := splitOn1(t, owner)
	closes(t, owner, "p1")
	opens(t, owner, "p1", false)
	rates(t, r1, "p1", because(2, "再看"))
	must(t, engine.Update(ctx, func(tx kv.Tx) error {
		b, _, err := tx.Get([]byte("round/p1/002"))
		must(t, err)
		return tx.Put([]byte("round/p1/002"), regexp.MustCompile(`,"opened_rev":[0-9]+`).ReplaceAll(b, nil))
	}))
	submits(t, r1, "p1")
	same(t, "r1", said(t, r1, "p1"), "701/1 良 submitted")
	closes(t, owner, "p1")
	same(t, "round 2", grades(t, owner, 2), "— 1@2; — 0@2; — 0@2; — 0@2")
	opens(t, owner, "p1", false)
	same(t, "r1 in a round of today", said(t, r1, "p1"), "701/1 良 draft < was 良; 701/2 良 draft < was 良; 702/1 优 draft < was 优; 702/2 中 draft < was 中")
}
