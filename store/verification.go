package store

import (
	"bytes"
	"context"
	"slices"

	"pingyi"
	"pingyi/store/kv"
)

// verification reads how far a plan's second keying has come: the zero Verification
// for one that was never marked.
func (v *view) verification(k pingyi.PlanKey) (pingyi.Verification, error) {
	if err := pingyi.CheckCode(pingyi.NounDepartment, k.Department); err != nil {
		return pingyi.Verification{}, err
	}
	ver, _, err := get[pingyi.Verification](v, verificationKey(k))
	return ver, err
}

// mayFirst decides whether the actor has a right that concerns the first entry of a
// plan, the plan itself.
func (v *view) mayFirst(right pingyi.Right, k pingyi.PlanKey) error {
	if err := v.actor.May(right, nil, nil); err != nil {
		return err
	}
	ver, err := v.verification(k)
	if err != nil {
		return err
	}
	return v.actor.SeesFirst(ver)
}

// seesJudged decides whether the actor may see what tells of all the plans that a
// panel judges.
func (v *view) seesJudged(p pingyi.Panel) error {
	return v.eachVerification(func(k pingyi.PlanKey, ver pingyi.Verification) error {
		if !p.Judges(k) {
			return nil
		}
		return v.actor.SeesFirst(ver)
	})
}

// sealedPlans returns the plans that the actor keys again.
func (v *view) sealedPlans() (keys []pingyi.PlanKey, err error) {
	err = v.eachVerification(func(k pingyi.PlanKey, ver pingyi.Verification) error {
		if v.actor.SeesFirst(ver) != nil {
			keys = append(keys, k)
		}
		return nil
	})
	return keys, err
}

func (v *view) eachVerification(fn func(pingyi.PlanKey, pingyi.Verification) error) error {
	return scan(v, verificationPart, func(key string, ver pingyi.Verification) error {
		s, _ := subjectOf(key)
		return fn(pingyi.PlanKey{Year: s.Year, Department: s.Department}, ver)
	})
}

// unmarked refuses when the plan is being verified. One that goes leaves no word of
// having been verified to the next of its name.
func (t *tx) unmarked(k pingyi.PlanKey) error {
	ver, err := t.verification(k)
	switch {
	case err != nil || ver.No == 0:
		return err
	case ver.Under():
		return pingyi.Errorf(pingyi.State, "这份计划正在复核，请先取消复核", "this plan is being verified: unmark it first")
	}
	return t.put(verificationKey(k), pingyi.Verification{No: ver.No})
}

// unverify says that activities of a plan have changed since it was verified, if it
// was.
func (t *tx) unverify(k pingyi.PlanKey) error {
	ver, err := t.verification(k)
	if err != nil || ver.Stage != pingyi.VerificationDone {
		return err
	}
	ver.Stage = pingyi.VerificationChanged
	return t.put(verificationKey(k), ver)
}

// Mark marks a plan to be keyed again by somebody who keyed none of its activities.
// [pingyi.State] for a plan without activities, and while it is being verified.
// Right: edit-plans.
func (d *Desk) Mark(ctx context.Context, k pingyi.PlanKey) error {
	return d.verifying(ctx, pingyi.CommandMark, k, pingyi.Actor.MayMark, func(t *tx, ver *pingyi.Verification) error {
		_, ix, err := t.planHead(k)
		if err == nil && len(ix.IDs) == 0 {
			err = pingyi.Errorf(pingyi.State, "这份计划还没有活动，没有什么可以复核", "this plan has no activities: there is nothing to verify")
		}
		if err != nil {
			return err
		}
		first, _, err := t.keyers(k, ix)
		*ver = pingyi.Verification{No: ver.No + 1, Stage: pingyi.VerificationMarked, MarkedBy: t.actor.Member.ID, First: first}
		return err
	})
}

// Unmark takes the mark off a plan, and lays the second entry aside if there is one:
// the record keeps it, and nobody is asked about it any more. Right: edit-plans; see
// [pingyi.Actor.MayUnmark].
func (d *Desk) Unmark(ctx context.Context, k pingyi.PlanKey) error {
	return d.verifying(ctx, pingyi.CommandUnmark, k, pingyi.Actor.MayUnmark, func(t *tx, ver *pingyi.Verification) error {
		*ver = pingyi.Verification{No: ver.No}
		return nil
	})
}

