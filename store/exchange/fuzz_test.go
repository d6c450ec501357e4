package exchange_test

import (
	"bytes"
	"errors"
	"testing"

	"pingyi"
	"pingyi/store/exchange"
)

// examplePlan is what exports of every format are seeded and measured with.
func examplePlan(code string, activities int) pingyi.Plan {
	total := pingyi.Amount(150_500_000)
	p := pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: code, Name: "县文化馆"}, Scale: pingyi.DefaultScale(),
		OverallGoal: "繁荣群众文化，\n办好公共文化服务。", DutyGoals: []string{"办好文化活动；", "保护文化遗产。"}, StatedTotal: &total}
	for range activities {
		p.Activities = append(p.Activities, pingyi.Activity{Name: "=群众文化活动", Budget: 120_500_000,
			Content:   "通过举办广场舞大赛、送戏下乡、书画展览等方式，丰富全县群众的文化生活，支持基层文化队伍发展。\n对乡镇文化站予以补助。",
			Goal:      "努力改善基层文化设施，继续扩大公共文化服务的覆盖面",
			Indicator: "全年演出场次，参加人次",
			Rubric:    pingyi.Rubric{"演出不足四十场，群众不满意", "演出四十场以上", "演出五十场以上，群众比较满意", "演出六十场以上，群众满意"}})
	}
	return p
}

func exported(t testing.TB, f exchange.Format, plans ...pingyi.Plan) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := exchange.Write(&b, f, plans); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// fuzz holds a reader to three things whatever it is given: it does not panic,
// its errors are for people, and what it reads survives being written and read.
func fuzz(f *testing.F, format exchange.Format, seeds ...[]byte) {
	f.Add(exported(f, format, examplePlan("401", 2)))
	f.Add(exported(f, format, examplePlan("401", 1), examplePlan("402", 0)))
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		src := exchange.Source{Name: "1." + string(format), Format: format, Year: 2016}
		imports, err := exchange.Read(src, data)
		if err != nil {
			wantForPeople(t, err)
			return
		}
		plans := plansOf(imports)
		var b bytes.Buffer
		if err := exchange.Write(&b, format, plans); err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		again, err := exchange.Read(src, b.Bytes())
		if err != nil {
			t.Fatalf("what was written cannot be read: %s\n%q", sentences(err), b.Bytes())
		}
		if got, want := asJSON(t, plansOf(again)), asJSON(t, plans); got != want {
			t.Fatalf("read again\n%s\nwant\n%s", got, want)
		}
	})
}

func wantForPeople(t *testing.T, err error) {
	t.Helper()
	if all, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range all.Unwrap() {
			wantForPeople(t, e)
		}
		return
	}
	if e, ok := errors.AsType[*pingyi.Error](err); !ok || e.Code == pingyi.Internal || e.Code == "" {
		t.Fatalf("an error without a sentence: %v", err)
	}
}

func FuzzReadTXT(f *testing.F) {
	fuzz(f, exchange.TXT, testdata(f, "notepad.txt"), testdata(f, "bare.txt"), testdata(f, "excel-unicode.txt"))
}

func FuzzReadCSV(f *testing.F) {
	fuzz(f, exchange.CSV, testdata(f, "reordered.csv"), []byte("360县教育局\nA≥90,B≥0,职责活动,预算数（元）\n\"x\"\"\",'=,甲,1\n"))
}

func FuzzReadTSV(f *testing.F) { fuzz(f, exchange.TSV, testdata(f, "excel-unicode.txt")) }

func FuzzReadDOCX(f *testing.F) { fuzz(f, exchange.DOCX, officeDocument(f)) }

func FuzzReadXLSX(f *testing.F) { fuzz(f, exchange.XLSX, officeWorkbook(f)) }

func FuzzReadJSON(f *testing.F) {
	fuzz(f, exchange.JSON, []byte(`{"department":{"code":"1","name":"x"},"scale":[{"name":"A","floor":"50"},{"name":"B","floor":"0"}],"activities":[{"name":"a","budget":"1元","criteria":{"A":"x","B":""}}]}`))
}

// FuzzReadDocumentXML reaches the Word reader past the archive around it.
func FuzzReadDocumentXML(f *testing.F) {
	f.Add(wp("2016年绩效情况表") + `<w:tbl>` + plainRow("职责活动", "预算数", "优", "良", "中", "差") + plainRow("甲", "1", "a", "b", "c", "d") + `</w:tbl>`)
	f.Fuzz(func(t *testing.T, body string) {
		if _, err := exchange.Read(exchange.Source{Name: "1.docx", Year: 2016}, document(t, body)); err != nil {
			wantForPeople(t, err)
		}
	})
}
