package kvtest

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"testing"

	"pingyi/store/kv"
)

var sharing = []rule{
	{"what was read with Get and changed meanwhile is a conflict", func(t *testing.T, e kv.Engine) {
		put(t, e, "a", "1", "gone", "1")
		for name, change := range map[string]func(kv.Tx) error{
			"changed": func(tx kv.Tx) error { return putIn(tx, "a", "2") },
			"made":    func(tx kv.Tx) error { return putIn(tx, "new", "2") },
			"deleted": func(tx kv.Tx) error { return tx.Delete([]byte("gone")) },
		} {
			err := e.Update(context.Background(), func(tx kv.Tx) error {
				for _, key := range []string{"a", "new", "gone"} {
					value(t, tx, key)
				}
				update(t, e, change)
				return putIn(tx, "mine", "1")
			})
			if err != kv.ErrConflict {
				t.Errorf("%s: %v", name, err)
			}
		}
		same(t, "after", scan(t, e, nil, nil), []string{"a=2", "new=2"})
	}},
	{"write skew is caught through Get", func(t *testing.T, e kv.Engine) {
		// Two on call, each leaves if the other stays: only one may.
		put(t, e, "on/1", "yes", "on/2", "yes")
		leave := func(me, other string, between func()) error {
			return e.Update(context.Background(), func(tx kv.Tx) error {
				stays := value(t, tx, other) == "yes"
				between()
				if !stays {
					return nil
				}
				return putIn(tx, me, "no")
			})
		}
		first := leave("on/1", "on/2", func() {
			if err := leave("on/2", "on/1", func() {}); err != nil {
				t.Errorf("the one that commits first: %v", err)
			}
		})
		if first != kv.ErrConflict {
			t.Errorf("the one that commits second: %v", first)
		}
		same(t, "after", scan(t, e, nil, nil), []string{"on/1=yes", "on/2=no"})
	}},
	{"a guard key that both read and write keeps scans apart", func(t *testing.T, e kv.Engine) {
		add := func(key string, between func()) error {
			return e.Update(context.Background(), func(tx kv.Tx) error {
				guard := value(t, tx, "guard")
				got, err := list(tx.Scan, []byte("i/"), nil)
				between()
				if err != nil || len(got) > 0 {
					return err
				}
				return putIn(tx, "guard", guard+"x", key, "")
			})
		}
		err := add("i/1", func() {
			if err := add("i/2", func() {}); err != nil {
				t.Error(err)
			}
		})
		if err != kv.ErrConflict {
			t.Errorf("the one that commits second: %v", err)
		}
		same(t, "after", scan(t, e, []byte("i/"), nil), []string{"i/2="})
	}},
	{"writing without reading is no conflict", func(t *testing.T, e kv.Engine) {
		update(t, e, func(tx kv.Tx) error {
			put(t, e, "a", "theirs")
			return putIn(tx, "a", "mine")
		})
		same(t, "the later commit stays", scan(t, e, nil, nil), []string{"a=mine"})
	}},
	{"a transaction that writes nothing has no conflict", func(t *testing.T, e kv.Engine) {
		update(t, e, func(tx kv.Tx) error {
			value(t, tx, "a")
			put(t, e, "a", "1")
			return nil
		})
	}},
	{"increments from many goroutines lose none", func(t *testing.T, e kv.Engine) {
		const workers, each = 8, 25
		key := []byte("n")
		increment := func(tx kv.Tx) error {
			v, found, err := tx.Get(key)
			if err != nil {
				return err
			}
			var n uint64
			if found {
				n = binary.BigEndian.Uint64(v)
			}
			return tx.Put(key, binary.BigEndian.AppendUint64(nil, n+1))
		}
		var all sync.WaitGroup
		for range workers {
			all.Go(func() {
				for done := 0; done < each; {
					switch err := e.Update(context.Background(), increment); {
					case err == nil:
						done++
					case !errors.Is(err, kv.ErrConflict):
						t.Error(err)
						return
					}
				}
			})
		}
		all.Wait()
		view(t, e, func(r kv.Reader) error {
			v, _, err := r.Get(key)
			if err == nil && binary.BigEndian.Uint64(v) != workers*each {
				t.Errorf("counted %d, want %d", binary.BigEndian.Uint64(v), workers*each)
			}
			return err
		})
	}},
	{"readers see each transaction whole", func(t *testing.T, e kv.Engine) {
		put(t, e, "a", "0", "b", "0")
		var all sync.WaitGroup
		all.Go(func() {
			for i := range 200 {
				n := fmt.Sprint(i)
				if err := e.Update(context.Background(), func(tx kv.Tx) error { return putIn(tx, "a", n, "b", n) }); err != nil {
					t.Error(err)
					return
				}
			}
		})
		for range 2 {
			all.Go(func() {
				for range 200 {
					err := e.View(context.Background(), func(r kv.Reader) error {
						a, _, err := r.Get([]byte("a"))
						b, _, err2 := r.Get([]byte("b"))
						if string(a) != string(b) {
							t.Errorf("half of a transaction: a=%s b=%s", a, b)
						}
						return errors.Join(err, err2)
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
	}},
}
