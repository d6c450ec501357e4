package pingyi_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
)

// drawTally draws the ratings of n members on a scale of tiers.
func drawTally(t *rapid.T, tiers, n int, label string) pingyi.Tally {
	tally := make(pingyi.Tally, tiers)
	for _, tier := range rapid.SliceOfN(rapid.IntRange(0, tiers-1), n, n).Draw(t, label) {
		tally[tier]++
	}
	return tally
}

func TestMajorityGradeIsTheLowerMiddleRating(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tally := drawTally(t, rapid.IntRange(2, 9).Draw(t, "tiers"), rapid.IntRange(1, 30).Draw(t, "n"), "ratings")
		var sorted []pingyi.Tier
		for tier, n := range tally {
			sorted = append(sorted, slices.Repeat([]pingyi.Tier{pingyi.Tier(tier)}, n)...)
		}
		if got, want := tally.Majority(), sorted[(len(sorted)-1)/2]; got != want {
			t.Fatalf("%v: %d, want %d", tally, got, want)
		}
	})
	if got := (pingyi.Tally{0, 0}).Majority(); got != pingyi.NoTier {
		t.Errorf("no ratings: %d", got)
	}
}

func TestMajorityValueTakesEachRatingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tally := drawTally(t, 4, rapid.IntRange(0, 15).Draw(t, "n"), "ratings")
		before := slices.Clone(tally)
		counted := make(pingyi.Tally, 4)
		for _, tier := range tally.Value() {
			counted[tier]++
		}
		if !slices.Equal(counted, tally) || !slices.Equal(before, tally) {
			t.Fatalf("%v became %v", before, counted)
		}
	})
}

func TestMajorityValuesOrderTalliesTotally(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var three [3]pingyi.Tally
		for i := range three {
			three[i] = drawTally(t, 4, rapid.IntRange(0, 9).Draw(t, "n"), "ratings")
		}
		a, b, c := three[0], three[1], three[2]
		if got, want := a.Compare(b), slices.Compare(a.Value(), b.Value()); got != want {
			t.Fatalf("%v against %v is %d, their values say %d", a, b, got, want)
		}
		if a.Compare(b) != -b.Compare(a) {
			t.Fatalf("%v and %v depend on which comes first", a, b)
		}
		if (a.Compare(b) == 0) != slices.Equal(a, b) {
			t.Fatalf("%v and %v tie, or identical tallies do not", a, b)
		}
		if a.Compare(b) <= 0 && b.Compare(c) <= 0 && a.Compare(c) > 0 {
			t.Fatalf("%v ≤ %v ≤ %v, but not the first and the last", a, b, c)
		}
	})
}

func TestMarkComparesRatingsAboveAndBelow(t *testing.T) {
	for _, c := range []struct {
		tally        pingyi.Tally
		above, below int
		mark         string
	}{
		{pingyi.Tally{0, 1, 3, 3}, 3, 1, "+"},
		{pingyi.Tally{0, 3, 3, 1}, 1, 3, "-"},
		{pingyi.Tally{0, 2, 3, 2}, 2, 2, ""},
		{pingyi.Tally{0, 0, 0, 7}, 0, 0, ""}, // a unanimous 优 is no 优−
		{pingyi.Tally{7, 0, 0, 0}, 0, 0, ""},
	} {
		g := c.tally.Majority()
		above, below := c.tally.Around(g)
		if above != c.above || below != c.below || c.tally.Mark(g) != c.mark {
			t.Errorf("%v: %d above, %d below, %q", c.tally, above, below, c.tally.Mark(g))
		}
	}
}

func TestTallyReadsFromBestToWorst(t *testing.T) {
	if got := (pingyi.Tally{0, 1, 3, 3}).TallyText(pingyi.DefaultScale()); got != "优3 良3 中1 差0" {
		t.Error(got)
	}
}
