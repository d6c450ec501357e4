package pingyi_test

import (
	"strings"
	"testing"

	"pingyi"
)

func TestParseMarkReadsWhatAPersonTypes(t *testing.T) {
	s := pingyi.DefaultScale()
	for _, c := range []struct {
		in, want string // kind tier score comment
		marks    pingyi.Marks
	}{
		{"优", "graded 优 - ", pingyi.MarkTier},
		{" 优秀 ： 很好 ", "graded 优 - 很好", pingyi.MarkTier},
		{"中:comment", "graded 中 - comment", pingyi.MarkTier},
		{"差：见 12:30 的记录", "graded 差 - 见 12:30 的记录", pingyi.MarkTier},
		{"差:见：附件", "graded 差 - 见：附件", pingyi.MarkTier},
		{"良:", "graded 良 - ", pingyi.MarkTier},
		{"1", "graded 优 - ", pingyi.MarkTier},
		{" ２ ：进度偏慢", "graded 良 - 进度偏慢", pingyi.MarkTier},
		{"4:late", "graded 差 - late", pingyi.MarkTier},
		{"弃权", "abstained — - ", pingyi.MarkTier},
		{"ABSTAIN:没有到场", "abstained — - 没有到场", pingyi.MarkTier},
		{"ａｂｓｔａｉｎ", "abstained — - ", pingyi.MarkTier},
		{"recuse", "recused — - ", pingyi.MarkScore},
		{"回避：本人经办", "recused — - 本人经办", pingyi.MarkScore},
		{"89.5", "graded 良 89.5 ", pingyi.MarkScore},
		{"９０分：好", "graded 优 90 好", pingyi.MarkScore},
	} {
		m, err := pingyi.ParseMark(c.in, c.marks, s)
		score := "-"
		if m.Score != nil {
			score = m.Score.String()
		}
		if got := strings.Join([]string{string(m.Kind), s.Name(m.Tier), score, m.Comment}, " "); err != nil || got != c.want {
			t.Errorf("%q: %q, %v; want %q", c.in, got, err, c.want)
		}
	}
	for in, marks := range map[string]pingyi.Marks{
		"": pingyi.MarkTier, "极优": pingyi.MarkTier, "89.5": pingyi.MarkTier, ":只有评语": pingyi.MarkTier,
		"0": pingyi.MarkTier, "5": pingyi.MarkTier, "９": pingyi.MarkTier, "01": pingyi.MarkTier, "2.0": pingyi.MarkTier, "-1": pingyi.MarkTier,
		"优": pingyi.MarkScore, "101": pingyi.MarkScore, " ": pingyi.MarkScore, "中:\x1b[2J": pingyi.MarkTier,
	} {
		if m, err := pingyi.ParseMark(in, marks, s); pingyi.CodeOf(err) != pingyi.Invalid {
			t.Errorf("%q of a panel that gives a %s: %+v, %v", in, marks, m, err)
		}
	}
}

