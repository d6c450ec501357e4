package cells_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"pingyi/tui/parts/cells"
)

func TestWrapKeepsToTheRulesOfChineseTypesetting(t *testing.T) {
	for _, c := range []struct {
		text string
		w    int
		want []string
	}{
		{"", 10, []string{""}},
		{"保障教育经费。", 12, []string{"保障教育经", "费。"}},          // 。 begins no line
		{"落实（国家）政策", 6, []string{"落实", "（国", "家）政", "策"}}, // （ ends none
		{"共3485.50万元", 6, []string{"共", "3485.5", "0万元"}}, // a word longer than the line is cut
		{"共3485.50万元", 8, []string{"共", "3485.50", "万元"}},
		{"use Excel now", 9, []string{"use Excel", "now"}},
		{"第一\n\n第二", 10, []string{"第一", "", "第二"}},
		{"他说“好”", 5, []string{"他说", "“好”"}},
		{"，，，，", 4, []string{"，，", "，，"}}, // no rule can hold here
		{"学校 建设", 4, []string{"学校", "建设"}},
		{"评", 0, []string{"评"}},
	} {
		if got := (cells.Measure{}).Wrap(c.text, c.w); !slices.Equal(got, c.want) {
			t.Errorf("Wrap(%q, %d) = %q, want %q", c.text, c.w, got, c.want)
		}
	}
}

func TestWrappedLinesFitAndLoseOnlyBlanks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, s, w := measures().Draw(t, "m"), prose().Draw(t, "s"), rapid.IntRange(2, 30).Draw(t, "w")
		lines := m.Wrap(s, w)
		for _, l := range lines {
			if m.Width(l) > w {
				t.Fatalf("%q is wider than %d", l, w)
			}
		}
		without := strings.NewReplacer(" ", "", "\n", "").Replace
		if without(strings.Join(lines, "")) != without(s) {
			t.Fatalf("%q became %q", s, lines)
		}
	})
}

func TestNoLineBeginsWithClosingPunctuationWhereItNeedNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := prose().Filter(func(s string) bool { return !strings.Contains(s, "\n") }).Draw(t, "s")
		w := rapid.IntRange(4, 30).Draw(t, "w")
		lines := cells.Measure{}.Wrap(s, w)
		for i := 1; i < len(lines); i++ {
			first, _ := utf8.DecodeRuneInString(lines[i])
			last, _ := utf8.DecodeLastRuneInString(lines[i-1])
			if !strings.ContainsRune("，。）”》", first) && !strings.ContainsRune("（“《", last) {
				continue
			}
			// Allowed only if the line above has no better place: no two hanzi in
			// a row, which may always part.
			han := 0
			for _, r := range lines[i-1] {
				if r >= 0x4e00 && r <= 0x9fff {
					if han++; han > 1 {
						t.Fatalf("%q parted badly before line %d: %q", s, i+1, lines)
					}
				} else {
					han = 0
				}
			}
		}
	})
}

func TestSpansHoldEveryByteButTheLineEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, s, w := measures().Draw(t, "m"), prose().Draw(t, "s"), rapid.IntRange(2, 30).Draw(t, "w")
		at := 0
		for _, sp := range m.Spans(s, w) {
			if sp.Start != at || sp.End < sp.Start {
				t.Fatalf("span %v does not begin at %d of %q", sp, at, s)
			}
			at = sp.End
			if sp.Hard && at < len(s) {
				if s[at] != '\n' {
					t.Fatalf("hard end at %d of %q", at, s)
				}
				at++
			}
		}
		if at != len(s) {
			t.Fatalf("spans end at %d of %d", at, len(s))
		}
	})
}

func BenchmarkWrapALongText(b *testing.B) {
	s := strings.Repeat("保障义务教育经费，落实“两免一补”政策（含 3485.50 万元）。", 150)
	for b.Loop() {
		cells.Measure{}.Wrap(s, 60)
	}
}
