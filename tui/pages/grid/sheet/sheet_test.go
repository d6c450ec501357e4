package sheet_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
	"pingyi/tui/pages/grid/sheet"
)

// plan returns a plan of n activities which nothing is wrong with.
func plan(n int) pingyi.Plan {
	p := pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: "360", Name: "县教育局"}, Scale: pingyi.DefaultScale()}
	for i := range n {
		p.Activities = append(p.Activities, pingyi.Activity{ID: i + 1, Name: fmt.Sprintf("校舍维修%d期", i+1), Budget: pingyi.Amount(i+1) * 1_000_000,
			Content: "对全县中小学校舍进行维修加固，改善办学条件", Goal: "校舍安全达标", Indicator: "维修面积完成率",
			Rubric: pingyi.Rubric{"完成率不足60%", "完成率60%以上", "完成率80%以上", "完成率90%以上"}})
	}
	return p
}

// picture is all that a sheet shows.
func picture(s *sheet.Sheet) string {
	var b strings.Builder
	for _, row := range s.Rows() {
		fmt.Fprintf(&b, "%d", row)
		for column := range s.Columns() {
			fmt.Fprintf(&b, "|%q", s.Text(row, column))
		}
		b.WriteByte('\n')
	}
	for _, f := range s.Findings() {
		fmt.Fprintf(&b, "%d.%d %s\n", f.Row, f.Column, f.In(pingyi.Zh))
	}
	return b.String()
}

func area(s *sheet.Sheet) sheet.Area {
	return sheet.Area{Rows: slices.Clone(s.Rows()), From: 0, To: len(s.Columns())}
}

// text is what somebody may type, some of it no amount and some refused.
func text() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{"", "甲", "乙 ", "第1期", "3,485.5", "12..5", "０", "100元", "一\n二", "\u202e", "校舍维修1期"})
}

