package store

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"pingyi"
)

// Keying is what somebody has keyed into a plan since it was read.
type Keying struct {
	Command string // as the journal shall name it: one of [pingyi.IsKeying]
	Edits   []ActivityEdit
	Deleted []pingyi.Activity // as they were last seen
	// Order is all activities in the order wanted, by their IDs, -n being that of
	// the nth of Edits; nil where they stay as they stand.
	Order []int
}

// ActivityEdit is one activity as it shall be.
type ActivityEdit struct {
	Base, Mine pingyi.Activity // Base as it was read; its ID is 0 for a new one
	// After is the ID of the activity that a new one shall follow: 0 is before all,
	// -n stands for the nth of the same Edits, which is an earlier one.
	After int
}

// Keyed is what has become of a [Keying] so far.
type Keyed struct {
	Edits   []KeyedEdit // for each of the Keying's, from the front
	Deleted []error     // for each of the Keying's, from the front: nil where it is gone
	Done    bool        // nothing is left to do, the order included

	of string // the command that was the first part, where there are several
}

// KeyedEdit is what has become of one edit.
type KeyedEdit struct {
	// Saved is what the record has now. With Clashes that is theirs, and nothing
	// was written.
	Saved   pingyi.Activity
	Clashes []pingyi.Clash
	// Err is why the edit was refused: [pingyi.NotFound] for an activity that is
	// gone, [pingyi.Invalid] and [pingyi.TooBig] for one that cannot be.
	Err error
}

// SaveActivities brings what was keyed into a plan into the record, each edit as by
// [Desk.SaveActivity] or [Desk.AddActivity], each deletion as by
// [Desk.DeleteActivity]: one that is refused, or clashes, keeps none of the others
// from being done. A call is one transaction and does as many as that holds, edits
// first; done is what the calls before have returned, the zero Keyed at first, and
// the caller goes on until it is Done:
//
//	for err == nil && !keyed.Done {
//		keyed, err = desk.SaveActivities(ctx, k, keying, keyed)
//	}
//
// What comes with an error is what was done all the same. In the history all calls are
// one step, and undone as one: see [Desk.Undo]. A new activity that shall follow one that
// is gone becomes the last. The order comes with the last call, and others' new
// activities stay behind the one they follow: see [pingyi.Arrange]. Right:
// edit-plans.
func (d *Desk) SaveActivities(ctx context.Context, k pingyi.PlanKey, in Keying, done Keyed) (Keyed, error) {
	return d.key(ctx, in, done, thePlan(k))
}

// key brings what was keyed into the entry that begin opens.
func (d *Desk) key(ctx context.Context, in Keying, done Keyed, begin func(*tx) (*editing, error)) (Keyed, error) {
	if !pingyi.IsKeying(in.Command) {
		return done, pingyi.Errorf(pingyi.Invalid, "“%s”不是填报的一步", "%q is no step of keying", in.Command)
	}
	now := done
	err := d.edit(ctx, in.Command, begin, func(e *editing) error {
		now = Keyed{Edits: slices.Clip(done.Edits), Deleted: slices.Clip(done.Deleted), of: done.of}
		if err := e.key(in, &now); err != nil {
			return err
		}
		if !now.Done || done.of != "" {
			now.of = e.t.partOf(done.of)
		}
		return nil
	})
	if err != nil && !errors.Is(err, errUnmirrored) {
		return done, err
	}
	return now, err
}

// key does as much of what was keyed as the transaction holds.
func (e *editing) key(in Keying, now *Keyed) error {
	for i := len(now.Edits); i < len(in.Edits); i++ {
		var one KeyedEdit
		var err error
		if edit := in.Edits[i]; edit.Base.ID != 0 {
			one.Saved, one.Clashes, err = e.merge(edit.Base, edit.Mine)
		} else {
			one.Saved, err = e.add(e.behind(in.id(edit.After, now.Edits)), edit.Mine)
		}
		if one.Err = refusal(err); err == errFull {
			return nil
		} else if err != nil && one.Err == nil {
			return err
		}
		now.Edits = append(now.Edits, one)
	}
	for _, seen := range in.Deleted[len(now.Deleted):] {
		err := e.remove(seen)
		if err == errFull {
			return nil
		} else if err != nil && refusal(err) == nil {
			return err
		}
		now.Deleted = append(now.Deleted, err)
	}
	if in.Order != nil {
		wanted := make([]int, len(in.Order))
		for i, id := range in.Order {
			wanted[i] = in.id(id, now.Edits)
		}
		e.ix.IDs = pingyi.Arrange(e.ix.IDs, wanted)
	}
	now.Done = true
	return nil
}

// id returns the ID that id stands for: -n for the nth edit and, where that was
// refused, for what it was to follow.
func (in Keying) id(id int, done []KeyedEdit) int {
	for n := len(done) + 1; id < 0 && -id < n; {
		n = -id
		edit := in.Edits[n-1]
		id = cmp.Or(done[n-1].Saved.ID, edit.Base.ID, edit.After)
	}
	return id
}

// behind returns the index behind an activity: the last for one that is not there.
func (e *editing) behind(id int) int {
	if i := slices.Index(e.ix.IDs, id); i >= 0 || id == 0 {
		return i + 1
	}
	return len(e.ix.IDs)
}

// refusal returns err if it is a word about one edit, nil if the command cannot go
// on with it.
func refusal(err error) error {
	var refused *pingyi.Error
	if errors.As(err, &refused) && slices.Contains([]pingyi.Code{pingyi.NotFound, pingyi.Invalid, pingyi.TooBig, pingyi.State}, refused.Code) {
		return err
	}
	return nil
}
