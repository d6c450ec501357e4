package pingyi_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
)

const planGolden = `{"year":2016,"department":{"code":"360","name":"教育局"},"overall_goal":"办好每所学校","duty_goals":["资助学生"],"activities":[` +
	`{"no":1,"name":"扩大教育资源","budget":"180.00","content":"改建 <幼儿园> & 小学","goal":"扩大资源","indicator":"完工","criteria":{"优":"提前完工","良":"完工","中":"基本完工","差":"未完工"}},` +
	`{"no":2,"name":"职业教育","budget":"0.000001","content":"","goal":"","indicator":"","criteria":{"优":"","良":"","中":"","差":""}}]}`

func goldenPlan() pingyi.Plan {
	return pingyi.Plan{
		Year: 2016, Department: pingyi.Department{Code: "360", Name: "教育局"}, Scale: pingyi.DefaultScale(),
		OverallGoal: "办好每所学校", DutyGoals: []string{"资助学生"},
		Activities: []pingyi.Activity{
			{Name: "扩大教育资源", Budget: 180_000000, Content: "改建 <幼儿园> & 小学", Goal: "扩大资源", Indicator: "完工",
				Rubric: pingyi.Rubric{"未完工", "基本完工", "完工", "提前完工"}},
			{Name: "职业教育", Budget: 1, Rubric: make(pingyi.Rubric, 4)},
		},
	}
}

func TestPlanJSONHasTheStatedFieldsInOrder(t *testing.T) {
	b, err := goldenPlan().MarshalJSON()
	if err != nil || string(b) != planGolden {
		t.Errorf("%v\n%s\nwant\n%s", err, b, planGolden)
	}
	var p pingyi.Plan
	if err := p.UnmarshalJSON([]byte(planGolden)); err != nil || !reflect.DeepEqual(p, goldenPlan()) {
		t.Errorf("%v\n%+v", err, p)
	}
}

func TestEmptyPlanHasListsNotNull(t *testing.T) {
	b, err := pingyi.Plan{Year: 2016, Scale: pingyi.DefaultScale()}.MarshalJSON()
	if want := `{"year":2016,"department":{"code":"","name":""},"overall_goal":"","duty_goals":[],"activities":[]}`; err != nil || string(b) != want {
		t.Errorf("%v %s", err, b)
	}
}

func TestPlanJSONKeepsAnotherScaleAndTheStatedTotal(t *testing.T) {
	p := goldenPlan()
	var err error
	if p.Scale, err = pingyi.NewScale([]string{"不通过", "通过"}, []pingyi.Score{0, 60_50}); err != nil {
		t.Fatal(err)
	}
	total := pingyi.Amount(7)
	p.StatedTotal, p.Activities = &total, p.Activities[1:]
	p.Activities[0].Rubric = pingyi.Rubric{"未做", "做了"}
	b, err := p.MarshalJSON()
	if err != nil || !strings.Contains(string(b), `"scale":[{"name":"通过","floor":"60.5"},{"name":"不通过","floor":"0"}]`) ||
		!strings.Contains(string(b), `"stated_total":"0.000007"`) || !strings.Contains(string(b), `{"通过":"做了","不通过":"未做"}`) {
		t.Fatalf("%v %s", err, b)
	}
	var back pingyi.Plan
	if err := back.UnmarshalJSON(b); err != nil || !reflect.DeepEqual(back, p) {
		t.Errorf("%v %+v", err, back)
	}
}

// drawPlan draws a plan as the record keeps it.
func drawPlan(t *rapid.T) pingyi.Plan {
	text := rapid.StringOf(rapid.SampledFrom([]rune("工程完未教育 \n　\"\\<&>{}:，é🎓")))
	p := pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: "360"}, Scale: drawScale(t),
		OverallGoal: text.Draw(t, "goal"), DutyGoals: rapid.SliceOfN(text, 0, 3).Draw(t, "duties")}
	for range rapid.IntRange(0, 4).Draw(t, "activities") {
		a := pingyi.Activity{Name: "活动" + text.Draw(t, "name"), Budget: pingyi.Amount(rapid.Int64Range(0, int64(pingyi.MaxAmount)).Draw(t, "fen")),
			Content: text.Draw(t, "content"), Goal: text.Draw(t, "goal"), Indicator: text.Draw(t, "indicator")}
		for range p.Scale.Len() {
			a.Rubric = append(a.Rubric, text.Draw(t, "criterion"))
		}
		p.Activities = append(p.Activities, a)
	}
	p, _, err := p.Clean()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPlanSurvivesJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlan(t)
		b, err := p.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		var back pingyi.Plan
		if err := back.UnmarshalJSON(b); err != nil {
			t.Fatal(err)
		}
		again, err := back.MarshalJSON()
		if err != nil || string(again) != string(b) || len(back.Activities) != len(p.Activities) || !back.Scale.Equal(p.Scale) {
			t.Fatalf("%v\n%s\n%s", err, b, again)
		}
		for i, a := range p.Activities {
			if !a.Equal(back.Activities[i]) {
				t.Fatalf("%+v became %+v", a, back.Activities[i])
			}
		}
	})
}

