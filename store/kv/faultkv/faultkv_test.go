package faultkv_test

import (
	"context"
	"errors"
	"testing"

	"pingyi/store/kv"
	"pingyi/store/kv/badgerkv"
	"pingyi/store/kv/faultkv"
	"pingyi/store/kv/kvtest"
)

func open(t *testing.T) *faultkv.Engine {
	t.Helper()
	e, err := badgerkv.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	return faultkv.New(e)
}

func TestWithoutAFaultItKeepsTheContract(t *testing.T) {
	kvtest.Run(t, func(t *testing.T) kv.Engine { return open(t) })
}

var a = []byte("a")

// command makes six calls; hide says whether it ignores their errors.
func command(e kv.Engine, hide bool) error {
	var first error
	note := func(err error) {
		if first == nil && !hide {
			first = err
		}
	}
	return e.Update(context.Background(), func(tx kv.Tx) error {
		_, _, err := tx.Get(a)
		note(err)
		note(tx.Scan(nil, nil, func(_, _ []byte) error { return nil }))
		note(tx.ScanBack(nil, nil, func(_, _ []byte) error { return nil }))
		note(tx.Put(a, a))
		note(tx.Delete([]byte("b")))
		return first
	})
}

func applied(t *testing.T, e kv.Engine) (yes bool) {
	t.Helper()
	if err := e.View(context.Background(), func(r kv.Reader) (err error) {
		_, yes, err = r.Get(a)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return yes
}

func TestTheChosenCallFailsAndNoOther(t *testing.T) {
	for _, hide := range []bool{false, true} {
		for n := 1; n <= 6; n++ {
			e := open(t)
			e.FailAt(n, faultkv.Refused)
			if err := command(e, hide); !errors.Is(err, faultkv.ErrInjected) {
				t.Errorf("call %d, errors hidden %v: %v", n, hide, err)
			}
			if applied(t, e) {
				t.Errorf("call %d failed, and yet the transaction was applied", n)
			}
			if err := command(e, hide); err != nil {
				t.Errorf("after call %d had failed: %v", n, err)
			}
			e.Close()
		}
	}
	e := open(t)
	defer e.Close()
	if err := command(e, false); err != nil || e.Calls() != 6 {
		t.Errorf("without a fault: %v after %d calls, want 6", err, e.Calls())
	}
}

func TestAnUnknownOutcomeIsAppliedOrNot(t *testing.T) {
	for outcome, want := range map[faultkv.Outcome]bool{faultkv.Lost: false, faultkv.Kept: true} {
		e := open(t)
		e.FailAt(6, outcome)
		if err := command(e, false); !errors.Is(err, kv.ErrUnknown) {
			t.Errorf("outcome %v: %v", outcome, err)
		}
		if got := applied(t, e); got != want {
			t.Errorf("outcome %v: applied %v, want %v", outcome, got, want)
		}
		e.Close()
	}
}

func TestAViewFailsToo(t *testing.T) {
	e := open(t)
	defer e.Close()
	e.FailAt(1, faultkv.Refused)
	err := e.View(context.Background(), func(r kv.Reader) error {
		_, _, err := r.Get(a)
		return err
	})
	if !errors.Is(err, faultkv.ErrInjected) {
		t.Error(err)
	}
}
