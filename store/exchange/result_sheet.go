package exchange

import (
	"bytes"
	"encoding/csv"

	"github.com/xuri/excelize/v2"

	"pingyi"
)

// writeResultCSV writes what is said of the whole, the activities and the
// departments below one another. The byte order mark is what makes a spreadsheet
// take it for UTF-8.
func writeResultCSV(r pingyi.Result, comma rune, l pingyi.Lang) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	c := csv.NewWriter(&b)
	c.Comma = comma
	var rows [][]string
	for _, text := range resultHead(r, l) {
		rows = append(rows, []string{text})
	}
	rows = append(append(rows, resultTable(r, l)...), departmentTable(r, l)...)
	for _, row := range rows {
		for i, text := range row {
			row[i] = armed(text)
		}
		if err := c.Write(row); err != nil {
			return nil, err
		}
	}
	c.Flush()
	return b.Bytes(), c.Error()
}

// writeResultSheets writes a sheet of activities and one of departments, what is
// said of the whole above each. Every cell is a string.
func writeResultSheets(r pingyi.Result, l pingyi.Lang) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	style, err := newStyles(f)
	if err != nil {
		return nil, err
	}
	for i, sheet := range []struct {
		name string
		rows [][]string
	}{{l.Of("评审结果", "Result"), resultTable(r, l)}, {l.Of("部门", "Departments"), departmentTable(r, l)}} {
		if i == 0 {
			err = f.SetSheetName(f.GetSheetName(0), sheet.name)
		} else {
			_, err = f.NewSheet(sheet.name)
		}
		if err != nil {
			return nil, err
		}
		s := &sheetWriter{f: f, name: sheet.name, styles: style}
		if err := s.result(resultHead(r, l), sheet.rows, l); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	_, err = f.WriteTo(&b)
	return b.Bytes(), err
}

// result writes paragraphs and a table whose first row is its header.
func (s *sheetWriter) result(head []string, rows [][]string, l pingyi.Lang) error {
	last := len(rows[0]) - 1
	for _, text := range head {
		s.cells([]string{text})
	}
	top := s.row + 1
	for _, row := range rows {
		for i, text := range row {
			row[i] = shortened(text, l)
		}
		s.cells(row)
	}
	if len(rows) > 1 {
		s.do(s.f.SetCellStyle(s.name, axis(0, top+1), axis(last, s.row), s.styles.plain))
	}
	s.do(s.f.SetCellStyle(s.name, axis(0, top), axis(last, top), s.styles.head))
	s.do(s.f.SetColWidth(s.name, "A", letters(last), 14))
	return s.err
}
