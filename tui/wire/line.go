package wire

import (
	"sync"
	"time"
)

// line is what is on its way to a terminal. A kernel knows what has not left it, and
// what has not come to the next machine: a jump host or a bastion, a modem's buffer
// may hold seconds' worth beyond. The terminal alone tells, by answering what is asked
// behind it.
type line struct {
	answered chan struct{} // has something in it when an answer has come

	mu    sync.Mutex
	asked []int // the bytes before each question not answered yet
	since int   // the bytes after the last of them
	last  time.Time
}

const (
	// ask is what a terminal is asked: whether it is all right.
	ask = "\x1b[5n"

	// askAfter is how many bytes are sent from one question to the next.
	askAfter = 256

	// onTheWay is how many bytes may be without an answer. On 1,200 bytes a second they
	// take less than a second; 4,000 a second and 150 ms each way carry as much anyway.
	onTheWay = 1 << 10

	// restful is the silence after which a frame finds the line empty: one alone asks
	// nothing.
	restful = time.Second

	// stuckAfter is how long an answer is waited for.
	stuckAfter = 30 * time.Second
)

// send returns b as it is sent, with a question behind it where one is due.
func (l *line) send(b []byte, now time.Time) []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(b) == 0 {
		return b
	}
	if len(l.asked) == 0 && now.Sub(l.last) > restful {
		l.since = 0
	}
	alone := l.since == 0 && len(l.asked) == 0
	l.last = now
	l.since += len(b)
	if l.since >= askAfter && !alone {
		b = append(b, ask...)
		l.asked = append(l.asked, l.since+len(ask))
		l.since = 0
	}
	return b
}

// full reports whether a frame would have to wait behind others.
func (l *line) full() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := l.since
	for _, before := range l.asked {
		n += before
	}
	return len(l.asked) > 0 && n >= onTheWay
}

func (l *line) answer() {
	l.mu.Lock()
	if len(l.asked) > 0 {
		l.asked = l.asked[1:]
	}
	l.mu.Unlock()
	wake(l.answered)
}
