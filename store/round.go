package store

import (
	"context"
	"slices"

	"pingyi"
)

// OpenRound opens the panel's first round, or the next one after a closed round:
// on all activities, or with onlySplit on those on which the last round did not
// agree, be it for dissent or for want of a quorum. [pingyi.State] when one is open already, the result is signed, nothing
// is split, or the panel judges nothing, or plans on different scales. Right:
// run-rounds.
func (d *Desk) OpenRound(ctx context.Context, panel string, onlySplit bool) (r pingyi.Round, err error) {
	err = d.update(ctx, pingyi.CommandOpenRound, func(t *tx) error {
		p, last, err := t.panelForRounds(panel)
		if err != nil {
			return err
		}
		switch {
		case last.No > 0 && !last.Closed:
			return pingyi.Errorf(pingyi.State, "评审组 %s 的第 %d 轮已经开启", "round %[2]d of panel %[1]s is open already", p.ID, last.No)
		case last.Signature != nil:
			return signed(p.ID)
		case onlySplit && last.No == 0:
			return pingyi.Errorf(pingyi.State, "评审组 %s 还没有评过，不知道哪些没有形成一致；请开启全部活动的一轮", "panel %s has not rated yet, so that nobody knows what it does not agree on: open a round on everything", p.ID)
		}
		plans, err := t.judged(p)
		if err != nil {
			return err
		}
		activities := 0
		for _, plan := range plans {
			activities += len(plan.Activities)
			if !plan.Scale.Equal(plans[0].Scale) {
				return pingyi.Errorf(pingyi.State, "评审组 %s 的各份计划所用等级不同，不能同评", "the plans of panel %s grade on different scales: one panel cannot judge both", p.ID)
			}
		}
		if activities == 0 {
			return pingyi.Errorf(pingyi.State, "评审组 %s 还没有可评的活动，请先导入 %d 年度的计划", "panel %s has nothing to judge yet: import the plans for %d first", p.ID, p.Year)
		}
		r = pingyi.Round{Panel: p.ID, No: last.No + 1, OpenedRev: t.rev}
		if onlySplit {
			if r.Only, err = d.store.split(&t.view, p, last, plans); err != nil {
				return err
			}
		}
		if err := t.put(roundKey(p.ID, r.No), r); err != nil {
			return err
		}
		seal, err := t.seal()
		r = seal.discreet(r)
		return err
	})
	return r, err
}

// split returns the activities, of those that are there now, on which the closed
// round did not agree.
func (s *Store) split(v *view, p pingyi.Panel, closed pingyi.Round, plans []pingyi.Plan) (only []pingyi.ActivityKey, err error) {
	res, err := s.result(v, p, closed, pingyi.Zh)
	if err != nil {
		return nil, err
	}
	there := map[pingyi.ActivityKey]bool{}
	for _, plan := range plans {
		for _, a := range plan.Activities {
			there[pingyi.ActivityKey{PlanKey: plan.Key(), ID: a.ID}] = true
		}
	}
	for _, ar := range res.Activities {
		if ar.Split() && there[ar.Key] {
			only = append(only, ar.Key)
		}
	}
	if len(only) == 0 {
		return nil, pingyi.Errorf(pingyi.State, "评审组 %s 对各项都已形成一致（有等级，而且没有分歧），不需要再评一轮", "panel %s has agreed on everything, with a grade and without dissent: no further round is needed", p.ID)
	}
	slices.SortFunc(only, pingyi.ActivityKey.Compare)
	return only, nil
}

func signed(panel string) error {
	return pingyi.Errorf(pingyi.State, "评审组 %s 的结果已经签署，不能再改", "the result of panel %s is signed and cannot be changed", panel)
}

