package store_test

import (
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/store/kv"
)

func plansOf(list []store.PlanSummary) (keys []pingyi.PlanKey) {
	for _, p := range list {
		keys = append(keys, p.Key)
	}
	return keys
}

func TestBookmarksLieBesideTheJournalOfEachMemberAlone(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	r1, k1 := as(t, owner, "r1"), as(t, owner, "k1")
	before, err := owner.Verify(ctx)
	must(t, err)
	history := shown(owner)
	must(t, r1.NoteOpened(ctx, key701))
	must(t, r1.NoteOpened(ctx, key702))
	must(t, r1.NoteOpened(ctx, key702))
	must(t, r1.PinPlan(ctx, key702, true))
	must(t, r1.PinPlan(ctx, key701, true))
	must(t, owner.NoteOpened(ctx, key701)) // the owner, who has no settings, has these
	for name, c := range map[string]struct {
		desk           *store.Desk
		pinned, recent []pingyi.PlanKey
	}{
		"r1":    {r1, []pingyi.PlanKey{key701, key702}, []pingyi.PlanKey{key702, key701}},
		"k1":    {k1, nil, nil},
		"owner": {owner, nil, []pingyi.PlanKey{key701}},
	} {
		b, err := c.desk.Bookmarks(ctx)
		if err != nil || !slices.Equal(plansOf(b.Pinned), c.pinned) || !slices.Equal(plansOf(b.Recent), c.recent) {
			t.Errorf("%s has %+v, %v", name, b, err)
		}
	}
	b, err := r1.Bookmarks(ctx)
	must(t, err)
	if p := b.Recent[0]; p.Department.Name == "" || p.Activities != 2 {
		t.Errorf("shown as %+v", p)
	}
	after, err := owner.Verify(ctx)
	must(t, err)
	if before != after || history != shown(owner) {
		t.Errorf("they are in the journal: %+v, then %+v", before, after)
	}

	path := filepath.Join(t.TempDir(), "dump")
	_, err = owner.Dump(ctx, path)
	must(t, err)
	dir := filepath.Join(t.TempDir(), "new")
	_, err = store.Restore(ctx, dir, path, store.Options{})
	must(t, err)
	s := open(t, dir)
	defer s.Close()
	if b, err := as(t, s.OwnerDesk("test"), "r1").Bookmarks(ctx); err != nil || len(b.Pinned) != 2 || len(b.Recent) != 2 {
		t.Errorf("restored %+v, %v", b, err)
	}
}

func TestABookmarkOfADeletedPlanFallsOut(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	must(t, owner.PinPlan(ctx, key701, true))
	must(t, owner.NoteOpened(ctx, key701))
	must(t, owner.DeletePlan(ctx, key701))
	if b, err := owner.Bookmarks(ctx); err != nil || len(b.Pinned)+len(b.Recent) > 0 {
		t.Errorf("%+v, %v", b, err)
	}
	refused(t, pingyi.NotFound, owner.NoteOpened(ctx, key701))
	refused(t, pingyi.NotFound, owner.PinPlan(ctx, key701, true))
	must(t, owner.NoteOpened(ctx, key702))
	if b, err := owner.Bookmarks(ctx); err != nil || !slices.Equal(plansOf(b.Recent), []pingyi.PlanKey{key702}) {
		t.Errorf("%+v, %v", b, err)
	}
}

func TestSessionsOfAMemberKeepTheBookmarksOfEachOther(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	var wait sync.WaitGroup
	for _, k := range []pingyi.PlanKey{key701, key702} {
		desk := as(t, owner, "k1")
		wait.Go(func() {
			if err := desk.PinPlan(ctx, k, true); err != nil {
				t.Error(err)
			}
		})
		wait.Go(func() {
			if err := desk.NoteOpened(ctx, k); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if b, err := as(t, owner, "k1").Bookmarks(ctx); err != nil || len(b.Pinned) != 2 || len(b.Recent) != 2 {
		t.Errorf("%+v, %v", b, err)
	}
}

func TestPinningWakesTheMemberAndOpeningDoesNot(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	k1 := as(t, owner, "k1")
	woken, stop := k1.Wake()
	defer stop()
	must(t, k1.NoteOpened(ctx, key701))
	select {
	case <-woken:
		t.Error("opening a plan wakes the desk")
	default:
	}
	must(t, k1.PinPlan(ctx, key701, true))
	select {
	case <-woken:
	default:
		t.Error("pinning a plan wakes nobody")
	}
}

func TestDamagedBookmarksAreReported(t *testing.T) {
	ctx := t.Context()
	for _, value := range []string{`{"pinned":`, `[]`, `{"recent":7}`} {
		engine, owner := onEngine(t)
		populate(t, owner)
		must(t, engine.Update(ctx, func(tx kv.Tx) error { return tx.Put([]byte("bookmark/r1"), []byte(value)) }))
		_, err := as(t, owner, "r1").Bookmarks(ctx)
		refused(t, pingyi.Damaged, err)
		_, err = owner.Verify(ctx)
		refused(t, pingyi.Damaged, err)
	}
}
