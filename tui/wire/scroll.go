package wire

import (
	"slices"
	"strconv"
)

// scroll moves the rows from top to bottom up by n, or down by -n.
type scroll struct{ top, bottom, n int }

// findScroll looks for rows of the frame wanted that stand on the screen already,
// higher or lower, and returns what brings most of them there, with the rows beside
// them that it brings nearer to what is wanted, such as the one that is selected.
func findScroll(is, want *Frame) (best scroll, found bool) {
	h := want.H
	gain := 0
	changed := make([]bool, h)
	for y := range h {
		row := want.Row(y)
		changed[y] = !isBlank(row) && !slices.Equal(row, is.Row(y))
	}
	for n := 1 - h; n < h; n++ {
		if n == 0 {
			continue
		}
		first, last, rows := -1, -1, 0
		for y := max(0, -n); y < min(h, h-n); y++ {
			if changed[y] && slices.Equal(want.Row(y), is.Row(y+n)) {
				if first < 0 {
					first = y
				}
				last = y
				rows++
			}
		}
		if rows > gain {
			first, last = first-nearer(is, want, first, n, -1), last+nearer(is, want, last, n, 1)
			gain, best, found = rows, scroll{min(first, first+n), max(last, last+n), n}, true
		}
	}
	return best, found
}

// nearer returns how many rows beyond row y, upwards or downwards, a scroll by n brings
// nearer to what is wanted, taken together.
func nearer(is, want *Frame, y, n, way int) (rows int) {
	sum, most := 0, 0
	for k := 1; ; k++ {
		to := y + k*way
		if min(to, to+n) < 0 || max(to, to+n) >= want.H {
			return rows
		}
		sum += differing(is.Row(to), want.Row(to)) - differing(is.Row(to+n), want.Row(to))
		if sum > most {
			rows, most = k, sum
		}
	}
}

func differing(a, b []Cell) (n int) {
	for x := range a {
		if a[x] != b[x] {
			n++
		}
	}
	return n
}

func isBlank(row []Cell) bool {
	return !slices.ContainsFunc(row, func(c Cell) bool { return c != blank })
}

// applied returns the frame after the scroll.
func (s scroll) applied(f *Frame) *Frame {
	out := &Frame{W: f.W, H: f.H, Cells: slices.Clone(f.Cells)}
	for y := s.top; y <= s.bottom; y++ {
		row := out.Row(y)
		if from := y + s.n; from >= s.top && from <= s.bottom {
			copy(row, f.Row(from))
			continue
		}
		for x := range row {
			row[x] = blank
		}
	}
	return out
}

// scroll appends what scrolls: lines are taken out, or put in, at the top of the
// rows that move, with a margin where others stay below. The sequences that scroll
// from anywhere are shorter, but the Linux console does not know them. New rows are
// blank in the pen's background.
func (p *pen) scroll(b []byte, s scroll) []byte {
	b = change(b, p.style, Style{})
	p.style = Style{}
	fenced := s.bottom < p.h-1
	if fenced {
		b = append(strconv.AppendInt(append(b, "\x1b[1;"...), int64(s.bottom+1), 10), 'r')
		p.x, p.y = 0, 0 // it brings the cursor home
	}
	if p.y != s.top {
		b = p.moveTo(b, 0, s.top)
	}
	if s.n > 0 {
		b = csi(b, s.n, 1, 'M')
	} else {
		b = csi(b, -s.n, 1, 'L')
	}
	p.x = -1 // some go to the first column, some stay
	if fenced {
		b = append(b, "\x1b[r"...)
		p.x, p.y = 0, 0
	}
	return b
}
