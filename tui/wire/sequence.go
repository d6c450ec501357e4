package wire

import "strings"

const esc = '\x1b'

// longest is how many bytes of a sequence are kept: all that mean something here
// are much shorter. One that is longer is read to its end, and means nothing.
const longest = 1 << 10

// sequence returns the length of the escape sequence that b begins with; 0 while
// more has to come. What cannot be part of it ends it: the bytes before are all
// that came of it.
func sequence(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	switch c := b[1]; {
	case c == esc: // Esc; some terminals send Alt and an arrow so, for which there is Ctrl, but an Esc that is lost leads every key after it astray
		return 1
	case c == '[':
		i := skip(b, 2, 0x30, 0x3f) // parameters
		return ends(b, skip(b, i, 0x20, 0x2f), 0x40)
	case c == 'O':
		return ends(b, skip(b, 2, '0', '9'), 0x21)
	case c == ']' || c == 'P' || c == '_':
		return control(b)
	case c >= 0x80: // there is no Alt with a hanzi: Esc, and then the hanzi
		return 1
	}
	return 2 // Alt with a character
}

// skip returns where bytes from first to last end.
func skip(b []byte, from int, first, last byte) int {
	for from < len(b) && b[from] >= first && b[from] <= last {
		from++
	}
	return from
}

// ends returns the length of a sequence whose last byte is at i, where that is one
// that may end it.
func ends(b []byte, i int, first byte) int {
	switch {
	case i == len(b):
		return 0
	case b[i] < first || b[i] > 0x7e:
		return i
	}
	return i + 1
}

// opening is what a control string's first byte is, for each kind that terminals
// answer with. Anything else is typed after Alt with a character; and no terminal
// sends the other kinds, whose first characters are keys with Alt as well.
var opening = map[byte]string{']': "0123456789", 'P': "0123456789<=>?!$+|", '_': "G"}

// control returns the length of a control string, which BEL or ESC \ ends. It holds
// no control characters: whoever types Enter is not swallowed by one that has no
// end.
func control(b []byte) int {
	switch {
	case len(b) == 2:
		return 0
	case strings.IndexByte(opening[b[1]], b[2]) < 0:
		return 2
	}
	for i := 3; i < len(b); i++ {
		switch c := b[i]; {
		case c == '\a':
			return i + 1
		case c == esc && i+1 == len(b):
			return 0
		case c == esc && b[i+1] == '\\':
			return i + 2
		case c < ' ':
			return i
		}
	}
	return 0
}

// shortened returns a sequence of which more has to come, as far as it is kept:
// its beginning, by which it is too long for a meaning, and its last byte, by
// which it goes on.
func shortened(b []byte) []byte {
	if len(b) <= longest+1 {
		return b
	}
	return append(b[:longest], b[len(b)-1])
}
