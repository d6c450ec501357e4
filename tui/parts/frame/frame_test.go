package frame_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/frame"
	"pingyi/tui/parts/look"
	"pingyi/tui/parts/session"
)

func TestABoxHasATitleAndEvenEdges(t *testing.T) {
	got := ansi.Strip(frame.Box(session.Session{}, "提交评分表", []string{"十项都已评完。", "a"}, 20))
	if want := "┌─ 提交评分表 ─────┐\n│ 十项都已评完。   │\n│ a                │\n└──────────────────┘"; got != want {
		t.Errorf("drawn:\n%s\nwant:\n%s", got, want)
	}
}

func TestABoxIsExactlyAsWideAsAsked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := session.Session{
			Look:    look.Look{ASCII: rapid.Bool().Draw(t, "ascii"), Color: rapid.Bool().Draw(t, "colour")},
			Measure: cells.Measure{Wide: rapid.Bool().Draw(t, "wide")},
		}
		w := rapid.IntRange(8, 60).Draw(t, "w")
		text := rapid.SampledFrom([]string{"", "a", "评审结果", "绩效计划“一”——很长的一个标题，长得放不下"})
		box := frame.Box(s, text.Draw(t, "title"), []string{text.Draw(t, "line"), strings.Repeat("x", frame.Inside(s, w))}, w)
		for _, l := range strings.Split(box, "\n") {
			if got := s.Measure.Width(l); got != w {
				t.Fatalf("%q has %d columns, want %d", l, got, w)
			}
		}
		if !strings.Contains(box, strings.Repeat("x", frame.Inside(s, w))) {
			t.Fatalf("a line of Inside's width does not fit:\n%s", box)
		}
	})
}

func TestABoxOverAScreenCutsNoHanziInHalf(t *testing.T) {
	screen := "深泽县教育局\n\x1b[1m深泽县教育局\x1b[m\n深泽县教育局"
	got := frame.Over(cells.Measure{}, screen, "┌─┐\n└─┘", 12, 3, 1)
	want := "深泽县教育局\n\x1b[1m深 \x1b[m┌─┐\x1b[1m教育局\x1b[m\n深 └─┘教育局"
	if got != want {
		t.Errorf("drawn:\n%q\nwant:\n%q", got, want)
	}
	if x, y := frame.Centre(80, 24, 40, 10); x != 20 || y != 7 {
		t.Errorf("the middle is %d,%d", x, y)
	}
}
