package wire

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
)

// Widths says how wide a terminal shows the characters on which terminals differ.
type Widths struct {
	Ambiguous bool // “ ” … — ─ ① take two columns
	Doubtful  bool // or not: nobody has said, or not of all
	Encoding  Encoding
}

// Draw returns the frame of w×h that content makes: lines of text with SGR
// sequences. What is too long is cut, a wide character whole, and one of several
// parts to its first where a terminal might take more columns than there are; any
// other sequence, control character or other character that nobody sees is left
// out, what is not UTF-8 is shown to be, and what the terminal's encoding does not
// have is shown as 〓 or ?.
func Draw(content string, w, h int, widths Widths, colors Colors) *Frame {
	f := NewFrame(w, h)
	content = strings.ToValidUTF8(content, "\ufffd")
	opt := displaywidth.Options{EastAsianWidth: widths.Ambiguous, ControlSequences: true}
	var pen, look Style // as written, and as the terminal has it
	y := 0
	for line := range strings.SplitSeq(content, "\n") {
		if y == h {
			break
		}
		row, x := f.Row(y), 0
		for g := opt.StringGraphemes(line); g.Next(); {
			text, n := widths.shown(g.Value(), g.Width())
			switch {
			case text[0] == '\x1b':
				if params, is := strings.CutPrefix(text, "\x1b["); is && strings.HasSuffix(params, "m") {
					pen = sgr(pen, params[:len(params)-1])
					look = Style{colors.bring(pen.Fg), colors.bring(pen.Bg), pen.Attr}
				}
				continue
			case len(text) > 1:
				if text = seen(text); text != g.Value() {
					n = opt.String(text)
				}
			}
			wide := n == 2
			if _, first := utf8.DecodeRuneInString(text); first < len(text) && x+reach(text) > w {
				text = text[:first] // the rest could go on in the next row
				wide = wide && opt.String(text) == 2
			}
			switch {
			case n == 0 || text[0] < ' ' || x+n > w:
				if x+n > w {
					x = w
				}
			default:
				c := Cell{Text: text, Wide: wide, Style: look, Doubt: widths.doubts(text, n)}
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

// doubts reports whether the terminal may take another number of columns than n for a
// character that is ambiguous.
func (w Widths) doubts(text string, n int) bool {
	return w.Doubtful && text[0] >= 0x80 && displaywidth.Options{EastAsianWidth: !w.Ambiguous}.String(text) != n
}

// longestCluster is how many bytes one character may have: four people of different
// colours who embrace have fewer. Longer ones are made to hide things, or to fill
// the line.
const longestCluster = 64

// seen returns what is seen of a character that is not ASCII, or nothing: without
// what turns the direction of writing, marks the language or ends a line, and
// nothing at all where it would join the character before it, which a sequence or
// the edge of the screen kept it from.
func seen(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	if n == len(text) && (r >= 0x3400 && r <= 0x9fff || r >= 0x2500 && r <= 0x25ff) {
		return text // a hanzi or a border: nearly all that there is
	}
	text = strings.TrimRight(strings.Map(func(r rune) rune {
		if r != joiner && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Noncharacter_Code_Point) {
			return -1
		}
		return r
	}, text), string(joiner))
	if len(text) > longestCluster {
		return "\ufffd"
	}
	if alone := displaywidth.StringGraphemes("x" + text); alone.Next() && len(alone.Value()) > 1 {
		return ""
	}
	return text
}

// joiner makes one emoji of several.
const joiner = '\u200d'

// sgr returns the style after the parameters of an SGR sequence. What is not
// known changes nothing.
func sgr(s Style, params string) Style {
	var list []int
	for p := range strings.SplitSeq(params, ";") {
		p, kind, _ := strings.Cut(p, ":") // a kind of underline is an underline
		if kind == "0" && p == "4" {
			p = "24"
		}
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
		case n == 38 || n == 48 || n == 58:
			c, took := extended(list[i+1:])
			i += took
			switch n {
			case 38:
				s.Fg = c
			case 48:
				s.Bg = c
			} // 58 is the colour of an underline
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
