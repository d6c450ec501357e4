package store

import (
	"context"
	"sync"

	"pingyi"
)

// Result merges round no of a panel, the newest for 0, with its working in l. The
// result of a closed round never changes: it is that of the record as it stood
// when the round closed. One that is signed is held against its digest:
// [pingyi.Damaged] when it is not what the chair signed.
// [pingyi.Sealed] while the round of a sealed panel is open, for everybody, and to
// whoever keys a plan again that the panel judges. Right: read-results.
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
		if err := v.seesJudged(p); err != nil {
			return err
		}
		if res, err = d.store.result(v, p, r, l); err != nil || r.Signature == nil {
			return err
		}
		return d.store.asSigned(v, p, r, res, l)
	})
	return res, err
}

// asSigned holds res, the result in l of a signed round, against the signature.
func (s *Store) asSigned(v *view, p pingyi.Panel, r pingyi.Round, res pingyi.Result, l pingyi.Lang) (err error) {
	if l != pingyi.Zh { // what is read is kept, so that this only merges it again
		if res, err = s.result(v, p, r, pingyi.Zh); err != nil {
			return err
		}
	}
	digest, err := res.Digest()
	if err == nil && digest != r.Signature.Digest {
		err = damaged("评审组 %s 的结果与组长签署的不一致", "the result of panel %s is not what its chair signed", p.ID)
	}
	return err
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
// is not there for anybody else. [pingyi.Sealed] to whoever keys a plan again that the
// panel judges: it counts activities. Right: read-turnout.
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
		if err := v.seesJudged(p); err != nil {
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
			b, err := v.ballot(r, id)
			if err != nil {
				return err
			}
			t := Turnout{Member: m}
			for _, plan := range plans {
				for _, a := range plan.Activities {
					k := pingyi.ActivityKey{PlanKey: plan.Key(), ID: a.ID}
					if !r.Asks(k) {
						continue
					}
					t.Of++
					if rating, found := b.Of(k); found && b.HandedIn(rating) {
						t.Done++
					}
				}
			}
			list = append(list, t)
		}
		return nil
	})
	return list, err
}

// result merges a round: a closed one as the record stood when it closed, with
// what the chair has said since. Where it did not ask, the round before stands.
func (s *Store) result(v *view, p pingyi.Panel, r pingyi.Round, l pingyi.Lang) (res pingyi.Result, err error) {
	sitting, err := s.sitting(v, p, r)
	if err != nil {
		return res, err
	}
	if len(r.Only) > 0 {
		last, err := v.round(p.ID, r.No-1)
		if err != nil {
			return res, err
		}
		earlier, err := s.result(v, p, last, l)
		if err != nil {
			return res, err
		}
		sitting.Earlier = &earlier
	}
	sitting.Rulings, err = v.rulings(p.ID, r.No)
	return pingyi.Tabulate(sitting, l), err
}

// sitting reads what was said in a round. That of a closed one never changes, and
// taking back the journal is slow: the last few are kept.
func (s *Store) sitting(v *view, p pingyi.Panel, r pingyi.Round) (pingyi.Sitting, error) {
	if !r.Closed {
		return v.sitting(p, r)
	}
	id := sittingID{r.Panel, r.No, r.ClosedRev}
	sitting, kept := s.sittings.get(id)
	if !kept {
		then, err := asOf(v.Reader, r.ClosedRev)
		if err != nil {
			return sitting, err
		}
		if sitting, err = (&view{Reader: then, actor: v.actor}).sitting(p, r); err != nil {
			return sitting, err
		}
		s.sittings.put(id, sitting)
	}
	sitting.Panel, sitting.Round = p, r
	return sitting, nil
}

func (v *view) sitting(p pingyi.Panel, r pingyi.Round) (pingyi.Sitting, error) {
	s := pingyi.Sitting{Panel: p, Round: r, Weights: map[string]pingyi.Weight{}}
	var err error
	if s.Plans, err = v.judged(p); err != nil {
		return s, err
	}
	for _, id := range p.Members {
		m, err := v.member(id)
		if err != nil {
			return s, err
		}
		s.Weights[id] = m.Weight
		b, err := v.ballot(r, id)
		if err != nil {
			return s, err
		}
		for _, rating := range b.Ratings {
			mark, _ := b.InForce(rating)
			if mark.Kind == pingyi.Graded && len(s.Plans) > 0 && !s.Plans[0].Scale.Has(mark.Tier) {
				return s, damaged("%s 有一项评分不在等级之内", "a rating by %s is off the scale", id)
			}
		}
		s.Ballots = append(s.Ballots, b)
	}
	return s, nil
}

type sittingID struct {
	panel string
	no    int
	rev   uint64
}

// keptSittings is how many sittings a store keeps in memory.
const keptSittings = 8

// sittings keeps what was read of the rounds asked for last. What is in it is not
// written to.
type sittings struct {
	mu   sync.Mutex
	kept map[sittingID]pingyi.Sitting
	last []sittingID // the oldest first
}

func (s *sittings) get(id sittingID) (pingyi.Sitting, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sitting, found := s.kept[id]
	return sitting, found
}

func (s *sittings) put(id sittingID, sitting pingyi.Sitting) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept = map[sittingID]pingyi.Sitting{}
	}
	if _, found := s.kept[id]; !found {
		s.last = append(s.last, id)
	}
	s.kept[id] = sitting
	if len(s.last) > keptSittings {
		delete(s.kept, s.last[0])
		s.last = s.last[1:]
	}
}
