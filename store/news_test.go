package store_test

import (
	"testing"
	"time"

	"pingyi"
	"pingyi/store"
)

// heard waits until the desk is woken. That another is not woken by the same is
// looked at after that: the reader tells all whom it concerns in one go.
func heard(t *testing.T, woken <-chan struct{}) {
	t.Helper()
	select {
	case <-woken:
	case <-time.After(30 * time.Second):
		t.Fatal("never woken")
	}
}

func unheard(t *testing.T, who string, woken <-chan struct{}) {
	t.Helper()
	select {
	case <-woken:
		t.Errorf("%s was woken", who)
	default:
	}
}

// Marks under seal wake their member and nobody else: who is woken when is timing
// that would give them away.
func TestASealedMarkWakesItsMemberAlone(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	r1, r2, c1 := as(t, owner, "r1"), as(t, owner, "r2"), as(t, owner, "c1")
	hears := func(d *store.Desk) <-chan struct{} {
		woken, stop := d.Wake()
		t.Cleanup(stop)
		return woken
	}
	mine, other, chair, keeper, twin := hears(r2), hears(r1), hears(c1), hears(owner), hears(as(t, owner, "r2"))
	must(t, r2.Rate(ctx, "p1", []store.Marked{{Activity: act(key701, 1), Mark: grade(3, "")}}))
	heard(t, mine)
	heard(t, twin)
	heard(t, keeper) // by whose hand it was
	unheard(t, "another reviewer", other)
	unheard(t, "the chair", chair)

	must(t, r2.SaveDraft(ctx, "rate/p1", []byte(`"想给优"`)))
	heard(t, mine)
	unheard(t, "another reviewer, by a draft", other)

	_, err := r2.Submit(ctx, "p1", "") // who has submitted is told
	must(t, err)
	for _, woken := range []<-chan struct{}{mine, other, chair, keeper} {
		heard(t, woken)
	}
}

func TestAMarkInAnOpenPanelWakesAll(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: 2016, Members: []string{"r1", "r2"}, Open: true}))
	_, err := owner.OpenRound(ctx, "p1", false)
	must(t, err)
	woken, stop := as(t, owner, "r1").Wake()
	defer stop()
	must(t, as(t, owner, "r2").Rate(ctx, "p1", []store.Marked{{Activity: act(key701, 1), Mark: &pingyi.Mark{Kind: pingyi.Abstained}}}))
	heard(t, woken)
}

func TestWakeUpsEndWithTheRecord(t *testing.T) {
	s, err := store.OpenMemory(store.Options{})
	must(t, err)
	woken, _ := s.OwnerDesk("test").Wake()
	must(t, s.Close())
	if _, open := <-woken; open {
		t.Error("woken by a record that is closed")
	}
	woken, stop := s.OwnerDesk("test").Wake()
	stop()
	if _, open := <-woken; open {
		t.Error("woken by a record that was closed before")
	}
}
