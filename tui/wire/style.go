package wire

import (
	"image/color"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Style is how a character looks. The zero value is the terminal's own.
type Style struct {
	Fg, Bg Color
	Attr   Attr
}

// Attr is a set of looks.
type Attr uint8

// The looks, in the order of their SGR codes.
const (
	Bold Attr = 1 << iota
	Faint
	Italic
	Underline
	Blink
	Reverse
	Conceal
	Strike
)

// on and off are the SGR codes of each [Attr], by its bit. Bold and faint end
// together.
var (
	on  = [8]int{1, 2, 3, 4, 5, 7, 8, 9}
	off = [8]int{22, 22, 23, 24, 25, 27, 28, 29}
)

// Color is a colour of the terminal's palette or an own one; the zero value is the
// terminal's own.
type Color uint32

const (
	indexed Color = 1 << 24 // of the first 16, or of all 256
	rgb     Color = 2 << 24
)

// Colors is how many colours a terminal has.
type Colors uint8

// What terminals have.
const (
	NoColors Colors = iota
	Colors16
	Colors256
	TrueColor
)

// bring returns the colour that comes nearest among those that there are.
func (n Colors) bring(c Color) Color {
	var from color.Color
	switch {
	case c == 0 || n == NoColors:
		return 0
	case n == TrueColor || c < indexed+16 || n == Colors256 && c < rgb:
		return c
	case c < rgb:
		from = ansi.IndexedColor(c - indexed)
	default:
		from = ansi.RGBColor{R: uint8(c >> 16), G: uint8(c >> 8), B: uint8(c)}
	}
	if n == Colors16 {
		return indexed + Color(ansi.Convert16(from))
	}
	return indexed + Color(ansi.Convert256(from))
}

// seenOnBlank returns the style as far as it can be seen on a blank.
func (s Style) seenOnBlank() Style {
	s.Attr &^= Bold | Faint | Italic | Blink | Conceal
	if s.Attr&(Underline|Reverse|Strike) == 0 {
		s.Fg = 0
	}
	return s
}

// change appends the shortest SGR sequence that makes a pen of style from one of
// style to.
func change(b []byte, from, to Style) []byte {
	if from == to {
		return b
	}
	if to == (Style{}) {
		return append(b, "\x1b[m"...)
	}
	step := codes(nil, from, to)
	anew := codes([]byte("0"), Style{}, to)
	if len(anew) < len(step) {
		step = anew
	}
	return append(append(append(b, "\x1b["...), step...), 'm')
}

// codes appends the codes by which one style becomes another.
func codes(b []byte, from, to Style) []byte {
	gone, has := from.Attr&^to.Attr, from.Attr&to.Attr
	code := func(n int) {
		if len(b) > 0 {
			b = append(b, ';')
		}
		b = strconv.AppendInt(b, int64(n), 10)
	}
	last := 0
	for i, n := range off {
		if gone&(1<<i) != 0 && n != last {
			code(n)
			last = n
		}
	}
	if gone&(Bold|Faint) != 0 {
		has &^= Bold | Faint
	}
	for i, n := range on {
		if to.Attr&^has&(1<<i) != 0 {
			code(n)
		}
	}
	paint := func(c Color, base int) {
		switch {
		case c == 0:
			code(base + 9)
		case c < indexed+8:
			code(base + int(c-indexed))
		case c < indexed+16:
			code(base + 60 + int(c-indexed) - 8)
		case c < rgb:
			code(base + 8)
			code(5)
			code(int(c - indexed))
		default:
			code(base + 8)
			code(2)
			for shift := 16; shift >= 0; shift -= 8 {
				code(int(c>>shift) & 0xff)
			}
		}
	}
	if from.Fg != to.Fg {
		paint(to.Fg, 30)
	}
	if from.Bg != to.Bg {
		paint(to.Bg, 40)
	}
	return b
}

// ColorsOf returns how many colours the terminal has by what the environment says.
func ColorsOf(getenv func(string) string) Colors {
	term := getenv("TERM")
	switch {
	case getenv("NO_COLOR") != "" || term == "dumb" || strings.HasPrefix(term, "vt"):
		return NoColors
	case getenv("COLORTERM") == "truecolor" || getenv("COLORTERM") == "24bit":
		return TrueColor
	case strings.Contains(term, "256color"):
		return Colors256
	}
	return Colors16
}
