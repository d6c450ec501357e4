package exchange_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"pingyi"
	"pingyi/store/exchange"
)

// refusals returns the errors of a file, each of which must name it.
func refusals(t *testing.T, src exchange.Source, data []byte) []*pingyi.Error {
	t.Helper()
	imports, err := exchange.Read(src, data)
	if err == nil {
		t.Fatalf("read as %+v", imports)
	}
	all := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		all = joined.Unwrap()
	}
	var es []*pingyi.Error
	for _, e := range all {
		p, ok := errors.AsType[*pingyi.Error](e)
		if !ok || p.Code == pingyi.Internal || p.Place.File != src.Name {
			t.Fatalf("not an error that names the file: %#v", e)
		}
		es = append(es, p)
	}
	return es
}

func TestUnreadableFilesSayWhatTheyAreAndWhatToSaveThemAs(t *testing.T) {
	ole := []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00")
	for _, c := range []struct {
		name string
		data []byte
		want []string
	}{
		{"a.xls", ole, []string{".xls", ".xlsx"}},
		{"a.doc", ole, []string{".doc", ".docx"}},
		{"a.wps", ole, []string{"WPS", ".docx"}},
		{"a.et", ole, []string{"WPS", ".xlsx"}},
		{"a.xlsx", ole, []string{"密码", ".xlsx"}},
		{"a.xls", []byte("<html><table></table></html>"), []string{"网页", ".xlsx"}},
		{"a.xls", []byte("职责活动\t预算数\n"), []string{".xls", ".xlsx"}},
		{"a.csv", []byte("%PDF-1.7\n"), []string{"PDF", ".docx"}},
		{"a.txt", []byte("{\\rtf1 x}"), []string{"RTF", ".docx"}},
		{"a.csv", []byte("\x89PNG\r\n\x1a\n"), []string{"图片"}},
		{"a.ods", []byte("x"), []string{"OpenDocument", ".xlsx"}},
		{"a.rar", []byte("Rar!\x1a"), []string{"压缩包", ".xlsx"}},
		{"a.csv", archive(t, map[string]string{"x": "y"}), []string{"压缩包"}},
		{"a.xlsx", archive(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), []string{"OpenDocument"}},
		{"a.docx", officeWorkbook(t), []string{".xlsx", "--format"}},
		{"a.xlsx", []byte("职责活动,预算数\n甲,1\n"), []string{"普通文字"}},
		{"a.csv", []byte("a\x00b\x01"), []string{"二进制"}},
		{"a.csv", []byte(" \n\t"), []string{"空"}},
		{"a.csv", nil, []string{"空"}},
		{"a.txt", []byte("\x81\xff\xff\x00"), []string{"二进制"}},
		{"a.csv", []byte("\xff\xff\xff\xfa职责"), []string{"编码"}},
		{"a.foo", []byte("x"), []string{"--format"}},
		{"a.docx", []byte("PK\x03\x04 cut short"), []string{"损坏"}},
	} {
		got := refusals(t, exchange.Source{Name: c.name, Year: 2016}, c.data)[0].In(pingyi.Zh)
		for _, w := range append(c.want, c.name) {
			if !strings.Contains(got, w) {
				t.Errorf("%s %.12q: %s\nlacks %q", c.name, c.data, got, w)
			}
		}
	}
}

func TestEveryErrorOfAFileIsToldWithItsPlace(t *testing.T) {
	const table = "职责活动,年度预算数,内容描述\n甲,12..5,x\n,3,y\n乙,,z\n丙,1,a\u202eb\n丁,-1,\n戊,1,x,多出来的\n"
	es := refusals(t, exchange.Source{Name: "360.csv", Year: 2016}, []byte(table))
	want := []pingyi.Place{
		{Row: 2, Column: "2", Field: "年度预算数", Entry: pingyi.FieldBudget, Text: "12..5"},
		{Row: 3, Column: "1", Field: "职责活动", Entry: pingyi.FieldName, Text: "3"},
		{Row: 4, Column: "2", Field: "年度预算数", Entry: pingyi.FieldBudget},
		{Row: 5, Column: "3", Field: "内容描述", Entry: pingyi.FieldContent, Text: "a\u202eb"},
		{Row: 6, Column: "2", Field: "年度预算数", Entry: pingyi.FieldBudget, Text: "-1"},
		{Row: 7, Column: "4", Text: "多出来的"},
	}
	if len(es) != len(want) {
		t.Fatalf("%d errors, want %d", len(es), len(want))
	}
	for i, e := range es {
		want[i].File = "360.csv"
		if e.Place != want[i] {
			t.Errorf("error %d at %+v\nwant %+v (%s)", i+1, e.Place, want[i], e.In(pingyi.Zh))
		}
	}
	if s := es[2].In(pingyi.En); !strings.Contains(s, "write 0") {
		t.Errorf("an empty amount: %s", s)
	}
}

