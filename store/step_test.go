package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"pingyi"
	"pingyi/store"
	"pingyi/store/storetest"
)

// rows are edits that bring so many new activities, of few words, to the front.
func rows(name string, n int) (edits []store.ActivityEdit) {
	for i := range n {
		edits = append(edits, store.ActivityEdit{Mine: pingyi.Activity{Name: fmt.Sprint(name, i+1), Budget: 7}, After: -i})
	}
	return edits
}

// rev is the number of the journal's newest entry.
func rev(t testing.TB, d *store.Desk) uint64 {
	t.Helper()
	p, err := d.Verify(t.Context())
	must(t, err)
	return p.Rev
}

func planOf(t testing.TB, d *store.Desk, k pingyi.PlanKey) pingyi.Plan {
	t.Helper()
	p, err := d.Plan(t.Context(), k)
	must(t, err)
	return p
}

// inWords is all that an undoing tells.
func inWords(u store.Undoing) string {
	text := fmt.Sprintln(u.Command, u.Changes)
	for _, l := range u.Left {
		text += fmt.Sprintln(l.Subject, l.Field, l.In(pingyi.Zh))
	}
	return text
}

func TestAStepOfSeveralTransactionsIsOneInTheHistory(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	k1 := as(t, owner, "k1")
	events := len(history(t, owner, store.HistoryFilter{}))
	before, from := planOf(t, k1, key701), rev(t, owner)

	_, calls := keyIn(t, k1, key701, store.Keying{Command: pingyi.CommandPaste, Edits: rows("新", 200)})
	after := planOf(t, k1, key701)
	pasted := newest(t, k1)
	changes := activityChanges(pasted)
	if n := len(history(t, owner, store.HistoryFilter{})); n != events+1 || calls != 3 || len(pasted.Changes) != 200 || pasted.Rev != from+3 {
		t.Fatalf("a paste in %d calls is %d events, the newest of %d changes and number %d", calls, n-events, len(pasted.Changes), pasted.Rev)
	}
	for i, a := range after.Activities[:200] {
		if changes[a.ID] == nil || pasted.Changes[i].Subject.Activity != a.ID {
			t.Fatalf("change %d is to %+v", i, pasted.Changes[i].Subject)
		}
	}
	last := after.Activities[199].ID
	only := history(t, owner, store.HistoryFilter{Year: 2016, Department: "701", Activity: last})
	if len(only) != 1 || len(only[0].Changes) != 1 || only[0].ID != pasted.ID {
		t.Errorf("the history of activity %d is %+v", last, only)
	}

	preview, err := k1.PreviewUndo(ctx, pasted.ID)
	must(t, err)
	if now := rev(t, owner); now != from+3 {
		t.Errorf("the preview left %d entries", now-from-3)
	}
	u := undone(t, k1)
	if inWords(u) != inWords(preview) || len(u.Changes) != 200 || len(u.Left) > 0 || u.Command != "undo paste" {
		t.Errorf("undone %q: %d changes, previewed %d; left %v", u.Command, len(u.Changes), len(preview.Changes), u.Left)
	}
	sameAs(t, k1, key701, before)
	undoing := newest(t, k1)
	if n := len(history(t, owner, store.HistoryFilter{})); n != events+2 || undoing.Command != "undo paste" || len(undoing.Changes) != 200 || rev(t, owner) != from+6 {
		t.Errorf("there are %d events, the newest %q of %d changes", n-events, undoing.Command, len(undoing.Changes))
	}
	if u := undone(t, k1); u.Command != "redo paste" || len(u.Changes) != 200 || len(u.Left) > 0 {
		t.Errorf("redone %q: %d changes, left %v", u.Command, len(u.Changes), u.Left)
	}
	sameAs(t, k1, key701, after)
	if u := undone(t, k1); u.Command != "undo paste" {
		t.Errorf("undone again %q", u.Command)
	}
	sameAs(t, k1, key701, before)
	_, err = k1.Undo(ctx, pasted.ID)
	refused(t, pingyi.State, err) // nothing is left
}

