package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

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

// History returns the journal as a person reads it, newest first, without what
// the actor may not see: see [pingyi.Actor.Sees]. Right: read-history.
func (d *Desk) History(ctx context.Context, f HistoryFilter) (events []pingyi.Event, err error) {
	err = d.read(ctx, func(v *view) error {
		events = nil
		if err := v.actor.May(pingyi.ReadHistory, nil, nil); err != nil {
			return err
		}
		sees := v.rater()
		from, to := kv.Prefix([]byte(journalPart))
		return v.ScanBack(from, to, func(key, b []byte) error {
			var e entry
			if err := decode(string(key), b, &e); err != nil {
				return err
			}
			ev, err := e.event(f, sees)
			if err != nil {
				return err
			}
			if len(ev.Changes) > 0 {
				events = append(events, ev)
			}
			if f.Limit > 0 && len(events) >= f.Limit {
				return kv.Stop
			}
			return nil
		})
	})
	return events, err
}

// rater returns whether the actor may see an entry about a subject. Panels and
// rounds are read once each.
func (v *view) rater() func(pingyi.Subject) (bool, error) {
	type roundID struct {
		panel string
		no    int
	}
	known := map[roundID]func(member string) bool{}
	return func(s pingyi.Subject) (bool, error) {
		if s.Noun != pingyi.NounRating && s.Noun != pingyi.NounBallot {
			return true, nil
		}
		id := roundID{s.Panel, s.Round}
		if known[id] == nil {
			p, err := v.panel(s.Panel)
			if err != nil {
				return false, err
			}
			r, err := v.round(s.Panel, s.Round)
			if err != nil {
				return false, err
			}
			known[id] = func(member string) bool { return v.actor.Sees(member, p, r) }
		}
		return known[id](s.Member), nil
	}
}

// sweeping names the command that clears away what is no longer in force: it
// changes nothing that a person could see.
const sweeping = "sweep"

// event returns the entry with those of its changes that pass.
func (e entry) event(f HistoryFilter, sees func(pingyi.Subject) (bool, error)) (pingyi.Event, error) {
	ev := pingyi.Event{Rev: e.Rev, At: e.At, Member: e.Member, By: e.By, From: e.From, Command: e.Command}
	if e.Command == sweeping {
		return ev, nil
	}
	for _, w := range e.Writes {
		s, ok := subjectOf(w.Key)
		if !ok || !f.passes(s) {
			continue
		}
		ok, err := sees(s)
		if err != nil {
			return ev, err
		}
		if !ok {
			continue
		}
		fields, err := w.fields()
		if err != nil {
			return ev, err
		}
		ev.Changes = append(ev.Changes, pingyi.Change{Subject: s, Fields: fields})
	}
	return ev, nil
}

func (f HistoryFilter) passes(s pingyi.Subject) bool {
	return (f.Year == 0 || s.Year == f.Year) && (f.Department == "" || s.Department == f.Department) &&
		(f.Activity == 0 || s.Activity == f.Activity) && (f.Panel == "" || s.Panel == f.Panel)
}

// fields returns what a write changed, field by field.
func (w write) fields() ([]pingyi.FieldChange, error) {
	before, err := flat(w.Key, w.Before)
	if err != nil {
		return nil, err
	}
	after, err := flat(w.Key, w.After)
	if err != nil {
		return nil, err
	}
	names := slices.Collect(maps.Keys(before))
	for n := range after {
		if _, ok := before[n]; !ok {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	var changes []pingyi.FieldChange
	for _, n := range names {
		if before[n] != after[n] {
			changes = append(changes, pingyi.FieldChange{Field: n, Before: before[n], After: after[n]})
		}
	}
	return changes, nil
}

// flat returns a record's fields as text. A list of criteria becomes a field for
// each tier, any other list of texts its lines; what is no text stays JSON.
func flat(key string, record json.RawMessage) (map[string]string, error) {
	var object map[string]json.RawMessage
	if err := decode(key, orNull(record), &object); err != nil {
		return nil, err
	}
	fields := make(map[string]string, len(object))
	for name, raw := range object {
		var text string
		var texts []string
		switch {
		case json.Unmarshal(raw, &text) == nil:
			fields[name] = text
		case json.Unmarshal(raw, &texts) != nil:
			fields[name] = string(raw)
		case name == string(pingyi.FieldCriteria):
			for i, c := range texts {
				fields[fmt.Sprintf("%s.%d", name, i)] = c
			}
		default:
			fields[name] = strings.Join(texts, "\n")
		}
	}
	return fields, nil
}

func orNull(b json.RawMessage) []byte {
	if b == nil {
		return []byte("null")
	}
	return b
}
