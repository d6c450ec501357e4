package exchange

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"pingyi"
)

// columnID heads the column that names each row's activity.
func columnID(l pingyi.Lang) string { return l.Of("标识", "ID") }

// ballotColumns are the columns of a ballot's sheet, from 0; -1 for none.
type ballotColumns struct {
	tiers                         map[string]int // by name: departments may have scales of their own
	before                        int
	mark, comment, reason, id, of int // of is how many there are
}

func newBallotColumns(p pingyi.Paper, qs []question, l pingyi.Lang) (c ballotColumns, heads []string) {
	heads = []string{l.Of("序号", "No."), pingyi.FieldDepartment.Title(l), pingyi.FieldName.Title(l), pingyi.FieldBudget.Title(l) + l.Of("（万元）", " (万元)"),
		pingyi.FieldContent.Title(l), pingyi.FieldGoal.Title(l), pingyi.FieldIndicator.Title(l)}
	add := func(head string) int {
		heads = append(heads, head)
		return len(heads) - 1
	}
	c = ballotColumns{tiers: map[string]int{}, before: -1, reason: -1}
	before, reason := false, p.Round.No > 1
	for _, q := range qs {
		for _, t := range q.plan.Scale.Best() {
			name := q.plan.Scale.Name(t)
			if _, found := c.tiers[name]; !found {
				c.tiers[name] = add(pingyi.FieldCriteria.Title(l) + l.Of("：", ": ") + name)
			}
		}
		_, _, why := q.given(l)
		before, reason = before || q.stale() || q.before(l) != nil, reason || why != ""
	}
	if before {
		c.before = add(l.Of("此前的评分", "Said before"))
	}
	c.mark, c.comment = add(markSpace.In(l)), add(commentSpace.In(l))
	if reason {
		c.reason = add(reasonSpace.In(l))
	}
	c.id = add(columnID(l))
	c.of = len(heads)
	return c, heads
}

// writeBallotSheet writes one sheet with a row for each activity. Every cell is a
// string; what names the activities is at the right, hidden.
func writeBallotSheet(p pingyi.Paper, l pingyi.Lang, send string) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	style, err := newStyles(f)
	if err != nil {
		return nil, err
	}
	fill, err := f.NewStyle(&excelize.Style{NumFmt: 49, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFF2CC"}},
		Border:    []excelize.Border{{Type: "left", Color: "808080", Style: 1}, {Type: "top", Color: "808080", Style: 1}, {Type: "right", Color: "808080", Style: 1}, {Type: "bottom", Color: "808080", Style: 1}},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}})
	if err != nil {
		return nil, err
	}
	name := l.Of("评分表", "Ballot")
	qs := questions(p)
	c, heads := newBallotColumns(p, qs, l)
	s := &sheetWriter{f: f, name: name, styles: style}
	s.do(f.SetSheetName(f.GetSheetName(0), name))
	s.cells([]string{ballotTitle(p, len(qs), l)})
	s.cells([]string{strings.Join(append(howToFill(p, XLSX, l), send), "\n")})
	s.cells([]string{heading{p.Panel.ID, p.Round.No, p.Ballot.Member, p.Rev}.String()})
	for row := 1; row <= s.row; row++ {
		s.do(f.MergeCell(name, axis(0, row), axis(c.mark, row)))
		s.do(f.SetCellStyle(name, axis(0, row), axis(c.mark, row), style.plain))
	}
	s.do(f.SetRowHeight(name, 2, 90))
	s.cells(heads)
	s.do(f.SetCellStyle(name, axis(0, s.row), axis(c.of-1, s.row), style.head))
	top := s.row
	first := top + 1 // of the plan's rows
	for i, q := range qs {
		s.cells(c.row(q, l))
		if i+1 == len(qs) || qs[i+1].plan != q.plan {
			s.choices(q, axis(c.mark, first)+":"+axis(c.mark, s.row), l)
			first = s.row + 1
		}
	}
	if len(qs) > 0 {
		s.do(f.SetCellStyle(name, axis(0, top+1), axis(c.of-1, s.row), style.plain))
		s.do(f.SetCellStyle(name, axis(c.mark, top+1), axis(c.id-1, s.row), fill))
	}
	s.do(f.SetColWidth(name, "A", letters(c.of-1), 24))
	s.do(f.SetColWidth(name, "A", "A", 6))
	s.do(f.SetColWidth(name, letters(c.mark), letters(c.mark), 10))
	s.do(f.SetColVisible(name, letters(c.id), false))
	s.do(f.SetPanes(name, &excelize.Panes{Freeze: true, XSplit: 3, YSplit: top, TopLeftCell: axis(3, top+1), ActivePane: "bottomRight"}))
	if s.err != nil {
		return nil, s.err
	}
	var b bytes.Buffer
	_, err = f.WriteTo(&b)
	return b.Bytes(), err
}

// row is one activity's.
func (c ballotColumns) row(q question, l pingyi.Lang) []string {
	a := q.activity
	row := make([]string, c.of)
	copy(row, []string{strconv.Itoa(q.no), q.plan.Department.Code + " " + q.plan.Department.Name, a.Name, a.Budget.Grouped(), a.Content, a.Goal, a.Indicator})
	for t, text := range a.Rubric {
		if i, found := c.tiers[q.plan.Scale.Name(pingyi.Tier(t))]; found {
			row[i] = text
		}
	}
	if c.before >= 0 {
		texts := q.before(l)
		if q.stale() {
			texts = append(texts, q.changed(l))
		}
		row[c.before] = shortened(strings.Join(texts, "\n"), l)
	}
	var reason string
	row[c.mark], row[c.comment], reason = q.given(l)
	if c.reason >= 0 {
		row[c.reason] = reason
	}
	row[c.id] = activityLine(q.key, a.Rubric.Digest())
	return row
}

// choices offers the marks of q's plan in a range of cells, as a list to choose
// from. It refuses nothing: a mark may have its comment behind a colon.
func (s *sheetWriter) choices(q question, cells string, l pingyi.Lang) {
	names := append(strings.Split(tierNames(q.plan.Scale, "\n"), "\n"), l.Of("弃权", "abstain"), l.Of("回避", "recuse"), l.Of("撤回", "clear"))
	if q.marks == pingyi.MarkScore || strings.ContainsAny(strings.Join(names, ""), `,"`) {
		return
	}
	v := excelize.NewDataValidation(true)
	v.ShowErrorMessage = false
	v.SetSqref(cells)
	if v.SetDropList(names) == nil { // a list that is too long is none
		s.do(s.f.AddDataValidation(s.name, v))
	}
}

// longestCell is in UTF-16 units: a little less than what a cell holds.
const longestCell = 32_000

// shortened cuts a text that no cell could hold, and says so.
func shortened(text string, l pingyi.Lang) string {
	units := 0
	for i, r := range text {
		if units += max(1, utf16.RuneLen(r)); units > longestCell {
			return text[:i] + l.Of("……（太长，以下略；全文见 txt 格式）", "... (too long for a cell; all of it is in the txt format)")
		}
	}
	return text
}
