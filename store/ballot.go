package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"pingyi"
	"pingyi/store/kv"
)

// FiledBallot is what became of the answers of a ballot that came back as a file.
type FiledBallot struct {
	Taken     int // into the record, as drafts
	Unchanged int // as they were already
	Left      int // empty
}

// BallotToFill is [Desk.Paper] for a file, with its Rev: the number of changes that
// the member has made of their ballot in the round. A revision of the journal
// would tell how much others have done. Right: rate.
func (d *Desk) BallotToFill(ctx context.Context, panel string) (paper pingyi.Paper, err error) {
	err = d.read(ctx, func(v *view) error {
		if paper, err = d.store.paperFor(v, panel); err != nil {
			return err
		}
		own, err := v.ownChanges(paper.Round)
		paper.Rev = uint64(len(own))
		return err
	})
	return paper, err
}

// ownChanges returns the journal revisions at which the actor changed their ballot
// in round r, oldest first. It reads the journal since the round was opened: what
// was taken back has left nothing else behind.
func (v *view) ownChanges(r pingyi.Round) (revs []uint64, err error) {
	me := v.actor.Member.ID
	_, to := kv.Prefix([]byte(journalPart))
	err = v.Scan([]byte(journalKey(r.OpenedRev+1)), to, func(key, b []byte) error {
		var e entry
		if err := decode(string(key), b, &e); err != nil {
			return err
		}
		if e.Member == me && slices.ContainsFunc(e.Writes, func(w write) bool {
			return w.Key == ballotKey(r.Panel, r.No, me) || strings.HasPrefix(w.Key, ratingsOf(r.Panel, r.No, me))
		}) {
			revs = append(revs, e.Rev)
		}
		return nil
	})
	return revs, err
}

// FileBallot takes the answers of a ballot that its member filled in as a file:
// each that is right becomes a draft, and stays one until [Desk.Submit], which
// asks again about what was rated by a rubric that has changed since.
//
// Answer by answer the file is held against the record as it was when the file
// was written, which is after as many of the member's own changes as its revision
// says: what only the file changed is taken, what only the record changed
// stays, and where both did and differ nothing is overwritten. The error joins
// one for every answer that was not taken, each with its line; those that are
// right are taken all the same. Of another panel, round or member than the desk's
// nothing is taken. Right: rate.
func (d *Desk) FileBallot(ctx context.Context, f pingyi.FilledBallot) (filed FiledBallot, err error) {
	var refused []error
	most := MaxMarks
	for start := 0; start == 0 || start < len(f.Answers); {
		answers := f.Answers[start:min(start+most, len(f.Answers))]
		part, wrong, err := d.fileAnswers(ctx, f, answers)
		if pingyi.CodeOf(err) == pingyi.TooBig && len(answers) > 1 { // long comments
			most = len(answers) / 2
			continue
		}
		if err != nil { // what was refused before it is still to be told
			return filed, errors.Join(append([]error{err}, refused...)...)
		}
		filed.Taken += part.Taken
		filed.Unchanged += part.Unchanged
		filed.Left += part.Left
		refused = append(refused, wrong...)
		start += max(1, len(answers))
	}
	return filed, errors.Join(refused...)
}

// fileAnswers takes some of the answers as one command.
func (d *Desk) fileAnswers(ctx context.Context, f pingyi.FilledBallot, answers []pingyi.Answer) (filed FiledBallot, wrong []error, err error) {
	err = d.update(ctx, pingyi.CommandFileBallot, func(t *tx) error {
		filed, wrong = FiledBallot{}, nil
		p, r, base, err := t.ballotFor(f)
		if err != nil {
			return err
		}
		on, err := t.marking(r)
		if err != nil {
			return err
		}
		for _, a := range answers {
			err := on.answer(p, base, a, &filed)
			switch pingyi.CodeOf(err) {
			case "":
			case pingyi.Internal, pingyi.Damaged:
				return err
			default:
				wrong = append(wrong, err.(*pingyi.Error).At(pingyi.Place{File: f.File, Row: a.Line}))
			}
		}
		return nil
	})
	return filed, wrong, err
}

// written is the record as it was when a filled ballot was written.
type written struct {
	view
	ballot pingyi.Ballot
}

// ballotFor reads what a filled ballot is about, and the member's ballot as it was
// when the file was written.
func (t *tx) ballotFor(f pingyi.FilledBallot) (p pingyi.Panel, r pingyi.Round, base written, err error) {
	in := pingyi.Place{File: f.File, Row: f.Line}
	if f.Member != t.actor.Member.ID {
		return p, r, base, pingyi.Errorf(pingyi.Forbidden, "这是 %s 的评分表，不是 %s 的，没有收下", "this is the ballot of %s, not of %s: nothing was taken", pingyi.Excerpt(f.Member, 40), t.actor.Member.ID).At(in)
	}
	if p, r, err = t.openForRating(f.Panel); err != nil {
		if e, ok := errors.AsType[*pingyi.Error](err); ok {
			err = e.At(in)
		}
		return p, r, base, err
	}
	if f.Round != r.No {
		return p, r, base, pingyi.Errorf(pingyi.State, "这是第 %d 轮的评分表，现在是第 %d 轮；请重新取一份", "this is a ballot of round %d, and round %d is open: fetch a new one", f.Round, r.No).At(in)
	}
	own, err := t.ownChanges(r)
	if err != nil {
		return p, r, base, err
	}
	// The number comes from a file that anybody can edit: it is held against what
	// the member did and nothing else, so that no refusal tells what others did.
	if f.Rev > uint64(len(own)) {
		return p, r, base, pingyi.Errorf(pingyi.Invalid, "评分表的版本号 %d 不对，请重新取一份", "the revision %d of the ballot is wrong: fetch a new one", f.Rev).At(in)
	}
	at := r.OpenedRev
	if f.Rev > 0 {
		at = own[f.Rev-1]
	}
	then, err := asOf(t.Reader, at)
	if err != nil {
		return p, r, base, err
	}
	base.view = view{Reader: then, actor: t.actor}
	base.ballot, err = base.view.ballot(r, t.actor.Member.ID)
	return p, r, base, err
}

