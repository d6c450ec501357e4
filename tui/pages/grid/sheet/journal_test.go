package sheet_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
	"pingyi/store"
	"pingyi/store/kv/badgerkv"
	"pingyi/store/storetest"
	"pingyi/tui/pages/grid/sheet"
)

// clerk keys a plan of a record in a sheet, as the grid does.
type clerk struct {
	desk  *store.Desk
	key   pingyi.PlanKey
	sheet *sheet.Sheet
	seen  store.Seen
}

// follow brings to the sheet what has become of the plan.
func (c *clerk) follow(t *rapid.T, ctx func() (store.PlanChanges, error)) {
	changes, err := ctx()
	if err != nil {
		t.Fatal(err)
	}
	c.seen = changes.Seen
	if c.sheet == nil {
		c.sheet = sheet.New(*changes.Plan)
	} else if _, err := c.sheet.TakeChanges(changes.PlanChanges); err != nil {
		t.Fatal(err)
	}
}

// keying is what the sheet has to save, as the record takes it.
func (c *clerk) keying(command string) (store.Keying, []sheet.Edit) {
	u := c.sheet.Unsaved()
	in := store.Keying{Command: command, Deleted: u.Deleted}
	ids := map[sheet.Row]int{}
	id := func(row sheet.Row) int {
		if n, ok := ids[row]; ok {
			return n
		}
		return c.sheet.ID(row)
	}
	for i, e := range u.Edits {
		in.Edits = append(in.Edits, store.ActivityEdit{Base: e.Base, Mine: e.Mine, After: id(e.After)})
		if e.Base.ID == 0 {
			ids[e.Row] = -i - 1
		}
	}
	for _, row := range u.Order {
		in.Order = append(in.Order, id(row))
	}
	return in, u.Edits
}

func rowsOf(s *sheet.Sheet) (texts []string) {
	for _, row := range s.Rows() {
		texts = append(texts, fmt.Sprint(s.ID(row), s.Copy(sheet.Area{Rows: []sheet.Row{row}, To: len(s.Columns())})))
	}
	return texts
}

// Two clerks key one plan into the record, undo, redo, and take back by the history
// what either has done. In the end the journal alone makes the record again, and a
// sheet of that says what the sheets say in which they keyed.
func TestTheJournalAloneRebuildsTheSheet(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		ctx := t.Context()
		engine, err := badgerkv.OpenMemory()
		if err != nil {
			rt.Fatal(err)
		}
		defer engine.Close()
		owner := store.On(engine, store.Options{}).OwnerDesk("test")
		p := plan(rapid.IntRange(1, 4).Draw(rt, "activities"))
		if _, err := owner.File(ctx, store.Filing{Plan: p, Has: func(pingyi.Field) bool { return true }}); err != nil {
			rt.Fatal(err)
		}
		var clerks []*clerk
		follow := func(c *clerk) {
			c.follow(rt, func() (store.PlanChanges, error) { return c.desk.PlanSince(ctx, c.key, c.seen) })
		}
		for _, id := range []string{"k1", "k2"} {
			if err := owner.AddMember(ctx, pingyi.Member{ID: id, Name: id, Role: pingyi.Clerk}); err != nil {
				rt.Fatal(err)
			}
			d, err := owner.For(ctx, id)
			if err != nil {
				rt.Fatal(err)
			}
			c := &clerk{desk: d, key: p.Key()}
			follow(c)
			clerks = append(clerks, c)
		}
		save := func(c *clerk, command string) {
			in, edits := c.keying(command)
			var keyed store.Keyed
			for !keyed.Done {
				if keyed, err = c.desk.SaveActivities(ctx, c.key, in, keyed); err != nil {
					rt.Fatal(err)
				}
			}
			for i, err := range keyed.Deleted {
				if err == nil {
					c.sheet.Gone(in.Deleted[i].ID)
				}
			}
			for i, k := range keyed.Edits {
				if k.Err == nil && len(k.Clashes) == 0 {
					c.sheet.Saved(edits[i], k.Saved)
				}
			}
			follow(c)
		}
		for range rapid.IntRange(1, 15).Draw(rt, "steps") {
			c := rapid.SampledFrom(clerks).Draw(rt, "clerk")
			switch rapid.IntRange(0, 9).Draw(rt, "what") {
			default:
				act(rt, c.sheet)
				if step, ok := c.sheet.NextUndo(); ok {
					save(c, step.Command())
				}
			case 6:
				follow(c)
			case 7:
				if step, _, ok := c.sheet.Undo(); ok {
					save(c, pingyi.UndoCommand(step.Command()))
				}
			case 8:
				if step, _, ok := c.sheet.Redo(); ok {
					save(c, pingyi.UndoCommand(pingyi.UndoCommand(step.Command())))
				}
			case 9:
				events, err := c.desk.History(ctx, store.HistoryFilter{Year: c.key.Year, Department: c.key.Department})
				if err != nil {
					rt.Fatal(err)
				}
				if _, err := c.desk.Undo(ctx, rapid.SampledFrom(events).Draw(rt, "entry").ID); err != nil && pingyi.CodeOf(err) != pingyi.State {
					rt.Fatal(err)
				}
			}
		}
		// What waits, as it cannot be saved yet, is brought to an end.
		for range 4 {
			for _, c := range clerks {
				follow(c)
				for _, clash := range c.sheet.Clashes() {
					c.sheet.Settle(clash.Cell, clash.Theirs)
				}
				for _, row := range slices.Clone(c.sheet.Rows()) {
					for column := range c.sheet.Columns() {
						if c.sheet.Check(row, column) != nil {
							c.sheet.Set(row, column, "1")
						}
					}
					if c.sheet.ID(row) == 0 && c.sheet.Text(row, 0) == "" { // nothing stands in it
						c.sheet.Delete([]sheet.Row{row})
					}
				}
				save(c, pingyi.CommandEditActivities)
			}
		}
		again, err := badgerkv.OpenMemory()
		if err != nil {
			rt.Fatal(err)
		}
		defer again.Close()
		if err := storetest.Rebuild(engine, again); err != nil {
			rt.Fatal(err)
		}
		if err := storetest.Same(engine, again); err != nil {
			rt.Fatal(err)
		}
		rebuilt, err := store.On(again, store.Options{}).OwnerDesk("test").Plan(ctx, p.Key())
		if err != nil {
			rt.Fatal(err)
		}
		want := rowsOf(sheet.New(rebuilt))
		for _, c := range clerks {
			follow(c)
			if got := rowsOf(c.sheet); !slices.Equal(got, want) || !c.sheet.Unsaved().Empty() {
				rt.Fatalf("%s has\n%q\nand the record\n%q\nto save: %+v", c.desk.Actor().Member.ID, got, want, c.sheet.Unsaved())
			}
		}
	})
}
