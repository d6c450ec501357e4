package pingyi

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
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
		name := NameKey(a.Name)
		if earlier, ok := first[name]; ok && name != "" {
			add(DuplicateName, no, FieldName, NoTier, "名称与第 %d 项相同", "has the same name as activity %d", earlier)
		} else {
			first[name] = no
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
	merits, bares := make([]wording, len(r)), make([]string, len(r))
	for t, c := range r {
		merits[t], bares[t] = merit(c), bare(c)
	}
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
			switch a, b := bares[t], bares[u]; {
			case a == b:
				add(SameTiers, u, "“%s”与“%s”的标准相同", "tiers %s and %s have the same criterion", s.Name(t), s.Name(u))
			case similar(a, b):
				add(SimilarTiers, u, "“%s”与“%s”的标准几乎相同", "tiers %s and %s have nearly the same criterion", s.Name(t), s.Name(u))
			}
			if b, w := merits[t], merits[u]; b.known && w.known && w.merit > b.merit {
				add(TierOrder, u, "“%[2]s”的标准读来比“%[1]s”还好", "by its wording tier %[2]s is better than %[1]s", s.Name(t), s.Name(u))
			}
		}
	}
	if numbersOutOfOrder(r) {
		add(TierOrder, NoTier, "各档标准中的数字不是逐档递增或递减", "the figures in the tiers neither rise nor fall from tier to tier")
	}
}

// bare returns s without what makes no difference to its meaning: blanks and
// punctuation, but not what stands inside a number such as 99.5 or 5-10.
func bare(s string) string {
	rs := []rune(HalfWidth(s))
	kept := make([]rune, 0, len(rs))
	for i, r := range rs {
		inNumber := i > 0 && i+1 < len(rs) && unicode.IsDigit(rs[i-1]) && unicode.IsDigit(rs[i+1])
		if !unicode.IsSpace(r) && (!unicode.IsPunct(r) || r == '%' || inNumber) {
			kept = append(kept, r)
		}
	}
	return string(kept)
}

var spaceInHan = regexp.MustCompile(`[\p{Han}，。、；：][ \x{3000}]+[\p{Han}，。、；：]`)

// NameKey is the same for two names of activities that [Lint] takes for one.
func NameKey(name string) string { return bare(name) }

// straySpace returns the first blank between Chinese characters, with them.
func straySpace(s string) string {
	if !has(s, " ", "\u3000") {
		return ""
	}
	return spaceInHan.FindString(s)
}

// has reports whether any of words stands in s: patterns that begin with none of
// them need not be tried, which takes long.
func has(s string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

// grading matches the words by which criteria are told apart: where two texts
// differ in one of these, they differ in meaning, however alike they look.
var grading = regexp.MustCompile(`[未不没无非否失]|[上下内外前后]|[大小部全多少半高低快慢强弱增减升降早晚迟]|[优良中差好劣]|` +
	`基本|[较很更最极太稍略尚]|特别|非常|十分|幅|提前|超额|按时|按期|及时|逾期|足额|显著|明显|突出|合格|达标|满意|[0-9%一二三四五六七八九十百千万两]`)

// similar reports whether two texts differ only in a few characters that carry
// no grade.
func similar(a, b string) bool {
	x, y := []rune(a), []rune(b)
	longest := max(len(x), len(y))
	if longest < 6 || (longest-min(len(x), len(y)))*5 > longest {
		return false
	}
	onlyX, onlyY := difference(x, y)
	return max(len(onlyX), len(onlyY))*5 <= longest && !grading.MatchString(string(onlyX)) && !grading.MatchString(string(onlyY))
}

// difference returns the runes of each that are not in their longest common
// subsequence. Where two texts differ over more than 500 runes, all of these
// count as different.
func difference(x, y []rune) (onlyX, onlyY []rune) {
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	if max(len(x), len(y)) > 500 {
		return x, y
	}
	w := len(y) + 1
	lcs := make([]uint16, (len(x)+1)*w) // of the rests from i and j on, at i*w+j
	for i := len(x) - 1; i >= 0; i-- {
		row, below := lcs[i*w:(i+1)*w], lcs[(i+1)*w:(i+2)*w]
		for j := len(y) - 1; j >= 0; j-- {
			if x[i] == y[j] {
				row[j] = below[j+1] + 1
			} else {
				row[j] = max(below[j], row[j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(x) && j < len(y) {
		switch {
		case x[i] == y[j]:
			i, j = i+1, j+1
		case lcs[(i+1)*w+j] >= lcs[i*w+j+1]:
			onlyX = append(onlyX, x[i])
			i++
		default:
			onlyY = append(onlyY, y[j])
			j++
		}
	}
	return append(onlyX, x[i:]...), append(onlyY, y[j:]...)
}

// done matches the beginnings of what an activity sets out to do. Not doing it is
// a failure, whereas 未发生事故, 没有拖欠 are good, and 基本 before anything else
// is part of a name: 基本医疗保险.
const done = `(?:能|完|全|按|及时|足额|到位|达|落实|开展|进行|发放|实现|通过|启动|实施|建成|安装|执行|使用|投入|交付|得到|做到|形成|保|正常|满足|符合|合格|满意)`

var (
	badNews = []string{"事故", "问题", "投诉", "差错", "违规", "违纪", "案件", "隐患", "损失", "上访", "拖欠", "延误", "浪费"}
	failed  = regexp.MustCompile(`(?:未|没有?)` + done + `|不能|不到|不足|不合格|不满意|不达标|无法`)
	partly  = regexp.MustCompile(`基本` + done)
	some    = []string{"部分", "多数", "一般", "较少"}
	names   = regexp.MustCompile(`一般(?:公共|性|债|转移)|组成部分`)
	exceeds = []string{"提前", "超额", "大幅", "显著", "全部", "突出"}
)

// wording says how good a criterion reads: 0 failed, 1 partly, 3 exceeds; known is
// false where the words do not tell.
type wording struct {
	merit int
	known bool
}

func merit(s string) wording {
	if has(s, "一般", "组成部分") {
		s = names.ReplaceAllString(s, "")
	}
	switch {
	case has(s, badNews...):
		return wording{}
	case has(s, "未", "没", "不", "无") && failed.MatchString(s):
		return wording{0, true}
	case has(s, some...) || has(s, "基本") && partly.MatchString(s):
		return wording{1, true}
	case has(s, exceeds...):
		return wording{3, true}
	}
	return wording{}
}

var percent = regexp.MustCompile(`([0-9]+(?:\.[0-9]+)?)%?(?:[-~—–至到]+[0-9]+(?:\.[0-9]+)?)?%`)

// numbersOutOfOrder reports whether every criterion states just one percentage
// (or range of them) and these neither only rise nor only fall from tier to tier.
// With several it could not be told which of them answer to each other.
func numbersOutOfOrder(r Rubric) bool {
	rises, falls := false, false
	var last float64
	for i, c := range r {
		if !has(c, "%", "％") {
			return false
		}
		m := percent.FindAllStringSubmatch(HalfWidth(c), -1)
		if len(m) != 1 {
			return false
		}
		n, _ := strconv.ParseFloat(m[0][1], 64)
		rises = rises || i > 0 && n > last
		falls = falls || i > 0 && n < last
		last = n
	}
	return rises && falls
}
