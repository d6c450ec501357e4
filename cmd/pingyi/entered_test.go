package main

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/store/exchange"
	"pingyi/tui/terminal"
)

// importedSample is the sample as it is imported: what entering it by hand has to come to.
func importedSample(t testing.TB) pingyi.Plan {
	t.Helper()
	name := filepath.Join(sharedSamples(t), "360-education.docx")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	imports, err := exchange.Read(exchange.Source{Name: name, Year: 2016}, data)
	if err != nil || len(imports) != 1 {
		t.Fatalf("%d plans in the sample, %v", len(imports), err)
	}
	return imports[0].Plan
}

// planned is a record with a plan alone.
func planned(t testing.TB, p pingyi.Plan) (dir string) {
	t.Helper()
	dir = t.TempDir()
	s, desk := openRecord(t, dir)
	_, err := desk.File(t.Context(), store.Filing{Plan: p, Has: func(pingyi.Field) bool { return true }})
	if err = errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	return dir
}

// withoutActivities is a record that has a plan before its activities are entered.
func withoutActivities(t testing.TB, p pingyi.Plan) (dir string) {
	p.Activities = nil
	return planned(t, p)
}

// export returns what the command export writes of a record that nobody has open.
func export(t testing.TB, dir string, format exchange.Format) string {
	t.Helper()
	a := processIn(t, "", "", "--data", dir, "export", "--format", string(format))
	if a.status != 0 {
		t.Fatalf("exporting: %+v", a)
	}
	return a.out
}

// here opens the workstation on a record, in a pseudo-terminal of its own.
func here(t testing.TB, dir string) *workplace {
	t.Helper()
	cmd := exec.Command("pingyi", "--data", dir)
	cmd.Env = append(os.Environ(), "LC_ALL=", "LANG=zh_CN.UTF-8", "TERM=xterm-256color")
	return onPTY(t, cmd)
}

// openGrid goes from the list of plans to the grid of the only one, which is empty.
func openGrid(t testing.TB, at *workplace) {
	t.Helper()
	at.See("共 1 份计划")
	at.Type(terminal.Ctrl('t'))
	at.See("在这里填写就新增一行")
}

// leaveSaved leaves the program when all that was entered is in the record.
func leaveSaved(t testing.TB, at *workplace) {
	t.Helper()
	at.Type(terminal.Ctrl('s'))
	at.See("都已保存")
	at.Type(terminal.Ctrl('q'))
	at.Ended()
}

// cellsOf is a plan's activities as a grid has them.
func cellsOf(p pingyi.Plan) (cells [][]string) {
	for _, a := range p.Activities {
		row := []string{a.Name, a.Budget.String(), a.Content, a.Goal, a.Indicator}
		for _, t := range p.Scale.Best() {
			row = append(row, a.Rubric[t])
		}
		cells = append(cells, row)
	}
	return cells
}

// titlesOf is what the columns of the grid are called.
func titlesOf(p pingyi.Plan) (titles []string) {
	for _, f := range []pingyi.Field{pingyi.FieldName, pingyi.FieldBudget, pingyi.FieldContent, pingyi.FieldGoal, pingyi.FieldIndicator} {
		titles = append(titles, f.Title(pingyi.Zh))
	}
	for _, t := range p.Scale.Best() {
		titles = append(titles, p.Scale.Name(t))
	}
	return titles
}

// hands key at a terminal, as fast as the screen follows, so that nothing of it can be
// taken for a paste, and count the keys that are no text.
type hands struct {
	t    testing.TB
	at   *workplace
	keys int
}

// press presses a key that is no text, after which the screen shows something new.
func (h *hands) press(key, shows string) {
	h.t.Helper()
	h.keys++
	h.at.Type(key)
	h.at.See(shows)
}

// text types into a cell in which nothing stands yet. It waits for the end of what has
// been typed, or for all of it below the rule.
func (h *hands) text(text string) {
	h.t.Helper()
	typed := []rune{'─'}
	for line := range strings.SplitSeq(text, "\n") {
		if len(typed) > 1 {
			h.keys++
			h.at.Type(terminal.Ctrl('j'))
		}
		for piece := range slices.Chunk([]rune(line), 20) {
			h.at.Type(string(piece))
			typed = append(typed, piece...)
			end := squeezed(string(typed[max(0, len(typed)-30):]))
			h.at.Until(func(screen string) bool { return strings.Contains(squeezed(screen), end) }, "never showed "+end)
		}
	}
}

// squeezed is text without what an editor's lines part it by.
func squeezed(text string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(text) }

// keyIn keys activities into an empty grid, from cell to cell by Tab.
func (h *hands) keyIn(p pingyi.Plan) {
	h.t.Helper()
	titles := titlesOf(p)
	for _, row := range cellsOf(p) {
		for column, text := range row {
			h.text(text)
			h.press(terminal.Tab, "─ "+titles[(column+1)%len(titles)]+" ─")
		}
	}
}

// lineEnds are those with which terminals paste.
func lineEnds(text string) string {
	return strings.NewReplacer("\r\n", "\r", "\n", "\r").Replace(text)
}

