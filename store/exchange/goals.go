package exchange

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// numbering is one way of writing running numbers.
type numbering struct {
	mark *regexp.Regexp // at the beginning of what is left of a text
	of   func(string) int
}

const hanDigits = "一二三四五六七八九"

// numberings returns the ways goals are numbered.
func numberings() []numbering {
	arabic := func(s string) int { n, _ := strconv.Atoi(s); return n }
	han := func(s string) int {
		tens, ones, ok := strings.Cut(s, "十")
		if !ok {
			tens, ones = "", s
		}
		n := strings.Index(hanDigits, ones)/3 + 1
		if ones == "" {
			n = 0
		}
		switch {
		case ok && tens == "":
			n += 10
		case ok:
			n += 10 * (strings.Index(hanDigits, tens)/3 + 1)
		}
		return n
	}
	return []numbering{
		{markDot, arabic}, {markComma, arabic}, {markParen, arabic}, {markHalf, arabic}, {markHan, han}, {markHanParen, han},
		{markCircle, func(s string) int { return int([]rune(s)[0]-'①') + 1 }},
	}
}

var (
	markDot      = regexp.MustCompile(`^([1-9]\d?)[.．](?:[^\d０-９]|$)`)
	markComma    = regexp.MustCompile(`^([1-9]\d?)、`)
	markParen    = regexp.MustCompile(`^[(（]([1-9]\d?)[)）]`)
	markHalf     = regexp.MustCompile(`^([1-9]\d?)[)）]`)
	markHan      = regexp.MustCompile(`^([一二三四五六七八九]?十?[一二三四五六七八九]?)、`)
	markHanParen = regexp.MustCompile(`^[(（]([一二三四五六七八九]?十?[一二三四五六七八九]?)[)）]`)
	markCircle   = regexp.MustCompile(`^([①-⑳])`)
)

// marker is a running number found in a text.
type marker struct{ from, to, n int }

// markers returns the numbers of one kind that stand where a sentence may begin.
func (k numbering) markers(text string) []marker {
	var found []marker
	begin := true
	for i, r := range text {
		switch {
		case strings.ContainsRune("。；;！？\n", r):
			begin = true
		case r == ' ' || r == '\u3000':
		case begin:
			begin = false
			if m := k.mark.FindStringSubmatchIndex(text[i:]); m != nil && m[3] > m[2] {
				to := i + m[1]
				if last := text[i+m[3] : i+m[1]]; strings.HasPrefix(last, ".") || strings.HasPrefix(last, "．") {
					// the pattern looked one character past the dot
					_, rest, _ := strings.Cut(last, string([]rune(last)[0]))
					to -= len(rest)
				}
				found = append(found, marker{i, to, k.of(text[i+m[2] : i+m[3]])})
			}
		}
	}
	return found
}

// splitGoals parts a text at its running numbers, which it takes off. They must
// run from 1 at its beginning, or from 2 after a first goal without a number;
// where they do not, the text is one goal. ok is false when there are none.
func splitGoals(text string) (goals []string, ok bool) {
	text = strings.Trim(text, " \u3000\n")
	var best []marker
	for _, k := range numberings() {
		// The kind that stands first is the outer one.
		if m := k.markers(text); len(m) > 0 && (best == nil || m[0].from < best[0].from) {
			best = m
		}
	}
	if len(best) == 0 {
		return nil, false
	}
	start := 1
	if best[0].from > 0 {
		start = 2
		best = slices.Insert(slices.Clone(best), 0, marker{0, 0, 1})
	} else if best[0].n != 1 {
		return []string{text}, true
	}
	for i, m := range best[start-1:] {
		if m.n != start+i {
			return []string{text}, true
		}
	}
	for i, m := range best {
		end := len(text)
		if i+1 < len(best) {
			end = best[i+1].from
		}
		goals = append(goals, strings.Trim(text[m.to:end], " \u3000\n"))
	}
	return goals, true
}
