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
	asked []question // not answered yet
	since int        // the bytes sent after the last of them
	last  time.Time  // when something was sent
	heard time.Time  // when the last answer came

	rate  float64   // bytes a second that it carries; 0 while that is not known
	empty time.Time // when it will have carried all that was sent
}

// question is what was asked of the terminal behind so many bytes.
type question struct {
	bytes int
	at    time.Time
}

const (
	// ask is what a terminal is asked: whether it is all right.
	ask = "\x1b[5n"

	// askAfter is how many bytes are sent from one question to the next: on a thin line
	// the answers crowd the keys.
	askAfter = 768

	// onTheWay is how many bytes may be without an answer, whatever the line is thought
	// to carry.
	onTheWay = 2560

	// ahead is how long before the line is empty more is sent.
	ahead = 100 * time.Millisecond

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
		l.asked = append(l.asked, question{l.since + len(ask), now})
		l.since = 0
	}
	if l.empty.Before(now) {
		l.empty = now
	}
	if l.rate > 0 {
		l.empty = l.empty.Add(time.Duration(float64(len(b)) / l.rate * float64(time.Second)))
	}
	return b
}

// wait is how long a frame would wait behind others; blocked says that only an answer
// can end that.
func (l *line) wait(now time.Time) (d time.Duration, blocked bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := l.since
	for _, q := range l.asked {
		n += q.bytes
	}
	return l.empty.Sub(now.Add(ahead)), n >= onTheWay && len(l.asked) > 0
}

// asking reports whether an answer is still to come.
func (l *line) asking() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.asked) > 0
}

// answer takes an answer. What lies between it and the one before tells how much the
// line carries, if it was never empty meanwhile; it is taken for somewhat faster, so
// that a slow moment is not for ever.
func (l *line) answer(now time.Time) {
	l.mu.Lock()
	if len(l.asked) > 0 {
		q := l.asked[0]
		l.asked = l.asked[1:]
		if took := now.Sub(l.heard); took > 0 && l.heard.After(q.at) {
			sample := 1.1 * float64(q.bytes) / took.Seconds()
			if l.rate == 0 || sample > l.rate {
				l.rate = sample
			} else {
				l.rate += (sample - l.rate) / 4
			}
		}
		l.heard = now
	}
	l.mu.Unlock()
	wake(l.answered)
}
