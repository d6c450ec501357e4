package cells_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"pingyi"
	"pingyi/tui/parts/cells"
)

// prose draws text of the kinds that plans hold, and some that they do not.
func prose() *rapid.Generator[string] {
	piece := rapid.SampledFrom([]string{
		"深", "泽", "县", "教育局", "，", "。", "（", "）", "“", "”", "《", "》", "……", "——", "①", "１２",
		" ", "  ", "a", "Excel", "3485.50", "%", "é", "e\u0301", "👨‍👩‍👧", "🇨🇳", "한", "\n",
	})
	return rapid.Map(rapid.SliceOfN(piece, 0, 40), func(p []string) string { return strings.Join(p, "") })
}

func measures() *rapid.Generator[cells.Measure] {
	return rapid.Custom(func(t *rapid.T) cells.Measure {
		return cells.Measure{Wide: rapid.Bool().Draw(t, "wide"), ASCII: rapid.Bool().Draw(t, "ascii")}
	})
}

func TestAmbiguousCharactersTakeOneColumnUnlessTheSessionSaysTwo(t *testing.T) {
	for _, s := range []string{"“", "”", "…", "—", "─", "①", "◆", "█"} {
		if w := (cells.Measure{}).Width(s); w != 1 {
			t.Errorf("%s: %d columns, want 1", s, w)
		}
		if w := (cells.Measure{Wide: true}).Width(s); w != 2 {
			t.Errorf("%s in a wide session: %d columns, want 2", s, w)
		}
	}
}

func TestWidthCountsWhatAPersonSees(t *testing.T) {
	for s, want := range map[string]int{
		"": 0, "abc": 3, "评议": 4, "１": 2, "e\u0301": 1, "👨‍👩‍👧": 2, "\x1b[1m评\x1b[m": 2, "，": 2,
	} {
		if w := (cells.Measure{}).Width(s); w != want {
			t.Errorf("Width(%q) = %d, want %d", s, w, want)
		}
	}
}

func TestPaddedTextHasExactlyItsColumns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, s, w := measures().Draw(t, "m"), strings.ReplaceAll(prose().Draw(t, "s"), "\n", ""), rapid.IntRange(0, 50).Draw(t, "w")
		for name, got := range map[string]string{
			"Pad": m.Pad(s, w), "PadLeft": m.PadLeft(s, w), "Cut": m.Cut(s, 3, 3+w), "styled": m.Pad("\x1b[1m"+s+"\x1b[m", w),
		} {
			if m.Width(got) != w || !utf8.ValidString(got) {
				t.Fatalf("%s: %q has %d columns, want %d", name, got, m.Width(got), w)
			}
		}
	})
}

func TestTruncatedTextIsABeginningAndAnEllipsis(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, s, w := measures().Draw(t, "m"), strings.ReplaceAll(prose().Draw(t, "s"), "\n", ""), rapid.IntRange(0, 50).Draw(t, "w")
		got := m.Truncate(s, w)
		if m.Width(got) > w {
			t.Fatalf("%q is wider than %d", got, w)
		}
		if m.Width(s) <= w && got != s {
			t.Fatalf("%q fits in %d but became %q", s, w, got)
		}
		if !strings.HasPrefix(s, strings.TrimSuffix(strings.TrimSuffix(got, "…"), "..")) {
			t.Fatalf("%q is no beginning of %q", got, s)
		}
	})
}

func TestTruncateKeepsTheStylesClosed(t *testing.T) {
	got := cells.Measure{}.Truncate("\x1b[1m深泽县教育局\x1b[m", 5)
	if want := "\x1b[1m深泽…\x1b[m"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestCutPutsABlankInPlaceOfHalfAHanzi(t *testing.T) {
	for _, c := range []struct {
		from, to int
		want     string
	}{{0, 4, "评议"}, {1, 4, " 议"}, {0, 3, "评 "}, {1, 3, "  "}, {2, 8, "议a   "}, {9, 11, "  "}} {
		if got := (cells.Measure{}).Cut("评议a", c.from, c.to); got != c.want {
			t.Errorf("Cut %d–%d = %q, want %q", c.from, c.to, got, c.want)
		}
	}
}

func TestNothingVisibleCanMoveACursor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := cells.Visible(rapid.String().Draw(t, "s"))
		if _, dropped, err := pingyi.CleanText(strings.NewReplacer("\u00a0", "", "\u2007", "", "\u202f", "").Replace(s)); err != nil || dropped > 0 {
			t.Fatalf("%q still holds what a record refuses: %v", s, err)
		}
		for c, w := range (cells.Measure{}).Clusters(s) {
			if w < 1 && c != "\n" {
				t.Fatalf("%q of %q takes no column", c, s)
			}
		}
		if cells.Visible(s) != s {
			t.Fatalf("%q is not stable", s)
		}
	})
}

func TestControlCharactersAreNamed(t *testing.T) {
	for s, want := range map[string]string{
		"\x1b[2J": "␛[2J", "a\u202eb": "a‹U+202E›b", "\u009b1m": "‹U+009B›1m", "\u0301x": "◌\u0301x",
		"深泽县\n教育局": "深泽县\n教育局", "a\x7f": "a␡", "\xff": "\ufffd", "e\u0301": "e\u0301", "\U000e0041": "‹U+E0041›",
	} {
		if got := cells.Visible(s); got != want {
			t.Errorf("Visible(%q) = %q, want %q", s, got, want)
		}
	}
}
