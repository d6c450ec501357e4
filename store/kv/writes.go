package kv

import (
	"bytes"
	"fmt"
	"slices"
)

// Writes holds what a transaction wrote before it commits, within the limits.
// Engines use it so that the limits and the view of one's own writes are the
// same on each. The zero value is empty; it is not for concurrent use.
type Writes struct {
	byKey map[string]Write
	bytes int
}

// Write is one key to be put or deleted.
type Write struct {
	Key    []byte
	Value  []byte // never nil unless Delete
	Delete bool
}

// CheckKey returns [ErrTooBig] for a key that is empty or too long.
func CheckKey(key []byte) error {
	if len(key) == 0 || len(key) > MaxKey {
		return fmt.Errorf("%w: a key of %d bytes, from 1 to %d are allowed", ErrTooBig, len(key), MaxKey)
	}
	return nil
}

// Put notes a value for key.
func (w *Writes) Put(key, value []byte) error {
	return w.add(Write{Key: bytes.Clone(key), Value: append([]byte{}, value...)})
}

// Delete notes that key goes.
func (w *Writes) Delete(key []byte) error {
	return w.add(Write{Key: bytes.Clone(key), Delete: true})
}

func (w *Writes) add(n Write) error {
	if err := CheckKey(n.Key); err != nil {
		return err
	}
	old, again := w.byKey[string(n.Key)]
	total := w.bytes + len(n.Key) + len(n.Value)
	if again {
		total -= len(old.Key) + len(old.Value)
	}
	if !again && len(w.byKey) == MaxKeys {
		return fmt.Errorf("%w: more than %d keys written", ErrTooBig, MaxKeys)
	}
	if total > MaxBytes {
		return fmt.Errorf("%w: %d bytes written, %d are allowed", ErrTooBig, total, MaxBytes)
	}
	if w.byKey == nil {
		w.byKey = make(map[string]Write)
	}
	w.byKey[string(n.Key)], w.bytes = n, total
	return nil
}

// Sorted returns the writes in ascending order of their keys. They stay owned
// by w.
func (w *Writes) Sorted() []Write {
	all := make([]Write, 0, len(w.byKey))
	for _, n := range w.byKey {
		all = append(all, n)
	}
	slices.SortFunc(all, func(a, b Write) int { return bytes.Compare(a.Key, b.Key) })
	return all
}

// Over returns a Reader of base with w over it.
func (w *Writes) Over(base Reader) Reader { return &overlay{w, base} }

type overlay struct {
	writes *Writes
	base   Reader
}

func (o *overlay) Get(key []byte) ([]byte, bool, error) {
	if n, ok := o.writes.byKey[string(key)]; ok {
		if n.Delete {
			return nil, false, nil
		}
		return append([]byte{}, n.Value...), true, nil
	}
	return o.base.Get(key)
}

func (o *overlay) Scan(from, to []byte, fn func(key, value []byte) error) error {
	return merge(o.between(from, to), bytes.Compare, fn, func(fn func(k, v []byte) error) error {
		return o.base.Scan(from, to, fn)
	})
}

func (o *overlay) ScanBack(from, to []byte, fn func(key, value []byte) error) error {
	own := o.between(from, to)
	slices.Reverse(own)
	descending := func(a, b []byte) int { return bytes.Compare(b, a) }
	return merge(own, descending, fn, func(fn func(k, v []byte) error) error {
		return o.base.ScanBack(from, to, fn)
	})
}

func (o *overlay) between(from, to []byte) []Write {
	return slices.DeleteFunc(o.writes.Sorted(), func(n Write) bool {
		return bytes.Compare(n.Key, from) < 0 || to != nil && bytes.Compare(n.Key, to) >= 0
	})
}

// merge calls fn with own and with what scan yields, both already in order, own
// winning over an equal key.
func merge(own []Write, order func(a, b []byte) int, fn func(k, v []byte) error,
	scan func(func(k, v []byte) error) error) error {
	ended := false
	emit := func(k, v []byte) error {
		err := fn(k, v)
		ended = err != nil
		return err
	}
	emitOwn := func() error {
		n := own[0]
		own = own[1:]
		if n.Delete {
			return nil
		}
		return emit(n.Key, n.Value)
	}
	err := scan(func(k, v []byte) error {
		for len(own) > 0 {
			c := order(own[0].Key, k)
			if c > 0 {
				break
			}
			if err := emitOwn(); err != nil || c == 0 {
				return err
			}
		}
		return emit(k, v)
	})
	for err == nil && !ended && len(own) > 0 {
		if err = emitOwn(); err == ErrStop {
			return nil
		}
	}
	return err
}
