package exchange

import (
	"encoding/xml"
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"pingyi"
)

// readSheet reads a ballot's spreadsheet form: the first visible sheet that has
// the heading of one. Of a formula it takes the result last computed.
func (f *filling) readSheet(data []byte) (err error) {
	// The library panics on some workbooks that no program writes.
	defer func() {
		if p := recover(); p != nil {
			err = damaged(fmt.Errorf("excelize: %v", p))
		}
	}()
	book, parts, err := openXLSX(data)
	if err != nil {
		return err
	}
	defer book.Close()
	var m meter
	for _, name := range book.GetSheetList() {
		if shown, err := book.GetSheetVisible(name); err != nil {
			return damaged(err)
		} else if !shown {
			continue
		}
		rows, err := readCells(book, name, true, &m)
		if err == nil {
			err = show(book, name, rows)
		}
		if err != nil {
			return err.(*pingyi.Error).At(pingyi.Place{Table: name})
		}
		part := partOf(book, name)
		r := rowReader{filling: f, sheet: name, formulas: parts.formulas[part], errors: parts.errors[part]}
		if err := r.rows(rows); err != nil || f.headed {
			return err
		}
	}
	return nil
}

// partOf returns the name of the part that holds a sheet, "" where it is not told.
func partOf(book *excelize.File, sheet string) string {
	var rels struct {
		Relationship []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		}
	}
	raw, _ := book.Pkg.Load("xl/_rels/workbook.xml.rels")
	if b, ok := raw.([]byte); !ok || xml.Unmarshal(b, &rels) != nil || book.WorkBook == nil {
		return ""
	}
	for _, s := range book.WorkBook.Sheets.Sheet {
		for _, r := range rels.Relationship {
			if s.Name != sheet || r.ID != s.ID {
				continue
			}
			if rest, ok := strings.CutPrefix(r.Target, "/"); ok {
				return rest
			}
			return path.Join("xl", r.Target)
		}
	}
	return ""
}

// rowReader reads the rows of one sheet.
type rowReader struct {
	*filling
	sheet            string
	formulas, errors map[string]bool // cells by their axis
	columns          map[string]int  // by what they hold; nil above their headings
}

const columnsID = "id"

func (r *rowReader) rows(rows [][]cell) error {
	for i, cells := range rows {
		n := i + 1
		at := pingyi.Place{Table: r.sheet, Row: n}
		switch {
		case r.columns != nil:
			if err := r.answer(cells, n, at); err != nil {
				return err
			}
		case r.headed:
			r.columns = ballotHeads(cells)
		default:
			for _, c := range cells {
				if !isHeading(c.text) {
					continue
				}
				h, ok := parseHeading(c.text)
				if !ok {
					return pingyi.Errorf(pingyi.Invalid, "这一格说明是谁的评分表，但已被改动，看不懂了；请从原来的文件抄回，或重新取一份",
						"this cell says whose ballot it is, but it has been changed and cannot be read: copy it back from the file you fetched, or fetch a new one").At(at)
				}
				r.head(h, at)
			}
		}
	}
	if r.headed && r.columns == nil {
		return pingyi.Errorf(pingyi.Invalid, "找不到“评分”“评语”和隐藏的“标识”这几列，评分表读不了；请重新取一份，不要删列", "the columns \"Mark\", \"Comment\" and the hidden \"ID\" are not all there, so the ballot cannot be read: fetch a new one and delete no column").At(pingyi.Place{Table: r.sheet})
	}
	return nil
}

// ballotHeads finds the columns that are read, nil where a row does not head them.
func ballotHeads(cells []cell) map[string]int {
	columns := map[string]int{}
	for i, c := range cells {
		if s, ok := spaceNamed(c.text); ok {
			columns[s.In(pingyi.En)] = i
		}
		if word := squeeze(c.text); word == columnID(pingyi.Zh) || word == columnID(pingyi.En) {
			columns[columnsID] = i
		}
	}
	for _, need := range []string{markSpace.In(pingyi.En), commentSpace.In(pingyi.En), columnsID} {
		if _, found := columns[need]; !found {
			return nil
		}
	}
	return columns
}

// answer reads the row of one activity. A row that names none and answers nothing
// is somebody's own.
func (r *rowReader) answer(cells []cell, n int, at pingyi.Place) error {
	var texts [spaces]string
	sound := true
	for s := range spaces {
		col, found := r.columns[s.In(pingyi.En)]
		if !found {
			continue
		}
		var c cell
		if col < len(cells) {
			c = cells[col]
		}
		in := at
		in.Column, in.Field = letters(col), s.In(pingyi.Zh)
		switch texts[s] = c.asTyped(s); {
		case r.errors[letters(col)+strconv.Itoa(n)]:
			sound = false
			in.Text = c.text
			r.fault(in, "这一格是表格软件算出的错误，这一行没有收下；请删去重填，以 = + - 开头的文字请在前面加一个单引号", "this cell holds an error of the spreadsheet, and its row was not taken: enter it anew, with an apostrophe before a text that begins with = + or -")
		case len(c.text) > longestAnswer:
			sound = false
			r.fault(in, "这一格写得太长，最多 %d 个字，这一行没有收下", "this cell is too long, at most %d characters, and its row was not taken", pingyi.MaxText)
		case blank(c.text) && r.formulas[letters(col)+strconv.Itoa(n)]:
			sound = false
			r.fault(in, "这一格是公式，里面没有算好的结果，这一行没有收下；请直接填写", "this cell holds a formula without its result, and its row was not taken: enter the answer itself")
		}
	}
	var a pingyi.Answer
	fill(&a, texts[markSpace], texts[commentSpace], texts[reasonSpace])
	id := ""
	if col := r.columns[columnsID]; col < len(cells) {
		id = trimBlanks(cells[col].text)
	}
	key, rubric, ok := parseActivityLine(id)
	switch {
	case !ok && id == "" && a == pingyi.Answer{}:
	case !ok && sound:
		at.Column = letters(r.columns[columnsID])
		r.fault(at, "认不出这一行是哪一项活动：右边隐藏的“标识”一格空了或被改动了，没有收下。请从原来的文件抄回，或重新取一份",
			"nobody can tell which activity this row is about: its cell in the hidden column \"ID\" is empty or was changed, and it was not taken. Copy the cell back from the file you fetched, or fetch a new one")
	case ok && sound:
		a.Activity, a.Rubric, a.Line = key, rubric, n
		return r.take(a, at)
	}
	return nil
}

// asTyped returns what somebody typed into a cell: a number itself and not its
// rounding, but a per cent or a date as it shows, to be refused as such.
func (c cell) asTyped(s space) string {
	if s != markSpace || c.raw == "" {
		return c.text
	}
	if _, err := strconv.ParseFloat(strings.ReplaceAll(trimBlanks(c.text), ",", ""), 64); err != nil {
		return c.text
	}
	number, err := strconv.ParseFloat(c.raw, 64)
	if err != nil {
		return c.text
	}
	return strconv.FormatFloat(number, 'f', -1, 64)
}
