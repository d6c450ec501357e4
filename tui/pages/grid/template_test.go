package grid_test

import (
	"slices"
	"strings"
	"testing"

	"pingyi"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/chooser"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/golden"
)

// choose chooses what the list that was asked for last has under a title.
func choose(t *testing.T, p *pagetest.Page, title string) {
	t.Helper()
	c, ok := p.Last().(page.Choose)
	i := slices.IndexFunc(c.Items, func(i page.Choice) bool { return strings.Contains(i.Title, title) })
	if !ok || i < 0 {
		t.Fatalf("no %q in %#v", title, p.Last())
	}
	p.Send(chooser.Chosen{Chooser: c.ID, Item: c.Items[i].ID})
}

// keep keeps the rubric of the cursor's row under a name.
func keep(t *testing.T, p *pagetest.Page, name string) {
	t.Helper()
	p.Press("f10")
	choose(t, p, "存为模板")
	p.Press("ctrl+u")
	p.Type(name)
}

func rubrics(p pingyi.Plan) []pingyi.Rubric {
	var all []pingyi.Rubric
	for _, a := range p.Activities {
		all = append(all, a.Rubric)
	}
	return all
}

// answered answers the question that was asked last by its label.
func answered(t *testing.T, p *pagetest.Page, label string) dialog.Question {
	t.Helper()
	a, ok := p.Last().(page.Ask)
	i := slices.IndexFunc(a.Question.Choices, func(c dialog.Choice) bool { return c.Label == label })
	if !ok || i < 0 {
		t.Fatalf("no answer %q in %#v", label, p.Last())
	}
	p.Send(dialog.Answered{Question: a.Question.ID, Choice: a.Question.Choices[i].ID})
	return a.Question
}

func TestATemplateIsPutOnTheSelectedRowsAsOneStep(t *testing.T) {
	desk, p := open(t, pagetest.Parks(), 80, 22)
	k := pingyi.PlanKey{Year: 2016, Department: "820"}
	before := stored(t, desk, k)
	p.Press("down", "down")
	keep(t, p, "成活率")
	golden.Equal(t, p.Screen())
	p.Press("enter")
	if g, ok := p.Last().(page.Good); !ok || g.Text != "已存模板“成活率”" {
		t.Errorf("asked for %#v", p.Last())
	}

	p.Press("up", "up", "shift+down", "shift+down")
	p.Press("f10")
	choose(t, p, "成活率")
	if q := answered(t, p, "替换"); !strings.HasPrefix(q.Text, "2 项活动已有不同的评价标准") {
		t.Errorf("asked %q", q.Text)
	}
	want := slices.Clone(rubrics(before))
	want[0], want[1] = want[2], want[2]
	after := stored(t, desk, k)
	if got := rubrics(after); !slices.EqualFunc(got, want, slices.Equal[pingyi.Rubric]) {
		t.Errorf("the record has %q, want %q", got, want)
	}
	for i, a := range after.Activities {
		a.Rubric = before.Activities[i].Rubric
		if !a.Equal(before.Activities[i]) {
			t.Errorf("activity %d is %+v", i+1, a)
		}
	}
	p.Press("ctrl+z")
	if got := rubrics(stored(t, desk, k)); !slices.EqualFunc(got, rubrics(before), slices.Equal[pingyi.Rubric]) {
		t.Errorf("undone to %q", got)
	}
	p.EverySize(func() {})
}

func TestATemplateFillsOnlyWhatIsEmpty(t *testing.T) {
	desk, p := open(t, pagetest.Parks(), 80, 22)
	k := pingyi.PlanKey{Year: 2016, Department: "820"}
	want := rubrics(stored(t, desk, k))
	p.Press("down", "down")
	keep(t, p, "成活率")
	p.Press("enter", "ctrl+a", "f10")
	choose(t, p, "成活率")
	answered(t, p, "只填空着的档次")
	want[1] = slices.Clone(want[1])
	want[1][1] = want[2][1]
	if got := rubrics(stored(t, desk, k)); !slices.EqualFunc(got, want, slices.Equal[pingyi.Rubric]) {
		t.Errorf("the record has %q, want %q", got, want)
	}
}

// What somebody else writes while a template is being chosen stays, where the template
// does not replace it.
func TestATemplateLeavesWhatOthersWroteMeanwhile(t *testing.T) {
	desk, p := open(t, pagetest.Parks(), 80, 22)
	k := pingyi.PlanKey{Year: 2016, Department: "820"}
	if _, err := desk.KeepTemplate(t.Context(), pingyi.Template{}, pingyi.Template{Name: "差", Scale: pingyi.DefaultScale(), Rubric: pingyi.Rubric{"没做"}}); err != nil {
		t.Fatal(err)
	}
	p.Press("f10")
	choose(t, p, "差")
	base := stored(t, desk, k).Activities[0]
	theirs := base
	theirs.Rubric = slices.Clone(base.Rubric)
	theirs.Rubric[3] = "别人写的"
	if _, _, err := desk.SaveActivity(t.Context(), k, base, theirs); err != nil {
		t.Fatal(err)
	}
	p.Send(page.Reload{})
	p.Send(dialog.Answered{Question: "template.put", Choice: "all"})
	want := slices.Clone(theirs.Rubric)
	want[0] = "没做"
	if got := stored(t, desk, k).Activities[0].Rubric; !slices.Equal(got, want) {
		t.Errorf("the record has %q, want %q", got, want)
	}
}
