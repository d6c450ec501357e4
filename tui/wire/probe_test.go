package wire_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"

	"pingyi/tui/wire"
)

// glyphs is a terminal with one row, as far as a probe can tell: it counts columns.
type glyphs struct {
	decode       func([]byte) string
	columns      func(r rune) int
	repeats, new bool // it has REP, and knows which modes it has
	typed        string

	answers *io.PipeWriter
	asked   int
}

func (g *glyphs) Write(b []byte) (int, error) {
	g.asked += len(b)
	column, before := 1, 0
	answer := g.typed
	for text := g.decode(b); text != ""; {
		params, is := strings.CutPrefix(text, "\x1b[")
		if !is {
			for i, r := range text {
				switch {
				case i > 0:
					text = text[i:]
				case r == '\x1b':
					text = text[2:]
				case r == '\r':
					column, text = 1, text[1:]
				default:
					before = g.columns(r)
					if column += before; len(text) == len(string(r)) {
						text = ""
					} else {
						continue
					}
				}
				break
			}
			continue
		}
		end := strings.IndexFunc(params, func(r rune) bool { return r >= '@' })
		switch seq := params[:end+1]; {
		case strings.HasSuffix(seq, "H"):
			column = 1
		case seq == "6n":
			answer += fmt.Sprintf("\x1b[2;%dR", column)
		case seq == "9b" && g.repeats:
			column += 9 * before
		case seq == "?2026$p" && g.new:
			answer += "\x1b[?2026;2$y"
		case seq == "?2026$p":
			column++ // it shows the letter
		}
		text = params[end+1:]
	}
	go io.WriteString(g.answers, answer+g.typed)
	return len(b), nil
}

func narrow(r rune) int {
	if r == '优' || r >= 0x4e00 && r < 0xa000 {
		return 2
	}
	return 1
}

func wide(r rune) int {
	if r < 0x80 {
		return 1
	}
	return 2
}

func mixed(r rune) int {
	if r == '“' {
		return 2
	}
	return narrow(r)
}

func asUTF8(b []byte) string { return string(b) }

func TestProbeTellsTerminalsApart(t *testing.T) {
	gb := func(b []byte) string {
		out, _ := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
		return string(out)
	}
	latin := func(b []byte) string {
		out, _ := charmap.ISO8859_1.NewDecoder().Bytes(b)
		text := string(out)
		for {
			begin, end := strings.Index(text, "\u0098"), strings.Index(text, "\x1b\\")
			if begin < 0 || end < begin {
				return strings.NewReplacer("\u0080", "", "\u0094", "", "\u009c", "").Replace(text)
			}
			text = text[:begin] + text[end+2:]
		}
	}
	for _, c := range []struct {
		what string
		term glyphs
		want wire.Kind
	}{
		{"an old one in UTF-8", glyphs{decode: asUTF8, columns: narrow}, wire.Kind{}},
		{"a new one in UTF-8", glyphs{decode: asUTF8, columns: narrow, repeats: true, new: true}, wire.Kind{Repeats: true, Synchronized: true}},
		{"an old one with wide ambiguous characters", glyphs{decode: asUTF8, columns: wide}, wire.Kind{Widths: wire.Widths{Ambiguous: true}}},
		{"a new one with wide ambiguous characters", glyphs{decode: asUTF8, columns: wide, repeats: true, new: true}, wire.Kind{Widths: wire.Widths{Ambiguous: true}, Repeats: true, Synchronized: true}},
		{"one with some wide", glyphs{decode: asUTF8, columns: mixed, repeats: true}, wire.Kind{Widths: wire.Widths{Ambiguous: true, Doubtful: true}, Repeats: true}},
		{"one in GBK", glyphs{decode: gb, columns: wide}, wire.Kind{Widths: wire.Widths{Ambiguous: true, Doubtful: true, Encoding: wire.GBK}}},
		{"one in GB18030", glyphs{decode: gb, columns: wide, repeats: true, new: true}, wire.Kind{Widths: wire.Widths{Ambiguous: true, Doubtful: true, Encoding: wire.GBK}, Synchronized: true}},
		{"one in Latin-1", glyphs{decode: latin, columns: narrow}, wire.Kind{}},
	} {
		in, answers := io.Pipe()
		c.term.answers, c.term.typed = answers, "a\x1b[A"
		if c.want.Widths.Encoding == wire.GBK {
			c.term.typed = "\xc6\xc0\x1b[A\xd2\xe9"
		}
		var now atomic.Int64
		i := wire.Listen(t.Context(), in, wire.InputOptions{
			Now: func() time.Time { return time.UnixMilli(now.Add(1)) },
			// Nothing that is waited for comes about.
			After: func(time.Duration) <-chan time.Time { return nil },
		})
		got, err := i.Probe(&c.term, time.Second)
		if got.RoundTrip <= 0 {
			t.Errorf("%s: took %v", c.what, got.RoundTrip)
		}
		got.RoundTrip, c.want.Answered = 0, true
		if err != nil || got != c.want {
			t.Errorf("%s: %+v %v, not %+v", c.what, got, err, c.want)
		}
		if c.term.asked != 66 {
			t.Errorf("%d bytes are asked", c.term.asked)
		}
		msgs, _ := running(i)
		heard := ""
		want := "a<up>a<up>"
		if c.want.Widths.Encoding == wire.GBK {
			want = "评<up>议评<up>议"
		}
		go answers.Close()
		for len(heard) < len(want) {
			heard += told(oneOf(msgs))
		}
		if heard != want {
			t.Errorf("%s: typed %q, not %q", c.what, heard, want)
		}
	}
}

