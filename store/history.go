package store

import (
	"context"
	"encoding/json"
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
		reader := &historian{view: v, seen: map[roundID]func(string) bool{}, scales: map[pingyi.PlanKey]pingyi.Scale{}}
		from, to := kv.Prefix([]byte(journalPart))
		return v.ScanBack(from, to, func(key, b []byte) error {
			var e entry
			if err := decode(string(key), b, &e); err != nil {
				return err
			}
			ev, err := reader.event(e, f)
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

// historian turns entries into events. Panels, rounds and scales are read once
// each.
type historian struct {
	*view
	seen   map[roundID]func(member string) bool
	scales map[pingyi.PlanKey]pingyi.Scale
}

type roundID struct {
	panel string
	no    int
}

// sees reports whether the actor may see a change to a subject.
func (h *historian) sees(s pingyi.Subject) (bool, error) {
	if s.Noun != pingyi.NounRating && s.Noun != pingyi.NounBallot {
		return true, nil
	}
	id := roundID{s.Panel, s.Round}
	if h.seen[id] == nil {
		p, err := h.panel(s.Panel)
		if err != nil {
			return false, err
		}
		r, err := h.round(s.Panel, s.Round)
		if err != nil {
			return false, err
		}
		h.seen[id] = func(member string) bool { return h.actor.Sees(member, p, r) }
	}
	return h.seen[id](s.Member), nil
}

// scale returns the scale of a plan; of one that was deleted, the default.
func (h *historian) scale(k pingyi.PlanKey) (pingyi.Scale, error) {
	if s, ok := h.scales[k]; ok {
		return s, nil
	}
	head, found, err := get[planHead](h, planKey(k))
	if !found {
		head.Scale = pingyi.DefaultScale()
	}
	h.scales[k] = head.Scale
	return head.Scale, err
}

// sweeping names the command that clears away what is no longer in force: it
// changes nothing that a person could see.
const sweeping = "sweep"

// event returns the entry with those of its changes that pass.
func (h *historian) event(e entry, f HistoryFilter) (pingyi.Event, error) {
	ev := pingyi.Event{Rev: e.Rev, At: e.At, Member: e.Member, By: e.By, From: e.From, Command: e.Command}
	if e.Command == sweeping {
		return ev, nil
	}
	for _, w := range e.Writes {
		s, ok := subjectOf(w.Key)
		if !ok || !f.passes(s) {
			continue
		}
		ok, err := h.sees(s)
		if err != nil {
			return ev, err
		}
		if !ok {
			continue
		}
		fields, err := h.fields(s, w)
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

// fields returns what a write changed, field by field. A field that only repeats
// which record this is, is left out.
func (h *historian) fields(s pingyi.Subject, w write) ([]pingyi.FieldChange, error) {
	scale, err := h.scale(pingyi.PlanKey{Year: s.Year, Department: s.Department})
	if err != nil {
		return nil, err
	}
	before, err := flat(w.Key, w.Before, scale)
	if err != nil {
		return nil, err
	}
	after, err := flat(w.Key, w.After, scale)
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
		if before[n] != after[n] && !identifies(s.Noun, n) {
			changes = append(changes, pingyi.FieldChange{Field: n, Before: before[n], After: after[n]})
		}
	}
	return changes, nil
}

// identifies reports whether a stored field only says which record it stands in.
func identifies(noun pingyi.Noun, field string) bool {
	switch noun {
	case pingyi.NounMember, pingyi.NounPanel:
		return field == "id"
	case pingyi.NounRound:
		return slices.Contains([]string{"panel", "no", "closed_rev"}, field)
	case pingyi.NounBallot, pingyi.NounRating:
		return slices.Contains([]string{"panel", "round", "member", "activity", "rev"}, field)
	}
	return false
}

// flat returns a record's fields as text. A list of criteria becomes a field for
// each tier, any other list of texts its lines, a tier its name, and of a
// submission the departments; what else is no text stays JSON.
func flat(key string, record json.RawMessage, scale pingyi.Scale) (map[string]string, error) {
	var object map[string]json.RawMessage
	if err := decode(key, orNull(record), &object); err != nil {
		return nil, err
	}
	fields := make(map[string]string, len(object))
	for name, raw := range object {
		var text string
		var texts []string
		var tier pingyi.Tier
		var submitted map[string]uint64
		switch {
		case name == "submitted_at" && json.Unmarshal(raw, &submitted) == nil:
			fields[name] = strings.Join(slices.Sorted(maps.Keys(submitted)), " ")
		case name == "tier" && json.Unmarshal(raw, &tier) == nil:
			fields[name] = scale.Name(tier)
		case json.Unmarshal(raw, &text) == nil:
			fields[name] = text
		case json.Unmarshal(raw, &texts) != nil:
			fields[name] = string(raw)
		case name == string(pingyi.FieldCriteria):
			for i, c := range texts {
				fields[name+"."+scale.Name(pingyi.Tier(i))] = c
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
