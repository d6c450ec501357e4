package sheet

import (
	"slices"
	"strings"

	"pingyi"
)

// Clash is a cell that the hands here and somebody else changed to different
// texts. It keeps mine, and is not saved, until it is settled.
type Clash struct {
	Cell
	Base, Mine, Theirs string
}

// Clashes returns what is to be settled, in the order of the plan.
func (s *Sheet) Clashes() []Clash {
	var all []Clash
	for _, row := range s.order {
		if len(all) == len(s.clashes) {
			break
		}
		for column := range s.columns {
			if theirs, open := s.clashes[Cell{row, column}]; open {
				l := s.lines[row]
				all = append(all, Clash{Cell{row, column}, l.base[column], l.text[column], theirs})
			}
		}
	}
	return all
}

// disputed reports whether a row has a clash.
func (s *Sheet) disputed(row Row) bool {
	for column := range s.columns {
		if _, open := s.clashes[Cell{row, column}]; open {
			return true
		}
	}
	return false
}

// Settle gives a clash the text that shall stand: mine, theirs or another. It is a
// step on what the record has: undone, it leaves theirs, and so do the steps from
// before it.
func (s *Sheet) Settle(c Cell, text string) {
	theirs, open := s.clashes[c]
	if !open || !s.Has(c.Row) {
		return
	}
	s.put(c, theirs)
	l := s.lines[c.Row]
	l.taken = stamped(l.taken, c.Column, len(s.columns), s.serial)
	s.do(pingyi.CommandSettle, nil, s.edit(nil, c.Row, c.Column, text))
}

// Take brings in the plan as the record has it now, field by field. The notes tell
// of rows that are gone, that were kept for the text typed in them and that came
// back, and of new clashes.
//
// A row deleted elsewhere stays, as one the record does not know, if it has text
// that was not saved. A row deleted here comes back if its text was changed
// elsewhere. [pingyi.State] is for a plan that has other tiers by now: nothing is
// taken then.
//
// While something is being saved nothing should be taken before [Sheet.Saved] has
// told of it: what was sent would come back as somebody else's.
func (s *Sheet) Take(p pingyi.Plan) ([]Note, error) {
	if !p.Scale.Equal(s.scale) {
		return nil, pingyi.Errorf(pingyi.State, "这份计划的等级刚被改过，请存好手上的内容，重新打开", "the tiers of this plan have just been changed: save what is typed and open it again")
	}
	ids := make([]int, len(p.Activities))
	for i, a := range p.Activities {
		ids[i] = a.ID
	}
	return s.take(p.Activities, ids, p.StatedTotal), nil
}

// TakeChanges is [Sheet.Take] of what has become of the plan since it was taken. It
// looks at what was changed alone, unless rows came, went or were moved.
func (s *Sheet) TakeChanges(c pingyi.PlanChanges) ([]Note, error) {
	if c.Plan != nil {
		return s.Take(*c.Plan)
	}
	return s.take(c.Changed, c.IDs, c.StatedTotal), nil
}

// take brings in activities as the record has them, and the order of all there are,
// nil where that has stayed.
func (s *Sheet) take(changed []pingyi.Activity, ids []int, stated *pingyi.Amount) []Note {
	if len(changed) > 0 || ids != nil || !pingyi.SameTotal(s.stated, stated) {
		s.stated, s.gathered = stated, false
	}
	var notes []Note
	theirs, back := s.record, false
	for _, a := range changed {
		row, ok := s.byID[a.ID]
		if !ok {
			s.received(a)
			continue
		}
		there := s.lines[row].there
		notes = s.meetRow(notes, row, s.texts(a))
		back = back || !there && s.lines[row].there
	}
	if ids != nil {
		theirs = make([]Row, len(ids))
		known := make(map[Row]bool, len(ids))
		for i, id := range ids {
			theirs[i] = s.byID[id]
			known[theirs[i]] = true
		}
		for _, row := range s.record {
			if l := s.lines[row]; !known[row] && l.id != 0 {
				notes = s.forget(notes, row)
			}
		}
	}
	if ids != nil || back {
		s.order, s.record = s.arranged(theirs), theirs
	}
	return notes
}

// meetRow brings the record's texts into a row.
func (s *Sheet) meetRow(notes []Note, row Row, texts []string) []Note {
	l := s.lines[row]
	if !l.there {
		if slices.Equal(texts, s.seen(row)) {
			return notes
		}
		l.there = true
		notes = append(notes, s.note(row, -1, "这边已删除，但别人改过，放回来了", " was deleted here, but changed by somebody else: it is back"))
	}
	for column, text := range texts {
		if s.meet(row, column, text) {
			notes = append(notes, s.note(row, column, "的这一格别人同时改成了别的内容，请选定一个", " was changed to something else by somebody in this cell at the same time: choose one"))
		}
	}
	return notes
}

