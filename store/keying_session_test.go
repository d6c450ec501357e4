package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pingyi"
	"pingyi/store"
)

func TestSessionsOfKeyingAreRecorded(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	k1, m1 := as(t, owner, "k1"), as(t, owner, "m1")
	began := time.Date(2016, 3, 1, 8, 0, 0, 0, time.UTC)
	s := pingyi.KeyingSession{Member: "somebody", Plan: key701, Began: began, Ended: began.Add(time.Hour), Active: 50 * time.Minute, Records: 3, Cells: 27, Keystrokes: 1200, Corrections: 2}
	must(t, k1.RecordKeying(ctx, s))
	s.Began, s.Ended = began.Add(2*time.Hour), began.Add(3*time.Hour)
	must(t, m1.RecordKeying(ctx, s))
	bad := s
	bad.Cells = -1
	refused(t, pingyi.Invalid, k1.RecordKeying(ctx, bad))
	for id, want := range map[string]string{"k1": "k1", "m1": "m1 k1", "a1": "m1 k1", "owner": "m1 k1"} {
		stats, err := as(t, owner, id).KeyingStatistics(ctx)
		must(t, err)
		var who []string
		for _, s := range stats.Sessions {
			who = append(who, s.Member)
		}
		if got := strings.Join(who, " "); got != want || len(stats.Totals) != len(who) {
			t.Errorf("%s is shown those of %s", id, got)
		}
	}
	for _, id := range []string{"r1", "c1"} {
		_, err := as(t, owner, id).KeyingStatistics(ctx)
		refused(t, pingyi.Forbidden, err)
		if strings.Contains(shown(as(t, owner, id)), "keystrokes") {
			t.Errorf("%s is shown it in the history", id)
		}
	}
	if _, err := owner.Verify(ctx); err != nil {
		t.Error(err)
	}
}

// Of an entry that is sealed to somebody the figures would tell how many rows it has.
func TestTheFiguresOfASealedEntryAreSealedWithIt(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	m1, k1, a1 := as(t, owner, "m1"), as(t, owner, "k1"), as(t, owner, "a1")
	record := func(d *store.Desk, second bool, rows int) {
		t.Helper()
		at := time.Date(2016, 3, 1, 8, 0, 0, 0, time.UTC)
		must(t, d.RecordKeying(ctx, pingyi.KeyingSession{Plan: key701, Second: second, Began: at, Ended: at, Records: rows}))
	}
	sees := func(d *store.Desk, want string) {
		t.Helper()
		stats, err := d.KeyingStatistics(ctx)
		must(t, err)
		var figures, totals, told []string
		for _, s := range stats.Sessions {
			figures = append(figures, fmt.Sprint(s.Records))
		}
		for _, s := range stats.Totals {
			totals = append(totals, fmt.Sprint(s.Records))
		}
		events, err := d.History(ctx, store.HistoryFilter{})
		must(t, err)
		for _, e := range events {
			for _, c := range e.Changes {
				for _, f := range c.Fields {
					if f.Field == "records" {
						told = append([]string{f.After}, told...)
					}
				}
			}
		}
		for what, got := range map[string][]string{"sessions": figures, "totals": totals, "history": told} {
			if got := strings.Join(got, " "); got != want {
				t.Errorf("%s is shown the %s %q, want %q", d.Actor().Member.ID, what, got, want)
			}
		}
	}
	record(k1, false, 31)
	must(t, owner.Mark(ctx, key701))
	must(t, m1.TakeOn(ctx, key701))
	keySecond(t, m1, key701, samplePlan().Activities...)
	record(m1, true, 32)
	sees(m1, "32")
	sees(k1, "31")
	sees(a1, "31")
	sees(owner, "31")
	_, err := m1.HandIn(ctx, key701)
	must(t, err)
	sees(m1, "31 32")
	sees(k1, "31")
	sees(a1, "31 32")
}