// act does one thing to a sheet, whatever comes.
func act(t *rapid.T, s *sheet.Sheet) {
	some := func(label string) []sheet.Row {
		if len(s.Rows()) == 0 {
			return nil
		}
		from := rapid.IntRange(0, len(s.Rows())-1).Draw(t, label)
		return slices.Clone(s.Rows()[from : from+rapid.IntRange(1, min(4, len(s.Rows())-from)).Draw(t, "rows")])
	}
	rows := some("from")
	one := sheet.Row(0)
	if len(rows) > 0 {
		one = rows[0]
	}
	from := rapid.IntRange(0, len(s.Columns())-1).Draw(t, "column")
	a := sheet.Area{Rows: rows, From: from, To: rapid.IntRange(from, len(s.Columns())).Draw(t, "to")}
	switch rapid.IntRange(0, 15).Draw(t, "action") {
	case 0, 1:
		s.Set(one, from, text().Draw(t, "text"))
	case 2:
		s.SetArea(a, [][]string{{"丙", "2"}, {"丁"}})
	case 3:
		s.Clear(a)
	case 4:
		s.FillDown(a)
	case 5:
		s.Ditto(one, rows0(some("below")), from)
	case 6:
		s.FillSeries(a)
	case 7:
		_, _ = s.Insert(one, rapid.IntRange(0, 3).Draw(t, "n"))
	case 8:
		_, _ = s.Duplicate(rows)
	case 9:
		s.Move(rows, rows0(some("behind")))
	case 10:
		s.Delete(rows)
	case 11:
		s.Cut(a)
	case 12, 13:
		b := block(t, [][]string{{text().Draw(t, "text"), "1"}, {"", text().Draw(t, "text")}, {"戊", ""}})
		p, err := s.ProposePaste(b, rows, from, rapid.Bool().Draw(t, "merged"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Accept(p); err != nil {
			t.Fatal(err)
		}
	case 14:
		_, _ = s.Accept(s.ProposeReplace(a, "校舍", text().Draw(t, "new")))
	case 15:
		rubrics := make([]pingyi.Rubric, len(rows))
		for i := range rubrics {
			rubrics[i] = rapid.SliceOfN(text(), 4, 4).Draw(t, "rubric")
		}
		s.PutRubrics(rows, rubrics)
	}
}

func rows0(rows []sheet.Row) sheet.Row {
	if len(rows) == 0 {
		return 0
	}
	return rows[0]
}

func TestRubricsPutOnRowsAreOneStepAndTouchNothingElse(t *testing.T) {
	s := sheet.New(plan(4))
	before := picture(s)
	kept := pingyi.Template{Name: "完成率", Scale: pingyi.DefaultScale(), Rubric: pingyi.Rubric{"没完成", "", "完成", "提前完成"}}
	rows := []sheet.Row{2, 4, 77}
	rubrics := make([]pingyi.Rubric, len(rows))
	for i, row := range rows {
		rubrics[i] = kept.On(pingyi.DefaultScale(), s.Rubric(row))
	}
	s.PutRubrics(rows, rubrics)
	for i, a := range plan(4).Activities {
		for column, text := range []string{a.Name, a.Budget.String(), a.Content, a.Goal, a.Indicator} {
			if got := s.Text(sheet.Row(i+1), column); got != text {
				t.Errorf("row %d column %d has %q", i+1, column, got)
			}
		}
		want := a.Rubric
		if i == 1 || i == 3 {
			want = pingyi.Rubric{"没完成", "完成率60%以上", "完成", "提前完成"}
		}
		if got := s.Rubric(sheet.Row(i + 1)); !slices.Equal(got, want) {
			t.Errorf("row %d has %q", i+1, got)
		}
	}
	step, left, ok := s.Undo()
	if !ok || len(left) > 0 || step.In(pingyi.Zh) != "套用模板" || picture(s) != before {
		t.Errorf("undone %q, left %v:\n%s", step.In(pingyi.Zh), left, picture(s))
	}
}

func TestUndoOfAllIsTheStartAndRedoTheEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sheet.New(plan(rapid.IntRange(0, 6).Draw(t, "activities")))
		pictures := []string{picture(s)}
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			before, _ := s.NextUndo()
			act(t, s)
			if after, _ := s.NextUndo(); fmt.Sprint(after) != fmt.Sprint(before) {
				pictures = append(pictures, picture(s))
			} else if picture(s) != pictures[len(pictures)-1] {
				t.Fatal("something changed without a step")
			}
		}
		for i := len(pictures) - 1; i > 0; i-- {
			if _, left, ok := s.Undo(); !ok || len(left) > 0 {
				t.Fatalf("undone %v, left %v", ok, left)
			}
			if got := picture(s); got != pictures[i-1] {
				t.Fatalf("undo %d gave\n%s\nwant\n%s", i, got, pictures[i-1])
			}
		}
		if _, _, ok := s.Undo(); ok || !s.Unsaved().Empty() {
			t.Fatal("there is more to undo, or to save, at the start")
		}
		for i := 1; i < len(pictures); i++ {
			if _, left, ok := s.Redo(); !ok || len(left) > 0 {
				t.Fatalf("redone %v, left %v", ok, left)
			}
			if got := picture(s); got != pictures[i] {
				t.Fatalf("redo %d gave\n%s\nwant\n%s", i, got, pictures[i])
			}
		}
	})
}

// What is known of cells and rows from before an edit must not outlive it.
func TestFindingsAreThoseOfASheetMadeAnew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := plan(4)
		total := p.Budget()
		p.StatedTotal = &total
		s := sheet.New(p)
		for range rapid.IntRange(1, 10).Draw(t, "steps") {
			act(t, s)
			_ = s.Findings()
		}
		anew := sheet.New(pingyi.Plan{Scale: p.Scale, StatedTotal: p.StatedTotal})
		for _, row := range s.Rows() {
			at := sheet.Row(0)
			if n := len(anew.Rows()); n > 0 {
				at = anew.Rows()[n-1]
			}
			rows, err := anew.Insert(at, 1)
			if err != nil {
				t.Fatal(err)
			}
			for column := range s.Columns() {
				anew.Set(rows[0], column, s.Text(row, column))
			}
		}
		if s.Budget() != anew.Budget() {
			t.Fatalf("the sum is %s, anew %s", s.Budget(), anew.Budget())
		}
		sentences := func(s *sheet.Sheet) (all []string) {
			for _, f := range s.Findings() {
				// A row of the record's that was emptied is still one; a new one is none.
				if f.Row == 0 || strings.Join(s.Copy(sheet.Area{Rows: []sheet.Row{f.Row}, To: len(s.Columns())})[0], "") != "" {
					all = append(all, fmt.Sprintf("%d %s", f.Column, f.In(pingyi.Zh)))
				}
			}
			return all
		}
		if got, want := sentences(s), sentences(anew); !slices.Equal(got, want) {
			t.Fatalf("got %q, anew %q", got, want)
		}
	})
}

