package store

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"pingyi"
)

// Seen is how far somebody has followed the record; the zero Seen is not at all.
// How far that is in numbers it tells nobody: see [Desk.History].
type Seen struct{ rev uint64 }

// PlanChanges is what has become of a plan since it was seen.
type PlanChanges struct {
	pingyi.PlanChanges
	Seen Seen // to ask with the next time
}

// What is followed change by change: beyond, the whole plan is read faster.
const (
	mostEntries = 500
	mostBytes   = 2 << 20
)

// PlanSince returns what has become of a plan since, all of one moment. It reads
// the journal, and of the plan only what that names. [pingyi.Sealed] to whoever keys the
// plan again. Right: read-plans.
func (d *Desk) PlanSince(ctx context.Context, k pingyi.PlanKey, since Seen) (c PlanChanges, err error) {
	err = d.read(ctx, func(v *view) error {
		c = PlanChanges{}
		if err := v.mayFirst(pingyi.ReadPlans, k); err != nil {
			return err
		}
		newest, _, err := get[head](v, headKey)
		if err != nil {
			return err
		}
		c.Seen.rev = newest.Rev
		if since.rev > 0 && since.rev <= newest.Rev {
			if err = v.planSince(k, since, &c); err != errFar {
				return err
			}
		}
		p, err := v.plan(k)
		c.Plan, c.StatedTotal = &p, p.StatedTotal
		return err
	})
	return c, err
}

// errFar says that what came since is not worth following.
var errFar = errors.New("too far to follow")

func (v *view) planSince(k pingyi.PlanKey, since Seen, c *PlanChanges) error {
	h, ix, err := v.planHead(k)
	if err != nil {
		return err
	}
	// Only entries about plans count: how many others there were is not to be told
	// by what comes back.
	entries, bytesRead := 0, 0
	p, err := goBack(v.Reader, since.rev, func(e entry, n int) error {
		for _, w := range e.Writes {
			if under(w.Key, planPart) || under(w.Key, indexPart) || under(w.Key, actPart) {
				entries, bytesRead = entries+1, bytesRead+n
				break
			}
		}
		if entries > mostEntries || bytesRead > mostBytes {
			return errFar
		}
		return nil
	})
	if err != nil {
		return err
	}
	was, there, err := get[planHead](p, planKey(k))
	if err != nil {
		return err
	}
	old, _, err := get[index](p, indexKey(k))
	if err != nil {
		return err
	}
	was.StatedTotal = h.StatedTotal
	before, err := encode(was)
	if err != nil {
		return err
	}
	after, err := encode(h)
	if err != nil {
		return err
	}
	if !there || old.Gen != ix.Gen || !bytes.Equal(before, after) {
		return errFar
	}
	c.StatedTotal = h.StatedTotal
	changed := map[int]bool{}
	for key := range p.before {
		if strings.HasPrefix(key, activitiesOf(k, ix.Gen)) {
			s, _ := subjectOf(key)
			changed[s.Activity] = true
		}
	}
	for _, id := range ix.IDs {
		if len(c.Changed) == len(changed) {
			break
		}
		if changed[id] {
			a, err := v.activity(pingyi.ActivityKey{PlanKey: k, ID: id}, ix)
			if err != nil {
				return err
			}
			c.Changed = append(c.Changed, a)
		}
	}
	// One that came and went again in between may be known all the same, to whoever
	// brought it.
	if len(c.Changed) < len(changed) || !slices.Equal(old.IDs, ix.IDs) {
		c.IDs = ix.IDs
	}
	return nil
}
