package main

import (
	"errors"
	"io"
	"net"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// thinLine is a line of so many bytes a second and so long a way, each way. What
// crosses is counted as it does, the encryption included.
type thinLine struct {
	rate  int
	delay time.Duration
	piece int // bytes that are carried at a time

	up, down atomic.Int64 // bytes that have crossed
}

// What the line asks of the system at each end. Of a buffer of one byte it makes its
// least, 2 kB, a packet's own bookkeeping included: a frame or two wait there, as in
// a modem, and what waits longer waits in the server, which is to decide what that
// is. The segments are those of a dial-up line: those of the loopback, of 64 kB, do
// not fit such a buffer, and what is sent waits for a fifth of a second each time.
const (
	lineBuffer  = 1
	lineSegment = 536
)

func least(network, address string, c syscall.RawConn) error {
	var failed error
	err := c.Control(func(fd uintptr) {
		failed = errors.Join(syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, lineBuffer),
			syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_SNDBUF, lineBuffer),
			syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_MAXSEG, lineSegment))
	})
	return errors.Join(err, failed)
}

// to returns an address from which the line goes to a server, for one client. It is
// cut with the test.
func (l *thinLine) to(t testing.TB, server string) (addr string) {
	t.Helper()
	listens := net.ListenConfig{Control: least}
	here, err := listens.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { here.Close() })
	go func() {
		client, err := here.Accept()
		if err != nil {
			return
		}
		dials := net.Dialer{Control: least}
		there, err := dials.Dial("tcp", server)
		if err != nil {
			client.Close()
			return
		}
		go l.carry(there, client, &l.up)
		l.carry(client, there, &l.down)
	}()
	return here.Addr().String()
}

// parcel is some bytes that are under way, and when they are there.
type parcel struct {
	bytes []byte
	at    time.Time
}

// carry carries one direction. Bytes are taken as fast as they go, and are there
// after the delay.
func (l *thinLine) carry(to, from net.Conn, crossed *atomic.Int64) {
	way := make(chan parcel, 4096) // more than there is room for on the way
	go func() {
		for p := range way {
			time.Sleep(time.Until(p.at))
			n, _ := to.Write(p.bytes) // where nobody is any more the reading ends, too
			crossed.Add(int64(n))
		}
		to.Close()
	}()
	free := time.Now()
	for {
		b := make([]byte, l.piece)
		n, err := from.Read(b)
		if now := time.Now(); free.Before(now) {
			free = now
		}
		if l.rate > 0 {
			free = free.Add(time.Duration(n) * time.Second / time.Duration(l.rate))
		}
		way <- parcel{b[:n], free.Add(l.delay)}
		if err != nil {
			from.Close()
			close(way)
			return
		}
		time.Sleep(time.Until(free))
	}
}

// tiny writes a few bytes at a time, so that characters, key sequences and the marks
// of a paste are cut anywhere.
type tiny struct {
	to io.WriteCloser
	n  int
}

func (w *tiny) Write(b []byte) (done int, err error) {
	for done < len(b) && err == nil {
		w.n++
		var n int
		n, err = w.to.Write(b[done:min(len(b), done+1+w.n%5)])
		done += n
	}
	return done, err
}

func (w *tiny) Close() error { return w.to.Close() }
