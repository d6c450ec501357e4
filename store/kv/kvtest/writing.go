package kvtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"pingyi/store/kv"
)

var writing = []rule{
	{"a transaction sees its own writes", func(t *testing.T, e kv.Engine) {
		put(t, e, "a", "1", "c", "1", "e", "1")
		update(t, e, func(tx kv.Tx) error {
			err := errors.Join(putIn(tx, "b", "2", "c", "2", "f", "2"), tx.Delete([]byte("a")), tx.Delete([]byte("none")))
			got, err2 := list(tx.Scan, nil, nil)
			same(t, "Scan", got, []string{"b=2", "c=2", "e=1", "f=2"})
			got, err3 := list(tx.ScanBack, []byte("b"), []byte("f"))
			same(t, "ScanBack", got, []string{"e=1", "c=2", "b=2"})
			if value(t, tx, "a")+value(t, tx, "c") != "-2" {
				t.Error("Get does not see them")
			}
			return errors.Join(err, err2, err3, putIn(tx, "a", "3"))
		})
		same(t, "committed", scan(t, e, nil, nil), []string{"a=3", "b=2", "c=2", "e=1", "f=2"})
	}},
	{"a scan sees the writes made before it began", func(t *testing.T, e kv.Engine) {
		put(t, e, "a", "1", "c", "1")
		update(t, e, func(tx kv.Tx) error {
			var got []string
			err := tx.Scan(nil, nil, func(key, value []byte) error {
				got = append(got, string(key)+"="+string(value))
				return errors.Join(putIn(tx, "b", "2"), tx.Delete([]byte("c")))
			})
			same(t, "during", got, []string{"a=1", "c=1"})
			return err
		})
		same(t, "after", scan(t, e, nil, nil), []string{"a=1", "b=2"})
	}},
	{"keys and values are copied", func(t *testing.T, e kv.Engine) {
		update(t, e, func(tx kv.Tx) error {
			k, v := []byte("a"), []byte("1")
			err := tx.Put(k, v)
			k[0], v[0] = 'x', 'x'
			d := []byte("gone")
			err = errors.Join(err, putIn(tx, "gone", "1"), tx.Delete(d))
			d[0] = 'x'
			return err
		})
		same(t, "committed", scan(t, e, nil, nil), []string{"a=1"})
	}},
	{"an error of the function leaves nothing behind", func(t *testing.T, e kv.Engine) {
		put(t, e, "a", "1")
		no := errors.New("no")
		err := e.Update(context.Background(), func(tx kv.Tx) error {
			if err := putIn(tx, "a", "2", "b", "2"); err != nil {
				return err
			}
			return no
		})
		if err != no {
			t.Errorf("Update returned %v, not the function's own error", err)
		}
		same(t, "after", scan(t, e, nil, nil), []string{"a=1"})
	}},
	{"a panic of the function leaves nothing behind and goes on", func(t *testing.T, e kv.Engine) {
		defer func() {
			if p := recover(); p != "stop here" {
				t.Errorf("recovered %v", p)
			}
			put(t, e, "b", "2")
			same(t, "after", scan(t, e, nil, nil), []string{"b=2"})
		}()
		_ = e.Update(context.Background(), func(tx kv.Tx) error {
			if err := putIn(tx, "a", "1"); err != nil {
				t.Error(err)
			}
			panic("stop here")
		})
	}},
	{"an error of the engine cannot be hidden by the function", func(t *testing.T, e kv.Engine) {
		for name, call := range map[string]func(kv.Tx) error{
			"Put":    func(tx kv.Tx) error { return tx.Put(nil, nil) },
			"Delete": func(tx kv.Tx) error { return tx.Delete(nil) },
			"Get":    func(tx kv.Tx) error { _, _, err := tx.Get(nil); return err },
		} {
			err := e.Update(context.Background(), func(tx kv.Tx) error {
				err := putIn(tx, "a", "1")
				_ = call(tx)
				return err
			})
			if !errors.Is(err, kv.ErrTooBig) {
				t.Errorf("%s: Update returned %v", name, err)
			}
		}
		same(t, "after", scan(t, e, nil, nil), nil)
	}},
	{"a key is 1 to 512 bytes", func(t *testing.T, e kv.Engine) {
		long := bytes.Repeat([]byte("k"), kv.MaxKey+1)
		for _, key := range [][]byte{nil, {}, long} {
			for name, call := range map[string]func(kv.Tx) error{
				"Put":    func(tx kv.Tx) error { return tx.Put(key, nil) },
				"Delete": func(tx kv.Tx) error { return tx.Delete(key) },
			} {
				if err := e.Update(context.Background(), call); !errors.Is(err, kv.ErrTooBig) {
					t.Errorf("%s of a key of %d bytes: %v", name, len(key), err)
				}
			}
		}
		put(t, e, "k", "1", string(long[1:]), "2")
		same(t, "after", scan(t, e, nil, nil), []string{"k=1", string(long[1:]) + "=2"})
	}},
	{"a transaction writes 100 keys and no more", func(t *testing.T, e kv.Engine) {
		write := func(n int) error {
			return e.Update(context.Background(), func(tx kv.Tx) error {
				for i := range n {
					key := fmt.Appendf(nil, "%03d", i)
					err := tx.Put(key, []byte("1"))
					if i%2 == 1 {
						// The same key again counts once.
						err = errors.Join(err, tx.Delete(key))
					}
					if err != nil {
						return err
					}
				}
				return nil
			})
		}
		if err := write(kv.MaxKeys + 1); !errors.Is(err, kv.ErrTooBig) {
			t.Errorf("101 keys: %v", err)
		}
		same(t, "after 101", scan(t, e, nil, nil), nil)
		if err := write(kv.MaxKeys); err != nil {
			t.Errorf("100 keys: %v", err)
		}
		if n := len(scan(t, e, nil, nil)); n != 50 {
			t.Errorf("%d keys are there, want 50", n)
		}
	}},
	{"a transaction writes 1 MiB and no more", func(t *testing.T, e kv.Engine) {
		most := make([]byte, kv.MaxBytes-len("key"))
		for i := range most {
			most[i] = byte(i * 7)
		}
		if err := e.Update(context.Background(), func(tx kv.Tx) error {
			return tx.Put([]byte("key"), append(most, 0))
		}); !errors.Is(err, kv.ErrTooBig) {
			t.Errorf("one byte over: %v", err)
		}
		update(t, e, func(tx kv.Tx) error {
			// Only what is written in the end counts.
			return errors.Join(tx.Put([]byte("key"), most[1:]), tx.Put([]byte("key"), most))
		})
		view(t, e, func(r kv.Reader) error {
			v, _, err := r.Get([]byte("key"))
			if !bytes.Equal(v, most) {
				t.Error("the value came back changed")
			}
			return err
		})
		// In many keys: an engine that counts more than the contract does, for
		// itself, must have the room.
		update(t, e, func(tx kv.Tx) error {
			for i := range kv.MaxKeys {
				key := fmt.Appendf(bytes.Repeat([]byte("k"), kv.MaxKey-3), "%03d", i)
				if err := tx.Put(key, most[:kv.MaxBytes/kv.MaxKeys-kv.MaxKey]); err != nil {
					return err
				}
			}
			return nil
		})
	}},
	{"a context that is done ends an update without effect", func(t *testing.T, e kv.Engine) {
		ctx, cancel := context.WithCancel(context.Background())
		err := e.Update(ctx, func(tx kv.Tx) error {
			cancel()
			return putIn(tx, "a", "1")
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled inside: %v", err)
		}
		err = e.Update(ctx, func(kv.Tx) error {
			t.Error("the function ran")
			return nil
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled before: %v", err)
		}
		same(t, "after", scan(t, e, nil, nil), nil)
	}},
}
