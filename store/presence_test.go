package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pingyi"
	"pingyi/store"
)

// in lists who is in as the desk is told it: each with the activity they are at,
// and "*" where they are editing it.
func in(t *testing.T, d *store.Desk) string {
	t.Helper()
	list, err := d.Present(t.Context())
	must(t, err)
	var words []string
	for _, p := range list {
		word := p.Member.ID
		if p.At != (pingyi.Subject{}) {
			word += fmt.Sprint("@", p.At.Activity)
		}
		if p.Editing {
			word += "*"
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func at(activity int) pingyi.Subject {
	return pingyi.Subject{Noun: pingyi.NounActivity, Year: 2016, Department: "701", Activity: activity}
}

func TestWhoIsInIsToldToWhomItConcerns(t *testing.T) {
	ctx, now := t.Context(), time.Date(2016, 3, 1, 9, 0, 0, 0, time.UTC)
	door, owner := atTime(t, &now)
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: 2016, Members: []string{"r1", "r2"}, Chair: "c1"}))
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p2", Year: 2016, Members: []string{"r9"}, Chair: "c2"}))
	before, err := owner.Verify(ctx)
	must(t, err)
	woken, stop := owner.WakePresence()
	wake := func(want bool) {
		t.Helper()
		select {
		case <-woken:
			if !want {
				t.Error("woken for nothing")
			}
		default:
			if want {
				t.Error("nobody is woken")
			}
		}
	}
	moves, leaves := map[string]func(pingyi.Subject, bool){}, map[string]func(){}
	arrive := func(name, id string) {
		t.Helper()
		d := owner
		if id != "owner" {
			var err error
			d, err = door.Desk(ctx, id, "192.0.2.7")
			must(t, err)
		}
		moves[name], leaves[name] = d.Arrive()
		wake(true)
	}
	for _, id := range []string{"r9", "r2", "r1", "k1", "m1", "c1", "owner", "a1"} {
		arrive(id, id)
	}
	arrive("r1 again", "r1") // at the same moment
	arrive("r1 a third time", "r1")
	now = now.Add(-time.Minute)
	arrive("r2 before", "r2")
	moves["r1"](at(1), false)
	wake(true)
	moves["r1"](at(1), false)
	wake(false)
	moves["r1"](at(1), true)
	wake(true)
	moves["r1 again"](at(2), false)
	moves["r1 a third time"](at(3), false)
	moves["r2 before"](at(4), false)
	elsewhere := at(5)
	elsewhere.Panel = "p2"
	moves["r2"](elsewhere, true)
	for range 20 { // always in one order
		for id, want := range map[string]string{
			"owner": "a1 c1 k1 m1 owner r1@1* r1@2 r1@3 r2@4 r2@5* r9",
			"a1":    "a1 c1 k1 m1 owner r1@1* r1@2 r1@3 r2@4 r2@5* r9",
			"m1":    "a1 c1 k1 m1 owner r1@1* r1@2 r1@3 r2@4 r2@5* r9",
			"c1":    "r1@1* r1@2 r1@3 r2@4 r2", "c2": "r9", "k1": "k1 m1 owner",
		} {
			if got := in(t, as(t, owner, id)); got != want {
				t.Fatalf("%s is told %q, want %q", id, got, want)
			}
		}
	}
	for _, id := range []string{"r1", "r9"} {
		_, err := as(t, owner, id).Present(ctx)
		refused(t, pingyi.Forbidden, err)
	}
	<-woken
	leaves["r1"]()
	wake(true)
	leaves["r1"]()
	moves["r1"](at(7), true) // too late
	wake(false)
	same(t, "when one has left", in(t, as(t, owner, "c1")), "r1@2 r1@3 r2@4 r2")
	after, err := owner.Verify(ctx)
	must(t, err)
	if before != after {
		t.Error("it is in the record")
	}
	stop()
	stop()
	if _, open := <-woken; open {
		t.Error("woken after the end")
	}
}

func TestWhoWaitsForPresenceIsLetGoWhenTheRecordCloses(t *testing.T) {
	s := open(t, fast(t))
	woken, stop := s.OwnerDesk("test").WakePresence()
	defer stop()
	must(t, s.Close())
	if _, open := <-woken; open {
		t.Error("woken, not let go")
	}
}
