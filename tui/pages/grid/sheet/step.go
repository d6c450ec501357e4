package sheet

import (
	"slices"

	"pingyi"
)

// Step is what one action has done, whole: it is undone and redone as one.
type Step struct {
	command string
	serial  int
	moves   []move
	edits   []edit // made after the moves
}

// Command returns what the journal names the step when it is saved.
func (s Step) Command() string { return s.command }

// In returns the step's name in l.
func (s Step) In(l pingyi.Lang) string { return pingyi.CommandTitle(s.command, l) }

// At returns the first cell that the step has changed, or else the first row that it
// brought, took or moved.
func (s Step) At() Cell {
	switch {
	case len(s.edits) > 0:
		return s.edits[0].cell
	case len(s.moves) > 0:
		return Cell{Row: s.moves[0].row}
	}
	return Cell{}
}

// edit is a change of one cell.
type edit struct {
	cell    Cell
	was, is string
}

// move is a row's coming, going or changing its place.
type move struct {
	row      Row
	from, to spot
}

// spot is a place in the order: behind the row after, 0 being the beginning. at
// counts where that row is gone. The zero spot is out of the plan.
type spot struct {
	in    bool
	after Row
	at    int
}

// Note tells of a cell or row that was not as it had been expected.
type Note struct {
	Row    Row
	Column int // -1 is the whole row

	zh, en string
}

// In returns the note as a sentence in l.
func (n Note) In(l pingyi.Lang) string { return l.Of(n.zh, n.en) }

func (s *Sheet) note(row Row, column int, zh, en string) Note {
	name := pingyi.Excerpt(s.lines[row].text[0], 20)
	return Note{row, column, "“" + name + "”" + zh, "“" + name + "”" + en}
}

// edit returns the change that puts a text into a cell; none if it is there.
func (s *Sheet) edit(edits []edit, row Row, column int, text string) []edit {
	text, _ = s.clean(column, text)
	if was := s.lines[row].text[column]; was != text {
		edits = append(edits, edit{Cell{row, column}, was, text})
	}
	return edits
}

// do makes a step and remembers it; one that changes nothing is none.
func (s *Sheet) do(command string, moves []move, edits []edit) {
	if len(moves)+len(edits) == 0 {
		return
	}
	s.serial++
	for i, m := range moves {
		moves[i].from, moves[i].to.at = s.seat(m.row, m.to)
	}
	for _, e := range edits {
		s.put(e.cell, e.is)
	}
	s.done = append(s.done, Step{command, s.serial, moves, edits})
	s.undone = nil
}

// seat brings a row to a spot and returns where it was and its index there.
func (s *Sheet) seat(row Row, to spot) (from spot, at int) {
	s.gathered = false
	l := s.lines[row]
	if l.there {
		from = spot{in: true, at: slices.Index(s.order, row)}
		if from.at > 0 {
			from.after = s.order[from.at-1]
		}
		s.order = slices.Delete(s.order, from.at, from.at+1)
	}
	if l.there = to.in; to.in {
		at = s.find(to)
		s.order = slices.Insert(s.order, at, row)
	}
	return from, at
}

// find returns the index at which a row would stand at a spot.
func (s *Sheet) find(to spot) int {
	if to.after == 0 {
		return 0
	}
	if to.at > 0 && to.at <= len(s.order) && s.order[to.at-1] == to.after {
		return to.at
	}
	if i := slices.Index(s.order, to.after); i >= 0 {
		return i + 1
	}
	return min(to.at, len(s.order))
}

// put writes a cell. One that both changed is settled when it becomes what the
// record has.
func (s *Sheet) put(c Cell, text string) {
	l := s.lines[c.Row]
	l.text[c.Column], l.checks, l.orphan, s.gathered = text, nil, false, false
	if theirs, open := s.clashes[c]; open && theirs == text {
		l.base[c.Column] = theirs
		delete(s.clashes, c)
	}
}

// touched reports whether somebody else's text has come to the row since a step.
func (l *line) touched(step Step) bool {
	return slices.ContainsFunc(l.taken, func(n int) bool { return n >= step.serial })
}

