package pingyi_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"pingyi"
)

// found lists the findings as "kind activity field tier".
func found(p pingyi.Plan) []string {
	var got []string
	for _, f := range pingyi.Lint(&p) {
		got = append(got, fmt.Sprintf("%s %d %s %s", f.Kind, f.Activity, f.Field, p.Scale.Name(f.Tier)))
	}
	return got
}

// fine returns a plan of one activity that nothing is wrong with.
func fine() pingyi.Plan {
	return pingyi.Plan{Year: 2016, Scale: pingyi.DefaultScale(), Activities: []pingyi.Activity{{
		Name: "扩大教育资源", Budget: 180_000000, Content: "改建幼儿园。\n　　支持农村。", Goal: "改善办学条件", Indicator: "保证工程完工",
		Rubric: pingyi.Rubric{"工程未完工", "工程基本完工", "工程完工", "工程提前完工"},
	}}}
}

// rubric returns that plan with other criteria, best first.
func rubric(criteria ...string) pingyi.Plan {
	p := fine()
	slices.Reverse(criteria)
	p.Activities[0].Rubric = criteria
	return p
}

func TestLintFindsNothingInAGoodPlan(t *testing.T) {
	if got := found(fine()); got != nil {
		t.Error(got)
	}
}

func TestLintOfPlanAndFields(t *testing.T) {
	total := func(a pingyi.Amount) *pingyi.Amount { return &a }
	for name, c := range map[string]struct {
		change func(*pingyi.Plan)
		want   string
	}{
		"another total":              {func(p *pingyi.Plan) { p.StatedTotal = total(180_000001) }, "total-mismatch 0 stated_total —"},
		"the same total":             {func(p *pingyi.Plan) { p.StatedTotal = total(180_000000) }, ""},
		"no money":                   {func(p *pingyi.Plan) { p.Activities[0].Budget = 0 }, "zero-amount 1 budget —"},
		"one 分":                      {func(p *pingyi.Plan) { p.Activities[0].Budget = 1 }, ""},
		"goal repeated":              {func(p *pingyi.Plan) { p.Activities[0].Indicator = "改善办学条件" }, "goal-repeats-indicator 1 indicator —"},
		"repeated but for signs":     {func(p *pingyi.Plan) { p.Activities[0].Indicator = " 改善办学，条件。" }, "goal-repeats-indicator 1 indicator —"},
		"goal and indicator empty":   {func(p *pingyi.Plan) { p.Activities[0].Goal, p.Activities[0].Indicator = "", "" }, ""},
		"indicator says more":        {func(p *pingyi.Plan) { p.Activities[0].Indicator = "改善办学条件达95%" }, ""},
		"a name twice":               {func(p *pingyi.Plan) { p.Activities = append(p.Activities, p.Activities[0]) }, "duplicate-name 2 name —"},
		"two without a name":         {func(p *pingyi.Plan) { p.Activities[0].Name = ""; p.Activities = append(p.Activities, p.Activities[0]) }, ""},
		"a blank in the name":        {func(p *pingyi.Plan) { p.Activities[0].Name = "扩大 教育资源" }, "stray-space 1 name —"},
		"a wide blank in the goal":   {func(p *pingyi.Plan) { p.Activities[0].Goal = "改善　办学条件" }, "stray-space 1 goal —"},
		"a blank before a comma":     {func(p *pingyi.Plan) { p.Activities[0].Content = "改建 ，支持" }, "stray-space 1 content —"},
		"a blank after a comma":      {func(p *pingyi.Plan) { p.Activities[0].Indicator = "完工， 到位" }, "stray-space 1 indicator —"},
		"a blank beside a number":    {func(p *pingyi.Plan) { p.Activities[0].Goal = "新建 3 所 A 级幼儿园" }, ""},
		"an indented paragraph":      {func(p *pingyi.Plan) { p.Activities[0].Goal = "一、改建\n　　二、支持" }, ""},
		"a numbered list":            {func(p *pingyi.Plan) { p.Activities[0].Content = "1. 改建。2. 支持" }, ""},
		"a criterion with a blank":   {func(p *pingyi.Plan) { p.Activities[0].Rubric[2] = "工程 完工" }, "stray-space 1 criteria 良"},
		"a missing criterion":        {func(p *pingyi.Plan) { p.Activities[0].Rubric[1] = "" }, "missing-tier 1 criteria 中"},
		"a rubric too short":         {func(p *pingyi.Plan) { p.Activities[0].Rubric = p.Activities[0].Rubric[:3] }, "missing-tier 1 criteria 优"},
		"figures differing by a dot": {func(p *pingyi.Plan) { p.Activities[0].Goal, p.Activities[0].Indicator = "达9.5%", "达95%" }, ""},
	} {
		p := fine()
		c.change(&p)
		if got := strings.Join(found(p), "; "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestLintOfCriteria(t *testing.T) {
	for name, c := range map[string]struct {
		criteria [4]string // best first
		want     string
	}{
		"the same":                   {[4]string{"工程完工", "工程完工", "基本完工", "未完工"}, "same-tiers 1 criteria 良"},
		"the same but for signs":     {[4]string{"工程完工。", "工程 完工", "基本完工", "未完工"}, "same-tiers 1 criteria 良; stray-space 1 criteria 良"},
		"the same far apart":         {[4]string{"全部完工", "工程完工", "基本完工", "全部完工"}, "same-tiers 1 criteria 差; tier-order 1 criteria 差"},
		"nearly the same":            {[4]string{"残疾儿童能正常入学，得到良好的教育", "残疾儿童能正常入学，得到良好相应教育", "残疾儿童能正常入学", "残疾儿童不能正常入学"}, "similar-tiers 1 criteria 良"},
		"a word of degree apart":     {[4]string{"保证学校正常运转，教育质量得到大幅提升", "保证学校正常运转，教育质量得到提升", "基本保证学校正常运转", "不能保证学校正常运转"}, ""},
		"a negation apart":           {[4]string{"助学金按时发放到每一名学生手中", "助学金发放到学生手中", "助学金发放到部分学生手中", "助学金未发放到学生手中"}, ""},
		"部分 and 全部 apart":            {[4]string{"工程提前完工，设备全部安装到位", "工程完工，设备全部安装到位", "工程完工，设备部分安装到位", "工程未完工，设备未安装"}, ""},
		"优秀 and 良好 apart":            {[4]string{"按年度计划完成建设任务，验收效果优秀", "按年度计划完成建设任务，验收效果良好", "按年度计划完成建设任务，验收效果合格", "按年度计划完成建设任务，验收效果较差"}, ""},
		"figures apart":              {[4]string{"家长对学校工作的满意度达到95%", "家长对学校工作的满意度达到90%", "家长对学校工作的满意度达到80%", "家长对学校工作的满意度达到60%"}, ""},
		"a decimal point apart":      {[4]string{"完成率99.5%以上", "完成率95%以上", "完成率80%以上", "完成率60%以上"}, ""},
		"short ones":                 {[4]string{"甲", "乙", "丙", "丁"}, ""},
		"long beginnings alike":      {[4]string{strings.Repeat("工程", 400) + strings.Repeat("甲", 300), strings.Repeat("工程", 400) + strings.Repeat("乙", 300), "基本完工", "未完工"}, ""},
		"long and nearly the same":   {[4]string{strings.Repeat("工程", 600) + "竣工", strings.Repeat("工程", 600) + "结项", "基本完工", "未完工"}, "similar-tiers 1 criteria 良"},
		"worse reads better":         {[4]string{"未完工", "工程提前完工", "基本完工", "没有完成"}, "tier-order 1 criteria 良; tier-order 1 criteria 中"},
		"partly above fully":         {[4]string{"部分学生得到资助", "大幅超额资助", "学生得到资助", "学生得不到资助"}, "tier-order 1 criteria 良"},
		"no accidents":               {[4]string{"未发生安全事故", "全部按时整改", "一般隐患基本整改", "发生事故"}, ""},
		"no delay is no failure":     {[4]string{"工程按时完工，未出现拖延", "工程基本完工", "部分完工", "未完工"}, ""},
		"basic as a name":            {[4]string{"城乡居民基本医疗保险参保率达标", "全部乡镇开展参保宣传", "多数乡镇开展参保宣传", "没有开展参保宣传"}, ""},
		"一般 as a name":               {[4]string{"一般公共预算支出进度达标", "全部单位按月报送", "多数单位按月报送", "无法报送"}, ""},
		"figures out of order":       {[4]string{"满意度95%以上", "满意度80%以上", "满意度90%以上", "满意度60%以上"}, "tier-order 1 criteria —"},
		"figures falling":            {[4]string{"投诉率1%以下", "投诉率3%以下", "投诉率5%以下", "投诉率5%以上"}, ""},
		"ranges":                     {[4]string{"满意度９５％以上", "满意度85%－95%", "满意度60%至85%", "满意度60%以下"}, ""},
		"ranges out of order":        {[4]string{"满意度95%以上", "满意度60-85%", "满意度85-95%", "满意度60%以下"}, "tier-order 1 criteria —"},
		"several figures in a tier":  {[4]string{"满意度95%以上，完成率100%", "完成率100%，满意度90%以上", "完成率90%", "完成率80%"}, ""},
		"figures in some tiers only": {[4]string{"提前完成", "完成100%", "完成80%", "未完成"}, ""},
	} {
		if got := strings.Join(found(rubric(c.criteria[:]...)), "; "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestLintSaysItInBothLanguages(t *testing.T) {
	p := rubric("工程 完工", "工程完工", "", "提前完工")
	p.Activities[0].Budget = 0
	var zh, en []string
	for _, f := range pingyi.Lint(&p) {
		zh, en = append(zh, f.In(pingyi.Zh)), append(en, f.In(pingyi.En))
	}
	if got := strings.Join(zh, "；"); got != "预算数为零；“优”的标准汉字之间有空格：“程 完”；“优”与“良”的标准相同；缺少“中”的评价标准" {
		t.Error(got)
	}
	if got := strings.Join(en, "; "); got != `the amount is zero; tier 优: a space between Chinese characters: "程 完"; tiers 优 and 良 have the same criterion; tier 中 has no criterion` {
		t.Error(got)
	}
}

// samplePlan reads the ten activities of the shared table.
func samplePlan(t testing.TB) pingyi.Plan {
	file := simplifiedchinese.GB18030.NewDecoder().Reader(bytes.NewReader(shared(t, "samples/360-education.gb18030.csv")))
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	p := pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: "360", Name: "教育局"}, Scale: pingyi.DefaultScale()}
	for _, r := range rows[1:] {
		budget, err := pingyi.ParseAmount(r[1])
		if err != nil {
			t.Fatal(err)
		}
		p.Activities = append(p.Activities, pingyi.Activity{Name: r[0], Budget: budget, Content: r[2], Goal: r[3], Indicator: r[4],
			Rubric: pingyi.Rubric{r[8], r[7], r[6], r[5]}})
	}
	p, _, err = p.Clean()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestLintOfTheSharedSample(t *testing.T) {
	p := samplePlan(t)
	if len(p.Activities) != 10 || p.Budget().String() != "4948.50" {
		t.Fatalf("%d activities, %s", len(p.Activities), p.Budget())
	}
	want := []string{
		"goal-repeats-indicator 3 indicator —",
		"stray-space 3 criteria 优", // 保证 学校
		"stray-space 3 criteria 良",
		"goal-repeats-indicator 5 indicator —",
		"similar-tiers 5 criteria 良", // 良好的教育, 良好相应教育
		"goal-repeats-indicator 6 indicator —",
	}
	if got := found(p); !slices.Equal(got, want) {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
