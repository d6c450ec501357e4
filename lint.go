package pingyi

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// FindingKind is what a lint finding is about.
type FindingKind string

// The kinds of findings.
const (
	MissingTier   FindingKind = "missing-tier"
	SameTiers     FindingKind = "same-tiers"
	SimilarTiers  FindingKind = "similar-tiers"
	TierOrder     FindingKind = "tier-order"
	GoalRepeats   FindingKind = "goal-repeats-indicator"
	ZeroAmount    FindingKind = "zero-amount"
	TotalMismatch FindingKind = "total-mismatch"
	StraySpace    FindingKind = "stray-space"
	DuplicateName FindingKind = "duplicate-name"
)

// Finding is something in a plan that is allowed but looks wrong.
type Finding struct {
	Kind     FindingKind
	Activity int   // its number in the plan, from 1; 0 for the plan as a whole
	Field    Field // where to look
	Tier     Tier  // of FieldCriteria; otherwise NoTier

	zh, en string
}

// In returns the finding as a sentence.
func (f Finding) In(l Lang) string { return l.Of(f.zh, f.en) }

// Lint returns what looks wrong in the plan: whole-plan findings first, then by
// activity in order. It never refuses anything.
func Lint(p *Plan) []Finding {
	var found []Finding
	add := func(k FindingKind, no int, f Field, t Tier, zh, en string, args ...any) {
		found = append(found, Finding{k, no, f, t, fmt.Sprintf(zh, args...), fmt.Sprintf(en, args...)})
	}
	if p.StatedTotal != nil && *p.StatedTotal != p.Budget() {
		add(TotalMismatch, 0, FieldStatedTotal, NoTier, "各项预算合计 %s 万元，与所列合计 %s 万元不符",
			"the amounts add up to %s 万元, not to the stated total of %s 万元", p.Budget(), *p.StatedTotal)
	}
	first := map[string]int{}
	for i, a := range p.Activities {
		no := i + 1
		if earlier, ok := first[bare(a.Name)]; ok {
			add(DuplicateName, no, FieldName, NoTier, "名称与第 %d 项相同", "has the same name as activity %d", earlier)
		} else {
			first[bare(a.Name)] = no
		}
		if a.Budget == 0 {
			add(ZeroAmount, no, FieldBudget, NoTier, "预算数为零", "the amount is zero")
		}
		if g := bare(a.Goal); g != "" && g == bare(a.Indicator) {
			add(GoalRepeats, no, FieldIndicator, NoTier, "绩效指标只是重复了绩效目标", "the indicator merely repeats the goal")
		}
		for _, text := range []struct {
			f Field
			s string
		}{{FieldName, a.Name}, {FieldContent, a.Content}, {FieldGoal, a.Goal}, {FieldIndicator, a.Indicator}} {
			if at := straySpace(text.s); at != "" {
				add(StraySpace, no, text.f, NoTier, "汉字之间有空格：“%s”", "a space between Chinese characters: %q", at)
			}
		}
		lintRubric(a.Rubric, p.Scale, func(k FindingKind, t Tier, zh, en string, args ...any) {
			add(k, no, FieldCriteria, t, zh, en, args...)
		})
	}
	return found
}

func lintRubric(r Rubric, s Scale, add func(k FindingKind, t Tier, zh, en string, args ...any)) {
	for _, t := range s.Best() {
		if int(t) >= len(r) || r[t] == "" {
			add(MissingTier, t, "缺少“%s”的评价标准", "tier %s has no criterion", s.Name(t))
			continue
		}
		if at := straySpace(r[t]); at != "" {
			add(StraySpace, t, "“%s”的标准汉字之间有空格：“%s”", "tier %s: a space between Chinese characters: %q", s.Name(t), at)
		}
		for u := t - 1; u >= 0; u-- {
			if int(u) >= len(r) || r[u] == "" {
				continue
			}
			switch a, b := bare(r[t]), bare(r[u]); {
			case a == b:
				add(SameTiers, u, "“%s”与“%s”的标准相同", "tiers %s and %s have the same criterion", s.Name(t), s.Name(u))
			case similar(a, b):
				add(SimilarTiers, u, "“%s”与“%s”的标准几乎相同", "tiers %s and %s have nearly the same criterion", s.Name(t), s.Name(u))
			}
			if outOfOrder(r[t], r[u]) {
				add(TierOrder, u, "“%[2]s”的标准读来比“%[1]s”还好", "by its wording tier %[2]s is better than %[1]s", s.Name(t), s.Name(u))
			}
		}
	}
	if numbersOutOfOrder(r) {
		add(TierOrder, NoTier, "各档标准中的数字不是逐档递增或递减", "the figures in the tiers neither rise nor fall from tier to tier")
	}
}

