package exchange

import (
	"strings"

	"pingyi"
)

// Heading is what a heading of a block stands for: a field of an activity, of
// the criteria with the name of the tier. The zero value is a column of no use.
type Heading struct {
	Field pingyi.Field
	Tier  string
}

// Block is cells as they lie on the clipboard, every row as long as the others.
type Block struct {
	Headings []Heading // one for each column; nil where the block names none
	Cells    [][]string
	Skipped  []Note // what stands around a table and is none of its rows
}

// within is how many rows may stand above a table: its title and its goals.
const within = 2*pingyi.MaxDutyGoals + 50

// ReadBlock reads what Excel, WPS and Word put on the clipboard as text: rows of
// cells between tabs, those with line ends in quotes; or a document's table with
// one cell a line, as [TXT]. A heading row is known by its words; with a name and
// an amount among them the block is a table, which may have its title above it
// and its total below: these are skipped. Tabs that end every row are dropped,
// and so are empty rows at the end; an empty cell in quotes is not. Amounts in a column of yuan get that unit.
//
// [pingyi.TooBig] is for a block over the limits on a file, [pingyi.Invalid] for
// one with several tables.
func ReadBlock(text string) (Block, error) {
	if len(text) > MaxFile {
		return Block{}, pingyi.Errorf(pingyi.TooBig, "粘贴的内容太大，最多 %d MB，请分几次粘贴", "what was pasted is too big, the limit is %d MB: paste it in parts", MaxFile>>20)
	}
	text = strings.TrimPrefix(text, "\ufeff")
	text = lineEnds(text)
	s := &sheet{format: TSV}
	if listed(text) {
		sheets, err := readLines(text)
		if err != nil {
			return Block{}, err
		}
		s = sheets[0]
	} else if err := s.block(text); err != nil {
		return Block{}, err
	}
	for i := 0; i < min(len(s.rows), within); i++ {
		if h, ok, _ := s.headAt(i); ok {
			return s.table(&h)
		}
	}
	b := Block{Cells: s.square(s.rows)}
	if len(b.Cells) > 0 {
		if h := headingRow(b.Cells[0]); h != nil {
			b.Headings, b.Cells = h, b.Cells[1:]
		}
	}
	return b, nil
}

