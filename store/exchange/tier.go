package exchange

import (
	"regexp"
	"slices"
	"strings"

	"pingyi"
)

// tierHeading is the heading of one tier's column.
type tierHeading struct {
	col   int
	name  string
	floor pingyi.Score
	given bool // the heading states the points at which the tier begins
}

var (
	points = regexp.MustCompile(`[0-9]+(\.[0-9]+)?`)
	// the group's heading repeated in a tier's: “评价标准：优”
	criteriaPrefix = regexp.MustCompile(`^(绩效)?(评价|评分|考核)?标准[:\-—/(]*`)
)

// tierOf reads a heading such as 优, 优秀, 评价标准（优）, 优（90分以上）, A(≥90)
// or, as exports write a scale of their own, A≥90. In the last form the name is
// taken as it stands.
func tierOf(text string) (tierHeading, bool) {
	if len(text) > longestHeading {
		return tierHeading{}, false
	}
	if name, floor, ok := strings.Cut(text, "≥"); ok && name != "" && !strings.ContainsAny(name, " :：\n") {
		if f, err := pingyi.ParseScore(floor); err == nil {
			return tierHeading{name: name, floor: f, given: true}, true
		}
	}
	t := criteriaPrefix.ReplaceAllString(squeeze(text), "")
	t = strings.TrimSuffix(t, ")")
	name, inside, _ := strings.Cut(t, "(")
	if i := strings.IndexAny(name, "≥≧><≤"); i > 0 {
		name, inside = name[:i], name[i:]
	}
	h := tierHeading{name: name}
	tier, known := pingyi.DefaultScale().Parse(name)
	if known {
		h.name = pingyi.DefaultScale().Name(tier)
	}
	h.floor, h.given = floorOf(inside)
	return h, known || h.given && name != "" && strings.ContainsAny(inside, "≥≧><≤")
}

// floorOf reads the least points of a band: "≥90", "90分以上", "80-89", "<60".
func floorOf(band string) (pingyi.Score, bool) {
	least, found := pingyi.MaxScore, false
	for _, m := range points.FindAllString(band, 2) {
		if f, err := pingyi.ParseScore(m); err == nil {
			least, found = min(least, f), true
		}
	}
	if found && !strings.ContainsAny(band, "≥≧>-~—") && strings.ContainsAny(band, "<≤下") {
		return 0, true
	}
	return least, found
}

// scaleOf makes a scale of the tier headings and returns the column of each
// tier. Headings without points stand for the default scale and must be all of
// its tiers.
func scaleOf(tiers []tierHeading) (pingyi.Scale, []int, error) {
	sorted := slices.Clone(tiers)
	given := 0
	for _, t := range tiers {
		if t.given {
			given++
		}
	}
	scale := pingyi.DefaultScale()
	if given == len(tiers) {
		slices.SortStableFunc(sorted, func(a, b tierHeading) int { return int(a.floor - b.floor) })
		names, floors := make([]string, len(sorted)), make([]pingyi.Score, len(sorted))
		for i, t := range sorted {
			names[i], floors[i] = t.name, t.floor
		}
		own, err := pingyi.NewScale(names, floors)
		if err != nil {
			return scale, nil, err
		}
		if err := checkTiers(own); err != nil {
			return scale, nil, err
		}
		scale = own
	}
	columns := make([]int, scale.Len())
	for i := range columns {
		columns[i] = -1
	}
	for _, t := range tiers {
		tier, ok := scale.Parse(t.name)
		if !ok || t.given && scale.Floor(tier) != t.floor {
			return scale, nil, pingyi.Errorf(pingyi.Invalid, "档次“%s”的起点分与默认等级（优≥90 良≥80 中≥60）不同，请给每一档都写上起点分，如 优≥95",
				"the points of tier %q differ from the default scale (优≥90 良≥80 中≥60): state them for every tier, as in 优≥95", t.name)
		}
		if columns[tier] >= 0 {
			return scale, nil, pingyi.Errorf(pingyi.Invalid, "有两列都是“%s”，请删去一列", "two columns are both %q: delete one", scale.Name(tier))
		}
		columns[tier] = t.col
	}
	for t, col := range columns {
		if col < 0 {
			return scale, nil, pingyi.Errorf(pingyi.Invalid, "评价标准缺少“%s”一列，请补上（内容可以空着）", "the criteria lack the column %q: add it (its cells may be empty)", scale.Name(pingyi.Tier(t)))
		}
	}
	return scale, columns, nil
}

// checkTiers refuses tier names that no file could hold.
func checkTiers(s pingyi.Scale) error {
	for _, t := range s.Best() {
		if plain, _, err := pingyi.CleanLine(s.Name(t)); err != nil || plain != s.Name(t) {
			return pingyi.Errorf(pingyi.Invalid, "档次名称“%s”含有看不见的字符，请改名", "the tier name %q holds invisible characters: rename it", pingyi.Excerpt(s.Name(t), 20))
		}
	}
	return nil
}
