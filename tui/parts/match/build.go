package match

import (
	_ "embed"
	"slices"
	"strings"
)

// wordsFile holds the words whose readings are known better than by character.
//
//go:embed words.txt
var wordsFile string

// word is a line of wordsFile.
type word struct {
	runes  []rune
	glyphs []int32 // one for each rune, with the readings that it has in the word
}

// builder turns items into glyphs: one for every character, and one more for
// each reading that words give it.
type builder struct {
	glyphs []glyph
	plain  map[rune]int32
	either map[[2]int32]int32 // the glyph that is one or the other
	words  map[rune][]word    // by their first rune
	typed  syllables
}

func (x *Index) build() {
	x.items = x.gather()
	b := builder{plain: map[rune]int32{}, either: map[[2]int32]int32{}, typed: syllables{}}
	b.readWords()
	x.ends = make([]int, 0, len(x.items))
	var runes []rune
	for _, item := range x.items {
		runes = runes[:0]
		for _, r := range fold(item.Text) {
			if r != ' ' {
				runes = append(runes, r)
			}
		}
		x.text = b.append(x.text, runes)
		x.ends = append(x.ends, len(x.text))
	}
	x.countWords(&b)
	x.glyphs = b.glyphs
}

func (b *builder) readWords() {
	b.words = map[rune][]word{}
	for line := range strings.Lines(wordsFile) {
		f := strings.Fields(line)
		if len(f) < 2 || f[0] == "#" {
			continue
		}
		w := word{runes: []rune(f[0])}
		for i, r := range w.runes {
			var readings []string
			for rd := range strings.SplitSeq(f[1+i], "/") {
				readings = append(readings, b.typed.of(rd)...)
			}
			w.glyphs = append(w.glyphs, b.add(glyph{r, readings}))
		}
		b.words[w.runes[0]] = append(b.words[w.runes[0]], w)
	}
}

func (b *builder) add(g glyph) int32 {
	b.glyphs = append(b.glyphs, g)
	return int32(len(b.glyphs) - 1)
}

// append adds the glyphs of runes to text. Where words overlap, either may be
// right (银行 and 行政 in 银行政策), so that the readings of both are kept.
func (b *builder) append(text []int32, runes []rune) []int32 {
	start := len(text)
	for _, r := range runes {
		id, ok := b.plain[r]
		if !ok {
			id = b.add(glyph{r, b.typed.ofHanzi(r)})
			b.plain[r] = id
		}
		text = append(text, id)
	}
	for i, r := range runes {
		for _, w := range b.words[r] {
			if len(w.runes) > len(runes)-i || !slices.Equal(w.runes, runes[i:i+len(w.runes)]) {
				continue
			}
			for k, id := range w.glyphs {
				at := &text[start+i+k]
				if *at != b.plain[runes[i+k]] {
					id = b.union(*at, id)
				}
				*at = id
			}
		}
	}
	return text
}

// union returns the glyph, of the same character, that has the readings of p
// and of q.
func (b *builder) union(p, q int32) int32 {
	id, ok := b.either[[2]int32{p, q}]
	if !ok {
		g := b.glyphs[p]
		g.readings = slices.Concat(g.readings, b.glyphs[q].readings)
		slices.Sort(g.readings)
		g.readings = slices.Compact(g.readings)
		id = b.add(g)
		b.either[[2]int32{p, q}] = id
	}
	return id
}
