package sshd_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"pingyi/tui/sshd"
)

func TestAClientThatGoesEndsTheContext(t *testing.T) {
	gone := make(chan struct{})
	began := make(chan struct{})
	h := open(t, sshd.Config{Run: func(ctx context.Context, _ sshd.Visit) int {
		close(began)
		<-ctx.Done()
		close(gone)
		return 0
	}})
	c := h.in("r1", h.keyed("r1"))
	s, err := c.NewSession()
	must(t, err)
	must(t, s.Start("wait"))
	within(t, "the visit", began)
	must(t, c.Close())
	within(t, "the end", gone)
}

func TestTheConnectionEndsWithItsLastSession(t *testing.T) {
	h := open(t, sshd.Config{})
	c := h.in("r1", h.keyed("r1"))
	run(t, c, "who")
	within(t, "the end of the connection", ended(c))
}

// The channel is closed by the client at once, and the connection kept.
func TestAConnectionWhoseChannelIsClosedEnds(t *testing.T) {
	h := open(t, sshd.Config{Run: visitor(make(chan sshd.Visit, 1))})
	c := h.in("r1", h.keyed("r1"))
	ch, requests, err := c.OpenChannel("session", nil)
	must(t, err)
	go gossh.DiscardRequests(requests)
	must(t, ch.Close())
	within(t, "the end of the connection", ended(c))
}

func TestMembersWithoutACommandHaveTime(t *testing.T) {
	h := open(t, sshd.Config{Limits: sshd.Limits{Handshake: time.Second}})
	r1 := h.keyed("r1")
	within(t, "the end of a connection without a session", ended(h.in("r1", r1)))
	c := h.in("r1", r1)
	_, err := c.NewSession()
	must(t, err)
	within(t, "the end of a session without a command", ended(c))
}

func TestAPanicEndsOneSession(t *testing.T) {
	visits := make(chan sshd.Visit, 1)
	wait := visitor(visits)
	h := open(t, sshd.Config{Run: func(ctx context.Context, v sshd.Visit) int {
		if slices.Equal(v.Args, []string{"panic"}) {
			panic("the \u009b31m bad\u202e")
		}
		return wait(ctx, v)
	}})
	r1 := h.keyed("r1")
	other, err := h.in("r1", r1).NewSession()
	must(t, err)
	must(t, other.Start("wait"))
	within(t, "the visit", visits)
	out, errs, status := run(t, h.in("r1", r1), "panic")
	if status != 1 || out != "" || !strings.Contains(errs, "程序出错") || !strings.Contains(errs, "went wrong") || strings.Contains(errs, "bad") {
		t.Errorf("%q, %q, %d", out, errs, status)
	}
	if log := h.log.String(); !strings.Contains(log, "TestAPanicEndsOneSession") || !strings.Contains(log, "bad") || strings.ContainsAny(log, "\u009b\u202e") {
		t.Errorf("log: %s", log)
	}
	must(t, other.Signal(gossh.SIGINT))
	if exit, ok := other.Wait().(*gossh.ExitError); !ok || exit.ExitStatus() != 3 {
		t.Errorf("%v", exit)
	}
}

// Whatever the command, a terminal is left on its main screen; one that was not
// drawn on is left alone.
func TestAPanicLeavesTheTerminalAsItWas(t *testing.T) {
	h := open(t, sshd.Config{Run: func(_ context.Context, v sshd.Visit) int {
		fmt.Fprint(v.Out, v.Args[len(v.Args)-1])
		panic("")
	}})
	r1 := h.keyed("r1")
	for _, c := range []struct {
		command string
		left    bool
	}{{"--keymap vim '\x1b[?1049h页'", true}, {"'\x1b[?1049h页\x1b[?1049l'", false}, {"plan list", false}} {
		s, err := h.in("r1", r1).NewSession()
		must(t, err)
		must(t, s.RequestPty("xterm", 24, 80, gossh.TerminalModes{}))
		var out bytes.Buffer
		s.Stdout = &out
		_ = s.Run(c.command)
		if got := strings.HasSuffix(strings.Split(out.String(), "pingyi: ")[0], "\x1b[?1049l\x1b[?25h\r\n"); got != c.left || !strings.Contains(out.String(), "程序出错") {
			t.Errorf("%q: %q", c.command, out.String())
		}
	}
}

