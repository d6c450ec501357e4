package pingyi_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pingyi"
)

// ballots makes one ballot per member of p over the activities of plan, from a
// row of words per activity: a tier submits it, "弃" abstains, "避" recuses, "稿"
// is a draft of 优 and "·" nothing.
func ballots(t testing.TB, p pingyi.Panel, plan pingyi.Plan, rows ...string) []pingyi.Ballot {
	t.Helper()
	bs := make([]pingyi.Ballot, len(p.Members))
	for m, id := range p.Members {
		bs[m] = pingyi.Ballot{Panel: p.ID, Round: 1, Member: id, SubmittedAt: map[string]uint64{plan.Department.Code: 10}}
	}
	for i, row := range rows {
		for m, r := range []rune(row) {
			mark, rev := pingyi.Mark{Kind: pingyi.Graded, Tier: pingyi.NoTier}, uint64(5)
			switch r {
			case '·':
				continue
			case '弃':
				mark.Kind = pingyi.Abstained
			case '避':
				mark.Kind = pingyi.Recused
			case '稿':
				mark.Tier, rev = 3, 11
			default:
				var ok bool
				if mark.Tier, ok = plan.Scale.Parse(string(r)); !ok {
					t.Fatalf("no tier %c", r)
				}
			}
			bs[m].Ratings = append(bs[m].Ratings, pingyi.Rating{Panel: p.ID, Round: 1, Member: p.Members[m],
				Activity: pingyi.ActivityKey{PlanKey: plan.Key(), ID: plan.Activities[i].ID}, Mark: mark, Rev: rev})
		}
	}
	return bs
}

// panelOf returns a panel of members r01, r02, … and a plan of activities with
// these budgets, in 万元, and IDs that are not their numbers.
func panelOf(n int, budgets ...pingyi.Amount) (pingyi.Panel, pingyi.Plan) {
	plan := pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: "360", Name: "教育局"}, Scale: pingyi.DefaultScale()}
	for i, b := range budgets {
		plan.Activities = append(plan.Activities, pingyi.Activity{ID: 100 - i, Name: fmt.Sprintf("活动%d", i+1), Budget: b * 1_000000})
	}
	return pingyi.Panel{ID: "p2016", Year: 2016, Members: distinct(n), Rule: pingyi.MajorityJudgment, Marks: pingyi.MarkTier}, plan
}

func TestTabulateAPanelOfSeven(t *testing.T) {
	p, plan := panelOf(7, 180, 20, 100)
	bs := ballots(t, p, plan, "优优优良良良中", "良良避弃·稿中", "弃弃弃避···")
	// Who is not of the panel does not count.
	stranger := bs[0]
	stranger.Member = "r99"
	res := pingyi.Tabulate(pingyi.Sitting{Panel: p, Round: pingyi.Round{No: 1, Closed: true}, Plans: []pingyi.Plan{plan}, Ballots: append(bs, stranger)}, pingyi.Zh)
	b, err := json.Marshal(res)
	if err != nil {
		t.Fatal(err)
	}
	// 1: 优3 良3 中1. 2: of seven one is recused, so four of six are needed, and
	// three submitted; a draft is none. 3: nobody.
	want := strings.NewReplacer("\n", "", "\t", "").Replace(`{"panel":"p2016","round":1,"rule":"majority-judgment","activities":[
		{"department":"360","no":1,"name":"活动1","budget":"180.00","assigned":7,"submitted":7,"abstained":0,"recused":0,"quorum":true,
			"tally":{"差":0,"中":1,"良":3,"优":3},"grade":"良","mark":"+","score":null,"dissent":true,
			"working":"优3 良3 中1 差0 → 多数评判：由差到优第 4 个（共 7 个） → 良+ → 高于它 3 个、低于它 1 个","rank":1,"round":1,"final":"良"},
		{"department":"360","no":2,"name":"活动2","budget":"20.00","assigned":7,"submitted":3,"abstained":1,"recused":1,"quorum":false,
			"tally":{"差":0,"中":1,"良":2,"优":0},"grade":null,"mark":"","score":null,"dissent":false,
			"working":"优0 良2 中1 差0 → 已提交 3 人，不足法定人数 4 → 无等级","round":1,"final":null},
		{"department":"360","no":3,"name":"活动3","budget":"100.00","assigned":7,"submitted":0,"abstained":3,"recused":1,"quorum":false,
			"tally":{"差":0,"中":0,"良":0,"优":0},"grade":null,"mark":"","score":null,"dissent":false,
			"working":"优0 良0 中0 差0 → 已提交 0 人，不足法定人数 4 → 无等级","round":1,"final":null}],
		"departments":[{"code":"360","grade":"良","budget":"300.00","share":{"优":"0.0000","良":"0.6000","中":"0.0000","差":"0.0000"},"name":"教育局"}],
		"agreement":{"alpha_ordinal":AAA,"fleiss_kappa":KKK,"kendall_w":null},"closed":true}`)
	alpha, ok := pingyi.Alpha([][]float64{{3, 3, 3, 2, 2, 2, 1}, {2, 2, 1}}, pingyi.Ordinal)
	kappa, ok2 := pingyi.FleissKappa([][]int{{0, 1, 3, 3}})
	if !ok || !ok2 {
		t.Fatal("no figures to compare with")
	}
	want = strings.NewReplacer("AAA", fmt.Sprintf("%.6f", alpha), "KKK", fmt.Sprintf("%.6f", kappa.Kappa)).Replace(want)
	if got := string(b); got != want {
		t.Errorf("\n%s\nwant\n%s", got, want)
	}
}

