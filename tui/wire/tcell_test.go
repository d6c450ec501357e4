package wire

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/gdamore/tcell/v3/color"
	"github.com/gdamore/tcell/v3/vt"
	"pgregory.net/rapid"
)

// tcell is the emulator of gdamore/tcell.
type tcell struct{ vt.MockTerm }

// openTcell opens one that puts the parts of a character together, or one that
// gives each a place of its own.
func openTcell(rt *rapid.T, w, h int, clusters bool) terminal {
	t := tcell{vt.NewMockTerm(vt.MockOptSize{X: vt.Col(w), Y: vt.Row(h)}, vt.MockOptColors(1<<24))}
	if err := t.Start(); err != nil {
		rt.Fatal(err)
	}
	rt.Cleanup(func() { t.Stop() })
	t.feed([]byte("\x1b[?25l"))
	if clusters {
		t.feed([]byte("\x1b[?2027h"))
	}
	return t
}

// feed says in other words what this emulator does not know (v3.6.0): to repeat a
// character; the bright colours, but by their number in the palette; and that a
// carriage return, and what sets the rows that scroll, take back the wrap that
// waits behind the last column, which it keeps for the next character.
func (t tcell) feed(b []byte) {
	var said []byte
	for len(b) > 0 {
		if b[0] == '\r' {
			said, b = append(said, "\r\x1b[G"...), b[1:]
			continue
		}
		if n := bytes.IndexFunc(b[1:], func(r rune) bool { return r >= '@' && r <= '~' && r != '[' }); b[0] == '\x1b' && bytes.HasPrefix(b, []byte("\x1b[")) && n >= 0 {
			params, final := string(b[2:n+1]), b[n+1]
			switch final {
			case 'b':
				many, _ := strconv.Atoi("0" + params)
				said = append(said, bytes.Repeat(said[len(said)-1:], max(1, many))...)
			case 'm':
				said = fmt.Appendf(said, "\x1b[%sm", withoutBright(params))
			case 'r':
				said = append(append(said, b[:n+2]...), "\x1b[H"...)
			default:
				said = append(said, b[:n+2]...)
			}
			b = b[n+2:]
			continue
		}
		said, b = append(said, b[0]), b[1:]
	}
	t.Write(said)
}

func withoutBright(params string) string {
	list := strings.Split(params, ";")
	for i := 0; i < len(list); i++ {
		switch n, _ := strconv.Atoi(list[i]); {
		case (n == 38 || n == 48) && list[i+1] == "5":
			i += 2
		case n == 38 || n == 48:
			i += 4
		case n >= 90 && n <= 97:
			list[i] = fmt.Sprintf("38;5;%d", n-90+8)
		case n >= 100 && n <= 107:
			list[i] = fmt.Sprintf("48;5;%d", n-100+8)
		}
	}
	return strings.Join(list, ";")
}

func (t tcell) resize(w, h int) {
	t.SetSize(vt.Coord{X: vt.Col(w), Y: vt.Row(h)})
	t.Drain()
}

func (t tcell) cursor() Cursor {
	at := t.Pos()
	return Cursor{int(at.X), int(at.Y), t.Backend().GetCursor().IsVisible()}
}

// as returns the cell without what this emulator does not tell apart: it knows no
// concealed text, takes bold and faint for one choice, and its own colours for
// silver on black.
func (t tcell) as(c Cell) Cell {
	c.Style.Attr &^= Conceal
	if c.Style.Attr&Bold != 0 {
		c.Style.Attr |= Faint
	}
	c.Style.Attr &^= Bold
	if c.Style.Fg == indexed+7 {
		c.Style.Fg = 0
	}
	if c.Style.Bg == indexed {
		c.Style.Bg = 0
	}
	return bare(c)
}

func (t tcell) cell(x, y int) Cell {
	c := t.GetCell(vt.Coord{X: vt.Col(x), Y: vt.Row(y)})
	style := Style{Fg: tcellColor(c.S.Fg()), Bg: tcellColor(c.S.Bg())}
	for of, attr := range map[vt.Attr]Attr{vt.Bold: Bold, vt.Dim: Faint, vt.Italic: Italic, vt.Underline: Underline, vt.Blink: Blink, vt.Reverse: Reverse, vt.StrikeThrough: Strike} {
		if c.S.Attr()&of != 0 {
			style.Attr |= attr
		}
	}
	if c.C == "" { // erased: in the colour of its ground
		return Cell{" ", false, Style{Bg: style.Bg}, false}
	}
	return Cell{c.C, c.W == 2, style, false}
}

func tcellColor(c color.Color) Color {
	switch {
	case !c.Valid():
		return 0
	case c.IsRGB():
		return rgb + Color(c.Hex())
	}
	return indexed + Color(c&0xff)
}
