// Package kvtest is the contract of package kv as tests: what every engine must
// pass before anything is built on it.
package kvtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"pingyi/store/kv"
)

// Run tests the engines that open makes, each empty and of its own. Run closes
// them.
func Run(t *testing.T, open func(t *testing.T) kv.Engine) {
	t.Helper()
	for _, c := range contract {
		t.Run(c.rule, func(t *testing.T) {
			e := open(t)
			defer closed(t, e)
			c.test(t, e)
		})
	}
	t.Run("behaves as a sorted map", func(t *testing.T) { model(t, open) })
}

// RunDurable tests what only an engine that keeps its data can show. open opens
// what is in dir.
func RunDurable(t *testing.T, open func(t *testing.T, dir string) kv.Engine) {
	t.Helper()
	t.Run("what was committed is there when opened again", func(t *testing.T) {
		dir := t.TempDir()
		want := []string{}
		for round := range 4 {
			e := open(t, dir)
			if got := scan(t, e, nil, nil); !slices.Equal(got, want) {
				t.Fatalf("round %d: opened with %v, want %v", round, got, want)
			}
			put(t, e, fmt.Sprintf("k%d", round), fmt.Sprint(round), "empty", "", "over", fmt.Sprint(round))
			update(t, e, func(tx kv.Tx) error { return tx.Delete(fmt.Appendf(nil, "k%d", round-1)) })
			want = scan(t, e, nil, nil)
			closed(t, e)
		}
	})
	t.Run("what was not committed is not there when opened again", func(t *testing.T) {
		dir := t.TempDir()
		e := open(t, dir)
		put(t, e, "a", "1")
		no := errors.New("no")
		err := e.Update(context.Background(), func(tx kv.Tx) error {
			if err := tx.Put([]byte("a"), []byte("2")); err != nil {
				return err
			}
			return no
		})
		if err != no {
			t.Fatalf("Update returned %v, want the error of its function", err)
		}
		closed(t, e)
		e = open(t, dir)
		defer closed(t, e)
		if got := scan(t, e, nil, nil); !slices.Equal(got, []string{"a=1"}) {
			t.Fatalf("opened with %v, want a=1", got)
		}
	})
}

type rule struct {
	rule string
	test func(t *testing.T, e kv.Engine)
}

var contract = slices.Concat(reading, writing, sharing, waking, ending)

func closed(t *testing.T, e kv.Engine) {
	t.Helper()
	if err := e.Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
}

func update(t *testing.T, e kv.Engine, fn func(kv.Tx) error) {
	t.Helper()
	if err := e.Update(context.Background(), fn); err != nil {
		t.Fatalf("Update: %v", err)
	}
}

func view(t *testing.T, e kv.Engine, fn func(kv.Reader) error) {
	t.Helper()
	if err := e.View(context.Background(), fn); err != nil {
		t.Fatalf("View: %v", err)
	}
}

// put commits keys and values that alternate.
func put(t *testing.T, e kv.Engine, pairs ...string) {
	t.Helper()
	update(t, e, func(tx kv.Tx) error { return putIn(tx, pairs...) })
}

func putIn(tx kv.Tx, pairs ...string) error {
	for i := 0; i < len(pairs); i += 2 {
		if err := tx.Put([]byte(pairs[i]), []byte(pairs[i+1])); err != nil {
			return err
		}
	}
	return nil
}

// scan returns "key=value" of all in the range, on a snapshot of its own.
func scan(t *testing.T, e kv.Engine, from, to []byte) []string {
	t.Helper()
	var got []string
	view(t, e, func(r kv.Reader) (err error) {
		got, err = list(r.Scan, from, to)
		return err
	})
	return got
}

type scanner func(from, to []byte, fn func(key, value []byte) error) error

func list(s scanner, from, to []byte) ([]string, error) {
	all := []string{}
	err := s(from, to, func(key, value []byte) error {
		all = append(all, string(key)+"="+string(value))
		return nil
	})
	return all, err
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// value returns what key has, or "-".
func value(t *testing.T, r kv.Reader, key string) string {
	t.Helper()
	v, found, err := r.Get([]byte(key))
	if err != nil {
		t.Fatalf("Get(%q): %v", key, err)
	}
	if !found {
		return "-"
	}
	return string(v)
}
