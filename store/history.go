package store

import (
	"context"
	"slices"

	"pingyi"
	"pingyi/store/kv"
)

// HistoryFilter says which entries to show; zero fields let all pass.
type HistoryFilter struct {
	Year       int
	Department string
	Activity   int // its ID; with Year and Department
	Panel      string
	Limit      int // at most so many events
}

func (f HistoryFilter) passes(s pingyi.Subject) bool {
	return (f.Year == 0 || s.Year == f.Year) && (f.Department == "" || s.Department == f.Department) &&
		(f.Activity == 0 || s.Activity == f.Activity) && (f.Panel == "" || s.Panel == f.Panel)
}

// History returns the journal as a person reads it, newest first, without what
// the actor may not see: see [pingyi.Actor.Sees]. While a sealed round hides
// something from the actor, entries made since it was opened have no number (Rev
// is 0): gaps in the numbers would tell how much is hidden, and between which
// entries. They have it once the round is closed. Whoever may dump the record has
// everything anyway, and the numbers too. What took several transactions is one
// event, of the number and time of the last: a filing that of what it changed when
// it was put in force, a step of the hands in a plan that of all its parts. Right:
// read-history.
func (d *Desk) History(ctx context.Context, f HistoryFilter) (events []pingyi.Event, err error) {
	err = d.read(ctx, func(v *view) error {
		if err := v.actor.May(pingyi.ReadHistory, nil, nil); err != nil {
			return err
		}
		seal, err := v.seal()
		if err != nil {
			return err
		}
		h, c := newHistorian(v, f), chronicle{limit: f.Limit}
		from, to := kv.Prefix([]byte(journalPart))
		err = v.ScanBack(from, to, func(key, b []byte) error {
			var e entry
			if err := decode(string(key), b, &e); err != nil {
				return err
			}
			ev, err := h.event(e)
			if err != nil {
				return err
			}
			ev.Rev = seal.number(ev.Rev)
			if c.add(ev, e.Of); c.full() {
				return kv.ErrStop
			}
			return nil
		})
		events = c.told()
		return err
	})
	return events, err
}

// seal is what the sealed rounds that are open hide from an actor: that there may
// be entries after since, the opening of the first of them.
type seal struct {
	hides bool
	since uint64
}

func (v *view) seal() (s seal, err error) {
	if v.actor.May(pingyi.DumpRecord, nil, nil) == nil {
		return s, nil
	}
	err = scan(v, panelPart, func(_ string, p pingyi.Panel) error {
		r, found, err := v.lastRound(p.ID)
		if err != nil || !found || !p.Secret(r) {
			return err
		}
		hides := slices.ContainsFunc(p.Members, func(id string) bool { return !v.actor.Sees(id, p, r) })
		if hides && (!s.hides || r.OpenedRev < s.since) {
			s = seal{true, r.OpenedRev}
		}
		return nil
	})
	return s, err
}

// number returns the journal revision as the actor may know it: 0 where the gap
// before it would tell how much was hidden.
func (s seal) number(rev uint64) uint64 {
	if s.hides && rev > s.since {
		return 0
	}
	return rev
}

// discreet returns a round without the revisions that the actor may not know.
func (s seal) discreet(r pingyi.Round) pingyi.Round {
	r.OpenedRev, r.ClosedRev = s.number(r.OpenedRev), s.number(r.ClosedRev)
	return r
}
