package pingyi_test

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"pingyi"
)

func TestCleanTextNormalises(t *testing.T) {
	for _, c := range []struct {
		in, want string
		dropped  int
	}{
		{"", "", 0},
		{"　　扩大教育资源　", "扩大教育资源", 0},
		{"一\r\n二\r三\v四\f五\u2028六\u2029七", "一\n二\n三\n四\n五\n六\n七", 0},
		{"一 \t\n二　\n", "一\n二", 1},
		{"\n　\n一\n\n二\n　\n", "一\n\n二", 0},
		{"e\u0301", "é", 0},
		{"\ufeff工\u200b程\u00ad完\u2060工", "工程完工", 4},
		{"工程\u00a0完工\u202f了\u2007吗", "工程 完工 了 吗", 3},
		{"葛\U000e0100 ❤\ufe0f", "葛 ❤", 2},
		{"e\u200b\u0301", "é", 1}, // composed once nothing stands between
		{"　第一段\n　　第二段", "第一段\n　　第二段", 0},
		{"１。ｊ～", "１。ｊ～", 0}, // prose is not rewritten
	} {
		got, dropped, err := pingyi.CleanText(c.in)
		if err != nil || got != c.want || dropped != c.dropped {
			t.Errorf("%q: %q, %d, %v; want %q, %d", c.in, got, dropped, err, c.want, c.dropped)
		}
	}
}

func TestCleanTextRefusesWhatMovesACursor(t *testing.T) {
	for name, r := range map[string]rune{
		"NUL": 0, "BEL": 7, "BS": 8, "ESC": 0x1b, "DEL": 0x7f,
		"NEL": 0x85, "DCS": 0x90, "CSI": 0x9b, "OSC": 0x9d, "APC": 0x9f,
		"ZWNJ": 0x200c, "ZWJ": 0x200d, "LRM": 0x200e, "RLM": 0x200f, "ALM": 0x61c,
		"LRE": 0x202a, "PDF": 0x202c, "RLO": 0x202e, "LRI": 0x2066, "PDI": 0x2069,
		"invisible times": 0x2062, "unassigned invisible": 0x2065, "deprecated format": 0x206a,
		"interlinear anchor": 0xfff9, "reserved special": 0xfff0, "noncharacter": 0xfffe,
		"language tag": 0xe0001, "tag A": 0xe0041, "cancel tag": 0xe007f,
		"tag block, unassigned": 0xe0000, "tag block, beyond": 0xe0080, "selector block, beyond": 0xe01f0,
		"Hangul filler": 0x3164, "half-width Hangul filler": 0xffa0, "choseong filler": 0x115f,
		"grapheme joiner": 0x34f, "Khmer inherent vowel": 0x17b4, "Mongolian vowel separator": 0x180e,
	} {
		_, _, err := pingyi.CleanText("工程" + string(r) + "完工")
		if pingyi.CodeOf(err) != pingyi.Invalid {
			t.Errorf("%s U+%04X: %v", name, r, err)
			continue
		}
		for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
			if s := pingyi.Explain(err, l); !strings.Contains(s, "U+") || strings.ContainsRune(s, r) {
				t.Errorf("%s: %q does not name it harmlessly", name, s)
			}
		}
	}
	if _, _, err := pingyi.CleanText("a\xffb"); pingyi.CodeOf(err) != pingyi.Invalid {
		t.Errorf("broken UTF-8: %v", err)
	}
}

func TestCleanLineHasNoLineEnd(t *testing.T) {
	got, dropped, err := pingyi.CleanLine(" 一\r\n二\u200b\n三 ")
	if got != "一 二 三" || dropped != 1 || err != nil {
		t.Errorf("%q, %d, %v", got, dropped, err)
	}
}

// anyText draws texts rich in what text on a screen must not hold.
var anyText = rapid.StringOf(rapid.OneOf(
	rapid.SampledFrom([]rune(" 　\t\r\n\v\u0085\u00a0\u00ad\u200b\u2028\u2000\u2126\ufeff\ufe0f\u0301\u0323\u1100\u1161\u11a8eＡ。工")),
	rapid.Rune(),
))

// checkClean fails unless clean keeps what CleanText promises.
func checkClean(t rapid.TB, in, clean string) {
	for _, r := range clean {
		if r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Variation_Selector) {
			t.Fatalf("%q keeps U+%04X", in, r)
		}
	}
	if !norm.NFC.IsNormalString(clean) || strings.Trim(clean, " 　\n") != clean {
		t.Fatalf("%q became %q", in, clean)
	}
	for line := range strings.SplitSeq(clean, "\n") {
		if strings.TrimRight(line, " 　") != line {
			t.Fatalf("%q keeps a trailing blank: %q", in, line)
		}
	}
	again, dropped, err := pingyi.CleanText(clean)
	if again != clean || dropped != 0 || err != nil {
		t.Fatalf("%q became %q, then %q, %d, %v", in, clean, again, dropped, err)
	}
}

func TestCleanTextIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anyText.Draw(t, "text")
		if clean, _, err := pingyi.CleanText(in); err == nil {
			checkClean(t, in, clean)
		}
	})
}

func FuzzCleanText(f *testing.F) {
	for _, s := range []string{"工程　完工", "e\u0301\u200b", "a\r\n b \n", "\x1b[2J", "\u202e", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if clean, _, err := pingyi.CleanText(s); err == nil {
			checkClean(t, s, clean)
		}
	})
}

func TestHalfWidthMakesNumbersPlain(t *testing.T) {
	if got := pingyi.HalfWidth("１２。５％　ｊＪ～工“a"); got != "12.5% jJ~工“a" {
		t.Errorf("%q", got)
	}
}
