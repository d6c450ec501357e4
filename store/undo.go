package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"pingyi"
)

// Undoing is what it does to take back one command, or has done.
type Undoing struct {
	Command string // as the journal names it
	Changes []pingyi.Change
	Left    []Left
}

// Left is something that an undoing leaves as it is, because it was changed since.
type Left struct {
	Subject pingyi.Subject
	Field   string // as of a [pingyi.FieldChange]; empty for a whole activity

	why error
}

// In returns what is left, and why, as a sentence in l.
func (l Left) In(lang pingyi.Lang) string { return pingyi.Explain(l.why, lang) }

// Undo takes back what one command did to a plan, or one step of the hands that
// took several transactions: its activities, their order and what it says besides.
// id is that of the [pingyi.Event]. What has been changed since by anybody, field by
// field, stays, and is told of; a deleted activity comes back with its ID, where it
// stood; an added one goes unless it was rated. What was done stays in the journal,
// and the undoing can be undone in its turn.
//
// A step of several transactions takes several to be undone, from the last part to
// the first. What comes with an error is what was undone all the same; undone again,
// the rest is.
//
// [pingyi.Sealed] is for whoever keys the plan again, [pingyi.State] for a command
// that did anything else, or put the plan in force whole, and where nothing is left
// to take back: Left then says why.
// Right: edit-plans.
func (d *Desk) Undo(ctx context.Context, id string) (u Undoing, err error) {
	var s step
	err = d.read(ctx, func(v *view) (err error) {
		s, err = v.step(id)
		return err
	})
	if err != nil {
		return u, err
	}
	return s.undo(func(fn func(*editing) error) error {
		return d.edit(ctx, pingyi.UndoCommand(s.command), thePlan(s.plan), fn)
	})
}

// PreviewUndo returns what [Desk.Undo] would do, and does nothing. Right:
// edit-plans.
func (d *Desk) PreviewUndo(ctx context.Context, id string) (u Undoing, err error) {
	err = d.read(ctx, func(v *view) error {
		s, err := v.step(id)
		if err != nil {
			return err
		}
		w := would{past{v, map[string]json.RawMessage{}}}
		u, err = s.undo(func(fn func(*editing) error) error {
			e, err := thePlan(s.plan)(&tx{view: view{w, v.actor}, k: w})
			if err != nil {
				return err
			}
			if err := fn(e); err != nil {
				return err
			}
			return e.done()
		})
		return err
	})
	return u, err
}

// would is a transaction that is never committed: what it writes nobody else reads,
// and it holds any number of writes.
type would struct{ past }

// Put implements [kv.Tx].
func (w would) Put(key, value []byte) error {
	w.before[string(key)] = bytes.Clone(value)
	return nil
}

// Delete implements [kv.Tx].
func (w would) Delete(key []byte) error {
	w.before[string(key)] = nil
	return nil
}

// undo takes one part of a step back as far as nothing was changed since. errFull
// says that the transaction holds no more of it: asked again in another, the rest is
// taken back, and all that is left told anew.
func (e *editing) undo(u *Undoing, p part) error {
	was := slices.Clone(e.ix.IDs)
	err := e.takeBack(u, p, was)
	if err != nil && err != errFull {
		return err
	}
	for _, w := range e.t.writes {
		subject, _ := subjectOf(w.Key)
		c, err := w.change(subject, e.scale)
		if err != nil {
			return err
		}
		u.Changes = append(u.Changes, c)
	}
	o := order{key: e.plan, old: index{IDs: was}, new: e.ix}
	if f, moved := o.moved(); moved {
		u.Changes = append(u.Changes, pingyi.Change{Subject: o.subject(), Fields: []pingyi.FieldChange{f}})
	}
	return err
}

