package tier_test

import (
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"pingyi"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/look"
	"pingyi/tui/parts/session"
	"pingyi/tui/parts/tier"
)

func TestATallyNamesTheTiersBestFirst(t *testing.T) {
	if got := tier.Tally(pingyi.DefaultScale(), []int{0, 1, 3, 3}); got != "优3 良3 中1 差0" {
		t.Error(got)
	}
}

func TestABarHasAShadeForEachTier(t *testing.T) {
	for _, c := range []struct {
		s      session.Session
		counts []int
		want   string
	}{
		{session.Session{}, []int{0, 1, 3, 3}, "███▓▓▓▒"},
		{session.Session{Look: look.Look{ASCII: true}}, []int{0, 1, 3, 3}, "###===+"},
		{session.Session{Measure: cells.Measure{Wide: true}}, []int{0, 1, 3, 3}, "###===+"},
		{session.Session{}, []int{100, 1, 1, 0}, "▓▒░░░░░"}, // none vanishes
		{session.Session{}, []int{0, 0, 0, 0}, "       "},
	} {
		if got := tier.Bar(c.s, pingyi.DefaultScale(), c.counts, 7); got != c.want {
			t.Errorf("%v: %q, want %q", c.counts, got, c.want)
		}
	}
}

func TestAGradeReadsWithItsMark(t *testing.T) {
	scale := pingyi.DefaultScale()
	for mark, want := range map[string]string{"+": "良+", "-": "良−", "": "良"} {
		if got := ansi.Strip(tier.Grade(session.Session{}, scale, 2, mark)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := ansi.Strip(tier.Grade(session.Session{Look: look.Look{ASCII: true}}, scale, 2, "-")); got != "良-" {
		t.Errorf("in ASCII %q", got)
	}
	if got := ansi.Strip(tier.Name(session.Session{}, scale, pingyi.NoTier)); got != "—" {
		t.Errorf("no grade reads %q", got)
	}
}

func TestABarIsInProportion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.IntRange(0, 200), 4, 4).Draw(t, "counts")
		w := rapid.IntRange(0, 60).Draw(t, "w")
		got := []rune(tier.Bar(session.Session{}, pingyi.DefaultScale(), counts, w))
		if len(got) != w {
			t.Fatalf("%d columns, want %d", len(got), w)
		}
		total := 0
		for _, n := range counts {
			total += n
		}
		for i, shade := range []rune("░▒▓█") {
			n := 0
			for _, r := range got {
				if r == shade {
					n++
				}
			}
			if counts[i] == 0 && n > 0 || counts[i] > 0 && n == 0 && w >= 4 {
				t.Fatalf("%d ratings of tier %d have %d columns: %q", counts[i], i, n, string(got))
			}
			// Within a column of its due, but for those that small ones were given.
			if total > 0 && (n*total > (counts[i]*w)+total || n*total < counts[i]*w-4*total) {
				t.Fatalf("%d of %d ratings have %d of %d columns", counts[i], total, n, w)
			}
		}
	})
}
