package wire

import (
	"bytes"
	"context"
	"io"
	"math"
	"time"

	tea "charm.land/bubbletea/v2"
)

// InputOptions are how a terminal is listened to.
type InputOptions struct {
	Encoding Encoding      // of what it sends
	Chosen   bool          // the encoding was chosen, whatever a probe finds
	Escape   time.Duration // how long an ESC may be the beginning of more; 0 is 400 ms
	Paste    int           // the most bytes of one paste, in UTF-8; 0 is 1 MiB

	Now   func() time.Time                       // nil is [time.Now]
	After func(d time.Duration) <-chan time.Time // nil is [time.After]
}

func (opt InputOptions) filled() InputOptions {
	if opt.Escape == 0 {
		opt.Escape = 400 * time.Millisecond
	}
	if opt.Paste == 0 {
		opt.Paste = 1 << 20
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.After == nil {
		opt.After = time.After
	}
	return opt
}

// Input is what a terminal sends, while a program has it.
type Input struct {
	ctx   context.Context // ends it
	opt   InputOptions
	reads chan read
	kept  []read // that came before it was run
}

// read is what one read has brought, and when.
type read struct {
	b   []byte
	at  time.Time
	err error
}

// Listen reads from in, on a goroutine of its own, until it ends or ctx is done. A
// read that is under way then is waited for by that goroutine, which holds nothing
// else. A panic of in ends the process, as that of any reader does that a program
// reads from: who cannot have that has in recover from it.
func Listen(ctx context.Context, in io.Reader, opt InputOptions) *Input {
	i := &Input{ctx: ctx, opt: opt.filled(), reads: make(chan read)}
	go listen(ctx, in, i.opt.Now, i.reads)
	return i
}

func listen(ctx context.Context, in io.Reader, now func() time.Time, reads chan<- read) {
	var b [4096]byte
	for {
		n, err := in.Read(b[:])
		select {
		case reads <- read{bytes.Clone(b[:n]), now(), err}:
		case <-ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}

// Run hands every message to send, one after the other, and returns what has ended
// the input: [io.EOF] or an error of its reader, or that of a context that is done.
// Reports that only [Input.Probe] asks for are not handed on, however late they
// come.
func (i *Input) Run(send func(tea.Msg)) error {
	d := NewDecoder(i.opt)
	forward := func(msgs []tea.Msg) {
		for _, msg := range msgs {
			switch msg.(type) {
			case tea.CursorPositionMsg, tea.ModeReportMsg:
			default:
				send(msg)
			}
		}
	}
	var last time.Time
	take := func(r read) error {
		if len(r.b) > 0 {
			forward(d.Take(r.b, r.at.Sub(last)))
			last = r.at
		}
		if r.err != nil {
			forward(d.Silent(math.MaxInt64))
		}
		return r.err
	}
	for _, r := range i.kept {
		if err := take(r); err != nil {
			return err
		}
	}
	i.kept = nil
	for i.ctx.Err() == nil {
		var silence <-chan time.Time
		due, waiting := d.Due()
		if waiting {
			silence = i.opt.After(due - i.opt.Now().Sub(last))
		}
		select {
		case r := <-i.reads:
			if err := take(r); err != nil {
				return err
			}
		case <-silence:
			select {
			case r := <-i.reads: // it was this program that was late
				if err := take(r); err != nil {
					return err
				}
			default:
				forward(d.Silent(due))
			}
		case <-i.ctx.Done():
		}
	}
	return i.ctx.Err()
}
