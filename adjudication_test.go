package pingyi_test

import (
	"encoding/json"
	"strings"
	"testing"

	"pingyi"
)

func TestAnAdjudicationIsOfATierAndTakesAReason(t *testing.T) {
	s := pingyi.DefaultScale()
	a, err := pingyi.Adjudication{Tier: 2, Reason: " 附件齐全 "}.Clean(s)
	if err != nil || a.Reason != "附件齐全" || a.Tier != 2 {
		t.Errorf("%+v, %v", a, err)
	}
	for name, c := range map[string]struct {
		a    pingyi.Adjudication
		code pingyi.Code
	}{
		"no such tier":      {pingyi.Adjudication{Tier: 4, Reason: "x"}, pingyi.Invalid},
		"no tier":           {pingyi.Adjudication{Tier: pingyi.NoTier, Reason: "x"}, pingyi.Invalid},
		"no reason":         {pingyi.Adjudication{Tier: 1}, pingyi.Invalid},
		"a blank reason":    {pingyi.Adjudication{Tier: 1, Reason: " \u3000 "}, pingyi.Invalid},
		"a reason escapes":  {pingyi.Adjudication{Tier: 1, Reason: "\x1b[2J"}, pingyi.Invalid},
		"a reason too long": {pingyi.Adjudication{Tier: 1, Reason: strings.Repeat("因", pingyi.MaxName+1)}, pingyi.TooBig},
	} {
		if _, err := c.a.Clean(s); pingyi.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A later round on what was split: the rest stands, is ranked along, and is named
// and weighed as the plan has it now.
func TestTabulateALaterRoundOnWhatWasSplit(t *testing.T) {
	p, plan := panelOf(3, 1, 1, 1)
	sitting := pingyi.Sitting{Panel: p, Round: pingyi.Round{No: 1, Closed: true}, Plans: []pingyi.Plan{plan}, Ballots: ballots(t, p, plan, "优优优", "优差中", "中中中")}
	first := pingyi.Tabulate(sitting, pingyi.Zh)
	again := pingyi.Tabulate(sitting, pingyi.Zh)
	key := func(i int) pingyi.ActivityKey {
		return pingyi.ActivityKey{PlanKey: plan.Key(), ID: plan.Activities[i].ID}
	}
	next := plan
	next.Activities = append([]pingyi.Activity(nil), plan.Activities...)
	next.Activities[0], next.Activities[2] = next.Activities[2], next.Activities[0] // another order
	next.Activities[2].Budget *= 8
	next.Activities[2].Name = "改名"
	bs := ballots(t, p, plan, "", "优良优")
	for i := range bs {
		bs[i].Round = 2
	}
	res := pingyi.Tabulate(pingyi.Sitting{Panel: p, Round: pingyi.Round{No: 2, Closed: true, Only: []pingyi.ActivityKey{key(1)}}, Plans: []pingyi.Plan{next}, Ballots: bs, Earlier: &first,
		Rulings: []pingyi.Adjudication{{Activity: key(1), Tier: 0, Reason: "附件不实", By: "c1"}}}, pingyi.Zh)
	want := []struct {
		name, grade, final string
		no, round, rank    int
	}{{"活动3", "中", "中", 1, 1, 3}, {"活动2", "优", "差", 2, 2, 2}, {"改名", "优", "优", 3, 1, 1}}
	for i, ar := range res.Activities {
		if w := want[i]; ar.Name != w.name || *ar.Grade != w.grade || *ar.Final != w.final || ar.No != w.no || ar.Round != w.round || ar.Rank != w.rank {
			t.Errorf("%+v, want %+v", ar, w)
		}
	}
	// 1 中, 1 差 by the chair's grade, 8 优, of ten.
	if d := res.Departments[0]; *d.Grade != "优" || d.Share.Get("优") != `"0.8000"` || d.Share.Get("差") != `"0.1000"` || d.Share.Get("中") != `"0.1000"` || d.Budget != 10_000000 {
		t.Errorf("%+v", d)
	}
	if a := res.Activities[1].Adjudication; a == nil || *a != (pingyi.Ruling{Grade: "差", Reason: "附件不实", By: "c1"}) || res.Activities[0].Adjudication != nil {
		t.Errorf("%+v", a)
	}
	one, err := json.Marshal(first)
	two, err2 := json.Marshal(again)
	if err != nil || err2 != nil || string(one) != string(two) {
		t.Errorf("the later round changed the earlier result:\n%s\n%s", one, two)
	}
	// The figures of agreement are of what this round asked for.
	alone := pingyi.Tabulate(pingyi.Sitting{Panel: p, Round: pingyi.Round{No: 2}, Plans: []pingyi.Plan{next}, Ballots: bs}, pingyi.Zh)
	if got, err := json.Marshal(res.Agreement); err != nil {
		t.Error(err)
	} else if want, err := json.Marshal(alone.Agreement); err != nil || string(got) != string(want) {
		t.Errorf("agreement %s, want %s", got, want)
	}
}

func TestADigestIsOfAllButTheSignature(t *testing.T) {
	p, plan := panelOf(3, 1)
	digest := func(change func(*pingyi.Sitting)) string {
		t.Helper()
		s := pingyi.Sitting{Panel: p, Round: pingyi.Round{No: 1, Closed: true}, Plans: []pingyi.Plan{plan}, Ballots: ballots(t, p, plan, "优优良")}
		change(&s)
		d, err := pingyi.Tabulate(s, pingyi.Zh).Digest()
		if err != nil || len(d) != 64 {
			t.Fatalf("%q, %v", d, err)
		}
		return d
	}
	plain := digest(func(*pingyi.Sitting) {})
	if signed := digest(func(s *pingyi.Sitting) { s.Round.Signature = &pingyi.Signature{By: "c1", Rev: 9, Digest: plain} }); signed != plain {
		t.Error("the signature changes what it is of")
	}
	for name, change := range map[string]func(*pingyi.Sitting){
		"a grade":   func(s *pingyi.Sitting) { s.Ballots[0].Ratings[0].Tier = 2 },
		"a comment": func(s *pingyi.Sitting) { s.Ballots[0].Ratings[0].Comment = "好" },
		"a ruling": func(s *pingyi.Sitting) {
			s.Rulings = []pingyi.Adjudication{{Activity: s.Ballots[0].Ratings[0].Activity, Tier: 0, Reason: "附件不实", By: "c1"}}
		},
	} {
		if digest(change) == plain {
			t.Errorf("%s is not in the digest", name)
		}
	}
}

func TestAResultCountsMarksGivenByAnEarlierRubric(t *testing.T) {
	p, plan := panelOf(4, 1)
	plan.Activities[0].Rubric = pingyi.Rubric{"差", "中", "良", "优"}
	bs := ballots(t, p, plan, "优优优避")
	old := pingyi.Rubric{"差", "中", "良", "最优"}.Digest()
	bs[0].Ratings[0].Rubric = plan.Activities[0].Rubric.Digest()
	bs[1].Ratings[0].Rubric, bs[3].Ratings[0].Rubric = old, old // r03's tells nothing; recusing is by no rubric
	if ar := pingyi.Tabulate(pingyi.Sitting{Panel: p, Round: pingyi.Round{No: 1}, Plans: []pingyi.Plan{plan}, Ballots: bs}, pingyi.Zh).Activities[0]; ar.Stale != 1 {
		t.Errorf("%d stale", ar.Stale)
	}
	for kind, stale := range map[pingyi.Kind]bool{pingyi.Graded: true, pingyi.Abstained: true, pingyi.Recused: false} {
		r := pingyi.Rating{Mark: pingyi.Mark{Kind: kind}, Rubric: old}
		if r.Stale(plan.Activities[0]) != stale {
			t.Errorf("%s: stale is not %t", kind, stale)
		}
	}
	if !pingyi.IsRubricDigest(old) || pingyi.IsRubricDigest(old[1:]) || pingyi.IsRubricDigest("0123456789abcde\n") {
		t.Error("what is a digest is not told")
	}
}

func TestATakenBackWord(t *testing.T) {
	for _, w := range []string{"撤回", " clear ", "ＣＬＥＡＲ"} {
		if !pingyi.TakesBack(w) {
			t.Errorf("%q does not take back", w)
		}
	}
	for _, w := range []string{"", "优", "撤", "clear!"} {
		if pingyi.TakesBack(w) {
			t.Errorf("%q takes back", w)
		}
	}
}

func TestATierIsAllThatAnAdjudicationGives(t *testing.T) {
	s := pingyi.DefaultScale()
	for in, want := range map[string]pingyi.Tier{"良": 2, " 优秀 ": 3, "差": 0} {
		if got, err := pingyi.ParseTier(in, s); err != nil || got != want {
			t.Errorf("%q is %v, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "弃权", "recuse", "良:核查达标", "好"} {
		_, err := pingyi.ParseTier(in, s)
		if pingyi.CodeOf(err) != pingyi.Invalid {
			t.Errorf("%q: %v", in, err)
			continue
		}
		if says := pingyi.Explain(err, pingyi.Zh); !strings.HasSuffix(says, "请填 优、良、中、差 中的一个") {
			t.Errorf("%q: %s", in, says)
		}
	}
}

func TestWhatHasAGradeWithoutDissentIsSettled(t *testing.T) {
	good := "良"
	for name, c := range map[string]struct {
		ar   pingyi.ActivityResult
		open bool
	}{
		"agreed":   {pingyi.ActivityResult{Name: "森林防火", Grade: &good}, false},
		"dissent":  {pingyi.ActivityResult{Name: "森林防火", Grade: &good, Dissent: true}, true},
		"no grade": {pingyi.ActivityResult{Name: "森林防火"}, true},
	} {
		err := c.ar.Settled()
		if c.open != (err == nil) {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && !strings.Contains(pingyi.Explain(err, pingyi.Zh), "已有等级 良，而且没有分歧") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
