package store_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
	"pingyi/store"
	"pingyi/store/kv"
)

// newest returns the newest entry of the history.
func newest(t testing.TB, d *store.Desk) pingyi.Event {
	t.Helper()
	events, err := d.History(t.Context(), store.HistoryFilter{Limit: 1})
	must(t, err)
	return events[0]
}

// undone takes back the newest command.
func undone(t testing.TB, d *store.Desk) store.Undoing {
	t.Helper()
	u, err := d.Undo(t.Context(), newest(t, d).ID)
	must(t, err)
	return u
}

// What the journal cannot have of itself is reported as damage, or passed over.
func TestUndoingADamagedStepIsNoPanic(t *testing.T) {
	ctx := t.Context()
	for name, c := range map[string]struct {
		of, writes string
		want       pingyi.Code
	}{
		"its beginning is not there": {`"of":"\u0078",`, "", pingyi.Damaged},
		"it writes nothing":          {"", `[{"key":"activity/2016/701/0/000999","after":null}]`, pingyi.State},
	} {
		engine, owner := onEngine(t)
		populate(t, owner)
		must(t, engine.Update(ctx, func(tx kv.Tx) error {
			entry := fmt.Sprintf(`{"rev":900,"id":"bad",%s"member":"owner","command":"paste","writes":%s}`, c.of, cmp.Or(c.writes, "[]"))
			if err := tx.Put([]byte("journal/0000000000000384"), []byte(entry)); err != nil {
				return err
			}
			return tx.Put([]byte("command/bad"), []byte("900"))
		}))
		for _, do := range []func(context.Context, string) (store.Undoing, error){owner.PreviewUndo, owner.Undo} {
			if _, err := do(ctx, "bad"); pingyi.CodeOf(err) != c.want {
				t.Errorf("%s: %v, want %s", name, err, c.want)
			}
		}
	}
}

func TestACommandIsUndoneAndRedone(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	k1 := as(t, owner, "k1")
	p, err := k1.Plan(ctx, key701)
	must(t, err)
	one, two := p.Activities[0], p.Activities[1]
	mine := one
	mine.Goal, mine.Rubric = "新目标", pingyi.Rubric{"差", "中", "良", "优"}
	head := p
	head.OverallGoal, head.StatedTotal = "新总体", new(pingyi.Amount)
	for name, do := range map[string]func() error{
		pingyi.CommandEditActivity:   func() error { _, _, err := k1.SaveActivity(ctx, key701, one, mine); return err },
		pingyi.CommandAddActivity:    func() error { _, err := k1.AddActivity(ctx, key701, 2, pingyi.Activity{Name: "新"}); return err },
		pingyi.CommandDeleteActivity: func() error { return k1.DeleteActivity(ctx, key701, one) },
		pingyi.CommandEditPlan:       func() error { return k1.SavePlanHead(ctx, p, head) },
		pingyi.CommandMoveRows: func() error {
			keyIn(t, k1, key701, store.Keying{Command: pingyi.CommandMoveRows, Order: []int{two.ID, one.ID}})
			return nil
		},
		pingyi.CommandPaste: func() error {
			keyIn(t, k1, key701, store.Keying{Command: pingyi.CommandPaste, Edits: append(newOnes(3), store.ActivityEdit{Base: one, Mine: mine}),
				Deleted: []pingyi.Activity{two}, Order: []int{one.ID, -2, -1, -3}})
			return nil
		},
		pingyi.CommandImport: func() error {
			f := filed(head)
			f.Plan.Activities, f.Remove = []pingyi.Activity{mine, {Name: "新一"}}, true
			_, err := k1.File(ctx, f)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			before, err := k1.Plan(ctx, key701)
			must(t, err)
			list, err := k1.Plans(ctx)
			must(t, err)
			must(t, do())
			after, err := k1.Plan(ctx, key701)
			must(t, err)
			id := newest(t, k1).ID
			preview, err := k1.PreviewUndo(ctx, id)
			must(t, err)
			if now := newest(t, k1); now.ID != id {
				t.Errorf("the preview did something: %+v", now)
			}
			u := undone(t, k1)
			if fmt.Sprint(u) != fmt.Sprint(preview) || len(u.Left) > 0 || u.Command != "undo "+name || newest(t, k1).Command != u.Command {
				t.Errorf("undone %+v, previewed %+v", u, preview)
			}
			sameAs(t, k1, key701, before)
			if now, err := k1.Plans(ctx); err != nil || fmt.Sprint(now) != fmt.Sprint(list) {
				t.Errorf("the list says %+v, %v", now, err)
			}
			if u := undone(t, k1); u.Command != "redo "+name || len(u.Left) > 0 {
				t.Errorf("redone %+v", u)
			}
			sameAs(t, k1, key701, after)
			if u := undone(t, k1); u.Command != "undo "+name {
				t.Errorf("undone again %+v", u)
			}
			sameAs(t, k1, key701, before)
			_, err = k1.Undo(ctx, id)
			refused(t, pingyi.State, err) // nothing is left
		})
	}
	_, err = owner.Verify(ctx)
	must(t, err)
}

