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
// written from then on is not taken for a line that does not come to it, and on a
// terminal, where it is drawn, less than elsewhere.
func TestNoFramesAreQueuedForALineThatStops(t *testing.T) {
	taken := map[bool]int{}
	for _, drawn := range []bool{false, true} {
		if taken[drawn] = takenBeforeStuck(t, drawn); taken[drawn] > 8<<10 {
			t.Errorf("%d bytes were taken for a line that stood still", taken[drawn])
		}
	}
	if taken[true] >= taken[false] {
		t.Errorf("%d bytes were taken of what is drawn, and %d of what is not", taken[true], taken[false])
	}
}

// takenBeforeStuck is how many bytes a session can write, a hundred at a time, to a
// client that stops reading.
func takenBeforeStuck(t *testing.T, terminal bool) int {
	frame := bytes.Repeat([]byte("x"), 100)
	stopped, ended := make(chan struct{}), make(chan int, 1)
	h := open(t, sshd.Config{Limits: sshd.Limits{WriteStuck: 500 * time.Millisecond}, Run: func(_ context.Context, v sshd.Visit) int {
		<-stopped
		for n := 0; ; n += len(frame) {
			if _, err := v.Out.Write(frame); err != nil {
				ended <- n
				return 1
			}
		}
	}})
	narrow := net.Dialer{Control: func(_, _ string, c syscall.RawConn) error {
		var failed error
		err := c.Control(func(fd uintptr) { failed = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_RCVBUF, 2<<10) })
		return errors.Join(err, failed)
	}}
	raw, err := narrow.Dial("tcp", h.addr)
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
	close(stopped)
	return within(t, "the end of the session", ended)
}
