package linear

// escape follows escape sequences, such as those of arrow keys, to their end. No
// clock decides where one ends: whatever cannot belong to it does.
type escape int

const (
	outside  escape = iota
	escaped         // after ESC
	sequence        // after ESC [
	oneMore         // after ESC O
	text            // after ESC ] and the like, with which a terminal answers
	textEnds        // in one, after ESC
)

// swallows reports whether b belongs to a sequence.
func (s *escape) swallows(b byte) bool {
	now := *s
	*s = outside
	switch {
	case b == 0x1b && now == text:
		*s = textEnds
	case b == 0x1b:
		*s = escaped
	case now == outside:
		return false
	case now == text && b == 0x07, now == textEnds && b == '\\':
	case b < ' ' || b == 0x7f: // Enter, Ctrl+C and the like act whatever is under way
		return false
	case now == text:
		*s = text
	case b >= 0x80:
		return false
	case now == sequence && b < 0x40:
		*s = sequence
	case now == escaped, now == textEnds:
		return s.opens(b)
	}
	return true
}

// opens takes the byte after ESC. A key pressed after Esc is a key of its own.
func (s *escape) opens(b byte) bool {
	switch b {
	case '[':
		*s = sequence
	case 'O':
		*s = oneMore
	case ']', 'P', 'X', '^', '_':
		*s = text
	default:
		return false
	}
	return true
}
