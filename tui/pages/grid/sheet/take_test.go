package sheet_test

import (
	"fmt"
	"slices"
	"strings"
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
}

func newRecord(n int) *record { return &record{plan(n), n + 1} }

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
		clerks := []*sheet.Sheet{sheet.New(r.plan), sheet.New(r.plan)}
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
				take(t, s, r.plan)
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
				take(t, s, r.plan)
				for _, c := range s.Clashes() {
					delete(kept, c.Theirs)
					s.Settle(c.Cell, c.Mine)
				}
				r.save(t, s)
				take(t, s, r.plan)
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
		s := sheet.New(r.plan)
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
				take(t, s, r.plan)
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

func TestUndoLeavesWhatSomebodyElseChangedAndSaysSo(t *testing.T) {
	r := newRecord(2)
	a, b := sheet.New(r.plan), sheet.New(r.plan)
	a.SetArea(sheet.Area{Rows: a.Rows(), From: 2, To: 3}, [][]string{{"甲一"}, {"甲二"}})
	r.save(t, a)
	take(t, b, r.plan)
	b.Set(1, 2, "乙一")
	r.save(t, b)
	take(t, a, r.plan)
	step, left, ok := a.Undo()
	if !ok || step.In(pingyi.Zh) != "填写一块" || len(left) != 1 || left[0].Row != 1 || left[0].Column != 2 {
		t.Fatalf("%v, %v, %v", step.In(pingyi.Zh), left, ok)
	}
	if a.Text(1, 2) != "乙一" || a.Text(2, 2) == "甲二" {
		t.Errorf("\n%s", picture(a))
	}
	if !strings.Contains(left[0].In(pingyi.Zh), "有人改过") || !strings.Contains(left[0].In(pingyi.En), "somebody else") {
		t.Error(left[0].In(pingyi.Zh), left[0].In(pingyi.En))
	}
}

func TestACellBothChangedStandsSideBySideUntilSettled(t *testing.T) {
	for _, c := range []struct{ choice, want string }{{"甲", "甲"}, {"乙", "乙"}, {"丙", "丙"}} {
		r := newRecord(1)
		a, b := sheet.New(r.plan), sheet.New(r.plan)
		base := a.Text(1, 3)
		a.Set(1, 3, "甲")
		a.Set(1, 4, "甲的指标")
		b.Set(1, 3, "乙")
		r.save(t, b)
		if notes := take(t, a, r.plan); len(notes) != 1 || notes[0].Column != 3 {
			t.Fatalf("notes %v", notes)
		}
		if got := a.Clashes(); len(got) != 1 || got[0] != (sheet.Clash{Cell: sheet.Cell{Row: 1, Column: 3}, Base: base, Mine: "甲", Theirs: "乙"}) {
			t.Fatalf("clashes %+v", got)
		}
		r.save(t, a)
		if r.plan.Activities[0].Goal != "乙" || r.plan.Activities[0].Indicator != "甲的指标" {
			t.Fatalf("before it is settled the record has %+v", r.plan.Activities[0])
		}
		a.Settle(a.Clashes()[0].Cell, c.choice)
		r.save(t, a)
		if got := r.plan.Activities[0].Goal; got != c.want || len(a.Clashes()) > 0 || !a.Unsaved().Empty() {
			t.Errorf("%q, want %q; clashes %v", got, c.want, a.Clashes())
		}
	}
}

func TestUndoOfMineInAClashLeavesTheirs(t *testing.T) {
	r := newRecord(1)
	a, b := sheet.New(r.plan), sheet.New(r.plan)
	a.Set(1, 3, "甲")
	b.Set(1, 3, "乙")
	r.save(t, b)
	take(t, a, r.plan)
	if _, left, _ := a.Undo(); len(left) != 1 || a.Text(1, 3) != "乙" || len(a.Clashes()) > 0 || !a.Unsaved().Empty() {
		t.Errorf("left %v, text %q, clashes %v", left, a.Text(1, 3), a.Clashes())
	}
}