// Rows are changed, most of them deleted in a later transaction, and the rest turned
// round: undone, all of that is as it was.
func TestAStepThatChangesAndThenDeletesIsUndoneAsOne(t *testing.T) {
	_, owner := inMemory(t)
	populate(t, owner)
	keyIn(t, owner, key701, store.Keying{Command: pingyi.CommandPaste, Edits: rows("新", 150)})
	before := planOf(t, owner, key701)
	in := store.Keying{Command: pingyi.CommandEditActivities}
	for _, a := range before.Activities {
		mine := a
		mine.Goal = "改"
		in.Edits = append(in.Edits, store.ActivityEdit{Base: a, Mine: mine})
		if a.ID%3 > 0 {
			in.Deleted = append(in.Deleted, mine)
		}
		in.Order = append([]int{a.ID}, in.Order...)
	}
	keyIn(t, owner, key701, in)
	after := planOf(t, owner, key701)
	if u := undone(t, owner); len(u.Left) > 0 {
		t.Errorf("left %v", u.Left)
	}
	sameAs(t, owner, key701, before)
	if u := undone(t, owner); len(u.Left) > 0 {
		t.Errorf("redone it left %v", u.Left)
	}
	sameAs(t, owner, key701, after)
}

func TestWhatSomebodyChangedOfAStepStaysWhenItIsUndone(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	k1, m1 := as(t, owner, "k1"), as(t, owner, "m1")
	before := planOf(t, k1, key701)
	keyed, _ := keyIn(t, k1, key701, store.Keying{Command: pingyi.CommandPaste, Edits: rows("新", 200)})
	id := newest(t, k1).ID
	theirs := keyed.Edits[100].Saved
	theirs.Goal = "乙的目标"
	_, _, err := m1.SaveActivity(ctx, key701, keyed.Edits[100].Saved, theirs)
	must(t, err)
	preview, err := k1.PreviewUndo(ctx, id)
	must(t, err)
	u, err := k1.Undo(ctx, id)
	must(t, err)
	if len(u.Changes) != 199 || len(u.Left) != 1 || u.Left[0].In(pingyi.Zh) != "“新101”后来又改过，留下了" || inWords(u) != inWords(preview) {
		t.Errorf("%d changes, left %v", len(u.Changes), u.Left)
	}
	now := planOf(t, k1, key701)
	if a := now.Activities; len(a) != 3 || !a[0].Equal(theirs) || !a[1].Equal(before.Activities[0]) {
		t.Errorf("the plan has %+v", a)
	}
}

// Somebody else comes between the parts of a step: it is one event all the same, where
// its last part stands, and all its parts are undone, and nothing of the other's.
func TestAStepThatSomebodyCameBetweenIsOne(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	k1, m1 := as(t, owner, "k1"), as(t, owner, "m1")
	one := planOf(t, k1, key701).Activities[0]
	in := store.Keying{Command: pingyi.CommandPaste, Edits: rows("新", 200)}
	var keyed store.Keyed
	for n := 1; !keyed.Done; n++ {
		var err error
		keyed, err = k1.SaveActivities(ctx, key701, in, keyed)
		must(t, err)
		mine := one
		mine.Goal = fmt.Sprint("乙的目标", n)
		_, _, err = m1.SaveActivity(ctx, key701, one, mine)
		must(t, err)
		one = mine
	}
	all := history(t, owner, store.HistoryFilter{})
	var commands []string
	for _, e := range all[:4] {
		commands = append(commands, fmt.Sprint(e.Command, " ", len(e.Changes)))
	}
	if want := []string{"edit activity 1", "paste 200", "edit activity 1", "edit activity 1"}; !slices.Equal(commands, want) {
		t.Errorf("in the history stand %q", commands)
	}
	for limit := 1; limit < 5; limit++ {
		if some := history(t, owner, store.HistoryFilter{Limit: limit}); fmt.Sprint(some) != fmt.Sprint(all[:limit]) {
			t.Errorf("the newest %d are %d others", limit, len(some))
		}
	}
	u, err := k1.Undo(ctx, all[1].ID)
	must(t, err)
	if got := names(t, owner, key701); got != "修路 架桥" || len(u.Changes) != 200 || len(u.Left) > 0 {
		t.Errorf("undone it is %q; %d changes, left %v", got, len(u.Changes), u.Left)
	}
	if a := planOf(t, owner, key701).Activities[0]; !a.Equal(one) {
		t.Errorf("what the other did became %+v", a)
	}
}

