package sheet_test

import (
	"testing"

	"pingyi"
	"pingyi/tui/pages/grid/sheet"
)

// What others did comes to a plan of 10,000 rows.
func BenchmarkTakeChanges(b *testing.B) {
	p := plan(pingyi.MaxActivities)
	s := sheet.New(p)
	changed := p.Activities[5000]
	b.Run("a cell", func(b *testing.B) {
		for i := range b.N {
			changed.Budget = pingyi.Amount(i)
			if _, err := s.TakeChanges(pingyi.PlanChanges{Changed: []pingyi.Activity{changed}}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("a row moved", func(b *testing.B) {
		ids := make([]int, len(p.Activities))
		for i, a := range p.Activities {
			ids[i] = a.ID
		}
		for range b.N {
			ids[0], ids[9999] = ids[9999], ids[0]
			if _, err := s.TakeChanges(pingyi.PlanChanges{IDs: ids}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
