// Package match finds names as people type them: by a stretch of their text, by
// the initials of its pinyin (重庆: cq), by whole syllables (chongqing, the last
// one perhaps unfinished), or by a mixture.
package match

import (
	"math/bits"
	"slices"
	"strings"
	"sync"
	"unicode"

	"pingyi"
)

// Index finds items by what is typed. It costs nothing until it is first asked,
// since the pinyin of ten thousand names takes some milliseconds; from then on
// it is not changed, so sessions may share one.
type Index struct {
	gather func() []Item
	items  []Item // once it has been asked
	once   sync.Once

	glyphs []glyph
	text   []int32 // the items as glyphs, one after the other
	ends   []int   // where in text each item ends
	words  []counted
	ofItem [][]int // the words of each item, by their place in words
}

// Item is what can be found.
type Item struct {
	Text  string // its fields, kept apart with "\n": nothing is found across it
	Words []Word // what it is, whatever its text
}

// New returns an index of texts, each as [Item.Text].
func New(texts []string) *Index {
	items := make([]Item, len(texts))
	for i, t := range texts {
		items[i].Text = t
	}
	return NewItems(items)
}

// NewItems returns an index of items, which must not be changed afterwards.
func NewItems(items []Item) *Index { return Gathered(func() []Item { return items }) }

// Gathered returns an index of items that are themselves not made before it is asked,
// by whichever goroutine asks first.
func Gathered(items func() []Item) *Index { return &Index{gather: items} }

// Ready does what the first query would have to wait for.
func (x *Index) Ready() { x.once.Do(x.build) }

// maxTerm is how much of one term is looked at; see states in [Index.hasAt].
const maxTerm = 63

// Filter returns the numbers of the items that query finds: those that hold every
// one of its terms, which blanks part. Case, full-width forms and blanks inside
// items make no difference. An empty query finds all. Of a term, the first 63
// characters count.
//
// The first exact of them have a field that is just what one term says, so that a
// number typed leads to the row with that number before all that hold its digits;
// these and the others are each in their order. A [Word] is found as a whole only.
func (x *Index) Filter(query string) (found []int, exact int) {
	x.Ready()
	found = make([]int, 0, len(x.items))
	var others []int
	terms := make([]term, 0, 4)
	for _, t := range strings.Fields(fold(query)) {
		runes := []rune(t)
		runes = runes[:min(len(runes), maxTerm)]
		terms = append(terms, term{runes, x.begins(runes), x.called(runes)})
	}
	start := 0
	for i, end := range x.ends {
		text := x.text[start:end]
		start = end
		all, just := true, false
		for _, t := range terms {
			if !x.has(text, t) && !slices.ContainsFunc(x.ofItem[i], func(w int) bool { return t.calls[w] }) {
				all = false
				break
			}
		}
		for _, t := range terms {
			just = just || all && x.hasField(text, t.runes)
		}
		switch {
		case just:
			found = append(found, i)
		case all:
			others = append(others, i)
		}
	}
	return append(found, others...), len(found)
}

// term is one term of a query.
type term struct {
	runes  []rune
	begins []bool // for every glyph, whether it can be the first that the term matches
	calls  []bool // for every word, whether the term is that word
}

// Begin returns the numbers of the items, in their order, that begin with what
// query stands for, blanks aside. Of a query, the first 63 characters count.
func (x *Index) Begin(query string) []int {
	x.Ready()
	var found []int
	term := []rune(strings.Join(strings.Fields(fold(query)), ""))
	term = term[:min(len(term), maxTerm)]
	start := 0
	for i, end := range x.ends {
		if len(term) == 0 || x.hasAt(x.text[start:end], term) {
			found = append(found, i)
		}
		start = end
	}
	return found
}

// begins tells for every glyph whether it can be the first that term matches:
// worked out once a query, so that most places are passed over by one look.
func (x *Index) begins(term []rune) []bool {
	b := make([]bool, len(x.glyphs))
	for i := range x.glyphs {
		b[i] = x.glyphs[i].consume(term) != 0
	}
	return b
}

// has reports whether t matches a stretch of text.
func (x *Index) has(text []int32, t term) bool {
	for from, g := range text {
		if t.begins[g] && x.hasAt(text[from:], t.runes) {
			return true
		}
	}
	return false
}

// hasAt reports whether term matches the beginning of text.
func (x *Index) hasAt(text []int32, term []rune) bool {
	// Bit k of states: the glyphs so far can be what the first k runes of
	// term stand for. All readings are followed at once.
	states := uint64(1)
	for _, g := range text {
		var next uint64
		for s := states; s != 0; s &= s - 1 {
			k := bits.TrailingZeros64(s)
			next |= x.glyphs[g].consume(term[k:]) << k
		}
		if next>>len(term) != 0 {
			return true
		}
		if states = next; states == 0 {
			return false
		}
	}
	return false
}

// hasField reports whether a field of text is literally term.
func (x *Index) hasField(text []int32, term []rune) bool {
	at := 0 // how much of term the field has been so far, -1 where it is another
	for _, g := range text {
		switch r := x.glyphs[g].r; {
		case r == '\n' && at == len(term):
			return true
		case r == '\n':
			at = 0
		case at >= 0 && at < len(term) && term[at] == r:
			at++
		default:
			at = -1
		}
	}
	return at == len(term)
}

// fold makes characters that count as the same one the same.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 0x4e00 && r <= 0x9fff { // most are
			return r
		}
		return unicode.ToLower(r)
	}, pingyi.HalfWidth(s))
}

// glyph is a character and what may be typed for it.
type glyph struct {
	r        rune
	readings []string // toneless pinyin
}

// consume returns the lengths that g may take off the front of term, as bits:
// itself, the initial of a reading (of one letter, or two for zh, ch and sh), a
// whole reading, or, at the end of term, the beginning of one. Term is not empty.
func (g *glyph) consume(term []rune) uint64 {
	var lengths uint64
	if term[0] == g.r {
		lengths |= 1 << 1
	}
	for _, rd := range g.readings {
		n := 0
		for n < len(rd) && n < len(term) && rune(rd[n]) == term[n] {
			n++
		}
		if n == 0 {
			continue
		}
		lengths |= 1 << 1
		if n >= 2 && rd[1] == 'h' {
			lengths |= 1 << 2
		}
		if n == len(rd) || n == len(term) {
			lengths |= 1 << n
		}
	}
	return lengths
}