// An undoing that is cut off, at whichever part, is gone on with by undoing again.
func TestAnUndoingThatIsCutOffIsGoneOnWith(t *testing.T) {
	for cut := 1; cut < 4; cut++ {
		t.Run(fmt.Sprint(cut), func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			opt, left := steady(), -1
			id := opt.NewID
			opt.NewID = func() string {
				if left--; left == 0 {
					cancel()
				}
				return id()
			}
			owner := store.On(engineInMemory(t), opt).OwnerDesk("test")
			populate(t, owner)
			keyIn(t, owner, key701, store.Keying{Command: pingyi.CommandPaste, Edits: rows("新", 150)})
			before := planOf(t, owner, key701)
			in := store.Keying{Command: pingyi.CommandEditActivities}
			for i, a := range before.Activities {
				mine := a
				mine.Goal = "改"
				if in.Edits = append(in.Edits, store.ActivityEdit{Base: a, Mine: mine}); i%2 == 0 {
					in.Deleted = append(in.Deleted, mine)
				}
			}
			keyIn(t, owner, key701, in)
			step, from := newest(t, owner), rev(t, owner)
			left = cut
			u, err := owner.Undo(ctx, step.ID)
			if !errors.Is(err, context.Canceled) || len(u.Left) > 0 || (len(u.Changes) > 0) != (cut > 1) {
				t.Fatalf("cut off: %d changes, left %v, %v", len(u.Changes), u.Left, err)
			}
			if n := rev(t, owner) - from; n != uint64(cut-1) {
				t.Fatalf("cut off there are %d entries", n)
			}
			if now := newest(t, owner); cut > 1 && (now.Command != "undo edit activities" || len(now.Changes) != len(u.Changes)) {
				t.Errorf("in the history stands %q of %d changes", now.Command, len(now.Changes))
			}
			if u, err = owner.Undo(t.Context(), step.ID); err != nil || len(u.Left) > 0 {
				t.Fatalf("undone again: left %v, %v", u.Left, err)
			}
			sameAs(t, owner, key701, before)
		})
	}
}

// What came since makes the undoing longer than the step was: it takes more
// transactions.
func TestAnUndoingTakesAsManyTransactionsAsItNeeds(t *testing.T) {
	_, owner := inMemory(t)
	populate(t, owner)
	keyIn(t, owner, key701, store.Keying{Command: pingyi.CommandPaste, Edits: rows("新", 60)})
	before := planOf(t, owner, key701)
	edit := func(change func(*pingyi.Activity)) string {
		in := store.Keying{Command: pingyi.CommandPaste}
		for _, a := range planOf(t, owner, key701).Activities {
			mine := a
			change(&mine)
			in.Edits = append(in.Edits, store.ActivityEdit{Base: a, Mine: mine})
		}
		keyIn(t, owner, key701, in)
		return newest(t, owner).ID
	}
	from := rev(t, owner)
	step := edit(func(a *pingyi.Activity) { a.Goal = "改" })
	if rev(t, owner) != from+1 {
		t.Fatal("it took more than one")
	}
	long := strings.Repeat("长", pingyi.MaxText/4)
	edit(func(a *pingyi.Activity) { a.Content = long })
	from = rev(t, owner)
	preview, err := owner.PreviewUndo(t.Context(), step)
	must(t, err)
	u, err := owner.Undo(t.Context(), step)
	must(t, err)
	if n := rev(t, owner) - from; n < 2 || len(u.Changes) != 62 || len(u.Left) > 0 || inWords(u) != inWords(preview) {
		t.Errorf("%d entries, %d changes, %d previewed, left %v", n, len(u.Changes), len(preview.Changes), u.Left)
	}
	if e := newest(t, owner); len(e.Changes) != 62 {
		t.Errorf("in the history it has %d changes", len(e.Changes))
	}
	for i := range before.Activities {
		before.Activities[i].Content = long
	}
	sameAs(t, owner, key701, before)
}

