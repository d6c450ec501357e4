package sshd_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"syscall"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
	"golang.org/x/sys/unix"

	"pingyi/tui/sshd"
)

// kept is a listener whose connections a test can look at.
type kept struct {
	net.Listener
	conns chan *net.TCPConn
}

func (k kept) Accept() (net.Conn, error) {
	c, err := k.Listener.Accept()
	if err == nil {
		k.conns <- c.(*net.TCPConn)
	}
	return c, err
}

// atServer connects to a server and returns both ends.
func atServer(t *testing.T, h *house) (here, there *net.TCPConn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	k := kept{l, make(chan *net.TCPConn, 1)}
	go h.server.Serve(k)
	c, err := net.Dial("tcp", l.Addr().String())
	must(t, err)
	t.Cleanup(func() { c.Close() })
	there = within(t, "the connection", k.conns)
	_, err = c.Read(make([]byte, 1)) // the version line: the options are set by now
	must(t, err)
	return c.(*net.TCPConn), there
}

func option(t *testing.T, c *net.TCPConn, level, name int) (value int) {
	t.Helper()
	raw, err := c.SyscallConn()
	must(t, err)
	var failed error
	must(t, raw.Control(func(fd uintptr) { value, failed = unix.GetsockoptInt(int(fd), level, name) }))
	must(t, failed)
	return value
}

// A line that drops while output is under way is given up after three minutes: it
// counts towards what its member may have, and keepalives wait for the output.
func TestALineThatDropsIsGivenUp(t *testing.T) {
	_, at := atServer(t, open(t, sshd.Config{}))
	if got := option(t, at, unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT); got != 180_000 {
		t.Errorf("%d ms", got)
	}
}

// The system takes nothing more for a line before it has sent what it took.
func TestTheSystemQueuesNothing(t *testing.T) {
	_, at := atServer(t, open(t, sshd.Config{}))
	if got := option(t, at, unix.IPPROTO_TCP, unix.TCP_NOTSENT_LOWAT); got != 1 {
		t.Errorf("takes more while %d bytes are not sent", got)
	}
	if got := option(t, at, unix.SOL_SOCKET, unix.SO_SNDBUF); got > 64<<10 { // twice what is asked for, with what the system needs
		t.Errorf("a send buffer of %d bytes", got)
	}
}

// Somebody writes on a line that stops, with little room at its other end. What is
// written from then on is not taken for a line that does not come to it; and on a
// terminal, where it is drawn, none of it waits in the system: that is left for what
// is to be seen by then.
func TestNoFramesAreQueuedForALineThatStops(t *testing.T) {
	if of := untilStuck(t, false); of.taken > 8<<10 || of.unsent == 0 {
		t.Errorf("%d bytes were taken for a line that stood still, and %d not sent", of.taken, of.unsent)
	}
	if of := untilStuck(t, true); of.taken > 8<<10 || of.unsent != 0 || of.unheard > 512 {
		t.Errorf("%d bytes were drawn on a line that stood still, with %d not sent and %d not acknowledged", of.taken, of.unsent, of.unheard)
	}
}

// stuck is what was taken, in bytes, and the most that was not sent or not
// acknowledged when something had just been taken.
type stuck struct{ taken, unsent, unheard int }

// untilStuck has a session write, a hundred bytes at a time, to a client that stops
// reading, until it can write no more.
func untilStuck(t *testing.T, terminal bool) stuck {
	frame := bytes.Repeat([]byte("x"), 100)
	stopped, ended := make(chan *net.TCPConn, 1), make(chan stuck, 1)
	h := open(t, sshd.Config{Limits: sshd.Limits{WriteStuck: 500 * time.Millisecond}, Run: func(_ context.Context, v sshd.Visit) int {
		at, of := <-stopped, stuck{}
		for {
			if _, err := v.Out.Write(frame); err != nil {
				ended <- of
				return 1
			}
			of.taken += len(frame)
			of.unsent = max(of.unsent, queued(at, unix.SIOCOUTQNSD))
			of.unheard = max(of.unheard, queued(at, unix.SIOCOUTQ))
		}
	}})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	k := kept{l, make(chan *net.TCPConn, 1)}
	go h.server.Serve(k)
	narrow := net.Dialer{Control: func(_, _ string, c syscall.RawConn) error {
		var failed error
		err := c.Control(func(fd uintptr) { failed = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_RCVBUF, 2<<10) })
		return errors.Join(err, failed)
	}}
	raw, err := narrow.Dial("tcp", l.Addr().String())
	must(t, err)
	defer raw.Close()
	stall := &stalling{Conn: raw, from: make(chan struct{})}
	c, err := h.over(stall, "r1", gossh.PublicKeys(h.keyed("r1")))
	must(t, err)
	s, err := c.NewSession()
	must(t, err)
	if terminal {
		must(t, s.RequestPty("xterm", 24, 80, gossh.TerminalModes{}))
	}
	must(t, s.Shell())
	stall.stall()
	stopped <- within(t, "the connection", k.conns)
	return within(t, "the end of the session", ended)
}

// queued is how many bytes wait in the system, by what is asked of it; 0 once the
// connection is closed.
func queued(c *net.TCPConn, what uint) (bytes int) {
	if raw, err := c.SyscallConn(); err == nil {
		_ = raw.Control(func(fd uintptr) { bytes, _ = unix.IoctlGetInt(int(fd), what) })
	}
	return bytes
}
