package sshd

import (
	"io"
	"sync"
	"time"
)

// writer writes to a session's client, which is cut off when it takes nothing for
// too long: by not reading its connection, or by never widening its window.
type writer struct {
	to    io.Writer
	stuck time.Duration
	cut   func()

	mu sync.Mutex
}

// channelPiece is how much a client has to take at a time.
const channelPiece = 8 << 10

func (v *session) writer(to io.Writer) *writer {
	return &writer{to: to, stuck: v.server.cfg.Limits.WriteStuck, cut: func() {
		v.server.log.Warn("a client that takes nothing was cut off", "member", v.who.member, "from", v.line.addr)
		v.line.cut()
	}}
}

// Write implements [io.Writer], for several goroutines at a time.
func (w *writer) Write(p []byte) (n int, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for n < len(p) && err == nil {
		late := time.AfterFunc(w.stuck, w.cut)
		var m int
		m, err = w.to.Write(p[n:min(n+channelPiece, len(p))])
		late.Stop()
		n += m
	}
	return n, err
}
