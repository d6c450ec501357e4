package pingyi

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Vote is one submitted grade as a merge rule sees it.
type Vote struct {
	Tier   Tier
	Score  Score  // points; only read where the panel gives scores
	Weight Weight // of the member, 0 for the usual 1; only read by the weighted mean
}

// Consensus is what a merge rule makes of the submitted ratings, with what it
// takes to print its reasons.
type Consensus struct {
	Rule  Rule
	Tally Tally
	Grade Tier   // NoTier under quorum
	Mark  string // "+", "-" or "", only by majority judgment
	// Mean is the rule's own figure, where it has one: points where the panel
	// gives scores, otherwise the rank of the tier, the worst being 1.
	Mean    *float64
	Dissent bool
	Need    int // how many ratings make a quorum

	marks   Marks
	trimmed bool
	tied    []Tier // plurality: all tiers with the most votes, worst first
}

// Merge makes one grade of the votes on one activity. need is how many make a
// quorum: with fewer there is no grade.
//
//   - majority judgment: the lower middle vote ([Tally.Majority]);
//   - trimmed mean: from four votes on without one highest and one lowest, below
//     that the plain mean;
//   - weighted mean: by the members' weights;
//   - plurality: the tier most often chosen, of several the lowest.
//
// A mean of scores is graded by the scale's bands; where the panel gives tiers,
// the mean of their ranks is graded by the nearest rank, a half by the lower.
// All comparisons are exact, and the order of the votes is irrelevant. Raising a
// vote never lowers the grade, except by plurality, where it may take the winning
// tier's lead away.
func Merge(rule Rule, marks Marks, scale Scale, votes []Vote, need int) Consensus {
	c := Consensus{Rule: rule, Tally: make(Tally, scale.Len()), Grade: NoTier, Need: need, marks: marks}
	for _, v := range votes {
		c.Tally[v.Tier]++
	}
	if len(votes) < need || len(votes) == 0 {
		return c
	}
	switch rule {
	case TrimmedMean:
		points := points(votes, marks)
		slices.Sort(points)
		if c.trimmed = len(points) >= 4; c.trimmed {
			points = points[1 : len(points)-1]
		}
		var sum int64
		for _, p := range points {
			sum += p
		}
		c.gradeMean(scale, sum, int64(len(points)))
	case WeightedMean:
		var sum, n int64
		for i, p := range points(votes, marks) {
			w := int64(cmp.Or(votes[i].Weight, 100))
			sum += p * w
			n += w
		}
		c.gradeMean(scale, sum, n)
	case Plurality:
		most := slices.Max(c.Tally)
		for t, n := range c.Tally {
			if n == most {
				c.tied = append(c.tied, Tier(t))
			}
		}
		c.Grade = c.tied[0]
	default:
		c.Grade = c.Tally.Majority()
		c.Mark = c.Tally.Mark(c.Grade)
	}
	c.Dissent = dissent(c.Tally, c.Grade)
	return c
}

// points returns what a mean is taken of: scores in hundredths, or ranks from 1.
func points(votes []Vote, marks Marks) []int64 {
	ps := make([]int64, len(votes))
	for i, v := range votes {
		if ps[i] = int64(v.Tier) + 1; marks == MarkScore {
			ps[i] = int64(v.Score)
		}
	}
	return ps
}

// gradeMean sets the grade and the figure of a mean of sum/n points.
func (c *Consensus) gradeMean(scale Scale, sum, n int64) {
	mean := float64(sum) / float64(n)
	if c.marks == MarkScore {
		c.Grade = scale.tierOfMean(sum, n)
		mean /= 100
	} else {
		c.Grade = Tier((2*sum+n-1)/(2*n) - 1) // the nearest rank, ⌈mean − ½⌉, less one
	}
	mean = math.Round(mean*1e4) / 1e4
	c.Mean = &mean
}

