package wire

import "slices"

// Painter knows what one terminal shows, and writes what makes it show something
// else in the fewest bytes it can find. The zero value takes the terminal as a
// [Screen] finds it: in its plain style, its cursor hidden, and anything on it.
type Painter struct {
	Repeats bool // the terminal has REP: repeat the last character

	shown *Frame // nil while it is not known
	pen   pen
	caret bool // the cursor is shown
}

// Forget has the next frame painted anew: what the terminal shows is no longer
// known, as after it had another size meanwhile of which no frame was painted.
func (p *Painter) Forget() { p.shown = nil }

// Paint appends to b what makes the terminal show f, which is kept.
func (p *Painter) Paint(b []byte, f *Frame) []byte {
	b, _ = p.Part(b, f, 0)
	return b
}

// Part paints the first rows in which f differs, until they have taken so many bytes,
// or all where that is 0, and reports whether the terminal shows the whole of f now.
// What follows may be the rest of f, or another frame. The cursor is where f has it
// either way.
func (p *Painter) Part(b []byte, f *Frame, bytes int) (_ []byte, whole bool) {
	if p.shown == nil || p.shown.W != f.W || p.shown.H != f.H {
		b = append(change(b, p.pen.style, Style{}), "\x1b[H\x1b[J"...)
		p.shown, p.pen = NewFrame(f.W, f.H), pen{w: f.W, h: f.H}
	}
	is := p.shown
	s := p.rows(nil, p.pen, is, f, bytes)
	if up, ok := findScroll(is, f); ok {
		at := p.pen
		begun := at.scroll(nil, up)
		scrolled := up.applied(is)
		if moved := p.rows(begun, at, scrolled, f, bytes); len(moved.b) < len(s.b) {
			s, is = moved, scrolled
		}
	}
	p.pen, p.shown, whole = s.pen, f, true
	if c := s.part; c.bytes > 0 && c.bytes < len(s.b) {
		mixed := &Frame{W: f.W, H: f.H, Cells: slices.Concat(f.Cells[:c.rows*f.W], is.Cells[c.rows*f.W:])}
		s.b, p.pen, p.shown, whole = s.b[:c.bytes], c.pen, mixed, false
	}
	b = append(b, s.b...)
	switch c := f.Cursor; {
	case c.Shown:
		b = p.pen.moveTo(b, max(0, min(c.X, f.W-1)), max(0, min(c.Y, f.H-1)))
		if !p.caret {
			b = append(b, "\x1b[?25h"...)
		}
	case p.caret:
		b = append(b, "\x1b[?25l"...)
	}
	p.caret = f.Cursor.Shown
	return b, whole
}

// stroke is what has been written, and the pen after it.
type stroke struct {
	pen
	b    []byte
	part struct { // which is enough
		bytes, rows int
		pen         pen
	}
}

// rows writes the rows in which is and want differ. enough is how many bytes make a
// part of them, if it is not 0.
func (p *Painter) rows(b []byte, at pen, is, want *Frame, enough int) stroke {
	s := stroke{pen: at, b: b}
	dirty := make([]bool, want.W)
	for y := range want.H {
		if a, b := is.Row(y), want.Row(y); !slices.Equal(a, b) {
			markDirty(dirty, a, b)
			p.row(&s, y, b, dirty)
			if enough > 0 && s.part.bytes == 0 && len(s.b) >= enough {
				s.part.bytes, s.part.rows, s.part.pen = len(s.b), y+1, s.pen
			}
		}
	}
	return s
}

// markDirty says which columns have to be written. A wide character is written
// whole, and gone whole once one half of it is overwritten; as far as a character
// that terminals do not agree on may reach, what stands there is written again.
func markDirty(dirty []bool, is, want []Cell) {
	for x := range want {
		dirty[x] = is[x] != want[x]
	}
	for again := true; again; {
		again = false
		mark := func(x int) {
			if x < len(dirty) && !dirty[x] {
				dirty[x], again = true, true
			}
		}
		for x := range dirty {
			if !dirty[x] {
				continue
			}
			for _, row := range [2][]Cell{is, want} {
				if row[x].half() {
					mark(x - 1)
					continue
				}
				for n := 1; n < row[x].reach(); n++ {
					mark(x + n)
				}
			}
		}
	}
}

