package imports_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store/exchange"
	"pingyi/tui/pages/imports"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/golden"
)

var key = pingyi.PlanKey{Year: 2016, Department: "820"}

// written returns plans as a file of JSON.
func written(t *testing.T, plans ...pingyi.Plan) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := exchange.Write(&b, exchange.JSON, plans); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// changed is the sample plan with one activity new, one changed and one gone.
func changed() pingyi.Plan {
	p := pagetest.Parks()
	p.OverallGoal = "换了一个目标。"
	p.Activities[0].Budget += 1_000_000
	p.Activities[0].Goal = "换了"
	p.Activities = append(p.Activities[:4], pingyi.Activity{Name: "湿地监测", Budget: 5_000_000}, pingyi.Activity{Name: "古树挂牌", Budget: 1_000_000})
	p.Activities[4], p.Activities[3] = p.Activities[3], p.Activities[4]
	p.Activities = p.Activities[:5]
	return p
}

func open(t *testing.T, l pingyi.Lang, w, h int, files map[string][]byte) *pagetest.Page {
	t.Helper()
	desk := pagetest.Record(t)
	pagetest.File(t, desk, pagetest.Parks())
	e := pagetest.Env(t, desk, l, w, h)
	e.ReadFile = func(name string) ([]byte, error) {
		if data, ok := files[name]; ok {
			return data, nil
		}
		return nil, pingyi.Errorf(pingyi.NotFound, "没有文件 %s", "there is no file %s", name)
	}
	return pagetest.Start(t, e, imports.New(e))
}

// preview reads one file.
func preview(t *testing.T, l pingyi.Lang, w, h int, data []byte) *pagetest.Page {
	t.Helper()
	d := open(t, l, w, h, map[string][]byte{"plans.json": data})
	d.Type("plans.json")
	d.Press("enter")
	return d
}

func broken() []byte {
	var b strings.Builder
	b.WriteString("职责活动,预算数\n")
	for i := range 30 {
		fmt.Fprintf(&b, "活动%d,1%d..5\n", i, i)
	}
	return []byte(b.String())
}

func TestScreen(t *testing.T) {
	for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
		for _, size := range []struct {
			name string
			w, h int
		}{{"80", 80, 22}, {"120", 120, 38}} {
			t.Run("ask-"+l.String()+size.name, func(t *testing.T) {
				golden.Equal(t, open(t, l, size.w, size.h, nil).Screen())
			})
			t.Run("preview-"+l.String()+size.name, func(t *testing.T) {
				golden.Equal(t, preview(t, l, size.w, size.h, written(t, append(pagetest.Others(), changed())...)).Screen())
			})
			t.Run("errors-"+l.String()+size.name, func(t *testing.T) {
				d := open(t, l, size.w, size.h, map[string][]byte{"820-2016.csv": broken()})
				d.Type("820-2016.csv")
				d.Press("enter")
				golden.Equal(t, d.Screen())
			})
		}
	}
	t.Run("ascii", func(t *testing.T) {
		d := preview(t, pingyi.Zh, 60, 14, written(t, changed()))
		d.Env = pagetest.ASCII(d.Env)
		d.Send(page.Session{Session: d.Env.Session})
		golden.Equal(t, d.Screen())
	})
}

// Whoever has no files here is told so before they fill anything in, and how to
// import one.
func TestWithoutFilesOfOnesOwn(t *testing.T) {
	e := pagetest.Env(t, pagetest.Record(t), pingyi.Zh, 80, 22)
	e.ReadFile = nil
	d := pagetest.Start(t, e, imports.New(e))
	for range 2 {
		if s := d.Screen(); !strings.Contains(s, "读不到您电脑上的文件") || !strings.Contains(s, "ssh 服务器 import") || strings.Contains(s, "按回车读取") {
			t.Errorf("the page says:\n%s", s)
		}
		d.Type("x.csv")
		d.Press("enter")
	}
}

