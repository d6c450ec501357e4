package exchange_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"pingyi"
	"pingyi/store/exchange"
)

// What is allocated in all bounds what is held at once, and is the same on every
// run.
func TestHostileFilesAreRefusedBeforeMuchIsBuiltOfThem(t *testing.T) {
	plain := workbook(t, func(f *excelize.File) { fill(t, f, "Sheet1", [][]any{{"职责活动", "预算数"}, {"甲", 1}}) })
	sheet := func(rows string) []byte {
		return edited(t, plain, "xl/worksheets/sheet1.xml", "</sheetData>", rows+"</sheetData>")
	}
	wide := `<w:tc><w:tcPr><w:gridSpan w:val="200"/></w:tcPr></w:tc>`
	for _, c := range []struct {
		name, file string
		data       []byte
		most       uint64 // MB allocated
	}{
		{"a line of commas", "360.csv", []byte("职责活动,预算数\n" + strings.Repeat(",", 19<<20) + "\n"), 200},
		{"a quoted line of commas", "360.csv", []byte("职责活动,预算数\n" + strings.Repeat("\"x\n\",", 3<<20)), 200},
		{"lines of commas", "360.csv", []byte("职责活动,预算数\n" + strings.Repeat(",\n", 9<<20)), 300},
		{"a line of tabs", "360.txt", []byte("职责活动\t预算数\n" + strings.Repeat("\t", 19<<20) + "\n"), 200},
		{"empty rows", "360.xlsx", sheet(strings.Repeat("<row/>", 4_500_000)), 150},
		{"nested elements", "360.xlsx", sheet(strings.Repeat("<a>", 2_000_000)), 50},
		{"empty cells", "360.xlsx", sheet("<row>" + strings.Repeat("<c/>", 1_900_000) + "</row>"), 200},
		{"elements of any name", "360.xlsx", sheet(strings.Repeat("<x/>", 9_000_000)), 300},
		{"spans beside spans", "360.docx", document(t, "<w:tbl><w:tr>"+strings.Repeat(wide, 200_000)+"</w:tr></w:tbl>"), 50},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		e := refusals(t, exchange.Source{Name: c.file, Year: 2016}, c.data)[0]
		runtime.ReadMemStats(&after)
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; e.Code != pingyi.TooBig || mb > c.most {
			t.Errorf("%s: %d MB allocated, at most %d; %s (%s)", c.name, mb, c.most, e.In(pingyi.Zh), e.Code)
		} else {
			t.Logf("%s: %d MB", c.name, mb)
		}
	}
}

func TestFarCellsOfManyRowsAreNotBuiltOut(t *testing.T) {
	plain := workbook(t, func(f *excelize.File) { fill(t, f, "Sheet1", [][]any{{"职责活动", "预算数"}, {"甲", 1}}) })
	data := edited(t, plain, "xl/worksheets/sheet1.xml", "</sheetData>", strings.Repeat(`<row><c r="XFD3" s="1"/></row>`, 20_000)+"</sheetData>")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	im := readOne(t, exchange.Source{Name: "360.xlsx", Year: 2016}, data)
	runtime.ReadMemStats(&after)
	if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 200 || len(im.Plan.Activities) != 1 {
		t.Errorf("%d MB allocated, at most 200; %d activities", mb, len(im.Plan.Activities))
	}
}
