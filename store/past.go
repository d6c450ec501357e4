package store

import (
	"bytes"
	"encoding/json"
	"slices"

	"pingyi/store/kv"
)

// past is a snapshot as it stood after an earlier journal entry: what later ones
// changed is taken back, by what they say stood there before.
type past struct {
	kv.Reader
	before map[string]json.RawMessage // of keys changed since; nil where nothing was
}

// asOf returns the snapshot r as it stood after the entry rev. It reads the
// journal since, and of that only what was written.
func asOf(r kv.Reader, rev uint64) (kv.Reader, error) {
	p, err := goBack(r, rev, func(entry, int) error { return nil })
	if len(p.before) == 0 {
		return r, err
	}
	return p, err
}

// goBack is asOf that has each entry, with its length, pass before it is taken
// back, the newest first; the error of one that does not ends it.
func goBack(r kv.Reader, rev uint64, pass func(e entry, bytes int) error) (past, error) {
	p := past{r, map[string]json.RawMessage{}}
	_, to := kv.Prefix([]byte(journalPart))
	err := r.ScanBack([]byte(journalKey(rev+1)), to, func(key, b []byte) error {
		var e entry
		if err := decode(string(key), b, &e); err != nil {
			return err
		}
		if err := pass(e, len(b)); err != nil {
			return err
		}
		p.takeBack(e)
		return nil
	})
	return p, err
}

// takeBack undoes an entry: the newest of those that are not taken back yet.
func (p past) takeBack(e entry) {
	for _, w := range e.Writes {
		p.before[w.Key] = w.Before
		if hashIfThere(w.Before) == "" {
			p.before[w.Key] = nil
		}
	}
}

// Get implements [kv.Reader].
func (p past) Get(key []byte) (value []byte, found bool, err error) {
	if before, changed := p.before[string(key)]; changed {
		return bytes.Clone(before), before != nil, nil
	}
	return p.Reader.Get(key)
}

// Scan implements [kv.Reader]: the keys as they are now and those that have gone
// since, in one order.
func (p past) Scan(from, to []byte, fn func(key, value []byte) error) error {
	var gone []string
	first, end := string(from), string(to)
	for key, before := range p.before {
		if before != nil && key >= first && (to == nil || key < end) {
			gone = append(gone, key)
		}
	}
	slices.Sort(gone)
	ended := false
	give := func(key string) error {
		err := fn([]byte(key), p.before[key])
		ended = err != nil
		return err
	}
	err := p.Reader.Scan(from, to, func(key, value []byte) error {
		for len(gone) > 0 && gone[0] < string(key) {
			k := gone[0]
			gone = gone[1:]
			if err := give(k); err != nil {
				return err
			}
		}
		if _, changed := p.before[string(key)]; changed {
			if len(gone) == 0 || gone[0] != string(key) {
				return nil // it came later
			}
			gone = gone[1:]
			return give(string(key))
		}
		err := fn(key, value)
		ended = err != nil
		return err
	})
	for _, k := range gone {
		if err != nil || ended {
			break
		}
		err = give(k)
	}
	if err == kv.ErrStop {
		err = nil
	}
	return err
}
