package sshd_test

import (
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pingyi/tui/sshd"
)

// clock is time that a test decides. Who waits is told of at waits, and goes on
// when the time has come.
type clock struct {
	mu    sync.Mutex
	now   time.Time
	until map[chan time.Time]time.Time
	waits chan time.Duration
}

func newClock() *clock {
	return &clock{now: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC), until: map[chan time.Time]time.Time{}, waits: make(chan time.Duration, 10_000)}
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := make(chan time.Time, 1)
	c.until[at] = c.now.Add(d)
	c.waits <- d
	return at
}

// pass returns how many go on.
func (c *clock) pass(d time.Duration) (woken int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	for at, t := range c.until {
		if !t.After(c.now) {
			at <- c.now
			delete(c.until, at)
			woken++
		}
	}
	return woken
}

func (h *house) guess(user, password string) error {
	c, err := h.dialAs(user, says(nil, password))
	if err == nil {
		c.Close()
	}
	return err
}

func TestAHandfulOfTyposCostsNothing(t *testing.T) {
	c := newClock()
	h := open(t, sshd.Config{Limits: sshd.Limits{Tries: 1}, Now: c.Now, After: c.After})
	h.password("r1", "correct horse")
	for range 4 {
		if h.guess("r1", "wrong horse") == nil {
			t.Fatal("let in")
		}
	}
	must(t, h.guess("r1", "correct horse"))
	for range 4 { // being right has cleared the name, and the time that passes the address
		c.pass(2 * time.Minute)
		if h.guess("r1", "wrong horse") == nil {
			t.Fatal("let in")
		}
	}
	must(t, h.guess("r1", "correct horse"))
	if len(c.waits) != 0 {
		t.Errorf("waited for %v", <-c.waits)
	}
}

// Thirty guess at once, by reconnecting, for five seconds of the clock.
func TestGuessesByReconnectingComeToNothing(t *testing.T) {
	c := newClock()
	h := open(t, sshd.Config{Limits: sshd.Limits{Tries: 1, PerAddress: 100, Handshakes: 100}, Now: c.Now, After: c.After})
	h.password("r1", "correct horse")
	const guessers = 30
	var looked atomic.Int64
	var stop atomic.Bool
	var all sync.WaitGroup
	for i := range guessers {
		all.Go(func() {
			for j := 0; !stop.Load(); j++ {
				if h.guess("r1", fmt.Sprint("guess ", i, " ", j)) == nil {
					t.Error("let in")
				}
				looked.Add(1)
			}
		})
	}
	waiting := func(n int) {
		for range n {
			within(t, "a guess that waits", c.waits)
		}
	}
	waiting(guessers)
	for range 5 {
		waiting(c.pass(time.Second))
	}
	if n := looked.Load(); n < 4 || n > 12 {
		t.Errorf("%d guesses were looked at in five seconds", n)
	}
	stop.Store(true)
	soon(t, "the end", func() bool { c.pass(time.Minute); return done(&all) })
}

// done reports whether nobody is waited for any more.
func done(all *sync.WaitGroup) bool {
	over := make(chan struct{})
	go func() { all.Wait(); close(over) }()
	select {
	case <-over:
		return true
	case <-time.After(10 * time.Millisecond):
		return false
	}
}

func TestGuessesAtANameAreSlowFromEverywhere(t *testing.T) {
	c := newClock()
	h := open(t, sshd.Config{Limits: sshd.Limits{Tries: 1}, Now: c.Now, After: c.After})
	r1 := h.keyed("r1")
	h.password("r1", "correct horse")
	h.password("r2", "correct horse")
	must(t, h.guess("r1", "correct horse")) // at home, 127.0.0.1
	at := map[string]string{}
	for i := range 5 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		must(t, err)
		from := fmt.Sprint("192.0.2.", i+1)
		at[from] = l.Addr().String()
		go h.server.Serve(far{l, from})
	}
	home := h.addr
	for _, addr := range at {
		h.addr = addr
		if h.guess("r1", "wrong horse") == nil {
			t.Fatal("let in")
		}
	}
	if len(c.waits) != 0 {
		t.Fatalf("waited for %v", <-c.waits)
	}
	for _, addr := range at {
		h.addr = addr
		break
	}
	// The sixth waits, whoever's address it comes from.
	result := make(chan error, 1)
	go func() { result <- h.guess("r1", "wrong horse") }()
	if d := within(t, "the wait", c.waits); d < time.Second {
		t.Errorf("waits for %v", d)
	}
	// Meanwhile r1 comes in with the key from there, and with the password from
	// where they have been before; so does r2.
	h.in("r1", r1)
	must(t, h.guess("r2", "correct horse"))
	h.addr = home
	must(t, h.guess("r1", "correct horse"))
	if len(c.waits) != 0 {
		t.Errorf("waited for %v", <-c.waits)
	}
	c.pass(time.Minute)
	if within(t, "the guess", result) == nil {
		t.Error("let in")
	}
}

