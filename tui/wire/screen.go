package wire

import (
	"fmt"
	"io"
	"runtime/debug"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// View is what a terminal is to show.
type View struct {
	Content string // lines of text with SGR sequences
	W, H    int    // of the terminal
	Cursor  Cursor
}

// Options are how a terminal differs from others, and who is told what happens to
// it. The zero value shows no colour and takes ambiguous characters for narrow.
type Options struct {
	Title        string // of the window
	Widths       Widths
	Colors       Colors
	Repeats      bool // it has REP
	Synchronized bool // it has synchronized output, and long frames are to appear at once
	// Thin says that long frames go down the line in parts: between them a newer view
	// takes the place of what is left.
	Thin bool

	// Answers says that it answers when it is asked whether it is there. Who listens to
	// it calls [Screen.Answered] then.
	Answers bool

	// Failed is told when the screen can no longer be drawn, because of a fault in this
	// program; nil lets the program end.
	Failed func(reason any, stack []byte)
	// Stalled is told how long the terminal took nothing, once it takes something again,
	// before the next frame is drawn; what it has shown meanwhile is drawn with that.
	Stalled func(time.Duration)
	// Stuck is told when the terminal has taken nothing for 30 seconds.
	Stuck func()

	// Now and After are the time, and when the next frame may go at the earliest; nil is
	// that of package time.
	Now   func() time.Time
	After func(time.Duration) <-chan time.Time
}

// Screen is one terminal while a program has it. What is shown goes to a slot that
// holds the newest view, and from there to the terminal, by a goroutine of its own:
// a terminal that takes nothing keeps nobody waiting.
type Screen struct {
	out  io.Writer
	opt  Options
	line line

	mu      sync.Mutex
	next    *View  // not sent yet
	clipped string // what puts a text on the clipboard, likewise
	w, h    int    // of the last view shown
	forget  bool   // that was of another size than the one before

	wake, quit chan struct{}
	quitOnce   sync.Once
	done       chan struct{}
}

const (
	// pace is the shortest time from one frame to the next: 30 a second. One whose
	// writing took as long may be followed at once.
	pace = time.Second / 30

	// stalledFrom is from when on a terminal that takes nothing is worth a word.
	stalledFrom = 3 * time.Second

	// atOnce is how many bytes a frame has at least that a terminal is to show at once.
	atOnce = 512

	// part is how many bytes of one go down a thin line before it is looked whether
	// there is a newer one.
	part = 160
)

// What a terminal is told when a program takes it, and when it gives it back. The
// colour of its background is asked for; the answer comes in with the keys.
const (
	enter = "\x1b[?1049h\x1b[m\x1b[r\x1b[?25l\x1b[?2004h\x1b[22;2t\x1b]2;%s\a\x1b]11;?\x1b\\"
	leave = "\x1b[m\x1b[r\x1b[H\x1b[J\x1b[23;2t\x1b[?2004l\x1b[?25h\x1b[?1049l"
)

// Stalled says how long the terminal had taken nothing.
type Stalled struct{ For time.Duration }

// Open takes the terminal that out writes to, until [Screen.Close].
func Open(out io.Writer, opt Options) *Screen {
	if opt.After == nil {
		opt.After = time.After
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	s := &Screen{out: out, opt: opt, wake: make(chan struct{}, 1), quit: make(chan struct{}), done: make(chan struct{})}
	s.line.answered = make(chan struct{}, 1)
	go s.run()
	return s
}

// Show has the terminal show v, in place of what it was to show before.
func (s *Screen) Show(v View) {
	s.mu.Lock()
	s.forget = s.forget || v.W != s.w || v.H != s.h
	s.next, s.w, s.h = &v, v.W, v.H
	s.mu.Unlock()
	wake(s.wake)
}

// clip has the terminal put a text on its clipboard, with the next frame.
func (s *Screen) clip(text string) {
	s.mu.Lock()
	s.clipped = ansi.SetSystemClipboard(text)
	s.mu.Unlock()
	wake(s.wake)
}

// Answered tells that the terminal has answered that it is there.
func (s *Screen) Answered() { s.line.answer(s.opt.Now()) }

func wake(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default: // it will find what there is
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
	b := s.opt.Widths.Encoding.Encode(fmt.Appendf(nil, enter, s.opt.Title))
	for quit := false; !quit; {
		select {
		case <-s.wake:
		case <-s.quit:
			quit = true
		}
		if !quit {
			quit = s.clear()
		}
		frame, whole := s.frame(&painter, quit)
		b = append(b, frame...)
		s.mu.Lock()
		b = append(b, s.clipped...)
		s.clipped = ""
		s.mu.Unlock()
		if quit {
			b = append(b, leave...)
		} else if s.opt.Answers {
			b = s.line.send(b, s.opt.Now())
		}
		if len(b) == 0 {
			continue
		}
		began := s.opt.Now()
		if _, err := s.out.Write(b); err != nil { // nobody is there
			return
		}
		if quit {
			s.hear()
			return
		}
		b = b[:0]
		took := s.opt.Now().Sub(began)
		s.stalled(took)
		if took < pace && whole {
			select {
			case <-s.opt.After(pace - took):
			case <-s.quit:
			}
		}
	}
}

// frame returns what makes the terminal show the newest view, or the next part of it,
// as it is sent. The last frame is whole.
func (s *Screen) frame(painter *Painter, last bool) (b []byte, whole bool) {
	s.mu.Lock()
	v, forget := s.next, s.forget
	s.next, s.forget = nil, false
	s.mu.Unlock()
	if v == nil {
		return nil, true
	}
	if forget {
		painter.Forget()
	}
	f := Draw(v.Content, v.W, v.H, s.opt.Widths, s.opt.Colors)
	f.Cursor = v.Cursor
	bytes := 0
	if s.opt.Thin && !last {
		bytes = part
	}
	b, whole = painter.Part(nil, f, bytes)
	b = s.opt.Widths.Encoding.Encode(b)
	if len(b) >= atOnce && s.opt.Synchronized {
		b = fmt.Appendf(nil, "\x1b[?2026h%s\x1b[?2026l", b)
	}
	if !whole {
		s.mu.Lock()
		if s.next == nil {
			s.next = v
		}
		s.mu.Unlock()
		wake(s.wake)
	}
	return b, whole
}

// clear waits until the terminal has taken nearly all that was sent, and reports
// whether the screen is closed meanwhile.
func (s *Screen) clear() (quit bool) {
	if !s.opt.Answers {
		return false
	}
	began := s.opt.Now()
	var late <-chan time.Time
	for {
		d, blocked := s.line.wait(s.opt.Now())
		var free <-chan time.Time
		switch {
		case blocked && late == nil:
			late = s.opt.After(stuckAfter)
		case blocked:
		case d > 0:
			free = s.opt.After(d)
		default:
			s.stalled(s.opt.Now().Sub(began))
			return false
		}
		select {
		case <-s.line.answered:
		case <-free:
		case <-late:
			if s.opt.Stuck != nil {
				s.opt.Stuck()
			}
		case <-s.quit:
			return true
		}
	}
}

// hear waits a moment for the answers to come: later they would be typed into
// whatever has the terminal next.
func (s *Screen) hear() {
	late := s.opt.After(time.Second)
	for s.line.asking() {
		select {
		case <-s.line.answered:
		case <-late:
			return
		}
	}
}

// stalled tells whoever draws how long the terminal took nothing, and gives them a
// moment to say so in the frame that goes now in any case.
func (s *Screen) stalled(long time.Duration) {
	if long < stalledFrom || s.opt.Stalled == nil {
		return
	}
	select {
	case <-s.wake:
	default:
	}
	s.opt.Stalled(long)
	select {
	case <-s.wake:
	case <-s.opt.After(pace):
	case <-s.quit:
	}
	wake(s.wake)
}