// CloseRound closes the panel's open round: ratings end, and results are seen.
// Unless for every activity as many have handed in as make a quorum, or in an open
// panel as many have graded, it takes a reason; [pingyi.State] otherwise. A reason
// given is recorded. Right: run-rounds.
func (d *Desk) CloseRound(ctx context.Context, panel, reason string) (r pingyi.Round, err error) {
	if reason, err = pingyi.CleanReason(reason); err != nil {
		return r, err
	}
	err = d.update(ctx, pingyi.CommandCloseRound, func(t *tx) error {
		p, last, err := t.panelForRounds(panel)
		if err != nil {
			return err
		}
		if last.No == 0 || last.Closed {
			return notOpen(p.ID)
		}
		short, err := t.shortOfQuorum(p, last)
		if err != nil {
			return err
		}
		if short > 0 && reason == "" {
			if p.Open {
				return pingyi.Errorf(pingyi.State, "还有 %d 项活动评分不足法定人数；若仍要结束，请说明理由",
					"%d activities have fewer grades than the quorum: to close all the same, give a reason", short)
			}
			return pingyi.Errorf(pingyi.State, "还有 %d 项活动交上来的不足法定人数；若仍要结束，请说明理由",
				"for %d activities fewer than a quorum have handed in: to close all the same, give a reason", short)
		}
		r = last
		r.Closed, r.ClosedRev = true, t.rev
		r.Reason = reason
		if err := t.put(roundKey(p.ID, r.No), r); err != nil {
			return err
		}
		seal, err := t.seal()
		r = seal.discreet(r)
		return err
	})
	return r, err
}

func notOpen(panel string) error {
	return pingyi.Errorf(pingyi.State, "评审组 %s 现在没有开启的轮次；请先开启一轮",
		"panel %s has no open round: open one first", panel)
}

// panelForRounds reads a panel and its last round for somebody who may run them.
func (t *tx) panelForRounds(id string) (p pingyi.Panel, last pingyi.Round, err error) {
	if p, err = t.panel(id); err != nil {
		return p, last, err
	}
	if last, _, err = t.lastRound(id); err != nil {
		return p, last, err
	}
	return p, last, t.actor.May(pingyi.RunRounds, &p, &last)
}

// shortOfQuorum counts the activities for which fewer members than make a quorum
// have handed in. In a sealed panel that is be it a grade, an abstention or a
// recusal: which of them it is, nobody may learn from whether the round can be
// closed. In an open one there is nothing to hide, and it is the quorum of the
// result.
func (v *view) shortOfQuorum(p pingyi.Panel, r pingyi.Round) (int, error) {
	plans, err := v.judged(p)
	if err != nil {
		return 0, err
	}
	counted, recused := map[pingyi.ActivityKey]int{}, map[pingyi.ActivityKey]int{}
	for _, id := range p.Members {
		b, err := v.ballot(r, id)
		if err != nil {
			return 0, err
		}
		for _, rating := range b.Ratings {
			_, state := b.InForce(rating)
			switch {
			case !p.Open && b.HandedIn(rating), p.Open && state == pingyi.Submitted:
				counted[rating.Activity]++
			case p.Open && state == pingyi.StateRecused:
				recused[rating.Activity]++
			}
		}
	}
	short := 0
	for _, plan := range plans {
		for _, a := range plan.Activities {
			if k := (pingyi.ActivityKey{PlanKey: plan.Key(), ID: a.ID}); r.Asks(k) && counted[k] < p.NeedsRatings(recused[k]) {
				short++
			}
		}
	}
	return short, nil
}

// rounds calls fn with the panel's rounds in order.
func (v *view) rounds(panel string, fn func(pingyi.Round) error) error {
	return scan(v, roundsOf(panel), func(_ string, r pingyi.Round) error { return fn(r) })
}

// lastRound returns the panel's newest round; found is false when there was none.
func (v *view) lastRound(panel string) (last pingyi.Round, found bool, err error) {
	err = v.rounds(panel, func(r pingyi.Round) error {
		last, found = r, true
		return nil
	})
	return last, found, err
}

// round returns round no of the panel, the newest for 0.
func (v *view) round(panel string, no int) (r pingyi.Round, err error) {
	found := false
	if no == 0 {
		r, found, err = v.lastRound(panel)
	} else {
		r, found, err = get[pingyi.Round](v, roundKey(panel, no))
	}
	if err == nil && !found {
		err = pingyi.Errorf(pingyi.NotFound, "评审组 %s 还没有这一轮；请先开启一轮",
			"panel %s has no such round yet: open one first", panel)
	}
	return r, err
}