func TestMarkClean(t *testing.T) {
	s := pingyi.DefaultScale()
	points, over := pingyi.Score(60_00), pingyi.MaxScore+1
	for name, c := range map[string]struct {
		mark  pingyi.Mark
		marks pingyi.Marks
		code  pingyi.Code
		tier  pingyi.Tier
	}{
		"a tier":                     {pingyi.Mark{Kind: pingyi.Graded, Tier: 3}, pingyi.MarkTier, "", 3},
		"a score decides its tier":   {pingyi.Mark{Kind: pingyi.Graded, Tier: 3, Score: &points}, pingyi.MarkScore, "", 1},
		"an abstention has no grade": {pingyi.Mark{Kind: pingyi.Abstained, Tier: 3, Score: &points}, pingyi.MarkTier, "", pingyi.NoTier},
		"a recusal has no grade":     {pingyi.Mark{Kind: pingyi.Recused, Tier: 3}, pingyi.MarkScore, "", pingyi.NoTier},
		"no kind":                    {pingyi.Mark{Tier: 3}, pingyi.MarkTier, pingyi.Invalid, 0},
		"no such tier":               {pingyi.Mark{Kind: pingyi.Graded, Tier: 4}, pingyi.MarkTier, pingyi.Invalid, 0},
		"no tier":                    {pingyi.Mark{Kind: pingyi.Graded, Tier: pingyi.NoTier}, pingyi.MarkTier, pingyi.Invalid, 0},
		"a score among tiers":        {pingyi.Mark{Kind: pingyi.Graded, Tier: 3, Score: &points}, pingyi.MarkTier, pingyi.Invalid, 0},
		"a tier among scores":        {pingyi.Mark{Kind: pingyi.Graded, Tier: 3}, pingyi.MarkScore, pingyi.Invalid, 0},
		"a score over 100":           {pingyi.Mark{Kind: pingyi.Graded, Score: &over}, pingyi.MarkScore, pingyi.Invalid, 0},
		"a long comment":             {pingyi.Mark{Kind: pingyi.Abstained, Comment: strings.Repeat("长", pingyi.MaxText+1)}, pingyi.MarkTier, pingyi.TooBig, 0},
	} {
		m, err := c.mark.Clean(c.marks, s)
		if pingyi.CodeOf(err) != c.code || err == nil && m.Tier != c.tier || err == nil && m.Kind != pingyi.Graded && m.Score != nil {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
}

func TestRatingIsADraftUntilItsDepartmentIsSubmitted(t *testing.T) {
	b := pingyi.Ballot{Member: "r1", SubmittedAt: map[string]uint64{"360": 10}}
	rating := func(dep string, kind pingyi.Kind, rev uint64) pingyi.Rating {
		return pingyi.Rating{Activity: pingyi.ActivityKey{PlanKey: pingyi.PlanKey{Year: 2016, Department: dep}, ID: 1}, Mark: pingyi.Mark{Kind: kind}, Rev: rev}
	}
	for _, c := range []struct {
		rating pingyi.Rating
		want   pingyi.RatingState
	}{
		{rating("360", pingyi.Graded, 9), pingyi.Submitted},
		{rating("360", pingyi.Graded, 10), pingyi.Submitted},
		{rating("360", pingyi.Graded, 11), pingyi.Draft}, // saved again since
		{rating("361", pingyi.Graded, 9), pingyi.Draft},
		{rating("361", pingyi.Abstained, 9), pingyi.StateAbstained},
		{rating("360", pingyi.Recused, 11), pingyi.StateRecused},
	} {
		if got := b.State(c.rating); got != c.want {
			t.Errorf("%+v is %s, want %s", c.rating, got, c.want)
		}
	}
	b.Ratings = []pingyi.Rating{rating("360", pingyi.Graded, 9)}
	if r, ok := b.Of(rating("360", pingyi.Graded, 0).Activity); !ok || r.Rev != 9 {
		t.Errorf("%+v, %v", r, ok)
	}
	if _, ok := b.Of(rating("361", pingyi.Graded, 0).Activity); ok {
		t.Error("the ballot has a rating of another department")
	}
	for _, s := range []pingyi.RatingState{pingyi.Missing, pingyi.Draft, pingyi.Submitted, pingyi.StateAbstained, pingyi.StateRecused} {
		if s.In(pingyi.Zh) == s.In(pingyi.En) || s.In(pingyi.En) != string(s) {
			t.Errorf("%s is called %q and %q", s, s.In(pingyi.Zh), s.In(pingyi.En))
		}
	}
}

func FuzzParseMark(f *testing.F) {
	for _, s := range []string{"优", "优秀：好", "89.5:x", "弃权", "recuse：", "", "：", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		scale := pingyi.DefaultScale()
		for _, marks := range []pingyi.Marks{pingyi.MarkTier, pingyi.MarkScore} {
			m, err := pingyi.ParseMark(s, marks, scale)
			if err != nil {
				continue
			}
			what := map[pingyi.Kind]string{pingyi.Abstained: "弃权", pingyi.Recused: "回避", pingyi.Graded: scale.Name(m.Tier)}[m.Kind]
			if m.Score != nil {
				what = m.Score.String()
			}
			again, err := pingyi.ParseMark(what+"："+m.Comment, marks, scale)
			if err != nil || again.Kind != m.Kind || again.Tier != m.Tier || again.Comment != m.Comment || (again.Score == nil) != (m.Score == nil) {
				t.Fatalf("%q is %+v, which written out is %+v, %v", s, m, again, err)
			}
		}
	})
}

// A word by which a rubric may call a tier is no mark: it says too little.
func TestAWordThatOnlySoundsLikeATierIsNoMark(t *testing.T) {
	for _, word := range []string{"合格", "不合格", "一般", "及格"} {
		if m, err := pingyi.ParseMark(word, pingyi.MarkTier, pingyi.DefaultScale()); pingyi.CodeOf(err) != pingyi.Invalid {
			t.Errorf("%s: %v, %v", word, m, err)
		}
	}
}
