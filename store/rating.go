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
}

// Paper is what a member is asked to rate, and what they have said so far.
type Paper struct {
	Panel  pingyi.Panel
	Round  pingyi.Round
	Plans  []pingyi.Plan
	Ballot pingyi.Ballot
}

// Paper returns the ballot of the desk's member in the panel's newest round with
// the plans that it is about. Right: rate.
func (d *Desk) Paper(ctx context.Context, panel string) (paper Paper, err error) {
	err = d.read(ctx, func(v *view) error {
		p, err := v.panel(panel)
		if err != nil {
			return err
		}
		if err := v.actor.May(pingyi.Rate, &p, nil); err != nil {
			return err
		}
		r, err := v.round(panel, 0)
		if err != nil {
			return err
		}
		plans, err := v.judged(p)
		if err != nil {
			return err
		}
		b, err := v.ballot(p.ID, r.No, v.actor.Member.ID)
		paper = Paper{p, r, plans, b}
		return err
	})
	return paper, err
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
		for _, m := range marks {
			if err := t.mark(p, r, m); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *tx) mark(p pingyi.Panel, r pingyi.Round, m Marked) error {
	k := m.Activity
	if !p.Judges(k.PlanKey) {
		return pingyi.Errorf(pingyi.NotFound, "评审组 %s 不评 %d 年度部门 %s 的计划", "panel %s does not judge the plan of department %[3]s for %[2]d", p.ID, k.Year, k.Department)
	}
	h, ix, err := t.planHead(k.PlanKey)
	if err != nil {
		return err
	}
	no := slices.Index(ix.IDs, k.ID) + 1
	if no == 0 {
		return pingyi.Errorf(pingyi.NotFound, "这项活动已被删除", "this activity has been deleted")
	}
	rating := pingyi.Rating{Panel: p.ID, Round: r.No, Member: t.actor.Member.ID, Activity: k}
	if m.Mark == nil {
		return t.del(ratingKey(rating))
	}
	rating.Mark, err = m.Mark.Clean(p.Marks, h.Scale)
	if err != nil {
		return err.(*pingyi.Error).At(pingyi.Place{Activity: no})
	}
	was, found, err := get[storedRating](t, ratingKey(rating))
	if err != nil {
		return err
	}
	if found && sameMark(was.Mark, rating.Mark) { // said again: a submitted mark stays submitted
		return nil
	}
	if rating.Standing = was.Standing; found {
		b, _, err := get[pingyi.Ballot](t, ballotKey(p.ID, r.No, rating.Member))
		if err != nil {
			return err
		}
		if was.Rev <= b.SubmittedAt[k.Department] {
			rating.Standing = &was.Mark
		}
	}
	return t.put(ratingKey(rating), storedRating{rating, t.rev})
}

func sameMark(a, b pingyi.Mark) bool {
	return a.Kind == b.Kind && a.Tier == b.Tier && a.Comment == b.Comment &&
		(a.Score == b.Score || a.Score != nil && b.Score != nil && *a.Score == *b.Score)
}

// Submit submits the ratings that the desk's member has given to a department's
// activities in the panel's open round, or for "" to every department's, and
// returns how they stand then, by state. [pingyi.State] when there are none.
// Right: rate.
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
		b, err := t.ballot(p.ID, r.No, t.actor.Member.ID)
		if err != nil {
			return err
		}
		named, fresh, rated := department == "", false, false
		for _, plan := range plans {
			if department != "" && plan.Department.Code != department {
				continue
			}
			named = true
			for state, n := range b.Count(plan) {
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

// ballot reads all of one member's ratings in one round.
func (v *view) ballot(panel string, round int, member string) (pingyi.Ballot, error) {
	b, found, err := get[pingyi.Ballot](v, ballotKey(panel, round, member))
	if !found {
		b = pingyi.Ballot{Panel: panel, Round: round, Member: member, SubmittedAt: map[string]uint64{}}
	}
	if err != nil {
		return b, err
	}
	err = scan(v, ratingsOf(panel, round, member), func(_ string, r storedRating) error {
		r.Rating.Rev = r.Rev
		b.Ratings = append(b.Ratings, r.Rating)
		return nil
	})
	return b, err
}
