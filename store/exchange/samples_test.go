package exchange_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store/exchange"
)

// sample reads a file of the shared samples.
func sample(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../../shared/samples", name))
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("the shared samples must be there in CI: %v", err)
		}
		t.Skipf("the shared samples are not beside this checkout: %v", err)
	}
	return data
}

func readSample(t *testing.T, name string) exchange.Import {
	t.Helper()
	imports, err := exchange.Read(exchange.Source{Name: name, Year: 2016}, sample(t, name))
	if err != nil {
		t.Fatalf("%s: %s", name, sentences(err))
	}
	if len(imports) != 1 {
		t.Fatalf("%s: %d plans, want 1", name, len(imports))
	}
	return imports[0]
}

// sentences prints every error of a file as a person reads them.
func sentences(err error) string {
	if all, ok := err.(interface{ Unwrap() []error }); ok {
		s := ""
		for _, e := range all.Unwrap() {
			s += "\n" + pingyi.Explain(e, pingyi.Zh)
		}
		return s
	}
	return pingyi.Explain(err, pingyi.Zh) + " / " + err.Error()
}

func TestFourSamplesGiveTheSameTenActivities(t *testing.T) {
	txt := readSample(t, "360-education.txt").Plan
	if got := txt.Budget().String(); got != "4948.50" || len(txt.Activities) != 10 {
		t.Fatalf("%d activities of %s 万元, want 10 of 4948.50", len(txt.Activities), got)
	}
	if txt.Department != (pingyi.Department{Code: "360", Name: "深泽县教育局"}) {
		t.Errorf("department %v", txt.Department)
	}
	if len(txt.DutyGoals) != 4 || txt.OverallGoal == "" {
		t.Errorf("%d duty goals, want 4: %q; overall %q", len(txt.DutyGoals), txt.DutyGoals, txt.OverallGoal)
	}
	if got := []rune(txt.DutyGoals[1]); string(got[:6]) != "完善家庭经济" {
		t.Errorf("the second duty goal begins %q", string(got[:6]))
	}
	want, _ := json.Marshal(txt)
	for _, name := range []string{"360-education.docx", "360-education.xlsx"} {
		if got, _ := json.Marshal(readSample(t, name).Plan); string(got) != string(want) {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
	csv := readSample(t, "360-education.gb18030.csv")
	if len(csv.Plan.Activities) != len(txt.Activities) {
		t.Fatalf("csv: %d activities", len(csv.Plan.Activities))
	}
	for i, a := range csv.Plan.Activities {
		if !a.Equal(txt.Activities[i]) {
			t.Errorf("csv, activity %d: %+v\nwant %+v", i+1, a, txt.Activities[i])
		}
	}
}

func TestWhatAFileLacksIsToldFromWhatItHasEmpty(t *testing.T) {
	csv := readSample(t, "360-education.gb18030.csv")
	for _, f := range []pingyi.Field{pingyi.FieldOverallGoal, pingyi.FieldDutyGoals, pingyi.FieldDepartment, pingyi.FieldStatedTotal} {
		if csv.Has[f] {
			t.Errorf("the CSV says it has %s", f)
		}
	}
	if csv.Plan.Department.Code != "360" || csv.Plan.Department.Name != "" {
		t.Errorf("department %v, want the code of the file's name", csv.Plan.Department)
	}
	txt := readSample(t, "360-education.txt")
	for _, f := range []pingyi.Field{pingyi.FieldName, pingyi.FieldBudget, pingyi.FieldContent, pingyi.FieldGoal, pingyi.FieldIndicator,
		pingyi.FieldCriteria, pingyi.FieldOverallGoal, pingyi.FieldDutyGoals, pingyi.FieldDepartment} {
		if !txt.Has[f] {
			t.Errorf("the text says it lacks %s", f)
		}
	}
	if txt.Has[pingyi.FieldStatedTotal] {
		t.Error("the text says it states a total")
	}
}

func TestTheSampleSurvivesWhatEditorsDoToIt(t *testing.T) {
	text := string(sample(t, "360-education.txt"))
	want, err := json.Marshal(readSample(t, "360-education.txt").Plan)
	if err != nil {
		t.Fatal(err)
	}
	for what, changed := range map[string]string{
		"no tabs":          strings.ReplaceAll(text, "\t", ""),
		"spaces for tabs":  strings.ReplaceAll(text, "\t", "    "),
		"windows line end": strings.ReplaceAll(text, "\n", "\r\n"),
		"old mac line end": strings.ReplaceAll(text, "\n", "\r"),
		"byte order mark":  "\ufeff" + text,
		"no last line end": strings.TrimRight(text, "\n"),
	} {
		im := readOne(t, exchange.Source{Name: "x.txt", Year: 2016}, []byte(changed))
		if got, _ := json.Marshal(im.Plan); string(got) != string(want) {
			t.Errorf("%s:\n%s\nwant\n%s", what, got, want)
		}
	}
}
