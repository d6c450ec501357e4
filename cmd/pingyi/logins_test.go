package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/pprof"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"pingyi/tui/terminal"
)

// comeAndGo sits down at the workstation on a connection, waits for the list with
// the panel, and is gone again: in one of four ways, by n.
func comeAndGo(c *gossh.Client, panel string, n int) error {
	defer c.Close()
	late := time.AfterFunc(patience, func() { c.Close() })
	defer late.Stop()
	s, keys, out, err := shell(c)
	if err != nil {
		return err
	}
	see := func(text string) {
		var seen []byte
		buf := make([]byte, 16<<10)
		for err == nil && !bytes.Contains(seen, []byte(text)) {
			var n int
			n, err = out.Read(buf)
			seen = append(seen, buf[:n]...)
		}
		if err != nil {
			err = fmt.Errorf("no %s in %q: %w", text, seen, err)
		}
	}
	press := func(text string) {
		if err == nil {
			_, err = io.WriteString(keys, text)
		}
	}
	press("\x1b[2;4R\x1b[2;8R") // its terminal answers what it will be asked
	switch n % 4 {
	case 0: // logs out
		see(panel)
		press(terminal.Ctrl('q'))
		io.Copy(io.Discard, out)
		err = errors.Join(err, s.Wait())
	case 1: // breaks off on the list
		see(panel)
	case 2: // breaks off while a rating is on its way into the record
		see(panel)
		press(terminal.Enter)
		see("评价标准")
		press(fmt.Sprint(n/4%4 + 1))
	case 3: // breaks off before there is a screen
	}
	return err
}

// Logins and logouts at the real screens leave no goroutine behind, while somebody
// watches who is in.
func TestLoginsAndLogoutsLeaveNoGoroutine(t *testing.T) {
	logins := 500
	if testing.Short() {
		logins = 50
	}
	h := inState(t, newKeyring(t), "sealed")
	_, chair, _ := h.screen("c1")
	t.Cleanup(h.close) // before that of the chair's terminal, which waits for its end
	chair.See("›p1", "r1 1/2 ——")
	round := func(n int) {
		for i := range n {
			if err := comeAndGo(h.line("r1"), "p1", i); err != nil {
				t.Fatalf("login %d: %v", i, err)
			}
		}
		chair.Until(func(screen string) bool { return !strings.Contains(screen, "在线") }, "has somebody in who has gone")
	}
	round(8) // what is kept for good is there now
	before := 0
	soon(t, func() bool {
		n := runtime.NumGoroutine()
		steady := n == before
		before = n
		return steady
	}, "the goroutines do not settle")
	round(logins)
	soon(t, func() bool { return runtime.NumGoroutine() <= before }, fmt.Sprintf("there were %d goroutines before %d logins", before, logins))
}

// soon looks again and again until the number of goroutines is as ok wants it,
// and fails with complaint and what they are when it never is.
func soon(t *testing.T, ok func() bool, complaint string) {
	t.Helper()
	for began := time.Now(); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Since(began) > patience {
			var all strings.Builder
			pprof.Lookup("goroutine").WriteTo(&all, 1)
			t.Fatalf("%s; there are\n%s", complaint, all.String())
		}
	}
}

// Budget: 500 logins and logouts leave no memory behind. What the runtime holds
// differs by some MB from one look to the next; 16 MB after every 500 would be a
// leak of 32 kB a login, and fail. (That they leave no goroutine behind is
// [TestLoginsAndLogoutsLeaveNoGoroutine].)
func BenchmarkLogins(b *testing.B) {
	dir := b.TempDir()
	keys := committee(b, dir, 1, samplePlans(b)...)
	s := serve(b, dir)
	round := func(n int) {
		for i := range n {
			c, err := s.dial("m0", keys[0])
			if err == nil {
				err = comeAndGo(c, "p0", i)
			}
			if err != nil {
				b.Fatalf("login %d: %v", i, err)
			}
		}
	}
	round(500) // what is kept for good is there now
	time.Sleep(settleFor)
	before := s.kB("VmRSS")
	b.ResetTimer()
	for b.Loop() {
		round(500)
	}
	took := b.Elapsed()
	time.Sleep(settleFor)
	left := float64(s.kB("VmRSS")-before) / 1024
	b.ReportMetric(left, "MB-left-behind")
	if left > 16*float64(b.N) {
		b.Errorf("%d logins leave %.1f MB behind, budget none", 500*b.N, left)
	}
	b.ReportMetric(float64(took.Milliseconds())/float64(500*b.N), "ms/login")
}
