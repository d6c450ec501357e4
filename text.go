package pingyi

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Limits on what one field holds, in runes. A whole activity with its state
// before and after fits in one transaction of 1 MiB.
const (
	MaxName = 200
	MaxText = 5000
)

// CleanText returns s as the record keeps it: NFC, lines ended by "\n", no
// trailing blanks, no surrounding blank lines or (full-width) spaces. What a
// word processor leaves behind (byte order marks, soft hyphens, zero-width
// spaces, variation selectors) is dropped and its no-break spaces and tabs made
// plain; dropped counts those.
//
// It is refused, [Invalid], if it holds any other control, bidirectional, tag or
// zero-width character, or is not UTF-8: nothing that one user types may move
// another user's cursor.
func CleanText(s string) (clean string, dropped int, err error) {
	if !utf8.ValidString(s) {
		return "", 0, Errorf(Invalid, "文字不是有效的 UTF-8 编码", "the text is not valid UTF-8")
	}
	if plain(s) { // most fields are: no allocation for them
		return strings.Trim(s, " \u3000"), 0, nil
	}
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n':
			b.WriteRune(r)
		case r == '\t' || r == '\u00a0' || r == '\u202f' || r == '\u2007':
			b.WriteByte(' ')
			dropped++
		case leftBehind(r):
			dropped++
		case unsafeRune(r):
			return "", 0, Errorf(Invalid, "含有看不见的控制字符 U+%04[1]X，请删去后重试",
				"contains the invisible control character U+%04[1]X: delete it and try again", r)
		default:
			b.WriteRune(r)
		}
	}
	lines := strings.Split(norm.NFC.String(b.String()), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " \u3000")
	}
	return strings.Trim(strings.Join(lines, "\n"), " \u3000\n"), dropped, nil
}

// CleanLine is CleanText for a field of one line: line ends become spaces.
func CleanLine(s string) (clean string, dropped int, err error) {
	clean, dropped, err = CleanText(s)
	return strings.ReplaceAll(clean, "\n", " "), dropped, err
}

// plain reports whether s holds only printable ASCII and characters of the CJK
// blocks that normalisation never touches, and no line end.
func plain(s string) bool {
	for _, r := range s {
		switch {
		case r >= ' ' && r < 0x7f:
		case r >= 0x3000 && r <= 0x3029, r >= 0x4e00 && r <= 0x9fff, r >= 0xff01 && r <= 0xff5e:
		case r == '“', r == '”', r == '‘', r == '’', r == '…', r == '—':
		default:
			return false
		}
	}
	return true
}

// leftBehind tells the invisible characters that word processors put into text
// without anyone having typed them.
func leftBehind(r rune) bool {
	switch r {
	case '\ufeff', '\u200b', '\u00ad', '\u2060':
		return true
	}
	return unicode.Is(unicode.Variation_Selector, r)
}

// unsafeRune tells the characters that show nothing themselves but change how
// their neighbours are shown.
func unsafeRune(r rune) bool {
	// Fillers, joiners and the unassigned rest of the tag block are outside Cf.
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Noncharacter_Code_Point, unicode.Other_Default_Ignorable_Code_Point)
}

// HalfWidth returns s with the full-width forms of ASCII made plain, and 。 made
// a full stop: for numbers and command keys, never for prose.
func HalfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '\u3000':
			return ' '
		case r == '。':
			return '.'
		}
		return r
	}, s)
}