// WriteBlock writes cells so that [ReadBlock] and spreadsheets read the same,
// and nothing in it is run as a formula.
func WriteBlock(cells [][]string) string {
	var b strings.Builder
	for _, r := range cells {
		for i, text := range r {
			if i > 0 {
				b.WriteByte('\t')
			}
			text = armed(text)
			if text == "" && i == len(r)-1 || strings.ContainsAny(text, "\t\n\r\"") || strings.HasPrefix(text, "\ufeff") {
				text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
			}
			b.WriteString(text)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// lineEnds returns text with its line ends as line feeds. Where xterm or tmux has made a
// carriage return of each character of them, as of every line feed, a row ends in two,
// and one stands in quotes only.
func lineEnds(text string) string {
	plain := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	if strings.Contains(text, "\n") || !strings.Contains(text, "\t") || listed(plain) && !strings.Contains(text, "\r\r\r\r") {
		return plain
	}
	var b strings.Builder
	for rest := plain; rest != ""; {
		n := 0 // of the cell, with its quotes
		if _, behind, quoted := quotedField(rest); quoted {
			n = len(rest) - len(behind)
		} else if n = strings.IndexAny(rest, "\t\n"); n < 0 {
			n = len(rest)
		}
		b.WriteString(rest[:n])
		switch rest = rest[n:]; {
		case strings.HasPrefix(rest, "\n\n"):
			b.WriteByte('\n')
			rest = rest[2:]
		case strings.HasPrefix(rest, "\n"):
			return plain
		case rest != "":
			b.WriteByte('\t')
			rest = rest[1:]
		}
	}
	return b.String()
}

// listed reports whether text has one cell a line, a tab before it, and an empty
// line between rows. No line of a spreadsheet with a tab is empty.
func listed(text string) bool {
	cells, gap := 0, false
	for line := range strings.SplitSeq(strings.Trim(text, "\n"), "\n") {
		rest := strings.TrimLeft(line, "\t")
		if strings.ContainsAny(rest, "\t") || strings.HasPrefix(rest, `"`) {
			return false
		}
		if rest != line {
			cells++
		}
		gap = gap || line == ""
	}
	return gap && cells > 1
}

// block adds the rows of tab separated text. A quote that does not pair up before
// the cell ends is one of the text: Word writes no others.
func (s *sheet) block(text string) error {
	var m meter
	var cells []cell
	kept, full := 0, 0 // the columns and rows that are not merely tabs at the end
	for n, line := 1, 1; text != ""; {
		field, rest, quoted := quotedField(text)
		if !quoted {
			end := strings.IndexAny(text, "\t\n")
			if end < 0 {
				end = len(text)
			}
			field, rest = text[:end], text[end:]
		}
		cells = append(cells, cell{text: disarmed(field), line: line})
		if field != "" || quoted {
			kept, full = max(kept, len(cells)), len(s.rows)+1
		}
		line += strings.Count(field, "\n")
		if rest == "" || rest[0] == '\n' {
			if err := m.add(len(cells), n); err != nil {
				return err
			}
			line++
			s.rows = append(s.rows, row{n: n, table: 1, cells: cells})
			n, cells = line, nil
		} else if rest == "\t" { // the last cell of a last row without a line end
			rest = "\t\n"
		}
		text = rest[min(1, len(rest)):]
	}
	s.rows = s.rows[:full]
	for i, r := range s.rows {
		s.rows[i].cells = r.cells[:min(len(r.cells), kept)]
	}
	return nil
}

// quotedField cuts a cell in quotes off the beginning of text.
func quotedField(text string) (field, rest string, ok bool) {
	if !strings.HasPrefix(text, `"`) {
		return "", text, false
	}
	for i := 1; i < len(text); i++ {
		if text[i] != '"' {
			continue
		}
		if i+1 < len(text) && text[i+1] == '"' {
			i++
			continue
		}
		if i+1 == len(text) || text[i+1] == '\t' || text[i+1] == '\n' {
			return strings.ReplaceAll(text[1:i], `""`, `"`), text[i+1:], true
		}
		break
	}
	return "", text, false
}

// square returns the texts of rows, short ones filled up.
func (s *sheet) square(rows []row) [][]string {
	width := 0
	for _, r := range rows {
		width = max(width, len(r.cells))
	}
	cells := make([][]string, len(rows))
	for i, r := range rows {
		cells[i] = make([]string, width)
		for col, c := range r.cells {
			cells[i][col] = c.text
		}
	}
	return cells
}

// table returns the rows under the header h.
func (s *sheet) table(h *head) (Block, error) {
	if len(h.faults) > 0 {
		return Block{}, h.faults[0]
	}
	var b Block
	above := s.items(0, h.first)
	if h.unit == "" {
		h.unit = readPreamble(above).unit
	}
	for _, r := range s.rows[:h.first] {
		b.skip(s, r)
	}
	end := s.endOfBody(h, len(s.rows))
	for i := h.last + 1; i < len(s.rows); i++ {
		texts := make([]string, len(s.rows[i].cells))
		for col, c := range s.rows[i].cells {
			texts[col] = c.text
		}
		if headings(texts) {
			return Block{}, pingyi.Errorf(pingyi.Invalid, "粘贴的内容里有不止一张表，请一张一张粘贴，或用导入",
				"what was pasted holds several tables: paste them one by one, or import the file").At(s.place(s.rows[i], -1))
		}
	}
	in := body{s: s, h: h, unit: h.unit}
	var rows []row
	for i, r := range s.rows[h.last+1:] {
		kind := asideRow
		if h.last+1+i < end && says(r.cells) {
			kind = in.kind(r)
		}
		if kind != activityRow {
			b.skip(s, r)
			continue
		}
		r, err := in.fit(r)
		if err != nil {
			return Block{}, err
		}
		if col := h.columns[pingyi.FieldBudget]; h.unit == yuan && col < len(r.cells) && !blank(r.cells[col].text) && !strings.ContainsAny(r.cells[col].text, "万元") {
			r.cells[col].text += string(yuan)
		}
		rows = append(rows, r)
	}
	b.Cells = s.square(rows)
	b.Headings = make([]Heading, h.width)
	for f, col := range h.columns {
		b.Headings[col] = Heading{Field: f}
	}
	for t, col := range h.tiers {
		b.Headings[col] = Heading{pingyi.FieldCriteria, h.scale.Name(pingyi.Tier(t))}
	}
	return b, nil
}

// skip notes a row that is no activity, unless nothing stands there.
func (b *Block) skip(s *sheet, r row) {
	if text, n := r.first(); n > 0 {
		b.Skipped = append(b.Skipped, passedOver(s.place(r, -1), text))
	}
}

// headingRow reads a row as headings: nil where a cell of it is none, or where all
// are so general that they could be texts.
func headingRow(cells []string) []Heading {
	all := make([]Heading, len(cells))
	sharp := 0
	for i, text := range cells {
		if blank(text) {
			continue
		}
		if t, ok := tierOf(text); ok {
			all[i] = Heading{pingyi.FieldCriteria, t.name}
			continue
		}
		c := columnOf(text)
		if c.field == "" && !c.number && !c.criteria {
			return nil
		}
		all[i].Field = c.field
		if !c.weak && c.field != "" {
			sharp++
		}
	}
	tiers := 0
	for _, h := range all {
		if h.Tier != "" {
			tiers++
		}
	}
	if sharp == 0 && tiers < 2 {
		return nil
	}
	return all
}
