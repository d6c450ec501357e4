package pingyi_test

import (
	"fmt"
	"slices"
	"testing"

	"pingyi"
)

func everything(pingyi.Field) bool { return true }

// named returns a plan of activities with these names and IDs 1, 2, ….
func named(names ...string) pingyi.Plan {
	p := pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: "360", Name: "教育局"}, Scale: pingyi.DefaultScale(), OverallGoal: "目标"}
	for i, n := range names {
		p.Activities = append(p.Activities, pingyi.Activity{ID: i + 1, Name: n, Budget: 1, Goal: "目标" + n, Rubric: make(pingyi.Rubric, 4)})
	}
	return p
}

func TestFilingAPlanAgain(t *testing.T) {
	for name, c := range map[string]struct {
		filed []string
		ids   string // of the plan after
		rev   string // new, changed, unchanged, removed, reordered
	}{
		"the same":               {[]string{"甲", "乙", "丙"}, "[1 2 3]", "0 0 3 0 false"},
		"in another order":       {[]string{"丙", "甲", "乙"}, "[3 1 2]", "0 0 3 0 true"},
		"one renamed":            {[]string{"甲", "丁", "丙"}, "[1 2 3]", "0 1 2 0 false"},
		"one more":               {[]string{"甲", "乙", "丙", "丁"}, "[1 2 3 0]", "1 0 3 0 false"},
		"one more in front":      {[]string{"丁", "甲", "乙", "丙"}, "[0 1 2 3]", "1 0 3 0 false"},
		"the first left out":     {[]string{"乙", "丙"}, "[2 3]", "0 0 2 1 false"},
		"all left out":           {nil, "[]", "0 0 0 3 false"},
		"one renamed, one moved": {[]string{"乙", "丁", "丙"}, "[2 0 3]", "1 0 2 1 false"},
	} {
		filed := named(c.filed...)
		for i := range filed.Activities {
			filed.Activities[i].ID = 0
		}
		for i, n := range c.filed {
			if n == "丁" {
				filed.Activities[i].Goal = "目标乙"
			}
		}
		out, rev := named("甲", "乙", "丙").Revise(filed, everything)
		ids := make([]int, 0)
		for _, a := range out.Activities {
			ids = append(ids, a.ID)
		}
		if got := fmt.Sprint(rev.New, len(rev.Changed), rev.Unchanged, len(rev.Removed), rev.Reordered); fmt.Sprint(ids) != c.ids || got != c.rev {
			t.Errorf("%s: %v, %s; want %s, %s", name, ids, got, c.ids, c.rev)
		}
		if rev.Empty() != (name == "the same") {
			t.Errorf("%s: empty %v", name, rev.Empty())
		}
		for _, r := range rev.Changed {
			if cs := r.Changes(pingyi.DefaultScale()); len(cs) != 1 || cs[0] != (pingyi.FieldChange{Field: "name", Before: r.Before.Name, After: r.After.Name}) {
				t.Errorf("%s: %v differ", name, cs)
			}
		}
	}
}

func TestTwoActivitiesOfOneNameKeepTheirPlaces(t *testing.T) {
	filed := named("甲", "甲")
	filed.Activities[1].Budget = 2
	out, rev := named("甲", "甲").Revise(filed, everything)
	if out.Activities[0].ID != 1 || out.Activities[1].ID != 2 || rev.Unchanged != 1 || len(rev.Changed) != 1 || rev.Changed[0].No != 2 {
		t.Errorf("%+v, %+v", out.Activities, rev)
	}
}

func TestWhatTheFiledFormLacksStaysAsItIs(t *testing.T) {
	filed := named("甲")
	filed.OverallGoal, filed.Department.Name, filed.Activities[0].Goal, filed.Activities[0].Budget = "", "县教育局", "", 9
	out, rev := named("甲").Revise(filed, func(f pingyi.Field) bool { return f == pingyi.FieldDepartment })
	if out.OverallGoal != "目标" || out.Department.Name != "县教育局" || out.Activities[0].Goal != "目标甲" || out.Activities[0].Budget != 9 {
		t.Errorf("%+v", out)
	}
	if !slices.Equal(rev.Head, []pingyi.Field{pingyi.FieldDepartment}) || len(rev.Changed) != 1 || len(rev.Changed[0].Changes(pingyi.DefaultScale())) != 1 || rev.Changed[0].Changes(pingyi.DefaultScale())[0].Field != "budget" {
		t.Errorf("%+v", rev)
	}
	out, rev = named("甲").Revise(filed, everything)
	if out.OverallGoal != "" || out.Activities[0].Goal != "" || len(rev.Head) != 2 {
		t.Errorf("%+v, %+v", out, rev)
	}
}

func TestStatedTotalsAreTheSameByAmount(t *testing.T) {
	a, b, c := pingyi.Amount(1), pingyi.Amount(1), pingyi.Amount(2)
	for i, got := range []bool{pingyi.SameTotal(nil, nil), pingyi.SameTotal(&a, &b), !pingyi.SameTotal(&a, &c), !pingyi.SameTotal(nil, &a), !pingyi.SameTotal(&a, nil)} {
		if !got {
			t.Errorf("case %d", i)
		}
	}
}
