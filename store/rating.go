package store

import (
	"context"
	"slices"

	"pingyi"
)

// storedRating is a rating with the journal revision of its last change, by
// which its ballot tells whether it has been submitted.
type storedRating struct {
	pingyi.Rating
	Rev uint64 `json:"rev"`
}

// MaxMarks is how many marks one call of [Desk.Rate] takes: all of them are one
// command.
const MaxMarks = 90

// Marked is a mark on an activity; a nil Mark takes one's own back.
type Marked struct {
	Activity pingyi.ActivityKey
	Mark     *pingyi.Mark
	Rubric   string // digest of the rubric that the member had before them; empty for the record's
}

// Paper returns the ballot of the desk's member in the panel's newest round with
// the plans that it is about. Its Rev is left at 0: to count is slow, and only a
// file needs it, see [Desk.BallotToFill]. Right: rate.
func (d *Desk) Paper(ctx context.Context, panel string) (paper pingyi.Paper, err error) {
	err = d.read(ctx, func(v *view) error {
		paper, err = d.store.paperFor(v, panel)
		return err
	})
	return paper, err
}

// paperFor reads the ballot of the view's actor in the panel's newest round, if
// they rate in it.
func (s *Store) paperFor(v *view, panel string) (paper pingyi.Paper, err error) {
	p, err := v.panel(panel)
	if err != nil {
		return paper, err
	}
	if err := v.actor.May(pingyi.Rate, &p, nil); err != nil {
		return paper, err
	}
	r, err := v.round(panel, 0)
	if err != nil {
		return paper, err
	}
	return s.paper(v, p, r)
}

// paper reads the ballot of the view's actor in round r.
func (s *Store) paper(v *view, p pingyi.Panel, r pingyi.Round) (paper pingyi.Paper, err error) {
	paper = pingyi.Paper{Panel: p, Round: r}
	if paper.Plans, err = v.judged(p); err != nil {
		return paper, err
	}
	if paper.Ballot, err = v.ballot(r, v.actor.Member.ID); err != nil {
		return paper, err
	}
	if r.No > 1 {
		earlier, err := v.round(p.ID, r.No-1)
		if err != nil {
			return paper, err
		}
		res, err := s.result(v, p, earlier, pingyi.Zh)
		if err != nil {
			return paper, err
		}
		paper.Earlier = &res
	}
	return paper, nil
}

