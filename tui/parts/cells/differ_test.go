package cells_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"pingyi/tui/parts/cells"
)

func TestTextsDifferOnlyWhereItSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.Custom(func(t *rapid.T) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"甲", "乙", "a", "é", "e\u0301", "👩‍👧", " "}), 0, 8).Draw(t, "parts"), "")
		})
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		start, endA, endB := cells.Measure{}.Differ(a, b)
		if start > endA || start > endB || a[:start] != b[:start] || a[endA:] != b[endB:] {
			t.Fatalf("%q and %q from %d to %d and %d", a, b, start, endA, endB)
		}
		if (a == b) != (start == endA && start == endB) {
			t.Fatalf("%q and %q differ in %q and %q", a, b, a[start:endA], b[start:endB])
		}
	})
}

func TestOnlyWhatIsDifferentDiffers(t *testing.T) {
	for _, c := range [][4]string{
		{"火情当日发现", "火情次日发现", "当", "次"}, {"全部按期完成", "全部完成", "按期", ""}, {"", "新", "", "新"}, {"cafe\u0301", "cafe", "e\u0301", "e"},
	} {
		start, endA, endB := cells.Measure{}.Differ(c[0], c[1])
		if c[0][start:endA] != c[2] || c[1][start:endB] != c[3] {
			t.Errorf("%q and %q differ in %q and %q", c[0], c[1], c[0][start:endA], c[1][start:endB])
		}
	}
}
