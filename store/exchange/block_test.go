package exchange_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
	"pingyi/store/exchange"
)

func readBlock(t testing.TB, text string) exchange.Block {
	t.Helper()
	b, err := exchange.ReadBlock(text)
	if err != nil {
		t.Fatalf("%q: %s", text, sentences(err))
	}
	return b
}

func TestABlockThatIsWrittenReadsBackAsTheSame(t *testing.T) {
	words := rapid.OneOf(rapid.SampledFrom([]string{"", " ", "\t", "\n", "\r", `"`, `""`, "'", "=1+1", "'=x", "-", "\ufeff", "教育", "3485.50", "\n\n\t", "合计", "优"}), nasty(true))
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 4).Draw(t, "width")
		cells := rapid.SliceOfN(rapid.SliceOfN(rapid.Map(rapid.SliceOfN(words, 0, 3), func(w []string) string {
			text := strings.ReplaceAll(strings.Join(w, ""), "\r\n", "\n")
			return strings.ReplaceAll(text, "\r", "\n") // line ends are one
		}), width, width), 1, 5).Draw(t, "cells")
		b, err := exchange.ReadBlock(exchange.WriteBlock(cells))
		if err != nil {
			t.Fatal(err)
		}
		if b.Headings == nil && !slices.EqualFunc(b.Cells, cells, slices.Equal) {
			t.Fatalf("%q became %q by %q", cells, b.Cells, exchange.WriteBlock(cells))
		}
	})
}

func TestBlocksAreReadAsProgramsCopyThem(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want [][]string
	}{
		"excel":                 {"校舍维修\t３４８５．５０\r\n\"一\n二\"\t\"他说\"\"好\"\"\"\r\n", [][]string{{"校舍维修", "３４８５．５０"}, {"一\n二", `他说"好"`}}},
		"old line ends":         {"甲\t1\r乙\t2\r", [][]string{{"甲", "1"}, {"乙", "2"}}},
		"returns for both":      {"甲\t1\r\r\"一\r二\"\t2\r\r\t\r\r丙\t3\r\r", [][]string{{"甲", "1"}, {"一\n二", "2"}, {"", ""}, {"丙", "3"}}},
		"an empty line in one":  {"\"一\r\r二\"\t2\r乙\t3\r", [][]string{{"一\n\n二", "2"}, {"乙", "3"}}},
		"an empty line, no end": {"甲\t\"一\r\r二\"\r乙\t2", [][]string{{"甲", "一\n\n二"}, {"乙", "2"}}},
		"returns for both in":   {"甲\t\"一\r\r二\"\r\r乙\t2\r\r", [][]string{{"甲", "一\n\n二"}, {"乙", "2"}}},
		"a list of one column":  {"\t甲\r\r\t乙\r\r\t丙", [][]string{{"甲"}, {"乙"}, {"丙"}}},
		"a list with quotes":    {"\t甲\"好\"\r\t1\r\r\t乙\"好\"\r\t2", [][]string{{"甲\"好\"", "1"}, {"乙\"好\"", "2"}}},
		"a list, both returns":  {"\t甲\r\r\t1\r\r\r\r\t乙\r\r\t2\r\r", [][]string{{"甲", "1"}, {"乙", "2"}}},
		"byte order mark":       {"\ufeff甲\t1", [][]string{{"甲", "1"}}},
		"tabs at the end":       {"甲\t1\t\t\r\n乙\t2\t\t\r\n\t\t\t\r\n", [][]string{{"甲", "1"}, {"乙", "2"}}},
		"a blank row between":   {"甲\t1\n\t\n乙\t2\n", [][]string{{"甲", "1"}, {"", ""}, {"乙", "2"}}},
		"a quote of the text":   {"\"双一流\"建设\t1\n乙\t2\n", [][]string{{`"双一流"建设`, "1"}, {"乙", "2"}}},
		"a quote that is alone": {"\"甲\t1\n乙\t2\n", [][]string{{`"甲`, "1"}, {"乙", "2"}}},
		"a merged first column": {"甲\t1\n\t2\n\t3", [][]string{{"甲", "1"}, {"", "2"}, {"", "3"}}},
		"ragged":                {"甲\n乙\t2\n", [][]string{{"甲", ""}, {"乙", "2"}}},
		"an empty cell":         {"\"\"", [][]string{{""}}},
		"nothing":               {"", nil},
		"only blank":            {"\t\n\t\n", nil},
		"a word":                {"目标", [][]string{{"目标"}}},
	} {
		if b := readBlock(t, c.text); b.Headings != nil || !slices.EqualFunc(b.Cells, c.want, slices.Equal) {
			t.Errorf("%s: %q under %v, want %q", name, b.Cells, b.Headings, c.want)
		}
	}
}

