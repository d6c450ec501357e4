package wire

import (
	"fmt"
	"io"
	"runtime/debug"
	"sync"
	"time"
)

// View is what a terminal is to show.
type View struct {
	Content string // lines of text with SGR sequences
	W, H    int    // of the terminal
	Cursor  Cursor
}

// Options are how a terminal differs from others. The zero value shows no colour
// and takes ambiguous characters for narrow.
type Options struct {
	Title   string // of the window
	Widths  Widths
	Colors  Colors
	Repeats bool // it has REP

	// Failed is told when the screen can no longer be drawn, because of a fault in this
	// program; nil lets the program end.
	Failed func(reason any, stack []byte)

	// After is when the next frame may go at the earliest; nil is [time.After].
	After func(time.Duration) <-chan time.Time
}

// Screen is one terminal while a program has it. What is shown goes to a slot that
// holds the newest view, and from there to the terminal, by a goroutine of its own:
// a terminal that takes nothing keeps nobody waiting.
type Screen struct {
	out io.Writer
	opt Options

	mu   sync.Mutex
	next *View // not sent yet

	wake, quit chan struct{}
	quitOnce   sync.Once
	done       chan struct{}
}

// pace is the shortest time from one frame to the next: 30 a second. One whose
// writing took as long may be followed at once.
const pace = time.Second / 30

// What a terminal is told when a program takes it, and when it gives it back. The
// colour of its background is asked for; the answer comes in with the keys.
const (
	enter = "\x1b[?1049h\x1b[m\x1b[r\x1b[?25l\x1b[?2004h\x1b[22;2t\x1b]2;%s\a\x1b]11;?\x1b\\"
	leave = "\x1b[m\x1b[r\x1b[H\x1b[J\x1b[23;2t\x1b[?2004l\x1b[?25h\x1b[?1049l"
)

// Open takes the terminal that out writes to, until [Screen.Close].
func Open(out io.Writer, opt Options) *Screen {
	if opt.After == nil {
		opt.After = time.After
	}
	s := &Screen{out: out, opt: opt, wake: make(chan struct{}, 1), quit: make(chan struct{}), done: make(chan struct{})}
	go s.run()
	return s
}

// Show has the terminal show v, in place of what it was to show before.
func (s *Screen) Show(v View) {
	s.mu.Lock()
	s.next = &v
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default: // it will find this one
	}
}

// Close shows what was to be shown last and gives the terminal back as it was. A
// terminal that takes nothing is waited for so long and no longer; whatever it has
// not taken then, the end of its line takes with it.
func (s *Screen) Close(wait time.Duration) {
	s.quitOnce.Do(func() { close(s.quit) })
	late := time.NewTimer(wait)
	defer late.Stop()
	select {
	case <-s.done:
	case <-late.C:
	}
}

// run writes, frame by frame.
func (s *Screen) run() {
	defer close(s.done)
	if s.opt.Failed != nil {
		defer func() {
			if reason := recover(); reason != nil {
				s.opt.Failed(reason, debug.Stack())
				_, _ = io.WriteString(s.out, leave)
			}
		}()
	}
	painter := Painter{Repeats: s.opt.Repeats}
	b := fmt.Appendf(nil, enter, s.opt.Title)
	for quit := false; !quit; {
		select {
		case <-s.wake:
		case <-s.quit:
			quit = true
		}
		if v := s.take(); v != nil {
			f := Draw(v.Content, v.W, v.H, s.opt.Widths, s.opt.Colors)
			f.Cursor = v.Cursor
			b = painter.Paint(b, f)
		}
		if quit {
			b = append(b, leave...)
		}
		if len(b) == 0 {
			continue
		}
		began := time.Now()
		if _, err := s.out.Write(b); err != nil { // nobody is there
			return
		}
		b = b[:0]
		if rest := pace - time.Since(began); rest > 0 && !quit {
			select {
			case <-s.opt.After(rest):
			case <-s.quit:
			}
		}
	}
}

func (s *Screen) take() *View {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.next
	s.next = nil
	return v
}
