package wire

import (
	"unicode"
	"unicode/utf8"
)

// Cell is one character on the screen, or the second half of one: what it shows
// and how.
type Cell struct {
	Text  string // a grapheme cluster; empty in the second column of a wide one
	Wide  bool   // takes two columns
	Style Style
	Doubt bool // it may take two columns, or one: the terminal has not said
}

var blank = Cell{Text: " "}

// half reports whether the cell is the second column of a wide one.
func (c Cell) half() bool { return c.Text == "" }

// sure reports whether every terminal agrees on how many columns the character
// takes. After one that is not, the cursor may be anywhere in its row.
func (c Cell) sure() bool {
	r, n := utf8.DecodeRuneInString(c.Text)
	switch {
	case c.Doubt:
		return false
	case n < len(c.Text): // put together: accents, emoji
		return false
	case r < 0x250: // Latin; where ambiguous characters are wide, not all of these are
		return !c.Wide
	case r >= 0x2010 && r <= 0x203e || r >= 0x2460 && r <= 0x2473: // “ … ①: what was found out, or chosen
		return true
	case c.Wide: // hanzi but for the hexagrams, kana, full-width forms and their punctuation
		return r >= 0x3000 && r <= 0x30ff || r >= 0x3400 && r <= 0x9fff && r&^0x3f != 0x4dc0 || r >= 0xff01 && r <= 0xff60
	}
	return r >= 0x2190 && r <= 0x2193 || r >= 0x2500 && r <= 0x25ff || r == 0x2713
}

// reach is how many columns the character takes at the most.
func (c Cell) reach() int {
	switch {
	case c.Doubt:
		return 2
	case !c.sure():
		return reach(c.Text)
	case c.Wide:
		return 2
	}
	return 1
}

// reach is how many columns a terminal needs that gives each part of a character a
// place of its own.
func reach(text string) (n int) {
	for _, r := range text {
		if n++; r >= 0x250 && !unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
			n++
		}
	}
	return n
}

// Frame is what a terminal shows: W×H cells, row by row, and where its cursor
// stands if it is shown.
type Frame struct {
	W, H   int
	Cells  []Cell
	Cursor Cursor
}

// Cursor is where the next character would come in, in columns and rows from 0.
type Cursor struct {
	X, Y  int
	Shown bool
}

// NewFrame returns a frame of blanks.
func NewFrame(w, h int) *Frame {
	f := &Frame{W: w, H: h, Cells: make([]Cell, w*h)}
	for i := range f.Cells {
		f.Cells[i] = blank
	}
	return f
}

// Row returns the cells of a row. They are the frame's own.
func (f *Frame) Row(y int) []Cell { return f.Cells[y*f.W : (y+1)*f.W] }
