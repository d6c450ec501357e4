package exchange_test

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"pingyi"
	"pingyi/store/exchange"
)

// resultFormats are what a result is written in; its JSON is its own.
func resultFormats() []exchange.Format {
	return []exchange.Format{exchange.CSV, exchange.TSV, exchange.TXT, exchange.XLSX, exchange.DOCX}
}

func resultIn(t testing.TB, f exchange.Format, r pingyi.Result, l pingyi.Lang) []byte {
	t.Helper()
	data, err := exchange.WriteResult(f, r, l)
	if err != nil {
		t.Fatal(err)
	}
	again, err := exchange.WriteResult(f, r, l)
	if err != nil || !bytes.Equal(data, again) {
		t.Fatalf("%s: written twice it differs: %v", f, err)
	}
	return data
}

// textOf is everything that a reader of the file sees.
func textOf(t testing.TB, f exchange.Format, data []byte) string {
	t.Helper()
	switch f {
	case exchange.DOCX:
		var text strings.Builder
		dec := xml.NewDecoder(strings.NewReader(part(t, data, "word/document.xml")))
		for {
			token, err := dec.Token()
			if err != nil {
				return text.String()
			}
			switch x := token.(type) {
			case xml.CharData:
				text.Write(x)
			case xml.EndElement:
				if x.Name.Local == "p" {
					text.WriteByte('\n')
				}
			}
		}
	case exchange.XLSX:
		book, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		var text strings.Builder
		for _, name := range book.GetSheetList() {
			rows, err := book.GetRows(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				text.WriteString(strings.Join(row, "\n") + "\n")
			}
		}
		return text.String()
	}
	return strings.ReplaceAll(string(data), "\r\n", "\n")
}

func TestAResultSaysEverythingInEveryFormat(t *testing.T) {
	r := firstResult(pingyi.Zh)
	for _, f := range resultFormats() {
		text := textOf(t, f, resultIn(t, f, signed(t, r), pingyi.Zh))
		for _, want := range []string{
			"p2016", "第 1 轮", "多数评判", "本轮已结束", // the round
			"402", "县图书馆", "图书购置", "流动图书车", "读者讲座", "12.345678", // the activities
			"良+", "优1 良2 中0 差0", "中+", "优1 良0 中2 差0", "—", // grades and tallies
			r.Activities[0].Working, r.Activities[1].Working, r.Activities[2].Working,
			"册数够了", "-上架很快", "有两个乡镇没有去", "台账不全", "每月都到", // comments
			"分歧", "=到镇次数以台账为准", "c1", // the adjudication
			"85.50", "100.845678", "良 84.7", // the department
			"Krippendorff", "Fleiss", "Kendall",
		} {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q", f, want)
			}
		}
		if strings.Contains(text, "未签署") {
			t.Errorf("%s says that nobody has signed", f)
		}
	}
}

func TestWhetherAResultIsSignedStandsInEveryFormat(t *testing.T) {
	r := signed(t, firstResult(pingyi.Zh))
	open := firstResult(pingyi.En)
	open.Closed = false
	for _, f := range resultFormats() {
		for l, wants := range map[pingyi.Lang][]string{
			pingyi.Zh: {"签署人：c1", "留痕号：77", r.Signature.Digest},
			pingyi.En: {"Signed by: c1", "Journal revision: 77", r.Signature.Digest},
		} {
			text := textOf(t, f, resultIn(t, f, r, l))
			for _, want := range wants {
				if !strings.Contains(text, want) {
					t.Errorf("%s %s lacks %q", f, l, want)
				}
			}
		}
		if text := textOf(t, f, resultIn(t, f, firstResult(pingyi.Zh), pingyi.Zh)); !strings.Contains(text, "未签署") {
			t.Errorf("%s does not say that nobody has signed", f)
		}
		if text := textOf(t, f, resultIn(t, f, open, pingyi.En)); !strings.Contains(text, "Not signed") || !strings.Contains(text, "not final") {
			t.Errorf("%s does not say that nobody has signed and that the round is open", f)
		}
	}
}

func TestResultsLookAsTheyDid(t *testing.T) {
	for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
		r := signed(t, firstResult(pingyi.Zh))
		signature := r.Signature
		r = firstResult(l)
		r.Signature = signature
		for _, f := range []exchange.Format{exchange.TXT, exchange.CSV} {
			wantGolden(t, "result-"+l.String()+"."+string(f), resultIn(t, f, r, l))
		}
	}
}

func TestNoCellOfAResultIsRunByASpreadsheet(t *testing.T) {
	r := firstResult(pingyi.Zh)
	r.Activities[0].Name, r.Activities[1].Name, r.Departments[0].Name = "+cmd", "@SUM(A1)", "＝x"
	for f, comma := range map[exchange.Format]rune{exchange.CSV: ',', exchange.TSV: '\t'} {
		c := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(resultIn(t, f, r, pingyi.Zh), []byte("\ufeff"))))
		c.Comma, c.FieldsPerRecord = comma, -1
		rows, err := c.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		armed := 0
		for _, row := range rows {
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=+-@＝", []rune(cell)[0]) {
					t.Errorf("%s: the cell %q would be run", f, cell)
				}
				if strings.HasPrefix(cell, "'") {
					armed++
				}
			}
		}
		if armed != 4 { // two names, the department's and the reason
			t.Errorf("%s: %d cells stand behind an apostrophe, want 4", f, armed)
		}
	}
	data := resultIn(t, exchange.XLSX, r, pingyi.Zh)
	for _, sheet := range []string{"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"} {
		if s := part(t, data, sheet); strings.Contains(s, "<f>") || strings.Contains(s, "<f ") || strings.Count(s, "<v>") != strings.Count(s, `t="s"`) {
			t.Errorf("%s holds what is no string", sheet)
		}
	}
}

func TestAResultIsNotWrittenInOtherFormats(t *testing.T) {
	for _, f := range []exchange.Format{exchange.JSON, "", "pdf"} {
		if _, err := exchange.WriteResult(f, firstResult(pingyi.Zh), pingyi.Zh); pingyi.CodeOf(err) != pingyi.Invalid {
			t.Errorf("%q: %v", f, err)
		}
	}
}

func TestAResultOfNothingIsStillAResult(t *testing.T) {
	for _, f := range resultFormats() {
		text := textOf(t, f, resultIn(t, f, pingyi.Result{Panel: "p1", Round: 1, Rule: pingyi.Plurality}, pingyi.Zh))
		if !strings.Contains(text, "p1") || !strings.Contains(text, "未签署") {
			t.Errorf("%s: %s", f, text)
		}
	}
}
