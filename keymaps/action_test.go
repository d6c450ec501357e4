package keymaps_test

import (
	"testing"

	"pingyi"
	"pingyi/keymaps"
)

func TestActionsAreListedOnceByPlaceWithATitleInBothLanguages(t *testing.T) {
	type slot struct {
		place  keymaps.Place
		action keymaps.Action
	}
	seen := map[slot]bool{}
	places := keymaps.Places()
	for _, i := range keymaps.Actions() {
		for len(places) > 0 && places[0] != i.Place {
			places = places[1:]
		}
		if len(places) == 0 {
			t.Fatalf("%s.%s stands outside the order of places", i.Place, i.Action)
		}
		if s := (slot{i.Place, i.Action}); seen[s] {
			t.Errorf("%v is listed twice", s)
		} else {
			seen[s] = true
		}
		if zh, en := i.Title(pingyi.Zh), i.Title(pingyi.En); zh == "" || en == "" || zh == en {
			t.Errorf("%s.%s is called %q and %q", i.Place, i.Action, zh, en)
		}
	}
	for _, p := range keymaps.Places() {
		if zh, en := p.Title(pingyi.Zh), p.Title(pingyi.En); zh == en || zh == string(p) {
			t.Errorf("%s is called %q and %q", p, zh, en)
		}
	}
}

func TestTiersAreCountedFromTheBest(t *testing.T) {
	for a, want := range map[keymaps.Action]int{keymaps.Tier1: 0, keymaps.Tier4: 3, keymaps.Tier9: 8} {
		if got, ok := a.Tier(); !ok || got != want {
			t.Errorf("%s.Tier() = %d, %v; want %d", a, got, ok, want)
		}
	}
	for _, a := range []keymaps.Action{keymaps.Next, keymaps.Submit, "tier-0", "tier-x", ""} {
		if n, ok := a.Tier(); ok {
			t.Errorf("%q chooses tier %d", a, n)
		}
	}
}
