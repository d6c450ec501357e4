package store

import (
	"context"

	"pingyi"
)

// Result merges round no of a panel, the newest for 0, with its working in l. The
// result of a closed round never changes: it is that of the record as it stood
// when the round closed.
// [pingyi.Sealed] while the round of a sealed panel is open, for everybody.
// Right: read-results.
func (d *Desk) Result(ctx context.Context, panel string, no int, l pingyi.Lang) (res pingyi.Result, err error) {
	err = d.read(ctx, func(v *view) error {
		p, err := v.panel(panel)
		if err != nil {
			return err
		}
		r, err := v.round(panel, no)
		if err != nil {
			return err
		}
		if err := v.actor.May(pingyi.ReadResults, &p, &r); err != nil {
			return err
		}
		res, err = v.result(p, r, l)
		return err
	})
	return res, err
}

// Turnout is how far one member's ballot has come: in numbers only, and without
// telling a grade from an abstention. So an abstention, though it is in force at
// once, counts here when it is submitted, as a grade does.
type Turnout struct {
	Member pingyi.Member
	Done   int
	Of     int
}

// Turnout returns who has submitted how much in the panel's newest round; a draft
// is not there for anybody else. Right: read-turnout.
func (d *Desk) Turnout(ctx context.Context, panel string) (list []Turnout, err error) {
	err = d.read(ctx, func(v *view) error {
		list = nil
		p, err := v.panel(panel)
		if err != nil {
			return err
		}
		r, err := v.round(panel, 0)
		if err != nil {
			return err
		}
		if err := v.actor.May(pingyi.ReadTurnout, &p, &r); err != nil {
			return err
		}
		plans, err := v.judged(p)
		if err != nil {
			return err
		}
		for _, id := range p.Members {
			m, err := v.member(id)
			if err != nil {
				return err
			}
			b, err := v.ballot(p.ID, r.No, id)
			if err != nil {
				return err
			}
			t := Turnout{Member: m}
			for _, plan := range plans {
				t.Of += len(plan.Activities)
			}
			for _, r := range b.Ratings {
				if b.HandedIn(r) {
					t.Done++
				}
			}
			list = append(list, t)
		}
		return nil
	})
	return list, err
}

// result merges a round: a closed one as the record stood when it closed.
func (v *view) result(p pingyi.Panel, r pingyi.Round, l pingyi.Lang) (pingyi.Result, error) {
	if r.Closed {
		then, err := asOf(v.Reader, r.ClosedRev)
		if err != nil {
			return pingyi.Result{}, err
		}
		v = &view{Reader: then, actor: v.actor}
	}
	plans, err := v.judged(p)
	if err != nil {
		return pingyi.Result{}, err
	}
	var ballots []pingyi.Ballot
	weights := map[string]pingyi.Weight{}
	for _, id := range p.Members {
		m, err := v.member(id)
		if err != nil {
			return pingyi.Result{}, err
		}
		weights[id] = m.Weight
		b, err := v.ballot(p.ID, r.No, id)
		if err != nil {
			return pingyi.Result{}, err
		}
		for _, rating := range b.Ratings {
			mark, _ := b.InForce(rating)
			if mark.Kind == pingyi.Graded && len(plans) > 0 && !plans[0].Scale.Has(mark.Tier) {
				return pingyi.Result{}, damaged("%s 有一项评分不在等级之内", "a rating by %s is off the scale", id)
			}
		}
		ballots = append(ballots, b)
	}
	return pingyi.Tabulate(p, r, plans, ballots, weights, l), nil
}
