package pingyi

import (
	"fmt"
	"slices"
)

// Rule is how a panel merges its ratings.
type Rule string

// The merge rules; see [Merge] for what each does.
const (
	MajorityJudgment Rule = "majority-judgment"
	TrimmedMean      Rule = "trimmed-mean"
	WeightedMean     Rule = "weighted-mean"
	Plurality        Rule = "plurality"
)

// Rules returns the merge rules, the default first.
func Rules() []Rule { return []Rule{MajorityJudgment, TrimmedMean, WeightedMean, Plurality} }

// In returns the rule's title.
func (r Rule) In(l Lang) string {
	switch r {
	case MajorityJudgment:
		return l.Of("多数评判", "majority judgment")
	case TrimmedMean:
		return l.Of("截尾平均", "trimmed mean")
	case WeightedMean:
		return l.Of("加权平均", "weighted mean")
	case Plurality:
		return l.Of("相对多数", "plurality")
	}
	return string(r)
}

// Marks is what a panel's members give: a tier, or a score that falls in one.
type Marks string

// The kinds of marks.
const (
	MarkTier  Marks = "tier"
	MarkScore Marks = "score"
)

// Panel is a committee: members, the plans they judge, and the policy.
type Panel struct {
	ID          string   `json:"id"`
	Year        int      `json:"year"`
	Departments []string `json:"departments"` // codes; empty means every plan of the year
	Members     []string `json:"members"`     // who rates
	Chair       string   `json:"chair,omitempty"`
	Quorum      int      `json:"quorum,omitempty"` // 0 means more than half; see [Panel.NeedsRatings]
	Rule        Rule     `json:"rule"`
	Marks       Marks    `json:"marks"`
	Open        bool     `json:"open"` // ratings are seen at once; otherwise sealed until the round closes
}

// Clean returns the panel with its defaults filled in, or the first rule that
// it breaks. Whether its members exist is for the record to say.
func (p Panel) Clean() (Panel, error) {
	if err := CheckCode(NounPanel, p.ID); err != nil {
		return p, err
	}
	if err := CheckYear(p.Year); err != nil {
		return p, err
	}
	for _, d := range p.Departments {
		if err := CheckCode(NounDepartment, d); err != nil {
			return p, err
		}
	}
	if p.Rule == "" {
		p.Rule = MajorityJudgment
	}
	if p.Marks == "" {
		p.Marks = MarkTier
	}
	p.Departments = slices.Compact(slices.Sorted(slices.Values(p.Departments)))
	for i, m := range p.Members {
		if slices.Contains(p.Members[:i], m) {
			return p, Errorf(Invalid, "成员 %s 列了两次", "member %s is listed twice", m)
		}
	}
	switch {
	case !slices.Contains(Rules(), p.Rule):
		return p, Errorf(Invalid, "没有“%s”这种合并规则，请用 majority-judgment、trimmed-mean、weighted-mean 或 plurality",
			"there is no merge rule %q: use majority-judgment, trimmed-mean, weighted-mean or plurality", Excerpt(string(p.Rule), 20))
	case p.Marks != MarkTier && p.Marks != MarkScore:
		return p, Errorf(Invalid, "评分方式“%s”不对，请用 tier（等级）或 score（分数）",
			"there are no marks %q: use tier or score", Excerpt(string(p.Marks), 20))
	case len(p.Members) == 0 || len(p.Members) > 99:
		return p, Errorf(Invalid, "评审组要有 1 至 99 名评分成员", "a panel has 1 to 99 rating members")
	case p.Quorum < 0 || p.Quorum > len(p.Members):
		return p, Errorf(Invalid, "法定人数 %d 不对：评审组有 %d 人", "a quorum of %d is wrong: the panel has %d members", p.Quorum, len(p.Members))
	}
	return p, nil
}

// Judges reports whether the panel judges the plan.
func (p Panel) Judges(k PlanKey) bool {
	return p.Year == k.Year && (len(p.Departments) == 0 || slices.Contains(p.Departments, k.Department))
}

// Seats reports whether the member rates in the panel.
func (p Panel) Seats(member string) bool { return slices.Contains(p.Members, member) }

// NeedsRatings returns how many submitted ratings make a quorum of one activity
// for which recused members stand aside. The denominator is assigned minus
// recused: more than half of it, or the panel's own number, but never more than
// may rate at all. With nobody left there is no quorum, which 1 expresses.
func (p Panel) NeedsRatings(recused int) int {
	may := len(p.Members) - recused
	need := p.Quorum
	if need == 0 {
		need = may/2 + 1
	}
	return max(1, min(need, may))
}

// Round is one pass of rating. Rounds are numbered from 1 within their panel; a
// later one follows discussion and leaves the earlier ones as they were.
type Round struct {
	Panel  string `json:"panel"`
	No     int    `json:"no"`
	Closed bool   `json:"closed"`
	Reason string `json:"reason,omitempty"` // why it was closed, where it was short of a quorum or a reason was given
	// Only are the activities that the round asks for, in the order of
	// [ActivityKey.Compare]; empty for all that the panel judges.
	Only []ActivityKey `json:"only,omitempty"`
	// OpenedRev and ClosedRev are the journal revisions of its opening and closing:
	// what the round judged is the record as it stood when it closed, whatever
	// changes later.
	OpenedRev uint64 `json:"opened_rev,omitempty"`
	ClosedRev uint64 `json:"closed_rev,omitempty"`
	// Signature is the chair's, under the result as of this round.
	Signature *Signature `json:"signature,omitempty"`
}

// Asks reports whether the round asks for a rating of the activity, of those that
// its panel judges.
func (r Round) Asks(k ActivityKey) bool {
	if len(r.Only) == 0 {
		return true
	}
	_, found := slices.BinarySearchFunc(r.Only, k, ActivityKey.Compare)
	return found
}

// Secret reports whether members may not yet see each other's ratings.
func (p Panel) Secret(r Round) bool { return !p.Open && !r.Closed }

// In returns how far the round has come, as lists show it.
func (r Round) In(l Lang) string {
	switch {
	case r.No == 0:
		return l.Of("未开启", "not opened")
	case r.Signature != nil:
		return fmt.Sprintf(l.Of("第 %d 轮 已签署", "round %d signed"), r.No)
	case r.Closed:
		return fmt.Sprintf(l.Of("第 %d 轮 已结束", "round %d closed"), r.No)
	}
	return fmt.Sprintf(l.Of("第 %d 轮 进行中", "round %d open"), r.No)
}
