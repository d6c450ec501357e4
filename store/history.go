package store

import (
	"context"

	"pingyi"
	"pingyi/store/kv"
)

// HistoryFilter says which entries to show; zero fields let all pass.
type HistoryFilter struct {
	Year       int
	Department string
	Activity   int // its ID; with Year and Department
	Panel      string
	Limit      int // at most so many entries
}

func (f HistoryFilter) passes(s pingyi.Subject) bool {
	return (f.Year == 0 || s.Year == f.Year) && (f.Department == "" || s.Department == f.Department) &&
		(f.Activity == 0 || s.Activity == f.Activity) && (f.Panel == "" || s.Panel == f.Panel)
}

// History returns the journal as a person reads it, newest first, without what
// the actor may not see: see [pingyi.Actor.Sees]. A filing that took several
// transactions is the one event that put it in force, and shows what it changed
// then. Right: read-history.
func (d *Desk) History(ctx context.Context, f HistoryFilter) (events []pingyi.Event, err error) {
	err = d.read(ctx, func(v *view) error {
		events = nil
		if err := v.actor.May(pingyi.ReadHistory, nil, nil); err != nil {
			return err
		}
		h := newHistorian(v, f)
		from, to := kv.Prefix([]byte(journalPart))
		return v.ScanBack(from, to, func(key, b []byte) error {
			var e entry
			if err := decode(string(key), b, &e); err != nil {
				return err
			}
			ev, err := h.event(e)
			if err != nil {
				return err
			}
			if len(ev.Changes) > 0 {
				events = append(events, ev)
			}
			if f.Limit > 0 && len(events) >= f.Limit {
				return kv.ErrStop
			}
			return nil
		})
	})
	return events, err
}
