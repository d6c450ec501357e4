package store

import (
	"context"
	"encoding/json"
	"slices"

	"pingyi"
)

// Filing is a plan as it comes in from outside.
type Filing struct {
	Plan pingyi.Plan
	Has  func(pingyi.Field) bool // which fields it states; others stay as they are
	// Remove allows activities that the record has and the filing has not to be
	// deleted. Without it such a filing is refused, [pingyi.State].
	Remove bool
}

// Preview returns what filing f would change, and changes nothing. Right:
// edit-plans.
func (d *Desk) Preview(ctx context.Context, f Filing) (rev pingyi.Revision, err error) {
	f.Plan, _, err = f.Plan.Clean()
	if err != nil {
		return rev, err
	}
	err = d.read(ctx, func(v *view) error {
		if err := v.mayFirst(pingyi.EditPlans, f.Plan.Key()); err != nil {
			return err
		}
		_, _, rev, err = v.revise(f)
		return err
	})
	return rev, err
}

// File enters a plan, all of it or nothing, over the one that is there if there
// is one; see [pingyi.Plan.Revise]. Right: edit-plans.
func (d *Desk) File(ctx context.Context, f Filing) (rev pingyi.Revision, err error) {
	f.Plan, _, err = f.Plan.Clean()
	if err != nil {
		return rev, err
	}
	k := f.Plan.Key()
	staged := false
	for {
		var gen int
		var rest [][]pingyi.Activity
		err = d.update(ctx, pingyi.CommandImport, func(t *tx) (err error) {
			gen, rest = 0, nil
			if err := t.mayFirst(pingyi.EditPlans, k); err != nil {
				return err
			}
			gen, rest, rev, err = t.file(f, staged)
			return err
		})
		if err != nil || rest == nil {
			if err == nil && staged {
				d.sweep(ctx, k, gen)
			}
			return rev, err
		}
		// Too much for one transaction: the activities are written beside the
		// ones in force, part by part, and only then put in force, in one.
		if err := d.stage(ctx, k, gen, rest); err != nil {
			return rev, err
		}
		staged = true
	}
}

// What one transaction of a filing may write, with room left for the plan, its
// index, the journal entry (which repeats what changes) and the head.
const (
	fileKeys  = 80
	fileBytes = 200 << 10
)

// file writes the plan if that fits into this transaction. If it does not it
// writes nothing, and returns the parts to stage as the generation gen; asked
// again with staged, it puts the staged generation in force.
func (t *tx) file(f Filing, staged bool) (gen int, rest [][]pingyi.Activity, rev pingyi.Revision, err error) {
	k := f.Plan.Key()
	next, ix, rev, err := t.revise(f)
	if err != nil {
		return 0, nil, rev, err
	}
	if len(rev.Removed) > 0 && !f.Remove {
		return 0, nil, rev, pingyi.Errorf(pingyi.State,
			"记录中的“%s”等 %d 项活动不在文件里；若确实要删除它们，请加 --remove",
			"%[2]d activities of the record are not in the file, the first being %[1]q: add --remove if they are to be deleted", rev.Removed[0].Name, len(rev.Removed))
	}
	for _, a := range rev.Removed {
		if err := t.unrated(pingyi.ActivityKey{PlanKey: k, ID: a.ID}); err != nil {
			return 0, nil, rev, err
		}
	}
	old := ix
	var write, all []pingyi.Activity
	gone := slices.Clone(rev.Removed) // what the journal entry repeats besides
	changed := map[int]bool{}
	for _, c := range rev.Changed {
		changed[c.After.ID] = true
		gone = append(gone, c.Before)
	}
	ix.IDs, ix.Budget, ix.Complete = make([]int, len(next.Activities)), 0, 0
	for i, a := range next.Activities {
		isNew := a.ID == 0
		if isNew {
			a.ID = ix.Next
			ix.Next++
		}
		ix.IDs[i] = a.ID
		ix.count(nil, &a)
		if all = append(all, a); isNew || changed[a.ID] {
			write = append(write, a)
		}
	}
	switch {
	case len(write)+len(rev.Removed) <= fileKeys && size(write)+size(gone) <= fileBytes:
		for _, a := range write {
			if err := t.put(activityKey(pingyi.ActivityKey{PlanKey: k, ID: a.ID}, ix.Gen), stored(a)); err != nil {
				return 0, nil, rev, err
			}
		}
		for _, a := range rev.Removed {
			if err := t.del(activityKey(pingyi.ActivityKey{PlanKey: k, ID: a.ID}, ix.Gen)); err != nil {
				return 0, nil, rev, err
			}
		}
	case !staged:
		return old.Gen + 1, parts(all), rev, nil
	default:
		ix.Gen = old.Gen + 1
		if err := t.isStaged(k, ix.Gen, all); err != nil {
			return 0, nil, rev, err
		}
	}
	if err := t.put(planKey(k), headOf(next)); err != nil {
		return 0, nil, rev, err
	}
	if len(write)+len(rev.Removed) > 0 {
		if err := t.unverify(k); err != nil {
			return 0, nil, rev, err
		}
	}
	return ix.Gen, nil, rev, t.put(indexKey(k), ix)
}

