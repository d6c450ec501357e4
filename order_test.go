package pingyi_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
)

func TestArrange(t *testing.T) {
	for _, c := range []struct{ ids, wanted, want []int }{
		{nil, nil, nil},
		{[]int{1, 2, 3}, nil, []int{1, 2, 3}},
		{[]int{1, 2, 3}, []int{3, 1, 2}, []int{3, 1, 2}},
		{[]int{1, 9, 8, 2, 3}, []int{3, 1, 2}, []int{3, 1, 9, 8, 2}},
		{[]int{9, 1, 2}, []int{2, 1}, []int{9, 2, 1}},
		{[]int{1, 3}, []int{3, 2, 3, 1, 0, -1}, []int{3, 1}},
	} {
		if got := pingyi.Arrange(c.ids, c.wanted); !slices.Equal(got, c.want) {
			t.Errorf("Arrange(%v, %v) = %v, want %v", c.ids, c.wanted, got, c.want)
		}
	}
}

func TestArrangeLosesNothingAndObeys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfNDistinct(rapid.IntRange(1, 20), 0, 12, rapid.ID[int]).Draw(t, "ids")
		wanted := rapid.SliceOfN(rapid.IntRange(-2, 22), 0, 15).Draw(t, "wanted")
		was := slices.Clone(ids)
		got := pingyi.Arrange(ids, wanted)
		if !slices.Equal(ids, was) {
			t.Fatal("the order given was changed")
		}
		if !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(ids))) {
			t.Fatalf("%v is not %v in another order", got, ids)
		}
		// Those wanted stand as wanted; first counts each.
		var first, stand []int
		for _, id := range wanted {
			if slices.Contains(ids, id) && !slices.Contains(first, id) {
				first = append(first, id)
			}
		}
		for _, id := range got {
			if slices.Contains(first, id) {
				stand = append(stand, id)
			}
		}
		if !slices.Equal(first, stand) {
			t.Fatalf("%v stand as %v", first, stand)
		}
		// The others are where they were: behind the same one.
		for i, id := range ids {
			if slices.Contains(first, id) {
				continue
			}
			at := slices.Index(got, id)
			if i == 0 && at != 0 || i > 0 && (at == 0 || got[at-1] != ids[i-1]) {
				t.Fatalf("%d does not follow what it did: %v became %v", id, ids, got)
			}
		}
		if again := pingyi.Arrange(got, wanted); !slices.Equal(again, got) {
			t.Fatalf("arranged again it is %v, not %v", again, got)
		}
	})
}
