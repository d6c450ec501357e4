package exchange_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"pingyi"
	"pingyi/store/exchange"
)

const sheetName = "评分表"

// filledIn is the first paper's spreadsheet with something done to it.
func filledIn(t testing.TB, do func(f *excelize.File) error) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(written(t, exchange.XLSX, firstPaper(), pingyi.Zh)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := do(f); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestASpreadsheetMarksWhatIsToBeFilledIn(t *testing.T) {
	filledIn(t, func(f *excelize.File) error {
		rows, err := f.GetRows(sheetName)
		if err != nil {
			return err
		}
		if len(rows) != 7 || rows[2][0] != "# pingyi panel=p2016 round=1 member=r1 rev=345" || !strings.Contains(rows[1][0], send) {
			t.Errorf("above the table: %q", rows[:3])
		}
		if got := strings.Join(rows[3], " "); got != "序号 部门 职责活动 预算数（万元） 内容描述 绩效目标 绩效指标 评价标准：优 评价标准：良 评价标准：中 评价标准：差 此前的评分 评分 评语 标识" {
			t.Errorf("headings %s", got)
		}
		return nil
	})
}

// cellsSet fills in cells: marks are in column M, comments in N, and what names
// the activities in O; rows 5 to 7 are the activities.
func cellsSet(cells map[string]any) func(f *excelize.File) error {
	return func(f *excelize.File) error {
		for at, v := range cells {
			if err := f.SetCellValue(sheetName, at, v); err != nil {
				return err
			}
		}
		return nil
	}
}

func TestASpreadsheetIsReadAsItWasFilledIn(t *testing.T) {
	for name, c := range map[string]struct {
		cells         map[string]any
		mark, comment string
	}{
		"text":                {map[string]any{"M7": " （优） ", "N7": "一\n二 "}, "优", "一\n二"},
		"a comment beside":    {map[string]any{"M7": "优：很好"}, "优", "很好"},
		"a number":            {map[string]any{"M7": 89.5}, "89.5", ""},
		"two decimals":        {map[string]any{"M7": 89.55}, "89.55", ""},
		"an apostrophe":       {map[string]any{"M7": "'优"}, "优", ""},
		"a number as comment": {map[string]any{"M7": "优", "N7": 12}, "优", "12"},
		"nothing":             {nil, "", ""},
	} {
		b, err := exchange.ReadBallot("b.xlsx", filledIn(t, cellsSet(c.cells)))
		if err != nil || len(b.Answers) != 3 {
			t.Errorf("%s: %+v, %v", name, b.Answers, err)
		} else if a := b.Answers[2]; a.Mark != c.mark || a.Comment != c.comment || a.Line != 7 {
			t.Errorf("%s: %+v, want %q %q in row 7", name, a, c.mark, c.comment)
		}
	}
}

func TestNumbersAreReadAsTyped(t *testing.T) {
	for format, want := range map[int]string{1: "89.5", 2: "89.5", 9: "8950%"} { // whole, two decimals, per cent
		b, err := exchange.ReadBallot("b.xlsx", filledIn(t, func(f *excelize.File) error {
			style, err := f.NewStyle(&excelize.Style{NumFmt: format})
			if err != nil {
				return err
			}
			if err := f.SetCellStyle(sheetName, "M7", "M7", style); err != nil {
				return err
			}
			return f.SetCellFloat(sheetName, "M7", 89.5, -1, 64)
		}))
		if err != nil || b.Answers[2].Mark != want {
			t.Errorf("number format %d: %q, want %q; %v", format, b.Answers[2].Mark, want, err)
		}
	}
}

// What a formula computed is the number that its cell shows, whatever arithmetic
// left behind its last digit.
func TestANumberHasNoMoreDigitsThanASpreadsheetShows(t *testing.T) {
	for _, format := range []int{0, 2} {
		for stored, want := range map[string]string{"89.550000000000011": "89.55", "8.9550000000000011E1": "89.55", "89.5500000000001": "89.5500000000001"} {
			data := filledIn(t, func(f *excelize.File) error {
				style, err := f.NewStyle(&excelize.Style{NumFmt: format})
				if err != nil {
					return err
				}
				if err := f.SetCellStyle(sheetName, "M7", "M7", style); err != nil {
					return err
				}
				return f.SetCellFloat(sheetName, "M7", 12.25, -1, 64)
			})
			data = edited(t, data, "xl/worksheets/sheet1.xml", "<v>12.25</v>", "<v>"+stored+"</v>")
			if got := mustRead(t, data).Answers[2].Mark; got != want {
				t.Errorf("number format %d, %s: %q, want %q", format, stored, got, want)
			}
		}
	}
}

// A mark in merged cells stands in the first of them; the others would count as
// left empty.
func TestMergedAnswersAreRefusedRowByRow(t *testing.T) {
	for _, column := range []string{"M", "N"} {
		b, err := exchange.ReadBallot("b.xlsx", filledIn(t, func(f *excelize.File) error {
			for _, at := range []string{"M5", "M6", "M7", column + "5"} {
				if err := f.SetCellStr(sheetName, at, "优"); err != nil {
					return err
				}
			}
			return f.MergeCell(sheetName, column+"5", column+"7")
		}))
		faults := faultsOf(t, err)
		if len(faults) != 2 || len(b.Answers) != 1 || b.Answers[0].Line != 5 || b.Answers[0].Mark != "优" {
			t.Errorf("%s: %+v, %v", column, b.Answers, err)
			continue
		}
		for i, f := range faults {
			if f.Place.Row != 6+i || f.Place.Column != column || !strings.Contains(f.In(pingyi.Zh), "合并") || !strings.Contains(f.In(pingyi.En), "merged") {
				t.Errorf("%s: %v", column, f)
			}
		}
	}
	b := mustRead(t, filledIn(t, func(f *excelize.File) error { return f.MergeCell(sheetName, "M6", "M7") })) // both are empty
	if len(b.Answers) != 3 {
		t.Errorf("empty cells merged: %+v", b.Answers)
	}
	b, err := exchange.ReadBallot("b.xlsx", filledIn(t, func(f *excelize.File) error { return f.MergeCell(sheetName, "O5", "O6") }))
	if faults := faultsOf(t, err); len(b.Answers) != 2 || len(faults) > 1 {
		t.Errorf("what names the activities merged: %+v, %v", b.Answers, err)
	}
}

// rowsOf is the table of another ballot, as it is copied from its sheet.
func rowsOf(t testing.TB, p pingyi.Paper) [][]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(written(t, exchange.XLSX, p, pingyi.Zh)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(sheetName)
	if err != nil {
		t.Fatal(err)
	}
	return rows[2:] // from the heading on
}

// pasted puts rows into a sheet, which is added where there is none.
func pasted(sheet string, from int, rows [][]string) func(f *excelize.File) error {
	return func(f *excelize.File) error {
		if _, err := f.NewSheet(sheet); err != nil {
			return err
		}
		for i, row := range rows {
			if err := f.SetSheetRow(sheet, axisA(from+i), &row); err != nil {
				return err
			}
		}
		return nil
	}
}

func axisA(row int) string {
	at, _ := excelize.CoordinatesToCellName(1, row)
	return at
}

func TestAnotherBallotInAWorkbookIsToldAndNotTaken(t *testing.T) {
	want := answers(mustRead(t, filledIn(t, cellsSet(nil))))
	others := firstPaper()
	others.Ballot.Member = "r2"
	others.Ballot.Ratings[0].Tier = 0
	other := rowsOf(t, others)
	damaged := rowsOf(t, others)
	damaged[0] = []string{"# pingyi panel=p2016 round=1 member"}
	for name, c := range map[string]struct {
		do    func(f *excelize.File) error
		sheet string
		row   int
		says  string
	}{
		"below":                    {pasted(sheetName, 9, other), sheetName, 9, "另一份"},
		"right below":              {pasted(sheetName, 8, other), sheetName, 8, "另一份"},
		"below, its heading split": {pasted(sheetName, 9, damaged), sheetName, 9, "看不懂"},
		"on a sheet after it":      {pasted("第二份", 1, other), "第二份", 1, "另一份"},
		"there, its heading split": {pasted("第二份", 1, damaged), "第二份", 1, "看不懂"},
	} {
		b, err := exchange.ReadBallot("b.xlsx", filledIn(t, c.do))
		faults := faultsOf(t, err)
		if len(faults) != 1 || b.Member != "r1" || !slices.Equal(answers(b), want) {
			t.Errorf("%s: %v\n%+v\nwant %+v", name, err, b, want)
			continue
		}
		if p := faults[0].Place; p.Table != c.sheet || p.Row != c.row || !strings.Contains(faults[0].In(pingyi.Zh), c.says) {
			t.Errorf("%s: %s", name, faults[0].In(pingyi.Zh))
		}
	}
}

func TestTheSameBallotMayStandInAWorkbookTwice(t *testing.T) {
	want := answers(mustRead(t, filledIn(t, cellsSet(nil))))
	own := rowsOf(t, firstPaper())
	changed := rowsOf(t, firstPaper())
	changed[2][12] = "差"
	for name, do := range map[string]func(f *excelize.File) error{
		"below":               pasted(sheetName, 9, own),
		"below, without rows": pasted(sheetName, 9, own[:1]),
		"on a second sheet":   pasted("抄件", 1, own),
	} {
		if b := mustRead(t, filledIn(t, do)); !slices.Equal(answers(b), want) || b.Line != 3 {
			t.Errorf("%s: %+v\nwant %+v", name, b, want)
		}
	}
	b, err := exchange.ReadBallot("b.xlsx", filledIn(t, pasted("抄件", 1, changed)))
	if faults := faultsOf(t, err); len(faults) != 1 || !slices.Equal(answers(b), want[1:]) || faults[0].Place.Table != "抄件" || !strings.Contains(faults[0].In(pingyi.Zh), "在表 "+sheetName+"，第 5 行已有一份") {
		t.Errorf("a second sheet that differs: %v\n%+v", err, b.Answers)
	}
	b, err = exchange.ReadBallot("b.xlsx", filledIn(t, pasted("抄件", 1, own[:1])))
	if faults := faultsOf(t, err); len(faults) != 1 || !slices.Equal(answers(b), want) || faults[0].Place.Table != "抄件" {
		t.Errorf("a second sheet without its columns: %v\n%+v", err, b.Answers)
	}
}

func TestACommentIsNoHeading(t *testing.T) {
	const like = "# pingyi panel=p2016 round=1 member=r2 rev=345"
	b := mustRead(t, filledIn(t, cellsSet(map[string]any{"N5": like, "N7": "# pingyi 好用", "M7": "优"})))
	if len(b.Answers) != 3 || b.Answers[0].Comment != like || b.Answers[2].Comment != "# pingyi 好用" {
		t.Errorf("%+v", b.Answers)
	}
	b, err := exchange.ReadBallot("b.xlsx", filledIn(t, cellsSet(map[string]any{"N5": "# pingyi 好用", "O5": ""})))
	if faults := faultsOf(t, err); len(faults) != 1 || len(b.Answers) != 2 {
		t.Errorf("in a row that names no activity: %+v, %v", b.Answers, err)
	}
}

func TestRowsMayBeSortedDeletedAndAddedAndColumnsInserted(t *testing.T) {
	want := answers(mustRead(t, filledIn(t, cellsSet(nil))))
	for name, c := range map[string]struct {
		do   func(f *excelize.File) error
		want []pingyi.Answer
	}{
		"a row deleted":        {func(f *excelize.File) error { return f.RemoveRow(sheetName, 6) }, []pingyi.Answer{want[0], want[2]}},
		"a row inserted":       {func(f *excelize.File) error { return f.InsertRows(sheetName, 6, 1) }, want},
		"a row of one's own":   {cellsSet(map[string]any{"A9": "合计", "C9": "第二天接着填"}), want},
		"a column inserted":    {func(f *excelize.File) error { return f.InsertCols(sheetName, "M", 2) }, want},
		"a column deleted":     {func(f *excelize.File) error { return f.RemoveCol(sheetName, "E") }, want},
		"rows above":           {func(f *excelize.File) error { return f.InsertRows(sheetName, 1, 3) }, want},
		"a row twice":          {func(f *excelize.File) error { return f.DuplicateRow(sheetName, 5) }, want},
		"a sheet before it":    {sheetBefore, want},
		"the sheet renamed":    {func(f *excelize.File) error { return f.SetSheetName(sheetName, "x") }, want},
		"the ID column shown":  {func(f *excelize.File) error { return f.SetColVisible(sheetName, "O", true) }, want},
		"a formula of its own": {func(f *excelize.File) error { return f.SetCellFormula(sheetName, "P6", "1/0") }, want},
	} {
		b, err := exchange.ReadBallot("b.xlsx", filledIn(t, c.do))
		if err != nil || !slices.Equal(answers(b), c.want) {
			t.Errorf("%s: %v\n%+v\nwant %+v", name, err, answers(b), c.want)
		}
	}
}

func sheetBefore(f *excelize.File) error {
	if _, err := f.NewSheet("我的"); err != nil {
		return err
	}
	if err := f.SetCellFormula("我的", "M5", "1/0"); err != nil {
		return err
	}
	return f.MoveSheet("我的", sheetName)
}

func mustRead(t testing.TB, data []byte) pingyi.FilledBallot {
	t.Helper()
	b, err := exchange.ReadBallot("b.xlsx", data)
	if err != nil {
		t.Fatal(sentences(err))
	}
	return b
}

func TestNoCellOfABallotIsRunBySpreadsheets(t *testing.T) {
	p := firstPaper()
	p.Ballot.Ratings[0].Comment = "=HYPERLINK(1)"
	p.Plans[0].Activities[1].Name = "+cmd"
	sheet := part(t, written(t, exchange.XLSX, p, pingyi.Zh), "xl/worksheets/sheet1.xml")
	if strings.Contains(sheet, "<f>") || strings.Contains(sheet, "<f ") || strings.Contains(sheet, `t="str"`) {
		t.Error("the ballot holds a formula")
	}
}

func TestATextThatNoCellHoldsIsCutAndSaysSo(t *testing.T) {
	p := secondPaper()
	ar := &p.Earlier.Activities[1]
	for range 20 {
		ar.Comments = append(ar.Comments, strings.Repeat("长", 5000))
	}
	f, err := excelize.OpenReader(bytes.NewReader(written(t, exchange.XLSX, p, pingyi.Zh)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if text, err := f.GetCellValue(sheetName, "L5"); err != nil || !strings.HasSuffix(text, "全文见 txt 格式）") {
		t.Errorf("a cell ends %q; %v", text[max(0, len(text)-40):], err)
	}
	if text := plainText(t, p, pingyi.Zh); strings.Count(text, "长") != 100_000 {
		t.Error("the text lacks some of it")
	}
}