func TestTheSentenceIsInTheLanguageOfTheClient(t *testing.T) {
	h := open(t, sshd.Config{Run: func(context.Context, sshd.Visit) int { panic("") }})
	r1 := h.keyed("r1")
	for lang, zh := range map[string]bool{"zh_CN.UTF-8": true, "en_US.UTF-8": false} {
		s, err := h.in("r1", r1).NewSession()
		must(t, err)
		var errs bytes.Buffer
		s.Stderr = &errs
		must(t, s.Setenv("LANG", lang))
		_ = s.Run("x")
		if got := errs.String(); strings.Contains(got, "程序出错") != zh || strings.Contains(got, "went wrong") == zh {
			t.Errorf("%s: %q", lang, got)
		}
	}
}

func TestDisablingAMemberEndsTheirSessions(t *testing.T) {
	visits := make(chan sshd.Visit, 3)
	h := open(t, sshd.Config{Run: visitor(visits)})
	r1, r2 := h.keyed("r1"), h.keyed("r2")
	start := func(user string, k gossh.Signer, screens bool) (*gossh.Session, *lockedBuffer) {
		s, err := h.in(user, k).NewSession()
		must(t, err)
		var out lockedBuffer
		s.Stdout, s.Stderr = &out, &out
		if screens {
			must(t, s.RequestPty("xterm", 24, 80, gossh.TerminalModes{}))
			must(t, s.Shell())
		} else {
			must(t, s.Start("wait"))
		}
		within(t, "the visit", visits)
		return s, &out
	}
	one, oneSaid := start("r1", r1, true)
	two, twoSaid := start("r1", r1, false)
	other, _ := start("r2", r2, false)
	must(t, h.owner.DisableMember(t.Context(), "r1"))
	for i, s := range []*gossh.Session{one, two} {
		if exit, ok := s.Wait().(*gossh.ExitError); !ok || exit.ExitStatus() != 3 {
			t.Errorf("session %d: %v", i, exit)
		}
	}
	for _, said := range []*lockedBuffer{oneSaid, twoSaid} {
		if !strings.Contains(said.String(), "账号已被停用") || !strings.Contains(said.String(), "has been disabled") {
			t.Errorf("%q", said.String())
		}
	}
	must(t, other.Signal(gossh.SIGINT))
	_ = other.Wait()
}

// What runs does not heed its context: the session ends all the same.
func TestDisablingAMemberEndsASessionThatHangs(t *testing.T) {
	began, free := make(chan struct{}), make(chan struct{})
	h := open(t, sshd.Config{Limits: sshd.Limits{Linger: time.Hour}, Run: func(context.Context, sshd.Visit) int {
		close(began)
		<-free
		return 0
	}})
	defer close(free)
	c := h.in("r1", h.keyed("r1"))
	s, err := c.NewSession()
	must(t, err)
	var said bytes.Buffer
	s.Stderr = &said
	must(t, s.Start("wait"))
	within(t, "the visit", began)
	must(t, h.owner.DisableMember(t.Context(), "r1"))
	if err := s.Wait(); err == nil {
		t.Error("ended well")
	}
	within(t, "the end of the connection", ended(c))
	if !strings.Contains(said.String(), "has been disabled") {
		t.Errorf("%q", &said)
	}
}

