package store

import (
	"cmp"
	"context"
	"slices"

	"pingyi"
)

// SecondEntry returns what has been keyed of a plan the second time, with the plan's
// department and scale and nothing else of it. [pingyi.NotFound] where nobody has
// taken that on, [pingyi.Sealed] until it is handed in to all but who keys it. Right:
// read-plans.
func (d *Desk) SecondEntry(ctx context.Context, k pingyi.PlanKey) (p pingyi.Plan, err error) {
	err = d.read(ctx, func(v *view) error {
		if err := v.actor.May(pingyi.ReadPlans, nil, nil); err != nil {
			return err
		}
		ver, err := v.verification(k)
		if err != nil {
			return err
		}
		if err := v.actor.SeesSecond(ver); err != nil {
			return err
		}
		h, _, err := v.planHead(k)
		if err != nil {
			return err
		}
		p = pingyi.Plan{Year: k.Year, Department: pingyi.Department{Code: k.Department, Name: h.Name}, Scale: h.Scale}
		p.Activities, err = v.second(k, ver, h.Scale)
		return err
	})
	return p, err
}

// SaveSecondEntry is [Desk.SaveActivities] for the second entry. Right: edit-plans;
// see [pingyi.Actor.MayKeySecond].
func (d *Desk) SaveSecondEntry(ctx context.Context, k pingyi.PlanKey, in Keying, done Keyed) (Keyed, error) {
	return d.key(ctx, in, done, func(t *tx) (*editing, error) {
		ver, err := t.verification(k)
		if err != nil {
			return nil, err
		}
		if err := t.actor.MayKeySecond(ver); err != nil {
			return nil, err
		}
		return t.editingSecond(k, ver)
	})
}

// editingSecond begins to change the activities of the second entry.
func (t *tx) editingSecond(k pingyi.PlanKey, ver pingyi.Verification) (*editing, error) {
	h, _, err := t.planHead(k)
	if err != nil {
		return nil, err
	}
	ix, err := t.secondIndex(k, ver)
	ix.IDs = slices.Clone(ix.IDs)
	return &editing{t: t, plan: k, second: ver.No, scale: h.Scale, ix: ix}, err
}

func (v *view) secondIndex(k pingyi.PlanKey, ver pingyi.Verification) (index, error) {
	ix, found, err := get[index](v, secondIndexKey(k, ver.No))
	if err == nil && (!found || ver.Second == "") {
		err = pingyi.Errorf(pingyi.NotFound, "这份计划没有二次录入", "this plan has no second entry")
	}
	return ix, err
}

// second reads the activities of the second entry of a plan graded on scale.
func (v *view) second(k pingyi.PlanKey, ver pingyi.Verification, scale pingyi.Scale) ([]pingyi.Activity, error) {
	ix, err := v.secondIndex(k, ver)
	if err != nil {
		return nil, err
	}
	byID := make(map[int]storedActivity, len(ix.IDs))
	err = scan(v, secondsOf(k, ver.No), func(key string, a storedActivity) error {
		s, _ := subjectOf(key)
		byID[s.Row] = a
		return nil
	})
	var list []pingyi.Activity
	for _, id := range ix.IDs {
		a, ok := byID[id]
		if err == nil && (!ok || len(a.Rubric) != scale.Len()) {
			err = damaged("计划 %d/%s 的二次录入缺第 %d 号活动，或它不完整", "plan %d/%s: activity %d of the second entry is missing, or not whole", k.Year, k.Department, id)
		}
		list = append(list, a.activity(id))
	}
	return list, err
}

// Comparison is both entries of a plan, where they differ, and where they did.
type Comparison struct {
	Verification pingyi.Verification
	Plan         pingyi.Plan // the first entry, as it stands
	Second       []pingyi.Activity
	Differences  []pingyi.Difference
	Settled      []pingyi.Settlement // as they were settled, the first first
}

// Comparison compares the second entry of a plan, once it is handed in, with the plan
// as it stands. [pingyi.NotFound] where there is none, [pingyi.Sealed] before. Right:
// read-plans.
func (d *Desk) Comparison(ctx context.Context, k pingyi.PlanKey) (c Comparison, err error) {
	err = d.read(ctx, func(v *view) error {
		if err := v.mayFirst(pingyi.ReadPlans, k); err != nil {
			return err
		}
		ver, err := v.verification(k)
		if err != nil {
			return err
		}
		if err := v.actor.SeesSecond(ver); err != nil {
			return err
		}
		if c, err = v.comparison(k, ver); err != nil {
			return err
		}
		c.Settled, err = v.settlements(k, ver)
		return err
	})
	return c, err
}