func TestTabulateRanksByMajorityValue(t *testing.T) {
	p, plan := panelOf(3, 1, 1, 1, 1, 1)
	bs := ballots(t, p, plan, "良良中", "优良良", "良良优", "·避·", "优优差")
	res := pingyi.Tabulate(pingyi.Sitting{Panel: p, Round: pingyi.Round{No: 1}, Plans: []pingyi.Plan{plan}, Ballots: bs}, pingyi.En)
	var ranks []int
	for _, a := range res.Activities {
		ranks = append(ranks, a.Rank)
	}
	// 2 and 3 have one tally; 4 has no grade.
	if fmt.Sprint(ranks) != "[4 2 2 0 1]" {
		t.Errorf("ranks %v", ranks)
	}
	p.Rule = pingyi.Plurality
	for _, a := range pingyi.Tabulate(pingyi.Sitting{Panel: p, Round: pingyi.Round{No: 1}, Plans: []pingyi.Plan{plan}, Ballots: bs}, pingyi.En).Activities {
		if a.Rank != 0 {
			t.Errorf("plurality ranks activity %d", a.No)
		}
	}
}

func TestTabulateWeighsByMember(t *testing.T) {
	p, plan := panelOf(3, 1)
	p.Rule, p.Marks = pingyi.WeightedMean, pingyi.MarkScore
	bs := ballots(t, p, plan, "优中中")
	for i, score := range []pingyi.Score{96_00, 60_00, 61_50} {
		bs[i].Ratings[0].Score = &score
	}
	weights := map[string]pingyi.Weight{p.Members[0]: 300, p.Members[1]: 100, p.Members[2]: 100}
	a := pingyi.Tabulate(pingyi.Sitting{Panel: p, Round: pingyi.Round{No: 1}, Plans: []pingyi.Plan{plan}, Ballots: bs, Weights: weights}, pingyi.En).Activities[0]
	if a.Grade == nil || *a.Grade != "良" || a.Score == nil || *a.Score != 81.9 || a.Mark != "" || !a.Dissent {
		t.Errorf("%+v", a)
	}
	a = pingyi.Tabulate(pingyi.Sitting{Panel: p, Round: pingyi.Round{No: 1}, Plans: []pingyi.Plan{plan}, Ballots: bs}, pingyi.En).Activities[0]
	if *a.Score != 72.5 {
		t.Errorf("members without a weight count %v", *a.Score)
	}
}

