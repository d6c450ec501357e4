package exchange

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"pingyi"
)

// readText reads TXT, CSV and TSV. Which of them it is, the header says: what
// offices call .txt or .csv is often separated by tabs.
func readText(format Format, data []byte) ([]*sheet, error) {
	text, err := decode(data)
	if err != nil {
		return nil, err
	}
	switch format = separated(format, text); format {
	case CSV:
		return readDelimited(format, text, ',')
	case TSV:
		return readDelimited(format, text, '\t')
	}
	return readLines(text)
}

// separated returns the format whose separator stands between the headings. The
// texts of an export hold no tab, so that none of them can mislead it.
func separated(format Format, text string) Format {
	tabs := strings.IndexByte(text, '\t') >= 0
	if !tabs && format == CSV {
		return CSV
	}
	sep, meant := ",", CSV
	if tabs {
		sep, meant = "\t", TSV
	}
	for line := range strings.SplitSeq(text, "\n") {
		if headings(strings.SplitN(line, sep, MaxColumns+1)) {
			return meant
		}
	}
	return format
}

// headings reports whether cells name an activity and its amount.
func headings(cells []string) bool {
	name, budget := false, false
	for _, c := range cells {
		f := columnOf(c).field
		name, budget = name || f == pingyi.FieldName, budget || f == pingyi.FieldBudget
	}
	return name && budget
}

// readDelimited reads comma or tab separated values. Rows are numbered by the
// line they begin on.
func readDelimited(format Format, text string, comma rune) ([]*sheet, error) {
	s := &sheet{format: format}
	err := s.delimited(text, comma, false)
	if parse, ok := errors.AsType[*csv.ParseError](err); ok && errors.Is(parse.Err, csv.ErrBareQuote) {
		s.rows = nil
		err = s.delimited(text, comma, true)
	}
	if parse, ok := errors.AsType[*csv.ParseError](err); ok {
		return nil, pingyi.Errorf(pingyi.Invalid, "双引号不成对，请检查这一行附近的引号", "double quotes do not pair up: check those around this row").Because(parse.Err).At(pingyi.Place{Row: parse.StartLine})
	}
	if err != nil {
		return nil, err
	}
	return []*sheet{s}, nil
}

// widthOf refuses a record of more cells than a spreadsheet has columns before
// anything is built of it. Quotes count as the csv package takes them.
func widthOf(text string, comma byte, lazy bool) error {
	start, quoted, cells, line, begin := true, false, 1, 1, 1
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '\n' {
			line++
		}
		switch {
		case quoted && c == '"':
			next := byte('\n')
			if i+1 < len(text) {
				next = text[i+1]
			}
			if next == '"' {
				i++
			} else if next == comma || next == '\n' || !lazy {
				quoted = false
			}
		case quoted:
		case c == '"' && start:
			quoted = true
		case c == comma:
			if cells++; cells > widestSheet {
				return pingyi.Errorf(pingyi.TooBig, "这一行超过 %d 列，最多 %d 列", "this row has more than %d columns, the limit is %d", widestSheet, MaxColumns).At(pingyi.Place{Row: begin})
			}
			start = true
			continue
		case c == '\n':
			cells, begin, start = 1, line, true
			continue
		}
		start = false
	}
	return nil
}

