package sshd_test

import (
	"net"
	"syscall"
	"testing"

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

// A line that drops while output is under way is given up after three minutes: it
// counts towards what its member may have, and keepalives wait for the output.
func TestALineThatDropsIsGivenUp(t *testing.T) {
	h := open(t, sshd.Config{})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	k := kept{l, make(chan *net.TCPConn, 1)}
	go h.server.Serve(k)
	c, err := net.Dial("tcp", l.Addr().String())
	must(t, err)
	defer c.Close()
	at := within(t, "the connection", k.conns)
	_, err = c.Read(make([]byte, 1)) // the version line: the options are set by now
	must(t, err)
	raw, err := at.SyscallConn()
	must(t, err)
	const userTimeout = 18
	var got int
	var failed error
	must(t, raw.Control(func(fd uintptr) { got, failed = syscall.GetsockoptInt(int(fd), syscall.IPPROTO_TCP, userTimeout) }))
	must(t, failed)
	if got != 180_000 {
		t.Errorf("%d ms", got)
	}
}
