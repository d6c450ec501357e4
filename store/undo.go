package store

import (
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

// Undo takes back what one command did to a plan: its activities, their order and
// what it says besides. id is that of the [pingyi.Event]. What has been changed
// since by anybody, field by field, stays, and is told of; a deleted activity comes
// back with its ID, where it stood; an added one goes unless it was rated. The
// command stays in the journal, and the undoing can be undone in its turn.
//
// [pingyi.Sealed] is for whoever keys the plan again, [pingyi.State] for a command that did anything else, or put the plan
// in force whole, and where nothing is left to take back: Left then says why.
// Right: edit-plans.
func (d *Desk) Undo(ctx context.Context, id string) (Undoing, error) {
	return d.undo(ctx, id, false)
}

// PreviewUndo returns what [Desk.Undo] would do, and does nothing. Right:
// edit-plans.
func (d *Desk) PreviewUndo(ctx context.Context, id string) (Undoing, error) {
	return d.undo(ctx, id, true)
}

// errPreview ends a command that was only to be looked at.
var errPreview = errors.New("a preview changes nothing")

func (d *Desk) undo(ctx context.Context, id string, preview bool) (u Undoing, err error) {
	var done step
	err = d.read(ctx, func(v *view) error {
		if err := v.actor.May(pingyi.EditPlans, nil, nil); err != nil {
			return err
		}
		done, err = v.step(id)
		return err
	})
	if err != nil {
		return u, err
	}
	command := pingyi.UndoCommand(done.Command)
	err = d.edit(ctx, command, thePlan(done.plan), func(e *editing) (err error) {
		u = Undoing{Command: command}
		if err = e.undo(&u, done); err == nil && preview {
			err = errPreview
		}
		return err
	})
	if errors.Is(err, errPreview) {
		err = nil
	}
	return u, err
}

// step is a command that changed one plan, and nothing else.
type step struct {
	entry
	plan     pingyi.PlanKey
	old, new index // where the command wrote none both are zero
}

// step finds a command that can be undone.
func (v *view) step(id string) (step, error) {
	rev, found, err := get[uint64](v, commandKey(id))
	if err != nil {
		return step{}, err
	}
	if !found {
		return step{}, pingyi.Errorf(pingyi.NotFound, "没有这条留痕", "there is no such entry")
	}
	e, _, err := get[entry](v, journalKey(rev))
	if err != nil {
		return step{}, err
	}
	s := step{entry: e}
	s.Writes = slices.DeleteFunc(s.Writes, func(w write) bool { // what undoing has to say of these, it says itself
		return under(w.Key, verificationPart) || under(w.Key, keyersPart)
	})
	foreign := pingyi.Errorf(pingyi.State, "“%s”不是对一份计划内容的改动，不能在这里撤销", "%q did not change what a plan says, and is not undone here", title(e.Command))
	if len(s.Writes) == 0 || e.Command == sweeping || e.Command == pingyi.CommandImportPart {
		return s, foreign
	}
	for i, w := range s.Writes {
		part, rest, _ := strings.Cut(w.Key, "/")
		subject, ok := subjectOf(w.Key)
		if part+"/" == indexPart {
			subject, ok = subjectOf(planPart + rest)
		}
		k := pingyi.PlanKey{Year: subject.Year, Department: subject.Department}
		if i == 0 {
			s.plan = k
		}
		whole := hashIfThere(w.Before) == "" || hashIfThere(w.After) == ""
		switch part + "/" {
		case actPart:
			whole = false
		case planPart:
		case indexPart:
			if err := errors.Join(decode(w.Key, orNull(w.Before), &s.old), decode(w.Key, orNull(w.After), &s.new)); err != nil {
				return s, err
			}
			whole = whole || s.old.Gen != s.new.Gen
		default:
			ok = false
		}
		switch {
		case !ok || k != s.plan:
			return s, foreign
		case whole:
			return s, pingyi.Errorf(pingyi.State, "这一步新建、删除或整份替换了计划，不能撤销；请重新导入或删除", "this made, deleted or replaced the plan as a whole and is not undone: import it anew, or delete it")
		}
	}
	return s, nil
}

// title names a command in either language.
type title string

// In lets an error sentence name the command.
func (t title) In(l pingyi.Lang) string { return pingyi.CommandTitle(string(t), l) }

// undo takes a command back as far as nothing was changed since.
func (e *editing) undo(u *Undoing, s step) (err error) {
	was := slices.Clone(e.ix.IDs)
	gone := map[int]pingyi.Activity{} // by the command, and still
	for _, w := range s.Writes {
		switch subject, _ := subjectOf(w.Key); {
		case strings.HasPrefix(w.Key, indexPart):
		case subject.Noun == pingyi.NounPlan:
			err = e.undoHead(u, w)
		case !strings.HasPrefix(w.Key, activitiesOf(s.plan, e.ix.Gen)):
			err = pingyi.Errorf(pingyi.State, "这份计划后来整份换过，不能撤销换之前的改动", "the plan was replaced as a whole since: what was changed before is not undone")
		default:
			err = e.undoWrite(u, subject.Activity, w, gone)
		}
		if err != nil {
			return tooMuch(err)
		}
	}
	for i, id := range s.old.IDs {
		if a, back := gone[id]; back {
			if err := e.restore(a, s.old.IDs[:i]); err != nil {
				return tooMuch(err)
			}
		}
	}
	if _, moved := (order{old: s.old, new: s.new}).moved(); moved {
		if shared(s.new.IDs, was) == shared(was, s.new.IDs) {
			e.ix.IDs = pingyi.Arrange(e.ix.IDs, s.old.IDs)
		} else {
			u.leave(order{key: e.plan}.subject(), "order", pingyi.Errorf(pingyi.State, "活动次序后来又动过，没有动它", "the order of the activities has been changed since and was left"))
		}
	}
	if len(e.t.writes) == 0 && slices.Equal(was, e.ix.IDs) {
		return pingyi.Errorf(pingyi.State, "这一步改的内容后来都又改过或已经改回，没有可撤销的", "all that this did has been changed since, or back: nothing is left to undo")
	}
	for _, w := range e.t.writes {
		subject, _ := subjectOf(w.Key)
		fields, err := w.fields(subject.Noun, e.scale)
		if err != nil {
			return err
		}
		u.Changes = append(u.Changes, pingyi.Change{Subject: subject, Fields: fields})
	}
	o := order{key: e.plan, old: index{IDs: was}, new: e.ix}
	if f, moved := o.moved(); moved {
		u.Changes = append(u.Changes, pingyi.Change{Subject: o.subject(), Fields: []pingyi.FieldChange{f}})
	}
	return nil
}

// tooMuch says in words that a transaction is full: what others wrote since made it
// more than the command itself.
func tooMuch(err error) error {
	if err == errFull {
		return pingyi.Errorf(pingyi.TooBig, "这一步改动太大，后来的内容又长，不能一次撤销", "this changed too much, and what came since is too long, to be undone at once")
	}
	return err
}

func (u *Undoing) leave(s pingyi.Subject, field string, why error) {
	u.Left = append(u.Left, Left{s, field, why})
}

// undoWrite takes back what the command did to one activity; one that it deleted
// is only put into gone.
func (e *editing) undoWrite(u *Undoing, id int, w write, gone map[int]pingyi.Activity) error {
	read := func(raw json.RawMessage) (a *pingyi.Activity, err error) {
		if hashIfThere(raw) == "" {
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
