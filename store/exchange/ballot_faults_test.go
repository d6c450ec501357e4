package exchange_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"pingyi"
	"pingyi/store/exchange"
)

// faultsOf returns the faults of a ballot, each of which names the file and a row.
func faultsOf(t testing.TB, err error) []*pingyi.Error {
	t.Helper()
	if err == nil {
		return nil
	}
	all := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		all = joined.Unwrap()
	}
	var faults []*pingyi.Error
	for _, e := range all {
		f, ok := errors.AsType[*pingyi.Error](e)
		if !ok || f.Code == pingyi.Internal || f.Place.File == "" {
			t.Fatalf("an error without a sentence or place: %v", e)
		}
		faults = append(faults, f)
	}
	return faults
}

func TestOneBadEntryNeverLosesTheOthers(t *testing.T) {
	text := plainText(t, firstPaper(), pingyi.Zh)
	want := answers(readBallot(t, text))
	for _, c := range []struct {
		name, from, to string
		marker         string // which stands in the row of the fault
		lost           []int
	}{
		{"no line for the activity", "# 2016/402/1 17946d4d3b54772b\n", "", "评分：【良】", []int{0}},
		{"that line damaged", "# 2016/402/1 17946d4d3b54772b\n", "# 2016/402/1 1794\n", "# 2016/402/1 1794", []int{0}},
		{"a year that is none", "# 2016/402/1 ", "# 20l6/402/1 ", "# 20l6", []int{0}},
		{"a number with a sign", "# 2016/402/1 ", "# 2016/402/+1 ", "# 2016/402/+1", []int{0}},
		{"a comment with #", "评语：册数够了，\n", "评语：册数够了，\n#1 问题\n", "#1 问题", []int{0}},
		{"a comment with |", "评语：册数够了，\n", "评语：册数够了，\n|见上\n", "|见上", []int{0}},
		{"a text before the places", "评分：【良】", "很好\n评分：【良】", "很好", []int{0}},
		{"two marks", "评分：【良】", "评分：【良】\n评分：【优】", "评分：【优】", []int{0}},
		{"two activities run together", "# " + strings.Repeat("-", 70) + "\n\n# 2016/402/3 81c9ec85280a8b21\n", "", "| 部门 402 县图书馆　第 2 项", []int{0, 1}},
		{"an answer after the end", "（完）", "评分：优\n（完）", "评分：优", nil},
		{"another ballot below", "（完）", "# pingyi panel=p2016 round=1 member=r2 rev=345\n# 2016/402/4 93330627bd40ffbb\n评分：优\n", "member=r2", nil},
	} {
		changed := strings.Replace(text, c.from, c.to, 1)
		if changed == text {
			t.Fatalf("%s: nothing was changed", c.name)
		}
		b, err := exchange.ReadBallot("ballot.txt", []byte(changed))
		var left []pingyi.Answer
		for i, a := range want {
			if !slices.Contains(c.lost, i) {
				left = append(left, a)
			}
		}
		if !slices.Equal(answers(b), left) || b.Panel != "p2016" {
			t.Errorf("%s: %+v\nwant %+v", c.name, answers(b), left)
		}
		faults := faultsOf(t, err)
		if len(faults) == 0 {
			t.Errorf("%s: no fault is told", c.name)
			continue
		}
		lines := strings.Split(changed, "\n")
		for i, f := range faults {
			if f.Place.Row < 1 || i == 0 && !strings.Contains(lines[f.Place.Row-1], c.marker) {
				t.Errorf("%s: row %d is not that of %q: %s", c.name, f.Place.Row, c.marker, f.In(pingyi.Zh))
			}
			if zh, en := f.In(pingyi.Zh), f.In(pingyi.En); zh == en || strings.Contains(zh+en, "%!") {
				t.Errorf("%s: %s / %s", c.name, zh, en)
			}
		}
		if len(faults) > 1 {
			t.Errorf("%s: told %d times: %s", c.name, len(faults), sentences(err))
		}
	}
}

func TestWithoutASoundHeadingNothingIsRead(t *testing.T) {
	text := plainText(t, firstPaper(), pingyi.Zh)
	heading := "# pingyi panel=p2016 round=1 member=r1 rev=345"
	for name, data := range map[string]string{
		"no heading":       strings.Replace(text, heading+"\n", "", 1),
		"no panel":         strings.Replace(text, "panel=p2016 ", "", 1),
		"panel of blanks":  strings.Replace(text, "panel=p2016", "panel= p2016", 1),
		"a bad round":      strings.Replace(text, "round=1", "round=x", 1),
		"round 0":          strings.Replace(text, "round=1", "round=0", 1),
		"a bad revision":   strings.Replace(text, "rev=345", "rev=-345", 1),
		"an empty file":    "",
		"some other text":  "你好\n",
		"a picture":        "\x89PNG\r\n\x1a\n",
		"a broken archive": "PK\x03\x04 cut short",
		"a document":       string(document(t, wp(text))),
		"zero bytes":       text + "\x00",
	} {
		b, err := exchange.ReadBallot("ballot.txt", []byte(data))
		if strings.Contains(sentences(err), "导入") {
			t.Errorf("%s: it speaks of plans: %s", name, sentences(err))
		}
		if faults := faultsOf(t, err); len(faults) != 1 || b.Panel != "" || len(b.Answers) != 0 || faults[0].Place.File != "ballot.txt" {
			t.Errorf("%s: %+v, %v", name, b, err)
		}
	}
}

