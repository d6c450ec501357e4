package main

import (
	"fmt"
	"io"
	"strings"

	"pingyi"
	"pingyi/tui/parts/cells"
)

// output is where results go. It remembers that writing failed, which printing
// line by line would forget: a result that nobody got is no success.
type output struct {
	to  io.Writer
	err error // of the first write that failed, coded
}

func (o *output) Write(b []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.to.Write(b)
	if err != nil {
		o.err = pingyi.Errorf(pingyi.State, "结果没能写到标准输出：%v", "the result could not be written to standard output: %v", pingyi.FileProblem{Err: err}).Because(err)
	}
	return n, o.err
}

// say prints a line of a result for people; note one of what went on beside it.
func (a *app) say(zh, en string, args ...any) {
	fmt.Fprintf(a.out, a.of(zh, en)+"\n", harmless(args)...)
}

func (a *app) note(zh, en string, args ...any) {
	fmt.Fprintf(a.err, a.of(zh, en)+"\n", harmless(args)...)
}

// done says what a command did: to programs as JSON on standard output, to
// people as a note.
func (a *app) done(v any, zh, en string, args ...any) error {
	if a.json {
		return a.printJSON(v)
	}
	a.note(zh, en, args...)
	return nil
}

// harmless returns args with each text made one line that no terminal obeys:
// file names and a record that another program wrote to are not to be trusted.
func harmless(args []any) []any {
	shown := make([]any, len(args))
	for i, arg := range args {
		if text, ok := arg.(string); ok {
			arg = oneLine(text)
		}
		shown[i] = arg
	}
	return shown
}

func oneLine(text string) string { return strings.ReplaceAll(cells.Visible(text), "\n", " ") }