// Undo takes back the last step and returns it. What somebody else has changed
// since stays as it is, and left tells of it. ok is false when there is nothing
// to undo.
func (s *Sheet) Undo() (undone Step, left []Note, ok bool) {
	if len(s.done) == 0 {
		return Step{}, nil, false
	}
	step := s.done[len(s.done)-1]
	s.done, s.undone = s.done[:len(s.done)-1], append(s.undone, step)
	for _, e := range slices.Backward(step.edits) {
		left = s.turn(left, step, edit{e.cell, e.is, e.was})
	}
	other := s.otherwise(step)
	for _, m := range slices.Backward(step.moves) {
		left = s.shift(left, step, m.to.in, move{row: m.row, to: m.from}, other)
	}
	return step, left, true
}

// Redo makes the step undone last again, as [Sheet.Undo] takes it back.
func (s *Sheet) Redo() (redone Step, left []Note, ok bool) {
	if len(s.undone) == 0 {
		return Step{}, nil, false
	}
	step := s.undone[len(s.undone)-1]
	s.undone, s.done = s.undone[:len(s.undone)-1], append(s.done, step)
	other := s.otherwise(step)
	for _, m := range step.moves {
		left = s.shift(left, step, m.from.in, m, other)
	}
	for _, e := range step.edits {
		left = s.turn(left, step, e)
	}
	return step, left, true
}

// turn makes an edit of a step if its cell is as it was then.
func (s *Sheet) turn(left []Note, step Step, e edit) []Note {
	row, column := e.cell.Row, e.cell.Column
	l := s.lines[row]
	theirs, open := s.clashes[e.cell]
	switch {
	case !l.there:
		return append(left, s.note(row, column, "这一行已经不在了", " is no longer there"))
	case l.taken != nil && l.taken[column] >= step.serial || l.text[column] != e.was:
		return append(left, s.note(row, column, "的这一格后来有人改过，没有动它", " has been changed by somebody else since in this cell, which was left"))
	case open && e.is == l.base[column]:
		s.put(e.cell, theirs)
		l.taken = stamped(l.taken, column, len(s.columns), s.serial)
		return append(left, s.note(row, column, "的这一格别人同时改过，用了别人的", " was changed by somebody else too in this cell, which now has their text"))
	}
	s.put(e.cell, e.is)
	return left
}

// otherwise returns the rows in which other texts stand than before the edits of a
// step.
func (s *Sheet) otherwise(step Step) map[Row]bool {
	other := map[Row]bool{}
	for _, e := range step.edits {
		if s.lines[e.cell.Row].text[e.cell.Column] != e.was {
			other[e.cell.Row] = true
		}
	}
	return other
}

// shift makes a move of a step if its row is there or not as it was then. A row with
// other texts does not go.
func (s *Sheet) shift(left []Note, step Step, expected bool, m move, other map[Row]bool) []Note {
	l := s.lines[m.row]
	switch {
	case l.there != expected && l.there:
		return append(left, s.note(m.row, -1, "后来有人改过，已经放回来了", " has been changed by somebody else since and is already back"))
	case l.there != expected:
		return append(left, s.note(m.row, -1, "已被别人删除", " has been deleted by somebody else"))
	case !m.to.in && (other[m.row] || l.touched(step) || s.disputed(m.row)):
		return append(left, s.note(m.row, -1, "后来有人改过，留下了这一行", " has been changed by somebody else since: the row was left"))
	}
	s.seat(m.row, m.to)
	return left
}

// stamped sets the number of a step for one cell.
func stamped(taken []int, column, columns, serial int) []int {
	if taken == nil {
		taken = make([]int, columns)
	}
	taken[column] = serial
	return taken
}

// NextUndo returns the step that [Sheet.Undo] would take back.
func (s *Sheet) NextUndo() (Step, bool) { return last(s.done) }

// NextRedo returns the step that [Sheet.Redo] would make again.
func (s *Sheet) NextRedo() (Step, bool) { return last(s.undone) }

func last(steps []Step) (Step, bool) {
	if len(steps) == 0 {
		return Step{}, false
	}
	return steps[len(steps)-1], true
}