func TestPlanJSONRefusesNamingWhatAndWhere(t *testing.T) {
	for name, c := range map[string]struct{ old, new, zh, en string }{
		"an unknown field":             {`"year"`, `"jahr":1,"year"`, "“jahr”：不认识的字段“jahr”", `unknown field "jahr"`},
		"an unknown field in activity": {`"no":2`, `"no":2,"color":1`, "第 2 项活动，“color”：", `activity 2, "color": `},
		"an unknown tier":              {`"差":"未完工"`, `"极差":"未完工"`, "第 1 项活动，“评价标准”：没有“极差”这一档次，请用 优、良、中、差", `activity 1, "Criteria": there is no tier "极差"`},
		"a tier twice":                 {`"良":"完工"`, `"良":"完工","良":"另一个"`, "“良”：字段“良”给了两次，请留一个", `"良": the field "良" is there twice`},
		"a field twice":                {`"budget":"0.000001"`, `"budget":"1","budget":"2"`, "“budget”：字段“budget”给了两次", `"budget": the field "budget" is there twice`},
		"a field in another case":      {`"year":2016`, `"year":2016,"Year":2017`, "“Year”：不认识的字段“Year”", `"Year": unknown field "Year"`},
		"no amount":                    {`"budget":"0.000001",`, ``, "第 2 项活动，“budget”：缺少字段“budget”", `activity 2, "budget": the field "budget" is missing`},
		"no criterion for a tier":      {`"良":"完工",`, ``, "第 1 项活动，“良”：缺少字段“良”", `the field "良" is missing`},
		"null for a text":              {`"overall_goal":`, `"overall_goal":null,"x":`, "“overall_goal”：这里不能是空值 null", `"overall_goal": null cannot stand here`},
		"a tier by both its names":     {`"良":"完工"`, `"良":"完工","良好":"另一个"`, "“良”这一档次的标准给了两次", `tier "良" has two criteria`},
		"a criterion that is a number": {`"良":"完工"`, `"良":7`, "第 1 项活动，“良”：这里不能是数字", `activity 1, "良": a value of type number cannot stand here`},
		"criteria in a list":           {`{"优":"","良":"","中":"","差":""}`, `["优"]`, "第 2 项活动，“评价标准”：应为各档次的标准", `activity 2, "Criteria": expected the criteria by tier`},
		"an amount that is none":       {`"0.000001"`, `"1..2"`, "第 2 项活动：预算数“1..2”有两个小数点", `activity 2: the amount "1..2" has two decimal points`},
		"a number for an amount":       {`"0.000001"`, `5`, "第 2 项活动，“budget”：这里不能是数字", `activity 2, "budget": a value of type number cannot stand here`},
		"a word for a year":            {`2016`, `"今年"`, "“year”：这里不能是文字", `"year": a value of type string cannot stand here`},
		"more after the value":         {`差":""}}]}`, `差":""}}]} {}`, "不是有效的 JSON", "not valid JSON"},
		"an end too soon":              {`差":""}}]}`, `差":""`, "不是有效的 JSON", "not valid JSON"},
		"a scale of one tier":          {`"overall_goal"`, `"scale":[{"name":"好","floor":"0"}],"overall_goal"`, "二至九个档次", "two to nine tiers"},
	} {
		in := strings.Replace(planGolden, c.old, c.new, 1)
		if in == planGolden {
			t.Fatalf("%s: nothing replaced", name)
		}
		p := pingyi.Plan{Year: 1999}
		err := p.UnmarshalJSON([]byte(in))
		zh, en := pingyi.Explain(err, pingyi.Zh), pingyi.Explain(err, pingyi.En)
		if pingyi.CodeOf(err) != pingyi.Invalid || !strings.Contains(zh, c.zh) || !strings.Contains(en, c.en) {
			t.Errorf("%s: %s / %s (%v)", name, zh, en, err)
		}
		if p.Year != 1999 || p.Activities != nil {
			t.Errorf("%s: refused, yet the plan became %+v", name, p)
		}
	}
}

func TestScaleSurvivesJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawScale(t)
		b, err := json.Marshal(s)
		var back pingyi.Scale
		if err != nil || json.Unmarshal(b, &back) != nil || !back.Equal(s) {
			t.Fatalf("%v: %s", err, b)
		}
	})
	s := pingyi.DefaultScale()
	for _, in := range []string{`[]`, `[{"name":"好","floor":"1"},{"name":"好","floor":"0"}]`, `[{"name":"好","floor":"50","colour":1}]`, `{}`} {
		if err := s.UnmarshalJSON([]byte(in)); pingyi.CodeOf(err) != pingyi.Invalid || !s.IsDefault() {
			t.Errorf("%s: %v, and the scale is %v", in, err, s)
		}
	}
}

func TestPlanJSONTakesActivitiesInTheirOrder(t *testing.T) {
	var p pingyi.Plan
	if err := json.Unmarshal([]byte(`{"year":2016,"activities":[{"no":9,"name":"甲","budget":"1"},{"no":1,"name":"乙","budget":"2万元"}]}`), &p); err != nil {
		t.Fatal(err)
	}
	if len(p.Activities) != 2 || p.Activities[0].Name != "甲" || p.Activities[1].Budget != 2_000000 || len(p.Activities[1].Rubric) != 4 {
		t.Errorf("%+v", p.Activities)
	}
}

func FuzzPlanJSON(f *testing.F) {
	f.Add([]byte(planGolden))
	f.Add([]byte(`{"scale":[{"name":"通过","floor":"60.5"},{"name":"不通过","floor":"0"}],"stated_total":"1","activities":[{"criteria":{"通过":"x"}}]}`))
	f.Add([]byte(`{"activities":[null,{"criteria":null}]}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var p, back pingyi.Plan
		if p.UnmarshalJSON(b) != nil {
			return
		}
		first, err := p.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		if err := back.UnmarshalJSON(first); err != nil {
			t.Fatalf("%s\nwritten as\n%s\nis refused: %v", b, first, err)
		}
		if second, err := back.MarshalJSON(); err != nil || string(second) != string(first) {
			t.Fatalf("%s\nthen\n%s, %v", first, second, err)
		}
	})
}
