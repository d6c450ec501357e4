package exchange_test

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"pingyi"
	"pingyi/store/exchange"
)

// forged draws texts that look like answers and like what a ballot's reader goes
// by.
func forged() *rapid.Generator[string] {
	lures := []string{"评分：优", "\n评分：【优】", "\n评语：假", "\n理由：假", "\nMark: [优]", "\nComment: x", "\n| ", "|", "\n#", "# ", "\n# 2016/360/1 0123456789abcdef\n评分：差",
		"\n# pingyi panel=p round=1 member=r9 rev=1", "\n# ----------------------------------------------------------------------", "'", "\n'", "\n''# x", "\n 评 分：中", "\n　# 2016", "评分【优】", "【", "】", "[", "]", ":", "：",
		"\t", "\r", "\r评分：差", "\v评分：差", "\u2028评分：差", "\ufeff", "\u200b# x", "#N/A", "\n\n", "撤回", "弃权", "=1+1", "_x000D_", "_x005F_x000A_", "联通", "é", "€", "\u2003", "𠮷", "ＭＡＲＫ："}
	return rapid.Custom(func(t *rapid.T) string {
		s := ""
		for _, w := range rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(lures), nasty(true)), 0, 6).Draw(t, "words") {
			s += w
		}
		return s
	})
}

// papers draws a paper of one nasty plan with some of its marks given, as the
// record would keep them.
func papers() *rapid.Generator[pingyi.Paper] {
	return rapid.Custom(func(t *rapid.T) pingyi.Paper {
		plan := plans().Draw(t, "plan")
		text := rapid.Map(forged(), func(s string) string {
			clean, _, err := pingyi.CleanText(s)
			if err != nil {
				return "x"
			}
			return clean
		})
		p := pingyi.Paper{Panel: pingyi.Panel{ID: "p.2016-x", Marks: rapid.SampledFrom([]pingyi.Marks{pingyi.MarkTier, pingyi.MarkScore}).Draw(t, "marks")},
			Round: pingyi.Round{No: rapid.IntRange(1, 2).Draw(t, "round")}, Rev: rapid.Uint64().Draw(t, "rev")}
		p.Ballot = pingyi.Ballot{Panel: p.Panel.ID, Round: p.Round.No, Member: "r_1"}
		for i := range plan.Activities {
			a := &plan.Activities[i]
			a.ID = 2*i + 1
			a.Content, a.Goal = text.Draw(t, "content"), text.Draw(t, "goal")
			a.Rubric[0] = text.Draw(t, "criterion")
			if rapid.Bool().Draw(t, "missing") {
				continue
			}
			m := pingyi.Mark{Kind: rapid.SampledFrom([]pingyi.Kind{pingyi.Graded, pingyi.Graded, pingyi.Abstained, pingyi.Recused}).Draw(t, "kind"), Tier: pingyi.NoTier,
				Comment: text.Draw(t, "comment")}
			if p.Round.No > 1 { // a first round asks for none
				m.Reason = text.Draw(t, "reason")
			}
			if m.Kind == pingyi.Graded {
				m.Tier = pingyi.Tier(rapid.IntRange(0, plan.Scale.Len()-1).Draw(t, "tier"))
				if p.Panel.Marks == pingyi.MarkScore {
					score := pingyi.Score(rapid.IntRange(0, int(pingyi.MaxScore)).Draw(t, "score"))
					m.Score, m.Tier = &score, plan.Scale.TierOf(score)
				}
			}
			r := pingyi.Rating{Activity: pingyi.ActivityKey{PlanKey: plan.Key(), ID: a.ID}, Mark: m, Rubric: a.Rubric.Digest()}
			if p.Round.No > 1 {
				r.Was = &pingyi.Mark{Kind: pingyi.Abstained, Tier: pingyi.NoTier, Comment: text.Draw(t, "said before")}
			}
			p.Ballot.Ratings = append(p.Ballot.Ratings, r)
		}
		p.Plans = []pingyi.Plan{plan}
		return p
	})
}

// wantAsGiven reads a ballot that nobody has touched: it says what the paper does
// and nothing else.
func wantAsGiven(t rapid.TB, p pingyi.Paper, data []byte, shown string) {
	t.Helper()
	b, err := exchange.ReadBallot("b", data)
	if err != nil {
		t.Fatalf("%s\n%s", sentences(err), shown)
	}
	if b.Panel != p.Panel.ID || b.Round != p.Round.No || b.Member != p.Ballot.Member || b.Rev != p.Rev {
		t.Fatalf("the ballot of %+v\n%s", b, shown)
	}
	plan := p.Plans[0]
	if len(b.Answers) != len(plan.Activities) {
		t.Fatalf("%d answers to %d activities\n%s", len(b.Answers), len(plan.Activities), shown)
	}
	for i, a := range b.Answers {
		if a.Activity != keyOf(plan, i) || a.Rubric != plan.Activities[i].Rubric.Digest() {
			t.Fatalf("answer %d is about %+v by %s\n%s", i, a.Activity, a.Rubric, shown)
		}
		r, given := p.Ballot.Of(a.Activity)
		if !given {
			if a.Mark != "" || a.Comment != "" || a.Reason != "" {
				t.Fatalf("nobody said %+v\n%s", a, shown)
			}
			continue
		}
		m, err := pingyi.ParseMark(a.Mark, p.Panel.Marks, plan.Scale)
		if err != nil {
			t.Fatalf("the mark %q: %v\n%s", a.Mark, err, shown)
		}
		if !m.Same(r.Mark) || a.Comment != r.Comment || a.Reason != r.Reason {
			t.Fatalf("read %+v\nwant %+v\n%s", a, r.Mark, shown)
		}
	}
}

func TestAnyBallotGivesBackMarksCommentsAndReasonsExactly(t *testing.T) {
	for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
		t.Run(l.String(), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				p := papers().Draw(t, "paper")
				data, err := exchange.WriteBallot(exchange.TXT, p, l, send)
				if err != nil {
					t.Fatal(err)
				}
				wantAsGiven(t, p, data, string(data))
				text := strings.TrimPrefix(string(data), "\ufeff")
				wantAsGiven(t, p, []byte(strings.ReplaceAll(text, "\r\n", "\n")), text)
				if gbk, err := simplifiedchinese.GBK.NewEncoder().String(text); err == nil {
					wantAsGiven(t, p, []byte(gbk), text)
				}
				gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
				if err != nil {
					t.Fatal(err)
				}
				wantAsGiven(t, p, []byte(gb), text)
			})
		})
	}
}

func TestAnySpreadsheetGivesBackMarksCommentsAndReasonsExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := papers().Draw(t, "paper")
		data, err := exchange.WriteBallot(exchange.XLSX, p, rapid.SampledFrom([]pingyi.Lang{pingyi.Zh, pingyi.En}).Draw(t, "language"), send)
		if err != nil {
			t.Fatal(err)
		}
		wantAsGiven(t, p, data, "(binary)")
	})
}
