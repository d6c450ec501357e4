package pingyi

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// Criterion is what must be seen for one tier.
type Criterion = string

// Rubric is an activity's criteria: Rubric[t] is the one of [Tier] t, empty
// where the department has given none. It has as many as the plan's scale has
// tiers.
type Rubric []Criterion

// Complete returns how many tiers have a criterion.
func (r Rubric) Complete() int {
	n := 0
	for _, c := range r {
		if c != "" {
			n++
		}
	}
	return n
}

// Digest names what the rubric says, so that a rating can tell which wording it
// was given by: the first 16 hexadecimal digits of a SHA-256 over the criteria.
func (r Rubric) Digest() string {
	h := sha256.New()
	for _, c := range r {
		fmt.Fprintf(h, "%d:%s", len(c), c)
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// IsRubricDigest reports whether s has the form of a [Rubric.Digest].
func IsRubricDigest(s string) bool {
	return len(s) == 16 && strings.Trim(s, "0123456789abcdef") == ""
}

// Activity is one thing that a department does with its budget, and how it will
// be judged.
type Activity struct {
	ID        int // within the plan, from 1, never used again; 0 before it is stored
	Name      string
	Budget    Amount
	Content   string // 内容描述
	Goal      string // 绩效目标
	Indicator string // 绩效指标
	Rubric    Rubric
}

// Equal reports whether both say the same, whatever their IDs.
func (a Activity) Equal(b Activity) bool {
	return a.Name == b.Name && a.Budget == b.Budget && a.Content == b.Content &&
		a.Goal == b.Goal && a.Indicator == b.Indicator && slices.Equal(a.Rubric, b.Rubric)
}

// Field names one field of an activity, in the record and in JSON. A criterion
// is "criteria." and its tier's index.
type Field string

// The fields of an activity, and those of a plan and a rating that an error or
// a lint finding may name.
const (
	FieldName      Field = "name"
	FieldBudget    Field = "budget"
	FieldContent   Field = "content"
	FieldGoal      Field = "goal"
	FieldIndicator Field = "indicator"
	FieldCriteria  Field = "criteria"

	FieldDepartment  Field = "department"
	FieldOverallGoal Field = "overall_goal"
	FieldDutyGoals   Field = "duty_goals"
	FieldStatedTotal Field = "stated_total"
	FieldComment     Field = "comment" // of a rating
	FieldReason      Field = "reason"  // why a rating differs from that of the round before
)

// Title returns the field's heading as the forms print it.
func (f Field) Title(l Lang) string {
	switch f {
	case FieldName:
		return l.Of("职责活动", "Activity")
	case FieldBudget:
		return l.Of("预算数", "Budget")
	case FieldContent:
		return l.Of("内容描述", "Content")
	case FieldGoal:
		return l.Of("绩效目标", "Goal")
	case FieldIndicator:
		return l.Of("绩效指标", "Indicator")
	case FieldCriteria:
		return l.Of("评价标准", "Criteria")
	case FieldDepartment:
		return l.Of("部门", "Department")
	case FieldOverallGoal:
		return l.Of("总体目标", "Overall goal")
	case FieldDutyGoals:
		return l.Of("职责分类绩效目标", "Duty goals")
	case FieldStatedTotal:
		return l.Of("合计", "Stated total")
	case FieldComment:
		return l.Of("评语", "Comment")
	case FieldReason:
		return l.Of("理由", "Reason")
	}
	return string(f)
}

// In lets an error sentence name a field in either language.
func (f Field) In(l Lang) string { return f.Title(l) }

// Brief names a text of an activity where its text stands beside it and room is
// dear; other fields have their title.
func (f Field) Brief(l Lang) string {
	switch f {
	case FieldContent:
		return l.Of("内容", "Content")
	case FieldGoal:
		return l.Of("目标", "Goal")
	case FieldIndicator:
		return l.Of("指标", "Indicator")
	}
	return f.Title(l)
}

// Clean returns the activity with its text as the record keeps it, and how many
// characters left behind by a word processor were dropped. The error names the
// field.
func (a Activity) Clean(s Scale) (Activity, int, error) {
	total := 0
	var first error
	clean := func(at Place, text string, limit int, oneLine bool) string {
		norm := CleanText
		if oneLine {
			norm = CleanLine
		}
		t, n, err := norm(text)
		if err == nil && len(t) > limit && len([]rune(t)) > limit {
			err = Errorf(TooBig, "太长：%d 个字，最多 %d 个", "too long: %d characters, at most %d", len([]rune(t)), limit)
		}
		if err != nil && first == nil {
			at.Text = text
			first = err.(*Error).At(at)
		}
		total += n
		return t
	}
	a.Name = clean(Place{Entry: FieldName}, a.Name, MaxName, true)
	a.Content = clean(Place{Entry: FieldContent}, a.Content, MaxText, false)
	a.Goal = clean(Place{Entry: FieldGoal}, a.Goal, MaxText, false)
	a.Indicator = clean(Place{Entry: FieldIndicator}, a.Indicator, MaxText, false)
	rubric := make(Rubric, s.Len())
	for t := range rubric {
		if t < len(a.Rubric) {
			rubric[t] = clean(Place{Entry: FieldCriteria, Field: s.Name(Tier(t))}, a.Rubric[t], MaxText, false)
		}
	}
	a.Rubric = rubric
	switch {
	case first != nil:
	case strings.TrimSpace(a.Name) == "":
		first = Errorf(Invalid, "职责活动没有名称，请填写", "the activity has no name: enter one").At(Place{Entry: FieldName})
	case a.Budget < 0 || a.Budget > MaxAmount:
		first = Errorf(Invalid, "预算数 %s 超出范围（0 到一亿万元）", "the amount %s is out of range (0 to 100,000,000 万元)", a.Budget).At(Place{Entry: FieldBudget})
	}
	return a, total, first
}
