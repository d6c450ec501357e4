package sshd_test

import (
	"errors"
	"fmt"
	"net"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"pingyi/tui/sshd"
)

func TestHandshakesAreCapped(t *testing.T) {
	h := open(t, sshd.Config{Limits: sshd.Limits{PerAddress: 8, Handshakes: 10}})
	var held []net.Conn
	defer func() {
		for _, c := range held {
			c.Close()
		}
	}()
	hold := func(addr string) bool {
		c, err := net.Dial("tcp", addr)
		must(t, err)
		held = append(held, c)
		must(t, c.SetReadDeadline(time.Now().Add(patience)))
		_, err = c.Read(make([]byte, 1)) // the version line, or the end
		return err == nil
	}
	for i := range 8 {
		if !hold(h.addr) {
			t.Fatalf("number %d was refused", i+1)
		}
	}
	if hold(h.addr) {
		t.Error("a ninth from one address was taken")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	go h.server.Serve(far{l, "2001:db8::1"})
	for i := range 3 {
		if hold(l.Addr().String()) != (i < 2) {
			t.Errorf("number %d in all", 9+i)
		}
	}
	held[0].Close()
	soon(t, "a place", func() bool { return hold(h.addr) })
	if !strings.Contains(h.log.String(), "handshakes from the address") {
		t.Error("the log says nothing")
	}
}

// A committee behind one address, more than may be in the key exchange at once,
// sits at the prompt while others come in.
func TestACommitteeAtThePromptKeepsNobodyOut(t *testing.T) {
	h := open(t, sshd.Config{Limits: sshd.Limits{PerAddress: 2, Handshakes: 3, AskedPerAddress: 12, Asked: 15}})
	at, proceed := make(chan struct{}), make(chan struct{})
	var once sync.Once
	release := func() { once.Do(func() { close(proceed) }) }
	defer release()
	prompted := gossh.KeyboardInteractive(func(string, string, []string, []bool) ([]string, error) {
		at <- struct{}{}
		<-proceed
		return []string{"wrong horse"}, nil
	})
	// wait brings one more to the prompt; false if they are refused before it.
	wait := func() bool {
		refused := make(chan error, 1)
		go func() {
			_, err := h.dialAs("r1", prompted)
			refused <- err
		}()
		select {
		case <-at:
			return true
		case <-refused:
			return false
		case <-time.After(patience):
			t.Fatal("neither asked nor refused")
			return false
		}
	}
	for i := range 11 {
		if !wait() {
			t.Fatalf("number %d from one address was refused", i+1)
		}
	}
	c := h.in("r1", h.keyed("r1"))
	run(t, c, "who")
	within(t, "the end of the connection", ended(c))
	if !wait() {
		t.Error("who is in is counted still")
	}
	if wait() {
		t.Error("a thirteenth from one address was asked")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	go h.server.Serve(far{l, "192.0.2.7"})
	h.addr = l.Addr().String()
	for i := range 4 {
		if wait() != (i < 3) {
			t.Errorf("number %d in all", 13+i)
		}
	}
	if !strings.Contains(h.log.String(), "asked who they are") {
		t.Error("the log says nothing")
	}
}

// A client may be slow: what it says of its handshake comes a few bytes at a time.
type slow struct{ net.Conn }

func (s slow) Write(p []byte) (int, error) {
	for i := 0; i < len(p); i += 100 {
		if _, err := s.Conn.Write(p[i:min(i+100, len(p))]); err != nil {
			return i, err
		}
		runtime.Gosched()
	}
	return len(p), nil
}

func TestASlowHandshakeIsNoAttack(t *testing.T) {
	h := open(t, sshd.Config{})
	raw, err := net.Dial("tcp", h.addr)
	must(t, err)
	c, err := h.over(slow{raw}, "r1", gossh.PublicKeys(h.keyed("r1")))
	must(t, err)
	if out, _, _ := run(t, c, "who"); !strings.HasPrefix(out, "r1 ") {
		t.Errorf("%q", out)
	}
}

func TestConnectionsAreCapped(t *testing.T) {
	visits := make(chan sshd.Visit, 4)
	h := open(t, sshd.Config{Limits: sshd.Limits{Conns: 2}, Run: visitor(visits)})
	r1 := h.keyed("r1")
	for range 2 {
		s, err := h.in("r1", r1).NewSession()
		must(t, err)
		must(t, s.Start("wait"))
		within(t, "the visit", visits)
	}
	if _, err := h.dialAs("r1", gossh.PublicKeys(r1)); err == nil {
		t.Error("a third connection was taken")
	}
}

func TestSessionsAreCapped(t *testing.T) {
	visits := make(chan sshd.Visit, 20)
	h := open(t, sshd.Config{Limits: sshd.Limits{PerMember: 3, Sessions: 5}, Run: visitor(visits)})
	r1, r2 := h.keyed("r1"), h.keyed("r2")
	start := func(c *gossh.Client) error {
		s, err := c.NewSession()
		if err == nil {
			must(t, s.Start("wait"))
			within(t, "the visit", visits)
		}
		return err
	}
	refused := func(name string, err error) {
		t.Helper()
		why, ok := errors.AsType[*gossh.OpenChannelError](err)
		if !ok || why.Reason != gossh.ResourceShortage || !strings.Contains(why.Message, "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
	one := h.in("r1", r1)
	must(t, start(one))
	must(t, start(one))
	refused("a third on one connection", start(one))
	must(t, start(h.in("r1", r1)))
	refused("a fourth of one member", start(h.in("r1", r1)))
	must(t, start(h.in("r2", r2)))
	must(t, start(h.in("owner", h.key)))
	refused("a sixth in all", start(h.in("r2", r2)))
	for range 500 {
		if _, _, err := one.OpenChannel("session", nil); err == nil {
			t.Fatal("a third on one connection")
		}
	}
}

func TestNothingButSessionsIsServed(t *testing.T) {
	visits := make(chan sshd.Visit, 1)
	h := open(t, sshd.Config{Run: visitor(visits)})
	c := h.in("r1", h.keyed("r1"))
	for _, kind := range []string{"direct-tcpip", "direct-streamlocal@openssh.com", "forwarded-tcpip", "x11", "auth-agent@openssh.com", "tun@openssh.com", "file@pingyi", ""} {
		_, _, err := c.OpenChannel(kind, gossh.Marshal(struct {
			Host string
			Port uint32
			From string
			FP   uint32
		}{"127.0.0.1", 22, "127.0.0.1", 4711}))
		if why, ok := errors.AsType[*gossh.OpenChannelError](err); !ok || why.Reason != gossh.UnknownChannelType {
			t.Errorf("%q: %v", kind, err)
		}
	}
	for _, kind := range []string{"tcpip-forward", "cancel-tcpip-forward", "streamlocal-forward@openssh.com", "no-more-sessions@openssh.com", "keepalive@openssh.com", ""} {
		ok, _, err := c.SendRequest(kind, true, gossh.Marshal(struct {
			Host string
			Port uint32
		}{"127.0.0.1", 0}))
		if ok || err != nil {
			t.Errorf("%q: %v, %v", kind, ok, err)
		}
	}
	s, err := c.NewSession()
	must(t, err)
	for kind, payload := range map[string][]byte{
		"auth-agent-req@openssh.com": nil, "x11-req": gossh.Marshal(struct {
			Single        bool
			Proto, Cookie string
			Screen        uint32
		}{false, "MIT-MAGIC-COOKIE-1", "00", 0}), "subsystem": gossh.Marshal(struct{ Name string }{"sftp"}), "break": nil,
		"command@pingyi": gossh.Marshal(struct{ Command string }{"a"}), "window-change": nil, "": nil,
		"pty-req": []byte("x"), "exec": []byte("x"), "env": []byte("x"), "signal": []byte("x"),
	} {
		if ok, err := s.SendRequest(kind, true, payload); ok || err != nil {
			t.Errorf("%q: %v, %v", kind, ok, err)
		}
	}
	if len(visits) != 0 {
		t.Fatal("something runs")
	}
	must(t, s.Start("wait"))
	within(t, "the visit", visits)
	for _, kind := range []string{"shell", "exec", "subsystem", "pty-req", "env"} {
		if ok, err := s.SendRequest(kind, true, gossh.Marshal(struct{ A, B string }{"LANG", "en"})); ok || err != nil {
			t.Errorf("%q once it runs: %v, %v", kind, ok, err)
		}
	}
}

// grows returns by how much the memory in use has grown when do is over.
func grows(do func()) int64 {
	use := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := use()
	do()
	return use() - before
}

func TestFiveThousandEnvironmentRequestsTakeNoMemory(t *testing.T) {
	visits := make(chan sshd.Visit, 1)
	h := open(t, sshd.Config{Run: visitor(visits)})
	s, err := h.in("r1", h.keyed("r1")).NewSession()
	must(t, err)
	taken := 0
	value := strings.Repeat("x", 30_000)
	grown := grows(func() {
		for i := range 5000 {
			if s.Setenv(fmt.Sprint("LC_", i), value) == nil {
				taken++
			}
		}
	})
	if taken != 32 || grown > 16<<20 {
		t.Errorf("%d were taken, and %d bytes", taken, grown)
	}
	must(t, s.Start("wait"))
	if got := within(t, "the visit", visits).Getenv("LC_0"); got != "" {
		t.Errorf("%d bytes", len(got))
	}
}
