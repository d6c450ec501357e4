package pingyi

import (
	"cmp"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Department is a budget unit.
type Department struct {
	Code string `json:"code"` // as the finance bureau numbers it: "360"
	Name string `json:"name"`
}

// Plan is what one department files for one year.
type Plan struct {
	Year        int
	Department  Department
	Scale       Scale
	OverallGoal string
	DutyGoals   []string
	StatedTotal *Amount // the total as the filed table states it, if it does
	Activities  []Activity
}

// PlanKey names a plan.
type PlanKey struct {
	Year       int    `json:"year"`
	Department string `json:"department"` // its code
}

// Key returns the plan's name.
func (p *Plan) Key() PlanKey { return PlanKey{p.Year, p.Department.Code} }

// Compare orders plans by year, then by department code: a number as a number.
func (k PlanKey) Compare(o PlanKey) int {
	return cmp.Or(cmp.Compare(k.Year, o.Year), cmp.Compare(len(k.Department), len(o.Department)),
		strings.Compare(k.Department, o.Department))
}

// Budget returns the sum of the activities' amounts.
func (p *Plan) Budget() Amount {
	var sum Amount
	for _, a := range p.Activities {
		sum += a.Budget
	}
	return sum
}

// Limits on one plan.
const (
	MaxActivities = 10_000
	MaxDutyGoals  = 100
	MinYear       = 1949
	MaxYear       = 2999
)

// CheckYear refuses a year outside [MinYear, MaxYear].
func CheckYear(year int) error {
	if year < MinYear || year > MaxYear {
		return Errorf(Invalid, "年度 %d 不对，请写四位数，如 2016", "the year %d is wrong: write four digits, such as 2016", year)
	}
	return nil
}

// CheckCode refuses a code or name that cannot name a record: department,
// member and panel names are 1 to 32 letters, digits, "-", "_" or "."
// beginning with a letter or digit.
func CheckCode(what Noun, code string) error {
	ok := code != "" && len(code) <= 32
	for i, r := range code {
		alnum := r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		ok = ok && (alnum || i > 0 && (r == '-' || r == '_' || r == '.'))
	}
	if !ok {
		return Errorf(Invalid, "%s代号“%s”不能用：请用 1 至 32 个字母或数字，其间可有 - _ .",
			"the %s code %q cannot be used: 1 to 32 letters or digits, with - _ . between", what, Excerpt(code, 40))
	}
	return nil
}

// Clean returns the plan with every text as the record keeps it, and how many
// characters left behind by a word processor were dropped. The error names the
// activity and the field.
func (p Plan) Clean() (Plan, int, error) {
	total := 0
	if err := CheckYear(p.Year); err != nil {
		return p, 0, err
	}
	if err := CheckCode(NounDepartment, p.Department.Code); err != nil {
		return p, 0, err
	}
	if p.Scale.Len() == 0 {
		p.Scale = DefaultScale()
	}
	if len(p.Activities) > MaxActivities || len(p.DutyGoals) > MaxDutyGoals {
		return p, 0, Errorf(TooBig, "一份计划最多 %d 项活动、%d 条职责分类绩效目标", "a plan holds at most %d activities and %d duty goals", MaxActivities, MaxDutyGoals)
	}
	header := func(f Field, norm func(string) (string, int, error), text string, limit int) (string, error) {
		t, n, err := norm(text)
		total += n
		if err == nil && len([]rune(t)) > limit {
			err = Errorf(TooBig, "太长，最多 %d 个字", "too long: at most %d characters", limit)
		}
		if err != nil {
			return t, err.(*Error).At(Place{Entry: f, Text: text})
		}
		return t, nil
	}
	var err error
	if p.Department.Name, err = header(FieldDepartment, CleanLine, p.Department.Name, MaxName); err != nil {
		return p, total, err
	}
	if p.OverallGoal, err = header(FieldOverallGoal, CleanText, p.OverallGoal, MaxText); err != nil {
		return p, total, err
	}
	goals := make([]string, 0, len(p.DutyGoals))
	for _, g := range p.DutyGoals {
		if g, err = header(FieldDutyGoals, CleanText, g, MaxText); err != nil {
			return p, total, err
		}
		if g != "" {
			goals = append(goals, g)
		}
	}
	p.DutyGoals = goals
	acts := make([]Activity, len(p.Activities))
	for i, a := range p.Activities {
		c, n, err := a.Clean(p.Scale)
		total += n
		if err != nil {
			return p, total, err.(*Error).At(Place{Activity: i + 1})
		}
		acts[i] = c
	}
	p.Activities = acts
	return p, total, nil
}

// NewCollator returns the order of Chinese names by pinyin. It is not safe for
// concurrent use.
func NewCollator() *collate.Collator {
	return collate.New(language.MustParse("zh-u-co-pinyin"))
}