func names(t *testing.T, d *pagetest.Page) string {
	t.Helper()
	p, err := d.Env.Desk.Plan(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, a := range p.Activities {
		all = append(all, a.Name)
	}
	return strings.Join(all, " ")
}

func TestNothingIsImportedBeforeAYesAndNothingDeletedWithoutASecond(t *testing.T) {
	d := preview(t, pingyi.Zh, 80, 22, written(t, changed()))
	before := names(t, d)
	d.Press("enter")
	ask, ok := d.Last().(page.Ask)
	if !ok || names(t, d) != before {
		t.Fatalf("asked for %#v, the record has %s", d.Last(), names(t, d))
	}
	if ask.Question.Choices[ask.Question.Selected].ID == "yes" || !strings.Contains(ask.Question.Text, "苗圃更新") && !strings.Contains(ask.Question.Text, "绿地保洁") {
		t.Errorf("asked %+v", ask.Question)
	}
	d.Send(dialog.Answered{Question: ask.Question.ID, Choice: "no"})
	if names(t, d) != before {
		t.Errorf("imported after a no: %s", names(t, d))
	}
	d.Press("ctrl+s")
	d.Send(dialog.Answered{Question: ask.Question.ID, Choice: "yes"})
	if got := names(t, d); !strings.Contains(got, "湿地监测") || len(strings.Fields(got)) != 5 {
		t.Errorf("the record has %s", got)
	}
	if n := len(d.Asked); n < 2 || d.Asked[n-2] != any(page.Close{}) || !strings.Contains(d.Asked[n-1].(page.Good).Text, "已导入 1 份计划，5 项活动") {
		t.Errorf("asked for %#v", d.Asked)
	}
}

func TestWhatOnlyAddsNeedsNoQuestion(t *testing.T) {
	p := pagetest.Parks()
	p.Year = 2018
	d := preview(t, pingyi.Zh, 80, 22, written(t, p, pagetest.Parks()))
	if s := d.Screen(); !strings.Contains(s, "与记录里的一样") || !strings.Contains(s, "新的计划") {
		t.Errorf("the preview says\n%s", s)
	}
	d.Press("ctrl+s")
	if _, err := d.Env.Desk.Plan(t.Context(), pingyi.PlanKey{Year: 2018, Department: "820"}); err != nil {
		t.Error(err)
	}
}

func TestAPlanThatCannotGoInKeepsNoOtherOut(t *testing.T) {
	odd := pagetest.Parks() // graded otherwise than the one in the record
	scale, err := pingyi.NewScale([]string{"否", "是"}, []pingyi.Score{0, 60_00})
	if err != nil {
		t.Fatal(err)
	}
	odd.Scale = scale
	for i := range odd.Activities {
		odd.Activities[i].Rubric = pingyi.Rubric{"没有", "有"}
	}
	d := preview(t, pingyi.Zh, 80, 22, written(t, odd, pagetest.Others()[0]))
	if !strings.Contains(d.Screen(), "不能导入") {
		t.Fatalf("the preview says\n%s", d.Screen())
	}
	d.Press("enter")
	if _, err := d.Env.Desk.Plan(t.Context(), pingyi.PlanKey{Year: 2016, Department: "815"}); err != nil {
		t.Error(err)
	}
	if s := d.Screen(); !strings.Contains(s, "已导入") || !strings.Contains(s, "不能导入") {
		t.Errorf("the end says\n%s", s)
	}
	d.Press("enter")
	if d.Last() != any(page.Close{}) {
		t.Errorf("asked for %#v", d.Last())
	}
}

func TestEveryErrorOfAFileCanBeRead(t *testing.T) {
	d := open(t, pingyi.Zh, 80, 22, map[string][]byte{"820-2016.csv": broken()})
	d.Type("820-2016.csv")
	d.Press("enter")
	seen := ""
	for range 6 {
		seen += d.Screen()
		d.Press("pgdown")
	}
	for i := 1; i <= 20; i++ {
		if !strings.Contains(seen, fmt.Sprintf(" %d. ", i)) {
			t.Errorf("error %d is nowhere", i)
		}
	}
	d.Press("backspace")
	if _, _, shown := d.Page.Cursor(); !shown {
		t.Error("the name cannot be mended")
	}
}

func TestTheYearIsTakenFromTheNameUnlessOneIsGiven(t *testing.T) {
	for name, want := range map[string]string{"2016-820.csv": "年度     │ 2016", `C:\2015\计划2017年.xlsx`: "年度     │ 2017", "20160101.txt": "年度     │\n"} {
		d := open(t, pingyi.Zh, 80, 22, nil)
		d.Type(name)
		d.Press("tab")
		s := ""
		for l := range strings.SplitSeq(d.Screen(), "\n") {
			s += strings.TrimRight(l, " ") + "\n"
		}
		if !strings.Contains(s, want) {
			t.Errorf("%s:\n%s", name, s)
		}
	}
}

func TestAFileThatIsNotThereIsSaidAndTheNameStays(t *testing.T) {
	d := open(t, pingyi.Zh, 80, 22, nil)
	d.Press("enter")
	if !strings.Contains(d.Screen(), "请先填文件名") {
		t.Errorf("of no name:\n%s", d.Screen())
	}
	d.Type("'没有.csv'")
	d.Press("enter")
	if s := d.Screen(); !strings.Contains(s, "没有文件 没有.csv") || !strings.Contains(s, "'没有.csv'") {
		t.Errorf("of a missing file:\n%s", s)
	}
	d.Press("esc")
	if d.Last() != any(page.Close{}) {
		t.Errorf("Esc asks for %#v", d.Last())
	}
}

func TestEscFromThePreviewGoesBackToTheName(t *testing.T) {
	d := preview(t, pingyi.Zh, 80, 22, written(t, changed()))
	d.Press("esc")
	if s := d.Screen(); !strings.Contains(s, "plans.json") || len(d.Asked) > 0 {
		t.Errorf("asked for %v:\n%s", d.Asked, s)
	}
}

func TestEverySizeAndLanguageFits(t *testing.T) {
	d := preview(t, pingyi.Zh, 80, 22, written(t, append(pagetest.Others(), changed())...))
	e := open(t, pingyi.Zh, 80, 22, map[string][]byte{"820-2016.csv": broken()})
	e.Type("820-2016.csv")
	e.Press("enter")
	for _, d := range []*pagetest.Page{d, e} {
		d.EverySize(func() {
			for range 2 {
				d.Press("pgdown")
				d.Screen()
			}
		})
	}
}

func TestTheSampleOfficeFilesAreReadWhole(t *testing.T) {
	const dir = "../../../../shared/samples/"
	for _, name := range []string{"360-education.docx", "360-education.txt"} {
		data, err := os.ReadFile(dir + name)
		if err != nil && os.Getenv("CI") != "" {
			t.Fatal(err)
		} else if err != nil {
			t.Skipf("the shared samples are not beside this checkout: %v", err)
		}
		d := open(t, pingyi.Zh, 80, 22, map[string][]byte{name: data})
		d.Type(name)
		d.Press("tab")
		d.Type("2016")
		d.Press("enter")
		if s := d.Screen(); !strings.Contains(s, "1 份计划，10 项活动，预算 4,948.50 万元") {
			t.Errorf("%s:\n%s", name, s)
		}
		d.Press("enter")
		if p, err := d.Env.Desk.Plan(t.Context(), pingyi.PlanKey{Year: 2016, Department: "360"}); err != nil || len(p.Activities) != 10 {
			t.Errorf("%s: %d activities, %v", name, len(p.Activities), err)
		}
	}
}