// settlements returns what has been settled since the plan was marked, in that order.
func (v *view) settlements(k pingyi.PlanKey, ver pingyi.Verification) ([]pingyi.Settlement, error) {
	type numbered struct {
		row int
		pingyi.Settlement
	}
	var found []numbered
	err := scan(v, settlementsOf(k, ver.No), func(key string, s pingyi.Settlement) error {
		about, _ := subjectOf(key)
		found = append(found, numbered{about.Row, s})
		return nil
	})
	slices.SortFunc(found, func(a, b numbered) int { return cmp.Compare(a.row, b.row) })
	var list []pingyi.Settlement
	for _, f := range found {
		list = append(list, f.Settlement)
	}
	return list, err
}

func (v *view) comparison(k pingyi.PlanKey, ver pingyi.Verification) (c Comparison, err error) {
	c.Verification = ver
	if c.Plan, err = v.plan(k); err != nil {
		return c, err
	}
	c.Second, err = v.second(k, ver, c.Plan.Scale)
	c.Differences = c.compare()
	return c, err
}

func (c Comparison) compare() []pingyi.Difference {
	return pingyi.CompareEntries(c.Plan.Activities, c.Second, c.Plan.Scale.Len())
}

// SettleDifference settles one difference, as it was seen: chosen, the text of either
// entry or a third, comes to stand in both. Of an activity that only one entry has,
// chosen is its name to keep it, which puts it into the other, and empty to drop it.
// So the plan is what was chosen; the journal keeps what either entry said, and the
// record who chose what. left is how many are still to be settled: with the last one
// the plan is verified. [pingyi.Conflict] when the difference is no longer as it was
// seen, [pingyi.State] for an activity that cannot be deleted from the plan. Right:
// edit-plans; see [pingyi.Actor.MaySettle].
func (d *Desk) SettleDifference(ctx context.Context, k pingyi.PlanKey, seen pingyi.Difference, chosen string) (left int, err error) {
	err = d.verifying(ctx, pingyi.CommandSettleEntries, k, pingyi.Actor.MaySettle, func(t *tx, ver *pingyi.Verification) error {
		c, err := t.comparison(k, *ver)
		if err != nil {
			return err
		}
		if !slices.Contains(c.Differences, seen) {
			return pingyi.Errorf(pingyi.Conflict, "这一处刚被别人改过或定过，请看过现在的差异", "somebody has just changed or settled this: look at the differences as they are now")
		}
		s, err := t.settle(&c, seen, chosen)
		if err != nil {
			return err
		}
		*ver = ver.Count(s)
		if err := t.put(settlementKey(k, ver.No, s.FirstID, ver.Settled), s); err != nil {
			return err
		}
		if left = len(c.compare()); left == 0 {
			ver.Stage = pingyi.VerificationDone
		}
		return nil
	})
	return left, err
}

// SettleAgain chooses otherwise where the entries differed in a field, as it was seen:
// chosen comes to stand in both. The journal keeps both choices, the record and the
// counts of errors the last. [pingyi.Conflict] when it is settled otherwise than it was
// seen, or the plan says something else there by now; [pingyi.State] for a whole row.
// Right: edit-plans; see [pingyi.Actor.MaySettleAgain].
func (d *Desk) SettleAgain(ctx context.Context, k pingyi.PlanKey, seen pingyi.Settlement, chosen string) error {
	return d.verifying(ctx, pingyi.CommandSettleEntries, k, pingyi.Actor.MaySettleAgain, func(t *tx, ver *pingyi.Verification) error {
		if seen.Row() {
			return pingyi.Errorf(pingyi.State, "整行的取舍定了就不能在这里再改：请直接改计划", "a whole row that was kept or dropped is changed in the plan, not here")
		}
		c, err := t.comparison(k, *ver)
		if err != nil {
			return err
		}
		list, err := t.settlements(k, *ver)
		if err != nil {
			return err
		}
		stands := func(acts []pingyi.Activity, id int) bool {
			return slices.ContainsFunc(acts, func(a pingyi.Activity) bool { return a.ID == id && a.Text(seen.Field, seen.Tier) == seen.Chosen })
		}
		i := slices.IndexFunc(list, func(s pingyi.Settlement) bool { return s.Difference == seen.Difference && s.Chosen == seen.Chosen })
		if i < 0 || !stands(c.Plan.Activities, seen.FirstID) || !stands(c.Second, seen.SecondID) {
			return pingyi.Errorf(pingyi.Conflict, "这一处后来又改过：请看过现在的内容", "this has been changed since: look at it as it is now")
		}
		both := seen.Difference
		both.First, both.Second = seen.Chosen, seen.Chosen
		s, err := t.settle(&c, both, chosen)
		if err != nil {
			return err
		}
		now := list[i]
		now.Chosen, now.By = s.Chosen, s.By
		*ver = ver.Recount(list[i], now)
		return t.put(settlementKey(k, ver.No, seen.FirstID, i+1), now)
	})
}

