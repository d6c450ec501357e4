package exchange_test

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"pingyi"
	"pingyi/store/exchange"
)

func testdata(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// readOne reads content that holds one plan.
func readOne(t *testing.T, src exchange.Source, data []byte) exchange.Import {
	t.Helper()
	imports, err := exchange.Read(src, data)
	if err != nil {
		t.Fatal(sentences(err))
	}
	if len(imports) != 1 {
		t.Fatalf("%d plans, want 1", len(imports))
	}
	return imports[0]
}

func skipped(im exchange.Import) string {
	s := ""
	for _, n := range im.Skipped {
		s += n.In(pingyi.Zh) + "\n"
	}
	return s
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

var museum = pingyi.Department{Code: "401", Name: "县文化馆"}

func TestTextOfANotepadInGB18030(t *testing.T) {
	im := readOne(t, exchange.Source{Name: "计划.txt"}, testdata(t, "notepad.txt"))
	p := im.Plan
	equal(t, "year from the title", p.Year, 2016)
	equal(t, "department", p.Department, museum)
	equal(t, "overall goal", p.OverallGoal, "繁荣群众文化，办好公共文化服务。")
	if want := []string{"办好文化活动；", "保护文化遗产；", "管好馆舍设备。"}; !slices.Equal(p.DutyGoals, want) {
		t.Errorf("duty goals %q", p.DutyGoals)
	}
	if len(p.Activities) != 2 || p.StatedTotal == nil {
		t.Fatalf("%d activities, total %v", len(p.Activities), p.StatedTotal)
	}
	equal(t, "stated total", p.StatedTotal.String(), "150.50")
	a := p.Activities[0]
	equal(t, "name", a.Name, "群众文化活动")
	equal(t, "full-width amount", a.Budget.String(), "120.50")
	equal(t, "two paragraphs in a cell", a.Content, "举办广场舞大赛\n和送戏下乡")
	equal(t, "best tier, called 优秀", a.Rubric[3], "60场以上")
	equal(t, "an empty cell", p.Activities[1].Goal, "")
	if s := skipped(im); !strings.Contains(s, "填报人") {
		t.Errorf("the signatures are not reported: %s", s)
	}
}

func TestTextWithoutTabsFindsTheAmountOfANameOfTwoLines(t *testing.T) {
	im := readOne(t, exchange.Source{Name: "计划.txt", Year: 2016}, testdata(t, "bare.txt"))
	if len(im.Plan.Activities) != 2 {
		t.Fatalf("%d activities", len(im.Plan.Activities))
	}
	a := im.Plan.Activities[0]
	equal(t, "name", a.Name, "群众文化活动 （含送戏下乡）")
	equal(t, "amount in yuan", a.Budget.String(), "120.50")
	equal(t, "amount with its own unit", im.Plan.Activities[1].Budget.String(), "30.00001")
	equal(t, "worst tier", a.Rubric[0], "不足40场")
	equal(t, "has goals", im.Has[pingyi.FieldGoal] || im.Has[pingyi.FieldOverallGoal], false)
	if s := skipped(im); !strings.Contains(s, "注：") {
		t.Errorf("the note is not reported: %s", s)
	}
}

func TestColumnsInAnyOrderWithTotalsAndSignatures(t *testing.T) {
	im := readOne(t, exchange.Source{Name: "计划.csv", Year: 2016}, testdata(t, "reordered.csv"))
	p := im.Plan
	equal(t, "department", p.Department, museum)
	if len(p.Activities) != 2 {
		t.Fatalf("%d activities", len(p.Activities))
	}
	equal(t, "amount", p.Activities[0].Budget.String(), "120.50")
	equal(t, "a name that begins like a total", p.Activities[1].Name, "合计核算与非遗保护")
	equal(t, "lines in a cell", p.Activities[1].Content, "普查\n登记")
	equal(t, "tiers", strings.Join(p.Activities[1].Rubric, " "), "未登记 部分 大部 全部")
	equal(t, "stated total", p.StatedTotal.String(), "150.50001")
	if s := skipped(im); !strings.Contains(s, "备注") || !strings.Contains(s, "填报人") {
		t.Errorf("passed over: %s", s)
	}
}

func TestUnicodeTextOfASpreadsheet(t *testing.T) {
	im := readOne(t, exchange.Source{Name: "计划.txt", Year: 2016}, testdata(t, "excel-unicode.txt"))
	equal(t, "department", im.Plan.Department, museum)
	equal(t, "tiers", strings.Join(im.Plan.Activities[0].Rubric, " "), "不足40场 40场 50场 60场")
}

// workbook makes an .xlsx of sheets, in order.
func workbook(t testing.TB, build func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	build(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func fill(t testing.TB, f *excelize.File, sheet string, rows [][]any) {
	t.Helper()
	for i, r := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow(sheet, cell, &r); err != nil {
			t.Fatal(err)
		}
	}
}

func officeWorkbook(t testing.TB) []byte {
	return workbook(t, func(f *excelize.File) {
		fill(t, f, "Sheet1", [][]any{
			{"县文化馆2016年度绩效目标表"},
			{"部门：401 县文化馆", nil, nil, nil, nil, nil, "单位：万元"},
			{"序号", "职责活动", "年度预算数", "绩效指标", "评价标准"},
			{nil, nil, nil, nil, "优", "良", "中", "差"},
			{"一、公共文化"},
			{1, "群众文化活动", 3485.5000000000001, "场次", "60场", "50场", "40场", "不足40场"},
			{nil, nil, nil, "人次", nil, nil, nil, nil},
			{2, "非遗保护", 0.1 + 0.2, "登记数", "全部", "大部", "部分", "未登记"},
			{"合计", nil, nil},
			{"填报人：", nil, "日期："},
		})
		for _, r := range [][2]string{{"A1", "H1"}, {"A3", "A4"}, {"B3", "B4"}, {"C3", "C4"}, {"D3", "D4"}, {"E3", "H3"}, {"A5", "H5"},
			{"A6", "A7"}, {"B6", "B7"}, {"C6", "C7"}, {"E6", "E7"}, {"F6", "F7"}, {"G6", "G7"}, {"H6", "H7"}, {"A9", "B9"}} {
			if err := f.MergeCell("Sheet1", r[0], r[1]); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.SetCellFormula("Sheet1", "C9", "SUM(C6:C8)"); err != nil {
			t.Fatal(err)
		}
		f.NewSheet("说明")
		fill(t, f, "说明", [][]any{{"填表说明"}, {"金额", "以万元计"}})
		f.NewSheet("旧表")
		fill(t, f, "旧表", [][]any{{"职责活动", "预算数"}, {"不该读的", 1}})
		f.SetSheetVisible("旧表", false)
	})
}

func TestWorkbookOfAnOffice(t *testing.T) {
	im := readOne(t, exchange.Source{Name: "计划.xlsx"}, officeWorkbook(t))
	p := im.Plan
	equal(t, "table", im.Table, "Sheet1")
	equal(t, "year", p.Year, 2016)
	equal(t, "department", p.Department, museum)
	if len(p.Activities) != 2 {
		t.Fatalf("%d activities: %v", len(p.Activities), p.Activities)
	}
	equal(t, "a binary fraction", p.Activities[0].Budget.String(), "3485.50")
	equal(t, "another", p.Activities[1].Budget.String(), "0.30")
	equal(t, "rows beside a merged name", p.Activities[0].Indicator, "场次\n人次")
	equal(t, "criteria merged over both rows", strings.Join(p.Activities[0].Rubric, " "), "不足40场 40场 50场 60场")
	equal(t, "a formula without a stored result", p.StatedTotal == nil, true)
	for _, want := range []string{"说明", "旧表", "一、公共文化", "填报人", "合计"} {
		if s := skipped(im); !strings.Contains(s, want) {
			t.Errorf("%s is not reported: %s", want, s)
		}
	}
}

// document makes a .docx of the body's XML.
func document(t testing.TB, body string) []byte {
	t.Helper()
	return archive(t, map[string]string{"word/document.xml": `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`})
}

func archive(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	zw := zip.NewWriter(&b)
	for name, text := range files {
		w, err := zw.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func wp(text string) string { return `<w:p><w:r><w:t>` + text + `</w:t></w:r></w:p>` }
func wc(props string, content ...string) string {
	return `<w:tc><w:tcPr>` + props + `</w:tcPr>` + strings.Join(content, "") + `</w:tc>`
}
func wr(cells ...string) string { return `<w:tr>` + strings.Join(cells, "") + `</w:tr>` }

// plainRow is a table row of one paragraph a cell.
func plainRow(texts ...string) string {
	cells := make([]string, len(texts))
	for i, text := range texts {
		cells[i] = wc("", wp(text))
	}
	return wr(cells...)
}

func officeDocument(t testing.TB) []byte {
	const down, on = `<w:vMerge w:val="restart"/>`, `<w:vMerge/>`
	return document(t, wp("2016年度绩效计划")+wp("总体目标：")+wp("第一段。")+wp("第二段。")+wp("职责分类绩效目标")+wp("办好活动")+wp("管好馆舍")+wp("2016年绩效情况表")+
		`<w:sdt><w:sdtContent>`+wp("401县文化馆")+`</w:sdtContent></w:sdt>`+
		`<w:tbl>`+plainRow("填表要求", "见附件")+`</w:tbl>`+
		`<w:tbl>`+
		wr(wc(down, wp("职责"), wp("活动")), wc(down, wp("金额")), wc(down, wp("内容描述")), wc(`<w:gridSpan w:val="4"/>`, wp("评价标准")))+
		wr(wc(on, wp("")), wc(on, wp("")), wc(on, wp("")), wc("", wp("优")), wc("", wp("良")), wc("", wp("中")), wc("", wp("差")))+
		wr(wc("", wp("群众文化活动")), wc("", `<w:p><w:del><w:r><w:delText>9</w:delText><w:t>9</w:t></w:r></w:del><w:ins><w:r><w:t>120.5</w:t></w:r></w:ins></w:p>`),
			wc("", `<w:p><w:r><w:t>第一行</w:t><w:br/><w:t>第二行</w:t></w:r></w:p>`, `<w:tbl>`+plainRow("内表甲", "内表乙")+`</w:tbl>`, `<w:p><w:r><w:drawing><w:txbxContent>`+wp("文本框")+`</w:txbxContent></w:drawing></w:r></w:p>`),
			wc("", wp("60场")), wc("", wp("50场")), wc("", wp("40场")), wc("", wp("不足40场")))+
		`</w:tbl>`+wp("填报人：　　日期：")+`<w:tbl>`+plainRow("领导签字", "")+`</w:tbl>`)
}

func TestDocumentOfAnOffice(t *testing.T) {
	im := readOne(t, exchange.Source{Name: "计划.docx"}, officeDocument(t))
	p := im.Plan
	equal(t, "table", im.Table, "2")
	equal(t, "department", p.Department, museum)
	equal(t, "overall goal of two paragraphs", p.OverallGoal, "第一段。\n第二段。")
	if want := []string{"办好活动", "管好馆舍"}; !slices.Equal(p.DutyGoals, want) {
		t.Errorf("goals without numbers: %q", p.DutyGoals)
	}
	if len(p.Activities) != 1 {
		t.Fatalf("%d activities", len(p.Activities))
	}
	equal(t, "tracked changes", p.Activities[0].Budget.String(), "120.50")
	equal(t, "breaks and a table within a cell", p.Activities[0].Content, "第一行\n第二行\n内表甲\n内表乙")
	for _, want := range []string{"表 1：", "表 3：", "填报人"} {
		if s := skipped(im); !strings.Contains(s, want) {
			t.Errorf("%s is not reported: %s", want, s)
		}
	}
}

func TestMergedTextsHoldForEveryActivityTheyCover(t *testing.T) {
	im := readOne(t, exchange.Source{Name: "401.xlsx", Year: 2016}, workbook(t, func(f *excelize.File) {
		fill(t, f, "Sheet1", [][]any{{"职责活动", "预算数", "绩效目标"}, {"甲", 1, "共同目标"}, {"乙", 2}})
		f.MergeCell("Sheet1", "C2", "C3")
	}))
	equal(t, "the second one's goal", im.Plan.Activities[1].Goal, "共同目标")
}

func TestTheCallersDepartmentGoesFirst(t *testing.T) {
	im := readOne(t, exchange.Source{Name: "401.csv", Year: 2016, Department: pingyi.Department{Code: "77"}}, []byte("职责活动,预算数\n甲,1\n"))
	equal(t, "department", im.Plan.Department, pingyi.Department{Code: "77"})
	im = readOne(t, exchange.Source{Name: "/x/401县文化馆.csv", Year: 2016}, []byte("职责活动,预算数\n甲,1\n"))
	equal(t, "department of the file's name", im.Plan.Department, museum)
}

func TestNumbersAreTextAsShownAndMoneyAsStored(t *testing.T) {
	im := readOne(t, exchange.Source{Name: "401.xlsx", Year: 2016}, workbook(t, func(f *excelize.File) {
		fill(t, f, "Sheet1", [][]any{{"职责活动", "预算数", "绩效指标"}, {"甲", 3485.561234, 0.95}})
		percent, err := f.NewStyle(&excelize.Style{NumFmt: 9})
		if err != nil {
			t.Fatal(err)
		}
		money, err := f.NewStyle(&excelize.Style{NumFmt: 3}) // #,##0
		if err != nil {
			t.Fatal(err)
		}
		f.SetCellStyle("Sheet1", "B2", "B2", money)
		f.SetCellStyle("Sheet1", "C2", "C2", percent)
	}))
	equal(t, "money", im.Plan.Activities[0].Budget.String(), "3485.561234")
	equal(t, "indicator", im.Plan.Activities[0].Indicator, "95%")
}

func TestNumberedRowsLeftBlankAreNoActivities(t *testing.T) {
	im := readOne(t, exchange.Source{Name: "401.csv", Year: 2016}, []byte("序号,职责活动,预算数\n1,甲,1\n2,,\n3,,\n"))
	equal(t, "activities", len(im.Plan.Activities), 1)
}

func TestOfSeveralTitlesTheOneOfTheYearAskedForCounts(t *testing.T) {
	const table = "2015年度执行情况\n2016年度绩效计划表\n职责活动,预算数\n甲,1\n"
	for asked, want := range map[int]int{0: 2016, 2015: 2015, 2016: 2016} {
		equal(t, "year", readOne(t, exchange.Source{Name: "401.csv", Year: asked}, []byte(table)).Plan.Year, want)
	}
}

func TestDutyGoalsArePartedAtRunningNumbersOnly(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"加大投入2.5亿元。2. 完善体系。3. 深化改革。", []string{"加大投入2.5亿元。", "完善体系。", "深化改革。"}},
		{"1、甲；2、乙；", []string{"甲；", "乙；"}},
		{"（一）甲。（二）乙。（三）丙", []string{"甲。", "乙。", "丙"}},
		{"①甲；②乙", []string{"甲；", "乙"}},
		{"一、甲。1. 子一。2. 子二。二、乙。", []string{"甲。1. 子一。2. 子二。", "乙。"}},
		{"1. 甲。3. 丙。", []string{"1. 甲。3. 丙。"}},
		{"甲第1、2项。乙", []string{"甲第1、2项。乙"}},
		{"甲。\n\n乙。", []string{"甲。", "乙。"}},
		{"无", []string{"无"}},
	} {
		im := readOne(t, exchange.Source{Name: "401.txt", Year: 2016}, []byte("职责分类绩效目标：\n"+c.text+"\n\n\t职责活动\n\t预算数\n\n\t甲\n\t1\n"))
		if !slices.Equal(im.Plan.DutyGoals, c.want) {
			t.Errorf("%q: %q, want %q", c.text, im.Plan.DutyGoals, c.want)
		}
	}
}

func TestScalesOfTheirOwnAreReadFromTheHeadings(t *testing.T) {
	for _, c := range []struct{ head, want string }{
		{"优（≥90分）,良（80-89分）,中（60-79分）,差（60分以下）", `优90 良80 中60 差0`},
		{"评价标准：优,评价标准：良,评价标准：中,评价标准：差", `优90 良80 中60 差0`},
		{"优秀（95分以上）,良好（85分以上）,合格（70分以上）,不合格（70分以下）", `优95 良85 中70 差0`},
		{"B≥0,A≥50", `A50 B0`},
		{"甲(≥60),乙(<60)", `甲60 乙0`},
	} {
		s := readOne(t, exchange.Source{Name: "401.csv", Year: 2016}, []byte("职责活动,预算数,"+c.head+"\n甲,1\n")).Plan.Scale
		got := ""
		for _, tier := range s.Best() {
			got += " " + s.Name(tier) + s.Floor(tier).String()
		}
		equal(t, c.head, got[1:], c.want)
	}
}

func TestGoalsThatReadLikeTitlesStayGoals(t *testing.T) {
	const goals = "1. 完成年度招生计划\n2. 完成2016年馆舍建设方案\n3. 摸清馆藏情况"
	im := readOne(t, exchange.Source{Name: "401.txt", Year: 2016}, []byte("职责分类绩效目标\n"+goals+"\n2016年度绩效情况\n\n\t职责活动\n\t预算数\n\n\t甲\n\t1\n"))
	if want := []string{"完成年度招生计划", "完成2016年馆舍建设方案", "摸清馆藏情况"}; !slices.Equal(im.Plan.DutyGoals, want) {
		t.Errorf("%q", im.Plan.DutyGoals)
	}
}

func TestNoActivityIsTakenForATitleOrASignature(t *testing.T) {
	for _, name := range []string{"2016年工作计划", "审核项目资料", "电话网络维护", "401县文化馆"} {
		es := refusals(t, exchange.Source{Name: "401.csv", Year: 2016}, []byte("职责活动,预算数,内容描述\n甲,1,\n"+name+",,补助\n乙,2,\n"))
		if len(es) != 1 || es[0].Place.Row != 3 || es[0].Place.Entry != pingyi.FieldBudget {
			t.Errorf("%s: %v", name, es[0])
		}
	}
	for _, aside := range []string{"填报人：r1", "审核（签字）：", "2016年3月1日", "备注", "说明：以上为年初数", "401县文化馆"} {
		im := readOne(t, exchange.Source{Name: "401.csv", Year: 2016}, []byte("职责活动,预算数\n甲,1\n"+aside+",\n"))
		if len(im.Plan.Activities) != 1 || !strings.Contains(skipped(im), pingyi.Excerpt(aside, 20)) && aside != "401县文化馆" {
			t.Errorf("%s: %d activities, passed over: %s", aside, len(im.Plan.Activities), skipped(im))
		}
	}
}

func TestATableCutInTwoIsReadWhole(t *testing.T) {
	im := readOne(t, exchange.Source{Name: "401.docx", Year: 2016}, document(t,
		`<w:tbl>`+plainRow("职责活动", "预算数")+plainRow("甲", "1")+`</w:tbl>`+wp("")+`<w:tbl>`+plainRow("乙", "2")+plainRow("合计", "3")+`</w:tbl><w:tbl>`+plainRow("甲", "5", "x")+`</w:tbl>`))
	if len(im.Plan.Activities) != 2 || im.Plan.StatedTotal == nil {
		t.Errorf("%d activities", len(im.Plan.Activities))
	}
	if s := skipped(im); !strings.Contains(s, "表 3：") {
		t.Errorf("passed over: %s", s)
	}
}

func TestTextUnderNoHeadingIsReported(t *testing.T) {
	im := readOne(t, exchange.Source{Name: "401.xlsx", Year: 2016}, workbook(t, func(f *excelize.File) {
		fill(t, f, "Sheet1", [][]any{{"职责活动", nil, "预算数"}, {"甲", nil, 1, "旁注"}, {"乙", "夹注", 2, "又一条"}})
	}))
	if s := skipped(im); strings.Count(s, "没有表头") != 2 || !strings.Contains(s, "第 D 列（“旁注”）") {
		t.Errorf("passed over: %s", s)
	}
}
