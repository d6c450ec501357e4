package badgerkv

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/dgraph-io/badger/v4"

	"pingyi/store/kv"
)

type engine struct {
	db     *badger.DB
	room   *room    // nil in memory
	held   *os.File // nil in memory
	commit func(*badger.Txn) error
	calls  running
	wakers kv.Wakers
	closed sync.Once
	lost   bool // a commit went wrong: what Badger holds in memory is in doubt
}

func (e *engine) ready() *engine {
	e.calls.idle = sync.NewCond(&e.calls.mu)
	return e
}

func (e *engine) View(ctx context.Context, fn func(kv.Reader) error) error {
	txn, err := e.begin(ctx, false)
	if err != nil {
		return err
	}
	defer e.calls.leave()
	defer txn.Discard()
	return fn(&reader{ctx: ctx, txn: txn})
}

func (e *engine) Update(ctx context.Context, fn func(kv.Tx) error) error {
	if e.room != nil {
		if err := e.room.check(); err != nil {
			return err
		}
	}
	txn, err := e.begin(ctx, true)
	if err != nil {
		return err
	}
	defer e.calls.leave()
	defer txn.Discard()
	t := newTx(&reader{ctx: ctx, txn: txn})
	if err := fn(t); err != nil {
		return err
	}
	if t.failed != nil {
		return t.failed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return e.apply(txn, t.writes.Sorted())
}

// begin counts a call in and takes a snapshot for it.
func (e *engine) begin(ctx context.Context, update bool) (*badger.Txn, error) {
	if err := e.calls.enter(); err != nil {
		return nil, err
	}
	err := ctx.Err()
	var txn *badger.Txn
	if err == nil {
		err = guard(func() error {
			txn = e.db.NewTransaction(update)
			return nil
		})
	}
	if err != nil {
		e.calls.leave()
		return nil, err
	}
	return txn, nil
}

func (e *engine) apply(txn *badger.Txn, writes []kv.Write) error {
	if len(writes) == 0 {
		return nil
	}
	err := guard(func() error {
		// The mark is put by every commit, so the newest version of all is never
		// a deletion, which compaction could forget: check counts on it.
		if err := txn.Set([]byte{markSpace}, nil); err != nil {
			return err
		}
		for _, w := range writes {
			key := stored(w.Key)
			if w.Delete {
				if err := txn.Delete(key); err != nil {
					return err
				}
			} else if err := txn.Set(key, w.Value); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = guard(func() error { return e.commit(txn) })
	switch {
	case err == nil:
		e.wakers.Wake()
		return nil
	case errors.Is(err, badger.ErrConflict):
		return kv.ErrConflict
	}
	// Part of the transaction may be in Badger's memory, where readers would see
	// it and Close would write it out. Only opening anew, from what the log holds
	// whole, sorts that out.
	err = fmt.Errorf("%w: %w", kv.ErrUnknown, err)
	e.calls.mu.Lock()
	e.lost = true
	e.calls.mu.Unlock()
	e.calls.stop(fmt.Errorf("%w since an earlier commit went wrong, end the process and open anew: %w",
		kv.ErrClosed, err))
	e.wakers.Close()
	return err
}

func (e *engine) Wake() (<-chan struct{}, func()) { return e.wakers.Add() }

// Close flushes and unlocks, except after a commit that went wrong: then it
// leaves Badger and the lock as they are until the process ends.
func (e *engine) Close() (err error) {
	e.closed.Do(func() {
		e.calls.stop(kv.ErrClosed)
		e.calls.wait()
		e.wakers.Close()
		if e.lost {
			return
		}
		if e.room != nil {
			e.room.release()
		}
		err = guard(e.db.Close)
		if e.held != nil {
			unlock(e.held)
		}
	})
	return err
}
