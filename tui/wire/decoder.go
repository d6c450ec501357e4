package wire

import (
	"bytes"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Decoder makes messages of what a terminal sends, however the line cuts it: keys,
// pastes, text that may be pasted, and reports. Characters, sequences and marks are
// put together first. It keeps no time: it is told how long the line was silent.
//
// Its messages are [tea.KeyPressMsg], [tea.PasteMsg], [tea.BackgroundColorMsg],
// [tea.CursorPositionMsg], [tea.ModeReportMsg], [Burst], [PasteCut], [Unreadable]
// and [Answered]. Keys, pastes and bursts come in the order in which they were made.
type Decoder struct {
	opt    InputOptions
	rest   []byte // of a character or sequence that is not whole
	came   int    // bytes, with the last read
	held   burst
	paste  paste
	unread int // bytes that made no character, not told yet
	out    []tea.Msg
}

// cutShort is how long the rest of a character or of a sequence is waited for.
const cutShort = time.Second

// NewDecoder returns a decoder. Of the options, the clock is not its.
func NewDecoder(opt InputOptions) *Decoder { return &Decoder{opt: opt.filled()} }

// Take returns what b says, which one read has brought when nothing had come for so
// long.
func (d *Decoder) Take(b []byte, silent time.Duration) []tea.Msg {
	d.lapse(silent)
	if len(d.held.text) > 0 {
		d.held.since += silent
		d.held.over = d.held.over || d.held.pasted() && silent >= apart
	}
	d.came = len(b)
	d.rest = append(d.rest, b...)
	d.steps()
	return d.taken()
}

// Due returns after how long a silence, counted from the last bytes that came,
// [Decoder.Silent] has something to say; false when it is not waiting for any.
func (d *Decoder) Due() (time.Duration, bool) {
	at, lapse := d.next()
	return at, lapse != nil
}

// Silent returns what is decided by nothing having come since the last bytes for so
// long.
func (d *Decoder) Silent(long time.Duration) []tea.Msg {
	d.lapse(long)
	return d.taken()
}

func (d *Decoder) lapse(long time.Duration) {
	for at, lapse := d.next(); lapse != nil && at <= long; at, lapse = d.next() {
		lapse()
		d.steps()
	}
}

// next returns what is decided next by silence, and when.
func (d *Decoder) next() (at time.Duration, lapse func()) {
	first := func(t time.Duration, f func()) {
		if lapse == nil || t < at {
			at, lapse = t, f
		}
	}
	switch {
	case d.paste.open:
		first(lostEnd, d.endPaste)
	case len(d.held.text) > 0 || d.unread > 0:
		first(d.held.ends(d.came), func() { d.release(false) })
	}
	switch {
	case len(d.rest) == 0:
	case d.paste.open:
		first(cutMark, d.giveUp)
	case string(d.rest) == "\x1b":
		first(d.opt.Escape, d.giveUp)
	default:
		first(cutShort, d.giveUp)
	}
	return at, lapse
}

func (d *Decoder) taken() []tea.Msg {
	out := d.out
	d.out = nil
	return out
}

// steps takes all that is whole of what has come.
func (d *Decoder) steps() {
	all := d.rest
	for len(d.rest) > 0 {
		n := d.step()
		if n == 0 {
			break
		}
		d.rest = d.rest[n:]
	}
	if len(d.rest) > 0 && d.rest[0] == esc {
		d.rest = shortened(d.rest)
	}
	d.rest = append(all[:0], d.rest...)
}

// step takes what the rest begins with, and returns its bytes; none while it is not
// whole.
func (d *Decoder) step() int {
	if d.rest[0] != esc {
		r, n := d.opt.Encoding.character(d.rest)
		switch {
		case n > 0 && r < 0:
			d.unread += n
		case n > 0:
			d.character(r)
		}
		return n
	}
	if d.paste.open {
		return d.mark()
	}
	n := sequence(d.rest)
	if n > 0 {
		d.sequence(d.rest[:n])
	}
	return n
}

// mark takes the mark that ends a paste. Another that begins one is nothing in it,
// and any other ESC is pasted.
func (d *Decoder) mark() int {
	for _, mark := range []string{pasteEnd, pasteBegin} {
		switch {
		case !bytes.HasPrefix(d.rest, []byte(mark)):
			if strings.HasPrefix(mark, string(d.rest)) {
				return 0
			}
			continue
		case mark == pasteEnd:
			d.endPaste()
		}
		return len(mark)
	}
	d.character(esc)
	return 1
}

func (d *Decoder) character(r rune) {
	switch {
	case d.paste.open:
		d.paste.add(r, d.opt.Paste)
	case textual(r):
		if d.held.add(r, d.opt.Paste); d.held.full() {
			d.release(false)
		}
	default:
		d.key(press(r))
	}
}

func (d *Decoder) sequence(b []byte) {
	if string(b) == pasteBegin {
		d.release(false)
		d.paste.open = true
		return
	}
	for _, msg := range means(b) {
		if key, is := msg.(tea.KeyPressMsg); is {
			d.key(key)
			continue
		}
		d.out = append(d.out, msg) // nobody typed it: what is held may go on
	}
}

// key passes a key on, after what is held of those before it.
func (d *Decoder) key(k tea.KeyPressMsg) {
	d.release(true)
	d.out = append(d.out, k)
}

// release passes on what is held, since a key has come or silence.
func (d *Decoder) release(key bool) {
	d.out = d.held.appendTo(d.out, d.opt.Paste, key)
	d.held = burst{}
	d.tellUnread()
}

func (d *Decoder) endPaste() {
	d.out = d.paste.appendTo(d.out, d.opt.Paste)
	d.paste = paste{}
	d.tellUnread()
}

func (d *Decoder) tellUnread() {
	if d.unread > 0 {
		d.out = append(d.out, Unreadable{d.unread})
		d.unread = 0
	}
}

// giveUp takes what is not whole for what it is without more.
func (d *Decoder) giveUp() {
	last := len(d.rest) - 1
	switch {
	case d.rest[0] != esc:
		d.unread++
		d.rest = d.rest[1:]
	case d.paste.open && last == 0:
		d.endPaste()
		d.rest = nil
	case d.paste.open:
		d.character(esc)
		d.rest = d.rest[1:]
	case last > 0 && d.rest[last] == esc: // of what follows
		d.sequence(d.rest[:last])
		d.rest = d.rest[last:]
	default:
		d.sequence(d.rest)
		d.rest = nil
	}
}
