package store

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"pingyi"
	"pingyi/store/kv"
)

// historian turns journal entries into events, newest first: it takes each back
// as it goes, and so has the record as it stood before and after every one.
type historian struct {
	*view  // as things are now: it decides who sees what
	filter HistoryFilter
	then   past // the record as it stood after the entry at hand
	seen   map[roundID]func(member string) bool

	verified map[pingyi.PlanKey]pingyi.Verification
}

type roundID struct {
	panel string
	no    int
}

func newHistorian(v *view, f HistoryFilter) *historian {
	return &historian{v, f, past{v.Reader, map[string]json.RawMessage{}}, map[roundID]func(string) bool{}, map[pingyi.PlanKey]pingyi.Verification{}}
}

// sees reports whether the actor may see a change to a subject. Panels, rounds and
// verifications are read once each.
func (h *historian) sees(s pingyi.Subject) (bool, error) {
	switch s.Noun {
	case pingyi.NounRating, pingyi.NounBallot:
	case pingyi.NounCredential:
		return h.actor.SeesCredential(s.Member), nil
	case pingyi.NounKeying: // see seesSession
		return h.actor.May(pingyi.ReadKeying, nil, nil) == nil, nil
	case pingyi.NounPlan, pingyi.NounActivity, pingyi.NounSettlement, pingyi.NounSecond:
		v, err := h.verificationOf(pingyi.PlanKey{Year: s.Year, Department: s.Department})
		return h.actor.SeesFirst(v) == nil && (s.Noun != pingyi.NounSecond || h.actor.SeesSecond(v) == nil), err
	default:
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

func (h *historian) verificationOf(k pingyi.PlanKey) (v pingyi.Verification, err error) {
	v, known := h.verified[k]
	if !known {
		v, err = h.verification(k)
		h.verified[k] = v
	}
	return v, err
}

// seesSession reports whether the actor, who may read the statistics of keying at
// all, sees the session that is written.
func (h *historian) seesSession(w write) (bool, error) {
	var s pingyi.KeyingSession
	if err := decode(w.Key, orNull(w.After), &s); err != nil {
		return false, err
	}
	v, err := h.verificationOf(s.Plan)
	return h.actor.SeesSession(s, v), err
}

// sweeping names the command that clears away what is no longer in force: like a
// part of an import that is not yet in force, it changes nothing that a person
// could see.
const sweeping = "sweep"

// event returns what an entry changed, as far as it passes, and takes it back.
func (h *historian) event(e entry) (pingyi.Event, error) {
	ev := pingyi.Event{Rev: e.Rev, ID: e.ID, At: e.At, Member: e.Member, By: e.By, From: e.From, Command: e.Command}
	if e.Command == sweeping || e.Command == pingyi.CommandImportPart {
		h.then.takeBack(e)
		return ev, nil
	}
	orders, err := h.orders(e)
	if err != nil {
		return ev, err
	}
	scales, err := h.scales(e)
	if err != nil {
		return ev, err
	}
	h.then.takeBack(e)
	writes := e.Writes
	for _, o := range orders {
		ws, err := o.writes(h.then)
		if err != nil {
			return ev, err
		}
		writes = append(writes, ws...)
	}
	for _, w := range writes {
		if err := h.change(&ev, w, scales); err != nil {
			return ev, err
		}
	}
	for _, o := range orders {
		f, moved := o.moved()
		if !moved || !h.filter.passes(o.subject()) {
			continue
		}
		if sees, err := h.sees(o.subject()); err != nil {
			return ev, err
		} else if !sees {
			continue
		}
		i := slices.IndexFunc(ev.Changes, func(c pingyi.Change) bool { return c.Subject == o.subject() })
		if i < 0 {
			i = len(ev.Changes)
			ev.Changes = append(ev.Changes, pingyi.Change{Subject: o.subject()})
		}
		ev.Changes[i].Fields = append(ev.Changes[i].Fields, f)
	}
	return ev, nil
}

// scales returns the scales of the plans that the entry touches, as they stand
// then: before it is taken back, and so none for a plan that it deletes.
func (h *historian) scales(e entry) (map[pingyi.PlanKey]pingyi.Scale, error) {
	scales := map[pingyi.PlanKey]pingyi.Scale{}
	for _, w := range e.Writes {
		s, ok := subjectOf(w.Key)
		k := pingyi.PlanKey{Year: s.Year, Department: s.Department}
		if _, known := scales[k]; known || !ok || s.Department == "" {
			continue
		}
		head, found, err := get[planHead](h.then, planKey(k))
		if err != nil {
			return nil, err
		}
		if found {
			scales[k] = head.Scale
		}
	}
	return scales, nil
}

// change adds one write to the event, if it passes.
func (h *historian) change(ev *pingyi.Event, w write, scales map[pingyi.PlanKey]pingyi.Scale) error {
	s, ok := subjectOf(w.Key)
	if !ok || !h.filter.passes(s) {
		return nil
	}
	if ok, err := h.sees(s); err != nil || !ok {
		return err
	}
	if s.Noun == pingyi.NounKeying {
		if ok, err := h.seesSession(w); err != nil || !ok {
			return err
		}
	}
	scale, found := scales[pingyi.PlanKey{Year: s.Year, Department: s.Department}]
	if !found && s.Department != "" {
		head, there, err := get[planHead](h.then, planKey(pingyi.PlanKey{Year: s.Year, Department: s.Department}))
		if err != nil {
			return err
		}
		if scale = head.Scale; !there {
			scale = pingyi.DefaultScale()
		}
	}
	c, err := w.change(s, scale)
	ev.Changes = append(ev.Changes, c)
	return err
}

// order is what an entry did to the order of a plan's activities, and to which
// generation of them is in force.
type order struct {
	key      pingyi.PlanKey
	old, new index
	after    map[int]json.RawMessage // the activities then, where the generation is another
}

// orders returns those of the entry's plans that pass.
func (h *historian) orders(e entry) (orders []order, err error) {
	for _, w := range e.Writes {
		rest, isIndex := strings.CutPrefix(w.Key, indexPart)
		s, ok := subjectOf(planPart + rest)
		if !isIndex || !ok || h.filter.Panel != "" || h.filter.Year != 0 && h.filter.Year != s.Year ||
			h.filter.Department != "" && h.filter.Department != s.Department {
			continue
		}
		o := order{key: pingyi.PlanKey{Year: s.Year, Department: s.Department}}
		if err := decode(w.Key, orNull(w.Before), &o.old); err != nil {
			return nil, err
		}
		if err := decode(w.Key, orNull(w.After), &o.new); err != nil {
			return nil, err
		}
		if o.old.Gen != o.new.Gen {
			if o.after, err = activitiesIn(h.then, o.key, o.new); err != nil {
				return nil, err
			}
		}
		orders = append(orders, o)
	}
	return orders, nil
}

func (o order) subject() pingyi.Subject {
	return pingyi.Subject{Noun: pingyi.NounPlan, Year: o.key.Year, Department: o.key.Department}
}

// writes returns what a change of generation did to each activity, which the
// entry itself need not write; before is the record as it stood before. First
// those of the new generation, in order, then those that are gone.
func (o order) writes(before past) (ws []write, err error) {
	if o.old.Gen == o.new.Gen {
		return nil, nil
	}
	was, err := activitiesIn(before, o.key, o.old)
	if err != nil {
		return nil, err
	}
	for _, id := range o.new.IDs {
		if !bytes.Equal(was[id], o.after[id]) {
			ws = append(ws, write{activityKey(pingyi.ActivityKey{PlanKey: o.key, ID: id}, o.new.Gen), was[id], o.after[id]})
		}
	}
	for _, id := range o.old.IDs {
		if _, stays := o.after[id]; !stays {
			ws = append(ws, write{activityKey(pingyi.ActivityKey{PlanKey: o.key, ID: id}, o.old.Gen), was[id], nil})
		}
	}
	return ws, nil
}

// activitiesIn returns the activities of a plan that the index names.
func activitiesIn(r kv.Reader, k pingyi.PlanKey, ix index) (map[int]json.RawMessage, error) {
	named := make(map[int]bool, len(ix.IDs))
	for _, id := range ix.IDs {
		named[id] = true
	}
	acts := make(map[int]json.RawMessage, len(ix.IDs))
	err := scan(r, activitiesOf(k, ix.Gen), func(key string, raw json.RawMessage) error {
		if s, _ := subjectOf(key); named[s.Activity] {
			acts[s.Activity] = bytes.Clone(raw)
		}
		return nil
	})
	return acts, err
}

// moved returns the order of the activities that stayed, by their IDs, if it is
// another.
func (o order) moved() (f pingyi.FieldChange, moved bool) {
	old, now := shared(o.old.IDs, o.new.IDs), shared(o.new.IDs, o.old.IDs)
	return pingyi.FieldChange{Field: "order", Before: old, After: now}, old != now
}

// shared returns those of ids that others has too, as text.
func shared(ids, others []int) string {
	in := make(map[int]bool, len(others))
	for _, id := range others {
		in[id] = true
	}
	var text []string
	for _, id := range ids {
		if in[id] {
			text = append(text, strconv.Itoa(id))
		}
	}
	return strings.Join(text, " ")
}
