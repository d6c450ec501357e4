package sheet_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store/exchange"
	"pingyi/tui/pages/grid/sheet"
)

type failer interface{ Fatalf(string, ...any) }

// block reads cells as another program would have put them on the clipboard.
func block(t failer, cells [][]string) exchange.Block {
	return copied(t, exchange.WriteBlock(cells))
}

func copied(t failer, text string) exchange.Block {
	b, err := exchange.ReadBlock(text)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return b
}

func paste(t failer, s *sheet.Sheet, b exchange.Block, rows []sheet.Row, column int, merged bool) sheet.Proposal {
	p, err := s.ProposePaste(b, rows, column, merged)
	if err != nil {
		t.Fatalf("%v", err)
	}
	if notes, err := s.Accept(p); err != nil || len(notes) > 0 {
		t.Fatalf("%v, %v", notes, err)
	}
	return p
}

func TestPasteShowsWhatGoesWhere(t *testing.T) {
	s := sheet.New(plan(2))
	before := picture(s)
	p, err := s.ProposePaste(copied(t, "甲\t１２．５\n乙\t12..5\n丙\t3\n"), s.Rows()[1:], 0, false)
	if err != nil {
		t.Fatal(err)
	}
	if picture(s) != before {
		t.Fatal("a proposal changed the sheet")
	}
	if len(p.New) != 2 || len(p.Cells) != 6 || p.Failing() != 1 || pingyi.CodeOf(p.Cells[3].Err) != pingyi.Invalid {
		t.Fatalf("%+v", p)
	}
	if c := p.Cells[1]; c.Cell != (sheet.Cell{Row: 2, Column: 1}) || c.Old != "2.00" || c.New != "12.50" {
		t.Errorf("%+v", c)
	}
	if _, err := s.Accept(p); err != nil {
		t.Fatal(err)
	}
	if len(s.Rows()) != 4 || s.Text(s.Rows()[2], 1) != "12..5" || s.Text(s.Rows()[3], 0) != "丙" {
		t.Errorf("pasted\n%s", picture(s))
	}
	if _, left, ok := s.Undo(); !ok || len(left) > 0 || picture(s) != before {
		t.Errorf("one step back is\n%s", picture(s))
	}
}

func TestWhatHasNoColumnIsTold(t *testing.T) {
	s := sheet.New(plan(1))
	p := paste(t, s, copied(t, "好\t坏\t多\t余\n"), s.Rows(), 7, false)
	if len(p.Beyond) != 2 || p.Beyond[1] != (sheet.Beyond{Line: 0, Column: 3, Text: "余"}) || len(p.Cells) != 2 {
		t.Errorf("%+v", p)
	}
	p = paste(t, s, copied(t, "序号\t活动名称\t绩效指标\t优秀\n1\t甲\t甲指标\t很好\n"), s.Rows(), 3, false)
	if !p.Headed || len(p.Beyond) != 0 || s.Text(1, 0) != "甲" || s.Text(1, 4) != "甲指标" || s.Text(1, 5) != "很好" {
		t.Errorf("%+v\n%s", p, picture(s))
	}
}

func TestMergedCellsAreFilledButForAmounts(t *testing.T) {
	s := sheet.New(plan(3))
	paste(t, s, copied(t, "甲\t5\t内容\n\t\t\n乙\t\t二\n"), s.Rows(), 0, true)
	if s.Text(2, 0) != "甲" || s.Text(2, 1) != "" || s.Text(2, 2) != "内容" || s.Text(3, 0) != "乙" || s.Text(3, 1) != "" {
		t.Errorf("\n%s", picture(s))
	}
}

// What export writes as a text, and as the text of a Word table, comes in by
// pasting as the plan it was.
func TestAnExportIsPastedWhole(t *testing.T) {
	want := plan(10)
	total := want.Budget()
	want.StatedTotal = &total
	want.Activities[3].Name, want.Activities[4].Content = "=1+1", "一\n二\n\n三\"四\""
	want.DutyGoals = []string{"办好学校"}
	for _, f := range []exchange.Format{exchange.TSV, exchange.TXT} {
		var file bytes.Buffer
		if err := exchange.Write(&file, f, []pingyi.Plan{want}); err != nil {
			t.Fatal(err)
		}
		s := sheet.New(pingyi.Plan{Scale: want.Scale})
		p := paste(t, s, copied(t, file.String()), nil, 0, false)
		if len(p.Beyond) > 0 || p.Failing() > 0 || len(p.Skipped) == 0 {
			t.Errorf("%s: beyond %v, failing %d, skipped %d", f, p.Beyond, p.Failing(), len(p.Skipped))
		}
		u := s.Unsaved()
		if len(u.Edits) != len(want.Activities) {
			t.Fatalf("%s: %d activities", f, len(u.Edits))
		}
		for i, e := range u.Edits {
			if !e.Mine.Equal(want.Activities[i]) {
				t.Errorf("%s: %+v, want %+v", f, e.Mine, want.Activities[i])
			}
		}
	}
}

func TestACellThatChangedSinceTheProposalIsLeft(t *testing.T) {
	s := sheet.New(plan(2))
	p := s.ProposeReplace(area(s), "校舍", "操场")
	if len(p.Cells) != 6 {
		t.Fatalf("%d cells", len(p.Cells))
	}
	s.Set(1, 0, "别的")
	notes, err := s.Accept(p)
	if err != nil || len(notes) != 1 || s.Text(1, 0) != "别的" || s.Text(2, 0) != "操场维修2期" {
		t.Errorf("%v, %v\n%s", notes, err, picture(s))
	}
}

func TestAPlanHoldsNoMoreThanItMay(t *testing.T) {
	s := sheet.New(plan(1))
	if _, err := s.Insert(1, pingyi.MaxActivities); pingyi.CodeOf(err) != pingyi.TooBig {
		t.Error(err)
	}
	if _, err := s.ProposePaste(copied(t, strings.Repeat("甲\n", pingyi.MaxActivities+1)), s.Rows(), 0, false); pingyi.CodeOf(err) != pingyi.TooBig {
		t.Error(err)
	}
}

func BenchmarkEditIn10000Rows(b *testing.B) {
	s := sheet.New(plan(10_000))
	_ = s.Findings()
	for i := 0; b.Loop(); i++ {
		s.Set(sheet.Row(i%10_000+1), i%9, fmt.Sprint(i))
		_ = s.Findings()
	}
}

func BenchmarkFirstLookAt10000Rows(b *testing.B) {
	p := plan(10_000)
	for b.Loop() {
		_ = sheet.New(p).Findings()
	}
}

func BenchmarkPaste5000Rows(b *testing.B) {
	all := sheet.New(plan(5_000))
	text := all.Clipboard(area(all))
	for b.Loop() {
		s := sheet.New(plan(5_000))
		paste(b, s, copied(b, text), nil, 0, false)
		_ = s.Findings()
		if len(s.Rows()) != 10_000 {
			b.Fatal(len(s.Rows()))
		}
	}
}

// The dearest row to look at: criteria that are long and differ in all they have.
func BenchmarkEditOfLongCriteria(b *testing.B) {
	p := plan(10_000)
	for t := range p.Activities[0].Rubric {
		p.Activities[0].Rubric[t] = strings.Repeat(string([]rune("甲乙丙丁")[t])+"完成率", 125)
	}
	s := sheet.New(p)
	_ = s.Findings()
	for i := 0; b.Loop(); i++ {
		s.Set(1, 0, fmt.Sprint(i))
		_ = s.Findings()
	}
}
