package pingyi

import "cmp"

// Tally counts ratings by tier: Tally[t] members chose [Tier] t, worst first.
type Tally []int

// Len returns how many ratings are counted.
func (t Tally) Len() int {
	n := 0
	for _, c := range t {
		n += c
	}
	return n
}

// Majority returns the majority grade: with the ratings sorted worst to best,
// the lower middle one, index ⌊(n−1)/2⌋. It is NoTier without ratings.
//
// Source: M. Balinski, R. Laraki, Majority Judgment, MIT Press 2010, ch. 1.
func (t Tally) Majority() Tier {
	middle := (t.Len() - 1) / 2
	if t.Len() == 0 {
		return NoTier
	}
	for tier, c := range t {
		if middle < c {
			return Tier(tier)
		}
		middle -= c
	}
	return NoTier
}

// Around returns how many ratings lie above and below a grade.
func (t Tally) Around(grade Tier) (above, below int) {
	for tier, c := range t {
		switch {
		case Tier(tier) > grade:
			above += c
		case Tier(tier) < grade:
			below += c
		}
	}
	return above, below
}

// Mark returns "+" when more ratings lie above the grade than below, "-" when
// more lie below, and "" when they balance: a unanimous 优 is no 优−.
func (t Tally) Mark(grade Tier) string {
	above, below := t.Around(grade)
	switch {
	case above > below:
		return "+"
	case below > above:
		return "-"
	}
	return ""
}

// Value returns the majority value: the majority grade, then that of the
// ratings without one such grade, and so on.
func (t Tally) Value() []Tier {
	left := append(Tally(nil), t...)
	value := make([]Tier, 0, t.Len())
	for range t.Len() {
		g := left.Majority()
		left[g]--
		value = append(value, g)
	}
	return value
}

// Compare orders two tallies by their majority values: negative when t is the
// worse. They tie only when one's value begins with all of the other's and is
// no longer; of tallies of one size, only when they are identical.
func (t Tally) Compare(u Tally) int {
	a, b := append(make(Tally, 0, 9), t...), append(make(Tally, 0, 9), u...) // nine tiers at most: no allocation
	for n := min(a.Len(), b.Len()); n > 0; n-- {
		x, y := a.Majority(), b.Majority()
		if c := cmp.Compare(x, y); c != 0 {
			return c
		}
		a[x]--
		b[y]--
	}
	return cmp.Compare(t.Len(), u.Len())
}
