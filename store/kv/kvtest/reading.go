package kvtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"pingyi/store/kv"
)

var reading = []rule{
	{"a scan is in byte order, from included, to excluded", func(t *testing.T, e kv.Engine) {
		put(t, e, "b", "2", "a", "1", "a\x00", "3", "\xff\xff", "6", "ab", "4", "\x00", "0", "B", "5", "!badger!x", "7")
		all := []string{"\x00=0", "!badger!x=7", "B=5", "a=1", "a\x00=3", "ab=4", "b=2", "\xff\xff=6"}
		for _, c := range []struct {
			from, to []byte
			want     []string
		}{
			{nil, nil, all},
			{[]byte("a"), []byte("b"), all[3:6]},
			{[]byte("a\x00"), nil, all[4:]},
			{nil, []byte("a"), all[:3]},
			{[]byte("b"), []byte("b"), nil},
			{[]byte("c"), []byte("b"), nil},
			{[]byte("c"), []byte("d"), nil},
			{nil, []byte{}, nil},
		} {
			view(t, e, func(r kv.Reader) error {
				got, err := list(r.Scan, c.from, c.to)
				if err != nil {
					return err
				}
				same(t, fmt.Sprintf("Scan(%q, %q)", c.from, c.to), got, c.want)
				got, err = list(r.ScanBack, c.from, c.to)
				slices.Reverse(got)
				same(t, fmt.Sprintf("ScanBack(%q, %q), reversed", c.from, c.to), got, c.want)
				return err
			})
		}
	}},
	{"a scan of thousands misses none, both ways", func(t *testing.T, e kv.Engine) {
		var want []string
		for i := 0; i < 3000; i += 100 {
			update(t, e, func(tx kv.Tx) error {
				for j := i; j < i+100; j++ {
					key := fmt.Sprintf("%05d", j)
					want = append(want, key+"="+key)
					if err := putIn(tx, key, key); err != nil {
						return err
					}
				}
				return nil
			})
		}
		same(t, "Scan", scan(t, e, nil, nil), want)
		view(t, e, func(r kv.Reader) error {
			got, err := list(r.ScanBack, nil, nil)
			slices.Reverse(got)
			same(t, "ScanBack, reversed", got, want)
			return err
		})
	}},
	{"Prefix is the range of the keys that begin so", func(t *testing.T, e kv.Engine) {
		put(t, e, "a", "", "ab", "", "b", "", "\xff", "", "\xff\xff", "", "\xff\xff1", "")
		for prefix, want := range map[string][]string{
			"a": {"a=", "ab="}, "\xff": {"\xff=", "\xff\xff=", "\xff\xff1="}, "\xff\xff": {"\xff\xff=", "\xff\xff1="}, "c": nil,
		} {
			from, to := kv.Prefix([]byte(prefix))
			same(t, fmt.Sprintf("prefix %q", prefix), scan(t, e, from, to), want)
		}
	}},
	{"Stop ends a scan without error, another error is returned", func(t *testing.T, e kv.Engine) {
		put(t, e, "a", "", "b", "", "c", "")
		no := errors.New("no")
		update(t, e, func(tx kv.Tx) error {
			if err := putIn(tx, "aa", "", "d", ""); err != nil {
				return err
			}
			for name, s := range map[string]scanner{"Scan": tx.Scan, "ScanBack": tx.ScanBack} {
				for _, end := range []error{kv.ErrStop, no} {
					for after := 1; after <= 5; after++ {
						n := 0
						err := s(nil, nil, func(_, _ []byte) error {
							if n++; n == after {
								return end
							}
							return nil
						})
						if want := map[error]error{kv.ErrStop: nil, no: no}[end]; err != want || n != after {
							t.Errorf("%s ended by %v at %d: %v after %d, want %v", name, end, after, err, n, want)
						}
					}
				}
			}
			return nil
		})
		same(t, "committed though a scan was ended by an error", scan(t, e, nil, nil), []string{"a=", "aa=", "b=", "c=", "d="})
	}},
	{"the function of a scan may use the reader it came from", func(t *testing.T, e kv.Engine) {
		put(t, e, "a", "1", "b", "2")
		inner := func(r kv.Reader) error {
			var got []string
			err := r.Scan(nil, nil, func(key, _ []byte) error {
				return r.ScanBack(nil, nil, func(key2, _ []byte) error {
					got = append(got, string(key)+string(key2)+value(t, r, string(key)))
					return nil
				})
			})
			same(t, "pairs", got, []string{"ab1", "aa1", "bb2", "ba2"})
			return err
		}
		view(t, e, inner)
		update(t, e, func(tx kv.Tx) error { return inner(tx) })
	}},
	{"an empty value is found, a missing key is not", func(t *testing.T, e kv.Engine) {
		put(t, e, "empty", "")
		view(t, e, func(r kv.Reader) error {
			v, found, err := r.Get([]byte("empty"))
			if len(v) != 0 || !found || err != nil {
				t.Errorf("empty value: %q %v %v", v, found, err)
			}
			v, found, err = r.Get([]byte("none"))
			if v != nil || found || err != nil {
				t.Errorf("missing key: %q %v %v", v, found, err)
			}
			return nil
		})
	}},
	{"the caller may change what it got", func(t *testing.T, e kv.Engine) {
		put(t, e, "a", "1")
		change := func(r kv.Reader) error {
			v, _, err := r.Get([]byte("a"))
			if err == nil {
				v[0] = 'x'
			}
			if got := value(t, r, "a"); got != "1" {
				t.Errorf("changed to %q", got)
			}
			return err
		}
		view(t, e, change)
		update(t, e, func(tx kv.Tx) error { return errors.Join(putIn(tx, "a", "1"), change(tx)) })
	}},
	{"a snapshot is what was committed when it began", func(t *testing.T, e kv.Engine) {
		put(t, e, "a", "1", "b", "1")
		view(t, e, func(r kv.Reader) error {
			update(t, e, func(tx kv.Tx) error { return errors.Join(putIn(tx, "a", "2", "c", "2"), tx.Delete([]byte("b"))) })
			got, err := list(r.Scan, nil, nil)
			same(t, "old snapshot", got, []string{"a=1", "b=1"})
			if value(t, r, "a")+value(t, r, "b")+value(t, r, "c") != "11-" {
				t.Error("Get sees a later commit")
			}
			return err
		})
		same(t, "new snapshot", scan(t, e, nil, nil), []string{"a=2", "c=2"})
	}},
	{"an uncommitted write is seen by nobody else", func(t *testing.T, e kv.Engine) {
		update(t, e, func(tx kv.Tx) error {
			err := putIn(tx, "a", "1")
			same(t, "another snapshot", scan(t, e, nil, nil), nil)
			return err
		})
	}},
	{"a context that is done ends a view", func(t *testing.T, e kv.Engine) {
		put(t, e, "a", "1", "b", "2")
		ctx, cancel := context.WithCancel(context.Background())
		n := 0
		err := e.View(ctx, func(r kv.Reader) error {
			return r.Scan(nil, nil, func(_, _ []byte) error {
				n++
				cancel()
				return nil
			})
		})
		if !errors.Is(err, context.Canceled) || n != 1 {
			t.Errorf("a scan, cancelled at its first key: %v after %d keys", err, n)
		}
		err = e.View(ctx, func(kv.Reader) error {
			t.Error("the function ran")
			return nil
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("View with a context that is done: %v", err)
		}
	}},
	{"keys outside the limits cannot be read", func(t *testing.T, e kv.Engine) {
		view(t, e, func(r kv.Reader) error {
			for _, key := range [][]byte{nil, {}, bytes.Repeat([]byte("k"), kv.MaxKey+1)} {
				if _, _, err := r.Get(key); !errors.Is(err, kv.ErrTooBig) {
					t.Errorf("Get of a key of %d bytes: %v", len(key), err)
				}
			}
			return nil
		})
	}},
}
