package cells

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Span is one line of wrapped text, as byte offsets into it.
type Span struct {
	Start, End int
	Hard       bool // ended by a line end of the text, or by the text's end
}

// Wrap returns s, visible text, as lines of at most w columns. Hanzi may part
// anywhere, except that no line begins with closing punctuation or ends with
// opening punctuation; words and numbers stay whole where they fit. Blanks at a
// break are left out. A width under two counts as two.
func (m Measure) Wrap(s string, w int) []string {
	spans := m.Spans(s, w)
	lines := make([]string, len(spans))
	for i, sp := range spans {
		lines[i] = s[sp.Start:sp.End]
		if !sp.Hard {
			lines[i] = strings.TrimRight(lines[i], " ")
		}
		lines[i] = m.trimWide(lines[i], w)
	}
	return lines
}

// trimWide takes off the blanks that hang over the edge of a line.
func (m Measure) trimWide(line string, w int) string {
	for m.Width(line) > max(w, 2) && strings.HasSuffix(line, " ") {
		line = line[:len(line)-1]
	}
	return line
}

// Spans is Wrap for an editor, which has to know where each line came from:
// together the spans hold every byte of s but the line ends. Blanks before a
// break stay with the line before it and may hang over w. Characters are measured
// as [Visible] shows them; s itself need not have gone through it.
func (m Measure) Spans(s string, w int) []Span {
	w = max(w, 2)
	var spans []Span
	start := 0
	for {
		end := strings.IndexByte(s[start:], '\n')
		if end < 0 {
			return append(spans, m.wrapLine(s, start, len(s), w)...)
		}
		spans = append(spans, m.wrapLine(s, start, start+end, w)...)
		start += end + 1
	}
}

// wrapLine wraps s[start:end], which holds no line end.
func (m Measure) wrapLine(s string, start, end, w int) []Span {
	var spans []Span
	at, x := start, 0  // where this cluster begins, and the columns before it
	fit, fitX := -1, 0 // the last place on this line where it may part
	prev := rune(0)    // the last character before at
	ink := rune(0)     // the last one that is no blank: behind it a line is cut
	for c, cw := range m.Clusters(s[start:end]) {
		r, _ := utf8.DecodeRuneInString(c)
		if at > start && mayPart(prev, r) && !opening(ink) {
			fit, fitX = at, x
		}
		if !harmless(c) {
			cw = m.Width(Visible(c))
		}
		for x > 0 && x+cw > w && r != ' ' {
			if fit <= start { // one long word, or nothing but punctuation
				fit, fitX = at, x
			}
			spans = append(spans, Span{Start: start, End: fit})
			start, x, fit = fit, x-fitX, -1
		}
		at += len(c)
		x += cw
		if prev, _ = utf8.DecodeLastRuneInString(c); prev != ' ' {
			ink = prev
		}
	}
	return append(spans, Span{Start: start, End: end, Hard: true})
}

// mayPart reports whether a line may end with a, which does not open anything, and
// the next begin with b.
func mayPart(a, b rune) bool {
	switch {
	case b == ' ', closing(b):
		return false
	case a == ' ':
		return true
	case a == b && (a == '…' || a == '—'): // …… and —— are one sign each
		return false
	}
	return !inWord(a) || !inWord(b)
}

// closing tells the punctuation that may not begin a line.
func closing(r rune) bool {
	return strings.ContainsRune("，。、；：！？）》〉”’】』」〕｝］…—～·％‰℃,.;:!?)]}%", r)
}

// opening tells the punctuation that may not end one.
func opening(r rune) bool { return strings.ContainsRune("（《〈“‘【『「〔｛［￥([{$", r) }

// inWord tells what a word or a number is made of, outside the scripts that
// part anywhere.
func inWord(r rune) bool {
	if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0xff00 && r <= 0xffef {
		return false
	}
	return r > ' ' && r < 0x7f || unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.M, r)
}
