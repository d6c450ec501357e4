package store

import (
	"context"
	"slices"

	"pingyi"
)

// RecordKeying keeps the figures of a session in which the actor keyed, whoever s says
// it was. Right: edit-plans.
func (d *Desk) RecordKeying(ctx context.Context, s pingyi.KeyingSession) error {
	return d.update(ctx, pingyi.CommandRecordKeying, func(t *tx) error {
		if err := t.actor.May(pingyi.EditPlans, nil, nil); err != nil {
			return err
		}
		s.Member = t.actor.Member.ID
		s.Began, s.Ended = s.Began.UTC(), s.Ended.UTC()
		if err := s.Check(); err != nil {
			return err
		}
		return t.put(keyingKey(s.Member, t.rev), s)
	})
}

// KeyingStatistics is what was keyed, and how much of it was wrong, as far as the
// actor may know: see [pingyi.Actor.SeesSession].
type KeyingStatistics struct {
	Totals   []pingyi.KeyingTotal
	Sessions []pingyi.KeyingSession // the newest first
}

// KeyingStatistics returns the statistics of keying. Right: read-keying.
func (d *Desk) KeyingStatistics(ctx context.Context) (stats KeyingStatistics, err error) {
	err = d.read(ctx, func(v *view) error {
		stats = KeyingStatistics{}
		if err := v.actor.May(pingyi.ReadKeying, nil, nil); err != nil {
			return err
		}
		verified := map[pingyi.PlanKey]pingyi.Verification{}
		err := v.eachVerification(func(k pingyi.PlanKey, ver pingyi.Verification) error {
			verified[k] = ver
			return nil
		})
		if err != nil {
			return err
		}
		err = scan(v, keyingPart, func(_ string, s pingyi.KeyingSession) error {
			if v.actor.SeesSession(s, verified[s.Plan]) {
				stats.Sessions = append(stats.Sessions, s)
			}
			return nil
		})
		if err != nil {
			return err
		}
		settled := map[pingyi.PlanKey][]pingyi.Settlement{}
		err = scan(v, settlementPart, func(key string, s pingyi.Settlement) error {
			about, _ := subjectOf(key)
			k := pingyi.PlanKey{Year: about.Year, Department: about.Department}
			if v.actor.SeesFirst(verified[k]) == nil {
				settled[k] = append(settled[k], s)
			}
			return nil
		})
		stats.Totals = slices.DeleteFunc(pingyi.TotalKeying(stats.Sessions, settled), func(t pingyi.KeyingTotal) bool { return !v.actor.SeesKeying(t.Member) })
		slices.SortStableFunc(stats.Sessions, func(a, b pingyi.KeyingSession) int { return b.Began.Compare(a.Began) })
		return err
	})
	return stats, err
}
