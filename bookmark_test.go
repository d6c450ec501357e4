package pingyi_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
)

// Whatever is opened and pinned: the last ten opened come newest first, each once,
// and the pinned ones by year and code.
func TestBookmarksRememberTheLastOpenedAndThePinned(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b pingyi.Bookmarks
		var opened []pingyi.PlanKey
		pinned := map[pingyi.PlanKey]bool{}
		for range rapid.IntRange(0, 60).Draw(t, "steps") {
			k := pingyi.PlanKey{Year: rapid.IntRange(2015, 2016).Draw(t, "year"), Department: fmt.Sprint(rapid.IntRange(1, 30).Draw(t, "code"))}
			before := pingyi.Bookmarks{Pinned: slices.Clone(b.Pinned), Recent: slices.Clone(b.Recent)}
			older := b
			switch rapid.IntRange(0, 2).Draw(t, "what") {
			case 0:
				b = b.Open(k)
				opened = append([]pingyi.PlanKey{k}, slices.DeleteFunc(opened, func(o pingyi.PlanKey) bool { return o == k })...)
			case 1:
				var err error
				b, err = b.Pin(k, true)
				if full := len(pinned) == pingyi.MaxPinned && !pinned[k]; full != (pingyi.CodeOf(err) == pingyi.TooBig) || !full && err != nil {
					t.Fatalf("pinning one more than %d: %v", len(pinned), err)
				}
				pinned[k] = true
			case 2:
				b, _ = b.Pin(k, false)
				delete(pinned, k)
			}
			if !slices.Equal(older.Pinned, before.Pinned) || !slices.Equal(older.Recent, before.Recent) {
				t.Fatal("older bookmarks changed with newer ones")
			}
		}
		if want := opened[:min(len(opened), pingyi.MaxRecent)]; !slices.Equal(b.Recent, want) {
			t.Fatalf("recent %v, want %v", b.Recent, want)
		}
		if len(b.Pinned) != len(pinned) || !slices.IsSortedFunc(b.Pinned, pingyi.PlanKey.Compare) {
			t.Fatalf("pinned %v, want %v", b.Pinned, pinned)
		}
		for _, k := range b.Pinned {
			if !pinned[k] {
				t.Fatalf("%v is pinned", k)
			}
		}
		odd := b.Only(func(k pingyi.PlanKey) bool { return k.Year == 2015 })
		if slices.ContainsFunc(append(odd.Pinned, odd.Recent...), func(k pingyi.PlanKey) bool { return k.Year != 2015 }) {
			t.Fatalf("of 2015 alone: %v", odd)
		}
	})
}

func TestOnlySoManyPlansArePinned(t *testing.T) {
	var b pingyi.Bookmarks
	var err error
	for i := range pingyi.MaxPinned {
		if b, err = b.Pin(pingyi.PlanKey{Year: 2016, Department: fmt.Sprint(i)}, true); err != nil {
			t.Fatal(err)
		}
	}
	if _, err = b.Pin(pingyi.PlanKey{Year: 2017, Department: "1"}, true); pingyi.CodeOf(err) != pingyi.TooBig {
		t.Errorf("one more: %v", err)
	}
	if _, err = b.Pin(pingyi.PlanKey{Year: 2016, Department: "1"}, true); err != nil {
		t.Errorf("one of them again: %v", err)
	}
}
