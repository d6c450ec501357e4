// Package faultkv makes a chosen call of an engine fail, so that a test can
// walk a failure through every step of what it tests.
package faultkv

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"pingyi/store/kv"
)

// ErrInjected is the failure of a call that was chosen to fail.
var ErrInjected = errors.New("injected failure")

// Outcome is how the chosen call fails. Calls other than a commit know only
// Refused, and take the others for it.
type Outcome int

// The outcomes.
const (
	Refused Outcome = iota // ErrInjected, nothing applied
	Lost                   // a commit: kv.ErrUnknown, and nothing applied
	Kept                   // a commit: kv.ErrUnknown, though all was applied
)

// Engine is another engine with its calls counted: every Get, Scan, ScanBack,
// Put and Delete is one when it begins, and so is the commit of an Update whose
// function returned nil.
type Engine struct {
	kv.Engine

	mu      sync.Mutex
	calls   int
	at      int
	outcome Outcome
}

// New wraps e. No call fails until [Engine.FailAt].
func New(e kv.Engine) *Engine { return &Engine{Engine: e} }

// FailAt starts the count anew and chooses the nth call, from 1, to fail. 0
// chooses none.
func (e *Engine) FailAt(n int, o Outcome) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.calls, e.at, e.outcome = 0, n, o
}

// Calls returns how many calls were made since FailAt, or New. It is below the
// chosen n when that call was never reached.
func (e *Engine) Calls() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.calls
}

func (e *Engine) call() (chosen bool, o Outcome) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.calls++
	return e.calls == e.at, e.outcome
}

// View is [kv.Engine.View].
func (e *Engine) View(ctx context.Context, fn func(kv.Reader) error) error {
	return e.Engine.View(ctx, func(r kv.Reader) error {
		return fn(&faulty{engine: e, reader: r})
	})
}

// Update is [kv.Engine.Update].
func (e *Engine) Update(ctx context.Context, fn func(kv.Tx) error) error {
	kept := false
	err := e.Engine.Update(ctx, func(tx kv.Tx) error {
		f := &faulty{engine: e, reader: tx, tx: tx}
		if err := fn(f); err != nil {
			return err
		}
		if f.err != nil {
			return f.err
		}
		chosen, outcome := e.call()
		switch {
		case chosen && outcome == Refused:
			return ErrInjected
		case chosen && outcome == Lost:
			return fmt.Errorf("%w: %w", kv.ErrUnknown, ErrInjected)
		}
		kept = chosen
		return nil
	})
	if err == nil && kept {
		return fmt.Errorf("%w: %w", kv.ErrUnknown, ErrInjected)
	}
	return err
}

// faulty is a Reader, and a Tx when tx is there.
type faulty struct {
	engine *Engine
	reader kv.Reader
	tx     kv.Tx
	err    error // the failure that fn was given, should it hide it
}

func (f *faulty) fail() error {
	if chosen, _ := f.engine.call(); chosen {
		f.err = ErrInjected
	}
	return f.err
}

func (f *faulty) Get(key []byte) ([]byte, bool, error) {
	if err := f.fail(); err != nil {
		return nil, false, err
	}
	return f.reader.Get(key)
}

func (f *faulty) Scan(from, to []byte, fn func(key, value []byte) error) error {
	if err := f.fail(); err != nil {
		return err
	}
	return f.reader.Scan(from, to, fn)
}

func (f *faulty) ScanBack(from, to []byte, fn func(key, value []byte) error) error {
	if err := f.fail(); err != nil {
		return err
	}
	return f.reader.ScanBack(from, to, fn)
}

func (f *faulty) Put(key, value []byte) error {
	if err := f.fail(); err != nil {
		return err
	}
	return f.tx.Put(key, value)
}

func (f *faulty) Delete(key []byte) error {
	if err := f.fail(); err != nil {
		return err
	}
	return f.tx.Delete(key)
}