func TestARowDeletedByOneKeepsWhatTheOtherTyped(t *testing.T) {
	r := newRecord(3)
	a, b := sheet.New(r.plan), sheet.New(r.plan)
	a.Delete([]sheet.Row{2, 3})
	r.save(t, a)
	b.Set(2, 2, "正在填的内容")
	notes := take(t, b, r.plan)
	if len(notes) != 2 || !b.Has(2) || b.Has(3) || b.ID(2) != 0 || b.Text(2, 2) != "正在填的内容" {
		t.Fatalf("%v\n%s", notes, picture(b))
	}
	r.save(t, b)
	if len(r.plan.Activities) != 2 || r.plan.Activities[1].ID != 4 || r.plan.Activities[1].Content != "正在填的内容" {
		t.Errorf("%+v", r.plan.Activities)
	}
	// The other way round: deleted here, while somebody types there.
	c, d := sheet.New(r.plan), sheet.New(r.plan)
	c.Delete([]sheet.Row{4})
	d.Set(4, 3, "新目标")
	r.save(t, d)
	if notes := take(t, c, r.plan); len(notes) != 1 || !c.Has(4) || c.Text(4, 3) != "新目标" || len(c.Unsaved().Deleted) > 0 {
		t.Errorf("%v\n%s", notes, picture(c))
	}
}

func TestTextTypedWhileItWasSavedStaysToBeSaved(t *testing.T) {
	r := newRecord(1)
	s := sheet.New(r.plan)
	s.Set(1, 2, "一")
	sent := s.Unsaved().Edits[0]
	s.Set(1, 2, "一二")
	if notes := s.Saved(sent, sent.Mine); len(notes) > 0 || len(s.Clashes()) > 0 || s.Text(1, 2) != "一二" {
		t.Fatalf("%v, %v", notes, s.Clashes())
	}
	if u := s.Unsaved(); len(u.Edits) != 1 || u.Edits[0].Base.Content != "一" || u.Edits[0].Mine.Content != "一二" {
		t.Errorf("%+v", u)
	}
}

func TestRowsMovedHereStayAndThoseOfOthersComeBetween(t *testing.T) {
	r := newRecord(4)
	s := sheet.New(r.plan)
	s.Move([]sheet.Row{4}, 0)
	added, err := s.Insert(2, 1)
	if err != nil {
		t.Fatal(err)
	}
	s.Set(added[0], 0, "新")
	other := r.plan.Activities[0]
	other.ID, other.Name = 9, "别人加的"
	r.plan.Activities = slices.Insert(slices.Clone(r.plan.Activities), 1, other)
	take(t, s, r.plan)
	if want := []sheet.Row{4, 1, 9, 2, added[0], 3}; !slices.Equal(s.Rows(), want) {
		t.Errorf("%v, want %v", s.Rows(), want)
	}
	if u := s.Unsaved(); len(u.Order) != 6 {
		t.Errorf("order to save %v", u.Order)
	}
}

func TestAPlanOfOtherTiersIsNotTaken(t *testing.T) {
	p := plan(1)
	s := sheet.New(p)
	var err error
	if p.Scale, err = pingyi.NewScale([]string{"否", "是"}, []pingyi.Score{0, 60_00}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Take(p); pingyi.CodeOf(err) != pingyi.State {
		t.Error(err)
	}
}

// Whatever two clerks do to one plan, undo and all, neither sheet shows a row twice
// or none that the record has, and both come to say the same.
func TestTwoSheetsComeToTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRecord(rapid.IntRange(0, 4).Draw(t, "activities"))
		clerks := []*sheet.Sheet{sheet.New(r.plan), sheet.New(r.plan)}
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			s := clerks[rapid.IntRange(0, 1).Draw(t, "clerk")]
			switch rapid.IntRange(0, 7).Draw(t, "what") {
			default:
				act(t, s)
			case 4:
				r.save(t, s)
			case 5:
				take(t, s, r.plan)
			case 6:
				s.Undo()
			case 7:
				s.Redo()
			}
			_ = s.Findings()
		}
		for range 6 {
			for _, s := range clerks {
				take(t, s, r.plan)
				for _, c := range s.Clashes() {
					s.Settle(c.Cell, c.Theirs)
				}
				r.save(t, s)
				take(t, s, r.plan)
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