// dissent reports whether two ratings lie two or more tiers apart, or fewer than
// half of the raters chose the grade.
func dissent(t Tally, grade Tier) bool {
	low, high := -1, -1
	for tier, n := range t {
		if n > 0 {
			if high = tier; low < 0 {
				low = tier
			}
		}
	}
	return high-low >= 2 || 2*t[grade] < t.Len()
}

// GradeText returns the grade as screens show it: "良+", "优", "—". The minus is
// the wide one, so that it is not read as a dash between words.
func (c Consensus) GradeText(s Scale) string {
	return s.Name(c.Grade) + strings.Replace(c.Mark, "-", "−", 1)
}

// TallyText returns the counts from best to worst: "优3 良3 中1 差0".
func (t Tally) TallyText(s Scale) string {
	parts := make([]string, 0, len(t))
	for _, tier := range s.Best() {
		parts = append(parts, fmt.Sprintf("%s%d", s.Name(tier), t[tier]))
	}
	return strings.Join(parts, " ")
}

// Working prints how the grade came about: tally → rule → grade → tie-break.
func (c Consensus) Working(s Scale, l Lang) string {
	n := c.Tally.Len()
	steps := []string{c.Tally.TallyText(s)}
	step := func(zh, en string, args ...any) { steps = append(steps, fmt.Sprintf(l.Of(zh, en), args...)) }
	if c.Grade == NoTier {
		step("已提交 %d 人，不足法定人数 %d", "%d submitted, short of the quorum of %d", n, c.Need)
		step("无等级", "no grade")
		return strings.Join(steps, " → ")
	}
	unit := l.Of("档", " (rank of the tier)")
	if c.marks == MarkScore {
		unit = l.Of("分", " points")
	}
	switch c.Rule {
	case TrimmedMean:
		if c.trimmed {
			step("截尾平均：%d 个去掉最高、最低各一个，平均 %v%s", "trimmed mean: of %d, without one highest and one lowest, %v%s", n, *c.Mean, unit)
		} else {
			step("截尾平均：不足四个，不去高低，平均 %[2]v%[3]s", "trimmed mean: %d are fewer than four, so none is dropped, %v%s", n, *c.Mean, unit)
		}
	case WeightedMean:
		step("加权平均：%[2]v%[3]s", "weighted mean: of %d, %v%s", n, *c.Mean, unit)
	case Plurality:
		step("相对多数：最多的一档得 %d 票", "plurality: the most votes are %d", c.Tally[c.Grade])
	default:
		step("多数评判：由差到优第 %[1]d 个（共 %[2]d 个）", "majority judgment: number %d of %d from the worst", (n-1)/2+1, n)
	}
	step("%s", "%s", c.GradeText(s))
	switch {
	case c.Rule == Plurality && len(c.tied) > 1:
		names := make([]string, len(c.tied))
		for i, t := range c.tied {
			names[i] = s.Name(t)
		}
		step("%s 票数相同，取较低一档", "%s have as many votes: the lower counts", strings.Join(names, l.Of("、", ", ")))
	case c.Rule == MajorityJudgment:
		above, below := c.Tally.Around(c.Grade)
		step("高于它 %d 个、低于它 %d 个", "%d above, %d below", above, below)
	}
	return strings.Join(steps, " → ")
}

// DepartmentGrade returns the budget-weighted lower median of the grades: the
// lowest tier such that activities at or below it hold at least half of the
// graded budget. Activities without a grade are left out; where no graded
// activity has a budget, each counts once. NoTier when nothing is graded.
func DepartmentGrade(grades []Tier, budgets []Amount, tiers int) Tier {
	weights := make([]int64, tiers)
	counts := make([]int64, tiers)
	var total, n int64
	for i, g := range grades {
		if g != NoTier {
			weights[g] += int64(budgets[i])
			counts[g]++
			total += int64(budgets[i])
			n++
		}
	}
	if total == 0 {
		weights, total = counts, n
	}
	var sum int64
	for t, w := range weights {
		if sum += w; n > 0 && 2*sum >= total {
			return Tier(t)
		}
	}
	return NoTier
}
