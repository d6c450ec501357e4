package wire_test

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"pingyi/tui/wire"
)

// line is where a screen writes: each write waits until the test takes it.
type line chan []byte

func (l line) Write(b []byte) (int, error) {
	l <- bytes.Clone(b)
	return len(b), nil
}

// at once: no frame waits for the time of the next.
func atOnce(time.Duration) <-chan time.Time {
	now := make(chan time.Time, 1)
	now <- time.Time{}
	return now
}

func view(text string) wire.View { return wire.View{Content: text, W: 20, H: 3} }

func TestOnlyTheNewestGoesDownALineThatIsFull(t *testing.T) {
	l := make(line)
	s := wire.Open(l, wire.Options{After: atOnce})
	s.Show(view("第 0 项"))
	first := string(<-l)
	if !strings.HasPrefix(first, "\x1b[?1049h") || !strings.Contains(first, "第") {
		t.Errorf("first: %q", first)
	}
	for n := range 100 { // the second at the latest is being written, and nobody takes it
		s.Show(view(fmt.Sprintf("第 %d 项", n+1)))
	}
	s.Show(view("完"))
	sent := ""
	for writes := 1; !strings.Contains(sent, "完"); writes++ {
		if writes > 2 {
			t.Fatalf("frames that were overtaken were sent: %q", sent)
		}
		sent += string(<-l)
	}
	go s.Close(time.Minute)
	if last := string(<-l); !strings.HasSuffix(last, "\x1b[?25h\x1b[?1049l") {
		t.Errorf("last: %q", last)
	}
}

func TestNothingIsSentWhereNothingChanges(t *testing.T) {
	l := make(line, 10)
	s := wire.Open(l, wire.Options{After: atOnce})
	s.Show(view("一"))
	<-l
	s.Show(view("一"))
	s.Close(time.Minute)
	if last := string(<-l); strings.Contains(last, "一") || len(l) > 0 {
		t.Errorf("sent: %q and %d more", last, len(l))
	}
}

func TestATerminalThatTakesNothingKeepsNobodyWaiting(t *testing.T) {
	s := wire.Open(make(line), wire.Options{})
	for range 1000 {
		s.Show(view("没有人看"))
	}
	s.Close(0)
	s.Close(0)
}

// broken is where writing brings a fault of the program to light.
type broken struct{ sync.Once }

func (b *broken) Write(p []byte) (int, error) {
	b.Do(func() { panic("写不了") })
	return len(p), nil
}

func TestAFaultInDrawingIsToldAndEndsNothingElse(t *testing.T) {
	failed := make(chan any, 1)
	s := wire.Open(new(broken), wire.Options{Failed: func(reason any, stack []byte) { failed <- reason }})
	s.Show(view("一"))
	if reason := <-failed; reason != "写不了" {
		t.Errorf("told: %v", reason)
	}
	s.Show(view("二"))
	s.Close(time.Minute)
}

// The bytes of some changes, as they are.
func TestBytesOfAChange(t *testing.T) {
	const rows = "一\n二\n三\n四"
	for _, c := range []struct{ what, from, to, bytes string }{
		{"nothing", rows, rows, ""},
		{"a character", "评 语", "评 议", "\b\b议"},
		{"a character further on", "评语", "评语好", "好"},
		{"a line of one character", "", strings.Repeat("─", 20), strings.Repeat("─", 20)},
		{"the end of a line", "abcdefghij", "ab", "\x1b[3G\x1b[K"},
		{"a style", "ab", "\x1b[7ma\x1b[mb", "\r\x1b[7ma"},
		{"a colour within a style", "\x1b[1ma", "\x1b[1;31ma", "\r\x1b[31ma"},
	} {
		var p wire.Painter
		draw := func(content string) string {
			return string(p.Paint(nil, wire.Draw(content, 20, 4, wire.Widths{}, wire.Colors16)))
		}
		draw(c.from)
		if got := draw(c.to); got != c.bytes {
			t.Errorf("%s: %q, not %q", c.what, got, c.bytes)
		}
	}
}

// copier is a program that draws a word.
type copier struct{}

func (copier) Init() tea.Cmd                         { return nil }
func (c copier) Update(tea.Msg) (tea.Model, tea.Cmd) { return c, nil }
func (copier) View() tea.View                        { return tea.NewView("一") }

func TestWhatIsCopiedGoesToTheClipboardOfTheTerminalOnce(t *testing.T) {
	l := make(line)
	s := wire.Open(l, wire.Options{After: atOnce})
	m := s.Model(copier{}, 20, 3)
	m.View()
	<-l
	m.Update(wire.Clip{Text: "甲\t1"})
	if sent := string(<-l); sent != "\x1b]52;c;55SyCTE=\a" {
		t.Errorf("sent %q", sent)
	}
	s.Show(view("二"))
	if sent := string(<-l); strings.Contains(sent, "]52;") {
		t.Errorf("sent again: %q", sent)
	}
	go s.Close(time.Minute)
	<-l
}