// drop takes what a paste would do.
func drop(t testing.TB, at *workplace, rows int) {
	t.Helper()
	at.See(fmt.Sprintf("粘贴 %d 行，从第 1 行起", rows), "按表头放")
	at.Type(terminal.Enter)
	at.Until(func(screen string) bool { return !strings.Contains(screen, "按表头放") }, "still asks about the paste")
}

// wordText is the table of a document as Word copies it as text: tabs between cells.
func wordText(t testing.TB, name string) string {
	t.Helper()
	z, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	cells := 0 // so far in the row, outside of any -1
	for d := xml.NewDecoder(f); ; {
		token, err := d.Token()
		if err == io.EOF {
			return b.String()
		} else if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch {
			case e.Name.Local == "tr":
				cells = 0
			case e.Name.Local == "tc":
				if cells++; cells > 1 {
					b.WriteByte('\t')
				}
			case e.Name.Local == "t" && cells > 0:
				var text string
				if err := d.DecodeElement(&text, &e); err != nil {
					t.Fatal(err)
				}
				b.WriteString(text)
			}
		case xml.EndElement:
			if e.Name.Local == "tr" {
				b.WriteString("\r\n")
				cells = 0
			}
		}
	}
}

// The sample's ten activities come to the same plan however they are entered.
func TestTheSampleIsTheSamePlanHoweverItIsEntered(t *testing.T) {
	sample, samples := importedSample(t), sharedSamples(t)
	whole := t.TempDir()
	if a := processIn(t, "", "", "--data", whole, "import", "--year", "2016", filepath.Join(samples, "360-education.docx")); a.status != 0 {
		t.Fatalf("importing: %+v", a)
	}
	want, tsv := export(t, whole, exchange.JSON), lineEnds(export(t, whole, exchange.TSV))
	listed, err := os.ReadFile(filepath.Join(samples, "360-education.txt"))
	if err != nil {
		t.Fatal(err)
	}
	pasted := func(text string) func(testing.TB, *workplace) {
		return func(t testing.TB, at *workplace) {
			at.Paste(text)
			drop(t, at, 10)
		}
	}
	ways := map[string]func(testing.TB, *workplace){
		"keyed": func(t testing.TB, at *workplace) {
			h := hands{t: t, at: at}
			h.keyIn(sample)
			per := float64(h.keys) / float64(len(cellsOf(sample))*len(titlesOf(sample)))
			t.Logf("%d keys beside the text, %.3f a cell", h.keys, per)
			if per > 1.1 {
				t.Errorf("%.3f keys a cell beside the text; 1.1 are allowed", per)
			}
		},
		"pasted from the TSV of export": pasted(tsv),
		"pasted from the Word table":    pasted(lineEnds(wordText(t, filepath.Join(samples, "360-education.docx")))),
		"pasted from the Word text":     pasted(lineEnds(string(listed))),
		"pasted without marks": func(t testing.TB, at *workplace) {
			at.Type(tsv)
			at.See("是粘贴的吗？", "› 粘贴")
			at.Type(terminal.Enter)
			drop(t, at, 10)
		},
	}
	for name, enter := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := withoutActivities(t, sample)
			at := here(t, dir)
			openGrid(t, at)
			enter(t, at)
			leaveSaved(t, at)
			if got := export(t, dir, exchange.JSON); got != want {
				t.Errorf("entered:\n%s\nimported:\n%s", got, want)
			}
		})
	}
	eachClient(t, func(t *testing.T, with func(*server) client) {
		for _, name := range []string{"keyed", "pasted without marks"} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				s := serve(t, withoutActivities(t, sample))
				s.own("member", "add", "k1", "--name", "k1", "--role", "clerk")
				at := with(s).login("k1")
				openGrid(t, at)
				ways[name](t, at)
				leaveSaved(t, at)
				if got := s.own("export", "--format", "json"); got != want {
					t.Errorf("entered:\n%s\nimported:\n%s", got, want)
				}
			})
		}
	})
}

// A text of several lines is the same keyed, with the key for new lines, and pasted,
// with its lines in quotes.
func TestATextOfSeveralLinesIsTheSameKeyedAndPasted(t *testing.T) {
	plan := pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: "360", Name: "深泽县教育局"}, Scale: pingyi.DefaultScale()}
	keyed := withoutActivities(t, plan)
	plan.Activities = []pingyi.Activity{{Name: "校舍维修", Budget: 348_550_000, Content: "一、改建幼儿园十二所；\n二、新增“学位”一千二百个。\n\n另见附件。",
		Goal: "按期完成", Indicator: "完成率", Rubric: pingyi.Rubric{"未完成", "完成六成以上", "完成九成以上", "全部\n按期完成"}}}
	at := here(t, keyed)
	openGrid(t, at)
	(&hands{t: t, at: at}).keyIn(plan)
	leaveSaved(t, at)
	want, pasted := export(t, keyed, exchange.JSON), withoutActivities(t, plan)
	at = here(t, pasted)
	openGrid(t, at)
	at.Paste(lineEnds(export(t, keyed, exchange.TSV)))
	drop(t, at, 1)
	leaveSaved(t, at)
	whole := export(t, planned(t, plan), exchange.JSON)
	if got := export(t, pasted, exchange.JSON); got != want || got != whole {
		t.Errorf("keyed:\n%s\npasted:\n%s\nfiled:\n%s", want, got, whole)
	}
}
