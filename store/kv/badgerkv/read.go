package badgerkv

import (
	"bytes"
	"context"

	"github.com/dgraph-io/badger/v4"

	"pingyi/store/kv"
)

// Badger keeps some keys for itself, so ours live under a first byte of their
// own. Between the two spaces lies nothing.
const (
	keySpace  byte = 'k'
	markSpace byte = 'v'
)

func stored(key []byte) []byte {
	return append(append(make([]byte, 0, 1+len(key)), keySpace), key...)
}

// bounds returns the stored range of [from, to).
func bounds(from, to []byte) (low, high []byte) {
	if to == nil {
		return stored(from), []byte{keySpace + 1}
	}
	return stored(from), stored(to)
}

// reader reads the snapshot of a Badger transaction.
type reader struct {
	ctx context.Context
	txn *badger.Txn
}

func (r *reader) Get(key []byte) (value []byte, found bool, err error) {
	if err := kv.CheckKey(key); err != nil {
		return nil, false, err
	}
	if err := r.ctx.Err(); err != nil {
		return nil, false, err
	}
	err = guard(func() error {
		item, err := r.txn.Get(stored(key))
		if err == badger.ErrKeyNotFound {
			return nil
		}
		if err == nil {
			value, err = item.ValueCopy([]byte{})
		}
		if err != nil {
			return asDamage("", err)
		}
		found = true
		return nil
	})
	return value, found, err
}

func (r *reader) Scan(from, to []byte, fn func(key, value []byte) error) error {
	low, high := bounds(from, to)
	return r.scan(low, high, false, fn)
}

func (r *reader) ScanBack(from, to []byte, fn func(key, value []byte) error) error {
	low, high := bounds(from, to)
	return r.scan(low, high, true, fn)
}

// scan reads batch by batch and has no iterator open while fn runs: Badger
// allows one at a time in a transaction that writes, and fn may scan too.
func (r *reader) scan(low, high []byte, back bool, fn func(key, value []byte) error) error {
	b := batch{limit: 16}
	for more := bytes.Compare(low, high) < 0; more; {
		err := guard(func() error {
			more = b.fill(r.txn, low, high, back)
			return nil
		})
		if err != nil {
			return err
		}
		for _, p := range b.pairs {
			if err := r.ctx.Err(); err != nil {
				return err
			}
			if err := fn(b.data[p.key+1:p.value], b.data[p.value:p.end]); err == kv.ErrStop {
				return nil
			} else if err != nil {
				return err
			}
		}
		if more {
			last := b.pairs[len(b.pairs)-1]
			key := bytes.Clone(b.data[last.key:last.value])
			if back {
				high = key
			} else {
				low = append(key, 0)
			}
		}
		b.limit = min(2*b.limit, 1024)
	}
	return nil
}

// batch is a run of keys and values, copied out of Badger.
type batch struct {
	limit int // pairs
	data  []byte
	pairs []pair
}

// pair is where a key begins, its value begins, and that ends.
type pair struct{ key, value, end int }

const batchBytes = 256 << 10

// fill reads the first pairs of [low, high), or the last when back, and tells
// whether more may follow.
func (b *batch) fill(txn *badger.Txn, low, high []byte, back bool) (more bool) {
	b.data, b.pairs = b.data[:0], b.pairs[:0]
	it := txn.NewIterator(badger.IteratorOptions{Reverse: back})
	defer it.Close()
	if back {
		it.Seek(high)
	} else {
		it.Seek(low)
	}
	for ; it.Valid(); it.Next() {
		item := it.Item()
		key := item.Key()
		if back {
			if bytes.Equal(key, high) {
				continue
			}
			if bytes.Compare(key, low) < 0 {
				return false
			}
		} else if bytes.Compare(key, high) >= 0 {
			return false
		}
		if len(b.pairs) == b.limit || len(b.data) >= batchBytes {
			return true
		}
		p := pair{key: len(b.data)}
		b.data = append(b.data, key...)
		p.value = len(b.data)
		// The value is in the table itself: reading it cannot fail.
		_ = item.Value(func(value []byte) error {
			b.data = append(b.data, value...)
			return nil
		})
		p.end = len(b.data)
		b.pairs = append(b.pairs, p)
	}
	return false
}

// tx is a reader with the transaction's writes over it. It remembers the first
// error, which then no fn can hide.
type tx struct {
	kv.Reader
	writes kv.Writes
	failed error
}

func newTx(base kv.Reader) *tx {
	t := &tx{}
	t.Reader = t.writes.Over(base)
	return t
}

func (t *tx) note(err error) error {
	if err != nil && t.failed == nil {
		t.failed = err
	}
	return err
}

func (t *tx) Put(key, value []byte) error { return t.note(t.writes.Put(key, value)) }

func (t *tx) Delete(key []byte) error { return t.note(t.writes.Delete(key)) }

func (t *tx) Get(key []byte) (value []byte, found bool, err error) {
	value, found, err = t.Reader.Get(key)
	return value, found, t.note(err)
}

func (t *tx) Scan(from, to []byte, fn func(key, value []byte) error) error {
	return t.scan(fn, func(fn func(key, value []byte) error) error { return t.Reader.Scan(from, to, fn) })
}

func (t *tx) ScanBack(from, to []byte, fn func(key, value []byte) error) error {
	return t.scan(fn, func(fn func(key, value []byte) error) error { return t.Reader.ScanBack(from, to, fn) })
}

// scan notes an error of the scan itself: fn may end it with one of its own.
func (t *tx) scan(fn func(key, value []byte) error, run func(func(key, value []byte) error) error) error {
	var own error
	err := run(func(key, value []byte) error {
		own = fn(key, value)
		return own
	})
	if own == nil {
		return t.note(err)
	}
	return err
}
