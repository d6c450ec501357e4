package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pingyi"
	"pingyi/store"
)

// ran is what one run of the command did.
type ran struct {
	status    int
	out, errs string
}

func runIn(t *testing.T, ctx context.Context, in io.Reader, args ...string) ran {
	t.Helper()
	var out, errs bytes.Buffer
	status := run(ctx, args, in, &out, &errs, func(string) string { return "" })
	return ran{status, out.String(), errs.String()}
}

const hostile = "好\x1b[2J\u009b1A\u202e坏"

// obeyed returns what of a text a terminal would obey.
func obeyed(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r != '\x1b' && r != '\u009b' && r != '\u202e' && r != '\r' }), "")
}

func TestNothingPrintedMovesACursor(t *testing.T) {
	for _, args := range [][]string{
		{"import", "--year", "2016", hostile + ".csv"}, {"import", "--year", "2016", "--format", hostile, "x"},
		{"keymap", "show", hostile}, {"result", hostile}, {hostile}, {"plan", "list", "--" + hostile}, {"lint", "--year", hostile},
		{"help", hostile}, {"restore", hostile}, {"export", "--department", hostile},
	} {
		r := runIn(t, t.Context(), strings.NewReader(""), append([]string{"--data", t.TempDir()}, args...)...)
		if r.status == 0 || obeyed(r.out+r.errs) != "" || !strings.Contains(r.errs, "pingyi: ") {
			t.Errorf("%q: %+v", args, r)
		}
	}

	// A record that another program wrote to.
	var out, errs bytes.Buffer
	a := &app{out: &output{to: &out}, err: &errs}
	a.printPlan(&pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: "1", Name: hostile}, OverallGoal: hostile,
		Scale: pingyi.DefaultScale(), Activities: []pingyi.Activity{{Name: hostile, Rubric: pingyi.Rubric{hostile, "", "", ""}}}})
	a.printEvent(pingyi.Event{At: time.Unix(0, 0), Member: hostile, By: hostile, From: hostile, Command: hostile})
	a.printResult(pingyi.Result{Panel: hostile, Departments: []pingyi.DepartmentResult{{Code: hostile, Name: hostile}}})
	a.note("%s", "%s", hostile)
	if text := out.String() + errs.String(); obeyed(text) != "" || strings.Count(text, "好␛") < 9 {
		t.Errorf("printed %q", text)
	}
}

func TestWritingNewLeavesAWholeFileOrNone(t *testing.T) {
	name := filepath.Join(t.TempDir(), "plan.json")
	f, err := os.Create(name)
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	if f, err = os.Open(name); err != nil { // which takes no writing
		t.Fatal(err)
	}
	half := &newFile{File: f}
	if _, err := half.Write([]byte("x")); err == nil {
		t.Error("writing did not fail")
	}
	if err := half.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(name); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is left behind: %v", err)
	}
	if err := (&app{files: ownFiles{}}).writeNew(name, []byte("x")); err != nil {
		t.Errorf("the name cannot be used again: %v", err)
	}
}

func TestWarningsWhileTheScreensAreOpenGoToTheLog(t *testing.T) {
	dir := t.TempDir()
	var errs bytes.Buffer
	a := &app{err: &errs, data: dir, out: &output{to: io.Discard}, inUse: inUse()}
	a.onScreen()
	desk, done, err := a.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	err = desk.AddMember(t.Context(), pingyi.Member{ID: "r1", Name: "r1", Role: pingyi.Reviewer})
	if err = errors.Join(err, done()); err != nil {
		t.Fatal(err)
	}
	unfinished := filepath.Join(dir, "record", "000099.sst")
	if err := os.WriteFile(unfinished, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, done, err = a.open(t.Context()); err != nil {
		t.Fatal(err)
	}
	done()
	log, err := os.ReadFile(filepath.Join(dir, "log"))
	if err != nil || !strings.Contains(string(log), "000099.sst") || errs.Len() > 0 {
		t.Errorf("the log: %q, %v; on the screen: %q", log, err, errs.String())
	}
}

// stuck is an input that never comes; it tells when it is waited for.
type stuck struct{ waited chan struct{} }

func (s stuck) Read([]byte) (int, error) {
	close(s.waited)
	select {}
}

func TestWaitingForInputEndsWhenInterruptedAndHoldsNoRecord(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	in, dir := stuck{make(chan struct{})}, t.TempDir()
	ended := make(chan ran)
	go func() { ended <- runIn(t, ctx, in, "--data", dir, "import", "--year", "2016", "--format", "csv", "-") }()
	<-in.waited
	s, err := store.Open(dir, store.Options{})
	if err != nil {
		t.Fatalf("the record is held while input is waited for: %v", err)
	}
	s.Close()
	cancel()
	if r := <-ended; r.status != 1 || strings.Count(r.errs, "已中断") != 1 || strings.Contains(r.errs, "internal") {
		t.Errorf("%+v", r)
	}
}

func TestAnInterruptedImportSaysSoOnceAndStops(t *testing.T) {
	dir := t.TempDir()
	args := []string{"--data", dir, "import", "--year", "2016"}
	for i := range 20 {
		args = append(args, filepath.Join(dir, string(rune('a'+i))+".csv"))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := runIn(t, ctx, strings.NewReader(""), args...)
	if r.status != 1 || strings.Count(r.errs, "\n") != 1 || !strings.Contains(r.errs, "已中断") {
		t.Errorf("%+v", r)
	}
}
