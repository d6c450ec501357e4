package wire

import (
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Encoding is how a terminal writes characters as bytes, both ways.
type Encoding uint8

// The encodings that terminals have.
const (
	UTF8 Encoding = iota
	GBK           // its four-byte forms of GB18030 are understood and never sent
)

// What stands for a character that a terminal cannot be sent, by its columns.
const (
	substitute     = "?"
	wideSubstitute = "〓"
)

// character returns the character that b begins with and its bytes: none while
// more have to come. Where they are none the rune is below 0, and what they are is
// the first byte alone: a control character or the ESC of a sequence that stands
// where a second byte should be is itself.
func (e Encoding) character(b []byte) (r rune, n int) {
	switch c := b[0]; {
	case c < utf8.RuneSelf:
		return rune(c), 1
	case e == UTF8 && !utf8.FullRune(b):
		return 0, 0
	case e == UTF8:
		if r, n = utf8.DecodeRune(b); n == 1 {
			return -1, 1
		}
		return r, n
	case c == 0x80: // as Windows has it
		return '€', 1
	case c == 0xff:
		return -1, 1
	case len(b) < 2:
		return 0, 0
	}
	n = 2
	switch second := b[1]; {
	case second >= '0' && second <= '9':
		n = 4
		for i, third := range b[2:min(4, len(b))] {
			if i == 0 && (third < 0x81 || third > 0xfe) || i == 1 && (third < '0' || third > '9') {
				return -1, 1
			}
		}
	case second < 0x40 || second == 0x7f || second == 0xff:
		return -1, 1
	}
	if len(b) < n {
		return 0, 0
	}
	var text [utf8.UTFMax]byte
	wrote, read, err := simplifiedchinese.GB18030.NewDecoder().Transform(text[:], b[:n], true)
	if r, _ = utf8.DecodeRune(text[:wrote]); err != nil || read != n || r == utf8.RuneError {
		return -1, 1
	}
	return r, n
}

// Encode returns what the terminal is sent for text and sequences in UTF-8, cut
// within no character. What it cannot be sent is a question mark: [Draw] has seen
// to it where columns count.
func (e Encoding) Encode(b []byte) []byte {
	if e == UTF8 {
		return b
	}
	out := make([]byte, 0, len(b))
	for _, r := range string(b) {
		pair, ok := twoBytes(r)
		switch {
		case r < utf8.RuneSelf:
			out = append(out, byte(r))
		case ok:
			out = append(out, pair[:]...)
		default:
			out = append(out, substitute...)
		}
	}
	return out
}

// twoBytes returns the GBK of a character that has two bytes there.
func twoBytes(r rune) (pair [2]byte, ok bool) {
	var b [4]byte
	n, _, err := simplifiedchinese.GBK.NewEncoder().Transform(b[:], []byte(string(r)), true)
	return [2]byte(b[:]), err == nil && n == 2
}

// shown returns what a terminal is to show for a character of so many columns, and
// its columns there. Where GBK's are wide that is two for all that is not ASCII.
func (w Widths) shown(text string, columns int) (string, int) {
	r, n := utf8.DecodeRuneInString(text)
	if w.Encoding == UTF8 || columns == 0 || n == len(text) && r < utf8.RuneSelf || text[0] < ' ' {
		return text, columns
	}
	if n == len(text) {
		if _, ok := twoBytes(r); ok {
			if w.Ambiguous {
				columns = 2
			}
			return text, columns
		}
	}
	if columns == 2 {
		return wideSubstitute, 2
	}
	return substitute, 1
}
