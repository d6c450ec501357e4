package sshd_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"pingyi/tui/sshd"
)

// visitor runs sessions that show themselves and wait for their context, or for
// the server to stop when they are screens.
func visitor(visits chan<- sshd.Visit) func(context.Context, sshd.Visit) int {
	return func(ctx context.Context, v sshd.Visit) int {
		visits <- v
		stopping := v.Stopping
		if len(v.Args) > 0 || v.Terminal == nil {
			stopping = nil
		}
		select {
		case <-ctx.Done():
			return 3
		case <-stopping:
			return 4
		}
	}
}

func TestTheEnvironmentIsLanguageAndTerminal(t *testing.T) {
	visits := make(chan sshd.Visit, 1)
	h := open(t, sshd.Config{Run: visitor(visits)})
	s, err := h.in("r1", h.keyed("r1")).NewSession()
	must(t, err)
	passed := map[string]string{"LANG": "zh_CN.UTF-8", "LC_ALL": "C", "LC_X": "1", "COLORTERM": "truecolor", "NO_COLOR": "1"}
	for name, value := range passed {
		must(t, s.Setenv(name, value))
	}
	for _, name := range []string{"PATH", "LD_PRELOAD", "HOME", "SSH_TTY", "PINGYI_USER", "PINGYI_DATA", "lang", "LC_" + strings.Repeat("X", 60), "LC_\x1b"} {
		if s.Setenv(name, "x") == nil {
			t.Errorf("%q was taken", name)
		}
	}
	must(t, s.Setenv("LC_NAME", "\x1b]0;x\a"))
	must(t, s.Setenv("LC_TIME", strings.Repeat("x", 5000)))
	must(t, s.RequestPty("xterm", 24, 80, gossh.TerminalModes{}))
	must(t, s.Shell())
	v := within(t, "the visit", visits)
	for name, value := range passed {
		if got := v.Getenv(name); got != value {
			t.Errorf("%s is %q", name, got)
		}
	}
	for _, name := range []string{"PATH", "PINGYI_USER", "LC_NAME", "LC_TIME", "LC_COLLATE"} {
		if got := v.Getenv(name); got != "" {
			t.Errorf("%s is %q", name, got)
		}
	}
	if got := v.Getenv("TERM"); got != "xterm" {
		t.Errorf("TERM is %q", got)
	}
	if v.From != "ssh:127.0.0.1" || v.HostPort != h.addr || v.Files != nil || v.Invited || v.Desk.Actor().Member.ID != "r1" {
		t.Errorf("%+v", v)
	}
}

func TestTheTerminalIsNoLargerThanIsDrawnOn(t *testing.T) {
	for _, c := range []struct{ columns, rows, w, h int }{
		{80, 24, 80, 24}, {5000, 5000, 500, 200}, {1<<32 - 1, 1<<32 - 1, 500, 200}, {0, 0, 80, 24}, {0, 50, 80, 24}, {1, 1, 1, 1},
	} {
		visits := make(chan sshd.Visit, 1)
		h := open(t, sshd.Config{Run: visitor(visits)})
		s, err := h.in("r1", h.keyed("r1")).NewSession()
		must(t, err)
		must(t, s.RequestPty("xterm\x1b[2J", c.rows, c.columns, gossh.TerminalModes{}))
		must(t, s.Shell())
		v := within(t, "the visit", visits)
		if v.Terminal.W != c.w || v.Terminal.H != c.h || v.Terminal.Term != "" {
			t.Errorf("%dx%d: %+v", c.columns, c.rows, v.Terminal)
		}
		must(t, s.WindowChange(c.rows, c.columns))
		if got := within(t, "the size", v.Terminal.Resize); got.W != c.w || got.H != c.h {
			t.Errorf("%dx%d: %+v", c.columns, c.rows, got)
		}
	}
}

func TestOfManySizesTheNewestCountsAndNobodyWaits(t *testing.T) {
	visits := make(chan sshd.Visit, 1)
	h := open(t, sshd.Config{Run: visitor(visits)})
	s, err := h.in("r1", h.keyed("r1")).NewSession()
	must(t, err)
	must(t, s.RequestPty("xterm", 24, 80, gossh.TerminalModes{}))
	must(t, s.Shell())
	v := within(t, "the visit", visits)
	for i := range 5000 {
		must(t, s.WindowChange(24, 80+i%100))
	}
	must(t, s.WindowChange(50, 132))
	// An answer to a later request means that all before it were read.
	if ok, err := s.SendRequest("keepalive@openssh.com", true, nil); ok || err != nil {
		t.Fatalf("%v, %v", ok, err)
	}
	if got := within(t, "the size", v.Terminal.Resize); got != (sshd.Size{W: 132, H: 50}) {
		t.Errorf("%+v", got)
	}
}

func TestAnInterruptEndsTheContext(t *testing.T) {
	for _, signal := range []gossh.Signal{gossh.SIGINT, gossh.SIGTERM, gossh.SIGHUP} {
		visits := make(chan sshd.Visit, 1)
		h := open(t, sshd.Config{Run: visitor(visits)})
		s, err := h.in("r1", h.keyed("r1")).NewSession()
		must(t, err)
		must(t, s.Start("wait"))
		within(t, "the visit", visits)
		must(t, s.Signal(signal))
		if exit, ok := s.Wait().(*gossh.ExitError); !ok || exit.ExitStatus() != 3 {
			t.Errorf("%s: %v", signal, exit)
		}
	}
}

func TestCommandLinesAreSplitAsAShellDoes(t *testing.T) {
	visits := make(chan []string, 1)
	h := open(t, sshd.Config{Limits: sshd.Limits{Command: 1 << 10}, Run: func(_ context.Context, v sshd.Visit) int {
		visits <- v.Args
		return 0
	}})
	r1 := h.keyed("r1")
	for line, want := range map[string][]string{
		``:                                nil,
		`   `:                             nil,
		`result p2016 --json`:             {"result", "p2016", "--json"},
		`a '' "" b`:                       {"a", "", "", "b"},
		`a'b c'd "e\"f\$\x" g\ h 'i\j'`:   {"ab cd", `e"f$\x`, "g h", `i\j`},
		"a\\\nb \t\n c":                   {"ab", "c"},
		`$HOME *; rm -rf / | cat > x & #`: {"$HOME", "*;", "rm", "-rf", "/", "|", "cat", ">", "x", "&", "#"},
		"评分\u3000表":                       {"评分\u3000表"},
	} {
		if _, errs, status := run(t, h.in("r1", r1), line); status != 0 {
			t.Errorf("%q: %q, %d", line, errs, status)
		}
		if got := within(t, line, visits); !slices.Equal(got, want) {
			t.Errorf("%q: %q", line, got)
		}
	}
	for _, line := range []string{`a 'b`, `a "b`, `a \`, "a\x00b", strings.Repeat("a", 1025)} {
		_, errs, status := run(t, h.in("r1", r1), line)
		if lines := strings.Split(strings.TrimSpace(errs), "\n"); status != 2 || len(lines) != 2 {
			t.Errorf("%.20q: %q, %d", line, errs, status)
		}
	}
}
