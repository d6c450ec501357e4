package wire

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// repertoire is all that the painter ever says beside characters: to move, erase,
// repeat and scroll, in a style and with a cursor.
var repertoire = regexp.MustCompile(`^(?:[\r\n\x08\t]|\x1b\[[0-9;]*[ABCDGHdJKXbLMrm]|\x1b\[\?25[lh])`)

// foreign returns the first thing in what is sent that is not the painter's own,
// nor a character that is seen.
func foreign(b []byte) string {
	for len(b) > 0 {
		if own := repertoire.Find(b); own != nil {
			if !utf8.Valid(own) || strings.ContainsFunc(string(own), func(r rune) bool { return r >= 0x80 && unseen(r) }) {
				return string(own)
			}
			b = b[len(own):]
			continue
		}
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 || r != '\u200d' && unseen(r) {
			return string(b[:min(len(b), 8)])
		}
		b = b[n:]
	}
	return ""
}

func unseen(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Cs, unicode.Zl, unicode.Zp, unicode.Noncharacter_Code_Point)
}

func FuzzNothingForeignReachesATerminal(f *testing.F) {
	for _, content := range []string{
		"评 议\n\x1b[1;31m优\x1b[m ─“…①", "\x1b[", "\x1b[31", "\x1b]0;a\x07b", "\x1b]8;;http://a\x1b\\b", "\x1bP1q\x1b\\", "\x1b_a\x1b\\", "\x1bc\x1b(0q",
		"\u009b31m", "\x9b31m", "\x9d0;a\x07", "a\x7fb\x00c\td\re\x08f", "\u202eabc\u2066d", "a\u2028b\u2029c\u0085d", "a\U000e0041\U000e007fb", "\ufeffa\u200bb\u00adc\u200dd\u200ce",
		"\u0301a\x1b[1m\u0301b", "🇨\x1b[1m🇳", "👨\u200d\x1b[m👩", "a\u0903\x1b[m\u0903", "\u0600a", "\uffffb\ufffe", "\x1b[38;5m\x1b[48;2;1m\x1b[58;5;9m\x1b[;m\x1b[99999999999999999999m",
		"a" + strings.Repeat("\u0301", 100), "\xff\xfe", "優\xe4\xbc", "각ᄀ\u1160", "क्षि", "䷀　", "1\ufe0f\u20e3", "👍🏻\x1b[m🏻", "👍\ufe0e", "\x1b[>4;2m\x1b[?4m",
	} {
		f.Add("a\nb", content, true, uint8(9), uint8(3), uint8(3), true)
		f.Add(content, "a\nb", false, uint8(2), uint8(2), uint8(1), false)
	}
	f.Fuzz(func(t *testing.T, before, after string, shown bool, w, h, colors uint8, repeats bool) {
		term := openXvt(int(w%60), int(h%20))
		p := Painter{Repeats: repeats}
		for _, content := range []string{before, after} {
			f := Draw(content, int(w%60), int(h%20), Widths{}, Colors(colors%4))
			f.Cursor = Cursor{len(before), len(after), shown}
			b := p.Paint(nil, f)
			if said := foreign(b); said != "" {
				t.Fatalf("%q reaches the terminal, in %q", said, b)
			}
			if f.W == 0 || f.H == 0 {
				continue
			}
			term.feed(b)
			term.feed([]byte("\x1b[?7h"))
			if wrong := differs(term, f); wrong != "" {
				t.Fatalf("%s, after %q", wrong, b)
			}
		}
	})
}

// What is not seen is not drawn, and changes nothing for what is.
func TestWhatIsNotSeenIsNotDrawn(t *testing.T) {
	for _, c := range []struct{ content, drawn string }{
		{"\u009b31m", "31m"},
		{"\x9b31m", "\ufffd31m"},
		{"a\x7f\u0085\u2028\u202e\u2066\ufeff\u200b\u00adb", "ab"},
		{"评\U000e0041\U000e007f议", "评议"},
		{"评\u200d", "评"},
		{"\u0600", ""},
		{"\x1b[1\x1b[m", "[1"},
		{"\x1b]8;;http://a\x1b\\b", "b"},
		{"a\x1b[m\u0301b", "ab"},
		{"🏴\U000e0067\U000e0062\U000e007f.", "🏴."},
		{"a" + strings.Repeat("\u0301", 99), "\ufffd"},
		{"\x1b[58;5;1ma", "a"}, // the colour of an underline does not blink
		{"\x1b[4:3m\x1b[4:0ma", "a"},
	} {
		is, want := Draw(c.content, 20, 1, Widths{}, TrueColor), Draw(c.drawn, 20, 1, Widths{}, TrueColor)
		if !slices.Equal(is.Cells, want.Cells) {
			t.Errorf("%q is drawn as %v, not as %q", c.content, is.Cells, c.drawn)
		}
	}
}

// At the edge, what is put together is cut to what has a place on every terminal.
func TestNothingReachesBeyondTheEdge(t *testing.T) {
	for content, cells := range map[string][]Cell{
		"优优":         {{"优", true, Style{}, false}, {}, {"优", true, Style{}, false}, {}},
		"a优优":        {{Text: "a"}, {"优", true, Style{}, false}, {}, blank},
		"ab👨‍👩‍👧":    {{Text: "a"}, {Text: "b"}, {"👨", true, Style{}, false}, {}},
		"ab❤️":       {{Text: "a"}, {Text: "b"}, {Text: "❤"}, blank},
		"abce\u0301": {{Text: "a"}, {Text: "b"}, {Text: "c"}, {Text: "e"}},
		"abe\u0301":  {{Text: "a"}, {Text: "b"}, {Text: "e\u0301"}, blank},
	} {
		if f := Draw(content, 4, 1, Widths{}, TrueColor); !slices.Equal(f.Cells, cells) {
			t.Errorf("%q is drawn as %v, not as %v", content, f.Cells, cells)
		}
	}
}

// Where a terminal gives a wide character one column, nothing is left in the other.
func TestNothingIsLeftBehindWhatMayBeNarrow(t *testing.T) {
	var p Painter
	p.Paint(nil, Draw("ab", 4, 1, Widths{}, TrueColor))
	if b := p.Paint(nil, Draw("👍", 4, 1, Widths{}, TrueColor)); string(b) != "\r  \r👍" {
		t.Errorf("%q", b)
	}
}

// A list that scrolls costs its new row and what moves the others.
func TestBytesOfAScroll(t *testing.T) {
	for _, c := range []struct{ what, from, to, bytes string }{
		{"all", "一一\n二二\n三三\n四四", "二二\n三三\n四四\n五五", "\x1b[H\x1b[M\x1b[4H五五"},
		{"to the bottom", "题\n一一\n二二\n三三", "题\n二二\n三三\n四四", "\x1b[2H\x1b[M\r\n\n四四"},
		{"above what stays", "题\n一一\n二二\n三三\n四四\n尾", "题\n二二\n三三\n四四\n五五\n尾", "\x1b[1;5r\r\n\x1b[M\x1b[r\x1b[5H五五"},
		{"back", "题\n二二\n三三\n四四\n五五\n尾", "题\n一一\n二二\n三三\n四四\n尾", "\x1b[1;5r\r\n\x1b[L\x1b[r\r\n一一"},
	} {
		var p Painter
		h := 1 + strings.Count(c.from, "\n")
		p.Paint(nil, Draw(c.from, 20, h, Widths{}, NoColors))
		if b := p.Paint(nil, Draw(c.to, 20, h, Widths{}, NoColors)); string(b) != c.bytes {
			t.Errorf("%s: %q, not %q", c.what, b, c.bytes)
		}
	}
}
