package exchange

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"pingyi"
)

// markText is [pingyi.Mark.Text] in l; [pingyi.ParseMark] reads either.
func markText(m pingyi.Mark, s pingyi.Scale, l pingyi.Lang) string {
	switch m.Kind {
	case pingyi.Abstained:
		return l.Of("弃权", "abstain")
	case pingyi.Recused:
		return l.Of("回避", "recuse")
	}
	return m.Text(s)
}

// tierNames lists the tiers of a scale, best first.
func tierNames(s pingyi.Scale, sep string) string {
	names := make([]string, 0, s.Len())
	for _, t := range s.Best() {
		names = append(names, s.Name(t))
	}
	return strings.Join(names, sep)
}

// digits says which digits stand for the tiers of a scale.
func digits(s pingyi.Scale, l pingyi.Lang) string {
	return fmt.Sprintf(l.Of("（或 1–%d，1 最好）", " (or 1-%d, 1 is the best)"), s.Len())
}

// layers is how many pairs of brackets are taken off a mark, one within or behind
// the other. More are refused with it.
const layers = 8

const (
	openers = "[【（(［〔「〖{｛"
	closers = "]】）)］〕」〗}｝"
)

// typed makes of what somebody typed for a mark the mark and the comment behind
// its colon: "【优】", "（ 优", "优【】" and "：【优】：很好" all say 优. What follows an
// apostrophe is taken as it stands.
func typed(s string) (mark, comment string) {
	if clean, _, err := pingyi.CleanText(s); err == nil {
		s = clean
	}
	for range layers {
		t := strings.TrimLeft(trimBlanks(s), ":：")
		if as, ok := literally(t); ok {
			return as, ""
		}
		if inside, rest, ok := bracketed(t); ok {
			switch {
			case blank(rest):
				t = inside
			case blank(inside):
				t = rest
			case strings.HasPrefix(rest, ":"), strings.HasPrefix(rest, "："):
				t = inside + rest
			default:
				t = inside + " " + rest
			}
		} else if t != "" {
			t = strings.TrimLeft(t, openers)
		}
		if t == s {
			break
		}
		s = t
	}
	if i := strings.IndexAny(s, ":："); i >= 0 {
		s, comment = s[:i], trimBlanks(strings.TrimLeft(s[i:], ":："))
	}
	return unbracketed(s), comment
}

// literally takes a text from behind an apostrophe, out of the brackets of the
// form where it stands in them.
func literally(s string) (string, bool) {
	first, n := utf8.DecodeRuneInString(s)
	if rest, ok := strings.CutPrefix(s[n:], literal); ok && strings.ContainsRune(openers, first) {
		if last, n := utf8.DecodeLastRuneInString(rest); strings.ContainsRune(closers, last) {
			rest = rest[:len(rest)-n]
		}
		return rest, true
	}
	return strings.CutPrefix(s, literal)
}

// typedAs writes a mark so that typed gives it back.
func typedAs(mark string) string {
	if got, comment := typed(mark); got != mark || comment != "" {
		return literal + mark
	}
	return mark
}

// bracketed splits off the brackets with which s begins, of whatever kind.
func bracketed(s string) (inside, rest string, ok bool) {
	depth := 0
	for i, r := range s {
		switch {
		case strings.ContainsRune(openers, r):
			depth++
		case strings.ContainsRune(closers, r):
			depth--
		}
		if depth <= 0 {
			if i == 0 {
				return "", "", false
			}
			_, first := utf8.DecodeRuneInString(s)
			return s[first:i], trimBlanks(s[i+utf8.RuneLen(r):]), true
		}
	}
	return "", "", false
}

// unbracketed drops an empty pair of brackets behind a mark, a bracket that was
// left when its fellow was deleted, and blanks between characters; but not those
// between digits, where they may part two numbers.
func unbracketed(s string) string {
	for range layers {
		t := trimBlanks(s)
		if cut := trimBlanks(strings.TrimRight(t, closers)); !strings.ContainsAny(cut, openers) {
			t = cut
		} else if cut := trimBlanks(strings.TrimRight(cut, openers)); !strings.ContainsAny(cut, openers) {
			t = cut
		}
		if t == s {
			break
		}
		s = t
	}
	if strings.ContainsAny(pingyi.HalfWidth(s), "0123456789") {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// trimBlanks takes off what stands around a text without being seen.
func trimBlanks(s string) string { return strings.TrimFunc(s, unseen) }

func unseen(r rune) bool {
	return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b'
}
