package wire

import (
	"image/color"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// xvt is the emulator of charmbracelet/x.
type xvt struct{ *vt.Emulator }

func openXvt(w, h int) terminal {
	t := xvt{vt.NewEmulator(w, h)}
	t.feed([]byte("\x1b[?25l"))
	return t
}

func (t xvt) feed(b []byte)   { t.Write(b) }
func (t xvt) resize(w, h int) { t.Resize(w, h) }
func (t xvt) as(c Cell) Cell  { return c }
func (t xvt) cursor() Cursor {
	at := t.CursorPosition()
	return Cursor{at.X, at.Y, !t.CursorHidden()}
}

func (t xvt) cell(x, y int) Cell {
	c := t.CellAt(x, y)
	if c == nil || c.Content == "" && c.Width <= 1 {
		return blank
	}
	style := Style{Fg: xvtColor(c.Style.Fg), Bg: xvtColor(c.Style.Bg)}
	for of, attr := range map[uint8]Attr{uv.AttrBold: Bold, uv.AttrFaint: Faint, uv.AttrItalic: Italic, uv.AttrBlink: Blink, uv.AttrReverse: Reverse, uv.AttrConceal: Conceal, uv.AttrStrikethrough: Strike} {
		if c.Style.Attrs&of != 0 {
			style.Attr |= attr
		}
	}
	if c.Style.Underline != 0 {
		style.Attr |= Underline
	}
	return bare(Cell{c.Content, c.Width == 2, style, false})
}

func xvtColor(c color.Color) Color {
	switch c := c.(type) {
	case nil:
		return 0
	case ansi.BasicColor:
		return indexed + Color(c)
	case ansi.IndexedColor:
		return indexed + Color(c)
	}
	r, g, b, _ := c.RGBA()
	return rgb + Color(r>>8)<<16 + Color(g>>8)<<8 + Color(b>>8)
}
