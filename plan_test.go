package pingyi_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
)

func TestPlanCleanCountsWhatAWordProcessorLeft(t *testing.T) {
	p := goldenPlan()
	p.OverallGoal, p.DutyGoals, p.Activities[1].Goal = "办好\u200b学校", []string{"一\u00a0", "　", "二"}, "\ufeff目标\r\n"
	p.Activities[1].Rubric = nil
	c, dropped, err := p.Clean()
	if err != nil || dropped != 3 || c.OverallGoal != "办好学校" || c.Activities[1].Goal != "目标" || len(c.Activities[1].Rubric) != 4 {
		t.Errorf("%+v, %d, %v", c, dropped, err)
	}
	if !slices.Equal(c.DutyGoals, []string{"一", "二"}) {
		t.Errorf("duty goals %q", c.DutyGoals)
	}
	if p.Activities[1].Goal == "目标" || len(p.DutyGoals) != 3 {
		t.Error("the argument was changed")
	}
}

func TestPlanCleanRefusesNamingActivityAndField(t *testing.T) {
	for name, c := range map[string]struct {
		spoil  func(*pingyi.Plan)
		code   pingyi.Code
		zh, en string
	}{
		"a year":        {func(p *pingyi.Plan) { p.Year = 16 }, pingyi.Invalid, "年度 16 不对", "the year 16 is wrong"},
		"a code":        {func(p *pingyi.Plan) { p.Department.Code = "3/6" }, pingyi.Invalid, "部门代号“3/6”不能用", `the department code "3/6" cannot be used`},
		"the goal":      {func(p *pingyi.Plan) { p.OverallGoal = "a\x1bb" }, pingyi.Invalid, "“总体目标”（“a�b”）：含有看不见的控制字符 U+001B", `"Overall goal" ("a�b"): contains the invisible control character U+001B`},
		"a duty goal":   {func(p *pingyi.Plan) { p.DutyGoals = []string{strings.Repeat("长", pingyi.MaxText+1)} }, pingyi.TooBig, "“职责分类绩效目标”", `"Duty goals"`},
		"the name":      {func(p *pingyi.Plan) { p.Activities[1].Name = " " }, pingyi.Invalid, "第 2 项活动，“职责活动”：职责活动没有名称", `activity 2, "Activity": the activity has no name`},
		"a long name":   {func(p *pingyi.Plan) { p.Activities[0].Name = strings.Repeat("长", pingyi.MaxName+1) }, pingyi.TooBig, "第 1 项活动，“职责活动”（“长", "too long: 201 characters, at most 200"},
		"the budget":    {func(p *pingyi.Plan) { p.Activities[1].Budget = -1 }, pingyi.Invalid, "第 2 项活动，“预算数”", `activity 2, "Budget": the amount -0.000001 is out of range`},
		"the indicator": {func(p *pingyi.Plan) { p.Activities[0].Indicator = "\u202e" }, pingyi.Invalid, "第 1 项活动，“绩效指标”（“�”）", `activity 1, "Indicator" ("�")`},
		"a criterion":   {func(p *pingyi.Plan) { p.Activities[0].Rubric[2] = "\u200d" }, pingyi.Invalid, "第 1 项活动，“良”", `activity 1, "良"`},
		"too many":      {func(p *pingyi.Plan) { p.Activities = make([]pingyi.Activity, pingyi.MaxActivities+1) }, pingyi.TooBig, "最多 10000 项活动", "at most 10000 activities"},
	} {
		p := goldenPlan()
		c.spoil(&p)
		_, _, err := p.Clean()
		zh, en := pingyi.Explain(err, pingyi.Zh), pingyi.Explain(err, pingyi.En)
		if pingyi.CodeOf(err) != c.code || !strings.Contains(zh, c.zh) || !strings.Contains(en, c.en) {
			t.Errorf("%s: %s / %s (%v)", name, zh, en, err)
		}
	}
}

func TestPlanCleanIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlan(t)
		again, dropped, err := p.Clean()
		if err != nil || dropped != 0 {
			t.Fatalf("%d, %v", dropped, err)
		}
		a, _ := p.MarshalJSON()
		if b, _ := again.MarshalJSON(); string(a) != string(b) {
			t.Fatalf("%s\nthen\n%s", a, b)
		}
	})
}

func TestPlansStandByYearThenByNumber(t *testing.T) {
	keys := []pingyi.PlanKey{{Year: 2017, Department: "1"}, {Year: 2016, Department: "1000"}, {Year: 2016, Department: "361"}, {Year: 2016, Department: "360"}}
	slices.SortFunc(keys, pingyi.PlanKey.Compare)
	want := []pingyi.PlanKey{{Year: 2016, Department: "360"}, {Year: 2016, Department: "361"}, {Year: 2016, Department: "1000"}, {Year: 2017, Department: "1"}}
	if !slices.Equal(keys, want) {
		t.Errorf("%v", keys)
	}
}

func TestPlanBudgetAddsUp(t *testing.T) {
	p := goldenPlan()
	if p.Budget() != 180_000001 {
		t.Errorf("%s", p.Budget())
	}
}

func TestNamesAreOrderedByPinyin(t *testing.T) {
	names := []string{"职业教育", "教师队伍", "扩大资源", "成人教育"}
	pingyi.NewCollator().SortStrings(names)
	if want := []string{"成人教育", "教师队伍", "扩大资源", "职业教育"}; !slices.Equal(names, want) {
		t.Errorf("%v", names)
	}
}

func TestCheckCodeTakesNamesThatCanNameARecord(t *testing.T) {
	for code, ok := range map[string]bool{
		"360": true, "p2016": true, "a-b_c.d": true, strings.Repeat("a", 32): true,
		"": false, "-a": false, ".": false, "..": false, "a/b": false, "教": false, "３６０": false, "a b": false, "a\x00": false, strings.Repeat("a", 33): false,
	} {
		if err := pingyi.CheckCode(pingyi.NounPanel, code); (err == nil) != ok {
			t.Errorf("%q: %v", code, err)
		}
	}
}
