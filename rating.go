package pingyi

import (
	"cmp"
	"strings"
)

// Kind is what a member says of an activity.
type Kind string

// The kinds. A rating that is not there at all is missing; none but Graded ever
// counts as a grade.
const (
	Graded    Kind = "graded"
	Abstained Kind = "abstained" // 弃权: may judge, will not
	Recused   Kind = "recused"   // 回避: may not judge, and leaves the quorum's denominator
)

// ActivityKey names an activity in the record.
type ActivityKey struct {
	PlanKey
	ID int `json:"activity"`
}

// Compare orders activities by year, department and ID.
func (k ActivityKey) Compare(o ActivityKey) int {
	return cmp.Or(cmp.Compare(k.Year, o.Year), cmp.Compare(k.Department, o.Department), cmp.Compare(k.ID, o.ID))
}

// Mark is what a rating says, apart from who says it of what.
type Mark struct {
	Kind    Kind   `json:"kind"`
	Tier    Tier   `json:"tier"`            // of a Graded mark; otherwise NoTier
	Score   *Score `json:"score,omitempty"` // only where the panel's marks are scores
	Comment string `json:"comment,omitempty"`
	Reason  string `json:"reason,omitempty"` // why it differs from one's mark in the round before
}

// Same reports whether both give the same: kind, tier and score, whatever is
// said beside it.
func (m Mark) Same(o Mark) bool {
	return m.Kind == o.Kind && m.Tier == o.Tier &&
		(m.Score == o.Score || m.Score != nil && o.Score != nil && *m.Score == *o.Score)
}

// Rating is one member's mark on one activity in one round.
type Rating struct {
	Panel    string      `json:"panel"`
	Round    int         `json:"round"`
	Member   string      `json:"member"`
	Activity ActivityKey `json:"activity"`
	Mark
	// Standing is the mark that was submitted before this one, if this one is
	// later than its ballot's submission: it counts until that is repeated.
	Standing *Mark  `json:"standing,omitempty"`
	Rubric   string `json:"rubric,omitempty"` // digest of the rubric that it was given by
	Rev      uint64 `json:"-"`                // journal revision of its last change

	// In a later round: what the member said of the activity when it was last
	// rated, nil where nothing, and whether this rating is only that, carried over.
	// What is carried over is a draft until its ballot is submitted.
	Was     *Mark `json:"-"`
	Carried bool  `json:"-"`
}

// Stale reports whether the rubric was changed after the rating was given by it,
// a being the activity as it is now. A recusal is by no rubric, and a rating from
// before rubrics were noted tells nothing.
func (r Rating) Stale(a Activity) bool {
	return r.Kind != Recused && r.Rubric != "" && r.Rubric != a.Rubric.Digest()
}

// WantsReason reports whether the rating differs from the member's own in an
// earlier round without saying why.
func (r Rating) WantsReason() bool { return r.Was != nil && !r.Mark.Same(*r.Was) && r.Reason == "" }

// RatingState is how far a rating has come: four different things, and missing.
type RatingState string

// The states of a rating. Abstention and recusal take effect at once; a grade
// is a draft, seen by nobody else, until its ballot is submitted.
const (
	Missing        RatingState = "missing"
	Draft          RatingState = "draft"
	Submitted      RatingState = "submitted"
	StateAbstained RatingState = "abstained"
	StateRecused   RatingState = "recused"
)

// In returns the state's title.
func (s RatingState) In(l Lang) string {
	switch s {
	case Missing:
		return l.Of("未评", "missing")
	case Draft:
		return l.Of("草稿", "draft")
	case Submitted:
		return l.Of("已提交", "submitted")
	case StateAbstained:
		return l.Of("弃权", "abstained")
	case StateRecused:
		return l.Of("回避", "recused")
	}
	return string(s)
}

// Ballot is all ratings of one member in one round.
type Ballot struct {
	Panel  string `json:"panel"`
	Round  int    `json:"round"`
	Member string `json:"member"`
	// SubmittedAt is the journal revision of the last submission of each
	// department's ratings, by department code. A grade saved later than that is
	// a draft: submitting is one write, whatever the number of ratings.
	SubmittedAt map[string]uint64 `json:"submitted_at"`
	Ratings     []Rating          `json:"-"`
}

// State returns how far r, a rating of this ballot, has come.
func (b *Ballot) State(r Rating) RatingState {
	switch {
	case r.Kind == Abstained:
		return StateAbstained
	case r.Kind == Recused:
		return StateRecused
	case b.latest(r):
		return Submitted
	}
	return Draft
}

// latest reports whether r as it stands was part of the last submission.
func (b *Ballot) latest(r Rating) bool { return r.Rev <= b.SubmittedAt[r.Activity.Department] }

// InForce returns the mark of r, a rating of this ballot, that counts: r's own
// once submitted, until then the one submitted before it. The state is Draft
// where neither is.
func (b *Ballot) InForce(r Rating) (Mark, RatingState) {
	state := b.State(r)
	if state != Draft || r.Standing == nil {
		return r.Mark, state
	}
	switch r.Standing.Kind {
	case Abstained:
		state = StateAbstained
	case Recused:
		state = StateRecused
	default:
		state = Submitted
	}
	return *r.Standing, state
}