func TestAPlanInOrderHasTheFindingsOfLint(t *testing.T) {
	p := plan(3)
	p.Activities[1].Name, p.Activities[1].Goal = p.Activities[0].Name, "校舍 安全"
	p.Activities[2].Rubric[2], p.Activities[2].Budget = "", 0
	total := pingyi.Amount(1)
	p.StatedTotal = &total
	var want, got []string
	for _, f := range pingyi.Lint(&p) {
		want = append(want, fmt.Sprint(f.Activity, f.Kind, f.In(pingyi.Zh), f.In(pingyi.En)))
	}
	for _, f := range sheet.New(p).Findings() {
		got = append(got, fmt.Sprint(int(f.Row), f.Kind, f.In(pingyi.Zh), f.In(pingyi.En)))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestSeriesCountOn(t *testing.T) {
	for _, c := range []struct {
		first, second string
		column        int
		want          string
	}{
		{"第1期", "", 0, "第1期 第2期 第3期"},
		{"第08期", "第10期", 0, "第08期 第10期 第12期"},
		{"甲", "乙", 0, "甲 甲 甲"},
		{"99.5%", "", 0, "99.5% 99.5% 99.5%"},
		{"2016年", "2018年", 0, "2016年 2018年 2020年"},
		{"100", "", 1, "100.00 100.00 100.00"},
		{"100", "150", 1, "100.00 150.00 200.00"},
		{"3", "1", 0, "3 1 0"},
	} {
		s := sheet.New(plan(3))
		rows := slices.Clone(s.Rows())
		s.Clear(area(s))
		s.Set(rows[0], c.column, c.first)
		s.Set(rows[1], c.column, c.second)
		s.FillSeries(sheet.Area{Rows: rows, From: c.column, To: c.column + 1})
		got := s.Text(1, c.column) + " " + s.Text(2, c.column) + " " + s.Text(3, c.column)
		if got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.first, c.second, got, c.want)
		}
	}
}

func TestSortingShowsAnOrderAndStoresNone(t *testing.T) {
	p := plan(4)
	for i, name := range []string{"重庆", "安徽", "", "北京"} {
		p.Activities[i].Name = name
		p.Activities[i].Budget = pingyi.Amount([]int{2, 10, 9, 2}[i]) * 1_000_000
	}
	s := sheet.New(p)
	before := picture(s)
	for _, c := range []struct {
		column int
		down   bool
		want   []sheet.Row
	}{{0, false, []sheet.Row{2, 4, 1, 3}}, {0, true, []sheet.Row{1, 4, 2, 3}}, {1, false, []sheet.Row{1, 4, 3, 2}}} {
		if got := s.Sorted(c.column, c.down); !slices.Equal(got, c.want) {
			t.Errorf("column %d, down %v: %v, want %v", c.column, c.down, got, c.want)
		}
	}
	if picture(s) != before {
		t.Error("sorting changed the plan")
	}
}

func TestATextIsCleanedAndOneNobodyCanReadStays(t *testing.T) {
	s := sheet.New(plan(1))
	s.Set(1, 1, "３，４８５．５万元")
	s.Set(1, 2, " 一\u200b\r\n二 ")
	if s.Text(1, 1) != "3485.50" || s.Text(1, 2) != "一\n二" {
		t.Errorf("%q, %q", s.Text(1, 1), s.Text(1, 2))
	}
	s.Set(1, 1, "12..5")
	if s.Text(1, 1) != "12..5" || pingyi.CodeOf(s.Check(1, 1)) != pingyi.Invalid || s.Budget() != 0 {
		t.Errorf("%q, %v, %s", s.Text(1, 1), s.Check(1, 1), s.Budget())
	}
	u := s.Unsaved()
	if len(u.Edits) != 1 || u.Edits[0].Mine.Budget != u.Edits[0].Base.Budget || u.Edits[0].Mine.Content != "一\n二" {
		t.Errorf("to save: %+v", u.Edits)
	}
}
