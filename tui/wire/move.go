package wire

import "strconv"

// pen is where a terminal's cursor stands and how it would write. A column or a
// row below 0 is not known.
type pen struct {
	x, y  int
	style Style
	w, h  int
}

// moveTo appends the shortest bytes that bring the cursor to a place.
func (p *pen) moveTo(b []byte, x, y int) []byte {
	if p.x == x && p.y == y {
		return b
	}
	best := absolute(nil, x, y)
	try := func(s []byte) {
		if len(s) < len(best) {
			best = s
		}
	}
	if p.y >= 0 {
		feeds := vertical(nil, p.y, y, true)
		try(join("\r", feeds, p.horizontal(0, x)))
		// A cursor that waits behind the last column, or whose column nobody knows, is
		// told which.
		try(join("", feeds, csi(nil, x+1, 1, 'G')))
		if p.x >= 0 {
			try(join("", vertical(nil, p.y, y, false), p.horizontal(p.x, x)))
		}
	}
	p.x, p.y = x, y
	return append(b, best...)
}

func join(first string, rest ...[]byte) []byte {
	b := []byte(first)
	for _, s := range rest {
		b = append(b, s...)
	}
	return b
}

// csi appends a sequence of one number, which is left out where it is the usual
// one.
func csi(b []byte, n, usual int, final byte) []byte {
	b = append(b, '\x1b', '[')
	if n != usual {
		b = strconv.AppendInt(b, int64(n), 10)
	}
	return append(b, final)
}

func absolute(b []byte, x, y int) []byte {
	b = append(b, '\x1b', '[')
	if y > 0 || x > 0 {
		b = strconv.AppendInt(b, int64(y+1), 10)
	}
	if x > 0 {
		b = strconv.AppendInt(append(b, ';'), int64(x+1), 10)
	}
	return append(b, 'H')
}

// vertical appends what brings the cursor to another row. Line feeds are for where
// the column is said as well: on some terminals they go to the first.
func vertical(b []byte, from, to int, feeds bool) []byte {
	n := to - from
	if n > 0 && n <= 3 && feeds {
		for range n {
			b = append(b, '\n')
		}
		return b
	}
	var near []byte
	switch {
	case n == 0:
		return b
	case n > 0:
		near = csi(nil, n, 1, 'B')
	default:
		near = csi(nil, -n, 1, 'A')
	}
	if far := csi(nil, to+1, 1, 'd'); len(far) < len(near) {
		near = far
	}
	return append(b, near...)
}

// tabs is how far tab stops are counted on, which stand at every eighth column
// unless the terminal's owner has set others.
const tabs = 80

// horizontal returns what brings the cursor to another column of its row.
func (p *pen) horizontal(from, to int) []byte {
	n := to - from
	switch {
	case n == 0:
		return nil
	case to == 0:
		return []byte{'\r'}
	case n < 0 && n >= -3:
		return []byte("\b\b\b")[:-n]
	}
	best := csi(nil, to+1, 1, 'G')
	near := csi(nil, n, 1, 'C')
	if n < 0 {
		near = csi(nil, -n, 1, 'D')
	}
	if len(near) < len(best) {
		best = near
	}
	if stop := (to + 7) / 8 * 8; n > 0 && stop < min(p.w, tabs) {
		stops := []byte("\t\t\t\t")
		if count, over := stop/8-from/8, stop-to; count+over < len(best) {
			best = append(stops[:count:count], "\b\b\b"[:over]...)
		}
	}
	return best
}
