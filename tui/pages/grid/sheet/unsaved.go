package sheet

import (
	"slices"

	"pingyi"
)

// Edit is a row that the record is to take: Mine made from Base. Base.ID is 0 for
// a new activity, which belongs behind the row After, 0 being before all: one that
// the record has, or that an earlier edit brings there.
type Edit struct {
	Row        Row
	After      Row
	Base, Mine pingyi.Activity

	texts []string // Mine as cells
}

// Unsaved is what the record does not have yet.
type Unsaved struct {
	Edits   []Edit
	Deleted []pingyi.Activity // as last seen: what was changed since is not to go
	Order   []Row             // all rows, where those of the record stand in another order; else nil
}

// Empty reports whether there is nothing to save.
func (u Unsaved) Empty() bool { return len(u.Edits)+len(u.Deleted)+len(u.Order) == 0 }

// Unsaved returns what can be saved. A cell that the record would refuse, and one
// with a clash, waits; a new row waits until all of it can be saved.
func (s *Sheet) Unsaved() Unsaved {
	var u Unsaved
	after := Row(0)
	for _, row := range s.order {
		l := s.lines[row]
		e, ok := s.unsaved(row, l)
		if ok {
			e.After = after
			u.Edits = append(u.Edits, e)
		}
		if ok || l.id != 0 {
			after = row
		}
	}
	for _, row := range s.record {
		if l := s.lines[row]; l.id != 0 && !l.there {
			u.Deleted = append(u.Deleted, s.activity(l.id, s.seen(row)))
		}
	}
	if len(s.moved()) > 0 {
		u.Order = slices.Clone(s.order)
	}
	return u
}

func (s *Sheet) unsaved(row Row, l *line) (Edit, bool) {
	if l.orphan || l.base != nil && slices.Equal(l.text, l.base) {
		return Edit{}, false
	}
	c := s.look(row)
	texts := slices.Clone(l.text)
	for column, err := range c.errs {
		_, open := s.clashes[Cell{row, column}]
		switch {
		case err == nil && !open:
		case l.base == nil:
			return Edit{}, false
		default:
			texts[column] = l.base[column]
		}
	}
	e := Edit{Row: row, Mine: s.activity(l.id, texts), texts: texts}
	if l.base != nil {
		e.Base = s.activity(l.id, l.base)
	}
	return e, !c.blank && (l.base == nil || !slices.Equal(texts, l.base))
}

// Saved tells the sheet that the record took an edit and has now saved, which may
// hold what somebody else changed beside it. It comes before the [Sheet.Take] of
// a plan with that edit: a new activity would else be there twice. What was typed
// in the meantime stays to be saved.
func (s *Sheet) Saved(e Edit, saved pingyi.Activity) []Note {
	l := s.lines[e.Row]
	if l.base == nil {
		l.id, l.base, l.checks = saved.ID, slices.Clone(e.texts), nil
		s.byID[saved.ID] = e.Row
		at := slices.Index(s.record, e.After) + 1
		if at == 0 && e.After != 0 {
			at = len(s.record)
		}
		s.record = slices.Insert(s.record, at, e.Row)
	}
	for column, sent := range e.texts {
		if _, open := s.clashes[Cell{e.Row, column}]; !open {
			l.base[column] = sent
		}
	}
	return s.bring(e.Row, saved)
}

// bring brings what the record has into a row, which may come back by that.
func (s *Sheet) bring(row Row, a pingyi.Activity) []Note {
	there := s.lines[row].there
	notes := s.meetRow(nil, row, s.texts(a))
	if s.lines[row].there && !there {
		s.order = s.arranged(s.record)
	}
	s.gathered = false
	return notes
}

// Ordered tells the sheet that the record has taken an order that was sent: what stands
// otherwise by now was moved since.
func (s *Sheet) Ordered(sent []Row) {
	known := setOf(s.record)
	sent = slices.DeleteFunc(slices.Clone(sent), func(row Row) bool { return !known[row] })
	ordered, next := setOf(sent), 0
	s.record = slices.Clone(s.record)
	for i, row := range s.record {
		if ordered[row] {
			s.record[i] = sent[next]
			next++
		}
	}
}

func setOf(rows []Row) map[Row]bool {
	set := make(map[Row]bool, len(rows))
	for _, row := range rows {
		set[row] = true
	}
	return set
}

// Gone tells the sheet that the record has deleted an activity, as it was to. A row
// that is back by then is a new one.
func (s *Sheet) Gone(id int) {
	row, known := s.byID[id]
	if !known {
		return
	}
	s.disown(row)
	s.record = slices.DeleteFunc(s.record, func(r Row) bool { return r == row })
}

// disown makes a row one that the record does not have.
func (s *Sheet) disown(row Row) {
	l := s.lines[row]
	delete(s.byID, l.id)
	l.id, l.base, l.checks, s.gathered = 0, nil, nil, false
	for column := range s.columns {
		delete(s.clashes, Cell{row, column})
	}
}
