package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
)

// manyActivities is a plan of more than one transaction can write.
func manyActivities(n int, content string) pingyi.Plan {
	p := samplePlan()
	p.StatedTotal, p.Activities = nil, nil
	for i := range n {
		p.Activities = append(p.Activities, pingyi.Activity{Name: fmt.Sprintf("第%d项", i+1), Budget: 1_000_000, Content: content,
			Rubric: pingyi.Rubric{"差", "中", "良", "优"}})
	}
	return p
}

func history(t *testing.T, d *store.Desk, f store.HistoryFilter) []pingyi.Event {
	t.Helper()
	events, err := d.History(context.Background(), f)
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// activityChanges returns what an event did to activities, by ID.
func activityChanges(e pingyi.Event) map[int][]pingyi.FieldChange {
	changes := map[int][]pingyi.FieldChange{}
	for _, c := range e.Changes {
		if c.Subject.Noun == pingyi.NounActivity {
			changes[c.Subject.Activity] = c.Fields
		}
	}
	return changes
}

func TestALargeFilingIsOneEventThatShowsWhatChanged(t *testing.T) {
	ctx := context.Background()
	s, err := store.OpenMemory(store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	d := s.OwnerDesk("test")
	file := func(p pingyi.Plan) {
		t.Helper()
		if _, err := d.File(ctx, store.Filing{Plan: p, Has: everything, Remove: true}); err != nil {
			t.Fatal(err)
		}
	}
	file(manyActivities(200, "原来的"))
	second := manyActivities(200, "原来的")
	for i := range 100 {
		second.Activities[i].Content = "改过的"
	}
	file(second)
	third := second
	third.Activities = slices.Clone(second.Activities[:90])
	file(third)

	events := history(t, d, store.HistoryFilter{})
	if len(events) != 3 {
		t.Fatalf("three filings are %d events", len(events))
	}
	if got := activityChanges(events[2]); len(got) != 200 || got[150][0].Before != "" || got[150][0].After != "第150项" {
		t.Errorf("the first filing made %d activities: %v", len(got), got[150])
	}
	changed := activityChanges(events[1])
	want := pingyi.FieldChange{Field: "content", Before: "原来的", After: "改过的"}
	if len(changed) != 100 || len(changed[7]) != 1 || changed[7][0] != want || changed[150] != nil {
		t.Errorf("the second filing changed %d activities: 7 %v, 150 %v", len(changed), changed[7], changed[150])
	}
	removed := activityChanges(events[0])
	if len(removed) != 110 || removed[150][0].Before != "第150项" || removed[150][0].After != "" || removed[90] != nil {
		t.Errorf("the third filing removed %d activities: 150 %v, 90 %v", len(removed), removed[150], removed[90])
	}
	only := history(t, d, store.HistoryFilter{Year: 2016, Department: "701", Activity: 150})
	if len(only) != 2 || len(only[0].Changes) != 1 || len(only[1].Changes) != 1 {
		t.Errorf("the history of activity 150 is %+v", only)
	}

	// deleted, it is all there to read, and to find by its ID
	if err := d.DeletePlan(ctx, third.Key()); err != nil {
		t.Fatal(err)
	}
	deleted := history(t, d, store.HistoryFilter{Limit: 1})
	if got := activityChanges(deleted[0]); len(got) != 90 || got[7][0].Before != "第7项" {
		t.Errorf("deleting the plan removed %d activities: %v", len(got), got[7])
	}
}

// An import that was cut off before it was in force changed nothing.
func TestAnImportCutOffLeavesNoEvent(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	s, err := store.OpenMemory(store.Options{NewID: func() string {
		if n++; n == 5 {
			cancel()
		}
		return fmt.Sprint(n)
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	d := s.OwnerDesk("test")
	if _, err := d.File(ctx, store.Filing{Plan: manyActivities(600, "字"), Has: everything}); err == nil {
		t.Fatal("the filing was not cut off")
	}
	if events := history(t, d, store.HistoryFilter{}); len(events) != 0 {
		t.Errorf("there are events: %+v", events)
	}
	if p, err := d.Verify(context.Background()); err != nil || p.Rev == 0 {
		t.Errorf("parts should have been written: %+v, %v", p, err)
	}
}

func TestANewOrderIsAnEvent(t *testing.T) {
	ctx := context.Background()
	s, err := store.OpenMemory(store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	d := s.OwnerDesk("test")
	p := manyActivities(3, "字")
	if _, err := d.File(ctx, store.Filing{Plan: p, Has: everything}); err != nil {
		t.Fatal(err)
	}
	slices.Reverse(p.Activities)
	rev, err := d.File(ctx, store.Filing{Plan: p, Has: everything})
	if err != nil || !rev.Reordered {
		t.Fatalf("%+v, %v", rev, err)
	}
	events := history(t, d, store.HistoryFilter{Limit: 1})
	want := []pingyi.FieldChange{{Field: "order", Before: "1 2 3", After: "3 2 1"}}
	if len(events[0].Changes) != 1 || !slices.Equal(events[0].Changes[0].Fields, want) {
		t.Errorf("the event is %+v", events[0])
	}
}

// The tiers of a plan that is gone keep the names that they had.
func TestHistoryNamesTiersByTheScaleOfTheTime(t *testing.T) {
	ctx := context.Background()
	s, err := store.OpenMemory(store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	d := s.OwnerDesk("test")
	p := samplePlan()
	p.Scale, err = pingyi.NewScale([]string{"F", "E", "D", "C", "B", "A"}, []pingyi.Score{0, 5000, 6000, 7000, 8000, 9000})
	if err != nil {
		t.Fatal(err)
	}
	p.Activities = []pingyi.Activity{{Name: "修路", Budget: 1, Rubric: pingyi.Rubric{"f", "e", "d", "c", "b", "a"}}}
	if _, err := d.File(ctx, store.Filing{Plan: p, Has: everything}); err != nil {
		t.Fatal(err)
	}
	if err := d.DeletePlan(ctx, p.Key()); err != nil {
		t.Fatal(err)
	}
	for i, e := range history(t, d, store.HistoryFilter{}) {
		var got []string
		for _, f := range activityChanges(e)[1] {
			if strings.HasPrefix(f.Field, "criteria.") {
				got = append(got, strings.TrimPrefix(f.Field, "criteria.")+f.Before+f.After)
			}
		}
		if want := []string{"Aa", "Bb", "Cc", "Dd", "Ee", "Ff"}; !slices.Equal(got, want) {
			t.Errorf("event %d shows the criteria %v", i, got)
		}
	}
}