func TestAHeadingRowIsKnownByItsWords(t *testing.T) {
	b := readBlock(t, "绩效目标\t活动名称\t备用\n甲目标\t甲\t\n")
	if b.Headings != nil {
		t.Errorf("a row with a word that is no heading became headings: %v", b.Headings)
	}
	b = readBlock(t, "序号\t活动名称\t绩效目标\t优秀\t差\n1\t甲\t甲目标\t好\t坏\n")
	want := []exchange.Heading{{}, {Field: pingyi.FieldName}, {Field: pingyi.FieldGoal}, {Field: pingyi.FieldCriteria, Tier: "优"}, {Field: pingyi.FieldCriteria, Tier: "差"}}
	if !slices.Equal(b.Headings, want) || len(b.Cells) != 1 || b.Cells[0][1] != "甲" {
		t.Errorf("%v over %q", b.Headings, b.Cells)
	}
	b = readBlock(t, "职责活动\t预算金额（元）\n甲\t34855000\n乙\t1万元\n小计\t34865000\n合计\t34865000\n制表人：c1\n")
	if got := [][]string{{"甲", "34855000元"}, {"乙", "1万元"}}; !slices.EqualFunc(b.Cells, got, slices.Equal) || len(b.Skipped) != 3 {
		t.Errorf("%q, skipped %d", b.Cells, len(b.Skipped))
	}
	if _, err := exchange.ReadBlock("职责活动\t预算数\n甲\t1\n职责活动\t预算数\n乙\t1\n"); pingyi.CodeOf(err) != pingyi.Invalid {
		t.Errorf("two tables: %v", err)
	}
}

func TestAnExportIsABlock(t *testing.T) {
	p := examplePlan("401", 3)
	for _, f := range []exchange.Format{exchange.TSV, exchange.TXT} {
		b := readBlock(t, string(exported(t, f, p)))
		if len(b.Cells) != 3 || len(b.Headings) != 10 {
			t.Fatalf("%s: %d rows of %d columns", f, len(b.Cells), len(b.Headings))
		}
		for i, h := range b.Headings {
			if h.Field == pingyi.FieldContent && b.Cells[1][i] != p.Activities[1].Content {
				t.Errorf("%s: %q", f, b.Cells[1][i])
			}
			if h.Tier == "差" && b.Cells[2][i] != p.Activities[2].Rubric[0] {
				t.Errorf("%s: %q", f, b.Cells[2][i])
			}
		}
	}
}

func TestTheWordSampleIsABlock(t *testing.T) {
	b := readBlock(t, string(sample(t, "360-education.txt")))
	if len(b.Cells) != 10 || b.Headings[0].Field != pingyi.FieldName || b.Headings[len(b.Headings)-1].Tier != "差" {
		t.Errorf("%d rows under %v", len(b.Cells), b.Headings)
	}
}

func FuzzReadBlock(f *testing.F) {
	f.Add("\"甲\t\"\"\n\t乙\r\n")
	f.Add("职责活动\t预算数\n甲\t1\n")
	f.Add("\t甲\n\n\t乙\n\t\t丙\n")
	f.Fuzz(func(t *testing.T, text string) {
		b, err := exchange.ReadBlock(text)
		if err != nil && pingyi.CodeOf(err) == pingyi.Internal {
			t.Fatal(err)
		}
		for _, r := range b.Cells {
			if len(r) != len(b.Cells[0]) {
				t.Fatalf("rows of %d and %d cells", len(b.Cells[0]), len(r))
			}
		}
	})
}
