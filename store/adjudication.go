package store

import (
	"context"

	"pingyi"
)

// Adjudicate puts the chair's grade beside the panel's own on an activity on which
// the newest round, closed, has stayed split; a later one replaces it, until the
// result is signed. a names the activity, the tier and the reason; with
// [pingyi.NoTier] what was adjudicated in that round is taken back, for which no
// reason is kept. [pingyi.State] when the panel has agreed, there is nothing to
// take back, or it cannot be adjudicated now. Right: adjudicate.
func (d *Desk) Adjudicate(ctx context.Context, panel string, a pingyi.Adjudication) error {
	return d.update(ctx, pingyi.CommandAdjudicate, func(t *tx) error {
		p, r, err := t.closedFor(pingyi.Adjudicate, panel)
		if err != nil {
			return err
		}
		h, _, err := t.planHead(a.Activity.PlanKey)
		if err != nil {
			return err
		}
		a.Panel, a.Round, a.By = p.ID, r.No, t.actor.Member.ID
		if a.Tier == pingyi.NoTier {
			return t.takeBack(a)
		}
		if a, err = a.Clean(h.Scale); err != nil {
			return err
		}
		res, err := d.store.result(&t.view, p, r, pingyi.Zh)
		if err != nil {
			return err
		}
		for _, ar := range res.Activities {
			if ar.Key != a.Activity {
				continue
			}
			if err := ar.Settled(); err != nil {
				return err
			}
			return t.put(rulingKey(a), a)
		}
		return pingyi.Errorf(pingyi.NotFound, "评审组 %s 没有评过这项活动", "panel %s has not judged this activity", p.ID)
	})
}

// takeBack removes the adjudication of the activity in the round that a names. Those
// of earlier rounds stay, as these rounds do.
func (t *tx) takeBack(a pingyi.Adjudication) error {
	switch _, found, err := get[pingyi.Adjudication](&t.view, rulingKey(a)); {
	case err != nil:
		return err
	case !found:
		return pingyi.Errorf(pingyi.State, "第 %d 轮里这一项没有裁定，没有可以撤回的", "nothing is adjudicated on this activity in round %d: there is nothing to take back", a.Round)
	}
	return t.del(rulingKey(a))
}

// Sign signs the result of the panel's newest round, closed: from then on nothing
// in it changes, and no round follows. Right: sign-result.
func (d *Desk) Sign(ctx context.Context, panel string) (s pingyi.Signature, err error) {
	err = d.update(ctx, pingyi.CommandSign, func(t *tx) error {
		p, r, err := t.closedFor(pingyi.SignResult, panel)
		if err != nil {
			return err
		}
		res, err := d.store.result(&t.view, p, r, pingyi.Zh)
		if err != nil {
			return err
		}
		s = pingyi.Signature{By: t.actor.Member.ID, Rev: t.rev}
		if s.Digest, err = res.Digest(); err != nil {
			return err
		}
		r.Signature = &s
		return t.put(roundKey(p.ID, r.No), r)
	})
	return s, err
}

// closedFor reads a panel and its newest round, which has to be closed and not
// signed, for its chair.
func (t *tx) closedFor(right pingyi.Right, panel string) (p pingyi.Panel, r pingyi.Round, err error) {
	if p, err = t.panel(panel); err != nil {
		return p, r, err
	}
	r, found, err := t.lastRound(panel)
	if err != nil {
		return p, r, err
	}
	switch err = t.actor.May(right, &p, &r); {
	case err != nil:
	case !found || !r.Closed:
		err = pingyi.Errorf(pingyi.State, "评审组 %s 的这一轮还没有结束", "the round of panel %s is not closed", p.ID)
	case r.Signature != nil:
		err = signed(p.ID)
	}
	return p, r, err
}

// rulings returns the chair's adjudications of a round.
func (v *view) rulings(panel string, no int) (list []pingyi.Adjudication, err error) {
	err = scan(v, rulingsOf(panel, no), func(_ string, a pingyi.Adjudication) error {
		list = append(list, a)
		return nil
	})
	return list, err
}
