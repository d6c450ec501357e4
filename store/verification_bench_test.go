package store_test

import (
	"fmt"
	"testing"

	"pingyi"
	"pingyi/store"
)

// BenchmarkSettle settles one difference after the other between two entries of ten
// thousand activities.
func BenchmarkSettle(b *testing.B) {
	const rows = pingyi.MaxActivities
	ctx := b.Context()
	_, owner := inMemory(b)
	populate(b, owner)
	p := largePlan("709", rows)
	k := p.Key()
	for i := range p.Activities {
		p.Activities[i].Name = fmt.Sprintf("活动%d", i+1)
	}
	_, err := owner.File(ctx, store.Filing{Plan: p, Has: everything})
	must(b, err)
	must(b, owner.Mark(ctx, k))
	k1 := as(b, owner, "k1")
	must(b, k1.TakeOn(ctx, k))
	for i := range p.Activities {
		p.Activities[i].Goal = "另一个"
	}
	keySecond(b, k1, k, p.Activities...)
	_, err = k1.HandIn(ctx, k)
	must(b, err)
	c, err := k1.Comparison(ctx, k)
	must(b, err)
	for n := 0; b.Loop(); n++ {
		d := c.Differences[n]
		_, err := k1.SettleDifference(ctx, k, d, d.First)
		must(b, err)
	}
}
