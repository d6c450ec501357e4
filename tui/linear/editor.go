package linear

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"pingyi/tui/parts/cells"
)

// Ending is how a line came to its end.
type Ending int

// The endings. A line that was given up or left off holds what had been typed, for
// nobody to act on.
const (
	Entered Ending = iota // Enter
	GivenUp               // Ctrl+C
	LeftOff               // Ctrl+D on an empty line
)

// Line is one line of input.
type Line struct {
	Text    string
	End     Ending
	TooLong bool // it had more than [MaxLine] characters: Text is its beginning
	Garbled bool // some bytes were no UTF-8; they are U+FFFD in Text
}

// MaxLine is how many characters a line may have: a comment of full length, and
// room for what is typed before it.
const MaxLine = 6000

// Editor makes lines of the bytes that arrive, however they are cut up. With echo
// it is for a terminal that does nothing by itself: it shows what is typed, and
// takes back characters and lines. Escape sequences and other control characters
// are swallowed. The zero value is not an editor; use [NewEditor].
type Editor struct {
	measure cells.Measure
	echo    bool
	width   int // columns: echo begins another row before it comes to the edge

	chars   []char
	rows    []string // as echoed, the prompt included
	prompt  string
	part    []byte // the beginning of a character
	escape  escape
	skipLF  bool // a CR was the last byte
	tooLong bool
	garbled bool
}

// char is a character of the line and how it is echoed.
type char struct {
	r     rune
	shown string
}

// NewEditor returns an editor for a terminal of at least so many columns.
func NewEditor(m cells.Measure, echo bool, width int) *Editor {
	return &Editor{measure: m, echo: echo, width: width, rows: []string{""}}
}

// Begin says what stands before the next line on its row. It keeps what has been
// typed of it.
func (e *Editor) Begin(prompt string) {
	e.prompt = prompt
	e.rows = []string{prompt}
	for _, c := range e.chars {
		e.lay(c.shown)
	}
}

// Unfinished returns what has been typed of the next line.
func (e *Editor) Unfinished() string {
	var b strings.Builder
	for _, c := range e.chars {
		b.WriteRune(c.r)
	}
	return b.String()
}

// Put puts text into the next line as if it had been typed.
func (e *Editor) Put(text string) {
	for _, r := range text {
		e.garbled = e.garbled || r == utf8.RuneError
		e.add(r)
	}
}

// Shown returns the prompt and what has been typed behind it as they are echoed,
// for showing them anew.
func (e *Editor) Shown() string { return strings.Join(e.rows, "\r\n") }

// Feed takes the next byte. It returns what to echo, and the line if it ended it.
func (e *Editor) Feed(b byte) (echo string, line Line, ended bool) {
	lf := e.skipLF && b == '\n'
	e.skipLF = b == '\r'
	if lf || e.escape.swallows(b) {
		return "", Line{}, false
	}
	if b >= utf8.RuneSelf || len(e.part) > 0 {
		var out strings.Builder
		for _, r := range e.decode(b) {
			out.WriteString(e.add(r))
		}
		if b >= utf8.RuneSelf {
			return e.echoed(out.String()), Line{}, false
		}
		echo = out.String()
	}
	out, line, ended := e.plain(b)
	return e.echoed(echo + out), line, ended
}

func (e *Editor) echoed(s string) string {
	if e.echo {
		return s
	}
	return ""
}

// decode adds b to the character under way and returns those that are complete. A
// byte of ASCII ends it and is not among them.
func (e *Editor) decode(b byte) (done []rune) {
	if b < utf8.RuneSelf {
		e.part, e.garbled = nil, true
		return []rune{utf8.RuneError}
	}
	e.part = append(e.part, b)
	for len(e.part) > 0 && utf8.FullRune(e.part) {
		r, n := utf8.DecodeRune(e.part)
		e.garbled = e.garbled || r == utf8.RuneError
		e.part = e.part[n:]
		done = append(done, r)
	}
	return done
}

// plain takes a byte of ASCII.
func (e *Editor) plain(b byte) (echo string, line Line, ended bool) {
	switch b {
	case '\r', '\n':
		return "\r\n", e.take(Entered), true
	case '\t':
		return e.add(' '), Line{}, false
	}
	switch {
	case b >= ' ' && b < 0x7f:
		return e.add(rune(b)), Line{}, false
	case !e.echo: // a file or a pipe: these are no keys
	case b == '\b' || b == 0x7f:
		return e.erase(), Line{}, false
	case b == 'U'-'@':
		return e.eraseAll(), Line{}, false
	case b == 'C'-'@':
		return e.lay("^C") + "\r\n", e.take(GivenUp), true
	case b == 'D'-'@' && len(e.chars) == 0:
		return "\r\n", e.take(LeftOff), true
	}
	return "", Line{}, false
}

// take returns the line and begins another.
func (e *Editor) take(end Ending) Line {
	l := Line{Text: e.Unfinished(), End: end, TooLong: e.tooLong, Garbled: e.garbled}
	e.chars, e.tooLong, e.garbled = nil, false, false
	e.Begin("")
	return l
}

// add appends a character and returns its echo.
func (e *Editor) add(r rune) string {
	switch {
	case unicode.IsControl(r):
		return ""
	case len(e.chars) == MaxLine:
		e.tooLong = true
		return ""
	}
	before := ""
	if n := len(e.chars); n > 0 { // what a mark stands on
		before = string(e.chars[n-1].r)
	}
	shown := strings.TrimPrefix(cells.Visible(before+string(r)), cells.Visible(before))
	e.chars = append(e.chars, char{r, shown})
	return e.lay(shown)
}

// lay puts text on the last row, or on further ones, and returns it so.
func (e *Editor) lay(text string) string {
	var out strings.Builder
	for _, r := range text {
		last := &e.rows[len(e.rows)-1]
		if e.measure.Width(*last+string(r)) > e.width {
			e.rows = append(e.rows, string(r))
			out.WriteString("\r\n")
		} else {
			*last += string(r)
		}
		out.WriteRune(r)
	}
	return out.String()
}

// erase takes back the last character as a person counts them.
func (e *Editor) erase() string {
	if len(e.chars) == 0 {
		return ""
	}
	last := ""
	for c := range e.measure.Clusters(e.Unfinished()) {
		last = c
	}
	left := len(e.chars) - utf8.RuneCountInString(last)
	bytes := 0
	for _, c := range e.chars[left:] {
		bytes += len(c.shown)
	}
	e.chars = e.chars[:left]
	e.tooLong = false
	return e.unlay(bytes)
}

// unlay takes so many bytes off the end of what was echoed. No terminal goes back
// to the row above by itself, so that one is shown once more.
func (e *Editor) unlay(bytes int) string {
	above := false
	for bytes > len(e.rows[len(e.rows)-1]) {
		bytes -= len(e.rows[len(e.rows)-1])
		e.rows = e.rows[:len(e.rows)-1]
		above = true
	}
	last := &e.rows[len(e.rows)-1]
	before := e.measure.Width(*last)
	*last = (*last)[:len(*last)-bytes]
	if above {
		return "\r\n" + *last
	}
	return strings.Repeat("\b \b", before-e.measure.Width(*last))
}

// eraseAll takes back the whole line.
func (e *Editor) eraseAll() string {
	bytes, above := 0, len(e.rows) > 1
	for _, c := range e.chars {
		bytes += len(c.shown)
	}
	e.chars, e.tooLong, e.garbled = nil, false, false
	if above {
		e.rows = []string{e.prompt}
		return "\r\n" + e.prompt
	}
	return e.unlay(bytes)
}
