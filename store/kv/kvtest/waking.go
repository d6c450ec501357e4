package kvtest

import (
	"context"
	"errors"
	"testing"

	"pingyi/store/kv"
)

var waking = []rule{
	{"a commit wakes every waiter", func(t *testing.T, e kv.Engine) {
		one, stopOne := e.Wake()
		two, stopTwo := e.Wake()
		defer stopOne()
		defer stopTwo()
		put(t, e, "a", "1")
		for _, woken := range []<-chan struct{}{one, two} {
			if _, open := <-woken; !open {
				t.Error("closed")
			}
		}
		same(t, "after waking", scan(t, e, nil, nil), []string{"a=1"})
	}},
	{"wake-ups not fetched become one", func(t *testing.T, e kv.Engine) {
		woken, stop := e.Wake()
		defer stop()
		for range 50 {
			put(t, e, "a", "1")
		}
		if n := waiting(woken); n != 1 {
			t.Errorf("%d wake-ups wait after 50 commits, want 1", n)
		}
		put(t, e, "a", "2")
		if n := waiting(woken); n != 1 {
			t.Errorf("%d wake-ups wait after one more, want 1", n)
		}
	}},
	{"only a commit that wrote wakes", func(t *testing.T, e kv.Engine) {
		woken, stop := e.Wake()
		defer stop()
		no := errors.New("no")
		err := e.Update(context.Background(), func(tx kv.Tx) error { return errors.Join(putIn(tx, "a", "1"), no) })
		if !errors.Is(err, no) {
			t.Fatal(err)
		}
		update(t, e, func(kv.Tx) error { return nil })
		view(t, e, func(kv.Reader) error { return nil })
		if n := waiting(woken); n != 0 {
			t.Errorf("%d wake-ups without a commit", n)
		}
	}},
	{"a waiter that was stopped or closed down finds its channel closed", func(t *testing.T, e kv.Engine) {
		stopped, stop := e.Wake()
		kept, stopKept := e.Wake()
		stop()
		stop()
		put(t, e, "a", "1")
		if n := waiting(stopped); n != -1 {
			t.Errorf("a stopped waiter has %d wake-ups, want a closed channel", n)
		}
		closed(t, e)
		<-kept // of the commit
		if n := waiting(kept); n != -1 {
			t.Errorf("a waiter has %d wake-ups after Close, want a closed channel", n)
		}
		stopKept()
		late, stopLate := e.Wake()
		if n := waiting(late); n != -1 {
			t.Errorf("a late waiter has %d wake-ups, want a closed channel", n)
		}
		stopLate()
	}},
}

// waiting returns how many wake-ups can be fetched at once, -1 when the channel
// is closed.
func waiting(woken <-chan struct{}) (n int) {
	for {
		select {
		case _, open := <-woken:
			if !open {
				return -1
			}
			n++
		default:
			return n
		}
	}
}

var ending = []rule{
	{"after Close all calls say so, and another Close nothing", func(t *testing.T, e kv.Engine) {
		put(t, e, "a", "1")
		closed(t, e)
		closed(t, e)
		err := e.View(context.Background(), func(kv.Reader) error {
			t.Error("a view ran")
			return nil
		})
		if !errors.Is(err, kv.ErrClosed) {
			t.Errorf("View: %v", err)
		}
		err = e.Update(context.Background(), func(kv.Tx) error {
			t.Error("an update ran")
			return nil
		})
		if !errors.Is(err, kv.ErrClosed) {
			t.Errorf("Update: %v", err)
		}
	}},
	{"Close waits for the calls that run", func(t *testing.T, e kv.Engine) {
		put(t, e, "a", "1")
		done := make(chan error)
		refused := errors.New("not closed yet")
		view(t, e, func(r kv.Reader) error {
			go func() { done <- e.Close() }()
			// Once new calls are refused, Close is under way; this one still reads.
			for err := refused; !errors.Is(err, kv.ErrClosed); {
				err = e.View(context.Background(), func(kv.Reader) error { return nil })
			}
			select {
			case <-done:
				t.Error("Close returned during a view")
			default:
			}
			if value(t, r, "a") != "1" {
				t.Error("the view lost its snapshot")
			}
			return nil
		})
		if err := <-done; err != nil {
			t.Error(err)
		}
	}},
}
