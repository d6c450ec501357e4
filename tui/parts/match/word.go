package match

import (
	"cmp"
	"slices"

	"pingyi"
)

// Word is a word for what items are, such as incomplete, whatever their text. It is
// found by typing it in either language, its initials or its pinyin, all of it: its
// beginning is left to texts, so that yw leads to 义务教育 and not to whatever is
// 预算为零. No word has a blank.
type Word struct{ Zh, En string }

// In returns the word in l.
func (w Word) In(l pingyi.Lang) string { return l.Of(w.Zh, w.En) }

// counted is a word with how it is written, as glyphs, and how many items it is of.
type counted struct {
	Word
	zh, en []int32
	n      int
}

// countWords notes which words there are, by the order in which they come first.
func (x *Index) countWords(b *builder) {
	at := map[Word]int{}
	x.ofItem = make([][]int, len(x.items))
	for i, item := range x.items {
		for _, w := range item.Words {
			n, known := at[w]
			if !known {
				n = len(x.words)
				at[w] = n
				x.words = append(x.words, counted{Word: w, zh: b.append(nil, []rune(fold(w.Zh))), en: b.append(nil, []rune(fold(w.En)))})
			}
			x.words[n].n++
			x.ofItem[i] = append(x.ofItem[i], n)
		}
	}
}

// called tells for every word whether term is that word.
func (x *Index) called(term []rune) []bool {
	calls := make([]bool, len(x.words))
	for i, w := range x.words {
		calls[i] = x.is(w.zh, term) || x.is(w.en, term)
	}
	return calls
}

// is reports whether term stands for all of text.
func (x *Index) is(text []int32, term []rune) bool {
	states := uint64(1) // as in [Index.has]
	for _, g := range text {
		var next uint64
		for k := range term {
			if states&(1<<k) != 0 {
				next |= x.glyphs[g].consume(term[k:]) << k
			}
		}
		states = next
	}
	return states&(1<<len(term)) != 0
}

// Count is a word and how many items it is of.
type Count struct {
	Word
	N int
}

// Words returns the words of the items, those of the most items first.
func (x *Index) Words() []Count {
	x.Ready()
	counts := make([]Count, len(x.words))
	for i, w := range x.words {
		counts[i] = Count{w.Word, w.n}
	}
	slices.SortStableFunc(counts, func(a, b Count) int { return cmp.Compare(b.N, a.N) })
	return counts
}