// Steps of any size, undone and redone in between, are undone from the newest on to
// what stood there before, and the journal alone makes the same record of them.
func TestStepsOfAnySizeAreUndone(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		engine, owner := onEngine(t)
		populate(t, owner)
		before, old := planOf(t, owner, key701), len(history(t, owner, store.HistoryFilter{}))
		for n := range rapid.IntRange(1, 4).Draw(rt, "steps") {
			events := history(t, owner, store.HistoryFilter{})
			if n > 0 && rapid.IntRange(0, 2).Draw(rt, "undo") == 0 {
				_, err := owner.Undo(t.Context(), events[rapid.IntRange(0, len(events)-old-1).Draw(rt, "entry")].ID)
				if err != nil && pingyi.CodeOf(err) != pingyi.State {
					rt.Fatal(err)
				}
				continue
			}
			in := store.Keying{Command: pingyi.CommandPaste, Edits: rows(fmt.Sprint("新", n, "."), rapid.IntRange(0, 120).Draw(rt, "new"))}
			every, deleted := rapid.IntRange(1, 4).Draw(rt, "every"), rapid.IntRange(1, 4).Draw(rt, "deleted")
			for i, a := range planOf(t, owner, key701).Activities {
				mine := a
				mine.Goal = fmt.Sprint("改", n)
				if i%every == 0 {
					in.Edits = append(in.Edits, store.ActivityEdit{Base: a, Mine: mine})
					a = mine
				}
				if i%deleted == 1 {
					in.Deleted = append(in.Deleted, a)
				}
				in.Order = append([]int{a.ID}, in.Order...)
			}
			keyIn(t, owner, key701, in)
		}
		again := engineInMemory(t)
		if err := errors.Join(storetest.Rebuild(engine, again), storetest.Same(engine, again)); err != nil {
			rt.Fatal(err)
		}
		events := history(t, owner, store.HistoryFilter{})
		for _, e := range events[:len(events)-old] {
			if u, err := owner.Undo(t.Context(), e.ID); err != nil || len(u.Left) > 0 {
				rt.Fatalf("undoing %q: %v, left %v", e.Command, err, u.Left)
			}
		}
		sameAs(rt, owner, key701, before)
		if _, err := owner.Verify(t.Context()); err != nil {
			rt.Fatal(err)
		}
	})
}

// A paste of 5,000 rows, of the length that those of the sample have, on the disk that
// the system's temporary files are on: what undoing it would do, undoing it, and the
// history that shows both.
func BenchmarkUndoPaste(b *testing.B) {
	ctx := context.Background()
	text := func(runes int) string { return strings.Repeat("教", runes) }
	edits := rows("新", 5000)
	for i := range edits {
		a := &edits[i].Mine
		a.Content, a.Goal, a.Indicator = text(60), text(30), text(15)
		a.Rubric = slices.Repeat(pingyi.Rubric{text(20)}, 4)
	}
	var times [3]time.Duration
	var transactions uint64
	for i := range b.N {
		b.StopTimer()
		s := open(b, filepath.Join(b.TempDir(), fmt.Sprint(i)))
		d := s.OwnerDesk("bench")
		_, err := d.File(ctx, filed(samplePlan()))
		must(b, err)
		keyIn(b, d, key701, store.Keying{Command: pingyi.CommandPaste, Edits: edits})
		id, from := newest(b, d).ID, rev(b, d)
		b.StartTimer()
		for i, do := range []func() (int, error){
			func() (int, error) { u, err := d.PreviewUndo(ctx, id); return len(u.Changes), err },
			func() (int, error) { u, err := d.Undo(ctx, id); return len(u.Changes), err },
			func() (int, error) {
				events, err := d.History(ctx, store.HistoryFilter{})
				return len(events[0].Changes), err
			},
		} {
			began := time.Now()
			n, err := do()
			times[i] += time.Since(began)
			if must(b, err); n != 5000 {
				b.Fatalf("%d changes", n)
			}
		}
		b.StopTimer()
		transactions = rev(b, d) - from
		must(b, s.Close())
	}
	for i, what := range []string{"s/preview", "s/undoing", "s/history"} {
		b.ReportMetric(times[i].Seconds()/float64(b.N), what)
	}
	b.ReportMetric(float64(transactions), "transactions")
}
