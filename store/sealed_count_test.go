package store_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
)

// howMuch are ways in which r2 does something under seal, each in another number
// of commands.
func howMuch() map[string]func(*testing.T, *store.Desk) {
	draft := func(t *testing.T, r2 *store.Desk) {
		must(t, r2.SaveDraft(t.Context(), store.RatingDrafts+"p1/1/2016/701/1", json.RawMessage(`{"comment":"还没想好"}`)))
	}
	return map[string]func(*testing.T, *store.Desk){
		"nothing": func(*testing.T, *store.Desk) {},
		"a draft": draft,
		"one mark": func(t *testing.T, r2 *store.Desk) {
			rates(t, r2, "p1", grade(3, ""))
		},
		"four marks and a draft": func(t *testing.T, r2 *store.Desk) {
			draft(t, r2)
			for tier := range pingyi.Tier(4) {
				rates(t, r2, "p1", grade(tier, "再想想"))
			}
		},
		"a mark taken back": func(t *testing.T, r2 *store.Desk) {
			rates(t, r2, "p1", grade(3, ""))
			must(t, r2.Rate(t.Context(), "p1", mark(1, nil)))
		},
	}
}

// someRated is a sealed record in which r1 has rated twice, between what r2 does;
// more has been done since in the open.
func someRated(t *testing.T, secretly func(*testing.T, *store.Desk)) (owner *store.Desk) {
	t.Helper()
	_, owner = inMemory(t)
	convene(t, owner)
	rates(t, as(t, owner, "r1"), "p1", grade(1, ""))
	rates(t, as(t, owner, "r1"), "p1", grade(2, ""))
	secretly(t, as(t, owner, "r2"))
	must(t, owner.CreatePanel(t.Context(), pingyi.Panel{ID: "p2", Year: 2016, Members: []string{"r2"}, Chair: "c2"}))
	opens(t, owner, "p2", false)
	closes(t, owner, "p2")
	return owner
}

// Not how much r2 does in a sealed round either: what anybody else can read is the
// same to the byte. Only verify tells those who may that there are entries, and
// the owner may dump the record and so has it all.
func TestASealedRoundTellsNobodyHowMuchAnotherDid(t *testing.T) {
	var first map[string]string
	for name, do := range howMuch() {
		owner := someRated(t, do)
		seen := map[string]string{}
		for _, id := range onlookers {
			if id == "owner" {
				continue
			}
			d := as(t, owner, id)
			seen[id] = seenBy(t, d)
			if proof, err := d.Verify(t.Context()); err == nil {
				proof.Rev, proof.Hash = 0, ""
				seen[id] += fmt.Sprint(proof)
			}
		}
		if first == nil {
			first = seen
		}
		for id, one := range first {
			if two := seen[id]; one != two {
				t.Errorf("%s: %s can tell:\n%s", name, id, firstDifference(one, two))
			}
		}
	}
}

// No revision that r1 writes in the heading of a ballot tells apart two records
// that differ only in how much r2 did; r1's own changes are what it counts.
func TestNoRevisionOfABallotProbesWhatOthersDid(t *testing.T) {
	var first []string
	for name, do := range howMuch() {
		owner := someRated(t, do)
		r1 := as(t, owner, "r1")
		newest, err := owner.Verify(t.Context())
		must(t, err)
		f := fetched(t, r1)
		if f.Rev != 2 {
			t.Errorf("%s: after two changes of one's own the revision is %d", name, f.Rev)
		}
		f = answered(f, "优")
		var said []string
		for rev := range uint64(60) { // the journal ends before
			f.Rev = rev
			filed, err := r1.FileBallot(t.Context(), f)
			text := ""
			if err != nil {
				text = err.Error()
			}
			said = append(said, fmt.Sprintf("%d: %+v %s", rev, filed, text))
		}
		if newest.Rev > 60 {
			t.Fatalf("the journal has %d entries: probe further", newest.Rev)
		}
		// What r1 changed after the file was written is not overwritten; with the
		// second change in it the file is taken, which is the third.
		for rev, want := range []string{"has changed since the ballot was fetched", "has changed since the ballot was fetched", "Taken:1", "Unchanged:1", "revision 4 of the ballot is wrong", "revision 5 of the ballot is wrong"} {
			if !strings.Contains(said[rev], want) {
				t.Errorf("%s: %s, want %s", name, said[rev], want)
			}
		}
		if first == nil {
			first = said
		}
		for i, one := range first {
			if one != said[i] {
				t.Errorf("%s: r1 can tell:\n%s\n--- or ---\n%s", name, one, said[i])
			}
		}
	}
}