func TestPlacesInASpreadsheetHaveItsSheetAndLetters(t *testing.T) {
	data := workbook(t, func(f *excelize.File) {
		f.SetSheetName("Sheet1", "预算")
		fill(t, f, "预算", [][]any{{nil, "说明"}, {nil, "职责活动", "预算金额（元）"}, {nil, "甲", "很多"}, {nil, "乙", 12.345}})
	})
	es := refusals(t, exchange.Source{Name: "360.xlsx", Year: 2016}, data)
	if want := (pingyi.Place{File: "360.xlsx", Table: "预算", Row: 3, Column: "C", Field: "预算金额（元）", Entry: pingyi.FieldBudget, Text: "很多"}); es[0].Place != want {
		t.Errorf("%+v\nwant %+v", es[0].Place, want)
	}
	if len(es) != 2 || es[1].Place.Row != 4 {
		t.Errorf("a tenth of a 分 was rounded away: %v", es)
	}
}

func TestAtMostTwentyErrorsAreTold(t *testing.T) {
	es := refusals(t, exchange.Source{Name: "360.csv", Year: 2016}, []byte("职责活动,预算数\n"+strings.Repeat("甲,x\n", 500)))
	if len(es) != 20 {
		t.Errorf("%d errors, want 20", len(es))
	}
}

func TestWhatATableDoesNotSayIsAnError(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"没有代码.csv", "职责活动,预算数\n甲,1\n", "--department"},
		{"2016.csv", "职责活动,预算数\n甲,1\n", "--department"},
		{"360.csv", "职责活动,内容描述\n甲,1\n", "最像的是这一行"},
		{"360.csv", "你好\n", "职责活动"},
		{"360.csv", "职责活动,预算数,预算金额\n甲,1,2\n", "改掉其中一个"},
		{"360.csv", "职责活动,预算数,优,优,良,中,差\n甲,1\n", "两列"},
		{"360.csv", "职责活动,预算数,优,良,中\n甲,1\n", "缺少“差”"},
		{"360.csv", "职责活动,预算数,评价标准\n甲,1,x\n", "优、良、中、差"},
		{"360.csv", "职责活动,预算数,优（≥95）,良,中,差\n甲,1\n", "起点分"},
		{"360.csv", "单位：千元\n职责活动,预算数\n甲,1\n", "千元"},
		{"360.csv", "职责活动,预算数（亿元）\n甲,1\n", "亿元"},
		{"360.csv", "2015年度绩效计划表\n职责活动,预算数\n甲,1\n", "2015 年度"},
		{"360.csv", "360县教育局\n职责活动,预算数\n甲,1\n360县教育局\n职责活动,预算数\n甲,1\n", "出现了两次"},
		{"360.csv", "职责活动,预算数\n\"甲,1\n乙,2\n", "双引号"},
		{"360.txt", "职责活动\n预算数\n内容描述\n\n甲\n1\n\n", "有 2 个单元格，应有 3 个"},
		{"360.txt", "职责活动\n预算数\n内容描述\n\n甲\n1\n2\nx\n\n", "有 4 个单元格，应有 3 个"},
		{"360.json", "[{\"year\":2016,\n\"oops\":1}]", "oops"},
		{"360.json", "[\n\n{\"year\":2016,,}]", "第 3 行"},
		{"360.json", `{"year":2015,"department":{"code":"360"},"activities":[]}`, "2015 年度"},
		{"360.json", `{}`, "activities"},
		{"360.json", `[null]`, "null"},
		{"360.json", `{"department":{"code":"360"},"activities":[{"name":"甲","budget":"1","goal":"目标"},{"name":"乙","budget":"2"}]}`, "第 2 项活动，“goal”"},
		{"360.csv", "职责活动,预算数,优,良,中,差\n", "没有一项活动"},
		{"360.json", "[]", "没有绩效计划"},
	} {
		if got := refusals(t, exchange.Source{Name: c.name, Year: 2016}, []byte(c.data))[0].In(pingyi.Zh); !strings.Contains(got, c.want) {
			t.Errorf("%s %q: %s\nlacks %q", c.name, c.data, got, c.want)
		}
	}
	if got := refusals(t, exchange.Source{Name: "360.csv"}, []byte("职责活动,预算数\n甲,1\n"))[0].In(pingyi.Zh); !strings.Contains(got, "--year") {
		t.Errorf("no year: %s", got)
	}
	two := []byte("部门编码：1\n职责活动,预算数\n甲,1\n部门编码：2\n职责活动,预算数\n甲,1\n")
	if got := refusals(t, exchange.Source{Name: "a.csv", Year: 2016, Department: museum}, two)[0].In(pingyi.En); !strings.Contains(got, "2 plans") {
		t.Errorf("one department for two plans: %s", got)
	}
}

