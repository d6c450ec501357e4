package kvtest

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"pingyi/store/kv"
)

// model runs random transactions on an engine and on a map, and compares all
// that can be read, in the transactions and after them.
func model(t *testing.T, open func(t *testing.T) kv.Engine) {
	e := open(t)
	defer closed(t, e)
	key := rapid.StringOfN(rapid.RuneFrom([]rune{0, 'a', 'b', 'é'}), 1, 3, -1)
	bound := rapid.StringOfN(rapid.RuneFrom([]rune{0, 'a', 'b', 'é'}), 0, 3, -1)
	text := rapid.StringN(0, 8, -1)
	undo := errors.New("undo")

	rapid.Check(t, func(t *rapid.T) {
		wipe(t, e)
		committed := map[string]string{}
		for range rapid.IntRange(1, 8).Draw(t, "transactions") {
			pending := maps.Clone(committed)
			err := e.Update(context.Background(), func(tx kv.Tx) error {
				for range rapid.IntRange(0, 6).Draw(t, "writes") {
					k, v := key.Draw(t, "key"), text.Draw(t, "value")
					var err error
					if rapid.Bool().Draw(t, "put") {
						pending[k] = v
						err = tx.Put([]byte(k), []byte(v))
					} else {
						delete(pending, k)
						err = tx.Delete([]byte(k))
					}
					if err != nil {
						return err
					}
					compare(t, tx, pending, key.Draw(t, "get"), bound.Draw(t, "from"), bound.Draw(t, "to"))
				}
				if rapid.Bool().Draw(t, "undo") {
					return undo
				}
				return nil
			})
			switch err {
			case nil:
				committed = pending
			case undo:
			default:
				t.Fatal(err)
			}
			err = e.View(context.Background(), func(r kv.Reader) error {
				compare(t, r, committed, key.Draw(t, "get"), bound.Draw(t, "from"), bound.Draw(t, "to"))
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

func compare(t *rapid.T, r kv.Reader, want map[string]string, key, from, to string) {
	v, found, err := r.Get([]byte(key))
	if w, ok := want[key]; err != nil || found != ok || string(v) != w {
		t.Fatalf("Get(%q): %q %v %v, want %q %v", key, v, found, err, w, ok)
	}
	var all []string
	for _, k := range slices.Sorted(maps.Keys(want)) {
		if k >= from && k < to {
			all = append(all, k+"="+want[k])
		}
	}
	got, err := list(r.Scan, []byte(from), []byte(to))
	if err != nil || !slices.Equal(got, all) {
		t.Fatalf("Scan(%q, %q): %q %v, want %q", from, to, got, err, all)
	}
	got, err = list(r.ScanBack, []byte(from), []byte(to))
	slices.Reverse(got)
	if err != nil || !slices.Equal(got, all) {
		t.Fatalf("ScanBack(%q, %q), reversed: %q %v, want %q", from, to, got, err, all)
	}
}

// wipe deletes all keys, of which model makes fewer than a transaction takes.
func wipe(t *rapid.T, e kv.Engine) {
	err := e.Update(context.Background(), func(tx kv.Tx) error {
		return tx.Scan(nil, nil, func(key, _ []byte) error { return tx.Delete(key) })
	})
	if err != nil {
		t.Fatal(err)
	}
}
