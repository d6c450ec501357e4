package pingyi_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
)

func TestBandsAreHalfOpen(t *testing.T) {
	s := pingyi.DefaultScale()
	for score, want := range map[pingyi.Score]string{
		0: "差", 59_99: "差", 60_00: "中", 79_99: "中", 80_00: "良", 89_50: "良", 89_99: "良", 90_00: "优", 100_00: "优",
	} {
		if got := s.Name(s.TierOf(score)); got != want {
			t.Errorf("%s points are %s, want %s", score, got, want)
		}
	}
}

func TestEveryScoreLiesInExactlyOneBand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawScale(t)
		score := pingyi.Score(rapid.IntRange(0, int(pingyi.MaxScore)).Draw(t, "score"))
		tier := s.TierOf(score)
		if !s.Has(tier) || score < s.Floor(tier) || s.Has(tier+1) && score >= s.Floor(tier+1) {
			t.Fatalf("%s points fall in tier %d", score, tier)
		}
	})
}

// drawScale draws a scale of two to nine tiers.
func drawScale(t *rapid.T) pingyi.Scale {
	n := rapid.IntRange(2, 9).Draw(t, "tiers")
	floors := rapid.SliceOfNDistinct(rapid.IntRange(1, int(pingyi.MaxScore)), n-1, n-1, rapid.ID[int]).Draw(t, "floors")
	slices.Sort(floors)
	names, lows := []string{"t0"}, []pingyi.Score{0}
	for i, f := range floors {
		names = append(names, fmt.Sprintf("t%d", i+1))
		lows = append(lows, pingyi.Score(f))
	}
	s, err := pingyi.NewScale(names, lows)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestNewScaleRefusesWhatIsNoScale(t *testing.T) {
	two := []pingyi.Score{0, 60_00}
	for name, c := range map[string]struct {
		names  []string
		floors []pingyi.Score
	}{
		"one tier":           {[]string{"a"}, []pingyi.Score{0}},
		"ten tiers":          {strings.Split("abcdefghij", ""), []pingyi.Score{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}},
		"a floor too few":    {[]string{"a", "b", "c"}, two},
		"the same name":      {[]string{"a", "a"}, two},
		"no name":            {[]string{"", "b"}, two},
		"a long name":        {[]string{"一二三四五六七八九", "b"}, two},
		"a blank":            {[]string{"a b", "b"}, two},
		"a wide blank":       {[]string{"a　b", "b"}, two},
		"a line end":         {[]string{"a\nb", "b"}, two},
		"a wide equals sign": {[]string{"a＝b", "b"}, two},
		"a colon":            {[]string{"a：b", "b"}, two},
		"a number":           {[]string{"１", "b"}, two},
		"a control":          {[]string{"a\x1b[2J", "b"}, two},
		"a C1 control":       {[]string{"a\u009b2J", "b"}, two},
		"a bidi control":     {[]string{"a\u202e", "b"}, two},
		"a zero-width space": {[]string{"a\u200b", "b"}, two},
		"an abstention":      {[]string{"弃权", "b"}, two},
		"a recusal":          {[]string{"Recuse", "b"}, two},
		"a worst above zero": {[]string{"a", "b"}, []pingyi.Score{1, 60_00}},
		"falling floors":     {[]string{"a", "b", "c"}, []pingyi.Score{0, 60_00, 50_00}},
		"equal floors":       {[]string{"a", "b", "c"}, []pingyi.Score{0, 60_00, 60_00}},
		"a floor over 100":   {[]string{"a", "b"}, []pingyi.Score{0, 100_01}},
	} {
		if _, err := pingyi.NewScale(c.names, c.floors); pingyi.CodeOf(err) != pingyi.Invalid {
			t.Errorf("%s is not refused: %v", name, err)
		}
	}
}

func TestScaleKeepsNothingOfItsArguments(t *testing.T) {
	names, floors := []string{"低", "高"}, []pingyi.Score{0, 50_00}
	s, err := pingyi.NewScale(names, floors)
	if err != nil {
		t.Fatal(err)
	}
	names[0], floors[1] = "x", 1
	if s.Name(0) != "低" || s.Floor(1) != 50_00 {
		t.Error("the scale changed with its arguments")
	}
}

func TestScaleParsesLongForms(t *testing.T) {
	s := pingyi.DefaultScale()
	for in, want := range map[string]string{
		"优": "优", "优秀": "优", "良": "良", " 良好 ": "良", "中": "中", "中等": "中", "合格": "中", "一般": "中",
		"差": "差", "不合格": "差", "较差": "差",
	} {
		if tier, ok := s.Parse(in); !ok || s.Name(tier) != want {
			t.Errorf("%q: %s, %v", in, s.Name(tier), ok)
		}
	}
	for _, in := range []string{"", "极优", "4", "—"} {
		if tier, ok := s.Parse(in); ok || tier != pingyi.NoTier {
			t.Errorf("%q: %d, %v", in, tier, ok)
		}
	}
	own, err := pingyi.NewScale([]string{"不通过", "通过"}, []pingyi.Score{0, 60_00})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := own.Parse("优秀"); ok {
		t.Error("a scale of one's own knows the default's long forms")
	}
}

func TestScaleParsesEitherWidth(t *testing.T) {
	s, err := pingyi.NewScale([]string{"C", "B+", "Ａ", "A"}, []pingyi.Score{0, 60_00, 80_00, 90_00})
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string]pingyi.Tier{"Ｃ": 0, "Ｂ＋": 1, "Ａ": 2, "A": 3} {
		if tier, ok := s.Parse(in); !ok || tier != want {
			t.Errorf("%q: %d, want %d", in, tier, want)
		}
	}
}

func TestBestTierStandsFirstAndHasKeyOne(t *testing.T) {
	s := pingyi.DefaultScale()
	shown := ""
	for i, tier := range s.Best() {
		shown += s.Name(tier)
		if s.Key(tier) != i+1 {
			t.Errorf("the key of %s is %d, want %d", s.Name(tier), s.Key(tier), i+1)
		}
	}
	if shown != "优良中差" {
		t.Errorf("shown as %s", shown)
	}
	if s.Name(pingyi.NoTier) != "—" || s.Name(4) != "—" {
		t.Error("no tier has a name")
	}
}

func TestParseScoreReadsTwoDecimals(t *testing.T) {
	for in, want := range map[string]string{
		"89.5": "89.5", "０": "0", "８９。５": "89.5", "100": "100", "100.00": "100", " 7.25分 ": "7.25", "60.10": "60.1",
	} {
		if s, err := pingyi.ParseScore(in); err != nil || s.String() != want {
			t.Errorf("%q: %s, %v", in, s, err)
		}
	}
	for _, in := range []string{"", "100.01", "101", "-1", "+1", "1.", ".5", "1.234", "1,5", "a", "1000", "1 2", "八十"} {
		if s, err := pingyi.ParseScore(in); pingyi.CodeOf(err) != pingyi.Invalid {
			t.Errorf("%q: %s, %v", in, s, err)
		}
	}
}
