package pingyi

import (
	"errors"
	"fmt"
	"strings"
)

// Code tells programs what kind of error they hold.
type Code string

// The codes. Whatever carries none of them is [Internal].
const (
	Invalid   Code = "invalid"   // the input breaks a rule
	NotFound  Code = "not-found" // no such record
	Exists    Code = "exists"    // a record of that name is there already
	Forbidden Code = "forbidden" // this member may not do that
	Sealed    Code = "sealed"    // nobody may see that before the round closes
	Conflict  Code = "conflict"  // somebody else changed the same field
	State     Code = "state"     // not at this stage: round closed, plan empty, no quorum
	Busy      Code = "busy"      // another process has the record
	TooBig    Code = "too-big"   // over a stated limit
	Damaged   Code = "damaged"   // stored data is not what was written
	Internal  Code = "internal"  // ours, not the user's; details go to the log
)

// Place is where in a file an input error was found. Zero fields are left out
// of the sentence.
type Place struct {
	File  string // as the user named it
	Table string // sheet name, or "1" for the first table of a document
	Row   int    // from 1, as the file numbers them
	// Activity is the number of an activity within its plan, from 1, where there
	// is no file.
	Activity int
	Column   string // a spreadsheet letter or a number from 1
	Field    string // a heading, as the file spells it
	Entry    Field  // which field of ours it is; named where there is no heading
	Text     string // what was found there
}

// Error is an error with a code for programs and a sentence for people, in
// either language.
type Error struct {
	Code  Code
	Place Place
	Err   error // the cause, for the log; may be nil

	zh, en string
}

// Errorf makes an Error from the same arguments in both languages. A %w verb is
// not understood: name a cause with [Error.Because].
func Errorf(code Code, zh, en string, args ...any) *Error {
	return &Error{Code: code, zh: sprintfIn(Zh, zh, args), en: sprintfIn(En, en, args)}
}

// sprintfIn formats with arguments that know both languages rendered in l.
func sprintfIn(l Lang, format string, args []any) string {
	if len(args) == 0 {
		return format
	}
	in := make([]any, len(args))
	for i, a := range args {
		if t, ok := a.(interface{ In(Lang) string }); ok {
			a = t.In(l)
		}
		in[i] = a
	}
	return fmt.Sprintf(format, in...)
}

// At returns a copy of e found at p. Fields that e already has win over p's, so
// that each layer adds what only it knows.
func (e *Error) At(p Place) *Error {
	c, q := *e, e.Place
	if q.File == "" {
		q.File = p.File
	}
	if q.Table == "" {
		q.Table = p.Table
	}
	if q.Row == 0 {
		q.Row = p.Row
	}
	if q.Activity == 0 {
		q.Activity = p.Activity
	}
	if q.Column == "" {
		q.Column = p.Column
	}
	if q.Field == "" {
		q.Field = p.Field
	}
	if q.Entry == "" {
		q.Entry = p.Entry
	}
	if q.Text == "" {
		q.Text = p.Text
	}
	c.Place = q
	return &c
}

// Because returns a copy of e with its cause.
func (e *Error) Because(err error) *Error {
	c := *e
	c.Err = err
	return &c
}

// Error returns the English sentence, with the cause: the form for logs.
func (e *Error) Error() string {
	if e.Err != nil {
		return e.In(En) + ": " + e.Err.Error()
	}
	return e.In(En)
}

func (e *Error) Unwrap() error { return e.Err }

// In returns the sentence in l: where, then what and what to do.
func (e *Error) In(l Lang) string {
	what := l.Of(e.zh, e.en)
	where := e.Place.In(l)
	if where == "" {
		return what
	}
	return where + l.Of("：", ": ") + what
}

// In returns the place in l, such as "计划.csv，第 3 行，“年度预算数”（“12..5”）".
// It goes to terminals: what a file says is shown with its control characters
// made visible.
func (p Place) In(l Lang) string {
	var parts []string
	add := func(set bool, zh, en string, arg any) {
		if set {
			parts = append(parts, fmt.Sprintf(l.Of(zh, en), arg))
		}
	}
	add(p.File != "", "%s", "%s", visible(p.File))
	add(p.Table != "", "表 %s", "table %s", Excerpt(p.Table, 40))
	add(p.Row != 0, "第 %d 行", "row %d", p.Row)
	add(p.Activity != 0, "第 %d 项活动", "activity %d", p.Activity)
	add(p.Column != "", "第 %s 列", "column %s", Excerpt(p.Column, 40))
	add(p.Field != "", "“%s”", "%q", Excerpt(p.Field, 40))
	add(p.Field == "" && p.Entry != "", "“%s”", "%q", p.Entry.Title(l))
	where := strings.Join(parts, l.Of("，", ", "))
	if p.Text != "" {
		where += fmt.Sprintf(l.Of("（“%s”）", " (%q)"), Excerpt(p.Text, 40))
	}
	return where
}

// Excerpt returns at most n runes of s on one line, with an ellipsis where it
// was cut and "�" for every control character: for quoting somebody's text in a
// sentence.
func Excerpt(s string, n int) string {
	r := []rune(visible(strings.Join(strings.Fields(s), " ")))
	if len(r) <= n {
		return string(r)
	}
	return string(r[:n]) + "…"
}

// visible returns s with "�" for what a terminal would obey rather than show.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unsafeRune(r) || leftBehind(r) {
			return '\uFFFD'
		}
		return r
	}, s)
}

// CodeOf returns the code of the first [Error] in err's chain: Internal when
// there is none, empty when err is nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return Internal
}

// Explain returns the sentence to show a person. An error without a code reads
// "internal"; its details belong in the log, not on a screen.
func Explain(err error, l Lang) string {
	if e, ok := errors.AsType[*Error](err); ok && e.Code != Internal {
		return e.In(l)
	}
	return l.Of("程序内部错误（internal），详情已记入日志；刚才的操作没有生效，可以重试",
		"internal error, details are in the log; nothing was changed, you may try again")
}
