package pingyi

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Tier is a grade as an index into its [Scale]: 0 is the worst.
type Tier int

// NoTier stands where there is no grade.
const NoTier Tier = -1

// Score is a number of points in hundredths: 89.5 points are 8950.
type Score int

// MaxScore is 100 points.
const MaxScore Score = 100_00

// ParseScore reads points from 0 to 100 with at most two decimals, full-width
// digits included.
func ParseScore(s string) (Score, error) {
	t := strings.TrimSuffix(strings.TrimSpace(HalfWidth(s)), "分")
	whole, frac, dotted := strings.Cut(t, ".")
	if whole == "" || len(whole) > 3 || !digits(whole) || !digits(frac) || len(frac) > 2 || dotted && frac == "" {
		return 0, Errorf(Invalid, "分数“%s”不对，请填 0 到 100 的数，最多两位小数",
			"the score %q is wrong: enter a number from 0 to 100 with at most two decimals", Excerpt(s, 20))
	}
	n, _ := strconv.Atoi(whole + (frac + "00")[:2])
	if Score(n) > MaxScore {
		return 0, Errorf(Invalid, "分数“%s”超过了 100", "the score %q is over 100", Excerpt(s, 20))
	}
	return Score(n), nil
}

// String returns the points without needless zeros: "89.5".
func (s Score) String() string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%d.%02d", s/100, s%100), "0"), ".")
}

// Scale is the ordered grades of a plan, worst first. The zero value is not a
// scale; use [DefaultScale] or [NewScale].
type Scale struct {
	names  []string
	floors []Score
}

// DefaultScale is 差 below 60 points, 中 from 60, 良 from 80, 优 from 90.
func DefaultScale() Scale {
	return Scale{[]string{"差", "中", "良", "优"}, []Score{0, 60_00, 80_00, 90_00}}
}

// NewScale makes a scale of two to nine tiers from their names and the points
// at which each begins, worst first. The bands are half open, so that every
// score lies in exactly one; the worst begins at 0.
func NewScale(names []string, floors []Score) (Scale, error) {
	if len(names) < 2 || len(names) > 9 || len(names) != len(floors) {
		return Scale{}, Errorf(Invalid, "等级要有二至九个档次，各有名称和起点分", "a scale has two to nine tiers, each with a name and a lowest score")
	}
	for i, n := range names {
		if clean, _, err := CleanLine(n); err != nil || clean != n || n == "" || len([]rune(n)) > 8 ||
			strings.ContainsAny(HalfWidth(n), " =:≥≤<>") || digits(HalfWidth(n)) || kindOf(n) != Graded {
			return Scale{}, Errorf(Invalid, "档次名称“%s”不能用：要一至八个字，不含空格和符号，不能只是数字，也不能是“弃权”“回避”",
				"the tier name %q cannot be used: one to eight characters, no spaces or signs, not a bare number, not a word for abstaining or recusing", Excerpt(n, 20))
		}
		if slices.Contains(names[:i], n) {
			return Scale{}, Errorf(Invalid, "档次“%s”出现了两次", "the tier %q is there twice", n)
		}
		if i == 0 && floors[i] != 0 || i > 0 && floors[i] <= floors[i-1] || floors[i] > MaxScore {
			return Scale{}, Errorf(Invalid, "档次“%s”的起点分不对：最差一档从 0 分起，其余逐档升高，不超过 100",
				"the lowest score of tier %q is wrong: the worst begins at 0, each next one higher, none over 100", n)
		}
	}
	return Scale{slices.Clone(names), slices.Clone(floors)}, nil
}

// Len returns the number of tiers.
func (s Scale) Len() int { return len(s.names) }

// IsDefault reports whether s is the default scale.
func (s Scale) IsDefault() bool { return s.Equal(DefaultScale()) }

// Equal reports whether both have the same tiers with the same bands.
func (s Scale) Equal(t Scale) bool {
	return slices.Equal(s.names, t.names) && slices.Equal(s.floors, t.floors)
}

// Name returns the name of t, or "—" for no tier of s.
func (s Scale) Name(t Tier) string {
	if t < 0 || int(t) >= len(s.names) {
		return "—"
	}
	return s.names[t]
}

// Floor returns the points at which t begins.
func (s Scale) Floor(t Tier) Score { return s.floors[t] }

// Has reports whether t is a tier of s.
func (s Scale) Has(t Tier) bool { return t >= 0 && int(t) < len(s.names) }

// Best returns the tiers from best to worst: the order on screens and paper.
func (s Scale) Best() []Tier {
	ts := make([]Tier, len(s.names))
	for i := range ts {
		ts[i] = Tier(len(ts) - 1 - i)
	}
	return ts
}

// Key returns the number a person presses for t: 1 is the best tier, as it
// stands first on screens and paper.
func (s Scale) Key(t Tier) int { return len(s.names) - int(t) }

// pressed is the reverse of [Scale.Key], for a digit in either width and nothing
// else: "01" and "2.0" are no keys.
func (s Scale) pressed(digit string) (Tier, bool) {
	d := HalfWidth(digit)
	if len(d) != 1 || d[0] < '1' || int(d[0]-'0') > s.Len() {
		return NoTier, false
	}
	return Tier(s.Len() - int(d[0]-'0')), true
}

// list names the tiers from best to worst, for a sentence.
func (s Scale) list() string {
	best := slices.Clone(s.names)
	slices.Reverse(best)
	return strings.Join(best, "、")
}

// Parse finds the tier called name, in either width. For the default scale the long forms 优秀,
// 良好, 中等, 合格, 一般 and 不合格 are understood too.
func (s Scale) Parse(name string) (Tier, bool) {
	name = strings.TrimSpace(name)
	if i := slices.Index(s.names, name); i >= 0 {
		return Tier(i), true
	}
	if i := slices.IndexFunc(s.names, func(n string) bool { return HalfWidth(n) == HalfWidth(name) }); i >= 0 {
		return Tier(i), true
	}
	if s.IsDefault() {
		switch name {
		case "优秀":
			return 3, true
		case "良好":
			return 2, true
		case "中等", "合格", "一般":
			return 1, true
		case "不合格", "较差":
			return 0, true
		}
	}
	return NoTier, false
}

// marked reads a tier as a mark: by its name, or by a word that has the name in it
// (优秀, 良好). What a rubric may call a tier besides, such as 合格, says too little
// where somebody is judged by it.
func (s Scale) marked(word string) (Tier, bool) {
	t, ok := s.Parse(word)
	if !ok || !strings.Contains(HalfWidth(word), HalfWidth(s.Name(t))) {
		return NoTier, false
	}
	return t, true
}

// TierOf returns the tier in whose band score lies: with the default scale 89.5
// is 良.
func (s Scale) TierOf(score Score) Tier {
	return s.tierOfMean(int64(score), 1)
}

// tierOfMean is TierOf for sum/n points, compared without rounding.
func (s Scale) tierOfMean(sum, n int64) Tier {
	t := 0
	for t+1 < len(s.floors) && sum >= int64(s.floors[t+1])*n {
		t++
	}
	return Tier(t)
}
