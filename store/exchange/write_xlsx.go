package exchange

import (
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// writeXLSX writes a sheet for each page, named by the department's code. Every
// cell is a string, so that none is a formula whatever it begins with.
func writeXLSX(w io.Writer, pages []page) error {
	f := excelize.NewFile()
	defer f.Close()
	style, err := newStyles(f)
	if err != nil {
		return err
	}
	taken := map[string]bool{}
	for i, g := range pages {
		name := sheetName(g.key.Department, taken)
		if i == 0 {
			err = f.SetSheetName(f.GetSheetName(0), name)
		} else {
			_, err = f.NewSheet(name)
		}
		if err != nil {
			return err
		}
		if err := (&sheetWriter{f: f, name: name, styles: style}).page(g); err != nil {
			return err
		}
	}
	_, err = f.WriteTo(w)
	return err
}

// sheetName returns a name of at most 31 characters that no other sheet has,
// whatever its case.
func sheetName(code string, taken map[string]bool) string {
	name := code[:min(len(code), 24)]
	for n := 2; taken[strings.ToLower(name)]; n++ {
		name = code[:min(len(code), 24)] + "~" + strconv.Itoa(n)
	}
	taken[strings.ToLower(name)] = true
	return name
}

// styles are numbers of the workbook's styles. Their number format is that of
// text, so that a cell stays one when somebody edits it.
type styles struct{ plain, head int }

func newStyles(f *excelize.File) (s styles, err error) {
	thin := []excelize.Border{}
	for _, side := range []string{"left", "top", "right", "bottom"} {
		thin = append(thin, excelize.Border{Type: side, Color: "808080", Style: 1})
	}
	wrap := &excelize.Alignment{WrapText: true, Vertical: "center"}
	if s.plain, err = f.NewStyle(&excelize.Style{Border: thin, Alignment: wrap, NumFmt: 49}); err != nil {
		return s, err
	}
	s.head, err = f.NewStyle(&excelize.Style{Border: thin, Font: &excelize.Font{Bold: true}, NumFmt: 49,
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "center", Horizontal: "center"}})
	return s, err
}

var coded = regexp.MustCompile(`^_x[0-9a-fA-F]{4}_`)

// escaped keeps a text such as _x0041_ from being read as the code of a
// character, as ECMA-376 (22.4.2.4) has it: the underscore is written as a code
// itself.
func escaped(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var b strings.Builder
	for i := range len(text) {
		if coded.MatchString(text[i:]) {
			b.WriteString("_x005F")
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// sheetWriter writes one sheet from the top; after an error it writes no more.
type sheetWriter struct {
	f      *excelize.File
	name   string
	styles styles
	row    int
	err    error
}

// axis names a cell, columns from 0 and rows from 1.
func axis(col, row int) string {
	return letters(col) + strconv.Itoa(row)
}

func (s *sheetWriter) do(err error) {
	if s.err == nil {
		s.err = err
	}
}

// cells writes the next row.
func (s *sheetWriter) cells(texts []string) {
	s.row++
	for i, text := range texts {
		if text != "" {
			s.do(s.f.SetCellStr(s.name, axis(i, s.row), escaped(text)))
		}
	}
}

func (s *sheetWriter) page(g page) error {
	last := g.width() - 1
	for _, text := range g.above {
		s.cells([]string{text})
		s.do(s.f.MergeCell(s.name, axis(0, s.row), axis(last, s.row)))
		s.do(s.f.SetCellStyle(s.name, axis(0, s.row), axis(last, s.row), s.styles.plain))
	}
	upper, lower := g.header()
	s.cells(upper)
	s.cells(lower)
	top := s.row - 1
	for i := range g.columns {
		s.do(s.f.MergeCell(s.name, axis(i, top), axis(i, s.row)))
	}
	s.do(s.f.MergeCell(s.name, axis(len(g.columns), top), axis(last, top)))
	s.do(s.f.SetCellStyle(s.name, axis(0, top), axis(last, s.row), s.styles.head))
	for _, cells := range g.rows {
		s.cells(cells)
	}
	if len(g.rows) > 0 {
		s.do(s.f.SetCellStyle(s.name, axis(0, top+2), axis(last, s.row), s.styles.plain))
	}
	s.do(s.f.SetColWidth(s.name, "A", letters(last), 20))
	s.do(s.f.SetColWidth(s.name, "A", "A", 6))
	return s.err
}