func TestShutdownTellsEverySession(t *testing.T) {
	visits := make(chan sshd.Visit, 2)
	h := open(t, sshd.Config{Run: visitor(visits)})
	r1 := h.keyed("r1")
	screens, err := h.in("r1", r1).NewSession()
	must(t, err)
	must(t, screens.RequestPty("xterm", 24, 80, gossh.TerminalModes{}))
	must(t, screens.Shell())
	command, err := h.in("r1", r1).NewSession()
	must(t, err)
	must(t, command.Start("wait"))
	idle := h.in("r1", r1)
	within(t, "a visit", visits)
	within(t, "a visit", visits)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	must(t, h.server.Shutdown(ctx))
	if exit, ok := screens.Wait().(*gossh.ExitError); !ok || exit.ExitStatus() != 4 {
		t.Errorf("the screens: %v", exit)
	}
	if exit, ok := command.Wait().(*gossh.ExitError); !ok || exit.ExitStatus() != 3 {
		t.Errorf("the command: %v", exit)
	}
	within(t, "the end of a connection without a session", ended(idle))
	must(t, within(t, "the end of Serve", h.served))
	if _, err := h.dialAs("r1", gossh.PublicKeys(r1)); err == nil {
		t.Error("somebody was let in")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, h.server.Serve(l))
}

func TestShutdownCutsWhoDoesNotLeave(t *testing.T) {
	began, free := make(chan struct{}), make(chan struct{})
	h := open(t, sshd.Config{Run: func(context.Context, sshd.Visit) int {
		close(began)
		<-free
		return 0
	}})
	c := h.in("r1", h.keyed("r1"))
	s, err := c.NewSession()
	must(t, err)
	must(t, s.Start("wait"))
	within(t, "the visit", began)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := h.server.Shutdown(ctx); err != context.Canceled {
		t.Errorf("%v", err)
	}
	within(t, "the end of the connection", ended(c))
	close(free)
}

func TestHundredLoginsLeaveNothingBehind(t *testing.T) {
	h := open(t, sshd.Config{})
	r1 := h.keyed("r1")
	once := func() {
		c := h.in("r1", r1)
		if _, _, status := run(t, c, "who"); status != 0 {
			t.Error(status)
		}
		c.Close()
	}
	once()
	before := 0
	soon(t, "a start", func() bool { n := runtime.NumGoroutine(); ok := n == before; before = n; return ok })
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 25 {
				once()
			}
		})
	}
	all.Wait()
	soon(t, "the goroutines of the start", func() bool { return runtime.NumGoroutine() <= before })
}

// The client acknowledges nothing, by two ways: it does not read the connection,
// or it reads and takes nothing of its session.
func TestAClientThatTakesNothingIsCutOffAndHarmsNobody(t *testing.T) {
	var full atomic.Int64
	ends := make(chan struct{}, 2)
	h := open(t, sshd.Config{Limits: sshd.Limits{WriteStuck: 500 * time.Millisecond}, Run: func(ctx context.Context, v sshd.Visit) int {
		if len(v.Args) > 0 {
			fmt.Fprint(v.Out, "fine")
			return 0
		}
		screen := bytes.Repeat([]byte("x"), 100_000)
		for {
			if _, err := v.Out.Write(screen); err != nil {
				ends <- struct{}{}
				return 1
			}
			full.Add(1)
		}
	}})
	r1, r2 := h.keyed("r1"), h.keyed("r2")
	for _, stalls := range []bool{true, false} {
		raw, err := net.Dial("tcp", h.addr)
		must(t, err)
		stall := &stalling{Conn: raw, from: make(chan struct{})}
		c, err := h.over(stall, "r1", gossh.PublicKeys(r1))
		must(t, err)
		ch, requests, err := c.OpenChannel("session", nil)
		must(t, err)
		go gossh.DiscardRequests(requests)
		_, err = ch.SendRequest("shell", true, nil)
		must(t, err)
		if stalls {
			stall.stall()
		}
		if out, _, _ := run(t, h.in("r2", r2), "x"); out != "fine" {
			t.Errorf("r2 reads %q", out)
		}
		within(t, "the end of the session", ends)
		raw.Close()
	}
}

// stalling is a connection that from some time on is not read.
type stalling struct {
	net.Conn
	stalled atomic.Bool
	from    chan struct{}
}

func (s *stalling) stall() { s.stalled.Store(true) }

func (s *stalling) Read(p []byte) (int, error) {
	if s.stalled.Load() {
		<-s.from
	}
	return s.Conn.Read(p)
}
