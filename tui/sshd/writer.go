package sshd

import (
	"bytes"
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

	mu     sync.Mutex
	drawn  bool                  // the terminal shows its other screen
	settle func(wrote int) error // nil but on a terminal: waits until it has come to what was written
}

// What a program writes to turn a terminal to its other screen, on which it draws,
// and back.
const (
	otherScreen = "\x1b[?1049h"
	mainScreen  = "\x1b[?1049l"
)

// channelPiece is how much a client has to take at a time.
const channelPiece = 8 << 10

func (v *session) writer(to io.Writer) *writer {
	return &writer{to: to, stuck: v.server.cfg.Limits.WriteStuck, cut: func() {
		v.server.log.Warn("a client that takes nothing was cut off", "member", v.who.member, "from", v.line.addr)
		v.line.cut()
	}}
}

// watched has writes take as long as the line takes to come to what they wrote, so
// that whoever draws on a terminal draws next what is then to be seen.
func (w *writer) watched(settle func(wrote int) error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settle = settle
}

// onScreen reports whether the terminal was drawn on and is not as it was.
func (w *writer) onScreen() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.drawn
}

// end says that nothing more comes, unless something is being written still, which
// the end of the session then cuts short.
func (w *writer) end(closeWrite func() error) {
	if w.mu.TryLock() {
		defer w.mu.Unlock()
		_ = closeWrite()
	}
}

// Write implements [io.Writer], for several goroutines at a time.
func (w *writer) Write(p []byte) (n int, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if on, off := bytes.LastIndex(p, []byte(otherScreen)), bytes.LastIndex(p, []byte(mainScreen)); on != off {
		w.drawn = on > off
	}
	for n < len(p) && err == nil {
		late := time.AfterFunc(w.stuck, w.cut)
		var m int
		m, err = w.to.Write(p[n:min(n+channelPiece, len(p))])
		if w.settle != nil && err == nil {
			err = w.settle(m)
		}
		late.Stop()
		n += m
	}
	return n, err
}
