package sshd

import (
	"sync"
	"time"
)

// How guesses at secrets are slowed down. A handful of typos costs nothing; from
// then on each failure doubles the wait for the next, by address and by name.
//
// At a name there are two queues, each of which is looked at one by one: that of
// addresses that are slowed down themselves, and that of all others. So whoever
// guesses from one address, however fast, does not keep the member out who comes
// from another. At most 720 guesses an hour from the others and 120 from those
// slowed down are looked at, from however many addresses; only some dozens of
// addresses at once fill the queue of the others, and keep a member out who has
// not been in from where they are and has no key.
const (
	freeGuesses  = 5
	firstWait    = time.Second
	longestWait  = 30 * time.Second
	longestApart = 5 * time.Second // two guesses at a name, from addresses that are not slowed down
	forgiveEvery = 2 * time.Minute // one failure
	maxRemember  = 4096
)

// guesses remembers who failed to say a secret, a bounded number of them.
type guesses struct {
	now func() time.Time

	mu    sync.Mutex
	tries map[string]*tries
	known map[string]struct{} // name at address, of those who have been right
}

type tries struct {
	failed int
	at     time.Time // since when one failure is to be forgiven
	next   time.Time // when the next guess may be looked at
}

func newGuesses(now func() time.Time) *guesses {
	return &guesses{now: now, tries: map[string]*tries{}, known: map[string]struct{}{}}
}

// begin counts a guess before it is made, as a failure: many at once are slowed
// down like one after the other. The guess is to wait first, and not to be looked
// at unless heed; right takes the failure back.
//
// Somebody at an address where they were right before is not slowed down by what
// others guess at their name, and from an address that is not slowed down by what
// those guess that are.
func (g *guesses) begin(addr, name string) (wait time.Duration, heed bool, right func()) {
	if len(name) > 64 { // nobody's, so one place for all of them
		name = name[:64]
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	from := g.of("from "+addr, now)
	pair := name + " at " + addr
	named, apart := "name "+name, longestApart
	if _, ok := g.known[pair]; ok {
		named, apart = pair, longestWait
	} else if from.failed >= freeGuesses {
		named, apart = "slowed name "+name, longestWait
	}
	of := g.of(named, now)
	wait = max(from.next.Sub(now), of.next.Sub(now), 0)
	if wait > longestWait {
		return longestWait, false, func() {}
	}
	from.fail(now, longestWait)
	of.fail(now, apart)
	return wait, true, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		from.failed = max(from.failed-1, 0)
		*of = tries{at: now}
		for k := range g.known {
			if len(g.known) < maxRemember {
				break
			}
			delete(g.known, k)
		}
		g.known[pair] = struct{}{}
	}
}

// fail counts a failure; the next guess is at most longest later.
func (t *tries) fail(now time.Time, longest time.Duration) {
	t.failed++
	if t.failed < freeGuesses {
		return
	}
	delay := longest
	if n := t.failed - freeGuesses; n < 5 {
		delay = min(firstWait<<n, longest)
	}
	if t.next.Before(now) {
		t.next = now
	}
	t.next = t.next.Add(delay)
}

// of returns what is remembered under key, less what has been forgiven. The lock
// is held.
func (g *guesses) of(key string, now time.Time) *tries {
	if t := g.tries[key]; t != nil {
		t.forgive(now)
		return t
	}
	if len(g.tries) >= maxRemember {
		g.forget(now)
	}
	t := &tries{at: now}
	g.tries[key] = t
	return t
}

func (t *tries) forgive(now time.Time) {
	n := int(now.Sub(t.at) / forgiveEvery)
	if n <= 0 {
		return
	}
	t.failed = max(t.failed-n, 0)
	t.at = t.at.Add(time.Duration(n) * forgiveEvery)
}

// forget makes room: who has nothing against them goes, or else whoever has the
// least, so that a flood of names does not clear the one that is guessed at.
func (g *guesses) forget(now time.Time) {
	least, fewest := "", 0
	for k, t := range g.tries {
		if t.forgive(now); t.failed == 0 {
			delete(g.tries, k)
		} else if least == "" || t.failed < fewest {
			least, fewest = k, t.failed
		}
	}
	if len(g.tries) >= maxRemember {
		delete(g.tries, least)
	}
}