// seen returns what the hands here know the record to have in a row.
func (s *Sheet) seen(row Row) []string {
	texts := slices.Clone(s.lines[row].base)
	for column := range texts {
		if theirs, open := s.clashes[Cell{row, column}]; open {
			texts[column] = theirs
		}
	}
	return texts
}

// meet brings the record's text into a cell and reports whether that is a clash
// which was none before.
func (s *Sheet) meet(row Row, column int, theirs string) (clash bool) {
	l, c := s.lines[row], Cell{row, column}
	_, open := s.clashes[c]
	mine, base := l.text[column], l.base[column]
	switch {
	case theirs == base: // or is so again
		delete(s.clashes, c)
	case theirs == mine: // both typed the same, which is then not only mine to undo
		delete(s.clashes, c)
		l.base[column] = theirs
		l.taken = stamped(l.taken, column, len(s.columns), s.serial)
	case mine == base && !open:
		l.text[column], l.base[column], l.checks = theirs, theirs, nil
		l.taken = stamped(l.taken, column, len(s.columns), s.serial)
	default:
		s.clashes[c] = theirs
		return !open
	}
	return false
}

// forget takes out a row that the record has no more, unless it has text of its
// own.
func (s *Sheet) forget(notes []Note, row Row) []Note {
	l := s.lines[row]
	mine := s.disputed(row) || !slices.Equal(l.text, l.base)
	l.orphan = !mine && l.there && row == s.held
	s.disown(row)
	switch {
	case !l.there:
		return notes
	case l.orphan, mine && strings.Join(l.text, "") != "":
		return append(notes, s.note(row, -1, "已被别人删除，这边填的内容留作新的一行", " has been deleted by somebody else: what was typed here stays as a new row"))
	}
	l.there = false
	return append(notes, s.note(row, -1, "已被别人删除", " has been deleted by somebody else"))
}

// arranged returns the order of the record's rows with what was done here: rows of
// the sheet's own and those that were moved stay behind the row they follow.
func (s *Sheet) arranged(theirs []Row) []Row {
	moved := s.moved()
	next := map[Row][]Row{} // the rows of here by the one they follow
	anchor := Row(0)
	for _, row := range s.order {
		l := s.lines[row]
		if !l.there {
			continue
		}
		if l.id == 0 || moved[row] {
			next[anchor] = append(next[anchor], row)
		}
		anchor = row
	}
	order := make([]Row, 0, len(s.order))
	var stack []Row
	follow := func(row Row) {
		for stack = append(stack, row); len(stack) > 0; {
			r := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if r != 0 {
				order = append(order, r)
			}
			for _, f := range slices.Backward(next[r]) {
				stack = append(stack, f)
			}
		}
	}
	follow(0)
	for _, row := range theirs {
		if s.lines[row].there && !moved[row] {
			follow(row)
		}
	}
	return order
}

// moved returns the rows of the record that stand in another order here: all but
// a longest run of them that has kept it.
func (s *Sheet) moved() map[Row]bool {
	was, rows := make([]Row, 0, len(s.record)), make([]Row, 0, len(s.order))
	for _, row := range s.record {
		if l := s.lines[row]; l.there && l.id != 0 {
			was = append(was, row)
		}
	}
	for _, row := range s.order {
		if s.lines[row].id != 0 {
			rows = append(rows, row)
		}
	}
	// They mostly stand alike but for a few: between these is looked. A row that comes
	// back stands in the record only.
	for len(rows) > 0 && len(was) > 0 && rows[0] == was[0] {
		was, rows = was[1:], rows[1:]
	}
	for len(rows) > 0 && len(was) > 0 && rows[len(rows)-1] == was[len(was)-1] {
		was, rows = was[:len(was)-1], rows[:len(rows)-1]
	}
	if len(rows) == 0 {
		return nil
	}
	place := make(map[Row]int, len(was))
	for i, row := range was {
		place[row] = i
	}
	var ends []int // of the best run of each length, by index into rows
	before := make([]int, len(rows))
	for i, row := range rows {
		n, _ := slices.BinarySearchFunc(ends, place[row], func(e, at int) int { return place[rows[e]] - at })
		before[i] = -1
		if n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	moved := make(map[Row]bool)
	for _, row := range rows {
		moved[row] = true
	}
	for i := ends[len(ends)-1]; i >= 0; i = before[i] {
		delete(moved, rows[i])
	}
	return moved
}