func TestFaultsBeyondCountAreCounted(t *testing.T) {
	data := "# pingyi panel=p2016 round=1 member=r1 rev=345\n" + strings.Repeat("# x\n", 500) + "# 2016/402/1 0123456789abcdef\n评分：优\n（完）\n"
	b, err := exchange.ReadBallot("ballot.txt", []byte(data))
	faults := faultsOf(t, err)
	if len(faults) != 201 || len(b.Answers) != 1 || !strings.Contains(faults[200].In(pingyi.Zh), "300") {
		t.Errorf("%d faults, %d answers; %s", len(faults), len(b.Answers), faults[len(faults)-1].In(pingyi.Zh))
	}
}

func TestABadRowNeverLosesTheOthers(t *testing.T) {
	want := answers(mustRead(t, filledIn(t, cellsSet(nil))))
	broken := func(from, to string) func(t *testing.T) []byte {
		return func(t *testing.T) []byte {
			data := filledIn(t, cellsSet(map[string]any{"M5": "MARK HERE"}))
			sheet := part(t, data, "xl/worksheets/sheet1.xml")
			i := strings.Index(sheet, `<c r="M5"`)
			j := i + strings.Index(sheet[i:], "</c>") + len("</c>")
			return edited(t, data, "xl/worksheets/sheet1.xml", sheet[i:j], strings.Replace(to, from, "", 1))
		}
	}
	for name, c := range map[string]struct {
		data   func(t *testing.T) []byte
		column string
		says   string
	}{
		"a formula without its result": {broken("", `<c r="M5"><f>"优"</f></c>`), "M", "公式"},
		"an error":                     {broken("", `<c r="M5" t="e"><f>1/0</f><v>#DIV/0!</v></c>`), "M", "错误"},
		"an error without a formula":   {broken("", `<c r="M5" t="e"><v>#NAME?</v></c>`), "M", "错误"},
		"no ID":                        {func(t *testing.T) []byte { return filledIn(t, cellsSet(map[string]any{"O5": ""})) }, "O", "标识"},
		"a changed ID":                 {func(t *testing.T) []byte { return filledIn(t, cellsSet(map[string]any{"O5": "# 2016/402/1"})) }, "O", "标识"},
		"twice and different": {func(t *testing.T) []byte {
			return filledIn(t, func(f *excelize.File) error {
				if err := f.DuplicateRowTo(sheetName, 5, 8); err != nil {
					return err
				}
				return f.SetCellStr(sheetName, "M5", "差")
			})
		}, "", "两份"},
	} {
		b, err := exchange.ReadBallot("b.xlsx", c.data(t))
		faults := faultsOf(t, err)
		if len(faults) != 1 || !slices.Equal(answers(b), want[1:]) {
			t.Errorf("%s: %v\n%+v\nwant %+v", name, err, answers(b), want[1:])
			continue
		}
		if p := faults[0].Place; p.File != "b.xlsx" || p.Table != sheetName || p.Row != 5 && p.Row != 8 || p.Column != c.column || !strings.Contains(faults[0].In(pingyi.Zh), c.says) {
			t.Errorf("%s: %+v: %s", name, p, faults[0].In(pingyi.Zh))
		}
	}
	data := broken("", `<c r="M5" t="str"><f>"优"</f><v>优</v></c>`)(t)
	if b := mustRead(t, data); b.Answers[0].Mark != "优" {
		t.Errorf("a formula with its result: %+v", b.Answers[0])
	}
}

func TestASpreadsheetWithoutItsColumnsOrHeadingIsNotRead(t *testing.T) {
	for name, do := range map[string]func(f *excelize.File) error{
		"no marks":        func(f *excelize.File) error { return f.RemoveCol(sheetName, "M") },
		"no comments":     func(f *excelize.File) error { return f.RemoveCol(sheetName, "N") },
		"no IDs":          func(f *excelize.File) error { return f.RemoveCol(sheetName, "O") },
		"no heading":      cellsSet(map[string]any{"A3": ""}),
		"a heading split": cellsSet(map[string]any{"A3": "# pingyi panel=p2016"}),
		"a hidden sheet": func(f *excelize.File) error {
			if _, err := f.NewSheet("x"); err != nil {
				return err
			}
			f.SetActiveSheet(1)
			return f.SetSheetVisible(sheetName, false)
		},
	} {
		b, err := exchange.ReadBallot("b.xlsx", filledIn(t, do))
		if faults := faultsOf(t, err); len(faults) != 1 || len(b.Answers) > 0 || b.Panel != "" {
			t.Errorf("%s: %+v, %v", name, b, err)
		}
	}
}
