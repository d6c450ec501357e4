package edit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"pingyi"
)

// clean returns s as it may be put into the text: [pingyi.CleanText] without
// its trimming, since a blank or a line end at the edge of a paste is wanted.
// For a single line, line ends become blanks. Nothing is dropped from what cannot
// be read: it is refused.
func clean(s string, o Options) (string, error) {
	const fence = "一" // composes with nothing and is no blank
	s, dropped, err := pingyi.CleanText(fence + s + fence)
	if err != nil {
		return "", err
	}
	if dropped > 0 && o.Mask {
		return "", pingyi.Errorf(pingyi.Invalid, "这里有看不见的或特殊的空格，没有写入；请改用普通字符", "this has invisible characters or special blanks, and was not put in: use plain characters")
	}
	s = s[len(fence) : len(s)-len(fence)]
	if !o.Lines { // a spreadsheet ends even a single cell with a line end
		s = strings.ReplaceAll(strings.Trim(s, "\n"), "\n", " ")
	}
	return s, nil
}

// lineStart returns where the line of the text that holds i begins.
func (m Model) lineStart(i int) int { return strings.LastIndexByte(m.text[:i], '\n') + 1 }

// lineEnd returns where that line ends, before its line end.
func (m Model) lineEnd(i int) int {
	if n := strings.IndexByte(m.text[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(m.text)
}

// before returns the cluster boundary before i. Clusters never reach over a
// line end, so its line is all that has to be looked at.
func (m Model) before(i int) int {
	at := m.lineStart(i)
	if at == i {
		return max(0, i-1) // the line end itself
	}
	for c := range m.session.Measure.Clusters(m.text[at:m.lineEnd(i)]) {
		if at+len(c) >= i {
			break
		}
		at += len(c)
	}
	return at
}

// after returns the cluster boundary after i.
func (m Model) after(i int) int {
	if i == len(m.text) {
		return i
	}
	return m.boundary(i + 1)
}

// boundary returns i, or the next cluster boundary if i lies inside a cluster:
// text put in before a combining mark joins it.
func (m Model) boundary(i int) int {
	at, end := m.lineStart(i), m.lineEnd(i)
	if at == i {
		return i
	}
	for c := range m.session.Measure.Clusters(m.text[at:end]) {
		if at += len(c); at >= i {
			break
		}
	}
	return at
}

// class groups the characters that a word movement crosses together. Chinese
// has no blanks between words, so that a run of hanzi up to the next
// punctuation counts as one.
func class(r rune) int {
	switch {
	case r == '\n':
		return 0
	case r == ' ' || r == '\u3000':
		return 1
	case unicode.Is(unicode.Han, r):
		return 2
	case unicode.In(r, unicode.Letter, unicode.Number, unicode.Mark):
		return 3
	}
	return 4
}

// wordBefore returns where the word before i begins, blanks after it included.
func (m Model) wordBefore(i int) int {
	at := i
	word := 1
	for at > 0 {
		prev := m.before(at)
		r, _ := utf8.DecodeRuneInString(m.text[prev:])
		if c := class(r); word == 1 {
			word = c
		} else if c != word {
			break
		}
		at = prev
		if word == 0 {
			break
		}
	}
	return at
}

// wordAfter returns where the word after i ends, blanks after it included.
func (m Model) wordAfter(i int) int {
	if i == len(m.text) {
		return i
	}
	r, _ := utf8.DecodeRuneInString(m.text[i:])
	word := class(r)
	at := m.after(i)
	for word != 0 && at < len(m.text) {
		r, _ := utf8.DecodeRuneInString(m.text[at:])
		if c := class(r); c != word && c != 1 {
			break
		} else if c == 1 {
			word = 1
		}
		at = m.after(at)
	}
	return at
}
