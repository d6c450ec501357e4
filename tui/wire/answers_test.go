package wire_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pingyi/tui/wire"
)

const asked = "\x1b[5n" // behind a frame: whether the terminal is all right

// desk is a clock by which a screen is drawn, in which only waiting for an answer
// takes time: it is told when that begins, and ends it.
type desk struct {
	mu      sync.Mutex
	now     time.Time
	waiting chan chan time.Time // an answer is waited for
}

func newDesk() *desk {
	return &desk{now: time.Date(2016, 3, 1, 9, 0, 0, 0, time.UTC), waiting: make(chan chan time.Time, 10)}
}

func (d *desk) Now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *desk) pass(long time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(long)
}

func (d *desk) After(long time.Duration) <-chan time.Time {
	if long < 30*time.Second {
		return atOnce(long)
	}
	c := make(chan time.Time, 1)
	d.waiting <- c
	return c
}

func (d *desk) options() wire.Options {
	return wire.Options{Answers: true, Now: d.Now, After: d.After}
}

// page is a view of so many hanzi, three bytes each, none of which is like that of
// another page.
func page(no, hanzi int) wire.View {
	var text strings.Builder
	fmt.Fprintf(&text, "第%d页", no)
	for i := range hanzi {
		if i%30 == 0 {
			text.WriteByte('\n')
		}
		text.WriteRune(rune('一' + no*1000 + i))
	}
	return wire.View{Content: text.String(), W: 80, H: 24}
}

func TestNoFrameGoesBeforeTheTerminalHasAnswered(t *testing.T) {
	l, d := make(line), newDesk()
	s := wire.Open(l, d.options())
	s.Show(page(1, 500))
	if sent := string(<-l); !strings.Contains(sent, "第1页") || strings.Contains(sent, asked) {
		t.Errorf("the first frame, which nothing can be behind: %q", sent)
	}
	s.Show(page(2, 500))
	if sent := string(<-l); !strings.HasSuffix(sent, asked) {
		t.Errorf("nothing is asked behind %q", sent)
	}
	for no := 3; no <= 9; no++ {
		s.Show(page(no, 500))
	}
	<-d.waiting
	s.Show(page(10, 500))
	s.Answered()
	sent := string(<-l)
	for no := 3; no <= 10; no++ {
		if own := string(rune('一' + no*1000 + 100)); strings.Contains(sent, own) != (no == 10) {
			t.Errorf("not the newest alone: %q", sent)
		}
	}
	if strings.Contains(sent, asked) {
		t.Errorf("asked behind %q, which finds the line empty", sent)
	}
	go s.Close(time.Minute)
	if last := string(<-l); !strings.HasSuffix(last, "\x1b[?1049l") {
		t.Errorf("last: %q", last)
	}
}

// A line that carries little is asked seldom, and one that rests between frames not
// at all.
func TestWhatIsAskedOfATerminalFollowsWhatItIsSent(t *testing.T) {
	for _, c := range []struct {
		what  string
		rest  time.Duration
		hanzi int
		asked int // behind ten frames
	}{
		{"long frames after a rest", 2 * time.Second, 200, 0},
		{"long frames", 0, 200, 5}, // each second: one finds the line empty
		{"short frames", 0, 30, 1},
	} {
		l, d := make(line), newDesk()
		s := wire.Open(l, d.options())
		got := 0
		for no := range 10 {
			d.pass(c.rest)
			s.Show(page(no, c.hanzi))
			if strings.HasSuffix(string(<-l), asked) {
				got++
				s.Answered()
			}
		}
		if got != c.asked {
			t.Errorf("%s: asked %d times, not %d", c.what, got, c.asked)
		}
		go s.Close(time.Minute)
		<-l
	}
}

// full is a screen that waits for an answer, and what tells once that it has done so
// for 30 seconds.
func full(l line, d *desk, opt wire.Options) (s *wire.Screen, late chan time.Time) {
	s = wire.Open(l, opt)
	for no := range 3 {
		s.Show(page(no, 500))
		if no < 2 {
			<-l
		}
	}
	return s, <-d.waiting
}

func TestALineThatStoodStillSaysSoInTheNextFrame(t *testing.T) {
	l, d := make(line), newDesk()
	opt := d.options()
	stuck := make(chan struct{})
	opt.Stuck = func() { close(stuck) }
	// What is told takes its way to the screen, which waits for nothing else then.
	var still atomic.Bool
	opt.After = func(long time.Duration) <-chan time.Time {
		if still.Load() {
			return nil
		}
		return d.After(long)
	}
	told := make(chan time.Duration)
	opt.Stalled = func(long time.Duration) {
		still.Store(true)
		told <- long
	}
	s, late := full(l, d, opt)
	select {
	case <-stuck:
		t.Fatal("told before its time")
	default:
	}
	d.pass(31 * time.Second)
	late <- time.Time{}
	<-stuck
	d.pass(9 * time.Second)
	s.Answered()
	select {
	case long := <-told:
		if long != 40*time.Second {
			t.Errorf("it stood still for %v", long)
		}
	case sent := <-l:
		t.Fatalf("sent before it was told: %q", sent)
	}
	s.Show(wire.View{Content: "停了 40 秒", W: 80, H: 24})
	if sent := string(<-l); !strings.Contains(sent, "停了 40 秒") || strings.Contains(sent, "第2页") {
		t.Errorf("the next frame is %q", sent)
	}
	go s.Close(time.Minute)
	<-l
}

