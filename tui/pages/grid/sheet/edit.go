package sheet

import (
	"slices"

	"pingyi"
	"pingyi/store/exchange"
)

// Set types text into a cell.
func (s *Sheet) Set(row Row, column int, text string) {
	if s.Has(row) {
		s.do(pingyi.CommandEnter, nil, s.edit(nil, row, column, text))
	}
}

// SetArea pastes texts into an area, row by row; what has no text keeps its own.
func (s *Sheet) SetArea(a Area, texts [][]string) {
	s.do(pingyi.CommandPaste, nil, s.each(a, func(i, column int, old string) string {
		if i < len(texts) && column-a.From < len(texts[i]) {
			return texts[i][column-a.From]
		}
		return old
	}))
}

// Clear empties an area.
func (s *Sheet) Clear(a Area) {
	s.do(pingyi.CommandClear, nil, s.each(a, func(int, int, string) string { return "" }))
}

// FillDown puts the texts of the first row of an area into all its rows.
func (s *Sheet) FillDown(a Area) {
	if a = s.present(a); len(a.Rows) > 1 {
		s.do(pingyi.CommandFillDown, nil, s.each(a, func(_, column int, _ string) string { return s.Text(a.Rows[0], column) }))
	}
}

// Ditto puts the text of the row above, on the screen, into a cell.
func (s *Sheet) Ditto(above, row Row, column int) {
	if s.Has(above) && s.Has(row) {
		s.do(pingyi.CommandDitto, nil, s.edit(nil, row, column, s.Text(above, column)))
	}
}

// FillSeries goes on down each column of an area: with the numbers of its first
// text, or its first two, counting on, else with the first text.
func (s *Sheet) FillSeries(a Area) {
	if a = s.present(a); len(a.Rows) < 2 {
		return
	}
	series := map[int]func(i int) string{}
	for column := a.From; column < a.To; column++ {
		money := s.columns[column].Field == pingyi.FieldBudget
		series[column] = seriesOf(s.Text(a.Rows[0], column), s.Text(a.Rows[1], column), money)
	}
	s.do(pingyi.CommandFillSeries, nil, s.each(a, func(i, column int, _ string) string { return series[column](i) }))
}

// PutRubrics gives each of rows the rubric at its place in rubrics. What is not of
// the criteria stays.
func (s *Sheet) PutRubrics(rows []Row, rubrics []pingyi.Rubric) {
	tiers := Area{rows, len(s.columns) - s.scale.Len(), len(s.columns)}
	s.do(pingyi.CommandPutTemplate, nil, s.each(tiers, func(i, column int, _ string) string { return rubrics[i][s.columns[column].Tier] }))
}

// Rubric returns the criteria of a row, all empty for none.
func (s *Sheet) Rubric(row Row) pingyi.Rubric {
	if !s.Has(row) {
		return make(pingyi.Rubric, s.scale.Len())
	}
	return s.activity(0, s.lines[row].text).Rubric
}

// Copy returns the texts of an area.
func (s *Sheet) Copy(a Area) [][]string {
	var texts [][]string
	for _, row := range s.present(a).Rows {
		texts = append(texts, slices.Clone(s.lines[row].text[a.From:a.To]))
	}
	return texts
}

// Cut empties an area and returns its texts.
func (s *Sheet) Cut(a Area) [][]string {
	texts := s.Copy(a)
	s.do(pingyi.CommandCut, nil, s.each(a, func(int, int, string) string { return "" }))
	return texts
}

// CutRows takes rows out of the plan and returns their texts.
func (s *Sheet) CutRows(rows []Row) [][]string {
	texts := s.Copy(Area{Rows: rows, To: len(s.columns)})
	s.takeOut(pingyi.CommandCut, rows)
	return texts
}

// Clipboard returns the texts of an area as other programs paste them.
func (s *Sheet) Clipboard(a Area) string { return exchange.WriteBlock(s.Copy(a)) }

// present is the area without rows that are gone.
func (s *Sheet) present(a Area) Area {
	a.Rows = slices.DeleteFunc(slices.Clone(a.Rows), func(r Row) bool { return !s.Has(r) })
	return a
}

// each returns the edits that give each cell of an area its new text, i being the
// number of its row in the area.
func (s *Sheet) each(a Area, text func(i, column int, old string) string) []edit {
	var edits []edit
	for i, row := range a.Rows {
		for column := a.From; column < a.To && s.Has(row); column++ {
			edits = s.edit(edits, row, column, text(i, column, s.Text(row, column)))
		}
	}
	return edits
}

// room refuses more rows than a plan may have.
func (s *Sheet) room(more int) error {
	if len(s.order)+more > pingyi.MaxActivities {
		return pingyi.Errorf(pingyi.TooBig, "一份计划最多 %d 项活动，现有 %d 项，放不下再加的 %d 项", "a plan holds at most %d activities: it has %d, and %d more do not fit",
			pingyi.MaxActivities, len(s.order), more)
	}
	return nil
}

// behind returns the moves that bring rows, one after the other, behind a row; 0
// is before all.
func behind(after Row, rows []Row) []move {
	var moves []move
	for _, row := range rows {
		moves = append(moves, move{row: row, to: spot{in: true, after: after}})
		after = row
	}
	return moves
}

// Insert puts n empty rows behind a row, 0 being before all, and returns them.
// [pingyi.TooBig] is for more than a plan may have.
func (s *Sheet) Insert(after Row, n int) ([]Row, error) {
	if err := s.room(n); err != nil {
		return nil, err
	}
	rows := make([]Row, n)
	for i := range rows {
		rows[i] = s.newRow()
	}
	s.do(pingyi.CommandInsertRows, behind(after, rows), nil)
	return rows, nil
}

// Duplicate puts a copy of each row behind the last of them and returns the
// copies. Errors as of [Sheet.Insert].
func (s *Sheet) Duplicate(rows []Row) ([]Row, error) {
	rows = s.present(Area{Rows: rows}).Rows
	if err := s.room(len(rows)); err != nil || len(rows) == 0 {
		return nil, err
	}
	copies := make([]Row, len(rows))
	var edits []edit
	for i, row := range rows {
		copies[i] = s.newRow()
		for column, text := range s.lines[row].text {
			edits = s.edit(edits, copies[i], column, text)
		}
	}
	s.do(pingyi.CommandDuplicateRows, behind(rows[len(rows)-1], copies), edits)
	return copies, nil
}

// Move brings rows, in their order here, behind a row that is none of them, 0
// being before all.
func (s *Sheet) Move(rows []Row, after Row) {
	rows = s.present(Area{Rows: rows}).Rows
	if slices.Contains(rows, after) || after != 0 && !s.Has(after) {
		return
	}
	s.do(pingyi.CommandMoveRows, behind(after, rows), nil)
}

// Delete takes rows out of the plan.
func (s *Sheet) Delete(rows []Row) { s.takeOut(pingyi.CommandDeleteRows, rows) }

func (s *Sheet) takeOut(command string, rows []Row) {
	var moves []move
	for _, row := range s.present(Area{Rows: rows}).Rows {
		moves = append(moves, move{row: row})
	}
	s.do(command, moves, nil)
}
