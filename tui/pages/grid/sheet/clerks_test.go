package sheet_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
	"pingyi/tui/pages/grid/sheet"
)

// record is a plan that sheets are saved to, as the store does it: an edit made
// from older text is merged field by field, or refused where both changed one.
type record struct {
	plan pingyi.Plan
	next int
	seen map[*sheet.Sheet][]pingyi.Activity // what each knows of it
}

func newRecord(n int) *record { return &record{plan(n), n + 1, map[*sheet.Sheet][]pingyi.Activity{}} }

// open returns a sheet of the plan, which [record.tell] will tell of changes.
func (r *record) open() *sheet.Sheet {
	s := sheet.New(r.plan)
	r.seen[s] = slices.Clone(r.plan.Activities)
	return s
}

// tell brings to a sheet what has become of the plan since it was told before.
func (r *record) tell(t failer, s *sheet.Sheet) {
	was := map[int]pingyi.Activity{}
	var old, ids []int
	for _, a := range r.seen[s] {
		was[a.ID], old = a, append(old, a.ID)
	}
	c := pingyi.PlanChanges{StatedTotal: r.plan.StatedTotal}
	for _, a := range r.plan.Activities {
		ids = append(ids, a.ID)
		if b, ok := was[a.ID]; !ok || !a.Equal(b) {
			c.Changed = append(c.Changed, a)
		}
	}
	if !slices.Equal(old, ids) {
		c.IDs = append([]int{}, ids...)
	}
	r.seen[s] = slices.Clone(r.plan.Activities)
	if _, err := s.TakeChanges(c); err != nil {
		t.Fatalf("%v", err)
	}
}

func (r *record) index(id int) int {
	return slices.IndexFunc(r.plan.Activities, func(a pingyi.Activity) bool { return a.ID == id })
}

// save brings what a sheet has to save into the record, as far as it is taken: an
// activity that was changed since it was seen is not deleted.
func (r *record) save(t failer, s *sheet.Sheet) {
	u := s.Unsaved()
	for _, seen := range u.Deleted {
		if i := r.index(seen.ID); i >= 0 && r.plan.Activities[i].Equal(seen) {
			r.plan.Activities = slices.Delete(slices.Clone(r.plan.Activities), i, i+1)
			s.Gone(seen.ID)
			r.seen[s] = slices.DeleteFunc(r.seen[s], func(a pingyi.Activity) bool { return a.ID == seen.ID })
		}
	}
	for _, e := range u.Edits {
		mine, _, err := e.Mine.Clean(r.plan.Scale)
		if err != nil && e.Base.ID == 0 {
			t.Fatalf("a new activity is refused: %v", err)
		}
		if e.Base.ID == 0 {
			mine.ID = r.next
			r.next++
			at := len(r.plan.Activities)
			if i := r.index(s.ID(e.After)); i >= 0 || e.After == 0 {
				at = i + 1
			}
			r.plan.Activities = slices.Insert(slices.Clone(r.plan.Activities), at, mine)
			s.Saved(e, mine)
			r.seen[s] = append(r.seen[s], mine)
			continue
		}
		i := r.index(e.Base.ID)
		if i < 0 {
			continue // deleted meanwhile
		}
		merged, clashes := pingyi.MergeActivity(e.Base, mine, r.plan.Activities[i])
		if len(clashes) > 0 {
			continue // to be taken first
		}
		merged.ID = e.Base.ID
		r.plan.Activities = slices.Clone(r.plan.Activities)
		r.plan.Activities[i] = merged
		s.Saved(e, merged)
		for i, a := range r.seen[s] {
			if a.ID == merged.ID {
				r.seen[s][i] = merged
			}
		}
	}
}

func take(t failer, s *sheet.Sheet, p pingyi.Plan) []sheet.Note {
	notes, err := s.Take(p)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return notes
}

