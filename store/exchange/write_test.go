package exchange_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store/exchange"
)

func TestNoCellIsRunByASpreadsheet(t *testing.T) {
	p := examplePlan("401", 1)
	a := &p.Activities[0]
	a.Name, a.Content, a.Goal, a.Indicator = "=1+1", "+cmd", "-2", "@SUM(A1)"
	a.Rubric[0], a.Rubric[1] = "'=x", "＝全角"
	p.OverallGoal, p.Department.Name = "=HYPERLINK(1)", "-局"
	for _, f := range []exchange.Format{exchange.CSV, exchange.TSV} {
		r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(exported(t, f, p), []byte("\ufeff"))))
		r.FieldsPerRecord = -1
		if f == exchange.TSV {
			r.Comma = '\t'
		}
		rows, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for _, c := range row {
				if c != "" && strings.ContainsRune("=+-@＝\t\r", []rune(c)[0]) {
					t.Errorf("%s: the cell %q would be run", f, c)
				}
			}
		}
	}
	sheet := part(t, exported(t, exchange.XLSX, p), "xl/worksheets/sheet1.xml")
	if strings.Contains(sheet, "<f>") || strings.Contains(sheet, "<f ") {
		t.Error("the workbook holds a formula")
	}
	dec := xml.NewDecoder(strings.NewReader(sheet))
	cells := 0
	for {
		token, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if c, ok := token.(xml.StartElement); ok && c.Name.Local == "v" {
			cells++
		} else if ok && c.Name.Local == "c" {
			for _, a := range c.Attr {
				if a.Name.Local == "t" && a.Value != "s" {
					t.Errorf("a cell of type %q, want a string", a.Value)
				}
			}
		}
	}
	if cells < 20 {
		t.Errorf("only %d cells were looked at", cells)
	}
}

// part returns one part of an archive.
func part(t testing.TB, data []byte, name string) string {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := zr.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestTextIsLaidOutAsTheFormHasIt(t *testing.T) {
	p := examplePlan("401", 1)
	a := &p.Activities[0]
	a.Name, a.Content, a.Goal, a.Indicator = "群众文化活动", "一\n二", "", "场次"
	a.Rubric = pingyi.Rubric{"差文", "中文", "良文", "优文"}
	const want = "总体目标：\n繁荣群众文化，\n\t\t办好公共文化服务。\n职责分类绩效目标：\n1. 办好文化活动；\n2. 保护文化遗产。\n2016年度部门绩效计划\n401县文化馆\n单位：万元\n\n" +
		"\t序号\n\t职责活动\n\t年度预算数\n\t内容描述\n\t绩效目标\n\t绩效指标\n\t评价标准\n\n\t\n\t\n\t\n\t\n\t\n\t\n\t优\n\t良\n\t中\n\t差\n\n" +
		"\t1\n\t群众文化活动\n\t120.50\n\t一\n\t\t二\n\t\n\t场次\n\t优文\n\t良文\n\t中文\n\t差文\n\n" +
		"\t合计\n\t\n\t150.50\n\t\n\t\n\t\n\t\n\t\n\t\n\t\n\n"
	if got := string(exported(t, exchange.TXT, p)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestADocumentHasEveryPartThatWordAsksFor(t *testing.T) {
	data := exported(t, exchange.DOCX, examplePlan("401", 2))
	for _, name := range []string{"[Content_Types].xml", "_rels/.rels", "word/document.xml"} {
		dec := xml.NewDecoder(strings.NewReader(part(t, data, name)))
		for {
			if _, err := dec.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
	doc := part(t, data, "word/document.xml")
	if n := strings.Count(doc, "<w:gridCol "); n != 10 {
		t.Errorf("%d grid columns, want 10", n)
	}
	for _, want := range []string{`<w:gridSpan w:val="4"/>`, `<w:vMerge w:val="restart"/>`, `<w:vMerge/>`} {
		if !strings.Contains(doc, want) {
			t.Errorf("the header lacks %s", want)
		}
	}
}

func TestAPlanThatBreaksTheRulesIsNotWritten(t *testing.T) {
	bad := examplePlan("401", 1)
	bad.Activities[0].Name = ""
	var b bytes.Buffer
	if err := exchange.Write(&b, exchange.CSV, []pingyi.Plan{bad}); pingyi.CodeOf(err) != pingyi.Invalid || b.Len() > 0 {
		t.Errorf("%v after %d bytes", err, b.Len())
	}
	if err := exchange.Write(&b, exchange.TXT, nil); pingyi.CodeOf(err) != pingyi.NotFound {
		t.Errorf("no plan at all: %v", err)
	}
	if err := exchange.Write(&b, "pdf", nil); pingyi.CodeOf(err) != pingyi.Invalid {
		t.Errorf("an unknown format: %v", err)
	}
	if err := exchange.Write(&b, exchange.JSON, nil); err != nil || b.String() != "[]\n" {
		t.Errorf("no plan in JSON: %v, %q", err, b.String())
	}
}

func TestFormatsAreToldByNamesOfFiles(t *testing.T) {
	for name, want := range map[string]exchange.Format{"a.TXT": exchange.TXT, "x/y.csv": exchange.CSV, `c:\d\e.XLSX`: exchange.XLSX, "m.xlsm": exchange.XLSX,
		"a.docx": exchange.DOCX, "a.tsv": exchange.TSV, "a.b.json": exchange.JSON} {
		if got, err := exchange.FormatOf(name); got != want || err != nil {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
	if _, err := exchange.FormatOf("dir.csv/plan"); err == nil {
		t.Error("a name without an extension has a format")
	}
}