func TestSharedAmountsAndSeveralAmountsAreRefused(t *testing.T) {
	for _, merged := range [][2]string{{"B2", "B3"}, {"A2", "A3"}} {
		data := workbook(t, func(f *excelize.File) {
			rows := [][]any{{"职责活动", "预算数"}, {"甲", 1}, {"乙", nil}}
			if merged[0] == "A2" {
				rows[2] = []any{nil, 2}
			}
			fill(t, f, "Sheet1", rows)
			f.MergeCell("Sheet1", merged[0], merged[1])
		})
		if e := refusals(t, exchange.Source{Name: "360.xlsx", Year: 2016}, data)[0]; e.Place.Row != 3 {
			t.Errorf("%v: %s", merged, e.In(pingyi.Zh))
		}
	}
}

func TestLimits(t *testing.T) {
	rows := func(n int) []byte {
		return []byte("职责活动,预算数\n" + strings.Repeat("甲,1\n", n))
	}
	if imports, err := exchange.Read(exchange.Source{Name: "360.csv", Year: 2016}, rows(exchange.MaxRows)); err != nil || len(imports[0].Plan.Activities) != exchange.MaxRows {
		t.Errorf("a table as long as may be: %v", err)
	}
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"360.csv", rows(exchange.MaxRows + 1), "10000 行"},
		{"360.csv", []byte("职责活动,预算数\n甲,1" + strings.Repeat(",x", exchange.MaxColumns) + "\n"), "200 列"},
		{"360.csv", make([]byte, exchange.MaxFile+1), "20 MB"},
		{"360.tsv", []byte(strings.Repeat(strings.Repeat("a\t", 199)+"a\n", 20_000)), fmt.Sprint(exchange.MaxCells)},
	} {
		e := refusals(t, exchange.Source{Name: c.name, Year: 2016}, c.data)[0]
		if e.Code != pingyi.TooBig || !strings.Contains(e.In(pingyi.Zh), c.want) {
			t.Errorf("%s: %s (%s), want %q", c.name, e.In(pingyi.Zh), e.Code, c.want)
		}
	}
}

