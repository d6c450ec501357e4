package sshd

import (
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

// line is one client's connection. Its limits are counted by the gate.
type line struct {
	net.Conn
	addr  string // where from, without a port
	block string // what one client there is taken to have
	stuck time.Duration
	timer *time.Timer // ends a handshake that takes too long

	written atomic.Int64 // bytes that the system has taken

	closed    chan struct{}
	closeOnce sync.Once
	finished  atomic.Bool
	gone      func() // tells the gate

	// of the gate
	at       *coming // nil once it is in, or gone
	sessions int     // not left yet
	over     int     // of them, those whose run has ended
	ended    bool    // takes no more sessions
}

// writePiece is how much is written at a time, each with its own deadline: a thin
// line takes a piece in seconds, a stalled client takes none.
const writePiece = 4 << 10

// sendBuffer bounds what the kernel holds for a client: enough to send a file at
// 400 kB/s to one whose acknowledgements take 100 ms.
const sendBuffer = 16 << 10

// How much a client may have to acknowledge when more is drawn for it: what was
// drawn last, but no less than a thin line carries while an acknowledgement comes
// back, and no more than a segment. Of that a client's system may hold back the
// acknowledgement for a moment, of more it does not.
const (
	leastOnTheWay = 512
	mostOnTheWay  = 1460
)

// sealedIn is by how much encryption lengthens what is written.
const sealedIn = 64

// settleEvery is how often it is looked whether the client has acknowledged enough.
const settleEvery = 5 * time.Millisecond

// goneAfter is how long a client that acknowledges nothing is taken to be there.
const goneAfter = 3 * time.Minute

// tune sets the options of a TCP connection: a line that is gone without a word
// is noticed after some minutes, whether or not something was being written, and
// one that is thin has no queue before it of what was to be seen long ago.
func (l *line) tune() {
	if t, ok := l.Conn.(*net.TCPConn); ok {
		// A system that refuses one of these serves all the same.
		_ = t.SetKeepAliveConfig(net.KeepAliveConfig{Enable: true, Idle: time.Minute, Interval: 20 * time.Second, Count: 6})
		_ = t.SetWriteBuffer(sendBuffer)
		_ = queueLittle(t)
		_ = giveUp(t)
	}
}

// Read implements [net.Conn]. A client that is gone closes the line, also while
// nobody waits for what it sends.
func (l *line) Read(p []byte) (int, error) {
	n, err := l.Conn.Read(p)
	if err != nil {
		l.Close()
	}
	return n, err
}

// Write implements [net.Conn]. It fails, and the line with it, when the client
// takes nothing for too long.
func (l *line) Write(p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		var m int
		if err = l.SetWriteDeadline(time.Now().Add(l.stuck)); err == nil {
			m, err = l.Conn.Write(p[n:min(n+writePiece, len(p))])
		}
		n += m
		l.written.Add(int64(m))
	}
	if err != nil {
		l.cut()
	}
	return n, err
}

// system asks the system something of a connection.
func system(t *net.TCPConn, ask func(fd int) error) error {
	raw, err := t.SyscallConn()
	if err != nil {
		return err
	}
	var refused error
	if err = raw.Control(func(fd uintptr) { refused = ask(int(fd)) }); err != nil {
		return err
	}
	return refused
}

// settle waits, once so many bytes have been written, until they are under way and
// the client has acknowledged about all that was written before, or the line is
// closed, which is an error. The buffers of modems and routers take seconds' worth of
// a thin line without a word: only what comes back tells that they hold it no more.
//
// What is written meanwhile is not waited for. Newer clients of OpenSSH ask for 50
// answers a second while somebody types, and are given them.
func (l *line) settle(wrote int) error {
	t, ok := l.Conn.(*net.TCPConn)
	if !ok {
		return nil
	}
	written := l.written.Load()
	heard := written - int64(min(max(wrote+sealedIn, leastOnTheWay), mostOnTheWay))
	settled := func() bool {
		unsent, unheard := outstanding(t)
		now := l.written.Load()
		return now-int64(unsent) >= written && now-int64(unheard) >= heard
	}
	closed := func() error { // of a closed line nothing is outstanding
		select {
		case <-l.closed:
			return net.ErrClosed
		default:
			return nil
		}
	}
	if settled() {
		return closed()
	}
	look := time.NewTicker(settleEvery)
	defer look.Stop()
	for !settled() {
		select {
		case <-look.C:
		case <-l.closed:
			return net.ErrClosed
		}
	}
	return closed()
}

// finish leaves it to the client to close the line now that nothing more comes,
// and closes it a while later if the client does not: one that hears the server
// hang up first tells its person of a broken connection.
func (l *line) finish(linger time.Duration) {
	if l.finished.Swap(true) {
		return
	}
	last := time.AfterFunc(linger, l.cut)
	go func() {
		<-l.closed
		last.Stop()
	}()
}

// cut closes the line and drops what the client has not taken.
func (l *line) cut() {
	if t, ok := l.Conn.(*net.TCPConn); ok {
		_ = t.SetLinger(0)
	}
	l.Close()
}

// Close implements [net.Conn].
func (l *line) Close() (err error) {
	l.closeOnce.Do(func() {
		if l.timer != nil {
			l.timer.Stop()
		}
		close(l.closed)
		err = l.Conn.Close()
		l.gone()
	})
	return err
}

// hostOf returns the address of a without its port or zone.
func hostOf(a net.Addr) netip.Addr {
	if a == nil {
		return netip.Addr{}
	}
	at, err := netip.ParseAddrPort(a.String())
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr().Unmap().WithZone("")
}

// block is what one client is taken to have: an IPv4 address, or the 64 bits of an
// IPv6 one that a subscriber is given.
func block(a netip.Addr) string {
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}

// local reports whether a client is on this machine.
func local(remote, here net.Addr) bool {
	r, h := hostOf(remote), hostOf(here)
	return r.IsValid() && (r.IsLoopback() || r == h)
}
