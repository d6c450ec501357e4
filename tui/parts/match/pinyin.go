package match

import (
	"slices"
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
)

// syllables remembers how each toned syllable is typed: there are some 1,500 of
// them to 42,000 hanzi.
type syllables map[string][]string

// ofHanzi returns how r may be typed in any of its readings; nil if it is no hanzi.
func (y syllables) ofHanzi(r rune) []string {
	toned := pinyin.PinyinDict[int(r)]
	if !strings.Contains(toned, ",") {
		return y.of(toned)
	}
	var all []string
	for rd := range strings.SplitSeq(toned, ",") {
		for _, s := range y.of(rd) {
			if !slices.Contains(all, s) {
				all = append(all, s)
			}
		}
	}
	return all
}

// of returns how one toned syllable is typed.
func (y syllables) of(rd string) []string {
	s, ok := y[rd]
	if !ok {
		s = spellings(rd)
		y[rd] = s
	}
	return s
}

// spellings returns how rd, such as "lǜ", is typed, without its tone: "lu", "lv".
func spellings(rd string) []string {
	var plain []byte
	umlaut := -1
	for _, c := range norm.NFD.String(rd) {
		switch {
		case c == '\u0308':
			umlaut = len(plain) - 1
		case c >= 'a' && c <= 'z':
			plain = append(plain, byte(c))
		case !unicode.Is(unicode.Mn, c):
			return nil
		}
	}
	if len(plain) == 0 {
		return nil
	}
	all := []string{string(plain)}
	if umlaut >= 0 {
		plain[umlaut] = 'v'
		all = append(all, string(plain))
	}
	return all
}
