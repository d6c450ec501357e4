package store_test

import (
	"testing"

	"pgregory.net/rapid"

	"pingyi"
	"pingyi/store"
	"pingyi/store/storetest"
)

// Whatever is done to a plan, the journal alone makes the same record again, byte
// for byte, and what reads it finds the same plan there.
func TestTheJournalAloneRebuildsWhatWasKeyed(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		engine, owner := onEngine(t)
		populate(t, owner)
		clerks := []*store.Desk{as(t, owner, "k1"), as(t, owner, "m1")}
		for range rapid.IntRange(1, 8).Draw(rt, "commands") {
			d := rapid.SampledFrom(clerks).Draw(rt, "clerk")
			p, err := d.Plan(t.Context(), key701)
			must(t, err)
			switch rapid.IntRange(0, 5).Draw(rt, "command") {
			case 0:
				head := p
				head.OverallGoal = rapid.StringMatching(`[甲乙]{0,2}`).Draw(rt, "goal")
				err = d.SavePlanHead(t.Context(), p, head)
			case 1:
				p.Activities = append(p.Activities, pingyi.Activity{Name: "添"})
				_, err = d.File(t.Context(), filed(p))
			case 2:
				events, err2 := d.History(t.Context(), store.HistoryFilter{})
				must(t, err2)
				_, err = d.Undo(t.Context(), rapid.SampledFrom(events).Draw(rt, "entry").ID)
			default:
				keyAtRandom(rt, d, key701)
			}
			if err != nil && pingyi.CodeOf(err) != pingyi.State {
				rt.Fatal(err)
			}
		}
		again := engineInMemory(t)
		if err := storetest.Rebuild(engine, again); err != nil {
			rt.Fatal(err)
		}
		if err := storetest.Same(engine, again); err != nil {
			rt.Fatal(err)
		}
		rebuilt := store.On(again, steady()).OwnerDesk("test")
		if _, err := rebuilt.Verify(t.Context()); err != nil {
			rt.Fatal(err)
		}
		p, err := owner.Plan(t.Context(), key701)
		must(t, err)
		sameAs(rt, rebuilt, key701, p)
	})
}