// TakeOn makes the actor the second keyer of a marked plan. From then on until
// [Desk.HandIn] the plan is sealed to them, and the second entry to everybody else.
// Right: edit-plans; see [pingyi.Actor.MayTakeOn].
func (d *Desk) TakeOn(ctx context.Context, k pingyi.PlanKey) error {
	return d.verifying(ctx, pingyi.CommandTakeOn, k, pingyi.Actor.MayTakeOn, func(t *tx, ver *pingyi.Verification) error {
		_, ix, err := t.planHead(k)
		if err != nil {
			return err
		}
		if ver.First, _, err = t.keyers(k, ix); err != nil { // somebody may have keyed more of it meanwhile
			return err
		}
		if err := t.actor.MayTakeOn(*ver); err != nil {
			return err
		}
		ver.Stage, ver.Second = pingyi.VerificationKeying, t.actor.Member.ID
		return t.put(secondIndexKey(k, ver.No), index{Next: 1, IDs: []int{}})
	})
}

// HandIn hands the actor's second entry in: both lie open from then on, and left is
// how many differences there are to settle. Without any the plan is verified. Right:
// edit-plans; see [pingyi.Actor.MayKeySecond].
func (d *Desk) HandIn(ctx context.Context, k pingyi.PlanKey) (left int, err error) {
	err = d.verifying(ctx, pingyi.CommandHandIn, k, pingyi.Actor.MayKeySecond, func(t *tx, ver *pingyi.Verification) error {
		_, ix, err := t.planHead(k)
		if err != nil {
			return err
		}
		first, keyed, err := t.keyers(k, ix)
		if err != nil {
			return err
		}
		ver.First, ver.Stage = first, pingyi.VerificationHandedIn
		c, err := t.comparison(k, *ver)
		if err != nil {
			return err
		}
		if left = len(c.Differences); left == 0 {
			ver.Stage = pingyi.VerificationDone
		}
		return t.put(keyersKey(k), keyed)
	})
	return left, err
}

// verifying runs fn on the verification of a plan, as the command called name, for whom
// may allows it.
func (d *Desk) verifying(ctx context.Context, name string, k pingyi.PlanKey, may func(pingyi.Actor, pingyi.Verification) error, fn func(*tx, *pingyi.Verification) error) error {
	return d.update(ctx, name, func(t *tx) error {
		ver, err := t.verification(k)
		if err != nil {
			return err
		}
		if err := may(t.actor, ver); err != nil {
			return err
		}
		if err := fn(t, &ver); err != nil {
			return err
		}
		return t.put(verificationKey(k), ver)
	})
}

// keyers returns who has changed activities that the plan has, the earliest first,
// and by member those that they were the last to change. Filing a plan too large for
// one transaction is to change all of them.
func (v *view) keyers(k pingyi.PlanKey, ix index) (all []string, last map[string][]int, err error) {
	by := make(map[int]string, len(ix.IDs))
	for _, id := range ix.IDs {
		by[id] = ""
	}
	prefix := planActivities(k)
	from, to := kv.Prefix([]byte(journalPart))
	err = v.Scan(from, to, func(key, b []byte) error {
		if !bytes.Contains(b, []byte(prefix)) { // most of a long journal is about something else
			return nil
		}
		var e entry
		if err := decode(string(key), b, &e); err != nil {
			return err
		}
		for _, w := range e.Writes {
			s, _ := subjectOf(w.Key)
			if _, has := by[s.Activity]; !has || !under(w.Key, prefix) || hashIfThere(w.After) == "" {
				continue
			}
			by[s.Activity] = e.Member
			for _, id := range []string{e.Member, e.By} {
				if id != "" && !slices.Contains(all, id) {
					all = append(all, id)
				}
			}
		}
		return nil
	})
	last = map[string][]int{}
	for _, id := range ix.IDs {
		last[by[id]] = append(last[by[id]], id)
	}
	return all, last, err
}
