package activityform_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store/exchange"
	"pingyi/tui/pages/activityform"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/chooser"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/golden"
)

// choices returns the list that was asked for last.
func choices(t *testing.T, d *pagetest.Page) page.Choose {
	t.Helper()
	c, ok := d.Last().(page.Choose)
	if !ok {
		t.Fatalf("asked for %#v", d.Last())
	}
	return c
}

// choose chooses the item of the list whose title has words in it.
func choose(t *testing.T, d *pagetest.Page, words string) {
	t.Helper()
	c := choices(t, d)
	i := slices.IndexFunc(c.Items, func(i page.Choice) bool { return strings.Contains(i.Title, words) })
	if i < 0 {
		t.Fatalf("no %q among %+v", words, c.Items)
	}
	d.Send(chooser.Chosen{Chooser: c.ID, Item: c.Items[i].ID})
}

// answer gives the answer whose label is the one given, and returns the question.
func answer(t *testing.T, d *pagetest.Page, label string) dialog.Question {
	t.Helper()
	a, ok := d.Last().(page.Ask)
	if !ok {
		t.Fatalf("asked for %#v", d.Last())
	}
	i := slices.IndexFunc(a.Question.Choices, func(c dialog.Choice) bool { return c.Label == label })
	if i < 0 {
		t.Fatalf("no answer %q among %+v", label, a.Question.Choices)
	}
	d.Send(dialog.Answered{Question: a.Question.ID, Choice: a.Question.Choices[i].ID})
	return a.Question
}

