// Package tier draws grades and tallies so that they read without colour: by
// name, by number and by shade.
package tier

import (
	"strconv"
	"strings"

	"pingyi"
	"pingyi/tui/parts/session"
)

// The shades of a bar, best tier first: nine, as many as a scale may have.
const (
	shades      = "█▓▒░▞▚▄▂▁"
	asciiShades = "#=+-.:*o~"
)

// Name returns the styled name of t.
func Name(s session.Session, scale pingyi.Scale, t pingyi.Tier) string {
	return s.Look.Tier(scale, t).Render(scale.Name(t))
}

// Grade returns the styled name of t with its mark: 良+, 良−, 良. mark is "+", "-"
// or empty, as in a result.
func Grade(s session.Session, scale pingyi.Scale, t pingyi.Tier, mark string) string {
	if mark == "-" && !s.Look.ASCII {
		mark = "−"
	}
	return s.Look.Tier(scale, t).Render(scale.Name(t) + mark)
}

// Tally returns the numbers of ratings, best tier first: "优3 良3 中1 差0".
// counts is indexed by tier.
func Tally(scale pingyi.Scale, counts []int) string {
	var b strings.Builder
	for i, t := range scale.Best() {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(scale.Name(t))
		b.WriteString(strconv.Itoa(counts[t]))
	}
	return b.String()
}

// Bar returns the same numbers as a bar of exactly w columns, best tier first,
// each tier in a shade of its own: "███▓▓▓▒". A tier with ratings has at least
// one column if there is one for each. Without ratings the bar is blank.
func Bar(s session.Session, scale pingyi.Scale, counts []int, w int) string {
	signs := []rune(shades)
	if s.Look.ASCII || s.Measure.Wide { // blocks are two columns in a wide session
		signs = []rune(asciiShades)
	}
	best := make([]int, scale.Len())
	for i, t := range scale.Best() {
		best[i] = counts[t]
	}
	var b strings.Builder
	for i, n := range share(best, w) {
		b.WriteString(strings.Repeat(string(signs[i]), n))
	}
	return s.Measure.Pad(b.String(), w)
}

// share divides w columns in proportion to counts, by largest remainders, with
// at least one for every count above zero where w has that many.
func share(counts []int, w int) []int {
	total, some := 0, 0
	for _, n := range counts {
		total += n
		if n > 0 {
			some++
		}
	}
	out := make([]int, len(counts))
	if total == 0 || w <= 0 {
		return out
	}
	left := w
	for i, n := range counts {
		out[i] = n * w / total
		if out[i] == 0 && n > 0 && some <= w {
			out[i] = 1
		}
		left -= out[i]
	}
	for left != 0 {
		// Give to, or take from, the tier that is furthest from its due.
		at, furthest := -1, 0
		for i, n := range counts {
			off := n*w - out[i]*total
			if left < 0 {
				off = -off
			}
			if n > 0 && (left > 0 || out[i] > 1) && (at < 0 || off > furthest) {
				at, furthest = i, off
			}
		}
		step := 1
		if left < 0 {
			step = -1
		}
		out[at] += step
		left -= step
	}
	return out
}
