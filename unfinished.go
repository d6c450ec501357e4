package pingyi

import (
	"fmt"
	"strconv"
	"strings"
)

// Unfinished is a rating that its member has to look at once more before it can
// be submitted.
type Unfinished struct {
	Activity ActivityKey
	No       int // of the activity within its plan
	Name     string
	Stale    bool // its rubric has changed since; if not, it wants a reason
}

// Unfinished returns what of the plan's ratings keeps the ballot from being
// submitted in round r, by activity.
func (b *Ballot) Unfinished(p Plan, r Round) (all []Unfinished) {
	given := make(map[ActivityKey]Rating, len(b.Ratings))
	for _, rating := range b.Ratings {
		given[rating.Activity] = rating
	}
	for i, a := range p.Activities {
		k := ActivityKey{p.Key(), a.ID}
		rating, found := given[k]
		if !found || !r.Asks(k) {
			continue
		}
		if stale := rating.Stale(a); stale || rating.WantsReason() {
			all = append(all, Unfinished{Activity: k, No: i + 1, Name: a.Name, Stale: stale})
		}
	}
	return all
}

// Err says what is to be done about one.
func (u Unfinished) Err() *Error {
	at := Place{Activity: u.No, Text: u.Name}
	if u.Stale {
		return Errorf(State, "评分之后评价标准有改动，请看过新标准再评一次，然后提交", "its rubric was changed after you rated it: read it and rate it once more, then submit").At(at)
	}
	return Errorf(State, "与上一轮的评分不同，请先写明理由，然后提交", "it is rated differently than in the round before: give the reason, then submit").At(at)
}

// ErrUnfinished refuses a ballot for all that is unfinished in it, in one
// sentence, so that its member need not meet them one after another; nil for
// nothing.
func ErrUnfinished(all []Unfinished) error {
	var stale, unexplained unfinishedList
	for _, u := range all {
		if u.Stale {
			stale = append(stale, u)
		} else {
			unexplained = append(unexplained, u)
		}
	}
	switch {
	case len(all) == 0:
		return nil
	case len(all) == 1:
		return all[0].Err()
	case len(unexplained) == 0:
		return Errorf(State, "评分之后，这些活动的评价标准有改动：%s。请看过新标准各再评一次，然后提交",
			"the rubrics of these activities were changed after you rated them: %s. Read them and rate each once more, then submit", stale)
	case len(stale) == 0:
		return Errorf(State, "这些活动与上一轮的评分不同，还没有理由：%s。请先写明理由，然后提交",
			"these activities are rated differently than in the round before: %s. Give the reasons, then submit", unexplained)
	}
	return Errorf(State, "评分之后评价标准有改动：%s，请看过新标准各再评一次；与上一轮的评分不同：%s，请写明理由；然后提交",
		"the rubric was changed after you rated them: %s; read it and rate each once more. Rated differently than in the round before: %s; give the reasons. Then submit", stale, unexplained)
}

// UnfinishedNamed is how many are named in one message.
const UnfinishedNamed = 10

type unfinishedList []Unfinished

// In lists the activities by their numbers, under their departments where there
// are several: "第 2、5 项".
func (all unfinishedList) In(l Lang) string {
	several := false
	for _, u := range all {
		several = several || u.Activity.PlanKey != all[0].Activity.PlanKey
	}
	var parts []string
	for named := all[:min(len(all), UnfinishedNamed)]; len(named) > 0; {
		plan := named[0].Activity.PlanKey
		var nos []string
		for len(named) > 0 && named[0].Activity.PlanKey == plan {
			nos = append(nos, strconv.Itoa(named[0].No))
			named = named[1:]
		}
		part := fmt.Sprintf(l.Of("第 %s 项", "no. %s"), strings.Join(nos, l.Of("、", ", ")))
		if several {
			part = fmt.Sprintf(l.Of("部门 %s ", "department %s "), plan.Department) + part
		}
		parts = append(parts, part)
	}
	text := strings.Join(parts, l.Of("；", "; "))
	if more := len(all) - UnfinishedNamed; more > 0 {
		text += fmt.Sprintf(l.Of("，还有 %d 项", " and %d more"), more)
	}
	return text
}
