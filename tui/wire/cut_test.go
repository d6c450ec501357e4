package wire_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"pingyi/tui/wire"
)

// drawn is some input, and what is to come of it whatever comes before.
type drawn struct{ in, told string }

func drawInput(t *rapid.T) (d drawn) {
	for range rapid.IntRange(1, 12).Draw(t, "parts") {
		part := rapid.SampledFrom([]drawn{
			{"\x1b[A", "<up>"}, {"\x1bOP", "<f1>"}, {"\x1b[1;5D", "<ctrl+left>"}, {"\x13", "<ctrl+s>"}, {"\x1b[1;3D", "<alt+left>"}, {"\r", "<enter>"}, {"\t", "<tab>"},
			{"\x1b]11;rgb:00\x13", "<ctrl+s>"}, {"\x1b[" + strings.Repeat("1;", 3000) + "1A", ""}, {"\x1b]52;" + strings.Repeat("字", 2000) + "\a", ""}, {"\x1b[12\x13", "<ctrl+s>"},
			{"\xff\xc3\x13", "<ctrl+s>"}, {"\xe4\xbd\x1b[A", "<up>"}, {"\x1b[200~\x1b[201~", ""}, {"\x1b[0n\x1b[3;1R", ""}, {"text", ""}, {"pasted", ""},
		}).Draw(t, "part")
		switch text := rapid.StringOfN(rapid.SampledFrom([]rune("ab1 ，优良中差评议“─😀é")), 0, 90, -1).Draw(t, "text"); part.in {
		case "text":
			part = drawn{text, text}
		case "pasted":
			part = drawn{"\x1b[200~" + text + "\r\n\x1b[201~", "{" + text + "\r\n}"}
		}
		d.in, d.told = d.in+part.in, d.told+part.told
	}
	return d
}

func TestNothingIsLostWhateverComesBeforeIt(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := drawInput(rt)
		d := wire.NewDecoder(wire.InputOptions{})
		var msgs []tea.Msg
		for in := []byte(want.in); len(in) > 0; {
			n := rapid.IntRange(1, min(len(in), 5000)).Draw(rt, "bytes")
			gap := time.Duration(rapid.IntRange(0, 399).Draw(rt, "ms")) * time.Millisecond
			msgs = append(msgs, d.Take(in[:n], gap)...)
			in = in[n:]
		}
		msgs = append(msgs, d.Silent(long)...)
		input := slices.DeleteFunc(asTyped(msgs), func(m tea.Msg) bool {
			switch m := m.(type) {
			case tea.KeyPressMsg:
				return false
			case tea.PasteMsg:
				return m.Content == ""
			}
			return true
		})
		if got := told(input); got != want.told {
			rt.Fatalf("%q, not %q, of %q", got, want.told, want.in)
		}
	})
}

var cutAnywhere = []string{
	"评议abc\x1b[A\x1b\x1b[D\x1bOP\r\x1b\x1bx\x1b优",
	"\x1b[200~一\r\n二\x1b[20\x1b[200~\x1b[201~b\xe4\xbd\x1b[201~",
	"\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[0n\x1b[2;5R\x1bP1$r0m\x1b\\\x1b]x\x1b_Ga\x1b\x1b\x1b",
	strings.Repeat("职责活动\t绩效目标\r", 20) + "\x13" + strings.Repeat("建立健全", 30),
	"\x1b[" + strings.Repeat("1;", 600) + " 1A\x1b]" + strings.Repeat("1", 1100) + "\x1b\\\x1b]1\x1b",
	"\xc6\xc0\xd2\xe9\x81\x30\x81\x30\xff\x80\x81\x1b[A\x84\x31\xa4\x37\x81\x30\x81A\xc6\r",
}

// However the bytes of some input are cut, it gives the same messages: whole, in
// pieces that come one right after the other, and, but for what is offered as
// pasted, with silences that are no longer than a line makes.
func FuzzInputIsHeardAlikeHoweverItIsCut(f *testing.F) {
	for n, in := range cutAnywhere {
		f.Add([]byte(in), uint64(n)*0x9e3779b97f4a7c15, n%2 == 1)
		f.Add([]byte(in), uint64(0), n%2 == 0)
	}
	f.Fuzz(func(t *testing.T, in []byte, cuts uint64, gbk bool) {
		var opt wire.InputOptions
		if gbk {
			opt.Encoding = wire.GBK
		}
		whole := heard(opt, string(in))
		var pieces []string
		for rest := string(in); rest != ""; cuts = cuts>>3 | cuts<<61 {
			n := min(len(rest), 1+int(cuts&7))
			pieces, rest = append(pieces, rest[:n]), rest[n:]
		}
		if got := heard(opt, pieces...); !reflect.DeepEqual(counted(got), counted(whole)) {
			t.Errorf("in parts:\n%q, whole:\n%q", told(got), told(whole))
		}
		d := wire.NewDecoder(opt)
		var slow []tea.Msg
		gap := time.Duration(0)
		for _, p := range pieces {
			slow = append(slow, d.Take([]byte(p), gap)...)
			if gap = 999 * time.Millisecond; strings.HasSuffix(p, "\x1b") {
				gap = 399 * time.Millisecond
			}
		}
		slow = append(slow, d.Silent(long)...)
		if got, want := apart(slow), apart(whole); got != want {
			t.Errorf("slowly:\n%q, at once:\n%q", got, want)
		}
	})
}

// counted makes one of reports of unreadable bytes that follow each other: how long
// a burst is waited for depends on how much the last read brought.
func counted(msgs []tea.Msg) (out []tea.Msg) {
	for _, msg := range msgs {
		u, is := msg.(wire.Unreadable)
		if before, was := lastOf(out).(wire.Unreadable); is && was {
			out[len(out)-1] = wire.Unreadable{Bytes: before.Bytes + u.Bytes}
			continue
		}
		out = append(out, msg)
	}
	return out
}

func lastOf(msgs []tea.Msg) tea.Msg {
	if len(msgs) == 0 {
		return nil
	}
	return msgs[len(msgs)-1]
}

// apart tells what was typed, then what the terminal answered, then how many bytes
// were unreadable: when each is said depends on when it came.
func apart(msgs []tea.Msg) string {
	var typed, answers []tea.Msg
	unreadable := 0
	for _, msg := range asTyped(msgs) {
		switch msg := msg.(type) {
		case tea.KeyPressMsg, tea.PasteMsg, wire.PasteCut:
			typed = append(typed, msg)
		case wire.Unreadable:
			unreadable += msg.Bytes
		default:
			answers = append(answers, msg)
		}
	}
	return fmt.Sprintf("%s; %s; %d", told(typed), told(answers), unreadable)
}
