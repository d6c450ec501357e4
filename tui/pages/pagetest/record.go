package pagetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/look"
	"pingyi/tui/parts/session"
)

// Record opens an empty record in memory, the same at every run, and returns its
// owner's desk. Its clock goes on by a minute at every look.
func Record(t testing.TB) *store.Desk {
	t.Helper()
	now, ids := time.Date(2017, 3, 1, 1, 0, 0, 0, time.UTC), 0
	s, err := store.OpenMemory(store.Options{
		Now:   func() time.Time { now = now.Add(time.Minute); return now },
		NewID: func() string { ids++; return fmt.Sprint("command-", ids) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s.OwnerDesk("tty1")
}

// File enters plans.
func File(t testing.TB, d *store.Desk, plans ...pingyi.Plan) {
	t.Helper()
	for _, p := range plans {
		if _, err := d.File(context.Background(), store.Filing{Plan: p, Has: func(pingyi.Field) bool { return true }}); err != nil {
			t.Fatal(err)
		}
	}
}

// Env returns what a page of w×h is handed, with the default keys and
// timers that only [Page.Tick] ends. Like a screen under NO_COLOR it has
// no colours.
func Env(t testing.TB, d *store.Desk, l pingyi.Lang, w, h int) page.Env {
	t.Helper()
	keys, err := keymaps.Load("default")
	if err != nil {
		t.Fatal(err)
	}
	return page.Env{Session: session.Session{Lang: l, Keys: keys}, Desk: d, W: w, H: h, Tick: tick}
}

// ASCII makes the session one of a terminal without line drawing.
func ASCII(e page.Env) page.Env {
	e.Session.Look = look.Look{ASCII: true}
	e.Session.Measure = cells.Measure{ASCII: true}
	return e
}
