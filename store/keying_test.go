package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
)

// newOnes are edits that bring so many new activities, one behind the other from
// the front.
func newOnes(n int) []store.ActivityEdit {
	var edits []store.ActivityEdit
	for i, a := range largePlan("", n).Activities {
		a.Name = fmt.Sprintf("新%d", i+1)
		edits = append(edits, store.ActivityEdit{Mine: a, After: -i})
	}
	return edits
}

// keyIn brings all of a keying into a plan, and returns in how many calls.
func keyIn(t testing.TB, d *store.Desk, k pingyi.PlanKey, in store.Keying) (keyed store.Keyed, calls int) {
	t.Helper()
	for !keyed.Done {
		var err error
		keyed, err = d.SaveActivities(t.Context(), k, in, keyed)
		must(t, err)
		calls++
	}
	if len(keyed.Edits) != len(in.Edits) || len(keyed.Deleted) != len(in.Deleted) {
		t.Fatalf("done with %d of %d edits and %d of %d deletions", len(keyed.Edits), len(in.Edits), len(keyed.Deleted), len(in.Deleted))
	}
	return keyed, calls
}

// names are the names of a plan's activities in order.
func names(t testing.TB, d *store.Desk, k pingyi.PlanKey) string {
	t.Helper()
	p, err := d.Plan(t.Context(), k)
	must(t, err)
	var names []string
	for _, a := range p.Activities {
		names = append(names, a.Name)
	}
	return strings.Join(names, " ")
}

func TestWhatWasKeyedIsSavedAtOnce(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	p, err := owner.Plan(ctx, key701)
	must(t, err)
	one, two := p.Activities[0], p.Activities[1]
	mine := one
	mine.Goal = "新目标"
	before, err := owner.Verify(ctx)
	must(t, err)
	keyed, calls := keyIn(t, as(t, owner, "k1"), key701, store.Keying{
		Command: pingyi.CommandPaste,
		Edits: []store.ActivityEdit{
			{Base: one, Mine: mine},
			{Mine: pingyi.Activity{Name: " 甲"}, After: one.ID},
			{Mine: pingyi.Activity{Name: "乙", Budget: 5}, After: -2},
			{Mine: pingyi.Activity{Name: "丙"}},
			{Mine: pingyi.Activity{Name: "丁"}, After: 99},
		},
		Deleted: []pingyi.Activity{two},
		Order:   []int{-2, one.ID, -4},
	})
	for i, e := range keyed.Edits {
		if e.Err != nil || len(e.Clashes) > 0 || e.Saved.ID == 0 {
			t.Errorf("edit %d: %+v", i, e)
		}
	}
	after, err := owner.Verify(ctx)
	must(t, err)
	if got := names(t, owner, key701); got != "甲 乙 丁 修路 丙" || calls != 1 || after.Rev != before.Rev+1 {
		t.Errorf("%q in %d calls and %d entries", got, calls, after.Rev-before.Rev)
	}
	events, err := owner.History(ctx, store.HistoryFilter{Limit: 1})
	must(t, err)
	if e := events[0]; e.Command != pingyi.CommandPaste || e.Member != "k1" || pingyi.CommandTitle(e.Command, pingyi.Zh) != "粘贴" || len(e.Changes) != 6 {
		t.Errorf("in the history stands %+v", e)
	}
	if list, err := owner.Plans(ctx); err != nil || list[0].Budget != one.Budget+5 || list[0].Activities != 5 {
		t.Errorf("the list says %+v, %v", list[0], err)
	}
}

func TestAnEditThatIsRefusedKeepsNoneOfTheOthers(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	p, err := owner.Plan(ctx, key701)
	must(t, err)
	one, two := p.Activities[0], p.Activities[1]
	theirs, mine, gone := one, one, one
	theirs.Goal, mine.Goal, gone.ID = "乙的目标", "甲的目标", 99
	mine.Content = "甲的内容"
	_, _, err = owner.SaveActivity(ctx, key701, one, theirs)
	must(t, err)
	bad := two
	bad.Name = ""
	good := two
	good.Indicator = "新指标"
	keyed, _ := keyIn(t, owner, key701, store.Keying{
		Command: pingyi.CommandEditActivities,
		Edits: []store.ActivityEdit{
			{Base: one, Mine: mine}, {Base: gone, Mine: mine}, {Base: two, Mine: bad}, {Base: two, Mine: good},
			{Mine: pingyi.Activity{}, After: one.ID}, {Mine: pingyi.Activity{Name: "新"}, After: -5},
		},
		Deleted: []pingyi.Activity{one, gone},
	})
	if e := keyed.Edits[0]; e.Err != nil || len(e.Clashes) != 1 || e.Clashes[0].Theirs != "乙的目标" || !e.Saved.Equal(theirs) {
		t.Errorf("of what both changed %+v", e)
	}
	refused(t, pingyi.NotFound, keyed.Edits[1].Err)
	refused(t, pingyi.Invalid, keyed.Edits[2].Err)
	must(t, keyed.Edits[3].Err)
	refused(t, pingyi.Invalid, keyed.Edits[4].Err)
	must(t, keyed.Edits[5].Err)
	refused(t, pingyi.State, keyed.Deleted[0]) // changed since
	refused(t, pingyi.NotFound, keyed.Deleted[1])
	now, err := owner.Plan(ctx, key701)
	must(t, err)
	if a := now.Activities; len(a) != 3 || !a[0].Equal(theirs) || a[1].Name != "新" || !a[2].Equal(good) {
		t.Errorf("the plan has %+v", a)
	}
	_, err = owner.SaveActivities(ctx, pingyi.PlanKey{Year: 2015, Department: "701"}, store.Keying{Command: pingyi.CommandPaste}, store.Keyed{})
	refused(t, pingyi.NotFound, err)
	for _, command := range []string{"", "sweep", pingyi.CommandRate, "undo " + pingyi.CommandSign} {
		_, err = owner.SaveActivities(ctx, key701, store.Keying{Command: command}, store.Keyed{})
		refused(t, pingyi.Invalid, err)
	}
}

