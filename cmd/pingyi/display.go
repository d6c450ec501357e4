package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strconv"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui"
	"pingyi/tui/pages/page"
	"pingyi/tui/sshd"
	"pingyi/tui/wire"
)

// display is the terminal that the screens are on, here or at the other end of a
// line.
type display struct {
	in       io.Reader
	out      io.Writer
	size     sshd.Size
	encoding string // as its person has said at login; see [sshd.Visit]
	resized  <-chan sshd.Size
	stopping <-chan struct{} // closed when the server is about to stop
}

const (
	// askedFor is how long a terminal may take to say what it is.
	askedFor = 2 * time.Second

	// goodbyeFor is how long it may take for the last frame.
	goodbyeFor = time.Second

	// thinFrom is the way there and back from which on a line is taken for thin.
	thinFrom = 200 * time.Millisecond
)

// show runs the screens on a terminal until they are left, or its input or ctx ends:
// then what is being typed is kept first.
func (a *app) show(ctx context.Context, d display, desk *store.Desk, keys *keymaps.Keymap) error {
	ctx, gone := context.WithCancel(ctx)
	defer gone()
	fault := make(chan struct{})
	var failed atomic.Bool
	fail := func(reason any, stack []byte) {
		if !failed.Swap(true) {
			a.log(fmt.Errorf("panic: %v\n%s", reason, stack))
			close(fault)
		}
	}
	streams := guardedStreams{d.in, d.out, fail}
	encoding := cmp.Or(d.encoding, a.settings.Encoding)
	in := wire.Listen(ctx, streams, wire.InputOptions{Encoding: encodingOf(encoding), Chosen: encoding != "", Escape: a.escape(),
		Paste: tui.MaxPaste(desk.Actor())})
	kind, err := in.Probe(streams, askedFor)
	if err != nil { // nobody is there any more
		if failed.Load() {
			return fellOver()
		}
		return nil
	}
	a.chosen(&kind, encoding)
	a.talk(kind.Widths.Encoding)
	m, stop := a.site.screens(a.fitted(a.env(desk, keys), kind), firstPage(desk))
	defer stop()
	stalls := make(chan time.Duration, 1)
	screen := wire.Open(streams, wire.Options{Title: "pingyi 评议", Widths: kind.Widths, Colors: wire.ColorsOf(a.getenv),
		Repeats: kind.Repeats, Synchronized: kind.Synchronized && !a.thin(kind), Thin: a.thin(kind), Answers: kind.Tells,
		Failed: fail, Stalled: func(long time.Duration) {
			select {
			case stalls <- long:
			default: // the program has ended
			}
		}, Stuck: gone})
	defer screen.Close(goodbyeFor)
	// The program is given no context: it outlives this one by a moment. Nor has it
	// anything to draw, so that it need not look for that often.
	p := tea.NewProgram(screen.Model(tui.NewGuard(m, fail), d.size.W, d.size.H), tea.WithoutRenderer(), tea.WithOutput(io.Discard), tea.WithFPS(1),
		tea.WithInput(nil), tea.WithWindowSize(d.size.W, d.size.H), tea.WithoutSignalHandler())
	ended := make(chan struct{})
	defer close(ended)
	go d.attend(ctx, p, stalls, fault, ended)
	go func() {
		_ = in.Run(func(msg tea.Msg) {
			if _, answered := msg.(wire.Answered); answered {
				screen.Answered()
				return
			}
			p.Send(msg)
		})
		gone()
	}()
	_, err = p.Run()
	switch {
	case errors.Is(err, tea.ErrProgramPanic): // beside the model; its stack is on the standard error
		a.log(fmt.Errorf("panic: %w", err))
		failed.Store(true)
	case errors.Is(err, tea.ErrProgramKilled): // it did not leave by itself in time
		err = nil
	}
	if failed.Load() {
		return fellOver()
	}
	return err
}

func fellOver() error {
	return pingyi.Errorf(pingyi.State, "程序出错，这次会话结束了；已保存的和草稿都在，请重新进入", "the program failed and this session has ended; what was saved and drafts are kept: come in again")
}

func encodingOf(name string) wire.Encoding {
	if name == sshd.GBK {
		return wire.GBK
	}
	return wire.UTF8
}

// escape is how long an Esc may be the beginning of a key's sequence, in milliseconds
// as other programs for terminals are told; 0 leaves it open.
func (a *app) escape() time.Duration {
	n, err := strconv.Atoi(a.getenv("ESCDELAY"))
	if err != nil || n < 0 || n > 1000 {
		return 0
	}
	return time.Duration(n) * time.Millisecond
}

// chosen has what a person said of their terminal count for more than what was found
// out.
func (a *app) chosen(kind *wire.Kind, encoding string) {
	w := &kind.Widths
	if encoding != "" && encodingOf(encoding) != w.Encoding {
		// It was asked in the other one.
		*w = wire.Widths{Encoding: encodingOf(encoding), Ambiguous: encoding == sshd.GBK, Doubtful: true}
		kind.Repeats = false
	}
	switch {
	case a.settings.Widths != "":
		w.Ambiguous, w.Doubtful = a.settings.Widths == "wide", false
	case !kind.Answered:
		w.Doubtful = true
	}
}

// fitted returns the environment for the terminal.
func (a *app) fitted(env page.Env, kind wire.Kind) page.Env {
	s := &env.Session
	s.Measure.Wide = kind.Widths.Ambiguous
	if a.settings.Borders == "" && kind.Widths.Ambiguous {
		s.Look.ASCII, s.Measure.ASCII = true, true
	}
	s.Look.Thin = a.thin(kind)
	return env
}

// thin reports whether the line is taken for thin: as its person says, or as it was
// measured.
func (a *app) thin(kind wire.Kind) bool {
	return a.settings.Line == "thin" || a.settings.Line == "" && kind.RoundTrip >= thinFrom
}

// attend hands the program what happens beside its keys.
func (d display) attend(ctx context.Context, p *tea.Program, stalls <-chan time.Duration, fault, ended <-chan struct{}) {
	for {
		select {
		case size := <-d.resized:
			p.Send(tea.WindowSizeMsg{Width: size.W, Height: size.H})
		case long := <-stalls:
			p.Send(wire.Stalled{For: long})
		case <-d.stopping:
			leave(p, ended)
			return
		case <-ctx.Done():
			leave(p, ended)
			return
		case <-fault:
			p.Quit()
			return
		case <-ended:
			return
		}
	}
}

// leave has the program keep what is being typed and end, and ends it where it does
// not.
func leave(p *tea.Program, ended <-chan struct{}) {
	go p.Send(tui.Farewell{})
	select {
	case <-ended:
	case <-time.After(farewellFor / 2):
		p.Kill()
	}
}

// guardedStreams are a terminal's two directions, which are read and written on
// goroutines of their own: a panic there would end the process, and everybody's
// sessions with it.
type guardedStreams struct {
	in     io.Reader
	out    io.Writer
	failed func(reason any, stack []byte)
}

// Read implements [io.Reader].
func (g guardedStreams) Read(b []byte) (n int, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			g.failed(reason, debug.Stack())
			n, err = 0, io.EOF
		}
	}()
	return g.in.Read(b)
}

// Write implements [io.Writer].
func (g guardedStreams) Write(b []byte) (n int, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			g.failed(reason, debug.Stack())
			n, err = 0, io.ErrClosedPipe
		}
	}()
	return g.out.Write(b)
}