func TestAgreementFigures(t *testing.T) {
	figures := func(rows ...string) string {
		p, plan := panelOf(3, make([]pingyi.Amount, len(rows))...)
		a := pingyi.Tabulate(pingyi.Sitting{Panel: p, Round: pingyi.Round{No: 1}, Plans: []pingyi.Plan{plan}, Ballots: ballots(t, p, plan, rows...)}, pingyi.En).Agreement
		b, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	for name, c := range map[string]struct {
		rows []string
		want string
	}{
		"no ratings":     {[]string{"···"}, `{"alpha_ordinal":null,"fleiss_kappa":null,"kendall_w":null}`},
		"unanimous":      {[]string{"优优优", "优优优"}, `{"alpha_ordinal":null,"fleiss_kappa":null,"kendall_w":null}`},
		"full agreement": {[]string{"优优优", "差差差"}, `{"alpha_ordinal":1,"fleiss_kappa":1,"kendall_w":1}`},
		// α uses the second activity, κ and W do not: 1 − 7·2.5²/(4·2.5² + 3·2² + 12·4.5²).
		"one missing": {[]string{"优优优", "优·良", "差差差"}, `{"alpha_ordinal":0.84375,"fleiss_kappa":1,"kendall_w":1}`},
		// A member who graded nothing is no rater.
		"one absent": {[]string{"优·优", "差·差"}, `{"alpha_ordinal":1,"fleiss_kappa":1,"kendall_w":1}`},
		"one rater":  {[]string{"优··", "差··"}, `{"alpha_ordinal":null,"fleiss_kappa":null,"kendall_w":null}`},
	} {
		if got := figures(c.rows...); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestPlansOnDifferentScalesHaveNoAgreementFigures(t *testing.T) {
	p, plan := panelOf(3, 1, 1)
	other := plan
	other.Department.Code = "361"
	var err error
	if other.Scale, err = pingyi.NewScale([]string{"不通过", "通过"}, []pingyi.Score{0, 60_00}); err != nil {
		t.Fatal(err)
	}
	bs := ballots(t, p, plan, "优优优", "差差差")
	res := pingyi.Tabulate(pingyi.Sitting{Panel: p, Round: pingyi.Round{No: 1}, Plans: []pingyi.Plan{plan, other}, Ballots: bs}, pingyi.Zh)
	if a := res.Agreement; a.Alpha != nil || a.Kappa != nil || a.W != nil {
		t.Errorf("%+v", a)
	}
	if len(res.Departments) != 2 || res.Departments[1].Grade != nil || len(res.Departments[1].Share) != 2 {
		t.Errorf("%+v", res.Departments)
	}
	if g := res.Activities[0].Tally.Get("优"); g != "3" {
		t.Errorf("tally %s", g)
	}
}

// BenchmarkTabulate100k tabulates 1,000 plans of 100 activities, each rated by 7.
func BenchmarkTabulate100k(b *testing.B) {
	p, _ := panelOf(7)
	bs := make([]pingyi.Ballot, 7)
	var plans []pingyi.Plan
	x := uint32(1)
	for d := range 1000 {
		plan := pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: fmt.Sprint(100 + d)}, Scale: pingyi.DefaultScale()}
		for i := range 100 {
			plan.Activities = append(plan.Activities, pingyi.Activity{ID: i + 1, Name: "活动", Budget: 1_000000})
			for m, id := range p.Members {
				x = x*1664525 + 1013904223
				bs[m].Member, bs[m].SubmittedAt = id, map[string]uint64{}
				bs[m].Ratings = append(bs[m].Ratings, pingyi.Rating{Member: id, Activity: pingyi.ActivityKey{PlanKey: plan.Key(), ID: i + 1},
					Mark: pingyi.Mark{Kind: pingyi.Graded, Tier: pingyi.Tier(x >> 30)}})
			}
		}
		plans = append(plans, plan)
	}
	for b.Loop() {
		res := pingyi.Tabulate(pingyi.Sitting{Panel: p, Round: pingyi.Round{No: 1}, Plans: plans, Ballots: bs}, pingyi.Zh)
		if len(res.Activities) != 100_000 || res.Activities[0].Submitted != 7 {
			b.Fatalf("%d activities", len(res.Activities))
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/run")
}