func (e *editing) takeBack(u *Undoing, p part, was []int) (err error) {
	gone := map[int]pingyi.Activity{} // by the command, and still
	for _, w := range p.writes {
		switch subject, _ := subjectOf(w.Key); {
		case subject.Noun == pingyi.NounPlan:
			err = e.undoHead(u, w)
		case !strings.HasPrefix(w.Key, activitiesOf(e.plan, e.ix.Gen)):
			err = pingyi.Errorf(pingyi.State, "这份计划后来整份换过，不能撤销换之前的改动", "the plan was replaced as a whole since: what was changed before is not undone")
		default:
			err = e.undoWrite(u, subject.Activity, w, gone)
		}
		if err != nil {
			return err
		}
	}
	for i, id := range p.old.IDs {
		if a, back := gone[id]; back {
			if err := e.restore(a, p.old.IDs[:i]); err != nil {
				return err
			}
		}
	}
	if _, moved := (order{old: p.old, new: p.new}).moved(); moved {
		if shared(p.new.IDs, was) == shared(was, p.new.IDs) {
			e.ix.IDs = pingyi.Arrange(e.ix.IDs, p.old.IDs)
		} else {
			u.leave(order{key: e.plan}.subject(), "order", pingyi.Errorf(pingyi.State, "活动次序后来又动过，没有动它", "the order of the activities has been changed since and was left"))
		}
	}
	return nil
}

func (u *Undoing) leave(s pingyi.Subject, field string, why error) {
	u.Left = append(u.Left, Left{s, field, why})
}

// undoWrite takes back what the command did to one activity; one that it deleted
// is only put into gone.
func (e *editing) undoWrite(u *Undoing, id int, w write, gone map[int]pingyi.Activity) error {
	read := func(raw json.RawMessage) (a *pingyi.Activity, err error) {
		if absent(raw) {
			return nil, nil
		}
		var s storedActivity
		err = decode(w.Key, raw, &s)
		was := s.activity(id)
		return &was, err
	}
	before, err := read(w.Before)
	if err != nil {
		return err
	}
	after, err := read(w.After)
	if err != nil {
		return err
	}
	subject, _ := subjectOf(w.Key)
	now, err := e.activity(id)
	there := err == nil
	if err != nil && pingyi.CodeOf(err) != pingyi.NotFound {
		return err
	}
	short := func(a pingyi.Activity) string { return pingyi.Excerpt(a.Name, 20) }
	switch {
	case !there && after == nil:
		gone[id] = *before
	case !there && before != nil:
		u.leave(subject, "", pingyi.Errorf(pingyi.State, "“%s”后来已删除", "%q has been deleted since", short(*after)))
	case !there:
	case after == nil && !now.Equal(*before):
		u.leave(subject, "", pingyi.Errorf(pingyi.State, "“%s”后来已经放回来，又改过", "%q is back already, and was changed", short(now)))
	case after == nil:
	case before == nil && !now.Equal(*after):
		u.leave(subject, "", pingyi.Errorf(pingyi.State, "“%s”后来又改过，留下了", "%q has been changed since and was left", short(now)))
	case before == nil:
		if err := e.remove(now); refusal(err) != nil {
			u.leave(subject, "", err)
		} else {
			return err
		}
	default:
		merged, clashes := pingyi.MergeActivity(*after, *before, now)
		for _, c := range clashes {
			field := string(c.Field)
			if c.Field == pingyi.FieldCriteria {
				field = criterion(e.scale, c.Tier)
			}
			u.leave(subject, field, pingyi.Errorf(pingyi.State, "“%s”的“%s”后来又改过，没有动它", "%q: %q has been changed since and was left", short(now), pingyi.FieldChange{Field: field}))
		}
		if !merged.Equal(now) {
			return e.put(id, &now, &merged)
		}
	}
	return nil
}

// restore puts a deleted activity back, behind the nearest of those that stood
// before it.
func (e *editing) restore(a pingyi.Activity, before []int) error {
	if err := e.room(); err != nil {
		return err
	}
	if err := e.put(a.ID, nil, &a); err != nil {
		return err
	}
	at := 0
	for _, id := range slices.Backward(before) {
		if i := slices.Index(e.ix.IDs, id); i >= 0 {
			at = i + 1
			break
		}
	}
	e.ix.IDs = slices.Insert(e.ix.IDs, at, a.ID)
	return nil
}

// undoHead takes back what the command did to what a plan says besides its
// activities.
func (e *editing) undoHead(u *Undoing, w write) error {
	var was, is planHead
	if err := errors.Join(decode(w.Key, w.Before, &was), decode(w.Key, w.After, &is)); err != nil {
		return err
	}
	now, _, err := e.t.planHead(e.plan)
	if err != nil {
		return err
	}
	next, clashes := mergeHead(is, was, now)
	for _, f := range clashes {
		u.leave(order{key: e.plan}.subject(), string(f), pingyi.Errorf(pingyi.State, "“%s”后来又改过，没有动它", "%q has been changed since and was left", f))
	}
	return e.t.put(planKey(e.plan), next)
}
