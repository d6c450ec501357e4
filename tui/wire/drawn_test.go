package wire

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"
)

// drawnScreen is a screen that changes as screens do.
type drawnScreen struct {
	w, h       int
	wasW, wasH int // before it was resized
	lines      []string
	resized    bool // since a frame was painted
}

func drawScreen(rt *rapid.T) *drawnScreen {
	s := &drawnScreen{}
	s.size(rt)
	for range s.h {
		s.lines = append(s.lines, drawLine(rt))
	}
	return s
}

func (s *drawnScreen) size(rt *rapid.T) {
	was := *s
	s.wasW, s.wasH = was.w, was.h
	if was.wasW > 0 && rapid.Bool().Draw(rt, "back") {
		s.w, s.h = was.wasW, was.wasH
		return
	}
	s.w, s.h = rapid.IntRange(1, 40).Draw(rt, "w"), rapid.IntRange(1, 12).Draw(rt, "h")
}

// clusters are those that terminals agree on, and those that they do not.
var clusters = []string{"a", "b", "Z", "7", " ", " ", " ", "优", "良", "评", "议", "（", "。", "　", "─", "“", "…", "①", "é", "│", "█",
	"e\u0301", "👍", "👨‍👩‍👧", "🇨🇳", "\u200d", "❤️", "ｶ", "Ж", "한", "䷀"}

func drawLine(rt *rapid.T) string {
	var b strings.Builder
	for range rapid.IntRange(0, 8).Draw(rt, "runs") {
		if rapid.Bool().Draw(rt, "styled") {
			b.WriteString(drawSGR(rt))
		}
		c := rapid.SampledFrom(clusters).Draw(rt, "cluster")
		b.WriteString(strings.Repeat(c, rapid.SampledFrom([]int{1, 1, 2, 3, 12, 40}).Draw(rt, "times")))
	}
	return b.String()
}

func drawSGR(rt *rapid.T) string {
	if rapid.Bool().Draw(rt, "common") {
		return rapid.SampledFrom([]string{"\x1b[m", "\x1b[0m", "\x1b[1m", "\x1b[7m", "\x1b[22;4m", "\x1b[31m", "\x1b[1;92m", "\x1b[27;39m", "\x1b[2;3;5;9m", "\x1b[24;49m"}).Draw(rt, "style")
	}
	n := rapid.IntRange(0, 255)
	base := rapid.SampledFrom([]int{30, 40}).Draw(rt, "ground")
	switch rapid.IntRange(0, 4).Draw(rt, "kind") {
	case 0:
		return fmt.Sprintf("\x1b[%dm", base+n.Draw(rt, "of 8")%8)
	case 1:
		return fmt.Sprintf("\x1b[%dm", base+60+n.Draw(rt, "of 8")%8)
	case 2:
		return fmt.Sprintf("\x1b[%d;5;%dm", base+8, n.Draw(rt, "of 256"))
	case 3:
		return fmt.Sprintf("\x1b[1;%d;2;%d;%d;%dm", base+8, n.Draw(rt, "r"), n.Draw(rt, "g"), n.Draw(rt, "b"))
	}
	bit := n.Draw(rt, "look") % 8
	return fmt.Sprintf("\x1b[%dm", rapid.SampledFrom([]int{on[bit], off[bit]}).Draw(rt, "on or off"))
}

// change changes the screen; resized reports whether its size too.
func (s *drawnScreen) change(rt *rapid.T) (resized bool) {
	s.lines = slices.Clone(s.lines)
	some := func(name string, n int) int { return rapid.IntRange(0, n-1).Draw(rt, name) }
	switch rapid.IntRange(0, 10).Draw(rt, "change") {
	case 0:
		s.size(rt)
		s.resized = true
		return true
	case 1, 2: // scroll
		at, n := some("at", len(s.lines)), 1+some("n", 3)
		for range n {
			s.lines = slices.Insert(s.lines, at, drawLine(rt))
		}
	case 3:
		if n := 1 + some("n", 3); n < len(s.lines) {
			at := some("at", len(s.lines)-n+1)
			s.lines = slices.Delete(s.lines, at, at+n)
		}
	case 4, 5: // type
		s.lines[some("y", len(s.lines))] += rapid.SampledFrom(clusters).Draw(rt, "typed")
	case 6: // overwrite within a line
		y := some("y", len(s.lines))
		r := []rune(s.lines[y])
		if len(r) > 0 {
			at := some("at", len(r))
			s.lines[y] = string(r[:at]) + rapid.SampledFrom(clusters).Draw(rt, "in") + string(r[at+1:])
		}
	case 7: // nothing
	default:
		s.lines[some("y", len(s.lines))] = drawLine(rt)
	}
	return false
}

// frame returns the screen as it is, with a cursor, which may have gone astray.
func (s *drawnScreen) frame(rt *rapid.T, colors Colors) *Frame {
	f := Draw(strings.Join(s.lines, "\n"), s.w, s.h, Widths{}, colors)
	if rapid.Bool().Draw(rt, "caret") {
		f.Cursor = Cursor{rapid.IntRange(-1, f.W).Draw(rt, "x"), rapid.IntRange(-1, f.H).Draw(rt, "y"), true}
	}
	return f
}
