package exchange_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
	"pingyi/store/exchange"
)

// nasty draws texts that layouts trip over.
func nasty(lines bool) *rapid.Generator[string] {
	words := []string{"总体目标：", "总体目标", "职责分类绩效目标：", "职责活动", "年度预算数", "预算数", "评价标准", "优", "良≥80", "合计", "小计", "填报人：", "备注", "日期",
		"1. ", "2. ", "3. ", "1、", "2、", "（1）", "（2）", "一、", "二、", "①", "②", "10.", "。", "；", "，", ",", ";", `"`, `""`, "'", "''", "=", "+", "-", "@", "＝", "<w:t>", "&amp;", "<", "]]>",
		"360深泽县教育局", "部门：", "部门编码：360", "部门名称：", "单位：万元", "单位：元", " 单位：元", "2016年度部门绩效计划", "2017年工作计划", "工作情况表", "180.00", "12", "序号", "no",
		"_x0041_", "_x0041", "_x005F_", "_x00", "42_", "_x000D_", "𠮷", "e\u0301", "\u2003", "　", " ", "%s", `\.`, "#", "工程完工", "发放助学金319万元"}
	if lines {
		words = append(words, "\n", "\n\n", "\n　　", "\n1. ", "\n2. ", "。2. ")
	}
	return rapid.Custom(func(t *rapid.T) string {
		s := ""
		for _, w := range rapid.SliceOfN(rapid.SampledFrom(words), 0, 6).Draw(t, "words") {
			s += w
		}
		return s
	})
}

func scales() *rapid.Generator[pingyi.Scale] {
	return rapid.Custom(func(t *rapid.T) pingyi.Scale {
		if rapid.Bool().Draw(t, "default") {
			return pingyi.DefaultScale()
		}
		names := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"A", "B", "-C", "+", "优", "良", "中", "差", "优秀", "良好", "职责活动", "序号", "a)", "（x）", "合计", "'q", "@", "甲等", "评价标准", `"z"`}), 2, 9, rapid.ID[string]).Draw(t, "names")
		floors := make([]pingyi.Score, len(names))
		for i := 1; i < len(floors); i++ {
			floors[i] = floors[i-1] + pingyi.Score(rapid.IntRange(1, 1100).Draw(t, "step"))
		}
		s, err := pingyi.NewScale(names, floors)
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}

func amounts() *rapid.Generator[pingyi.Amount] {
	return rapid.Map(rapid.Int64Range(0, int64(pingyi.MaxAmount)), func(n int64) pingyi.Amount { return pingyi.Amount(n) })
}

// plans draws one clean plan.
func plans() *rapid.Generator[pingyi.Plan] {
	return rapid.Custom(func(t *rapid.T) pingyi.Plan {
		text, line := nasty(true), nasty(false)
		p := pingyi.Plan{Year: rapid.IntRange(pingyi.MinYear, pingyi.MaxYear).Draw(t, "year"), Scale: scales().Draw(t, "scale"),
			Department: pingyi.Department{
				Code: rapid.SampledFrom([]string{"360", "1", "a", "A-1_b.c", "2016", "12345678901234567890123456789012", "360."}).Draw(t, "code"),
				Name: rapid.OneOf(line, rapid.SampledFrom([]string{"深泽县教育局", "1局", "", "-x"})).Draw(t, "department")},
			OverallGoal: text.Draw(t, "overall"), DutyGoals: rapid.SliceOfN(text, 0, 4).Draw(t, "duty")}
		if rapid.Bool().Draw(t, "stated") {
			a := amounts().Draw(t, "total")
			p.StatedTotal = &a
		}
		for range rapid.IntRange(0, 4).Draw(t, "activities") {
			a := pingyi.Activity{Name: line.Draw(t, "name"), Budget: amounts().Draw(t, "budget"), Content: text.Draw(t, "content"),
				Goal: text.Draw(t, "goal"), Indicator: text.Draw(t, "indicator"), Rubric: make(pingyi.Rubric, p.Scale.Len())}
			for i := range a.Rubric {
				a.Rubric[i] = text.Draw(t, "criterion")
			}
			p.Activities = append(p.Activities, a)
		}
		clean, _, err := p.Clean()
		if err != nil {
			t.Skip("not a plan")
		}
		return clean
	})
}

func asJSON(t rapid.TB, plans []pingyi.Plan) string {
	t.Helper()
	b, err := json.Marshal(plans)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func plansOf(imports []exchange.Import) []pingyi.Plan {
	var ps []pingyi.Plan
	for _, im := range imports {
		ps = append(ps, im.Plan)
	}
	return ps
}

func TestWhatIsWrittenReadsBackTheSame(t *testing.T) {
	for _, f := range exchange.Formats() {
		t.Run(string(f), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				p := plans().Draw(t, "plan")
				wantSame(t, f, exchange.Source{Name: "1." + string(f), Year: p.Year}, []pingyi.Plan{p})
			})
		})
	}
}

func TestSeveralPlansInOneFileReadBackTheSame(t *testing.T) {
	for _, f := range exchange.Formats() {
		t.Run(string(f), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				ps := rapid.SliceOfNDistinct(plans(), 2, 4, func(p pingyi.Plan) pingyi.PlanKey { return p.Key() }).Draw(t, "plans")
				wantSame(t, f, exchange.Source{Format: f}, ps)
			})
		})
	}
}

func wantSame(t rapid.TB, f exchange.Format, src exchange.Source, plans []pingyi.Plan) {
	t.Helper()
	var b, again bytes.Buffer
	if err := exchange.Write(&b, f, plans); err != nil {
		t.Fatal(err)
	}
	if err := exchange.Write(&again, f, plans); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Fatal("two exports of the same plans differ")
	}
	shown := b.String()
	if f == exchange.XLSX || f == exchange.DOCX {
		shown = "(binary)"
	}
	imports, err := exchange.Read(src, b.Bytes())
	if err != nil {
		t.Fatalf("%s\n%s", sentences(err), shown)
	}
	if got, want := asJSON(t, plansOf(imports)), asJSON(t, plans); got != want {
		t.Fatalf("read\n%s\nwant\n%s\nfile\n%s", got, want, shown)
	}
	for _, im := range imports {
		for _, f := range []pingyi.Field{pingyi.FieldName, pingyi.FieldBudget, pingyi.FieldContent, pingyi.FieldGoal, pingyi.FieldIndicator,
			pingyi.FieldCriteria, pingyi.FieldOverallGoal, pingyi.FieldDutyGoals, pingyi.FieldDepartment} {
			if !im.Has[f] {
				t.Fatalf("an export lacks %s\n%s", f, shown)
			}
		}
		if len(im.Skipped) > 0 {
			t.Fatalf("passed over: %s\n%s", im.Skipped[0].In(pingyi.Zh), shown)
		}
	}
}
