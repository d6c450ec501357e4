package wire_test

import (
	"bytes"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"pingyi/tui/wire"
)

// What a GBK terminal sends, cut anywhere, is what was typed.
func TestGBKIsReadHoweverItIsCut(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("ab1 优良中差评议，“─…①é〇㐀镕€😀\r\t")), 0, 60, -1).Draw(rt, "text")
		in, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
		if err != nil {
			rt.Fatal(err)
		}
		paste := rapid.Bool().Draw(rt, "paste")
		want := text
		if paste {
			in, want = []byte("\x1b[200~"+string(in)+"\x1b[201~"), "{"+text+"}"
		}
		var pieces []string
		for len(in) > 0 {
			n := rapid.IntRange(1, min(len(in), 9)).Draw(rt, "bytes")
			pieces, in = append(pieces, string(in[:n])), in[n:]
		}
		got := told(asTyped(heard(wire.InputOptions{Encoding: wire.GBK}, pieces...)))
		if got = strings.NewReplacer("<enter>", "\r", "<tab>", "\t").Replace(got); got != want {
			rt.Fatalf("%q, not %q", got, want)
		}
	})
}

func TestWhatIsNoGBK(t *testing.T) {
	for in, want := range map[string]string{
		"\xc6\xc0\x1b[A\xd2\xe9":         "评<up>议",
		"\xc6\x1b[A":                     "<unreadable 1><up>",
		"\xc6\r\xff\x80":                 "<enter>€<unreadable 2>",
		"a\x81\x30b":                     "a0b<unreadable 1>",
		"\x81\x30\x81":                   "0<unreadable 2>",
		"\x1b\xc6\xc0":                   "<esc>评",
		"\x1b[200~\xc6\x1b[201~\xc6\xc0": "{}<unreadable 1>评",
	} {
		got := told(counted(heard(wire.InputOptions{Encoding: wire.GBK}, in)))
		if got != want {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
	}
}

// gbk is what a GBK terminal shows of what it is sent: two columns for what is not
// ASCII.
func gbk(t *testing.T, b []byte) string {
	t.Helper()
	out, err := simplifiedchinese.GBK.NewDecoder().Bytes(b)
	if err != nil || bytes.ContainsRune(out, '\ufffd') {
		t.Fatalf("%q: %v", b, err)
	}
	return string(out)
}

func TestWhatATerminalCannotShowIsSubstituted(t *testing.T) {
	widths := wire.Widths{Ambiguous: true, Encoding: wire.GBK}
	for content, want := range map[string]string{
		"评议abc":     "评议abc",
		"─“优”…①×é":  "─“优”…①×é",
		"😀㐀a":       "〓〓a",
		"€ıa":       "〓〓a",
		"e\u0301ḿa": "??a",
		"한국a":       "〓〓a",
	} {
		f := wire.Draw(content, 20, 1, widths, wire.NoColors)
		row := ""
		for _, c := range f.Row(0) {
			row += c.Text
		}
		shown := gbk(t, widths.Encoding.Encode([]byte(row)))
		columns := 0
		for _, r := range want {
			if columns++; r >= 0x80 {
				columns++
			}
		}
		if strings.TrimRight(shown, " ") != want {
			t.Errorf("%q: %q, not %q", content, shown, want)
		}
		if f.Row(0)[columns-1].Text == " " || f.Row(0)[columns].Text != " " {
			t.Errorf("%q does not end at column %d", want, columns)
		}
	}
	utf8 := []byte("─“优”😀\x1b[m")
	if got := wire.UTF8.Encode(utf8); !bytes.Equal(got, utf8) {
		t.Errorf("%q", got)
	}
	if got := wire.GBK.Encode([]byte("\x1b]2;评议😀\a")); string(got) != "\x1b]2;\xc6\xc0\xd2\xe9?\a" {
		t.Errorf("%q", got)
	}
}

// Every character is sent in one or two bytes, which are read as that character.
func TestGBKThereAndBack(t *testing.T) {
	opt := wire.InputOptions{Encoding: wire.GBK}
	for r := rune(0x80); r < 0x20000; r++ {
		if r >= 0xd800 && r < 0xe000 {
			continue
		}
		b := wire.GBK.Encode([]byte(string(r)))
		switch {
		case string(b) == "?":
		case len(b) != 2 || b[0] < 0x81 || b[1] < 0x40:
			t.Errorf("%U is sent as %q", r, b)
		default:
			if got := heard(opt, string(b)); len(got) != 1 || got[0] != tea.Msg(tea.KeyPressMsg{Code: r, Text: string(r)}) {
				t.Errorf("%U comes back as %v", r, got)
			}
		}
	}
}
