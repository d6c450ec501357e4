// Package terminal runs a whole program on an emulated terminal, here or at the
// other end of a line, for tests: keys go in as bytes, and the screen is read as a
// person would see it.
package terminal

import (
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/vt"

	"pingyi/tui/wire"
)

// Terminal is an emulated terminal with a program on it.
type Terminal struct {
	t        testing.TB
	resize   func(w, h int)
	send     func(tea.Msg) // nil at the end of a line
	keys     io.WriteCloser
	ended    chan struct{}
	emulator *vt.Emulator

	mu   sync.Mutex
	seen *sync.Cond // whenever the screen may have changed, or patience ends
}

// patience is how long a screen is waited for before a test fails: not a measure
// of speed, but the difference between slow and never.
const patience = 30 * time.Second

// Run starts the model on a terminal of w×h. The program is ended with the test.
func Run(t testing.TB, m tea.Model, w, h int) *Terminal {
	t.Helper()
	term := newTerminal(t, w, h)
	in, keys := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	screen := wire.Open(line{term}, wire.Options{Colors: wire.TrueColor})
	program := tea.NewProgram(screen.Model(m, w, h), tea.WithoutRenderer(), tea.WithOutput(io.Discard), tea.WithContext(ctx), tea.WithInput(nil),
		tea.WithWindowSize(w, h), tea.WithoutSignalHandler())
	term.send = program.Send
	term.resize = func(w, h int) { program.Send(tea.WindowSizeMsg{Width: w, Height: h}) }
	go wire.Listen(ctx, in, wire.InputOptions{}).Run(program.Send) // until ctx is done
	go func() {
		defer close(term.ended)
		if _, err := program.Run(); err != nil && ctx.Err() == nil {
			t.Errorf("the program ended with %v", err)
		}
		screen.Close(patience)
	}()
	term.connect(keys, cancel)
	return term
}

// Attach makes a terminal of w×h of what is at the other end of a line: a process
// on a pseudo-terminal, or a session over SSH. Keys go to keys, out is what comes
// back, and the terminal has ended when that has. resize tells the other end of
// a new size. keys is closed with the test.
func Attach(t testing.TB, keys io.WriteCloser, out io.Reader, resize func(w, h int), w, h int) *Terminal {
	t.Helper()
	term := newTerminal(t, w, h)
	term.resize = resize
	go func() {
		defer close(term.ended)
		io.Copy(line{term}, out) // that it breaks is how a line ends
	}()
	term.connect(keys, func() { keys.Close() })
	return term
}

func newTerminal(t testing.TB, w, h int) *Terminal {
	term := &Terminal{t: t, ended: make(chan struct{}), emulator: vt.NewEmulator(w, h)}
	term.seen = sync.NewCond(&term.mu)
	return term
}

// connect has what is typed go to keys, and what the terminal answers to questions
// come in like keys. end makes the other end end, with the test.
func (t *Terminal) connect(keys io.WriteCloser, end func()) {
	keys = &inTurn{WriteCloser: keys}
	t.keys = keys
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		io.Copy(keys, t.emulator)
	}()
	t.t.Cleanup(func() {
		end()
		t.Ended()
		keys.Close()
		// The emulator's own Close must not meet its Read; this end of its answers
		// may be closed at any time.
		if answers, ok := t.emulator.InputPipe().(io.Closer); ok {
			answers.Close()
			<-answered
		}
	})
}

// inTurn has what is typed and what the terminal answers go one after the other.
type inTurn struct {
	mu sync.Mutex
	io.WriteCloser
}

// Write implements [io.Writer].
func (w *inTurn) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.WriteCloser.Write(b)
}

// line is where what comes down a line is written, as it is.
type line struct{ *Terminal }

func (l line) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.seen.Broadcast()
	return l.emulator.Write(b)
}

// Type presses keys: text and control sequences, as a terminal sends them.
func (t *Terminal) Type(keys ...string) {
	t.t.Helper()
	for _, k := range keys {
		if _, err := io.WriteString(t.keys, k); err != nil {
			t.t.Fatal(err)
		}
	}
}

// The sequences of keys that are no text.
const (
	Enter    = "\r"
	Tab      = "\t"
	Esc      = "\x1b"
	Up       = "\x1b[A"
	Down     = "\x1b[B"
	Home     = "\x1b[H"
	End      = "\x1b[F"
	Delete   = "\x1b[3~"
	PageDown = "\x1b[6~"
	ShiftTab = "\x1b[Z"
	F1       = "\x1bOP"
	F2       = "\x1bOQ"
	F3       = "\x1bOR"
	F4       = "\x1bOS"
	F5       = "\x1b[15~"
	F6       = "\x1b[17~"
	F7       = "\x1b[18~"
	F8       = "\x1b[19~"
	F9       = "\x1b[20~"
	F12      = "\x1b[24~"
)

// Ctrl returns what the terminal sends for Ctrl and a small letter.
func Ctrl(letter byte) string { return string(rune(letter - 'a' + 1)) }

// Paste pastes text between the marks of bracketed paste.
func (t *Terminal) Paste(text string) { t.Type("\x1b[200~" + text + "\x1b[201~") }

// Send hands the program a message, as whoever runs it may.
func (t *Terminal) Send(msg tea.Msg) { t.send(msg) }

// Resize changes the terminal's size.
func (t *Terminal) Resize(w, h int) {
	t.mu.Lock()
	t.emulator.Resize(w, h)
	t.mu.Unlock()
	t.resize(w, h)
}

// Text returns what stands on the screen, without the blanks at line ends.
func (t *Terminal) Text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text()
}

func (t *Terminal) text() string {
	lines := strings.Split(t.emulator.String(), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n")
}

// Cursor returns where the cursor stands, and whether it is shown.
func (t *Terminal) Cursor() (x, y int, shown bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	p := t.emulator.CursorPosition()
	return p.X, p.Y, !t.emulator.CursorHidden()
}

// See waits until every text stands on the screen.
func (t *Terminal) See(texts ...string) {
	t.t.Helper()
	t.Until(func(screen string) bool {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	}, "never showed "+strings.Join(texts, ", "))
}

// Until waits until the screen is as ok wants it, and fails with complaint when
// it never is.
func (t *Terminal) Until(ok func(screen string) bool, complaint string) {
	t.t.Helper()
	if !t.Within(patience, ok) {
		t.t.Fatalf("the screen %s; it shows:\n%s", complaint, t.Text())
	}
}

// Within waits until the screen is as ok wants it, for so long at the most, and
// reports whether it came to be.
func (t *Terminal) Within(long time.Duration, ok func(screen string) bool) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	late := false
	alarm := time.AfterFunc(long, func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		late = true
		t.seen.Broadcast()
	})
	defer alarm.Stop()
	for !ok(t.text()) {
		if late {
			return false
		}
		t.seen.Wait()
	}
	return true
}

// Ended waits for the program to end.
func (t *Terminal) Ended() {
	t.t.Helper()
	select {
	case <-t.ended:
	case <-time.After(patience):
		t.t.Error("the program does not end")
	}
}
