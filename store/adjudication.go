package store

import (
	"context"

	"pingyi"
)

// Adjudicate puts the chair's grade beside the panel's own on an activity on which
// the newest round, closed, has stayed split; a later one replaces it, until the
// result is signed. a names the activity, the tier and the reason. [pingyi.State]
// when the panel has agreed, or cannot be adjudicated now. Right: adjudicate.
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
			if !ar.Split() {
				return pingyi.Errorf(pingyi.State, "评审组对“%s”意见一致，不需要裁定", "the panel has agreed on %q: there is nothing to adjudicate", ar.Name)
			}
			a.Panel, a.Round, a.By = p.ID, r.No, t.actor.Member.ID
			return t.put(rulingKey(a), a)
		}
		return pingyi.Errorf(pingyi.NotFound, "评审组 %s 没有评过这项活动", "panel %s has not judged this activity", p.ID)
	})
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
