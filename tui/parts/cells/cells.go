// Package cells measures and shapes text in the columns of a terminal. A hanzi
// takes two; nothing here cuts one in half.
//
// Text that somebody typed goes through [Visible] first. Styled text (SGR
// sequences, which take no column) may be measured, cut and padded, not
// wrapped.
package cells

import (
	"iter"
	"strings"

	"github.com/clipperhouse/displaywidth"
)

// Measure is how wide one session's terminal shows text. The zero value suits
// nearly all of them.
type Measure struct {
	Wide  bool // ambiguous characters (“ ” … — ─ ①) take two columns
	ASCII bool // what these functions add is ASCII: ".." for "…"
}

// Clusters yields the grapheme clusters of s, what a person calls a character,
// with the columns each takes: 0, 1 or 2. An escape sequence is one cluster of
// no columns.
func (m Measure) Clusters(s string) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		opt := displaywidth.Options{EastAsianWidth: m.Wide, ControlSequences: true}
		for g := opt.StringGraphemes(s); g.Next(); {
			if !yield(g.Value(), g.Width()) {
				return
			}
		}
	}
}

// Width returns the columns that s, one line, takes.
func (m Measure) Width(s string) int {
	return displaywidth.Options{EastAsianWidth: m.Wide, ControlSequences: true}.String(s)
}

// Truncate returns s in at most w columns, with an ellipsis where it was cut.
func (m Measure) Truncate(s string, w int) string {
	if w <= 0 {
		return ""
	}
	if m.Width(s) <= w {
		return s
	}
	mark := "…"
	if m.ASCII {
		mark = ".."
	}
	room := w - m.Width(mark)
	if room < 0 {
		mark, room = "", w
	}
	var b strings.Builder
	cut, x := false, 0
	for c, cw := range m.Clusters(s) {
		switch {
		case cut && c[0] == '\x1b': // the styles still have to end
			b.WriteString(c)
		case cut:
		case x+cw > room:
			cut = true
			b.WriteString(mark)
		default:
			x += cw
			b.WriteString(c)
		}
	}
	return b.String()
}

// Pad returns s in exactly w columns, blanks to its right, truncated if it is
// longer.
func (m Measure) Pad(s string, w int) string {
	s = m.Truncate(s, w)
	return s + strings.Repeat(" ", max(0, w-m.Width(s)))
}

// PadLeft is Pad with the blanks to the left: for numbers.
func (m Measure) PadLeft(s string, w int) string {
	s = m.Truncate(s, w)
	return strings.Repeat(" ", max(0, w-m.Width(s))) + s
}

// Cut returns what s shows from column from up to column to, in exactly to-from
// columns: blanks where s is shorter, and in place of half a hanzi. Every escape
// sequence of s is kept, so that what is left looks as it did.
func (m Measure) Cut(s string, from, to int) string {
	if to <= from {
		return ""
	}
	var b strings.Builder
	x := 0 // the column of s
	n := 0 // the columns written
	blank := func(upTo int) {
		b.WriteString(strings.Repeat(" ", max(0, upTo-n)))
		n = max(n, upTo)
	}
	for c, cw := range m.Clusters(s) {
		switch {
		case c[0] == '\x1b':
			b.WriteString(c)
		case x >= from && x+cw <= to:
			b.WriteString(c)
			n += cw
		case x < to && x+cw > from:
			blank(min(x+cw, to) - from)
		}
		x += cw
	}
	blank(to - from)
	return b.String()
}
