package wire

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/vt"
	"pgregory.net/rapid"
)

// An independent terminal that is fed what the painter writes shows the frame
// wanted: characters, styles and cursor, after every frame of any sequence.
func TestATerminalShowsEveryFrame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		screen := drawScreen(rt)
		term := vt.NewEmulator(screen.w, screen.h)
		term.Write([]byte("\x1b[?25l"))
		p := Painter{Repeats: rapid.Bool().Draw(rt, "repeats")}
		said := ""
		for range rapid.IntRange(1, 12).Draw(rt, "frames") {
			if screen.change(rt) {
				term.Resize(screen.w, screen.h)
			}
			f := Draw(strings.Join(screen.lines, "\n"), screen.w, screen.h, Widths{}, TrueColor)
			if rapid.Bool().Draw(rt, "caret") {
				f.Cursor = Cursor{rapid.IntRange(0, f.W-1).Draw(rt, "x"), rapid.IntRange(0, f.H-1).Draw(rt, "y"), true}
			}
			b := p.Paint(nil, f)
			said += fmt.Sprintf("%q\n", b)
			term.Write(b)
			term.Write([]byte("\x1b[?7h")) // it prints what it repeats when something follows
			if wrong := differs(term, f); wrong != "" {
				rt.Fatalf("%s, after\n%s", wrong, said)
			}
		}
	})
}

// differs says where a terminal shows something else than the frame.
func differs(term *vt.Emulator, f *Frame) string {
	for y := range f.H {
		for x, c := range f.Row(y) {
			is := emulated(term, x, y)
			if c.half() {
				if is.Text != "" && is.Text != " " {
					return fmt.Sprintf("behind a wide character at %d,%d stands %q", x, y, is.Text)
				}
				continue
			}
			if is != c {
				return fmt.Sprintf("at %d,%d stands %+v, not %+v", x, y, is, c)
			}
		}
	}
	at := term.CursorPosition()
	switch {
	case f.Cursor.Shown == term.CursorHidden():
		return fmt.Sprintf("the cursor is hidden: %v", term.CursorHidden())
	case f.Cursor.Shown && (at.X != f.Cursor.X || at.Y != f.Cursor.Y):
		return fmt.Sprintf("the cursor stands at %d,%d, not at %d,%d", at.X, at.Y, f.Cursor.X, f.Cursor.Y)
	}
	return ""
}

// emulated returns a cell of the emulator's as one of ours: how it looks is read
// from what the emulator says of it.
func emulated(term *vt.Emulator, x, y int) Cell {
	c := term.CellAt(x, y)
	if c == nil || c.Content == "" && c.Width <= 1 {
		return blank
	}
	style := Style{}
	for said := range strings.SplitSeq(c.Style.String(), "m") {
		if params, is := strings.CutPrefix(said, "\x1b["); is {
			style = sgr(style, params)
		}
	}
	if c.Content == " " {
		style = style.seenOnBlank()
	}
	return Cell{c.Content, c.Width == 2, style}
}

// drawnScreen is a screen that changes as screens do.
type drawnScreen struct {
	w, h  int
	lines []string
}

func drawScreen(rt *rapid.T) *drawnScreen {
	s := &drawnScreen{w: rapid.IntRange(2, 40).Draw(rt, "w"), h: rapid.IntRange(1, 12).Draw(rt, "h")}
	for range s.h {
		s.lines = append(s.lines, drawLine(rt))
	}
	return s
}

var clusters = []string{"a", "b", "Z", "7", " ", " ", " ", "优", "良", "评", "议", "（", "。", "─", "“", "…", "①", "é", "e\u0301", "👍", "👨‍👩‍👧", "🇨🇳", "\u200d", "❤️", "ｶ", "│"}

func drawLine(rt *rapid.T) string {
	var b strings.Builder
	for range rapid.IntRange(0, 8).Draw(rt, "runs") {
		if rapid.Bool().Draw(rt, "styled") {
			b.WriteString(rapid.SampledFrom([]string{"\x1b[m", "\x1b[0m", "\x1b[1m", "\x1b[7m", "\x1b[22;4m", "\x1b[31m", "\x1b[1;92m", "\x1b[38;5;200m", "\x1b[48;2;1;2;3m", "\x1b[27;39m", "\x1b[2;3;5;9m", "\x1b[24;49m"}).Draw(rt, "style"))
		}
		c := rapid.SampledFrom(clusters).Draw(rt, "cluster")
		b.WriteString(strings.Repeat(c, rapid.SampledFrom([]int{1, 1, 2, 3, 12, 40}).Draw(rt, "times")))
	}
	return b.String()
}

// change changes the screen; resized reports whether its size too.
func (s *drawnScreen) change(rt *rapid.T) (resized bool) {
	s.lines = append([]string{}, s.lines...)
	switch rapid.IntRange(0, 9).Draw(rt, "change") {
	case 0:
		s.w, s.h, resized = rapid.IntRange(2, 40).Draw(rt, "w"), rapid.IntRange(1, 12).Draw(rt, "h"), true
	case 1, 2: // scroll
		at, n := rapid.IntRange(0, len(s.lines)-1).Draw(rt, "at"), rapid.IntRange(1, 3).Draw(rt, "n")
		for range n {
			s.lines = append(s.lines[:at:at], append([]string{drawLine(rt)}, s.lines[at:]...)...)
		}
	case 3:
		if n := rapid.IntRange(1, 3).Draw(rt, "n"); n < len(s.lines) {
			at := rapid.IntRange(0, len(s.lines)-n).Draw(rt, "at")
			s.lines = append(s.lines[:at:at], s.lines[at+n:]...)
		}
	case 4, 5: // type
		y := rapid.IntRange(0, len(s.lines)-1).Draw(rt, "y")
		s.lines[y] += rapid.SampledFrom(clusters).Draw(rt, "typed")
	case 6:
	default:
		y := rapid.IntRange(0, len(s.lines)-1).Draw(rt, "y")
		s.lines[y] = drawLine(rt)
	}
	return resized
}