func TestUndoLeavesWhatWasChangedSinceAndSaysSo(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	k1, m1 := as(t, owner, "k1"), as(t, owner, "m1")
	p, err := k1.Plan(ctx, key701)
	must(t, err)
	one, two := p.Activities[0], p.Activities[1]
	mine := one
	mine.Goal, mine.Content, mine.Rubric = "甲目标", "甲内容", append(pingyi.Rubric{"甲差"}, one.Rubric[1:]...)
	keyed, _ := keyIn(t, k1, key701, store.Keying{Command: pingyi.CommandPaste, Edits: []store.ActivityEdit{
		{Base: one, Mine: mine}, {Mine: pingyi.Activity{Name: "甲一"}}, {Mine: pingyi.Activity{Name: "甲二"}}, {Mine: pingyi.Activity{Name: "甲三"}},
	}, Deleted: []pingyi.Activity{two}, Order: []int{-3, -2, one.ID, -4}})
	id := newest(t, k1).ID
	theirs := mine
	theirs.Goal, theirs.Rubric = "乙目标", append(pingyi.Rubric{"乙差"}, one.Rubric[1:]...)
	added := keyed.Edits[1].Saved
	changed := added
	changed.Indicator = "乙指标"
	keyIn(t, m1, key701, store.Keying{Command: pingyi.CommandEditActivities, Edits: []store.ActivityEdit{{Base: mine, Mine: theirs}, {Base: added, Mine: changed}},
		Deleted: []pingyi.Activity{keyed.Edits[2].Saved}, Order: []int{one.ID, added.ID, keyed.Edits[3].Saved.ID}})
	u, err := k1.Undo(ctx, id)
	must(t, err)
	var left []string
	for _, l := range u.Left {
		left = append(left, fmt.Sprint(l.Subject.Activity, " ", l.Field, " ", l.In(pingyi.Zh)))
		if l.In(pingyi.En) == l.In(pingyi.Zh) {
			t.Errorf("not in both languages: %s", l.In(pingyi.En))
		}
	}
	want := []string{
		"1 goal “修路”的“绩效目标”后来又改过，没有动它", "1 criteria.差 “修路”的“评价标准·差”后来又改过，没有动它", "3  “甲一”后来又改过，留下了",
	}
	if !slices.Equal(left, want) {
		t.Errorf("left %q", left)
	}
	now, err := k1.Plan(ctx, key701)
	must(t, err)
	a := now.Activities
	if got := names(t, k1, key701); got != "修路 架桥 甲一" || a[0].Goal != "乙目标" || a[0].Content != one.Content || a[0].Rubric[0] != "乙差" || a[1].ID != two.ID || !a[1].Equal(two) {
		t.Errorf("%s: %+v", got, a)
	}
}

func TestWhatCannotBeUndoneSaysWhy(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	events, err := owner.History(ctx, store.HistoryFilter{})
	must(t, err)
	for _, e := range events {
		_, err := owner.Undo(ctx, e.ID)
		refused(t, pingyi.State, err)
	}
	_, err = owner.Undo(ctx, "none")
	refused(t, pingyi.NotFound, err)
	// A rated activity stays.
	_, err = owner.AddActivity(ctx, key702, 1, pingyi.Activity{Name: "新"})
	must(t, err)
	added := newest(t, owner)
	u, err := owner.Undo(ctx, added.ID)
	refused(t, pingyi.State, err)
	if len(u.Left) != 1 || !strings.Contains(u.Left[0].In(pingyi.Zh), "评审组") {
		t.Errorf("left %+v", u.Left)
	}
	// What came before another generation cannot be told from it.
	p, err := owner.Plan(ctx, key702)
	must(t, err)
	mine := p.Activities[0]
	mine.Goal = "改"
	_, _, err = owner.SaveActivity(ctx, key702, p.Activities[0], mine)
	must(t, err)
	edit := newest(t, owner)
	p.Activities[0] = mine
	for i := range 200 {
		p.Activities = append(p.Activities, pingyi.Activity{Name: fmt.Sprint("添", i)})
	}
	_, err = owner.File(ctx, filed(p))
	must(t, err)
	_, err = owner.Undo(ctx, newest(t, owner).ID)
	refused(t, pingyi.State, err)
	_, err = owner.Undo(ctx, edit.ID)
	refused(t, pingyi.State, err)
}

