package wire

import (
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// PasteCut says, after the paste of which this was kept, that it was longer than
// Max bytes.
type PasteCut struct{ Max int }

const (
	// lostEnd is the silence after which a paste is taken for whole without its end
	// mark: as long as a large packet takes on a line of 1,200 bytes a second.
	lostEnd = 30 * time.Second

	// cutMark is how long the rest of an end mark is waited for. An Esc alone is no
	// part of one then, but a person who wants to get out of a paste that does not
	// end: it does, with what has come, and there is no key Esc.
	cutMark = 3 * time.Second
)

// paste is what has come of a bracketed one, line ends as they are.
type paste struct {
	open bool
	text []byte
	cut  bool // what is over is being dropped
}

// add takes one character more, of at most max bytes in all.
func (p *paste) add(r rune, max int) {
	if p.cut = p.cut || len(p.text)+utf8.RuneLen(r) > max; !p.cut {
		p.text = utf8.AppendRune(p.text, r)
	}
}

// appendTo appends the messages that it makes.
func (p *paste) appendTo(msgs []tea.Msg, max int) []tea.Msg {
	msgs = append(msgs, tea.PasteMsg{Content: string(p.text)})
	if p.cut {
		msgs = append(msgs, PasteCut{max})
	}
	return msgs
}
