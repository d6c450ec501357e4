package wire

import (
	"slices"
	"strconv"
)

// scroll moves the rows from top to bottom up by n, or down by -n.
type scroll struct{ top, bottom, n int }

// findScroll looks for rows of the frame wanted that stand on the screen already,
// higher or lower, and returns what brings most of them there.
func findScroll(is, want *Frame) (best scroll, found bool) {
	h := want.H
	gain := 0
	for n := 1 - h; n < h; n++ {
		if n == 0 {
			continue
		}
		first, last, rows := -1, -1, 0
		for y := max(0, -n); y < min(h, h-n); y++ {
			row := want.Row(y)
			if slices.Equal(row, is.Row(y+n)) && !slices.Equal(row, is.Row(y)) && !isBlank(row) {
				if first < 0 {
					first = y
				}
				last = y
				rows++
			}
		}
		if rows > gain {
			gain, best, found = rows, scroll{min(first, first+n), max(last, last+n), n}, true
		}
	}
	return best, found
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

// scroll appends what scrolls. New rows are blank in the pen's background.
func (p *pen) scroll(b []byte, s scroll) []byte {
	b = change(b, p.style, Style{})
	p.style = Style{}
	whole := s.top == 0 && s.bottom == p.h-1
	if !whole {
		b = strconv.AppendInt(append(b, '\x1b', '['), int64(s.top+1), 10) // not all take an empty one before another
		if s.bottom < p.h-1 {
			b = strconv.AppendInt(append(b, ';'), int64(s.bottom+1), 10)
		}
		b = append(b, 'r')
	}
	if s.n > 0 {
		b = csi(b, s.n, 1, 'S')
	} else {
		b = csi(b, -s.n, 1, 'T')
	}
	if !whole { // which brings the cursor home
		b = append(b, "\x1b[r"...)
		p.x, p.y = 0, 0
	}
	return b
}
