package wire

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// terminal is one that others have written. It begins empty, and shows its cursor.
type terminal interface {
	feed(b []byte)
	resize(w, h int)
	cell(x, y int) Cell
	cursor() Cursor

	// as returns the cell as this terminal can tell it from others.
	as(c Cell) Cell
}

// An independent terminal that is fed what the painter writes shows the frame
// wanted: characters, styles and cursor, after every frame of any sequence, also where
// some were drawn and never painted, or only in part.
func showsEveryFrame(rt *rapid.T, open func(w, h int) terminal, p Painter) {
	s := drawScreen(rt)
	term := open(s.w, s.h)
	colors := rapid.SampledFrom([]Colors{NoColors, Colors16, Colors256, TrueColor}).Draw(rt, "colors")
	wraps := rapid.SampledFrom([]string{"\x1b[?7h", "\x1b[?7l"}).Draw(rt, "wraps")
	term.feed([]byte(wraps))
	said := ""
	for range rapid.IntRange(1, 12).Draw(rt, "frames") {
		if s.change(rt) {
			term.resize(s.w, s.h)
		}
		f := s.frame(rt, colors)
		if rapid.IntRange(0, 3).Draw(rt, "dropped") == 0 {
			if s.resized {
				p.Forget()
			}
			continue
		}
		s.resized = false
		parts := rapid.SampledFrom([]int{0, 1, 20}).Draw(rt, "parts")
		whole, overtaken := false, false
		for !whole && !overtaken {
			var b []byte
			b, whole = p.Part(nil, f, parts)
			said += fmt.Sprintf("%q\n", b)
			term.feed(b)
			overtaken = !whole && rapid.IntRange(0, 9).Draw(rt, "overtaken") == 0
		}
		if overtaken {
			continue
		}
		term.feed([]byte(wraps)) // one that holds back the last character, in case more belongs to it, does so no longer
		if wrong := differs(term, f); wrong != "" {
			rt.Fatalf("%s, after\n%s", wrong, said)
		}
		if c, is := beyond(f, colors); is {
			rt.Fatalf("%+v is drawn for %v", c, colors)
		}
	}
}

// differs says where a terminal shows something else than the frame.
func differs(term terminal, f *Frame) string {
	for y := range f.H {
		for x, want := range f.Row(y) {
			is := term.cell(x, y)
			if want.half() {
				if is.Text != "" && is.Text != " " {
					return fmt.Sprintf("behind a wide character at %d,%d stands %q", x, y, is.Text)
				}
				continue
			}
			if is, want := term.as(is), term.as(want); is != want {
				return fmt.Sprintf("at %d,%d stands %+v, not %+v", x, y, is, want)
			}
		}
	}
	return misplaced(term, f)
}

// misplaced says where the cursor is, if that is not where it is wanted.
func misplaced(term terminal, f *Frame) string {
	at, want := term.cursor(), f.Cursor
	want.X, want.Y = max(0, min(want.X, f.W-1)), max(0, min(want.Y, f.H-1))
	if at.Shown != want.Shown || want.Shown && at != want {
		return fmt.Sprintf("the cursor is %+v, not %+v", at, want)
	}
	return ""
}

// bare returns the cell without what nobody sees where nothing is written.
func bare(c Cell) Cell {
	if c.Text == " " {
		c.Style.Attr &= Underline | Reverse | Strike
		if c.Style.Attr == 0 {
			c.Style.Fg = 0
		}
	}
	return c
}

// beyond returns a cell whose colours the terminal does not have.
func beyond(f *Frame, colors Colors) (Cell, bool) {
	least := map[Colors]Color{NoColors: 1, Colors16: indexed + 16, Colors256: indexed + 256, TrueColor: rgb << 1}[colors]
	for _, c := range f.Cells {
		if c.Style.Fg >= least || c.Style.Bg >= least {
			return c, true
		}
	}
	return Cell{}, false
}

func TestXvtShowsEveryFrame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		showsEveryFrame(rt, openXvt, Painter{Repeats: rapid.Bool().Draw(rt, "repeats")})
	})
}

func TestTcellShowsEveryFrame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		open := func(w, h int) terminal { return openTcell(rt, w, h, true) }
		showsEveryFrame(rt, open, Painter{Repeats: rapid.Bool().Draw(rt, "repeats")})
	})
}

// Where a terminal gives each part of a character a place of its own, as older ones
// do with accents and emoji, what stands beside these is right nevertheless.
func TestATerminalThatCountsOtherwiseGoesWrongNowhereElse(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := drawScreen(rt)
		term := openTcell(rt, s.w, s.h, false)
		term.feed([]byte(rapid.SampledFrom([]string{"\x1b[?7h", "\x1b[?7l"}).Draw(rt, "wraps")))
		var p Painter
		said := ""
		for range rapid.IntRange(1, 12).Draw(rt, "frames") {
			if s.change(rt) {
				term.resize(s.w, s.h)
			}
			f := s.frame(rt, TrueColor)
			s.resized = false
			b := p.Paint(nil, f)
			said += fmt.Sprintf("%q\n", b)
			term.feed(b)
			for y := range f.H {
				for x, want := range f.Row(y) {
					if want.half() && !f.Row(y)[x-1].sure() {
						if is := term.cell(x, y).Text; is != " " && !strings.Contains(f.Row(y)[x-1].Text, is) {
							rt.Fatalf("within %q at %d,%d is left %q, after\n%s", f.Row(y)[x-1].Text, x, y, is, said)
						}
					}
					if want.half() || !want.sure() {
						continue
					}
					if is, want := term.as(term.cell(x, y)), term.as(want); is != want {
						rt.Fatalf("at %d,%d stands %+v, not %+v, after\n%s", x, y, is, want, said)
					}
				}
			}
			if wrong := misplaced(term, f); wrong != "" {
				rt.Fatalf("%s, after\n%s", wrong, said)
			}
		}
	})
}

// What content means is what a terminal makes of it that gets it as it is.
func TestContentIsDrawnAsATerminalShowsIt(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := drawScreen(rt)
		term := openXvt(1000, s.h)
		for y, line := range s.lines[:min(s.h, len(s.lines))] {
			line = strings.ReplaceAll(line, string(joiner), "") // it gives one that joins nothing a place
			s.lines[y] = line
			term.feed(fmt.Appendf(nil, "\x1b[%dH%s", y+1, line))
		}
		term.feed([]byte("\x1b[?25l\x1b[H"))
		wide := Draw(strings.Join(s.lines, "\n"), 1000, s.h, Widths{}, TrueColor)
		if wrong := differs(term, wide); wrong != "" {
			rt.Fatalf("%s, after %q", wrong, s.lines)
		}
		f := Draw(strings.Join(s.lines, "\n"), s.w, s.h, Widths{}, TrueColor)
		for y := range f.H {
			for x, c := range f.Row(y) {
				all := wide.Row(y)[x]
				if all.half() || x == f.W-1 && all.Wide || x+reach(all.Text) > f.W && strings.HasPrefix(all.Text, c.Text) {
					continue // cut
				}
				if c != all {
					rt.Fatalf("at %d,%d of %d stands %+v, not %+v, after %q", x, y, f.W, c, all, s.lines)
				}
			}
		}
	})
}