// row writes the dirty columns of a row.
func (p *Painter) row(s *stroke, y int, want []Cell, dirty []bool) {
	w := len(want)
	end := w // of what is not blank
	for end > 0 && want[end-1] == blank {
		end--
	}
	for x := 0; x < w; {
		if !dirty[x] {
			x++
			continue
		}
		if x >= end {
			s.eraseRest(y, x, want, dirty)
			return
		}
		to := x
		for to < w && dirty[to] && to < end {
			to++
		}
		s.goTo(x, y, want)
		p.run(s, y, x, to, want)
		x = to
	}
}

// eraseRest makes the row blank from x on.
func (s *stroke) eraseRest(y, x int, want []Cell, dirty []bool) {
	last := len(dirty) - 1
	for !dirty[last] {
		last--
	}
	spaces := *s
	spaces.b = spaces.moveTo(nil, x, y)
	spaces.b = change(spaces.b, spaces.style, Style{})
	for range last - x + 1 {
		spaces.b = append(spaces.b, ' ')
	}
	erased := *s
	erased.b = erased.moveTo(nil, x, y)
	erased.b = append(change(erased.b, erased.style, Style{}), "\x1b[K"...)
	if len(spaces.b) <= len(erased.b) {
		s.b = append(s.b, spaces.b...)
		s.x, s.y, s.style = last+1, y, Style{}
		if s.x == s.w {
			s.x = -1
		}
		return
	}
	s.b = append(s.b, erased.b...)
	s.x, s.y, s.style = x, y, Style{}
}

// gap is the most columns that are written again rather than jumped over.
const gap = 8

// goTo brings the pen to where it goes on in a row, by jumping or by writing what
// stands between once more, from where it is or from the beginning of the row.
func (s *stroke) goTo(x, y int, want []Cell) {
	best := *s
	best.b = best.moveTo(nil, x, y)
	least := len(change(best.b, best.style, want[x].Style))
	from := func(x0 int) {
		again := want[x0:x]
		if len(again) > gap || again[0].half() || slices.ContainsFunc(again, func(c Cell) bool { return !c.half() && !c.sure() }) {
			return
		}
		written := *s
		written.b = written.moveTo(nil, x0, y)
		for _, c := range again {
			written.cell(c)
		}
		if n := len(change(written.b, written.style, want[x].Style)); n <= least {
			best, least = written, n
		}
	}
	if s.y == y && s.x >= 0 && s.x < x {
		from(s.x)
	}
	if s.y >= 0 && s.y < y && x > 0 {
		from(0)
	}
	s.b, s.pen = append(s.b, best.b...), best.pen
}

// cell writes one character where the pen is.
func (s *stroke) cell(c Cell) {
	if c.half() {
		return
	}
	if c.Text != " " || s.style.seenOnBlank() != c.Style {
		s.b = change(s.b, s.style, c.Style)
		s.style = c.Style
	}
	s.b = append(s.b, c.Text...)
	most := s.x + c.reach()
	if s.x++; c.Wide {
		s.x++
	}
	switch {
	case !c.sure() && most >= s.w: // it may have gone on in the next row
		s.x, s.y = -1, -1
	case !c.sure() || s.x >= s.w:
		s.x = -1
	}
}

// run writes the columns from x to before to, where the pen is.
func (p *Painter) run(s *stroke, y, x, to int, want []Cell) {
	for x < to {
		c := want[x]
		n := 1 // how often it stands there
		for !c.Wide && x+n < to && want[x+n] == c {
			n++
		}
		if s.x != x || s.y != y {
			s.b = s.moveTo(s.b, x, y)
		}
		if c.Wide && !c.sure() { // where it takes one column, nothing may be left in the other
			s.cell(Cell{Text: " ", Style: c.Style})
			s.cell(Cell{Text: " ", Style: c.Style})
			s.b = s.moveTo(s.b, x, y)
		}
		switch {
		case c == blank && n > 8 && x+n < s.w:
			s.b = change(s.b, s.style, Style{})
			s.style = Style{}
			s.b = csi(s.b, n, 1, 'X')
		case p.Repeats && len(c.Text) == 1 && n > 5: // not all repeat what is no ASCII
			s.cell(c)
			s.b = csi(s.b, n-1, 1, 'b')
			if s.x += n - 1; s.x >= s.w {
				s.x = -1
			}
		default:
			for k := range n {
				if s.cell(c); s.x < 0 { // the end of the row, or of unknown width: each in its place
					n = k + 1
					break
				}
			}
		}
		if x += n; c.Wide {
			x++
		}
	}
}
