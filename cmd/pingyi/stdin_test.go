package main

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"pingyi/store"
	"pingyi/store/storetest"
)

// sending is a remote command whose standard input is still open.
type sending struct {
	t    *testing.T
	s    *gossh.Session
	in   io.WriteCloser
	errs bytes.Buffer
}

func (h *house) send(t *testing.T, member, command string) *sending {
	t.Helper()
	c := h.line(member)
	t.Cleanup(func() { c.Close() })
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	g := &sending{t: t, s: s}
	s.Stderr = &g.errs
	if g.in, err = s.StdinPipe(); err == nil {
		err = s.Setenv("LANG", "en_US.UTF-8")
	}
	if err == nil {
		err = s.Start(command)
	}
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// ended waits for the command's end and returns what it says.
func (g *sending) ended() string {
	g.t.Helper()
	late := time.AfterFunc(patience, func() { g.s.Close() })
	defer late.Stop()
	if exit, failed := g.s.Wait().(*gossh.ExitError); !failed || exit.ExitStatus() != 1 {
		g.t.Errorf("it ends otherwise than refused: %s", g.errs.String())
	}
	return g.errs.String()
}

// Who may not do what they ask for is told so before they have sent anything.
func TestNoInputIsReadOfWhoIsRefused(t *testing.T) {
	h := inState(t, newKeyring(t), "sealed")
	for _, try := range []struct{ member, command, refused string }{
		{"r1", "import --format csv -", "may not change plans"},
		{"c1", "import --dry-run --format csv -", "may not change plans"},
		{"k1", "submit", "may not rate"},
		{"owner", "submit -", "may not rate"},
		{"r1", "member key add r2", "may not manage members"},
		{"owner", "key add", "may not have ways in"},
		{"owner", "password", "may not have ways in"},
		{"owner", "settings --keymap -", "has no settings"},
	} {
		if said := h.send(t, try.member, try.command).ended(); !strings.Contains(said, try.refused) {
			t.Errorf("%s by %s: %q", try.command, try.member, said)
		}
	}
}

// No command waits for more than it could take.
func TestInputThatIsTooLargeIsNotWaitedFor(t *testing.T) {
	h := inState(t, newKeyring(t), "sealed")
	for command, refused := range map[string]string{"key add": "16 KiB", "member key add r1 -": "16 KiB", "password": "one line", "settings --keymap -": "64 KiB"} {
		g := h.send(t, "r1", command)
		go io.WriteString(g.in, "#"+strings.Repeat("x", 128<<10)) // and no end
		if said := g.ended(); !strings.Contains(said, refused) {
			t.Errorf("%s: %q", command, said)
		}
	}
}

// What all hold of their input is bounded, and what one member holds too; it is
// given back at the end.
func TestInputThatIsHeldIsBounded(t *testing.T) {
	var all *holding
	h := openHouse(t, newKeyring(t), func(owner *store.Desk) { storetest.Make(t, owner, "sealed") }, func(s *site) {
		s.holding = newHolding(3<<20, 2<<20)
		all = s.holding
	})
	holds := func(n int) {
		t.Helper()
		for end := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
			all.mu.Lock()
			now := all.all
			all.mu.Unlock()
			if now == n {
				return
			}
			if time.Now().After(end) {
				t.Fatalf("%d bytes are held, not %d", now, n)
			}
		}
	}
	first := h.send(t, "k1", "import --format csv -")
	if _, err := first.in.Write(make([]byte, 3<<19)); err != nil {
		t.Fatal(err)
	}
	holds(3 << 19)
	second := h.send(t, "k1", "import --format csv -")
	go second.in.Write(make([]byte, 1<<20))
	if said := second.ended(); !strings.Contains(said, "you are sending too much") {
		t.Errorf("more of one member: %q", said)
	}
	other := h.send(t, "m1", "import --format csv -")
	go other.in.Write(make([]byte, 7<<18))
	if said := other.ended(); !strings.Contains(said, "the server is being sent too much") {
		t.Errorf("more of another: %q", said)
	}
	h.must("m1", "", "plan", "list")
	holds(3 << 19)
	first.in.Close()
	first.ended()
	holds(0)
	if a := h.run("k1", someCSV, "import", "--year", "2017", "--department", "903", "--name", "林业局", "--format", "csv", "-"); a.status != 0 {
		t.Errorf("when nothing is held: %+v", a)
	}
	holds(0)
}

// Who sends much and then nothing gives it back.
func TestInputThatStallsIsGivenUp(t *testing.T) {
	h := openHouse(t, newKeyring(t), func(owner *store.Desk) { storetest.Make(t, owner, "sealed") }, func(s *site) { s.stalledFor = 50 * time.Millisecond })
	g := h.send(t, "k1", "import --format csv -")
	go g.in.Write(make([]byte, 1<<20))
	if said := g.ended(); !strings.Contains(said, "nothing has come on standard input for long") {
		t.Errorf("%q", said)
	}
}
