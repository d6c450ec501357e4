package store

import (
	"context"
	"strings"
	"sync"

	"pingyi"
	"pingyi/store/kv"
)

// news wakes desks when the record changes in what they may see. One reader goes
// through the journal for all of them: a committee that rates under seal would
// otherwise have everybody look at every mark of the others, and find nothing.
type news struct {
	mu      sync.Mutex
	desks   map[chan struct{}]string // by whom each is held
	reading bool
	closed  bool
}

// Wake returns a channel that receives after changes to the record that the
// desk's actor may see, one's own drafts included, and how to stop it. Wake-ups
// run together: whoever takes one looks at the record as it is. The channel is
// closed with the record.
func (d *Desk) Wake() (woken <-chan struct{}, stop func()) {
	n := &d.store.news
	n.mu.Lock()
	defer n.mu.Unlock()
	c := make(chan struct{}, 1)
	if !n.reading {
		n.reading, n.desks = true, map[chan struct{}]string{}
		d.store.read()
	}
	if n.closed {
		close(c)
		return c, func() {}
	}
	n.desks[c] = d.actor.Member.ID
	return c, func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		if _, there := n.desks[c]; there {
			delete(n.desks, c)
			close(c)
		}
	}
}

// tell wakes the desks of those named, everybody's when nobody is.
func (n *news) tell(whom ...string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for c, member := range n.desks {
		concerned := len(whom) == 0
		for _, id := range whom {
			concerned = concerned || id == member
		}
		if !concerned {
			continue
		}
		select { // one place is what runs wake-ups together
		case c <- struct{}{}:
		default:
		}
	}
}

// read begins to go through what the journal says from now on, until the record
// is closed.
func (s *Store) read() {
	woken, stop := s.engine.Wake()
	var last uint64
	behind := func(r kv.Reader) error {
		h, _, err := get[head](r, headKey)
		last = h.Rev
		return err
	}
	if err := s.engine.View(context.Background(), behind); err != nil {
		last = 0 // then the first look wakes everybody
	}
	go func() {
		defer stop()
		for range woken {
			err := s.engine.View(context.Background(), func(r kv.Reader) error {
				_, to := kv.Prefix([]byte(journalPart))
				return r.Scan([]byte(journalKey(last+1)), to, func(key, b []byte) error {
					var e entry
					if err := decode(string(key), b, &e); err != nil {
						return err
					}
					last = e.Rev
					private, err := privately(r, e)
					if err != nil {
						return err
					}
					if private {
						s.news.tell(e.Member, e.By)
					} else {
						s.news.tell()
					}
					return nil
				})
			})
			if err != nil { // whoever looks finds out why
				s.news.tell()
			}
		}
		n := &s.news
		n.mu.Lock()
		defer n.mu.Unlock()
		n.closed = true
		for c := range n.desks {
			close(c)
		}
		clear(n.desks)
	}()
}

// privately reports whether an entry is for its own member alone: marks given in a
// sealed panel, which nobody else sees before the round closes. In an open one an
// abstention is in force, and seen, at once.
func privately(r kv.Reader, e entry) (bool, error) {
	if e.Command != pingyi.CommandRate && e.Command != pingyi.CommandFileBallot {
		return false, nil
	}
	for _, w := range e.Writes {
		s, ok := subjectOf(w.Key)
		if !ok || !strings.HasPrefix(w.Key, ratingPart) {
			return false, nil
		}
		p, _, err := get[pingyi.Panel](r, panelKey(s.Panel))
		if err != nil || p.Open {
			return false, err
		}
	}
	return true, nil
}