func TestBombsAndDepthDoNoHarm(t *testing.T) {
	zeros := strings.Repeat("\x00", exchange.MaxUnpacked+1)
	deep := strings.Repeat("<w:tbl><w:tr><w:tc>", 100) + strings.Repeat("</w:tc></w:tr></w:tbl>", 100)
	const laughs = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><w:document><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>`
	for _, c := range []struct {
		name, file string
		data       []byte
		code       pingyi.Code
	}{
		{"a zip bomb", "360.docx", archive(t, map[string]string{"word/document.xml": "<w:document>" + strings.Repeat(" ", exchange.MaxUnpacked)}), pingyi.TooBig},
		{"a bomb beside the sheets", "360.xlsx", archive(t, map[string]string{"xl/workbook.xml": "<workbook/>", "xl/media/image1.png": zeros}), pingyi.TooBig},
		{"deep elements", "360.docx", document(t, deep), pingyi.TooBig},
		{"a billion laughs", "360.docx", archive(t, map[string]string{"word/document.xml": laughs}), pingyi.Invalid},
		{"an unclosed document", "360.docx", archive(t, map[string]string{"word/document.xml": "<w:document><w:body>"}), pingyi.Invalid},
		{"no document", "360.docx", archive(t, map[string]string{"word/other.xml": "<a/>"}), pingyi.Invalid},
		{"an empty workbook", "360.xlsx", archive(t, map[string]string{"xl/workbook.xml": "<workbook/>"}), pingyi.Invalid},
		{"names that climb", "360.docx", archive(t, map[string]string{"../../word/evil": "x", "word/../../x": "y"}), pingyi.Invalid},
	} {
		if e := refusals(t, exchange.Source{Name: c.file, Year: 2016}, c.data)[0]; e.Code != c.code {
			t.Errorf("%s: %s (%s), want %s", c.name, e.In(pingyi.Zh), e.Code, c.code)
		}
	}
}

func TestAFormulaIsNeverComputed(t *testing.T) {
	data := workbook(t, func(f *excelize.File) { fill(t, f, "Sheet1", [][]any{{"职责活动", "预算数"}, {"甲", 7.5}}) })
	data = edited(t, data, "xl/worksheets/sheet1.xml", "<v>7.5</v>", "<f>1+1</f><v>7.5</v>")
	im := readOne(t, exchange.Source{Name: "360.xlsm", Year: 2016}, data)
	if got := im.Plan.Activities[0].Budget.String(); got != "7.50" {
		t.Errorf("%s, want the stored 7.50", got)
	}
}

// edited replaces a text within one part of an archive.
func edited(t *testing.T, data []byte, part, from, to string) []byte {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range zr.File {
		b, err := fs.ReadFile(zr, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(b)
	}
	if !strings.Contains(files[part], from) {
		t.Fatalf("%s does not hold %s", part, from)
	}
	files[part] = strings.ReplaceAll(files[part], from, to)
	return archive(t, files)
}

func TestErrorsReadInBothLanguages(t *testing.T) {
	es := refusals(t, exchange.Source{Name: "360.csv", Year: 2016}, []byte("职责活动,预算数\n甲,x\n"))
	zh, en := es[0].In(pingyi.Zh), es[0].In(pingyi.En)
	if zh != fmt.Sprintf("360.csv，第 2 行，第 2 列，“预算数”（“x”）：%s", zh[strings.Index(zh, "：")+len("："):]) || !strings.HasPrefix(en, `360.csv, row 2, column 2, "预算数" ("x"): `) {
		t.Errorf("%s\n%s", zh, en)
	}
}

func TestACellFarBelowIsReadInItsPlace(t *testing.T) {
	data := workbook(t, func(f *excelize.File) {
		fill(t, f, "Sheet1", [][]any{{"职责活动", "预算数"}, {"甲", 1}})
		f.SetCellValue("Sheet1", "A1048576", "乙")
	})
	if e := refusals(t, exchange.Source{Name: "360.xlsx", Year: 2016}, data)[0]; e.Place.Row != 1048576 || e.Place.Column != "B" {
		t.Errorf("%s", e.In(pingyi.Zh))
	}
}

func TestMoreMergedCellsThanRowsAreRefused(t *testing.T) {
	data := workbook(t, func(f *excelize.File) {
		fill(t, f, "Sheet1", [][]any{{"职责活动", "预算数"}, {"甲", 1}})
		f.MergeCell("Sheet1", "A2", "A3")
	})
	data = edited(t, data, "xl/worksheets/sheet1.xml", `<mergeCell ref="A2:A3">`, strings.Repeat(`<mergeCell ref="A2:A3"/>`, exchange.MaxRows+1)+`<mergeCell ref="A2:A3">`)
	if e := refusals(t, exchange.Source{Name: "360.xlsx", Year: 2016}, data)[0]; e.Code != pingyi.TooBig {
		t.Errorf("%s", e.In(pingyi.Zh))
	}
}