// What is more than a transaction holds takes several, and they come out as one.
func TestManyActivitiesAreKeyedInSeveralTransactions(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	edits := newOnes(300)
	_, calls := keyIn(t, owner, key701, store.Keying{Command: pingyi.CommandPaste, Edits: edits})
	p, err := owner.Plan(ctx, key701)
	must(t, err)
	if len(p.Activities) != 302 || calls < 4 || calls > 20 {
		t.Fatalf("%d activities after %d calls", len(p.Activities), calls)
	}
	for i, e := range edits {
		if !p.Activities[i].Equal(e.Mine) {
			t.Fatalf("activity %d is %q", i+1, p.Activities[i].Name)
		}
	}
	// All are changed, most deleted again, and the rest turned round.
	var in store.Keying
	in.Command = pingyi.CommandEditActivities
	for _, a := range p.Activities {
		mine := a
		mine.Content += "改"
		in.Edits = append(in.Edits, store.ActivityEdit{Base: a, Mine: mine})
		if a.ID > 50 {
			in.Deleted = append(in.Deleted, mine)
		}
		in.Order = append([]int{a.ID}, in.Order...)
	}
	keyIn(t, owner, key701, in)
	p, err = owner.Plan(ctx, key701)
	must(t, err)
	for i, a := range p.Activities {
		if !strings.HasSuffix(a.Content, "改") || len(p.Activities) != 50 || i > 2 && a.ID > p.Activities[i-1].ID {
			t.Fatalf("%d activities, of which %d is %d, %q", len(p.Activities), i, a.ID, a.Content)
		}
	}
	_, err = owner.Verify(ctx)
	must(t, err)
}

// Texts that take more room in the record than they seem to: as long as they may
// be, and of characters that are escaped there.
func TestTheLongestTextsAreKeyed(t *testing.T) {
	_, owner := inMemory(t)
	populate(t, owner)
	long := strings.Repeat(`"\`, pingyi.MaxText/2)
	var edits []store.ActivityEdit
	for range 20 {
		edits = append(edits, store.ActivityEdit{Mine: pingyi.Activity{Name: "长", Content: long, Goal: long, Indicator: long, Rubric: pingyi.Rubric{long, long, long, long}}})
	}
	keyed, _ := keyIn(t, owner, key701, store.Keying{Command: pingyi.CommandPaste, Edits: edits})
	var in store.Keying
	in.Command = pingyi.CommandEditActivities
	for _, e := range keyed.Edits {
		must(t, e.Err)
		mine := e.Saved
		mine.Content = "短"
		in.Edits = append(in.Edits, store.ActivityEdit{Base: e.Saved, Mine: mine})
		in.Deleted = append(in.Deleted, mine)
	}
	keyIn(t, owner, key701, in)
	if got := names(t, owner, key701); got != "修路 架桥" {
		t.Error(got)
	}
}

func TestAPlanThatIsFullTakesNoMoreAndSaysSo(t *testing.T) {
	_, owner := inMemory(t)
	p := samplePlan()
	p.Activities = p.Activities[:0:0]
	for range pingyi.MaxActivities - 2 {
		p.Activities = append(p.Activities, pingyi.Activity{Name: "事"})
	}
	_, err := owner.File(t.Context(), filed(p))
	must(t, err)
	keyed, _ := keyIn(t, owner, key701, store.Keying{Command: pingyi.CommandPaste, Edits: newOnes(4)})
	must(t, keyed.Edits[1].Err)
	refused(t, pingyi.TooBig, keyed.Edits[2].Err)
	refused(t, pingyi.TooBig, keyed.Edits[3].Err)
}

func TestAnActivityChangedSinceItWasSeenIsNotDeleted(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	p, err := owner.Plan(ctx, key701)
	must(t, err)
	seen, theirs := p.Activities[0], p.Activities[0]
	theirs.Goal = "乙的目标"
	_, _, err = owner.SaveActivity(ctx, key701, seen, theirs)
	must(t, err)
	refused(t, pingyi.State, owner.DeleteActivity(ctx, key701, seen))
	must(t, owner.DeleteActivity(ctx, key701, theirs))
}

// 5,000 new activities of the length that those of the sample have, on the disk
// that the system's temporary files are on.
func BenchmarkPaste(b *testing.B) {
	text := func(runes int) string { return strings.Repeat("教", runes) }
	edits := newOnes(5000)
	for i := range edits {
		a := &edits[i].Mine
		a.Content, a.Goal, a.Indicator = text(60), text(30), text(15)
		a.Rubric = slices.Repeat(pingyi.Rubric{text(20)}, 4)
	}
	for i := range b.N {
		b.StopTimer()
		s := open(b, filepath.Join(b.TempDir(), fmt.Sprint(i)))
		d := s.OwnerDesk("bench")
		_, err := d.File(context.Background(), filed(samplePlan()))
		must(b, err)
		b.StartTimer()
		_, calls := keyIn(b, d, key701, store.Keying{Command: pingyi.CommandPaste, Edits: edits})
		b.StopTimer()
		b.ReportMetric(float64(calls), "transactions")
		must(b, s.Close())
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/5000-activities")
}
