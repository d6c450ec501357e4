package sheet

import (
	"strings"

	"pingyi"
	"pingyi/store/exchange"
)

// Proposal is a step that has not been made: what would go where. It is made, as
// one step, by [Sheet.Accept].
type Proposal struct {
	Cells   []Proposed      // what would change, by rows and columns
	New     []Row           // rows it would add behind the last
	Beyond  []Beyond        // texts for which there is no column
	Headed  bool            // the block told its columns by their headings
	Skipped []exchange.Note // what stood around the table

	command string
}

// Proposed is one cell as it is and would be. Err is why the record would refuse
// it: it can be accepted all the same.
type Proposed struct {
	Cell
	Old, New string
	Err      error
}

// Beyond is a text of a block that falls beyond the last column, or under a heading
// that the plan has no column for; Line and Column count in the block from 0.
type Beyond struct {
	Line, Column int
	Text         string
}

// Failing returns how many of the cells the record would refuse.
func (p Proposal) Failing() int {
	n := 0
	for _, c := range p.Cells {
		if c.Err != nil {
			n++
		}
	}
	return n
}

// Covered returns how many of the cells have a text that would go.
func (p Proposal) Covered() int {
	n := 0
	for _, c := range p.Cells {
		if c.Old != "" {
			n++
		}
	}
	return n
}

// Wanting returns how many of the rows that a proposal would add have some text, but none
// where the record wants one: such a row waits until it has.
func (s *Sheet) Wanting(p Proposal) int {
	given, some := map[Cell]bool{}, map[Row]bool{}
	for _, c := range p.Cells {
		given[c.Cell], some[c.Row] = true, true
	}
	n := 0
	for _, row := range p.New {
		for column := range s.columns {
			if _, err := s.clean(column, ""); some[row] && err != nil && !given[Cell{row, column}] {
				n++
				break
			}
		}
	}
	return n
}

// propose adds a cell to the proposal if its text would change.
func (s *Sheet) propose(p *Proposal, row Row, column int, text string) {
	old := s.lines[row].text[column]
	text, err := s.clean(column, text)
	if text != old {
		p.Cells = append(p.Cells, Proposed{Cell{row, column}, old, text, err})
	}
}

// ProposePaste lays a block over the rows, as they stand on the screen from the
// cursor down, and the columns from column on; where the block has headings these
// say which columns. What has no row gets new ones. With merged, a blank cell takes
// the text above it in the block, as a merged cell stands for all its rows; an
// amount does not, which would count twice. [pingyi.TooBig] is for more rows than a
// plan may have.
func (s *Sheet) ProposePaste(b exchange.Block, rows []Row, column int, merged bool) (Proposal, error) {
	p := Proposal{command: pingyi.CommandPaste, Headed: b.Headings != nil, Skipped: b.Skipped}
	rows = s.present(Area{Rows: rows}).Rows
	if more := len(b.Cells) - len(rows); more > 0 {
		if err := s.room(more); err != nil {
			return Proposal{}, err
		}
		for range more {
			p.New = append(p.New, s.newRow())
		}
		rows = append(rows, p.New...)
	}
	to := func(i int) int { return column + i }
	if p.Headed {
		known := make([]int, len(b.Headings))
		for i, h := range b.Headings {
			known[i] = s.under(h)
		}
		to = func(i int) int { return known[i] }
	}
	var above []string
	for i, texts := range b.Cells {
		if merged {
			texts = s.filled(texts, above, to)
			above = texts
		}
		for j, text := range texts {
			at := to(j)
			switch {
			case at >= 0 && at < len(s.columns):
				s.propose(&p, rows[i], at, text)
			case strings.TrimSpace(text) == "", p.Headed && b.Headings[j] == exchange.Heading{} && number(text):
			default:
				p.Beyond = append(p.Beyond, Beyond{i, j, text})
			}
		}
	}
	return p, nil
}

// number reports whether text may be the number of a row, of which nothing is lost.
func number(text string) bool {
	return strings.Trim(pingyi.HalfWidth(text), "0123456789.、 ") == ""
}

// filled is a line of a block whose blank cells have the text above.
func (s *Sheet) filled(texts, above []string, to func(int) int) []string {
	out := append([]string{}, texts...)
	for j, text := range out {
		at := to(j)
		money := at >= 0 && at < len(s.columns) && s.columns[at].Field == pingyi.FieldBudget
		if strings.TrimSpace(text) == "" && above != nil && !money {
			out[j] = above[j]
		}
	}
	return out
}

// under returns the column that a heading stands for, -1 for none.
func (s *Sheet) under(h exchange.Heading) int {
	tier := pingyi.NoTier
	if h.Field == pingyi.FieldCriteria {
		var ok bool
		if tier, ok = s.scale.Parse(h.Tier); !ok {
			return -1
		}
	}
	for i, c := range s.columns {
		if c.Field == h.Field && c.Tier == tier {
			return i
		}
	}
	return -1
}

// ProposeReplace puts new for every old in an area. old stands for itself.
func (s *Sheet) ProposeReplace(a Area, old, new string) Proposal {
	p := Proposal{command: pingyi.CommandReplaceAll}
	for _, row := range s.present(a).Rows {
		for column := a.From; column < a.To && old != ""; column++ {
			if text := s.Text(row, column); strings.Contains(text, old) {
				s.propose(&p, row, column, strings.ReplaceAll(text, old, new))
			}
		}
	}
	return p
}

// Accept makes the step that was proposed. A cell that is no longer as it was then
// stays as it is, and the notes tell of it. [pingyi.TooBig] is as of
// [Sheet.ProposePaste].
func (s *Sheet) Accept(p Proposal) ([]Note, error) {
	coming := map[Row]bool{}
	var rows []Row
	for _, row := range p.New {
		if !s.lines[row].there {
			coming[row], rows = true, append(rows, row)
		}
	}
	if err := s.room(len(rows)); err != nil {
		return nil, err
	}
	var notes []Note
	var edits []edit
	for _, c := range p.Cells {
		l := s.lines[c.Row]
		if !l.there && !coming[c.Row] || l.text[c.Column] != c.Old {
			notes = append(notes, s.note(c.Row, c.Column, "的这一格刚才有人改过，没有动它", " has been changed by somebody else just now in this cell, which was left"))
			continue
		}
		edits = append(edits, edit{c.Cell, c.Old, c.New})
	}
	last := Row(0)
	if len(s.order) > 0 {
		last = s.order[len(s.order)-1]
	}
	s.do(p.command, behind(last, rows), edits)
	return notes, nil
}
