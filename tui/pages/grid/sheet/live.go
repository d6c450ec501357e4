package sheet

import (
	"slices"
	"strings"

	"pingyi"
)

// Hold names the row in which text is being typed that the sheet does not have yet; 0
// is none. Deleted elsewhere it stays meanwhile, as one that the record does not know
// and is not told of before something is typed into it.
func (s *Sheet) Hold(row Row) {
	if l := s.lines[s.held]; l != nil && l.orphan && row != s.held {
		s.seat(s.held, spot{})
		l.orphan = false
	}
	s.held = row
}

// Add types text into a new row behind another, 0 being before all. Errors as of
// [Sheet.Insert].
func (s *Sheet) Add(after Row, column int, text string) (Row, error) {
	if err := s.room(1); err != nil {
		return 0, err
	}
	row := s.newRow()
	s.do(pingyi.CommandEnter, behind(after, []Row{row}), s.edit(nil, row, column, text))
	return row, nil
}

// SetSeen types text into a cell that held seen when the hands began. If somebody
// else's text has come there since it is a clash, and it returns true.
func (s *Sheet) SetSeen(row Row, column int, seen, text string) (clash bool) {
	if !s.Has(row) {
		return false
	}
	l := s.lines[row]
	theirs := l.text[column]
	if text, _ = s.clean(column, text); text == seen {
		return false
	}
	s.Set(row, column, text)
	if theirs == seen || theirs == text || l.base == nil {
		return false
	}
	l.base[column] = seen
	s.clashes[Cell{row, column}] = theirs
	return true
}

// Disputed reports whether a cell has a clash.
func (s *Sheet) Disputed(c Cell) bool {
	_, open := s.clashes[c]
	return open
}

// Try returns what would be wrong with text in a cell as far as it can be told while
// it is typed: that the record would refuse it, or another activity has the name.
// Row 0 is one to come. Nothing yet is not wrong.
func (s *Sheet) Try(row Row, column int, text string) error {
	if text == "" {
		return nil
	}
	text, err := s.clean(column, text)
	if err != nil || s.columns[column].Field != pingyi.FieldName {
		return err
	}
	s.gather() // by which every name has its number
	name := s.names[pingyi.NameKey(text)]
	for i, other := range s.order {
		if other != row && name > 0 && s.look(other).name == name {
			return pingyi.Errorf(pingyi.Exists, "第 %d 项也叫这个名称", "activity %d has this name too", i+1)
		}
	}
	return nil
}

// Kept is what a row has that the record has not, to be kept beside it.
type Kept struct {
	ID    int      `json:"id,omitempty"`    // 0 for an activity that the record does not know
	After int      `json:"after,omitempty"` // the ID of the one it follows; 0 for before all
	Base  []string `json:"base,omitempty"`  // what the record had when Texts were made from it
	Texts []string `json:"texts"`
}

// Kept returns what is in the sheet alone, in the order of the plan.
func (s *Sheet) Kept() []Kept {
	var all []Kept
	after := 0
	for _, row := range s.order {
		l := s.lines[row]
		if s.Pending(row) {
			all = append(all, Kept{l.id, after, slices.Clone(l.base), slices.Clone(l.text)})
		}
		if l.id != 0 {
			after = l.id
		}
	}
	return all
}

// Holds reports whether the record has all that was kept by now: it was being saved then.
func (s *Sheet) Holds(all []Kept) bool {
	stored := s.stored()
	for _, k := range all {
		row, known := s.byID[k.ID]
		switch {
		case k.ID == 0 && stored[strings.Join(k.Texts, "\x00")]:
		case known && slices.Equal(s.lines[row].base, k.Texts):
		default:
			return false
		}
	}
	return true
}

// stored returns the rows that the record has, each by its texts in one.
func (s *Sheet) stored() map[string]bool {
	stored := map[string]bool{}
	for _, row := range s.record {
		if l := s.lines[row]; l.there {
			stored[strings.Join(l.base, "\x00")] = true
		}
	}
	return stored
}

// Resume brings in what was kept, as one step; what the record has changed since is a
// clash. What does not have the columns of this sheet is passed over, and so is a new
// row that the record has by now: it was being saved when it was kept. Errors as of
// [Sheet.Insert].
func (s *Sheet) Resume(all []Kept) error {
	var moves []move
	var edits []edit
	stored := s.stored()
	last := map[int]Row{} // behind which the next new row of the same place goes
	for _, k := range all {
		if len(k.Texts) != len(s.columns) || k.ID == 0 && stored[strings.Join(k.Texts, "\x00")] {
			continue
		}
		row, known := s.byID[k.ID]
		if known = known && k.ID != 0 && s.Has(row) && len(k.Base) == len(k.Texts); !known {
			if err := s.room(len(moves) + 1); err != nil {
				return err
			}
			after, ok := last[k.After]
			if !ok {
				after = s.byID[k.After]
			}
			row = s.newRow()
			last[k.After] = row
			moves = append(moves, move{row: row, to: spot{in: true, after: after}})
		}
		for column, text := range k.Texts {
			if known && text == k.Base[column] {
				continue
			}
			edits = s.edit(edits, row, column, text)
			if now := s.lines[row]; known && now.base[column] != k.Base[column] && now.base[column] != text {
				s.clashes[Cell{row, column}], now.base[column] = now.base[column], k.Base[column]
			}
		}
	}
	s.do(pingyi.CommandResume, moves, edits)
	return nil
}

// Return puts a row back that was deleted here, since the record keeps it.
func (s *Sheet) Return(id int) {
	row, known := s.byID[id]
	if !known || s.lines[row].there {
		return
	}
	s.lines[row].there = true
	s.order, s.gathered = s.arranged(s.record), false
}

// Met brings in what the record has of an activity whose edit it did not take, since
// somebody else had changed the same.
func (s *Sheet) Met(e Edit, theirs pingyi.Activity) []Note {
	return s.bring(e.Row, theirs)
}

// Pending reports whether a row has something that the record has not.
func (s *Sheet) Pending(row Row) bool {
	l := s.lines[row]
	return l != nil && l.there && (l.base == nil && !s.look(row).blank || l.base != nil && !slices.Equal(l.text, l.base))
}

// Stated returns the total that the plan states, nil if it states none.
func (s *Sheet) Stated() *pingyi.Amount { return s.stated }
