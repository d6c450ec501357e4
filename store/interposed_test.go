package store_test

import (
	"context"
	"fmt"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/store/kv"
	"pingyi/store/kv/badgerkv"
)

// interposed runs something just before one of its transactions, and something
// else before each that follows.
type interposed struct {
	kv.Engine
	updates int
	at      int
	first   func()
	then    func()
}

func (e *interposed) Update(ctx context.Context, fn func(kv.Tx) error) error {
	switch e.updates++; {
	case e.at == 0 || e.updates < e.at:
	case e.updates == e.at:
		e.first()
	default:
		e.then()
	}
	return e.Engine.Update(ctx, fn)
}

// TestALargeFilingYieldsToOneThatComesBetween lets a second desk act at each step
// of a filing of several transactions: the plan is then wholly one or the other.
func TestALargeFilingYieldsToOneThatComesBetween(t *testing.T) {
	ctx := t.Context()
	for name, between := range map[string]func(d *store.Desk) error{
		"another large filing": func(d *store.Desk) error { _, err := d.File(ctx, filed(numbered(2))); return err },
		"the same filing":      func(d *store.Desk) error { _, err := d.File(ctx, filed(numbered(1))); return err },
		"a deletion":           func(d *store.Desk) error { return d.DeletePlan(ctx, key702) },
	} {
		t.Run(name, func(t *testing.T) {
			outcomes := map[string]int{}
			for at, last := 1, false; !last; at++ {
				engine, err := badgerkv.OpenMemory()
				must(t, err)
				e := &interposed{Engine: engine}
				s, other := store.On(e, steady()), store.On(engine, store.Options{}).OwnerDesk("other")
				d := s.OwnerDesk("test")
				_, err = d.File(ctx, filed(numbered(0)))
				must(t, err)
				inForce := 0 // when the other came
				e.updates, e.at, e.first = 0, at, func() {
					_, inForce, err = written702(other)
					must(t, err)
					must(t, between(other))
				}
				e.then = func() { // a power cut now must leave it of one piece
					_, _, err := written702(other)
					must(t, err)
				}
				_, err = d.File(ctx, filed(numbered(1)))
				steps := e.updates
				last, e.at = steps < at, 0
				if err != nil {
					refused(t, pingyi.Conflict, err)
				}
				_, damage := d.Verify(ctx)
				must(t, damage)
				_, n, wrong := written702(d)
				must(t, wrong)
				switch {
				case err == nil && n != 1 && inForce != 1:
					t.Fatalf("before step %d of %d: filed, and the record has %d", at, steps, n)
				case err != nil && n == 1 && name != "the same filing":
					t.Fatalf("before step %d of %d: not filed (%v), and yet there", at, steps, err)
				}
				outcomes[fmt.Sprintf("%v, %d is there", err == nil, n)]++
				// Nothing is left in the way of the next.
				_, err = d.File(ctx, filed(numbered(3)))
				must(t, err)
				if _, n, err := written702(d); err != nil || n != 3 {
					t.Fatalf("before step %d: filing again left %d, %v", at, n, err)
				}
				must(t, s.Close())
			}
			t.Log(outcomes)
		})
	}
}

// written702 is written for plan 702 alone: -1 when there is none.
func written702(d *store.Desk) (small, large int, err error) {
	if _, err := d.Plan(context.Background(), key702); pingyi.CodeOf(err) == pingyi.NotFound {
		return 0, -1, nil
	}
	if _, err := d.File(context.Background(), filed(pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: "701"}})); err != nil {
		return 0, 0, err
	}
	return written(context.Background(), d)
}