// rubric returns the digest of an activity's rubric then, empty where there was no
// such activity.
func (w *written) rubric(k pingyi.ActivityKey) (string, error) {
	_, ix, err := w.planHead(k.PlanKey)
	if err == nil {
		var a pingyi.Activity
		if a, err = w.activity(k, ix); err == nil {
			return a.Rubric.Digest(), nil
		}
	}
	if pingyi.CodeOf(err) == pingyi.NotFound {
		err = nil
	}
	return "", err
}

// answer takes one answer, or says why not.
func (t *marking) answer(p pingyi.Panel, base written, a pingyi.Answer, filed *FiledBallot) error {
	h, ix, no, err := t.asked(p, t.round, a.Activity)
	if err != nil {
		return err
	}
	text := strings.TrimSpace(a.Mark)
	if text == "" {
		if a.Comment != "" || a.Reason != "" {
			return pingyi.Errorf(pingyi.Invalid, "第 %d 项写了评语，但没有评分；请填上评分", "activity %d has a comment but no mark: fill in the mark", no)
		}
		filed.Left++
		return nil
	}
	before, had := base.ballot.Of(a.Activity)
	is, has := t.is[a.Activity]
	untouched := had == has && sameMark(before.Mark, is.Mark)
	if pingyi.TakesBack(text) {
		switch {
		// What the file was fetched with goes with its mark; more would vanish unsaid.
		case a.Comment != "" && a.Comment != before.Comment, a.Reason != "" && a.Reason != before.Reason:
			return pingyi.Errorf(pingyi.Invalid, "第 %d 项填了撤回，又写了评语或理由；撤回的一项不留评语，请删去评语，或填上评分", "activity %d is taken back and has a comment or a reason all the same, which would be lost: delete that, or fill in a mark", no)
		case !has || is.Carried:
			filed.Unchanged++
			return nil
		case !untouched:
			return overtaken(no, is.Mark, h.Scale)
		}
		filed.Taken++
		return t.takeBack(a.Activity)
	}
	mark, err := pingyi.ParseMark(text, p.Marks, h.Scale)
	if err != nil {
		return err.(*pingyi.Error).At(pingyi.Place{Activity: no})
	}
	if mark.Comment != "" && a.Comment != "" && mark.Comment != a.Comment {
		return pingyi.Errorf(pingyi.Invalid, "第 %d 项的评语写了两处，请只留一处", "activity %d has two comments, one behind the mark: leave one", no)
	}
	mark.Comment = cmp.Or(mark.Comment, a.Comment)
	mark.Reason = a.Reason
	if mark, err = mark.Clean(p.Marks, h.Scale); err != nil {
		return err.(*pingyi.Error).At(pingyi.Place{Activity: no})
	}
	if a.Rubric == "" { // it was read as it stood then
		if a.Rubric, err = base.rubric(a.Activity); err != nil {
			return err
		}
	} else if !pingyi.IsRubricDigest(a.Rubric) {
		return pingyi.Errorf(pingyi.Invalid, "第 %d 项所依据的评价标准的摘要“%s”被改过，请重新取一份评分表", "the digest of the rubric of activity %d, %q, has been altered: fetch a new ballot", no, pingyi.Excerpt(a.Rubric, 20))
	}
	act, err := t.activity(a.Activity, ix)
	if err != nil {
		return err
	}
	again := has && sameMark(is.Mark, mark)
	switch {
	case again && is.Stale(act) && a.Rubric == act.Rubric.Digest(): // said again by the new rubric
	case again, had && sameMark(before.Mark, mark):
		filed.Unchanged++
		return nil
	case !untouched:
		return overtaken(no, is.Mark, h.Scale)
	}
	filed.Taken++
	return t.give(pingyi.Rating{Panel: p.ID, Round: t.round.No, Member: t.actor.Member.ID, Activity: a.Activity, Mark: mark, Rubric: a.Rubric})
}

// overtaken refuses an answer where the record has another since the file was
// written. That may be of the same file, sent before with another answer: nobody
// can tell it from a copy of it, which must not be overwritten.
func overtaken(no int, is pingyi.Mark, s pingyi.Scale) error {
	return pingyi.Errorf(pingyi.Conflict, "第 %d 项在取走评分表之后已改过（在别处改的，或是这份评分表先前交过；现在是：%s），没有覆盖；请看过之后用 rate 命令或新的评分表再定",
		"activity %d has changed since the ballot was fetched, elsewhere or by this ballot sent before (it is now: %s), and was not overwritten: look, then settle it with the rate command or a new ballot", no, is.Text(s))
}