// Two clerks type texts none of which is like another. Each of these is at the end
// in the record, unless somebody who saw it wrote over it, deleted its row or
// chose the other of two.
func TestTwoClerksLoseNothingThatWasTyped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRecord(rapid.IntRange(1, 4).Draw(t, "activities"))
		clerks := []*sheet.Sheet{r.open(), r.open()}
		kept := map[string]bool{}
		n := 0
		type1 := func(s *sheet.Sheet, row sheet.Row, column int) {
			n++
			delete(kept, s.Text(row, column))
			text := fmt.Sprintf("文%d", n)
			if column == 1 {
				text = fmt.Sprintf("%d.00", 1000+n)
			}
			s.Set(row, column, text)
			kept[text] = true
		}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			s := clerks[rapid.IntRange(0, 1).Draw(t, "clerk")]
			row := sheet.Row(0)
			if rows := s.Rows(); len(rows) > 0 {
				row = rows[rapid.IntRange(0, len(rows)-1).Draw(t, "row")]
			}
			column := rapid.IntRange(0, len(s.Columns())-1).Draw(t, "column")
			switch rapid.IntRange(0, 8).Draw(t, "action") {
			case 0, 1, 2:
				if row != 0 {
					type1(s, row, column)
				}
			case 3:
				rows, err := s.Insert(row, 1)
				if err != nil {
					t.Fatal(err)
				}
				type1(s, rows[0], 0)
				type1(s, rows[0], 1)
			case 4:
				if row != 0 {
					for column := range s.Columns() {
						delete(kept, s.Text(row, column))
					}
					for _, c := range s.Clashes() { // these stand beside it
						if c.Row == row {
							delete(kept, c.Theirs)
						}
					}
					s.Delete([]sheet.Row{row})
				}
			case 5:
				if row != 0 {
					s.Move([]sheet.Row{row}, 0)
				}
			case 6:
				r.save(t, s)
			case 7:
				r.tell(t, s)
			case 8:
				if c := s.Clashes(); len(c) > 0 {
					mine := rapid.Bool().Draw(t, "mine")
					text, other := c[0].Theirs, c[0].Mine
					if mine {
						text, other = other, text
					}
					delete(kept, other)
					s.Settle(c[0].Cell, text)
				}
			}
			for _, s := range clerks {
				seen := map[sheet.Row]bool{}
				for _, row := range s.Rows() {
					if seen[row] {
						t.Fatalf("row %d is there twice", row)
					}
					seen[row] = true
				}
			}
		}
		// Both come to an end: what is open is settled for mine.
		for range 6 {
			for _, s := range clerks {
				r.tell(t, s)
				for _, c := range s.Clashes() {
					delete(kept, c.Theirs)
					s.Settle(c.Cell, c.Mine)
				}
				r.save(t, s)
				r.tell(t, s)
			}
		}
		var there []string
		for _, a := range r.plan.Activities {
			there = append(there, append([]string{a.Name, a.Budget.String(), a.Content, a.Goal, a.Indicator}, a.Rubric...)...)
		}
		for text := range kept {
			if slices.Contains(there, text) {
				continue
			}
			// A row whose only text is in one cell has no name or amount yet.
			waits := slices.ContainsFunc(clerks, func(s *sheet.Sheet) bool {
				return slices.ContainsFunc(s.Rows(), func(row sheet.Row) bool {
					return s.ID(row) == 0 && slices.Contains(s.Copy(sheet.Area{Rows: []sheet.Row{row}, To: len(s.Columns())})[0], text)
				})
			})
			if !waits {
				t.Fatalf("%q is lost; the record has %q", text, there)
			}
		}
		for i, s := range clerks {
			var ids []int
			for _, row := range s.Rows() {
				if id := s.ID(row); id != 0 {
					ids = append(ids, id)
				}
			}
			if len(s.Unsaved().Edits)+len(s.Unsaved().Deleted)+len(s.Clashes()) > 0 || len(ids) != len(r.plan.Activities) {
				t.Fatalf("clerk %d has %v, to save %+v; the record has %d activities", i, ids, s.Unsaved(), len(r.plan.Activities))
			}
		}
	})
}