// While the round is sealed what was done since it was opened has no number, but
// for who may dump the record; once it is closed all have theirs.
func TestNumbersOfTheHistoryWaitForTheSeal(t *testing.T) {
	ctx := t.Context()
	owner := someRated(t, howMuch()["one mark"])
	list, err := owner.Panels(ctx)
	must(t, err)
	opening := list[0].Round.OpenedRev
	numbers := func(id string) (before, since, none int) {
		t.Helper()
		events, err := as(t, owner, id).History(ctx, store.HistoryFilter{})
		must(t, err)
		for i, e := range events {
			switch {
			case e.Rev == 0:
				none++
			case e.Rev > opening:
				since++
			default:
				before++
			}
			if i > 0 && e.Rev > 0 && events[i-1].Rev > 0 && e.Rev >= events[i-1].Rev {
				t.Errorf("%s: entry %d comes after %d", id, e.Rev, events[i-1].Rev)
			}
		}
		return before, since, none
	}
	for _, id := range onlookers {
		before, since, none := numbers(id)
		if id == "owner" && (since == 0 || none > 0) || id != "owner" && (since > 0 || none == 0) || before == 0 {
			t.Errorf("sealed: %s sees %d numbers before the opening, %d since, and %d entries without", id, before, since, none)
		}
		panels, err := as(t, owner, id).Panels(ctx)
		must(t, err)
		if r := panels[1].Round; panels[0].Round.OpenedRev != opening || (r.OpenedRev == 0) != (id != "owner") || (r.ClosedRev == 0) != (id != "owner") {
			t.Errorf("sealed: to %s p2 was opened at %d and closed at %d", id, r.OpenedRev, r.ClosedRev)
		}
	}
	closes(t, owner, "p1")
	for _, id := range onlookers {
		if before, since, none := numbers(id); before == 0 || since == 0 || none > 0 {
			t.Errorf("closed: %s sees %d numbers before the opening, %d since, and %d entries without", id, before, since, none)
		}
	}
}

// Of one who rates alone nothing is hidden from them: they have their numbers.
func TestWhoRatesAloneHasTheNumbers(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: 2016, Members: []string{"r1"}}))
	opens(t, owner, "p1", false)
	rates(t, as(t, owner, "r1"), "p1", grade(1, ""))
	for id, want := range map[string]bool{"r1": true, "c1": false} {
		must(t, owner.AddMember(ctx, pingyi.Member{ID: "x" + id, Name: "新", Role: pingyi.Clerk}))
		events, err := as(t, owner, id).History(ctx, store.HistoryFilter{Limit: 1})
		must(t, err)
		if (events[0].Rev > 0) != want {
			t.Errorf("%s: %+v", id, events[0])
		}
	}
}

func TestDraftsAboutRatingsAreNotCountedByVerify(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	must(t, as(t, owner, "k1").SaveDraft(ctx, "plan/2016/701", json.RawMessage(`1`)))
	must(t, as(t, owner, "r2").SaveDraft(ctx, store.RatingDrafts+"p1/1/2016/701/1", json.RawMessage(`1`)))
	if proof, err := as(t, owner, "a1").Verify(ctx); err != nil || proof.Drafts != 1 {
		t.Errorf("%+v, %v", proof, err)
	}
}
