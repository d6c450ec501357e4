package exchange

import (
	"encoding/xml"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"pingyi"
)

// readSheet reads a ballot's spreadsheet form: every visible sheet that has the
// heading of one, since what stands on a second must not vanish unsaid. Of a
// formula it takes the result last computed.
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
		rows, err := ballotCells(book, name, &m)
		if err != nil {
			return err.(*pingyi.Error).At(pingyi.Place{Table: name})
		}
		part := partOf(book, name)
		r := rowReader{filling: f, sheet: name, formulas: parts.formulas[part], errors: parts.errors[part]}
		if err := r.rows(rows); err != nil {
			return err
		}
	}
	return nil
}

// ballotCells lists the cells of a sheet as they show, with what is merged down
// into other rows; none where no ballot's heading is among them.
func ballotCells(book *excelize.File, name string, m *meter) ([][]cell, error) {
	rows, err := readCells(book, name, true, m)
	if err != nil || !slices.ContainsFunc(rows, func(cells []cell) bool {
		return slices.ContainsFunc(cells, func(c cell) bool { return isHeading(c.text) })
	}) {
		return nil, err
	}
	if err := show(book, name, rows); err != nil {
		return nil, err
	}
	merged, err := book.GetMergeCells(name, true)
	if err != nil {
		return nil, damaged(err)
	}
	for _, c := range merged {
		if err := merge(rows, c, m); err != nil {
			return nil, err
		}
	}
	return rows, nil
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
	again            bool            // the heading has been repeated below them, and they may be
}

const columnsID = "id"

func (r *rowReader) rows(rows [][]cell) error {
	first := !r.headed // of the workbook's sheets
	begun := false
	for i, cells := range rows {
		at := pingyi.Place{Table: r.sheet, Row: i + 1}
		if text, found := r.heading(cells); found {
			h, ok := parseHeading(text)
			switch {
			case ok && r.head(h, at):
				begun, r.again = true, r.columns != nil
				continue
			case ok:
				return nil
			case r.headed: // whosever the rows below are, those above are known
				r.fault(at, "这一格说明从这里起是谁的评分表，但已被改动，看不懂了，下面的没有读；请从原来的文件抄回，或重新取一份",
					"this cell says whose ballot begins here, but it has been changed and cannot be read, and nothing below was: copy it back from the file you fetched, or fetch a new one")
				return nil
			}
			return pingyi.Errorf(pingyi.Invalid, "这一格说明是谁的评分表，但已被改动，看不懂了；请从原来的文件抄回，或重新取一份",
				"this cell says whose ballot it is, but it has been changed and cannot be read: copy it back from the file you fetched, or fetch a new one").At(at)
		}
		if begun && (r.columns == nil || r.again) {
			if columns := ballotHeads(cells); columns != nil {
				r.columns, r.again = columns, false
				continue
			}
		}
		if r.columns == nil {
			continue
		}
		if err := r.answer(cells, i+1, at); err != nil {
			return err
		}
	}
	if begun && r.columns == nil {
		err := pingyi.Errorf(pingyi.Invalid, "找不到“评分”“评语”和隐藏的“标识”这几列，评分表读不了；请重新取一份，不要删列", "the columns \"Mark\", \"Comment\" and the hidden \"ID\" are not all there, so the ballot cannot be read: fetch a new one and delete no column").At(pingyi.Place{Table: r.sheet})
		if first {
			return err
		}
		r.tell(err)
	}
	return nil
}

// heading finds the cell of a row that says whose ballot follows. Where a row
// names an activity there is none, and among answers only a sound one: the rest
// is what somebody wrote in a comment.
func (r *rowReader) heading(cells []cell) (text string, found bool) {
	if r.columns != nil {
		if _, _, ok := parseActivityLine(r.id(cells)); ok {
			return "", false
		}
	}
	for i, c := range cells {
		if !isHeading(c.text) {
			continue
		}
		if _, ok := parseHeading(c.text); ok || !slices.Contains(slices.Collect(maps.Values(r.columns)), i) {
			return c.text, true
		}
	}
	return "", false
}

// id returns what a row says that names its activity. Merged with the row above
// it names that one's, and this row's is lost.
func (r *rowReader) id(cells []cell) string {
	if col := r.columns[columnsID]; col < len(cells) && !cells[col].up {
		return trimBlanks(cells[col].text)
	}
	return ""
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
		case c.up && !blank(c.text):
			sound = false
			r.fault(in, "这一格与上面的合并了，分不清是不是每一行都这样填，这一行没有收下；请取消合并，逐行填写", "this cell is merged with the one above, so that nobody can tell whether the row is answered by it, and the row was not taken: unmerge the cells and fill in each row")
		case blank(c.text) && r.formulas[letters(col)+strconv.Itoa(n)]:
			sound = false
			r.fault(in, "这一格是公式，里面没有算好的结果，这一行没有收下；请直接填写", "this cell holds a formula without its result, and its row was not taken: enter the answer itself")
		}
	}
	if why := trimBlanks(texts[reasonSpace]); why != "" && r.ballot.Round == 1 { // which asks for none
		texts[commentSpace] += "\n" + reasonSpace.In(pingyi.Zh) + "：" + why
		texts[reasonSpace] = ""
	}
	var a pingyi.Answer
	fill(&a, texts[markSpace], texts[commentSpace], texts[reasonSpace])
	id := r.id(cells)
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
	return strconv.FormatFloat(exactly(number), 'f', -1, 64)
}

// exactly drops what a formula's arithmetic leaves behind the 15 digits that a
// spreadsheet shows: 89.55 and not 89.550000000000011.
func exactly(number float64) float64 {
	number, _ = strconv.ParseFloat(strconv.FormatFloat(number, 'g', 15, 64), 64)
	return number
}
