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
	err = d.edit(ctx, pingyi.CommandEditActivity, thePlan(k), func(e *editing) error {
		if saved, clashes, err = e.merge(base, mine); err != nil || len(clashes) == 0 {
			return err
		}
		return pingyi.Errorf(pingyi.Conflict, "别人同时改了“%s”等 %d 处，请选择留哪一个", "somebody else changed %q (%d fields in all) at the same time: choose which to keep", clashes[0].Field, len(clashes))
	})
	return saved, clashes, err
}

// AddActivity puts a new activity into a plan so that its number is no; 0, or
// past the end, appends it. Right: edit-plans.
func (d *Desk) AddActivity(ctx context.Context, k pingyi.PlanKey, no int, a pingyi.Activity) (saved pingyi.Activity, err error) {
	err = d.edit(ctx, pingyi.CommandAddActivity, thePlan(k), func(e *editing) error {
		if no < 1 || no > len(e.ix.IDs) {
			no = len(e.ix.IDs) + 1
		}
		saved, err = e.add(no-1, a)
		return err
	})
	return saved, err
}

// DeleteActivity removes an activity, given as it was last seen, from its plan; the
// journal keeps it. One that somebody has changed since stays, [pingyi.State], and
// so does one that has been rated, or may have been in a round that is still
// sealed. Right: edit-plans.
func (d *Desk) DeleteActivity(ctx context.Context, k pingyi.PlanKey, seen pingyi.Activity) error {
	return d.edit(ctx, pingyi.CommandDeleteActivity, thePlan(k), func(e *editing) error { return e.remove(seen) })
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
	return v.activityAt(activityKey(key, ix.Gen), key.ID, ix)
}

func (v *view) activityAt(key string, id int, ix index) (pingyi.Activity, error) {
	a, found, err := get[storedActivity](v, key)
	if err != nil {
		return pingyi.Activity{}, err
	}
	if !found || !slices.Contains(ix.IDs, id) {
		return pingyi.Activity{}, pingyi.Errorf(pingyi.NotFound, "这项活动已被删除", "this activity has been deleted")
	}
	return a.activity(id), nil
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