// HandedIn reports whether r, a rating of this ballot, was part of a submission,
// whatever it says. An abstention is in force before that, but others learn only
// from what is handed in that the member has done their part.
func (b *Ballot) HandedIn(r Rating) bool { return b.latest(r) || r.Standing != nil }

// Of returns the ballot's rating of an activity.
func (b *Ballot) Of(k ActivityKey) (Rating, bool) {
	for _, r := range b.Ratings {
		if r.Activity == k {
			return r, true
		}
	}
	return Rating{}, false
}

// Count returns how many of the plan's activities that round r asks for have a
// rating in each state.
func (b *Ballot) Count(p Plan, r Round) map[RatingState]int {
	states := make(map[int]RatingState, len(b.Ratings))
	for _, r := range b.Ratings {
		if r.Activity.PlanKey == p.Key() {
			states[r.Activity.ID] = b.State(r)
		}
	}
	count := map[RatingState]int{}
	for _, a := range p.Activities {
		if !r.Asks(ActivityKey{p.Key(), a.ID}) {
			continue
		}
		s, ok := states[a.ID]
		if !ok {
			s = Missing
		}
		count[s]++
	}
	return count
}

// Clean returns the mark as the record keeps it, for a panel that gives marks on
// scale. A score decides its own tier.
func (m Mark) Clean(marks Marks, scale Scale) (Mark, error) {
	for _, said := range []struct {
		field Field
		text  *string
	}{{FieldComment, &m.Comment}, {FieldReason, &m.Reason}} {
		text, _, err := CleanText(*said.text)
		if err == nil && len([]rune(text)) > MaxText {
			err = Errorf(TooBig, "内容太长，最多 %d 个字", "it is too long: at most %d characters", MaxText)
		}
		if err != nil {
			return m, err.(*Error).At(Place{Entry: said.field, Text: *said.text})
		}
		*said.text = text
	}
	switch {
	case m.Kind == Abstained || m.Kind == Recused:
		m.Tier, m.Score = NoTier, nil
	case m.Kind != Graded:
		return m, Errorf(Invalid, "评分种类“%s”不对", "there is no kind of rating %q", Excerpt(string(m.Kind), 20))
	case marks == MarkScore && m.Score == nil:
		return m, Errorf(Invalid, "本评审组打分数，请填 0 到 100 的数", "this panel gives scores: enter a number from 0 to 100")
	case marks == MarkScore && (*m.Score < 0 || *m.Score > MaxScore):
		return m, Errorf(Invalid, "分数 %s 超出 0 到 100", "the score %s is outside 0 to 100", *m.Score)
	case marks == MarkScore:
		m.Tier = scale.TierOf(*m.Score)
	case m.Score != nil:
		return m, Errorf(Invalid, "本评审组评等级，不打分数，请填 %s", "this panel gives tiers, not scores: enter one of %s", scale.list())
	case !scale.Has(m.Tier):
		return m, Errorf(Invalid, "没有这个档次，请填 %s", "there is no such tier: enter one of %s", scale.list())
	}
	return m, nil
}

// ParseMark reads a mark as a person types it: a tier ("优", "优秀", or "1" as it
// is pressed on screens), a score where the panel gives scores ("89.5"), 弃权 or
// "abstain", 回避 or "recuse", each with a comment after a colon, full-width or not.
func ParseMark(s string, marks Marks, scale Scale) (Mark, error) {
	what, comment, found := strings.Cut(s, ":")
	if w, c, full := strings.Cut(s, "："); full && (!found || len(w) < len(what)) {
		what, comment = w, c
	}
	what = strings.TrimSpace(what)
	m := Mark{Kind: kindOf(what), Tier: NoTier, Comment: comment}
	switch {
	case m.Kind != Graded:
	case marks == MarkScore:
		score, err := ParseScore(what)
		if err != nil {
			return Mark{}, err
		}
		m.Score = &score
	default:
		t, ok := scale.marked(what)
		if !ok {
			t, ok = scale.pressed(what)
		}
		if !ok {
			return Mark{}, Errorf(Invalid, "看不懂“%s”，请填 %s（或 1–%d，1 是最好的一档）、弃权或回避；收回自己评过的填 撤回",
				"cannot read %q: enter one of %s (or 1-%d, 1 is the best), abstain or recuse; clear takes your mark back", Excerpt(what, 20), scale.list(), scale.Len())
		}
		m.Tier = t
	}
	return m.Clean(marks, scale)
}

// TakesBack reports whether a word typed for a mark takes one's own back.
func TakesBack(word string) bool {
	switch strings.ToLower(strings.TrimSpace(HalfWidth(word))) {
	case "撤回", "clear":
		return true
	}
	return false
}

// Text returns what the mark gives, as people type it and [ParseMark] reads it:
// a tier or a score, 弃权 or 回避; "—" for no mark at all.
func (m Mark) Text(s Scale) string {
	switch {
	case m.Kind == Abstained:
		return "弃权"
	case m.Kind == Recused:
		return "回避"
	case m.Kind != Graded:
		return "—"
	case m.Score != nil:
		return m.Score.String()
	}
	return s.Name(m.Tier)
}

// kindOf tells what a word says of an activity: whatever is no word for
// abstaining or recusing is meant as a grade.
func kindOf(word string) Kind {
	switch strings.ToLower(HalfWidth(word)) {
	case "弃权", "abstain", "abstained":
		return Abstained
	case "回避", "recuse", "recused":
		return Recused
	}
	return Graded
}
