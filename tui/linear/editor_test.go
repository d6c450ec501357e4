package linear_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"pingyi/tui/linear"
	"pingyi/tui/parts/cells"
)

// columns is how wide the terminal of these tests is: more than the editor is told,
// so that it never begins a row by itself.
const columns = 24

// fataler is a test, or a property of one.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// typed feeds an editor and returns the lines, and the last row of the terminal.
func typed(t fataler, e *linear.Editor, input string) (lines []linear.Line, row string) {
	t.Helper()
	var screen []string // the characters of the last row, "" for the right half of a hanzi
	x := 0
	for _, b := range []byte(input) {
		echo, line, ended := e.Feed(b)
		for c, w := range (cells.Measure{}).Clusters(echo) {
			for _, r := range c {
				if unicode.IsControl(r) && !strings.ContainsRune("\r\n\b", r) {
					t.Fatalf("%q echoed %q", input, echo)
				}
			}
			switch {
			case c == "\r\n":
				screen, x = nil, 0
			case c == "\b":
				if x == 0 {
					t.Fatalf("%q went back over the edge", input)
				}
				x--
			case w == 0:
				if x > 0 {
					screen[x-1] += c
				}
			default:
				if x+w > columns-2 {
					t.Fatalf("%q ran over the edge with %q", input, c)
				}
				screen = append(screen[:x], c)
				for x++; w > 1; w-- {
					screen = append(screen, "")
					x++
				}
			}
		}
		if ended {
			lines = append(lines, line)
		}
	}
	return lines, strings.TrimRight(strings.Join(screen, ""), " ")
}

func texts(lines []linear.Line) (out []string) {
	for _, l := range lines {
		switch l.End {
		case linear.GivenUp:
			out = append(out, "^C"+l.Text)
		case linear.LeftOff:
			out = append(out, "^D")
		default:
			out = append(out, l.Text)
		}
	}
	return out
}

func TestWhatIsTypedMakesLines(t *testing.T) {
	for input, want := range map[string][]string{
		"1\r2\n3\r\n4\n":            {"1", "2", "3", "4"},
		"\r\r\n\n":                  {"", "", ""},
		"评议\x7f分\r":                 {"评分"},
		"评议\b\b\b优\r":               {"优"},
		"e\u0301\x7fx\r":            {"x"},
		"abc\x15优\r":                {"优"},
		"abc\x03优\r":                {"^Cabc", "优"},
		"\x04a\x04\r":               {"^D", "a"},
		"\x1b[A1\x1b[1;5C2\x1bOA\r": {"12"},
		"\x1b1\r":                   {"1"}, // Esc is a key by itself
		"\x1b\x1b[A1\r":             {"1"},
		"\x1b[200~优\x1b[201~\r":     {"优"},
		"\x1b]11;rgb:0\x07优\r":      {"优"},
		"\x1bP1$r\x1b\\优\r":         {"优"},
		"\x1b[\r\x1b]\r\x1b优\r":     {"", "", "优"},
		"a\tb\x01\x00\u009b\r":      {"a b"},
		"\xe8\xaf\r":                {"\ufffd"},
		"\xe8\xaf1\r":               {"\ufffd1"},
		"\xbd\xf8\r":                {"\ufffd\ufffd"},
	} {
		lines, _ := typed(t, linear.NewEditor(cells.Measure{}, true, columns-2), input)
		if got := texts(lines); !slices.Equal(got, want) {
			t.Errorf("%q made %q, not %q", input, got, want)
		}
		for _, l := range lines {
			if l.Garbled != strings.Contains(l.Text, "\ufffd") {
				t.Errorf("%q: garbled is %v", input, l.Garbled)
			}
		}
	}
}

func TestFromAPipeControlCharactersAreNoKeys(t *testing.T) {
	lines, row := typed(t, linear.NewEditor(cells.Measure{}, false, columns-2), "a\x03b\x04c\x7fd\x15e\n")
	if got := texts(lines); !slices.Equal(got, []string{"abcde"}) || row != "" {
		t.Errorf("%q, echoed %q", got, row)
	}
}

func TestALineHasAnEnd(t *testing.T) {
	e := linear.NewEditor(cells.Measure{}, true, columns-2)
	lines, _ := typed(t, e, strings.Repeat("长", linear.MaxLine+9)+"\r"+strings.Repeat("长", linear.MaxLine)+"\r")
	for i, l := range lines {
		if utf8.RuneCountInString(l.Text) != linear.MaxLine || l.TooLong != (i == 0) {
			t.Errorf("line %d: %d characters, too long %v", i, utf8.RuneCountInString(l.Text), l.TooLong)
		}
	}
}

// What a person sees on the row of the cursor is what Enter would send, or the end
// of it.
func TestTheRowShowsTheEndOfTheLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfN(rapid.SampledFrom([]string{"评", "议", "，", "a", " ", "1", "e\u0301", "\u202e", "\u200b", "한", "\x7f", "\x7f", "\x15", "\x1b[A", "\x03", "\r"}), 0, 80).Draw(t, "keys")
		e := linear.NewEditor(cells.Measure{}, true, columns-2)
		_, row := typed(t, e, strings.Join(keys, ""))
		shown := e.Shown()
		if i := strings.LastIndex(shown, "\r\n"); i >= 0 {
			shown = shown[i+2:]
		}
		if row != strings.TrimRight(shown, " ") {
			t.Fatalf("the row shows %q, not %q", row, shown)
		}
		if flat := strings.ReplaceAll(e.Shown(), "\r\n", ""); flat != cells.Visible(e.Unfinished()) {
			t.Fatalf("%q is shown as %q", e.Unfinished(), flat)
		}
	})
}

func FuzzEditor(f *testing.F) {
	for _, s := range []string{"1\r", "评议\x7f\r\n", "\x1b[200~优\x1b[201~\x15\x03\x04", "\xe8\xaf", "\x1b]0;x\x1b\\y\n", strings.Repeat("长", 30) + strings.Repeat("\x7f", 25)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, input string) {
		e := linear.NewEditor(cells.Measure{}, true, columns-2)
		var lines []linear.Line
		for _, b := range []byte(input) {
			echo, line, ended := e.Feed(b)
			for _, r := range echo {
				if unicode.In(r, unicode.Cc, unicode.Cf) && !strings.ContainsRune("\r\n\b", r) {
					t.Fatalf("%q echoed %q", input, echo)
				}
			}
			if ended {
				lines = append(lines, line)
			}
		}
		for _, l := range lines {
			if !utf8.ValidString(l.Text) || strings.ContainsFunc(l.Text, unicode.IsControl) || utf8.RuneCountInString(l.Text) > linear.MaxLine {
				t.Fatalf("%q made the line %q", input, l.Text)
			}
		}
		if len(lines) < strings.Count(strings.ReplaceAll(input, "\r\n", "\n"), "\n") {
			t.Fatalf("%q made only %d lines: Enter always ends one", input, len(lines))
		}
	})
}
