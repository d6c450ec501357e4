package exchange_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"pingyi"
	"pingyi/store/exchange"
)

// library is a made-up department whose activities are rated in the examples.
func library() pingyi.Plan {
	return pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: "402", Name: "县图书馆"}, Scale: pingyi.DefaultScale(), Activities: []pingyi.Activity{
		{ID: 1, Name: "图书购置", Budget: 85_500_000, Content: "全年新购图书一万二千册，其中少儿读物不少于三成；订阅报刊二百种。\n图书到馆后一个月内编目上架。",
			Goal: "馆藏持续更新，满足读者需要", Indicator: "新书册数，上架天数", Rubric: pingyi.Rubric{"不足八千册", "八千册以上", "一万册以上", "一万二千册以上，一个月内上架"}},
		{ID: 3, Name: "流动图书车", Budget: 12_345_678, Content: "每月到每个乡镇一次。\n评分：优\n# 2016/402/1 0000000000000000\n| 这几行是内容，不是答案", Goal: "乡镇读者就近借书", Indicator: "到镇次数",
			Rubric: pingyi.Rubric{"", "到过每个乡镇", "每两月一次", "每月一次"}},
		{ID: 4, Name: "读者讲座", Budget: 3_000_000, Content: "全年举办讲座十二场", Goal: "", Indicator: "场次", Rubric: pingyi.Rubric{"四场以下", "四场以上", "八场以上", "十二场以上"}},
	}}
}

func keyOf(p pingyi.Plan, i int) pingyi.ActivityKey {
	return pingyi.ActivityKey{PlanKey: p.Key(), ID: p.Activities[i].ID}
}

// firstPaper is a first round's: one mark given, one by criteria that have been
// changed since, one missing.
func firstPaper() pingyi.Paper {
	plan := library()
	p := pingyi.Panel{ID: "p2016", Year: 2016, Members: []string{"r1", "r2", "r3"}, Chair: "c1", Rule: pingyi.MajorityJudgment, Marks: pingyi.MarkTier}
	return pingyi.Paper{Panel: p, Round: pingyi.Round{Panel: p.ID, No: 1}, Plans: []pingyi.Plan{plan}, Rev: 345, Ballot: pingyi.Ballot{Panel: p.ID, Round: 1, Member: "r1",
		Ratings: []pingyi.Rating{
			{Activity: keyOf(plan, 0), Rubric: plan.Activities[0].Rubric.Digest(), Mark: pingyi.Mark{Kind: pingyi.Graded, Tier: 2, Comment: "册数够了，\n评分：这一行是评语，不是答案"}},
			{Activity: keyOf(plan, 1), Rubric: "00112233445566ff", Mark: pingyi.Mark{Kind: pingyi.Graded, Tier: 3, Comment: "每月都到"}},
		}}}
}

func mark(tier pingyi.Tier, comment string) pingyi.Mark {
	return pingyi.Mark{Kind: pingyi.Graded, Tier: tier, Comment: comment}
}

// firstResult is what three members made of the library's activities.
func firstResult(l pingyi.Lang) pingyi.Result {
	plan := library()
	panel := firstPaper().Panel
	s := pingyi.Sitting{Panel: panel, Round: pingyi.Round{Panel: panel.ID, No: 1, Closed: true}, Plans: []pingyi.Plan{plan},
		Rulings: []pingyi.Adjudication{{Panel: panel.ID, Round: 1, Activity: keyOf(plan, 1), Tier: 1, Reason: "=到镇次数以台账为准", By: "c1"}}}
	for i, marks := range [][]pingyi.Mark{
		{mark(2, "册数够了"), mark(3, "每月都到"), {Kind: pingyi.Abstained, Tier: pingyi.NoTier}},
		{mark(2, ""), mark(1, "有两个乡镇没有去\n台账不全"), {Kind: pingyi.Recused, Tier: pingyi.NoTier}},
		{mark(3, "-上架很快"), mark(1, "")},
	} {
		b := pingyi.Ballot{Panel: panel.ID, Round: 1, Member: panel.Members[i], SubmittedAt: map[string]uint64{"402": 9}}
		for j, m := range marks {
			b.Ratings = append(b.Ratings, pingyi.Rating{Panel: panel.ID, Round: 1, Member: b.Member, Activity: keyOf(plan, j), Mark: m, Rev: 3})
		}
		s.Ballots = append(s.Ballots, b)
	}
	return pingyi.Tabulate(s, l)
}

// secondPaper is a second round's on what stayed split.
func secondPaper() pingyi.Paper {
	p := firstPaper()
	earlier := firstResult(pingyi.Zh)
	p.Earlier = &earlier
	plan := p.Plans[0]
	p.Round = pingyi.Round{Panel: p.Panel.ID, No: 2, Only: []pingyi.ActivityKey{keyOf(plan, 1), keyOf(plan, 2)}}
	was := mark(3, "每月都到")
	p.Ballot = pingyi.Ballot{Panel: p.Panel.ID, Round: 2, Member: "r1", Ratings: []pingyi.Rating{
		{Activity: keyOf(plan, 1), Rubric: plan.Activities[1].Rubric.Digest(), Mark: was, Was: &was, Carried: true},
		{Activity: keyOf(plan, 2), Mark: pingyi.Mark{Kind: pingyi.Graded, Tier: 2, Reason: "讲座都办了"}, Was: &pingyi.Mark{Kind: pingyi.Abstained, Tier: pingyi.NoTier}},
	}}
	p.Rev = 402
	return p
}

// signed is a result as the chair has signed it.
func signed(t testing.TB, r pingyi.Result) pingyi.Result {
	t.Helper()
	digest, err := r.Digest()
	if err != nil {
		t.Fatal(err)
	}
	r.Signature = &pingyi.Signature{By: "c1", Rev: 77, Digest: digest}
	return r
}

// send is how the ballots of the examples are sent back.
const send = "ssh -p 23234 r1@pingyi.example submit < ballot.txt"

func written(t testing.TB, f exchange.Format, p pingyi.Paper, l pingyi.Lang) []byte {
	t.Helper()
	data, err := exchange.WriteBallot(f, p, l, send)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// wantGolden compares data with a file of testdata. With UPDATE_GOLDEN=1 in the
// environment it writes the file instead.
func wantGolden(t *testing.T, name string, data []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if os.Getenv("UPDATE_GOLDEN") == "1" {
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want := testdata(t, name); !bytes.Equal(data, want) {
		t.Errorf("%s is not as it was (UPDATE_GOLDEN=1 writes it anew); got\n%s", name, data)
	}
}
