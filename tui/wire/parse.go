package wire

import (
	"strconv"
	"strings"

	"github.com/clipperhouse/displaywidth"
)

// Widths says how wide a terminal shows the characters on which terminals differ.
type Widths struct {
	Ambiguous bool // “ ” … — ─ ① take two columns
	Encoding  Encoding
}

// Draw returns the frame of w×h that content makes: lines of text with SGR
// sequences. What is too long is cut, a wide character whole; any other sequence
// and control character is left out. What the terminal's encoding does not have is
// shown as 〓 or ?.
func Draw(content string, w, h int, widths Widths, colors Colors) *Frame {
	f := NewFrame(w, h)
	opt := displaywidth.Options{EastAsianWidth: widths.Ambiguous, ControlSequences: true}
	var pen, look Style // as written, and as the terminal has it
	y := 0
	for line := range strings.SplitSeq(content, "\n") {
		if y == h {
			break
		}
		row, x := f.Row(y), 0
		for g := opt.StringGraphemes(line); g.Next(); {
			text, n := widths.Encoding.shown(g.Value(), g.Width())
			switch {
			case text[0] == '\x1b':
				if params, is := strings.CutPrefix(text, "\x1b["); is && params[len(params)-1:] == "m" {
					pen = sgr(pen, params[:len(params)-1])
					look = Style{colors.bring(pen.Fg), colors.bring(pen.Bg), pen.Attr}
				}
			case n == 0 || text[0] < ' ' || x+n > w:
				if x+n > w {
					x = w
				}
			default:
				c := Cell{Text: text, Wide: n == 2, Style: look}
				if text == " " {
					c.Style = look.seenOnBlank()
				}
				row[x] = c
				if c.Wide {
					row[x+1] = Cell{Style: look}
				}
				x += n
			}
		}
		y++
	}
	return f
}

// sgr returns the style after the parameters of an SGR sequence. What is not
// known changes nothing.
func sgr(s Style, params string) Style {
	var list []int
	for p := range strings.SplitSeq(params, ";") {
		p, _, _ = strings.Cut(p, ":") // a kind of underline is an underline
		n, err := strconv.Atoi(p)
		if err != nil && p != "" {
			return s
		}
		list = append(list, n)
	}
	for i := 0; i < len(list); i++ {
		switch n := list[i]; {
		case n == 0:
			s = Style{}
		case n >= 30 && n <= 37:
			s.Fg = indexed + Color(n-30)
		case n >= 90 && n <= 97:
			s.Fg = indexed + Color(n-90+8)
		case n == 39:
			s.Fg = 0
		case n >= 40 && n <= 47:
			s.Bg = indexed + Color(n-40)
		case n >= 100 && n <= 107:
			s.Bg = indexed + Color(n-100+8)
		case n == 49:
			s.Bg = 0
		case n == 38 || n == 48:
			c, took := extended(list[i+1:])
			i += took
			if n == 38 {
				s.Fg = c
			} else {
				s.Bg = c
			}
		default:
			for bit := range on {
				if off[bit] == n {
					s.Attr &^= 1 << bit
				}
				if on[bit] == n {
					s.Attr |= 1 << bit
				}
			}
		}
	}
	return s
}

// extended returns the colour that the parameters after a 38 or 48 name, and how
// many they are.
func extended(p []int) (c Color, took int) {
	switch {
	case len(p) >= 2 && p[0] == 5:
		return indexed + Color(p[1]&0xff), 2
	case len(p) >= 4 && p[0] == 2:
		return rgb + Color(p[1]&0xff)<<16 + Color(p[2]&0xff)<<8 + Color(p[3]&0xff), 4
	}
	return 0, len(p)
}
