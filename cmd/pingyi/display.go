package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui"
	"pingyi/tui/sshd"
	"pingyi/tui/wire"
)

// display is the terminal that the screens are on, here or at the other end of a
// line.
type display struct {
	in       io.Reader
	out      io.Writer
	size     sshd.Size
	resized  <-chan sshd.Size
	notices  <-chan error    // what its person should read
	stopping <-chan struct{} // closed when the server is about to stop
}

// goodbyeFor is how long a terminal may take for the last frame.
const goodbyeFor = time.Second

// show runs the screens on a terminal until they are left, or ctx ends: then what is
// being typed is kept first.
func (a *app) show(ctx context.Context, d display, desk *store.Desk, keys *keymaps.Keymap) error {
	m, stop := a.site.screens(a.env(desk, keys), firstPage(desk))
	defer stop()
	var p *tea.Program
	var failed atomic.Bool
	fail := func(reason any, stack []byte) {
		if !failed.Swap(true) {
			a.log(fmt.Errorf("panic: %v\n%s", reason, stack))
			go p.Quit()
		}
	}
	streams := guardedStreams{d.in, d.out, fail}
	screen := wire.Open(streams, wire.Options{Title: "pingyi 评议", Widths: wire.Widths{Ambiguous: a.settings.Widths == "wide"}, Colors: wire.ColorsOf(a.getenv), Failed: fail})
	defer screen.Close(goodbyeFor)
	// The program is given no context: it outlives this one by a moment. Nor has it
	// anything to draw, so that it need not look for that often.
	p = tea.NewProgram(screen.Model(tui.NewGuard(m, fail), d.size.W, d.size.H), tea.WithoutRenderer(), tea.WithOutput(io.Discard), tea.WithFPS(1),
		tea.WithInput(streams), tea.WithWindowSize(d.size.W, d.size.H), tea.WithoutSignalHandler())
	ended := make(chan struct{})
	defer close(ended)
	go d.attend(ctx, p, ended)
	_, err := p.Run()
	switch {
	case errors.Is(err, tea.ErrProgramPanic): // beside the model; its stack is on the standard error
		a.log(fmt.Errorf("panic: %w", err))
		failed.Store(true)
	case errors.Is(err, tea.ErrProgramKilled): // it did not leave by itself in time
		err = nil
	}
	if failed.Load() {
		return pingyi.Errorf(pingyi.State, "程序出错，这次会话结束了；已保存的和草稿都在，请重新进入", "the program failed and this session has ended; what was saved and drafts are kept: come in again")
	}
	return err
}

// attend hands the program what happens beside its keys.
func (d display) attend(ctx context.Context, p *tea.Program, ended <-chan struct{}) {
	for {
		select {
		case size := <-d.resized:
			p.Send(tea.WindowSizeMsg{Width: size.W, Height: size.H})
		case note := <-d.notices:
			p.Send(tui.Notice{Err: note})
		case <-d.stopping:
			leave(p, ended)
			return
		case <-ctx.Done():
			leave(p, ended)
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
