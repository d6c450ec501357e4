// Package sheet is a plan's activities as a grid of cells: what the hands do to
// it, undone and redone; what others do to the plan meanwhile; and what looks
// wrong. It draws nothing, stores nothing and asks for no time.
//
// A cell holds what was typed, in the form of the record once it is clean, so that
// an amount nobody can read stays to be mended. What the record has is kept beside
// it: the difference is what there is to save ([Sheet.Unsaved]), and what others
// save comes in by [Sheet.Take].
package sheet

import (
	"slices"

	"pingyi"
)

// Row names a row for as long as the sheet lives, wherever it moves: by the ID of
// an activity that was stored when it came, by a negative number if it came to be
// here. No row is 0.
type Row int

// Column is one field of the activities, of the criteria one tier.
type Column struct {
	Field pingyi.Field
	Tier  pingyi.Tier // of FieldCriteria; otherwise NoTier
}

// Cell is where a row and a column cross.
type Cell struct {
	Row    Row
	Column int
}

// Area is the cells where rows, in the order of the screen, cross the columns
// from From to before To.
type Area struct {
	Rows     []Row
	From, To int
}

// line is a row with its texts; one that was deleted keeps them.
type line struct {
	id   int      // in the record; 0 where that has no such activity
	text []string // one for each column
	base []string // what the record had when text was made from it; nil without an id
	// taken is for each cell the number of the last step before somebody else's
	// text came there; nil where none came.
	taken  []int
	there  bool
	orphan bool    // it is there only for what is being typed in it, see [Sheet.Hold]
	checks *checks // nil where it is to be looked at again
}

// Sheet is a plan being keyed. It is not safe for concurrent use.
type Sheet struct {
	scale   pingyi.Scale
	stated  *pingyi.Amount
	columns []Column
	order   []Row // as the plan has them
	record  []Row // as the record has them
	lines   map[Row]*line
	byID    map[int]Row
	clashes map[Cell]string // what the record has where both changed a cell
	own     Row             // the last number given to a row of its own
	held    Row             // in which text is being typed that is not here yet; 0 for none

	serial       int // of the last step
	done, undone []Step
	names        map[string]int // the number of each name, by its key

	gathered bool // what follows is of the rows as they are
	found    []Finding
	sum      pingyi.Amount
	same     map[Row]int // of rows with the name of an earlier one: its number
}

// New returns a sheet of the plan as the record has it.
func New(p pingyi.Plan) *Sheet {
	s := &Sheet{scale: p.Scale, stated: p.StatedTotal, lines: map[Row]*line{}, byID: map[int]Row{}, clashes: map[Cell]string{}, names: map[string]int{}, same: map[Row]int{}}
	for _, f := range []pingyi.Field{pingyi.FieldName, pingyi.FieldBudget, pingyi.FieldContent, pingyi.FieldGoal, pingyi.FieldIndicator} {
		s.columns = append(s.columns, Column{f, pingyi.NoTier})
	}
	for _, t := range p.Scale.Best() {
		s.columns = append(s.columns, Column{pingyi.FieldCriteria, t})
	}
	for _, a := range p.Activities {
		s.record = append(s.record, s.received(a))
	}
	s.order = slices.Clone(s.record)
	return s
}

// received makes a row of an activity that the record has and the sheet has not.
func (s *Sheet) received(a pingyi.Activity) Row {
	row := Row(a.ID)
	if s.lines[row] != nil {
		row = s.newRow()
	}
	texts := s.texts(a)
	s.lines[row] = &line{id: a.ID, text: texts, base: slices.Clone(texts), there: true}
	s.byID[a.ID] = row
	return row
}

// newRow makes an empty row that is nowhere yet.
func (s *Sheet) newRow() Row {
	s.own--
	s.lines[s.own] = &line{text: make([]string, len(s.columns))}
	return s.own
}

// Columns returns the columns, the tiers from the best.
func (s *Sheet) Columns() []Column { return s.columns }

// Title returns the heading of a column.
func (s *Sheet) Title(column int, l pingyi.Lang) string {
	if c := s.columns[column]; c.Field == pingyi.FieldCriteria {
		return s.scale.Name(c.Tier)
	}
	return s.columns[column].Field.Title(l)
}

// Rows returns the rows in the order of the plan. The slice is the sheet's own
// and good until the next change.
func (s *Sheet) Rows() []Row { return s.order }

// Has reports whether the row is there.
func (s *Sheet) Has(row Row) bool { return s.lines[row] != nil && s.lines[row].there }

// Text returns what stands in a cell, "" where there is none.
func (s *Sheet) Text(row Row, column int) string {
	if !s.Has(row) {
		return ""
	}
	return s.lines[row].text[column]
}

// ID returns the ID by which the record knows the row, 0 where it does not.
func (s *Sheet) ID(row Row) int {
	if l := s.lines[row]; l != nil {
		return l.id
	}
	return 0
}

// field returns where an activity keeps the text of a column other than the
// amount's.
func (c Column) field(a *pingyi.Activity) *string {
	switch c.Field {
	case pingyi.FieldName:
		return &a.Name
	case pingyi.FieldContent:
		return &a.Content
	case pingyi.FieldGoal:
		return &a.Goal
	case pingyi.FieldIndicator:
		return &a.Indicator
	}
	return &a.Rubric[c.Tier]
}

// texts returns an activity as cells.
func (s *Sheet) texts(a pingyi.Activity) []string {
	texts := make([]string, len(s.columns))
	if missing := s.scale.Len() - len(a.Rubric); missing > 0 {
		a.Rubric = append(slices.Clone(a.Rubric), make(pingyi.Rubric, missing)...)
	}
	for i, c := range s.columns {
		if c.Field == pingyi.FieldBudget {
			texts[i] = a.Budget.String()
		} else {
			texts[i] = *c.field(&a)
		}
	}
	return texts
}

// activity returns cells as an activity. An amount that cannot be read is 0.
func (s *Sheet) activity(id int, texts []string) pingyi.Activity {
	a := pingyi.Activity{ID: id, Rubric: make(pingyi.Rubric, s.scale.Len())}
	for i, c := range s.columns {
		if c.Field == pingyi.FieldBudget {
			a.Budget, _ = pingyi.ParseAmount(texts[i])
		} else {
			*c.field(&a) = texts[i]
		}
	}
	return a
}

// clean returns text as the record would keep it in a column; what it would
// refuse comes back as it is, with the reason.
func (s *Sheet) clean(column int, text string) (string, error) {
	c := s.columns[column]
	if c.Field == pingyi.FieldBudget {
		amount, err := pingyi.ParseAmount(text)
		if err != nil {
			return text, err.(*pingyi.Error).At(pingyi.Place{Entry: c.Field})
		}
		return amount.String(), nil
	}
	a := pingyi.Activity{Name: "-", Rubric: make(pingyi.Rubric, s.scale.Len())}
	*c.field(&a) = text
	a, _, err := a.Clean(s.scale)
	if err != nil && text != "" {
		return text, err
	}
	return *c.field(&a), err
}
