package draft

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"pingyi/tui/pages/page"
)

// pauseFor is how long after the first unsaved key a draft is written: with the
// writing itself it is on disk within a second, at two writes a second.
const pauseFor = 500 * time.Millisecond

// Timer tells when what is being typed is to be written.
type Timer struct {
	tick    func(time.Duration, func(time.Time) tea.Msg) tea.Cmd
	me      *token
	running bool
}

// Msg is a message of this package. A page hands every one to the timer or the
// draft that it holds, which knows its own.
type Msg struct {
	of   *token
	what any
}

// token tells the messages of one page from those of another below it: the root
// hands them to all.
type token struct{ _ byte }

type rang struct{}

// NewTimer returns a timer that is not running.
func NewTimer(env page.Env) Timer {
	t := Timer{tick: tea.Tick, me: new(token)}
	if env.Tick != nil {
		t.tick = env.Tick
	}
	return t
}

// Start starts the timer, unless it is running.
func (t *Timer) Start() tea.Cmd {
	if t.running {
		return nil
	}
	t.running = true
	me := t.me
	return t.tick(pauseFor, func(time.Time) tea.Msg { return Msg{me, rang{}} })
}

// Rang reports whether msg is the end of this timer, which then has stopped.
func (t *Timer) Rang(msg Msg) bool {
	if _, ok := msg.what.(rang); !ok || msg.of != t.me {
		return false
	}
	t.running = false
	return true
}
