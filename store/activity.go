package store

import (
	"context"
	"slices"

	"pingyi"
)

// SaveActivity changes one activity. base is the activity as it was read, mine
// as it should be. When somebody else has changed it since, both edits are put
// together field by field; if a field was changed by both, nothing is written
// and the clashes are returned with the error, [pingyi.Conflict], for the person
// to choose: save again with base as theirs. saved is what the record has now.
// Right: edit-plans.
func (d *Desk) SaveActivity(ctx context.Context, k pingyi.PlanKey, base, mine pingyi.Activity) (saved pingyi.Activity, clashes []pingyi.Clash, err error) {
	err = d.update(ctx, pingyi.CommandEditActivity, func(t *tx) error {
		if err := t.actor.May(pingyi.EditPlans, nil, nil); err != nil {
			return err
		}
		h, ix, err := t.planHead(k)
		if err != nil {
			return err
		}
		key := pingyi.ActivityKey{PlanKey: k, ID: base.ID}
		theirs, err := t.activity(key, ix)
		if err != nil {
			return err
		}
		clean, _, err := mine.Clean(h.Scale)
		if err != nil {
			return err
		}
		saved, clashes = pingyi.MergeActivity(base, clean, theirs)
		if len(clashes) > 0 {
			saved = theirs
			return pingyi.Errorf(pingyi.Conflict, "别人同时改了“%s”等 %d 处，请选择留哪一个", "somebody else changed %q (%d fields in all) at the same time: choose which to keep", clashes[0].Field, len(clashes))
		}
		return t.putActivity(key, &ix, &theirs, saved)
	})
	return saved, clashes, err
}

// AddActivity puts a new activity into a plan so that its number is no; 0, or
// past the end, appends it. Right: edit-plans.
func (d *Desk) AddActivity(ctx context.Context, k pingyi.PlanKey, no int, a pingyi.Activity) (saved pingyi.Activity, err error) {
	err = d.update(ctx, pingyi.CommandAddActivity, func(t *tx) error {
		if err := t.actor.May(pingyi.EditPlans, nil, nil); err != nil {
			return err
		}
		h, ix, err := t.planHead(k)
		if err != nil {
			return err
		}
		if len(ix.IDs) >= pingyi.MaxActivities {
			return pingyi.Errorf(pingyi.TooBig, "一份计划最多 %d 项活动", "a plan holds at most %d activities", pingyi.MaxActivities)
		}
		if saved, _, err = a.Clean(h.Scale); err != nil {
			return err
		}
		if no < 1 || no > len(ix.IDs) {
			no = len(ix.IDs) + 1
		}
		saved.ID = ix.Next
		ix.Next++
		ix.IDs = slices.Insert(slices.Clone(ix.IDs), no-1, saved.ID)
		return t.putActivity(pingyi.ActivityKey{PlanKey: k, ID: saved.ID}, &ix, nil, saved)
	})
	return saved, err
}

// DeleteActivity removes an activity from its plan; the journal keeps it. One
// that has been rated, or may have been in a round that is still sealed, stays:
// [pingyi.State]. Right: edit-plans.
func (d *Desk) DeleteActivity(ctx context.Context, key pingyi.ActivityKey) error {
	return d.update(ctx, pingyi.CommandDeleteActivity, func(t *tx) error {
		if err := t.actor.May(pingyi.EditPlans, nil, nil); err != nil {
			return err
		}
		_, ix, err := t.planHead(key.PlanKey)
		if err != nil {
			return err
		}
		before, err := t.activity(key, ix)
		if err != nil {
			return err
		}
		if err := t.unrated(key); err != nil {
			return err
		}
		ix.IDs = slices.DeleteFunc(slices.Clone(ix.IDs), func(id int) bool { return id == key.ID })
		ix.count(&before, nil)
		if err := t.put(indexKey(key.PlanKey), ix); err != nil {
			return err
		}
		return t.del(activityKey(key, ix.Gen))
	})
}

// unrated refuses when any round has a rating of the activity. While a round is
// sealed it refuses whether or not there is one, which is not for others to know.
func (t *tx) unrated(key pingyi.ActivityKey) error {
	return scan(t, panelPart, func(_ string, p pingyi.Panel) error {
		if !p.Judges(key.PlanKey) {
			return nil
		}
		return t.rounds(p.ID, func(r pingyi.Round) error {
			if p.Secret(r) {
				return pingyi.Errorf(pingyi.State, "评审组 %s 正在评这份计划，本轮结束前不能删除其中的活动",
					"panel %s is judging this plan: its activities cannot be deleted before the round closes", p.ID)
			}
			for _, m := range p.Members {
				_, found, err := t.Get([]byte(ratingKey(pingyi.Rating{Panel: p.ID, Round: r.No, Member: m, Activity: key})))
				if err != nil {
					return err
				}
				if found {
					return pingyi.Errorf(pingyi.State, "评审组 %s 已经对这项活动评过分，不能删除", "panel %s has rated this activity: it cannot be deleted", p.ID)
				}
			}
			return nil
		})
	})
}

// activity reads one activity of the plan that ix orders.
func (v *view) activity(key pingyi.ActivityKey, ix index) (pingyi.Activity, error) {
	a, found, err := get[storedActivity](v, activityKey(key, ix.Gen))
	if err != nil {
		return pingyi.Activity{}, err
	}
	if !found || !slices.Contains(ix.IDs, key.ID) {
		return pingyi.Activity{}, pingyi.Errorf(pingyi.NotFound, "这项活动已被删除", "this activity has been deleted")
	}
	return a.activity(key.ID), nil
}

// putActivity writes one activity in place of before, nil for a new one, and the
// plan's index with it.
func (t *tx) putActivity(key pingyi.ActivityKey, ix *index, before *pingyi.Activity, a pingyi.Activity) error {
	ix.count(before, &a)
	if err := t.put(indexKey(key.PlanKey), *ix); err != nil {
		return err
	}
	return t.put(activityKey(key, ix.Gen), stored(a))
}

// count keeps the index's figures when an activity changes from before to after;
// either is nil where there is none.
func (ix *index) count(before, after *pingyi.Activity) {
	add := func(a *pingyi.Activity, sign int) {
		if a == nil {
			return
		}
		ix.Budget += pingyi.Amount(sign) * a.Budget
		if a.Rubric.Complete() == len(a.Rubric) {
			ix.Complete += sign
		}
	}
	add(before, -1)
	add(after, 1)
}
