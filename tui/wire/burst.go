package wire

import (
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// Burst is text that came as fast as no person types it, without the marks of a
// paste. Whoever is in is asked what it was.
type Burst struct{ Text string }

// Keys returns the text as if it had been typed.
func (b Burst) Keys() []tea.KeyPressMsg {
	keys := make([]tea.KeyPressMsg, 0, utf8.RuneCountInString(b.Text))
	for _, r := range b.Text {
		keys = append(keys, press(r))
	}
	return keys
}

const (
	// apart is the silence that ends a burst. A key that a person holds down repeats
	// after 30 ms; what a terminal pastes comes without a pause.
	apart = 20 * time.Millisecond

	// heldFor is how long text is held at most before it is known what it is: a key
	// that repeats faster than that goes on.
	heldFor = 100 * time.Millisecond

	// joins is the silence that ends a burst that is known to be pasted. What the last
	// read brought is as long again on the way where it is the line that makes the
	// pauses: at slowest bytes a second.
	joins   = 500 * time.Millisecond
	slowest = 1200

	// measured is how many bytes tell how fast the line is: more than come at once of
	// what had waited in it. A read may take some times as long as those before.
	measured = 64 << 10
	unevenly = 4

	// An input method commits a phrase of up to twenty characters at once, and a line
	// that had stalled brings what was typed meanwhile, some of them. Lines and columns
	// with so much text are a table's or a document's, unless a chord or an arrow comes
	// with them; without them, it takes more.
	manyInLines = 24
	many        = 64
)

// burst is text that may be part of one.
type burst struct {
	text  []byte
	since time.Duration // the first of it
	last  rune
	count int  // of characters, without those that a key held down repeats
	line  bool // or a column has ended
	lines bool // and another has begun
	over  bool // it has ended, and what follows joins it
	cut   bool // what is too much is being dropped
}

// pasted reports whether it is known to be none that was typed.
func (b *burst) pasted() bool { return b.count >= many || b.count >= manyInLines && b.lines }

// textual reports whether a character may be part of a burst.
func textual(r rune) bool { return r >= ' ' && r != 0x7f || r == '\r' || r == '\n' || r == '\t' }

// add takes one character more, of at most max bytes in all.
func (b *burst) add(r rune, max int) {
	switch {
	case b.cut || b.pasted() && len(b.text)+utf8.RuneLen(r) > max:
		b.cut = true
		return
	case r < ' ':
		b.line = true
	case b.line:
		b.lines = true
	}
	if r != b.last {
		b.count++
	}
	b.last = r
	b.text = utf8.AppendRune(b.text, r)
}

// full reports whether more is held than can be typed in the time, of characters
// that repeat.
func (b *burst) full() bool { return !b.pasted() && len(b.text) >= 1<<12 }

// ends returns the silence that ends it, of whose bytes the last read brought so
// many.
func (b *burst) ends(read int) time.Duration {
	if b.pasted() {
		way := time.Duration(read) * time.Second / slowest
		if n := len(b.text); n >= measured {
			way = min(way, unevenly*b.since*time.Duration(read)/time.Duration(n))
		}
		return joins + way
	}
	return max(0, min(apart, heldFor-b.since))
}

// appendTo appends the messages that it makes, when a key that is no text has come
// right after it or silence.
func (b *burst) appendTo(msgs []tea.Msg, max int, key bool) []tea.Msg {
	if !b.pasted() || key && b.count < many && !b.over && !b.cut {
		for _, key := range (Burst{string(b.text)}).Keys() {
			msgs = append(msgs, key)
		}
		return msgs
	}
	msgs = append(msgs, Burst{string(b.text)})
	if b.cut {
		msgs = append(msgs, PasteCut{max})
	}
	return msgs
}
