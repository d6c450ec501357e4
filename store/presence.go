package store

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"pingyi"
	"pingyi/store/kv"
)

// Present is a member who is in, and what they are at. It is no part of the
// record: it ends with the session.
type Present struct {
	Member  pingyi.Member
	Since   time.Time
	At      pingyi.Subject // the zero Subject for nothing in particular
	Editing bool           // rather than looking
}

// presence is who is in, by session.
type presence struct {
	mu     sync.Mutex
	in     map[int]Present
	next   int
	wakers kv.Wakers
}

// Arrive says that the desk's actor is in. at tells what they are at from then
// on; leave ends it.
func (d *Desk) Arrive() (at func(s pingyi.Subject, editing bool), leave func()) {
	p := &d.store.presence
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.in == nil {
		p.in = map[int]Present{}
	}
	id := p.next
	p.next++
	p.in[id] = Present{Member: d.actor.Member, Since: d.store.opt.Now()}
	p.wakers.Wake()
	at = func(s pingyi.Subject, editing bool) {
		p.mu.Lock()
		defer p.mu.Unlock()
		who, in := p.in[id]
		if !in || who.At == s && who.Editing == editing {
			return
		}
		who.At, who.Editing = s, editing
		p.in[id] = who
		p.wakers.Wake()
	}
	leave = func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if _, in := p.in[id]; in {
			delete(p.in, id)
			p.wakers.Wake()
		}
	}
	return at, leave
}

// Present lists who is in, by member and since when, as far as the actor is told:
// see [pingyi.Actor.SeesPresent] and [pingyi.Actor.SeesAt]. Right: see-presence.
func (d *Desk) Present(ctx context.Context) (list []Present, err error) {
	err = d.read(ctx, func(v *view) error {
		list = nil
		if err := v.actor.May(pingyi.SeePresence, nil, nil); err != nil {
			return err
		}
		var panels []pingyi.Panel
		err := scan(v, panelPart, func(_ string, p pingyi.Panel) error {
			panels = append(panels, p)
			return nil
		})
		p := &d.store.presence
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, id := range slices.Sorted(maps.Keys(p.in)) {
			who := p.in[id]
			if v.actor.SeesPresent(who.Member, panels) {
				if !v.actor.SeesAt(who.At, panels) {
					who.At, who.Editing = pingyi.Subject{}, false
				}
				list = append(list, who)
			}
		}
		return err
	})
	slices.SortStableFunc(list, func(a, b Present) int {
		if c := strings.Compare(a.Member.ID, b.Member.ID); c != 0 {
			return c
		}
		return a.Since.Compare(b.Since)
	})
	return list, err
}

// WakePresence returns a channel that receives after somebody has come, gone or
// turned to something else, and how to stop it.
func (d *Desk) WakePresence() (woken <-chan struct{}, stop func()) {
	return d.store.presence.wakers.Add()
}