// bare returns s without what makes no difference to its meaning.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsPunct(r) && r != '%' {
			return -1
		}
		return r
	}, HalfWidth(s))
}

var spaceInHan = regexp.MustCompile(`[\p{Han}，。、；：][ \x{3000}]+[\p{Han}]`)

// straySpace returns the first blank between Chinese characters, with them.
func straySpace(s string) string { return spaceInHan.FindString(s) }

// grading matches the words by which criteria are told apart: where two texts
// differ in one of these, they differ in meaning, however alike they look.
var grading = regexp.MustCompile(`[未不没无非否]|[大小部全多少半]|基本|较|很|更|幅|提前|超额|及时|逾期|显著|明显|[0-9%一二三四五六七八九十]`)

// similar reports whether two texts differ only in a few characters that carry
// no grade.
func similar(a, b string) bool {
	x, y := []rune(a), []rune(b)
	onlyX, onlyY := difference(x, y)
	diff, longest := max(len(onlyX), len(onlyY)), max(len(x), len(y))
	return longest >= 6 && diff*5 <= longest && !grading.MatchString(string(onlyX)) && !grading.MatchString(string(onlyY))
}

// difference returns the runes of each that are not in their longest common
// subsequence. Texts over 500 runes are compared by their beginnings.
func difference(x, y []rune) (onlyX, onlyY []rune) {
	x, y = x[:min(len(x), 500)], y[:min(len(y), 500)]
	lcs := make([][]int, len(x)+1)
	for i := range lcs {
		lcs[i] = make([]int, len(y)+1)
	}
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if x[i] == y[j] {
				lcs[i][j] = lcs[i+1][j+1] + 1
			} else {
				lcs[i][j] = max(lcs[i+1][j], lcs[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(x) && j < len(y) {
		switch {
		case x[i] == y[j]:
			i, j = i+1, j+1
		case lcs[i+1][j] >= lcs[i][j+1]:
			onlyX = append(onlyX, x[i])
			i++
		default:
			onlyY = append(onlyY, y[j])
			j++
		}
	}
	return append(onlyX, x[i:]...), append(onlyY, y[j:]...)
}

var (
	badNews = regexp.MustCompile(`事故|问题|投诉|差错|违规|违纪|案件|隐患|损失|上访`) // 未发生事故 is good
	failed  = regexp.MustCompile(`[未没]|不能|不到|不足|不合格|不满意|无法`)
	partly  = regexp.MustCompile(`部分|基本|一般|较少|多数`)
	exceeds = regexp.MustCompile(`提前|超额|大幅|显著|全部|突出`)
)

// merit says how good a criterion's wording is: 0 failed, 1 partly, 3 exceeds;
// known is false where the wording does not tell.
func merit(s string) (m int, known bool) {
	switch {
	case badNews.MatchString(s):
		return 0, false
	case failed.MatchString(s):
		return 0, true
	case partly.MatchString(s):
		return 1, true
	case exceeds.MatchString(s):
		return 3, true
	}
	return 0, false
}

// outOfOrder reports whether the criterion of the worse tier reads better.
func outOfOrder(better, worse string) bool {
	b, ok := merit(better)
	w, ok2 := merit(worse)
	return ok && ok2 && w > b
}

var percent = regexp.MustCompile(`([0-9]+(?:\.[0-9]+)?)[%％]`)

// numbersOutOfOrder reports whether every criterion states a percentage and
// these neither only rise nor only fall from tier to tier.
func numbersOutOfOrder(r Rubric) bool {
	rises, falls := false, false
	var last float64
	for i, c := range r {
		m := percent.FindStringSubmatch(HalfWidth(c))
		if m == nil {
			return false
		}
		var n float64
		fmt.Sscan(m[1], &n)
		rises = rises || i > 0 && n > last
		falls = falls || i > 0 && n < last
		last = n
	}
	return rises && falls
}