// Whatever two clerks did, undone from the newest on it is as it was.
func TestUndoneFromTheNewestOnItIsAsItWas(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		_, owner := inMemory(t)
		populate(t, owner)
		clerks := []*store.Desk{as(t, owner, "k1"), as(t, owner, "m1")}
		before, err := owner.Plan(t.Context(), key701)
		must(t, err)
		events, err := owner.History(t.Context(), store.HistoryFilter{})
		must(t, err)
		old := len(events)
		for range rapid.IntRange(1, 10).Draw(rt, "commands") {
			d := rapid.SampledFrom(clerks).Draw(rt, "clerk")
			events, err := owner.History(t.Context(), store.HistoryFilter{})
			must(t, err)
			if n := len(events) - old; n > 0 && rapid.IntRange(0, 3).Draw(rt, "undo") == 0 {
				_, err := d.Undo(t.Context(), events[rapid.IntRange(0, n-1).Draw(rt, "entry")].ID)
				if err != nil && pingyi.CodeOf(err) != pingyi.State {
					rt.Fatal(err)
				}
			} else {
				keyAtRandom(rt, d, key701)
			}
		}
		events, err = owner.History(t.Context(), store.HistoryFilter{})
		must(t, err)
		for _, e := range events[:len(events)-old] {
			u, err := owner.Undo(t.Context(), e.ID)
			if err != nil || len(u.Left) > 0 {
				rt.Fatalf("undoing %q: %v, left %v", e.Command, err, u.Left)
			}
		}
		sameAs(rt, owner, key701, before)
		if _, err := owner.Verify(t.Context()); err != nil {
			rt.Fatal(err)
		}
	})
}

// What somebody did after a command is as they did it when that is undone.
func TestUndoRevertsNothingThatCameLater(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		_, owner := inMemory(t)
		populate(t, owner)
		k1, m1 := as(t, owner, "k1"), as(t, owner, "m1")
		for range 2 {
			keyAtRandom(rt, owner, key701)
		}
		first := newest(t, owner).Rev
		keyAtRandom(rt, k1, key701)
		mine := newest(t, owner)
		if mine.Rev == first {
			return // it changed nothing
		}
		read := func() (map[int]pingyi.Activity, []int) {
			p, err := owner.Plan(t.Context(), key701)
			must(t, err)
			byID, ids := map[int]pingyi.Activity{}, []int{}
			for _, a := range p.Activities {
				byID[a.ID], ids = a, append(ids, a.ID)
			}
			return byID, ids
		}
		before, idsBefore := read()
		keyAtRandom(rt, m1, key701)
		after, idsAfter := read()
		if _, err := k1.Undo(t.Context(), mine.ID); err != nil && pingyi.CodeOf(err) != pingyi.State {
			rt.Fatal(err)
		}
		now, ids := read()
		for id, a := range after {
			was, there := before[id]
			n, stays := now[id]
			if there && was.Equal(a) {
				continue
			}
			if !stays || !there && !n.Equal(a) {
				rt.Fatalf("%+v became %+v", a, n)
			}
			if was.Goal != a.Goal && n.Goal != a.Goal || was.Budget != a.Budget && n.Budget != a.Budget {
				rt.Fatalf("from %+v somebody made %+v, and it became %+v", was, a, n)
			}
		}
		for id, a := range before {
			if _, stayed := after[id]; !stayed {
				if _, back := now[id]; back {
					rt.Fatalf("%+v, which somebody deleted, came back", a)
				}
			}
		}
		among := func(ids []int, in ...map[int]pingyi.Activity) []int {
			return slices.DeleteFunc(slices.Clone(ids), func(id int) bool {
				return slices.ContainsFunc(in, func(m map[int]pingyi.Activity) bool { _, ok := m[id]; return !ok })
			})
		}
		if moved := !slices.Equal(among(idsBefore, after), among(idsAfter, before)); moved && !slices.Equal(among(ids, after, before), among(idsAfter, before, now)) {
			rt.Fatalf("from %v somebody made %v, and it became %v", idsBefore, idsAfter, ids)
		}
	})
}

func TestWhoKeysAPlanAgainLearnsNothingOfItByUndoing(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	k1, m1 := as(t, owner, "k1"), as(t, owner, "m1")
	_, err := k1.AddActivity(ctx, key701, 1, pingyi.Activity{Name: "新"})
	must(t, err)
	added := newest(t, owner).ID
	must(t, k1.Mark(ctx, key701))
	_, err = owner.Undo(ctx, newest(t, owner).ID) // which is no change of what the plan says
	refused(t, pingyi.State, err)
	must(t, m1.TakeOn(ctx, key701))
	_, err = m1.PreviewUndo(ctx, added)
	refused(t, pingyi.Sealed, err)
	_, err = m1.Undo(ctx, added)
	refused(t, pingyi.Sealed, err)
	_, err = k1.Undo(ctx, added)
	must(t, err)
	_, err = owner.Verify(ctx)
	must(t, err)
}