// An independent terminal is what it is, and shows what it did before.
func TestProbeOfAnEmulatedTerminal(t *testing.T) {
	term := vt.NewEmulator(80, 24)
	term.Write([]byte("一\r\n二\r\n三"))
	before := term.Render()
	c := newClock()
	i := wire.Listen(t.Context(), term, c.options())
	got, err := i.Probe(term, time.Second)
	if want := (wire.Kind{Answered: true, Repeats: true, Tells: true}); err != nil || got != want {
		t.Errorf("%+v %v, not %+v", got, err, want)
	}
	if at := term.CursorPosition(); term.Render() != before || at.X != 2 || at.Y != 2 {
		t.Errorf("it shows %q, %v", term.Render(), at)
	}
}

// A terminal that does not answer in time is what most are, and what it says then
// is no key.
func TestAMuteTerminal(t *testing.T) {
	c := newClock()
	in, keys := io.Pipe()
	i := wire.Listen(t.Context(), in, c.options())
	kind := make(chan wire.Kind)
	go func() {
		k, err := i.Probe(io.Discard, 2*time.Second)
		if err != nil {
			t.Error(err)
		}
		kind <- k
	}()
	io.WriteString(keys, "优\x1b[2;4R")
	c.pass(t, 2*time.Second)
	if k := <-kind; k != (wire.Kind{}) {
		t.Errorf("%+v", k)
	}
	msgs, _ := running(i)
	go io.WriteString(keys, "\x1b[2;11R\x1b[?2026;2$y\x1b[B")
	if got := told(oneOf(msgs)) + told(oneOf(msgs)); got != "优<down>" {
		t.Errorf("%q", got)
	}
}

func TestProbeOfATerminalThatIsGone(t *testing.T) {
	gone := errors.New("断线")
	in, keys := io.Pipe()
	i := wire.Listen(t.Context(), in, wire.InputOptions{})
	go func() {
		io.WriteString(keys, "a")
		keys.CloseWithError(gone)
	}()
	if k, err := i.Probe(io.Discard, time.Hour); err != gone || k != (wire.Kind{}) {
		t.Errorf("%+v %v", k, err)
	}
	msgs, ended := running(i)
	if got := told(oneOf(msgs)); got != "a" {
		t.Errorf("%q", got)
	}
	if err := <-ended; err != gone {
		t.Errorf("ended by %v", err)
	}
	out, _ := io.Pipe()
	out.Close()
	ctx, cancel := context.WithCancel(t.Context())
	i = wire.Listen(ctx, out, wire.InputOptions{})
	cancel()
	if _, err := i.Probe(io.Discard, time.Hour); err == nil {
		t.Error("no error")
	}
}

// Whoever sends without an end is not kept without one.
func TestWhatIsKeptDuringAProbeHasAnEnd(t *testing.T) {
	i := wire.Listen(t.Context(), endless{}, wire.InputOptions{})
	if k, err := i.Probe(io.Discard, time.Hour); err != nil || k != (wire.Kind{}) {
		t.Errorf("%+v %v", k, err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}
