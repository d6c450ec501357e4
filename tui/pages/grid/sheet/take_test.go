package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"pingyi"
	"pingyi/tui/pages/grid/sheet"
)

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
	if !ok || step.In(pingyi.Zh) != "粘贴" || len(left) != 1 || left[0].Row != 1 || left[0].Column != 2 {
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

func TestUndoOfRowsLeavesThoseThatSomebodyElseChanged(t *testing.T) {
	r := newRecord(2)
	a := sheet.New(r.plan)
	copies, err := a.Duplicate([]sheet.Row{1, 2})
	if err != nil {
		t.Fatal(err)
	}
	r.save(t, a)
	b := sheet.New(r.plan)
	b.Set(sheet.Row(a.ID(copies[0])), 3, "别人的目标")
	b.Delete([]sheet.Row{sheet.Row(a.ID(copies[1]))})
	r.save(t, b)
	take(t, a, r.plan)
	if _, left, _ := a.Undo(); len(left) == 0 || !a.Has(copies[0]) || a.Has(copies[1]) || a.Text(copies[0], 3) != "别人的目标" {
		t.Errorf("left %v\n%s", left, picture(a))
	}
	if _, left, _ := a.Redo(); len(left) == 0 || !a.Has(copies[0]) || a.Text(copies[0], 3) != "别人的目标" {
		t.Errorf("left %v\n%s", left, picture(a))
	}
}

func TestUndoOfADeletionBringsBackWhatTheRecordHasLost(t *testing.T) {
	r := newRecord(2)
	s := sheet.New(r.plan)
	before := s.Copy(area(s))
	s.Delete([]sheet.Row{1})
	r.save(t, s)
	take(t, s, r.plan)
	if len(r.plan.Activities) != 1 || len(s.Rows()) != 1 {
		t.Fatal("it was not deleted")
	}
	if _, left, _ := s.Undo(); len(left) > 0 || s.ID(1) != 0 || !slices.EqualFunc(s.Copy(area(s)), before, slices.Equal) {
		t.Fatalf("left %v\n%s", left, picture(s))
	}
	r.save(t, s)
	take(t, s, r.plan)
	if len(r.plan.Activities) != 2 || r.plan.Activities[0].Name != before[0][0] || !s.Unsaved().Empty() {
		t.Errorf("%+v", r.plan.Activities)
	}
}

// A row deleted here came back, as somebody had changed it: undo finds it there.
func TestUndoOfADeletionFindsTheRowBack(t *testing.T) {
	r := newRecord(1)
	s := sheet.New(r.plan)
	s.Delete([]sheet.Row{1})
	r.plan.Activities = slices.Clone(r.plan.Activities)
	r.plan.Activities[0].Goal = "别人的目标"
	take(t, s, r.plan)
	if _, left, _ := s.Undo(); len(left) != 1 || !s.Has(1) || len(s.Rows()) != 1 {
		t.Errorf("left %v\n%s", left, picture(s))
	}
	if _, left, _ := s.Redo(); len(left) != 1 || !s.Has(1) {
		t.Errorf("left %v: what somebody else wrote was deleted", left)
	}
}

func TestStepsAndColumnsHaveNamesForPeople(t *testing.T) {
	s := sheet.New(plan(1))
	s.FillDown(area(s))
	if _, ok := s.NextUndo(); ok {
		t.Error("what changes nothing became a step")
	}
	s.Clear(sheet.Area{Rows: s.Rows(), From: 1, To: 2})
	if step, ok := s.NextUndo(); !ok || step.In(pingyi.Zh) != "清除" || step.In(pingyi.En) != "clear" || step.Command() != pingyi.CommandClear {
		t.Error(step.In(pingyi.Zh), step.In(pingyi.En))
	}
	s.Undo()
	if step, ok := s.NextRedo(); !ok || step.In(pingyi.Zh) != "清除" {
		t.Error("there is nothing to redo")
	}
	titles := ""
	for column := range s.Columns() {
		titles += s.Title(column, pingyi.Zh) + " "
	}
	if titles != "职责活动 预算数 内容描述 绩效目标 绩效指标 优 良 中 差 " {
		t.Error(titles)
	}
}

func TestARowThatIsBackWhenItsDeletionIsSavedIsANewOne(t *testing.T) {
	r := newRecord(2)
	s := sheet.New(r.plan)
	s.Delete([]sheet.Row{1, 2})
	s.Undo()
	s.Delete([]sheet.Row{2})
	s.Gone(1) // of what was sent before the undoing
	s.Gone(2)
	s.Gone(9)
	if u := s.Unsaved(); len(u.Deleted) > 0 || len(u.Edits) != 1 || u.Edits[0].Base.ID != 0 || u.Edits[0].Mine.Name != "校舍维修1期" {
		t.Errorf("to save: %+v", u)
	}
	// Somebody takes the deletion of the other back.
	if _, err := s.TakeChanges(pingyi.PlanChanges{Changed: r.plan.Activities[1:], IDs: []int{2}}); err != nil {
		t.Fatal(err)
	}
	if rows := s.Rows(); len(rows) != 2 || s.ID(rows[0])+s.ID(rows[1]) != 2 {
		t.Errorf("\n%s", picture(s))
	}
}

func TestARowThatIsTypedInStaysAsLongAsThat(t *testing.T) {
	for _, typed := range []bool{false, true} {
		p := plan(3)
		s := sheet.New(p)
		row := s.Rows()[1]
		s.Hold(row)
		p.Activities = slices.Delete(slices.Clone(p.Activities), 1, 2)
		if _, err := s.Take(p); err != nil {
			t.Fatal(err)
		}
		if !s.Has(row) || len(s.Unsaved().Edits) != 0 {
			t.Fatalf("while it is typed in it is there: %v, to save %v", s.Has(row), s.Unsaved())
		}
		if typed {
			s.SetSeen(row, 2, s.Text(row, 2), "接着写的")
		}
		s.Hold(0)
		if s.Has(row) != typed || len(s.Unsaved().Edits) != map[bool]int{true: 1}[typed] {
			t.Errorf("typed %v: there %v, to save %v", typed, s.Has(row), s.Unsaved())
		}
	}
}

// A row that was deleted here and comes back stands where the record has it, and nothing
// else is taken for moved.
func TestARowThatComesBackStandsWhereTheRecordHasIt(t *testing.T) {
	for n := 1; n <= 6; n++ {
		for id := 1; id <= n; id++ {
			p := plan(n)
			returned, changed := sheet.New(p), sheet.New(p)
			returned.Delete([]sheet.Row{sheet.Row(id)})
			returned.Return(id)
			changed.Delete([]sheet.Row{sheet.Row(id)})
			theirs := p.Activities[id-1]
			theirs.Goal = "别人改的。"
			if _, err := changed.TakeChanges(pingyi.PlanChanges{Changed: []pingyi.Activity{theirs}}); err != nil {
				t.Fatal(err)
			}
			for how, s := range map[string]*sheet.Sheet{"returned": returned, "changed": changed} {
				if !slices.Equal(s.Rows(), sheet.New(p).Rows()) || s.Unsaved().Order != nil {
					t.Errorf("%s, %d of %d: %v, to be saved as %v", how, id, n, s.Rows(), s.Unsaved().Order)
				}
			}
		}
	}
}

// A new row emptied while it was being saved is looked at as the activity that it is then.
func TestARowEmptiedWhileItIsSavedIsNoEmptyRow(t *testing.T) {
	s := sheet.New(plan(1))
	row, err := s.Add(1, 0, "新的")
	if err != nil {
		t.Fatal(err)
	}
	s.Set(row, 1, "5")
	e := s.Unsaved().Edits[0]
	s.Clear(sheet.Area{Rows: []sheet.Row{row}, To: len(s.Columns())})
	s.Findings()
	saved := e.Mine
	saved.ID = 2
	s.Saved(e, saved)
	if s.Check(row, 0) == nil || len(s.FindingsOf(row)) == 0 {
		t.Error("nothing is wrong with an activity without a name")
	}
}