// Whatever two clerks do, undo included, nothing breaks and an undone text is
// never one that somebody else's has taken the place of.
func TestUndoRevertsNobodyElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRecord(3)
		s := r.open()
		foreign := map[[2]int]string{} // what others wrote, by ID and column, until written over here
		n := 0
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			switch rapid.IntRange(0, 5).Draw(t, "action") {
			case 0:
				if len(s.Rows()) > 0 {
					row := s.Rows()[rapid.IntRange(0, len(s.Rows())-1).Draw(t, "row")]
					column := rapid.IntRange(2, 4).Draw(t, "column")
					s.Set(row, column, rapid.SampledFrom([]string{"甲", "乙", "丙"}).Draw(t, "text"))
					delete(foreign, [2]int{s.ID(row), column})
				}
			case 1:
				r.save(t, s)
			case 2:
				i := rapid.IntRange(0, len(r.plan.Activities)-1).Draw(t, "activity")
				n++
				a := r.plan.Activities[i]
				a.Goal = rapid.SampledFrom([]string{"甲", "乙", fmt.Sprint("外", n)}).Draw(t, "theirs")
				before := r.plan.Activities[i].Goal
				r.plan.Activities = slices.Clone(r.plan.Activities)
				r.plan.Activities[i] = a
				r.tell(t, s)
				if len(s.Clashes()) > 0 {
					c := s.Clashes()[0]
					s.Settle(c.Cell, c.Theirs)
				}
				if a.Goal != before {
					foreign[[2]int{a.ID, 3}] = a.Goal
				}
			case 3:
				s.Undo()
			case 4:
				s.Redo()
			case 5:
				if len(s.Rows()) > 0 {
					s.FillDown(sheet.Area{Rows: s.Rows()[:1], From: 2, To: 3})
				}
			}
			for _, row := range s.Rows() {
				for column := 2; column < 5; column++ {
					if want, ok := foreign[[2]int{s.ID(row), column}]; ok && s.Text(row, column) != want && s.ID(row) != 0 {
						t.Fatalf("%d.%d: somebody else wrote %q, it became %q", row, column, want, s.Text(row, column))
					}
				}
			}
		}
	})
}

// Whatever two clerks do to one plan, undo and all, neither sheet shows a row twice
// or none that the record has, and both come to say the same.
func TestTwoSheetsComeToTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRecord(rapid.IntRange(0, 4).Draw(t, "activities"))
		clerks := []*sheet.Sheet{r.open(), r.open()}
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			s := clerks[rapid.IntRange(0, 1).Draw(t, "clerk")]
			switch rapid.IntRange(0, 7).Draw(t, "what") {
			default:
				act(t, s)
			case 4:
				r.save(t, s)
			case 5:
				r.tell(t, s)
			case 6:
				s.Undo()
			case 7:
				s.Redo()
			}
			_ = s.Findings()
		}
		for range 6 {
			for _, s := range clerks {
				r.tell(t, s)
				for _, c := range s.Clashes() {
					s.Settle(c.Cell, c.Theirs)
				}
				r.save(t, s)
				r.tell(t, s)
			}
		}
		for i, s := range clerks {
			stored := map[int][]string{}
			seen := map[sheet.Row]bool{}
			for _, row := range s.Rows() {
				if seen[row] {
					t.Fatalf("clerk %d: row %d is there twice", i, row)
				}
				seen[row] = true
				if id := s.ID(row); id != 0 {
					stored[id] = s.Copy(sheet.Area{Rows: []sheet.Row{row}, To: len(s.Columns())})[0]
				}
			}
			if len(stored) != len(r.plan.Activities) {
				t.Fatalf("clerk %d has %d rows of the record's %d", i, len(stored), len(r.plan.Activities))
			}
			for _, a := range r.plan.Activities {
				for column, c := range s.Columns() {
					id := sheet.Row(0)
					for _, row := range s.Rows() {
						if s.ID(row) == a.ID {
							id = row
						}
					}
					if c.Field == pingyi.FieldGoal && s.Check(id, column) == nil && stored[a.ID][column] != a.Goal {
						t.Fatalf("clerk %d shows %q, the record has %q", i, stored[a.ID][column], a.Goal)
					}
				}
			}
		}
	})
}
