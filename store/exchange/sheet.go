package exchange

import (
	"strconv"
	"strings"

	"pingyi"
)

// sheet is what every reader makes of its format: rows of cells, in reading
// order, with the paragraphs around tables as rows of one cell. Rows in which
// nothing is written are left out.
type sheet struct {
	format Format
	name   string // the sheet's own; "" where the format has none
	rows   []row
}

// row is one row of a table, or one paragraph outside tables.
type row struct {
	n     int // as the file numbers it; 0 when it does not
	table int // from 1; 0 is a paragraph outside tables
	cells []cell
}

// cell is one cell at its column; a merged one stands at the first of its
// columns and repeats its text, marked up, below.
type cell struct {
	text string
	raw  string // a spreadsheet's number where it shows differently; else empty
	line int    // in a text file, where the cell's first line lies
	span int    // columns it covers; 0 and 1 are one
	up   bool   // merged with the cell above
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// para reports whether r lies outside every table.
func (r row) para() bool { return r.table == 0 }

// at returns the text at a column, "" where there is none.
func (r row) at(col int) string {
	if col < 0 || col >= len(r.cells) {
		return ""
	}
	return r.cells[col].text
}

// money returns the text at a column of amounts: the number itself, not what a
// spreadsheet's format rounds it to.
func (r row) money(col int) string {
	if col >= 0 && col < len(r.cells) && r.cells[col].raw != "" {
		return r.cells[col].raw
	}
	return r.at(col)
}

// up reports whether the cell at col is merged with the one above.
func (r row) up(col int) bool { return col >= 0 && col < len(r.cells) && r.cells[col].up }

// written calls f for each cell that says something of its own.
func (r row) written(f func(col int, c cell)) {
	for i, c := range r.cells {
		if !c.up && !blank(c.text) {
			f(i, c)
		}
	}
}

// first returns the first written text and how many there are.
func (r row) first() (text string, n int) {
	r.written(func(_ int, c cell) {
		if n++; n == 1 {
			text = c.text
		}
	})
	return text, n
}

// place names where a cell is; col -1 is the whole row.
func (s *sheet) place(r row, col int) pingyi.Place {
	p := pingyi.Place{Table: s.name, Row: r.n}
	if s.format == DOCX && r.table > 0 {
		p.Table = strconv.Itoa(r.table)
	}
	if col < 0 || r.para() {
		return p
	}
	if p.Column = strconv.Itoa(col + 1); s.format == XLSX {
		p.Column = letters(col)
	}
	if col < len(r.cells) && r.cells[col].line > 0 {
		p.Row = r.cells[col].line
	}
	return p
}

// letters names a spreadsheet column, 0 being A.
func letters(col int) string {
	name := ""
	for col++; col > 0; col = (col - 1) / 26 {
		name = string(rune('A'+(col-1)%26)) + name
	}
	return name
}

// meter holds a reader to the limits on cells and on the bytes of their texts,
// which a workbook may write once and name in every cell.
type meter struct{ cells, bytes int }

// text counts one text.
func (m *meter) text(s string) error {
	if m.bytes += len(s); m.bytes > MaxUnpacked {
		return unpackedTooBig()
	}
	return nil
}

// add counts one row of so many cells.
func (m *meter) add(columns, rowNumber int) error {
	m.cells += 1 + columns
	at := pingyi.Place{Row: rowNumber}
	if columns > MaxColumns {
		return pingyi.Errorf(pingyi.TooBig, "这一行有 %d 列，最多 %d 列", "this row has %d columns, the limit is %d", columns, MaxColumns).At(at)
	}
	if m.cells > MaxCells {
		return pingyi.Errorf(pingyi.TooBig, "单元格太多，一个文件最多 %d 个，请把它分成几个文件", "too many cells, the limit for a file is %d: split it", MaxCells).At(at)
	}
	return nil
}

// trimmed drops the texts at the end of a row that say nothing, before cells
// are made of them.
func trimmed(texts []string) []string {
	for len(texts) > 0 && texts[len(texts)-1] == "" {
		texts = texts[:len(texts)-1]
	}
	return texts
}

// says reports whether any cell has text of its own.
func says(cells []cell) bool {
	for _, c := range cells {
		if !c.up && !blank(c.text) {
			return true
		}
	}
	return false
}