// However many guess at once, and whenever: what is looked at after the first few
// comes one by one, half a minute apart in the end from one address, and five
// seconds from ever new ones.
func TestGuessesAreLookedAtOneByOne(t *testing.T) {
	for apart, from := range map[time.Duration]func(i int) string{
		30 * time.Second: func(int) string { return "192.0.2.1" },
		5 * time.Second:  func(i int) string { return fmt.Sprint("2001:db8:", i) },
	} {
		c := newClock()
		g := sshd.NewGuesses(c.Now)
		var looked []time.Time
		for i := range 6_000 {
			if wait, heed, _ := g.Begin(from(i), "r1"); heed {
				looked = append(looked, c.Now().Add(wait))
			}
			if i%10 == 9 {
				c.pass(time.Second)
			}
		}
		// The five that are free, four on the way, and those that wait in the end.
		if n, most := len(looked), int(630*time.Second/apart)+9; n < most-9 || n > most {
			t.Errorf("%v apart: %d guesses in ten minutes", apart, n)
		}
		for i := 5; i < len(looked); i++ {
			least := time.Second
			if i > 10 {
				least = apart - time.Second
			}
			if d := looked[i].Sub(looked[i-1]); d < least {
				t.Errorf("guess %d is looked at %v after the one before, not %v", i+1, d, least)
			}
		}
	}
}

// A thousand addresses guess once a second each for an hour.
func TestGuessesAtANameAreBoundedInAll(t *testing.T) {
	c := newClock()
	g := sshd.NewGuesses(c.Now)
	looked := 0
	for range 3600 {
		for i := range 1000 {
			if _, heed, _ := g.Begin(fmt.Sprint("2001:db8:", i), "r1"); heed {
				looked++
			}
		}
		c.pass(time.Second)
	}
	if most := 720 + 120 + 30; looked > most {
		t.Errorf("%d guesses in an hour, more than %d", looked, most)
	}
}

// Somebody guesses at r1's password from one address, once a second for a day. r1,
// who has never been in, tries from others once a minute, and is not good at it.
func TestNobodyLocksANameFromOneAddress(t *testing.T) {
	c := newClock()
	g := sshd.NewGuesses(c.Now)
	guesses, unheeded := 0, 0
	for second := range 24 * 3600 {
		if _, heed, _ := g.Begin("192.0.2.1", "r1"); heed {
			guesses++
		}
		if second%60 == 59 {
			wait, heed, _ := g.Begin(fmt.Sprint("198.51.100.", second/60%200), "r1")
			if !heed {
				unheeded++
			}
			if wait > 30*time.Second {
				t.Fatalf("r1 waits for %v", wait)
			}
		}
		c.pass(time.Second)
	}
	if unheeded > 0 {
		t.Errorf("%d of r1's tries were not heeded", unheeded)
	}
	if most := 24*120 + 30; guesses > most {
		t.Errorf("%d of the guesses were heeded, more than %d", guesses, most)
	}
}

func TestAFloodOfNamesDoesNotClearTheOneThatIsGuessedAt(t *testing.T) {
	c := newClock()
	g := sshd.NewGuesses(c.Now)
	for range 8 {
		g.Begin("192.0.2.1", "r1")
	}
	for i := range 6_000 {
		g.Begin(fmt.Sprint("2001:db8:", i), fmt.Sprint("name ", i))
	}
	if n := g.Remembered(); n > 5000 {
		t.Errorf("%d are remembered", n)
	}
	if wait, _, _ := g.Begin("192.0.2.9", "r1"); wait == 0 {
		t.Error("r1 is forgotten")
	}
	c.pass(time.Hour)
	if wait, heed, _ := g.Begin("192.0.2.1", "r1"); wait != 0 || !heed {
		t.Errorf("waits for %v an hour later", wait)
	}
}