// isStaged checks that the generation holds just these activities: somebody may
// have filed the same plan meanwhile.
func (t *tx) isStaged(k pingyi.PlanKey, gen int, all []pingyi.Activity) error {
	want := make(map[int]pingyi.Activity, len(all))
	for _, a := range all {
		want[a.ID] = a
	}
	n := 0
	err := scan(t, activitiesOf(k, gen), func(key string, a storedActivity) error {
		s, _ := subjectOf(key)
		if w, ok := want[s.Activity]; ok && w.Equal(a.activity(s.Activity)) {
			n++
			return nil
		}
		n = -len(all) - 1
		return nil
	})
	if err == nil && n != len(all) {
		err = filedMeanwhile()
	}
	return err
}

func filedMeanwhile() error {
	return pingyi.Errorf(pingyi.Conflict, "别人同时在导入这份计划，请稍后重试", "somebody else is importing this plan at the same time: try again later")
}

// revise returns the plan as it would stand after f, the index as it is, and
// what changes.
func (v *view) revise(f Filing) (next pingyi.Plan, ix index, rev pingyi.Revision, err error) {
	now, err := v.plan(f.Plan.Key())
	switch {
	case pingyi.CodeOf(err) == pingyi.NotFound:
		now = pingyi.Plan{Year: f.Plan.Year, Department: pingyi.Department{Code: f.Plan.Department.Code, Name: f.Plan.Department.Code}, Scale: f.Plan.Scale}
		left, found, err := get[index](v, indexKey(f.Plan.Key()))
		if err != nil {
			return next, ix, rev, err
		}
		if ix = left; !found {
			ix.Next = 1
		}
	case err != nil:
		return next, ix, rev, err
	default:
		if _, ix, err = v.planHead(f.Plan.Key()); err != nil {
			return next, ix, rev, err
		}
		if !f.Has(pingyi.FieldCriteria) { // then it has no scale of its own either
			f.Plan.Scale = now.Scale
			f.Plan.Activities = slices.Clone(f.Plan.Activities)
			for i := range f.Plan.Activities {
				f.Plan.Activities[i].Rubric = make(pingyi.Rubric, now.Scale.Len())
			}
		}
		if !f.Plan.Scale.Equal(now.Scale) {
			return next, ix, rev, pingyi.Errorf(pingyi.State, "文件的等级与记录中这份计划的等级不同，不能覆盖；请先删除原计划",
				"the file grades on another scale than the plan in the record: delete that plan first")
		}
	}
	next, rev = now.Revise(f.Plan, f.Has)
	return next, ix, rev, nil
}

// stage writes activities as a generation that is not in force.
func (d *Desk) stage(ctx context.Context, k pingyi.PlanKey, gen int, rest [][]pingyi.Activity) error {
	if err := d.sweepGen(ctx, k, gen); err != nil {
		return err
	}
	for _, part := range rest {
		err := d.update(ctx, pingyi.CommandImportPart, func(t *tx) error {
			if err := t.actor.May(pingyi.EditPlans, nil, nil); err != nil {
				return err
			}
			// Somebody may have put just this generation in force.
			ix, _, err := get[index](t, indexKey(k))
			if err == nil && ix.Gen >= gen {
				err = filedMeanwhile()
			}
			if err != nil {
				return err
			}
			for _, a := range part {
				if err := t.put(activityKey(pingyi.ActivityKey{PlanKey: k, ID: a.ID}, gen), stored(a)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// sweep removes the generations of a plan's activities on either side of gen,
// which is in force: nothing shows them. What it cannot remove is in nobody's way
// and goes with the next sweep, so that is no error of the command.
func (d *Desk) sweep(ctx context.Context, k pingyi.PlanKey, gen int) {
	for g := gen + 1; g >= 0; g-- {
		if err := d.sweepGen(ctx, k, g); err != nil {
			d.store.opt.Warn(pingyi.Errorf(pingyi.State, "不再使用的活动副本没能清理；不影响使用，下次导入这份计划时再清理",
				"copies of activities that are no longer in force could not be cleared away: they are in nobody's way and go with the plan's next import").Because(err))
			return
		}
	}
}

// sweepGen removes one generation that is not in force.
func (d *Desk) sweepGen(ctx context.Context, k pingyi.PlanKey, gen int) error {
	for more := true; more; {
		err := d.update(ctx, sweeping, func(t *tx) error {
			more = false
			if err := t.actor.May(pingyi.EditPlans, nil, nil); err != nil {
				return err
			}
			if ix, found, err := get[index](t, indexKey(k)); err != nil || found && ix.Gen == gen {
				return err
			}
			var keys []string
			bytes := 0
			err := scan(t, activitiesOf(k, gen), func(key string, v json.RawMessage) error {
				if len(keys) < fileKeys && bytes < fileBytes {
					keys = append(keys, key)
					bytes += len(v)
				} else {
					more = true
				}
				return nil
			})
			for _, key := range keys {
				if err == nil {
					err = t.del(key)
				}
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// parts cuts activities into what one transaction each may write.
func parts(all []pingyi.Activity) (parts [][]pingyi.Activity) {
	start := 0
	for i := range all {
		if n := i + 1 - start; n > fileKeys || n > 1 && size(all[start:i+1]) > fileBytes {
			parts = append(parts, all[start:i])
			start = i
		}
	}
	return append(parts, all[start:])
}

// size estimates the bytes of activities as JSON.
func size(as []pingyi.Activity) int {
	n := 0
	for _, a := range as {
		n += 200 + len(a.Name) + len(a.Content) + len(a.Goal) + len(a.Indicator)
		for _, c := range a.Rubric {
			n += len(c) + 4
		}
	}
	return n
}