// slow is where the first write takes a while.
type slow struct {
	line
	first func()
}

func (w slow) Write(b []byte) (int, error) {
	w.first()
	return w.line.Write(b)
}

func TestAWriteThatTookLongIsALineThatStoodStill(t *testing.T) {
	for took, want := range map[time.Duration]int{2 * time.Second: 0, 5 * time.Second: 1} {
		l, d := make(line), newDesk()
		opt := d.options()
		told := make(chan time.Duration, 10)
		opt.Stalled = func(long time.Duration) { told <- long }
		s := wire.Open(slow{l, sync.OnceFunc(func() { d.pass(took) })}, opt)
		s.Show(page(1, 10))
		<-l
		s.Show(page(2, 10))
		<-l // once it is known how long the first took
		if len(told) != want || want > 0 && <-told != took {
			t.Errorf("%v: told %d times", took, len(told))
		}
		go s.Close(time.Minute)
		<-l
	}
}

func TestALineThatIsFullDoesNotHoldUpTheEnd(t *testing.T) {
	l, d := make(line), newDesk()
	s, _ := full(l, d, d.options())
	ended := make(chan struct{})
	go func() {
		s.Close(time.Hour)
		close(ended)
	}()
	if last := string(<-l); !strings.Contains(last, string(rune('一'+2100))) || !strings.HasSuffix(last, "\x1b[?1049l") || strings.Contains(last, asked) {
		t.Errorf("last: %q", last)
	}
	<-ended
}

// heldUp is where it is told that a write begins.
type heldUp struct {
	line
	begun chan struct{}
}

func (h heldUp) Write(b []byte) (int, error) {
	h.begun <- struct{}{}
	return h.line.Write(b)
}

// A terminal that was of another size for a moment may have cut or moved what it
// shows, though no frame of that size was ever sent.
func TestASizeThatWasAnotherForAMomentIsPaintedAnew(t *testing.T) {
	h := heldUp{make(line), make(chan struct{}, 10)}
	s := wire.Open(h, wire.Options{After: atOnce})
	next := func() string {
		<-h.begun
		return string(<-h.line)
	}
	wide, same := view("一\n四"), view("一\n二")
	wide.W = 30
	s.Show(same)
	next()
	s.Show(view("一\n三"))
	<-h.begun
	s.Show(wide)
	s.Show(same)
	if sent := string(<-h.line); strings.Contains(sent, "一") {
		t.Errorf("a change of one line is %q", sent)
	}
	if sent := next(); !strings.HasPrefix(sent, "\x1b[H\x1b[J") || !strings.Contains(sent, "一") || !strings.Contains(sent, "二") {
		t.Errorf("not painted anew: %q", sent)
	}
	go s.Close(time.Minute)
	next()
}

// A long frame goes down a thin line in parts, and what is left of it not at all once
// there is a newer one.
func TestANewerFrameTakesThePlaceOfTheRestOfALongOne(t *testing.T) {
	l := make(line)
	s := wire.Open(l, wire.Options{Thin: true, After: atOnce})
	last := func(no int) string { return string(rune('一' + no*1000 + 499)) }
	s.Show(page(1, 500))
	s.Show(page(2, 500)) // at the latest while a part of the first waits to be taken
	sent := ""
	for parts := 0; !strings.Contains(sent, last(2)); parts++ {
		if parts > 20 {
			t.Fatalf("the newer one never goes whole: %q", sent)
		}
		part := string(<-l)
		if len(part) > 500 {
			t.Errorf("a part has %d bytes", len(part))
		}
		sent += part
	}
	if strings.Contains(sent, last(1)) {
		t.Errorf("what is left of the older one goes too: %q", sent)
	}
	s.Show(page(3, 500))
	go s.Close(time.Minute)
	sent = ""
	for !strings.HasSuffix(sent, "\x1b[?1049l") {
		sent += string(<-l)
	}
	if !strings.Contains(sent, last(3)) {
		t.Errorf("the last frame is not whole: %q", sent)
	}
}

// What a terminal has still to answer when it is given back would be typed into
// whatever has it next.
func TestAScreenIsClosedOnceAllIsAnswered(t *testing.T) {
	l, d := make(line), newDesk()
	opt := d.options()
	late := make(chan time.Time)
	opt.After = func(long time.Duration) <-chan time.Time {
		if long == time.Second {
			return late
		}
		return d.After(long)
	}
	s := wire.Open(l, opt)
	for no := range 2 {
		s.Show(page(no, 500))
		<-l
	}
	closed := make(chan struct{})
	go func() {
		s.Close(time.Minute)
		close(closed)
	}()
	<-l
	select {
	case <-closed:
		t.Error("it is closed before the terminal has answered")
	default:
	}
	s.Answered()
	<-closed
}