// Rate sets the marks of the desk's member in the panel's open round, all of
// them or none; grades are drafts until submitted, and one that was submitted
// before counts until then. [pingyi.State] when no round
// is open. Right: rate.
func (d *Desk) Rate(ctx context.Context, panel string, marks []Marked) error {
	if len(marks) > MaxMarks {
		return pingyi.Errorf(pingyi.TooBig, "一次最多评 %d 项，请分几次", "at most %d marks at once: give them in several goes", MaxMarks)
	}
	return d.update(ctx, pingyi.CommandRate, func(t *tx) error {
		p, r, err := t.openForRating(panel)
		if err != nil {
			return err
		}
		on, err := t.marking(r)
		if err != nil {
			return err
		}
		for _, m := range marks {
			if err := on.mark(p, m); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *marking) mark(p pingyi.Panel, m Marked) error {
	h, ix, no, err := t.asked(p, t.round, m.Activity)
	if err != nil {
		return err
	}
	if m.Mark == nil {
		return t.takeBack(m.Activity)
	}
	rating := pingyi.Rating{Panel: p.ID, Round: t.round.No, Member: t.actor.Member.ID, Activity: m.Activity}
	rating.Mark, err = m.Mark.Clean(p.Marks, h.Scale)
	if err != nil {
		return err.(*pingyi.Error).At(pingyi.Place{Activity: no})
	}
	if m.Rubric != "" && !pingyi.IsRubricDigest(m.Rubric) {
		return pingyi.Errorf(pingyi.Invalid, "“%s”不是评价标准的摘要", "%q is no digest of a rubric", pingyi.Excerpt(m.Rubric, 20)).At(pingyi.Place{Activity: no})
	}
	if rating.Rubric = m.Rubric; rating.Rubric == "" {
		a, err := t.activity(m.Activity, ix)
		if err != nil {
			return err
		}
		rating.Rubric = a.Rubric.Digest()
	}
	return t.give(rating)
}

// asked reads the plan of an activity that round r of panel p asks for, and the
// activity's number in it.
func (t *tx) asked(p pingyi.Panel, r pingyi.Round, k pingyi.ActivityKey) (h planHead, ix index, no int, err error) {
	if !p.Judges(k.PlanKey) {
		return h, ix, 0, pingyi.Errorf(pingyi.NotFound, "评审组 %s 不评 %d 年度部门 %s 的计划", "panel %s does not judge the plan of department %[3]s for %[2]d", p.ID, k.Year, k.Department)
	}
	if h, ix, err = t.planHead(k.PlanKey); err != nil {
		return h, ix, 0, err
	}
	if no = slices.Index(ix.IDs, k.ID) + 1; no == 0 {
		return h, ix, 0, pingyi.Errorf(pingyi.NotFound, "这项活动已被删除", "this activity has been deleted")
	}
	if !r.Asks(k) {
		return h, ix, no, pingyi.Errorf(pingyi.State, "第 %d 轮不评部门 %s 的第 %d 项活动，它在前一轮已有结果", "round %d does not ask for activity %[3]d of department %[2]s: its grade stands from the round before", r.No, k.Department, no)
	}
	return h, ix, no, nil
}

func sameMark(a, b pingyi.Mark) bool {
	return a.Same(b) && a.Comment == b.Comment && a.Reason == b.Reason
}

// Submit submits the ratings that the desk's member has given to a department's
// activities in the panel's open round, or for "" to every department's, and
// returns how they stand then, by state. [pingyi.State] when there are none, or
// some are unfinished: see [pingyi.ErrUnfinished]. Right: rate.
func (d *Desk) Submit(ctx context.Context, panel, department string) (count map[pingyi.RatingState]int, err error) {
	err = d.update(ctx, pingyi.CommandSubmit, func(t *tx) error {
		count = map[pingyi.RatingState]int{}
		p, r, err := t.openForRating(panel)
		if err != nil {
			return err
		}
		plans, err := t.judged(p)
		if err != nil {
			return err
		}
		b, err := t.ballot(r, t.actor.Member.ID)
		if err != nil {
			return err
		}
		named, fresh, rated := department == "", false, false
		var again []pingyi.Unfinished
		for _, plan := range plans {
			if department != "" && plan.Department.Code != department {
				continue
			}
			named = true
			again = append(again, b.Unfinished(plan, r)...)
			for state, n := range b.Count(plan, r) {
				rated = rated || state != pingyi.Missing
				if state == pingyi.Draft {
					state = pingyi.Submitted
				}
				count[state] += n
			}
			at := b.SubmittedAt[plan.Department.Code]
			if slices.ContainsFunc(b.Ratings, func(r pingyi.Rating) bool { return r.Activity.PlanKey == plan.Key() && r.Rev > at }) {
				b.SubmittedAt[plan.Department.Code] = t.rev
				fresh = true
			}
		}
		if err := pingyi.ErrUnfinished(again); err != nil {
			return err
		}
		if !named {
			return pingyi.Errorf(pingyi.NotFound, "评审组 %s 不评部门 %s", "panel %s does not judge department %s", p.ID, department)
		}
		if !rated {
			return pingyi.Errorf(pingyi.State, "还没有评任何一项，无可提交", "nothing has been rated yet, so there is nothing to submit")
		}
		if !fresh {
			return nil
		}
		return t.put(ballotKey(p.ID, r.No, b.Member), b)
	})
	return count, err
}

// openForRating reads a panel and its open round for one of its raters.
func (t *tx) openForRating(id string) (p pingyi.Panel, r pingyi.Round, err error) {
	if p, err = t.panel(id); err != nil {
		return p, r, err
	}
	if err = t.actor.May(pingyi.Rate, &p, nil); err != nil {
		return p, r, err
	}
	r, found, err := t.lastRound(id)
	if err == nil && (!found || r.Closed) {
		err = notOpen(id)
	}
	return p, r, err
}
