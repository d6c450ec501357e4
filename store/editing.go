package store

import (
	"context"
	"errors"
	"slices"

	"pingyi"
)

// editing is an entry of a plan whose activities a command changes: the plan itself,
// or what is keyed the second time. Its index is written once, when the command has
// done with them.
type editing struct {
	t      *tx
	plan   pingyi.PlanKey
	second int // which second entry; 0 for the plan itself
	scale  pingyi.Scale
	ix     index

	writes, bytes int // so far, the index aside
}

// edit runs fn as the command called name, on the activities of the entry that begin
// opens, if that allows it.
func (d *Desk) edit(ctx context.Context, name string, begin func(*tx) (*editing, error), fn func(*editing) error) error {
	return d.update(ctx, name, func(t *tx) error {
		e, err := begin(t)
		if err != nil {
			return err
		}
		if err := fn(e); err != nil {
			return err
		}
		return e.done()
	})
}

// thePlan opens the plan itself. It asks for the right to edit plans.
func thePlan(k pingyi.PlanKey) func(*tx) (*editing, error) {
	return func(t *tx) (*editing, error) {
		if err := t.mayFirst(pingyi.EditPlans, k); err != nil {
			return nil, err
		}
		return t.editing(k)
	}
}

// editing begins to change the activities of a plan.
func (t *tx) editing(k pingyi.PlanKey) (*editing, error) {
	h, ix, err := t.planHead(k)
	ix.IDs = slices.Clone(ix.IDs)
	return &editing{t: t, plan: k, scale: h.Scale, ix: ix}, err
}

// done writes the index, and that what was verified no longer is.
func (e *editing) done() error {
	if e.second > 0 {
		return e.t.put(secondIndexKey(e.plan, e.second), e.ix)
	}
	if e.writes > 0 {
		if err := e.t.unverify(e.plan); err != nil {
			return err
		}
	}
	return e.t.put(indexKey(e.plan), e.ix)
}

// at returns where an activity lies.
func (e *editing) at(id int) string {
	if e.second > 0 {
		return secondKey(e.plan, e.second, id)
	}
	return activityKey(pingyi.ActivityKey{PlanKey: e.plan, ID: id}, e.ix.Gen)
}

// errFull says that the transaction takes no more, and that nothing was done. The
// first write is never refused so.
var errFull = errors.New("the transaction is full")

// put writes the activity after in place of before: a new one has none before, one
// that is deleted none after.
func (e *editing) put(id int, before, after *pingyi.Activity) error {
	bytes := 0
	for _, a := range []*pingyi.Activity{before, after} {
		if a != nil {
			bytes += size([]pingyi.Activity{*a})
		}
	}
	if e.writes > 0 && (e.writes+1 > fileKeys || e.bytes+bytes > fileBytes) {
		return errFull
	}
	e.writes, e.bytes = e.writes+1, e.bytes+bytes
	e.ix.count(before, after)
	if after == nil {
		return e.t.del(e.at(id))
	}
	return e.t.put(e.at(id), stored(*after))
}

// activity reads an activity of the entry.
func (e *editing) activity(id int) (pingyi.Activity, error) {
	return e.t.activityAt(e.at(id), id, e.ix)
}

// merge brings into the record what mine changes against base. Where there are
// clashes nothing is written, and saved is what the record has.
func (e *editing) merge(base, mine pingyi.Activity) (saved pingyi.Activity, clashes []pingyi.Clash, err error) {
	theirs, err := e.activity(base.ID)
	if err != nil {
		return saved, nil, err
	}
	if mine, _, err = mine.Clean(e.scale); err != nil {
		return saved, nil, err
	}
	saved, clashes = pingyi.MergeActivity(base, mine, theirs)
	switch {
	case len(clashes) > 0:
		return theirs, clashes, nil
	case saved.Equal(theirs):
		return saved, nil, nil
	}
	return saved, nil, e.put(base.ID, &theirs, &saved)
}

// room refuses one more activity than a plan may have.
func (e *editing) room() error {
	if len(e.ix.IDs) >= pingyi.MaxActivities {
		return pingyi.Errorf(pingyi.TooBig, "一份计划最多 %d 项活动", "a plan holds at most %d activities", pingyi.MaxActivities)
	}
	return nil
}

// add puts a new activity before the one at an index.
func (e *editing) add(at int, a pingyi.Activity) (pingyi.Activity, error) {
	if err := e.room(); err != nil {
		return pingyi.Activity{}, err
	}
	a, _, err := a.Clean(e.scale)
	if err != nil {
		return pingyi.Activity{}, err
	}
	a.ID = e.ix.Next
	if err := e.put(a.ID, nil, &a); err != nil {
		return pingyi.Activity{}, err
	}
	e.ix.Next++
	e.ix.IDs = slices.Insert(e.ix.IDs, at, a.ID)
	return a, nil
}

// remove deletes an activity that is as it was last seen and unrated.
func (e *editing) remove(seen pingyi.Activity) error {
	now, err := e.activity(seen.ID)
	if err != nil {
		return err
	}
	if !now.Equal(seen) {
		return pingyi.Errorf(pingyi.State, "“%s”刚被别人改过，没有删除；请看过再删", "%q has just been changed by somebody else and was not deleted: look at it first", pingyi.Excerpt(now.Name, 20))
	}
	if e.second == 0 {
		if err := e.t.unrated(pingyi.ActivityKey{PlanKey: e.plan, ID: seen.ID}); err != nil {
			return err
		}
	}
	if err := e.put(seen.ID, &now, nil); err != nil {
		return err
	}
	e.ix.IDs = slices.DeleteFunc(e.ix.IDs, func(id int) bool { return id == seen.ID })
	return nil
}
