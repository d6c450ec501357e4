package wire_test

import (
	"context"
	"errors"
	"io"
	"runtime"
	"testing"
	"time"
	"weak"

	tea "charm.land/bubbletea/v2"

	"pingyi/tui/wire"
)

// clock is time that a test lets pass.
type clock struct{ set chan alarm }

type alarm struct {
	after time.Duration
	rings chan time.Time
}

func newClock() *clock { return &clock{make(chan alarm, 100)} }

func (c *clock) After(d time.Duration) <-chan time.Time {
	a := alarm{d, make(chan time.Time, 1)}
	c.set <- a
	return a.rings
}

func (c *clock) options() wire.InputOptions {
	return wire.InputOptions{Now: func() time.Time { return time.Time{} }, After: c.After}
}

// pass lets the time pass that is waited for, which is to be so long.
func (c *clock) pass(t *testing.T, want time.Duration) {
	t.Helper()
	a := <-c.set
	if a.after != want {
		t.Errorf("waits for %v, not %v", a.after, want)
	}
	a.rings <- time.Time{}
}

// running runs an input; what it sends comes to msgs, and what has ended it to err.
func running(i *wire.Input) (msgs chan tea.Msg, ended chan error) {
	msgs, ended = make(chan tea.Msg), make(chan error, 1)
	go func() { ended <- i.Run(func(m tea.Msg) { msgs <- m }) }()
	return msgs, ended
}

func TestInputWaitsAsItsClockSays(t *testing.T) {
	c := newClock()
	in, keys := io.Pipe()
	msgs, ended := running(wire.Listen(t.Context(), in, c.options()))
	say := func(s string) {
		if _, err := io.WriteString(keys, s); err != nil {
			t.Error(err)
		}
	}
	hear := func(want string) {
		t.Helper()
		if got := told([]tea.Msg{<-msgs}); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	say("优")
	c.pass(t, 20*time.Millisecond)
	hear("优")
	say("\x1b")
	c.pass(t, 400*time.Millisecond)
	hear("<esc>")
	say("\x1b[")
	<-c.set
	say("A")
	hear("<up>")
	say("\x1b[2;3R\x1b[?2026;2$y") // late answers
	say("a\xe4")
	c.pass(t, 20*time.Millisecond)
	hear("a")
	c.pass(t, time.Second)
	hear("<unreadable 1>")
	say("\x1b[200~没有结束")
	<-c.set
	keys.Close()
	hear("{没有结束}")
	if err := <-ended; err != io.EOF {
		t.Errorf("ended by %v", err)
	}
}

func TestWhatEndsTheInputIsTold(t *testing.T) {
	broken := errors.New("断线")
	in, keys := io.Pipe()
	_, ended := running(wire.Listen(t.Context(), in, wire.InputOptions{}))
	keys.CloseWithError(broken)
	if err := <-ended; err != broken {
		t.Errorf("ended by %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	in, _ = io.Pipe()
	_, ended = running(wire.Listen(ctx, in, wire.InputOptions{}))
	cancel()
	if err := <-ended; err != context.Canceled {
		t.Errorf("ended by %v", err)
	}
}

// blocked is a terminal from which nothing comes until the test lets it.
type blocked struct{ begun, let chan struct{} }

func (b blocked) Read(p []byte) (int, error) {
	close(b.begun)
	<-b.let
	return 0, io.EOF
}

func TestAReadThatIsUnderWayHoldsNothingButItself(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	b := blocked{make(chan struct{}), make(chan struct{})}
	defer close(b.let)
	i := wire.Listen(ctx, b, wire.InputOptions{})
	held := weak.Make(i)
	_, ended := running(i)
	i = nil
	<-b.begun
	cancel()
	<-ended
	for range 10 {
		if runtime.GC(); held.Value() == nil {
			return
		}
		runtime.Gosched()
	}
	t.Error("the input is held")
}

func oneOf(msgs <-chan tea.Msg) []tea.Msg { return []tea.Msg{<-msgs} }
