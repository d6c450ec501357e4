package cells

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible returns s with every character that a terminal would obey rather than
// show made visible: ESC as ␛, U+202E as ‹U+202E›, a combining mark with nothing
// to stand on as ◌ and the mark. Line ends stay. [pingyi.CleanText] refuses such
// text on the way in; this is the guard on the way out, for a record that
// another program has written to.
func Visible(s string) string {
	if harmless(s) {
		return s
	}
	var b strings.Builder
	bare := true // nothing before that a mark could stand on
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\n':
			b.WriteByte('\n')
		case r == utf8.RuneError && n == 1:
			b.WriteRune('\ufffd')
		case r < ' ':
			b.WriteRune('␀' + r)
		case r == 0x7f:
			b.WriteRune('␡')
		case hidden(r):
			fmt.Fprintf(&b, "‹U+%04X›", r)
		case bare && unicode.Is(unicode.M, r):
			b.WriteRune('◌')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
		bare = r < ' ' || r == 0x7f || hidden(r)
		i += n
	}
	return b.String()
}

// harmless reports whether s holds only characters of the blocks that nearly
// all text is made of, none of which needs a closer look.
func harmless(s string) bool {
	for _, r := range s {
		switch {
		case r == '\n', r >= ' ' && r < 0x7f:
		case r >= 0x2010 && r <= 0x2027: // “ ” … —
		case r >= 0x3001 && r <= 0x3029, r >= 0x4e00 && r <= 0x9fff, r >= 0xff01 && r <= 0xff5e:
		default:
			return false
		}
	}
	return true
}

// hidden tells the characters that show nothing, or change how others are shown.
// Fillers, joiners and the unassigned rest of the tag block are outside Cf.
func hidden(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Noncharacter_Code_Point,
		unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}