// settle writes what was chosen into both entries, in the record and in c.
func (t *tx) settle(c *Comparison, d pingyi.Difference, chosen string) (s pingyi.Settlement, err error) {
	k := c.Plan.Key()
	first, err := t.editing(k)
	if err != nil {
		return s, err
	}
	second, err := t.editingSecond(k, c.Verification)
	if err != nil {
		return s, err
	}
	keyed, _, err := get[map[string][]int](t, keyersKey(k))
	if err != nil {
		return s, err
	}
	s = pingyi.Settlement{Difference: d, Chosen: chosen, By: t.actor.Member.ID, FirstBy: keyerOf(keyed, d.FirstID, c.Verification), SecondBy: c.Verification.Second}
	find := func(list []pingyi.Activity, id int) int {
		return slices.IndexFunc(list, func(a pingyi.Activity) bool { return a.ID == id })
	}
	acts, others := &c.Plan.Activities, &c.Second
	i, j := find(*acts, d.FirstID), find(*others, d.SecondID)
	switch {
	case !d.Row():
		a, b := (*acts)[i], (*others)[j]
		one, two, err := d.Settle(a, b, chosen, c.Plan.Scale)
		if err != nil {
			return s, err
		}
		s.Chosen = one.Text(d.Field, d.Tier)
		if err := first.replace(a, one); err != nil {
			return s, err
		}
		if err := second.replace(b, two); err != nil {
			return s, err
		}
		(*acts)[i], (*others)[j] = one, two
	case chosen != "" && chosen != d.First+d.Second: // one of them is empty
		return s, pingyi.Errorf(pingyi.Invalid, "整行的差异只能保留或删除", "a row that only one entry has can be kept or dropped, nothing else")
	case j < 0 && chosen == "":
		err = first.remove((*acts)[i])
		*acts = slices.Delete(*acts, i, i+1)
	case j < 0:
		_, err = second.keep(others, *acts, i)
	case chosen == "":
		err = second.remove((*others)[j])
		*others = slices.Delete(*others, j, j+1)
	default:
		s.FirstID, err = first.keep(acts, *others, j)
	}
	if err != nil {
		return s, err
	}
	if err := first.done(); err != nil {
		return s, err
	}
	return s, second.done()
}

// keep puts an activity that only the other entry has into this one, which holds acts,
// and returns the ID that it gets here.
func (e *editing) keep(acts *[]pingyi.Activity, other []pingyi.Activity, i int) (id int, err error) {
	at := pingyi.PlaceOf(other, *acts, i)
	a, err := e.add(at, other[i])
	*acts = slices.Insert(*acts, at, a)
	return a.ID, err
}

// replace writes an activity in place of before, where it says something else.
func (e *editing) replace(before, after pingyi.Activity) error {
	if after.Equal(before) {
		return nil
	}
	return e.put(before.ID, &before, &after)
}

// keyerOf returns who is answerable for an activity of the first entry: who was the
// last to change it before the second was handed in, and for one that the plan lacked
// then, the first of its keyers.
func keyerOf(keyed map[string][]int, id int, ver pingyi.Verification) string {
	for member, ids := range keyed {
		if slices.Contains(ids, id) {
			return member
		}
	}
	if len(ver.First) > 0 {
		return ver.First[0]
	}
	return ""
}