func templates(t *testing.T, d *pagetest.Page) []pingyi.Template {
	t.Helper()
	list, err := d.Env.Desk.Templates(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// keep keeps the rubric on the page under a name.
func keep(t *testing.T, d *pagetest.Page, name string) {
	t.Helper()
	d.Press("f10")
	choose(t, d, "存为模板")
	d.Press("ctrl+u")
	d.Type(name)
	d.Press("enter")
}

func TestARubricIsKeptAsATemplateUnderAName(t *testing.T) {
	for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
		t.Run(l.String(), func(t *testing.T) {
			d := openOn(t, pagetest.Env(t, record(t), l, 80, 22), 3)
			d.Press("f10")
			c := choices(t, d)
			d.Send(chooser.Chosen{Chooser: c.ID, Item: c.Items[0].ID})
			golden.Equal(t, d.Screen())
			d.EverySize(func() {
				if _, _, shown := d.Page.Cursor(); !shown {
					t.Error("no cursor")
				}
			})
		})
	}
	d := open(t, 3)
	d.Press("f10")
	choose(t, d, "存为模板")
	d.Press("esc")
	if len(templates(t, d)) != 0 || strings.Contains(d.Screen(), "模板名称") {
		t.Errorf("kept:\n%s", d.Screen())
	}
	keep(t, d, "成活率")
	list := templates(t, d)
	if len(list) != 1 || list[0].Name != "成活率" || !slices.Equal(list[0].Rubric, activity(t, d, 3).Rubric) {
		t.Errorf("the record has %+v", list)
	}
	if g, ok := d.Last().(page.Good); !ok || g.Text != "已存模板“成活率”" {
		t.Errorf("asked for %#v", d.Last())
	}
	if d.Page.Unsaved() {
		t.Error("the activity is unsaved")
	}
}

func TestATemplateOfTheSameNameIsAskedAbout(t *testing.T) {
	d := open(t, 3)
	keep(t, d, "成活率")
	d = pagetest.Start(t, d.Env, activityform.New(d.Env, key, 4, 0))
	keep(t, d, "成活率")
	answer(t, d, "换个名称")
	shows(t, d, "模板名称：成活率")
	d.Press("enter")
	if q := answer(t, d, "替换"); !strings.Contains(q.Text, "优  成活率 95% 以上") {
		t.Errorf("asked %q", q.Text)
	}
	if list := templates(t, d); len(list) != 1 || !slices.Equal(list[0].Rubric, activity(t, d, 4).Rubric) {
		t.Errorf("the record has %+v", list)
	}
}

func TestATemplateIsPutOnWhatIsThereOnlyWhenSaidSo(t *testing.T) {
	d := open(t, 3)
	keep(t, d, "成活率")
	was := activity(t, d, 2) // it has no 中
	d = pagetest.Start(t, d.Env, activityform.New(d.Env, key, 2, 0))
	for _, label := range []string{"不套用", "只填空着的档次", "替换"} {
		before := activity(t, d, 2)
		d.Press("f10")
		if c := choices(t, d); len(c.Items) != 3 || c.Items[0].Hint != "优 成活率 95% 以上" {
			t.Errorf("offers %+v", c.Items)
		}
		choose(t, d, "成活率")
		if q := answer(t, d, label); !strings.Contains(q.Text, "中  成活率 85% 以上") {
			t.Errorf("asked %q", q.Text)
		}
		if label == "不套用" {
			if d.Page.Unsaved() {
				t.Error("put on all the same")
			}
			continue
		}
		if a := activity(t, d, 2); !a.Equal(before) {
			t.Errorf("saved %+v", a)
		}
		d.Press("ctrl+s")
		want := was
		want.Rubric = slices.Clone(was.Rubric)
		if want.Rubric[1] = "成活率 85% 以上"; label == "替换" {
			want.Rubric = activity(t, d, 3).Rubric
		}
		if a := activity(t, d, 2); !a.Equal(want) {
			t.Errorf("%s: the record has %q", label, a.Rubric)
		}
	}
}

func TestATemplatePutOnIsUndoneFieldByField(t *testing.T) {
	d := open(t, 3)
	keep(t, d, "成活率")
	d = pagetest.Start(t, d.Env, activityform.New(d.Env, key, 0, 0))
	d.Press("f10")
	choose(t, d, "成活率") // on an empty rubric: nothing to ask
	shows(t, d, "标准 优  │ 成活率 95% 以上", "标准 差  │ 成活率 85% 以下")
	if i, ok := d.Last().(page.Info); !ok || !strings.Contains(i.Text, "还没有保存") {
		t.Errorf("asked for %#v", d.Last())
	}
	d.Press("shift+tab", "ctrl+z")
	if strings.Contains(d.Screen(), "成活率 85% 以下") || !d.Page.Unsaved() {
		t.Errorf("not undone:\n%s", d.Screen())
	}
}

func TestTemplatesAreRenamedAndDeleted(t *testing.T) {
	d := open(t, 3)
	keep(t, d, "成活率")
	keep(t, d, "养护")
	manage := func(name, label string) {
		t.Helper()
		d.Press("f10")
		choose(t, d, "改名或删除")
		choose(t, d, name)
		if q := answer(t, d, label); q.Text != "优  成活率 95% 以上\n良  成活率 90% 以上\n中  成活率 85% 以上\n差  成活率 85% 以下" {
			t.Errorf("shows %q", q.Text)
		}
	}
	manage("养护", "返回")
	manage("养护", "改名")
	d.Press("ctrl+u")
	d.Type("成活率")
	d.Press("enter")
	if f, ok := d.Last().(page.Fail); !ok || pingyi.CodeOf(f.Err) != pingyi.Exists {
		t.Errorf("asked for %#v", d.Last())
	}
	d.Type("（树）")
	d.Press("enter")
	manage("成活率（树）", "删除")
	answer(t, d, "不删除")
	manage("成活率（树）", "删除")
	answer(t, d, "删除")
	if list := templates(t, d); len(list) != 1 || list[0].Name != "成活率" {
		t.Errorf("the record has %+v", list)
	}
}

func TestWithoutTemplatesAndWithoutARubricThereIsNothingToChoose(t *testing.T) {
	d := open(t, 0)
	d.Press("f10")
	if i, ok := d.Last().(page.Info); !ok || !strings.Contains(i.Text, "还没有模板") {
		t.Errorf("asked for %#v", d.Last())
	}
}

// Activities 1, 4 and 7 of the sample have the same criteria: with those of the first
// kept as a template, the others get theirs without a character typed.
func TestTheCriteriaThatTheSampleRepeatsAreWrittenOnce(t *testing.T) {
	data, err := os.ReadFile("../../../../shared/samples/360-education.xlsx")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("the shared samples must be there in CI: %v", err)
		}
		t.Skipf("the shared samples are not beside this checkout: %v", err)
	}
	read, err := exchange.Read(exchange.Source{Name: "360-education.xlsx", Year: 2016}, data)
	if err != nil {
		t.Fatal(err)
	}
	plan := read[0].Plan
	want := plan.Activities[0].Rubric
	for _, no := range []int{4, 7} { // cleared, to be filled in again
		if !slices.Equal(plan.Activities[no-1].Rubric, want) {
			t.Fatalf("the criteria of activity %d are others", no)
		}
		plan.Activities[no-1].Rubric = nil
	}
	desk := pagetest.Record(t)
	pagetest.File(t, desk, plan)
	d := pagetest.Start(t, pagetest.Env(t, desk, pingyi.Zh, 80, 22), activityform.New(pagetest.Env(t, desk, pingyi.Zh, 80, 22), plan.Key(), 1, 0))
	keep(t, d, "常用标准")
	for _, no := range []int{4, 7, 1} {
		d = pagetest.Start(t, d.Env, activityform.New(d.Env, plan.Key(), no, 0))
		d.Press("f10")
		choose(t, d, "常用标准")
		d.Press("ctrl+s")
	}
	after, err := desk.Plan(t.Context(), plan.Key())
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range after.Activities {
		was := plan.Activities[i]
		if i == 0 || i == 3 || i == 6 {
			was.Rubric = want
		}
		if !a.Equal(was) {
			t.Errorf("activity %d is %+v, want %+v", i+1, a, was)
		}
	}
}
