package store_test

import (
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/store/kv"
)

func TestADamagedSecondEntryIsReported(t *testing.T) {
	ctx := t.Context()
	for name, value := range map[string]string{"gone": "", "cut off": `{"name":`, "without its tiers": `{"name":"修路","budget":"1.00","criteria":["没修"]}`} {
		engine, owner := onEngine(t)
		populate(t, owner)
		k1 := as(t, owner, "k1")
		must(t, owner.Mark(ctx, key701))
		must(t, k1.TakeOn(ctx, key701))
		keySecond(t, k1, key701, pingyi.Activity{Name: "修路"})
		must(t, engine.Update(ctx, func(tx kv.Tx) error {
			key := []byte("second/2016/701/1/000001")
			if _, found, err := tx.Get(key); err != nil || !found {
				t.Fatal("not where it is", err)
			}
			if value == "" {
				return tx.Delete(key)
			}
			return tx.Put(key, []byte(value))
		}))
		for what, call := range map[string]func() error{
			"read":      func() error { _, err := k1.SecondEntry(ctx, key701); return err },
			"handed in": func() error { _, err := k1.HandIn(ctx, key701); return err },
		} {
			if err := call(); pingyi.CodeOf(err) != pingyi.Damaged {
				t.Errorf("%s, it is %s: %v", name, what, err)
			}
		}
		if _, err := k1.SaveSecondEntry(ctx, key701, store.Keying{Command: pingyi.CommandEnter, Order: []int{1}}, store.Keyed{}); err != nil {
			t.Errorf("%s: the rest cannot be keyed: %v", name, err)
		}
	}
}