func (s *sheet) delimited(text string, comma rune, lazy bool) error {
	if err := widthOf(text, byte(comma), lazy); err != nil {
		return err
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = comma, -1, lazy, true
	var m meter
	for {
		record, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		n, _ := r.FieldPos(0)
		record = trimmed(record)
		if err := m.add(len(record), n); err != nil {
			return err
		}
		cells := make([]cell, len(record))
		for i, text := range record {
			if _, rest, more := strings.Cut(text, "\n"); lazy && more && strings.ContainsRune(rest, comma) {
				// A quote left open has swallowed the rows below it.
				return &csv.ParseError{StartLine: n, Err: csv.ErrQuote}
			}
			line, _ := r.FieldPos(i)
			cells[i] = cell{text: disarmed(text), line: line}
		}
		if says(cells) {
			s.rows = append(s.rows, row{n: n, table: 1, cells: cells})
		}
	}
}

// runnable reports whether a spreadsheet would run a cell as a formula, in
// either width, apostrophes before it aside.
func runnable(text string) bool {
	for _, start := range []string{"=", "+", "-", "@", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(strings.TrimLeft(text, "'"), start) {
			return true
		}
	}
	return false
}

// armed puts the apostrophe before a cell that a spreadsheet would run, as one
// does by hand.
func armed(text string) string {
	if runnable(text) {
		return "'" + text
	}
	return text
}

// disarmed takes off what armed put there.
func disarmed(text string) string {
	if strings.HasPrefix(text, "'") && runnable(text) {
		return text[1:]
	}
	return text
}

// readLines reads a Word table pasted as text: one cell a line, a tab before it,
// an empty line between rows. Two tabs, or none, go on with the cell above. Where
// the tabs have been lost, the lines between two empty ones are a row.
func readLines(text string) ([]*sheet, error) {
	s := &sheet{format: TXT}
	tabs := strings.HasPrefix(text, "\t") || strings.Contains(text, "\n\t")
	var group []cell
	var m meter
	inTable := false
	flush := func() error {
		defer func() { group = group[:0] }()
		if len(group) == 0 {
			return nil
		}
		if tabs {
			s.tabbedGroup(group)
		} else {
			inTable = s.bareGroup(group, inTable)
		}
		last := s.rows[max(0, len(s.rows)-1):]
		if len(last) == 1 && !last[0].para() {
			return m.add(len(last[0].cells), group[0].line)
		}
		return m.add(0, group[0].line)
	}
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		n++
		if !strings.Contains(line, "\t") && blank(line) {
			if err := flush(); err != nil {
				return nil, err
			}
			continue
		}
		if m.cells++; m.cells > MaxCells {
			return nil, m.add(0, n)
		}
		group = append(group, cell{text: line, line: n})
	}
	if err := flush(); err != nil {
		return nil, err
	}
	return []*sheet{s}, nil
}

// tabbedGroup adds the lines between two empty ones, in a file with tabs.
func (s *sheet) tabbedGroup(lines []cell) {
	var cells []cell
	for _, l := range lines {
		rest, tab := strings.CutPrefix(l.text, "\t")
		rest, more := strings.CutPrefix(rest, "\t")
		switch {
		case tab && !more:
			cells = append(cells, cell{text: rest, line: l.line})
		case len(cells) > 0:
			cells[len(cells)-1].text += "\n" + rest
		case more && len(s.rows) > 0 && s.rows[len(s.rows)-1].para():
			s.rows[len(s.rows)-1].cells[0].text += "\n" + rest
		default:
			s.paragraph(rest, l.line)
		}
	}
	if says(cells) {
		s.rows = append(s.rows, row{n: cells[0].line, table: 1, cells: cells})
	}
}

// bareGroup is tabbedGroup for a file without tabs: a table begins with a group
// that names its columns and ends where the next plan opens.
func (s *sheet) bareGroup(lines []cell, inTable bool) bool {
	texts := make([]string, len(lines))
	for i, l := range lines {
		texts[i] = l.text
	}
	inTable = headings(texts) || inTable && !opens(texts[0])
	if inTable && len(lines) > 1 {
		s.rows = append(s.rows, row{n: lines[0].line, table: 1, cells: append([]cell{}, lines...)})
		return inTable
	}
	for _, l := range lines {
		s.paragraph(l.text, l.line)
	}
	return inTable
}

// paragraph adds a paragraph outside tables.
func (s *sheet) paragraph(text string, n int) {
	if !blank(text) {
		s.rows = append(s.rows, row{n: n, cells: []cell{{text: text}}})
	}
}
