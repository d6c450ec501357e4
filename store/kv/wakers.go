package kv

import "sync"

// Wakers hands out wake-ups; engines use it for [Engine.Wake]. The zero value
// is ready.
type Wakers struct {
	mu     sync.Mutex
	all    map[chan struct{}]struct{}
	closed bool
}

// Add returns a channel and how to be rid of it, as Engine.Wake promises.
func (w *Wakers) Add() (woken <-chan struct{}, stop func()) {
	// One place in the channel is what merges wake-ups: a second one finds it
	// taken and need not wait, for the reader has yet to look.
	c := make(chan struct{}, 1)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		close(c)
		return c, func() {}
	}
	if w.all == nil {
		w.all = make(map[chan struct{}]struct{})
	}
	w.all[c] = struct{}{}
	return c, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if _, ok := w.all[c]; ok {
			delete(w.all, c)
			close(c)
		}
	}
}

// Wake wakes all, and waits for none.
func (w *Wakers) Wake() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.all {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

// Close closes every channel, and those asked for later.
func (w *Wakers) Close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	for c := range w.all {
		close(c)
	}
	w.all = nil
}
