// Package committee sets the tests of the screens a table to sit at: a record in
// memory with a made-up plan and seven reviewers, and a hand that presses keys.
// Tests only import it.
package committee

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pingyi"
	"pingyi/store"
)

// Record is a record in memory, the same at every run. Its clock goes on by a
// minute at every look.
type Record struct {
	Store *store.Store
	Owner *store.Desk
	t     testing.TB
}

// Panel is the panel of the record, which judges the plan of PlanKey.
const Panel = "p2016"

// PlanKey names the plan of the record.
func PlanKey() pingyi.PlanKey { return pingyi.PlanKey{Year: 2016, Department: "710"} }

// Members returns who rates: r1 to r7.
func Members() []string { return []string{"r1", "r2", "r3", "r4", "r5", "r6", "r7"} }

// New makes a record that holds plan, members r1…r7, the chair c1 and the clerk
// k1, and no panel yet.
func New(t testing.TB, plan pingyi.Plan) *Record {
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
	r := &Record{Store: s, Owner: s.OwnerDesk("tty1"), t: t}
	ctx := context.Background()
	r.File(plan)
	for _, id := range Members() {
		r.must(r.Owner.AddMember(ctx, pingyi.Member{ID: id, Name: id, Role: pingyi.Reviewer}))
	}
	r.must(r.Owner.AddMember(ctx, pingyi.Member{ID: "c1", Name: "c1", Role: pingyi.Chair}))
	r.must(r.Owner.AddMember(ctx, pingyi.Member{ID: "k1", Name: "k1", Role: pingyi.Clerk}))
	return r
}

// Convened is [New] with the sample plan and the panel, as change makes it; its
// first round is open.
func Convened(t testing.TB, change func(*pingyi.Panel)) *Record {
	t.Helper()
	r := New(t, Plan())
	r.Convene(change)
	r.Open()
	return r
}

// File enters a plan.
func (r *Record) File(p pingyi.Plan) {
	r.t.Helper()
	_, err := r.Owner.File(context.Background(), store.Filing{Plan: p, Has: func(pingyi.Field) bool { return true }})
	r.must(err)
}

// Convene enters the panel: r1…r7 under c1, sealed, unless change says so.
func (r *Record) Convene(change func(*pingyi.Panel)) {
	r.t.Helper()
	p := pingyi.Panel{ID: Panel, Year: 2016, Members: Members(), Chair: "c1"}
	if change != nil {
		change(&p)
	}
	r.must(r.Owner.CreatePanel(context.Background(), p))
}

// Open opens the panel's next round.
func (r *Record) Open() {
	r.t.Helper()
	_, err := r.Owner.OpenRound(context.Background(), Panel)
	r.must(err)
}

// Close closes the panel's round, whatever its quorum.
func (r *Record) Close() {
	r.t.Helper()
	_, err := r.Owner.CloseRound(context.Background(), Panel, "到此为止")
	r.must(err)
}

// Desk returns a member's desk.
func (r *Record) Desk(member string) *store.Desk {
	r.t.Helper()
	d, err := r.Owner.For(context.Background(), member)
	r.must(err)
	return d
}

// Rate lets a member mark the plan's activities from the first on and submit:
// each word as [pingyi.ParseMark] reads it, "" for none.
func (r *Record) Rate(member string, words ...string) {
	r.t.Helper()
	d := r.Desk(member)
	plan, err := d.Plan(context.Background(), PlanKey())
	r.must(err)
	var marks []store.Marked
	for i, w := range words {
		if w == "" {
			continue
		}
		m, err := pingyi.ParseMark(w, pingyi.MarkTier, plan.Scale)
		r.must(err)
		marks = append(marks, store.Marked{Activity: pingyi.ActivityKey{PlanKey: PlanKey(), ID: plan.Activities[i].ID}, Mark: &m})
	}
	r.must(d.Rate(context.Background(), Panel, marks))
	_, err = d.Submit(context.Background(), Panel, "")
	r.must(err)
}

// RateAll lets all seven rate and submit, so that grades, a dissent, abstention
// and recusal all occur.
func (r *Record) RateAll() {
	r.t.Helper()
	r.Rate("r1", "优", "良", "良", "优", "中", "优", "良", "良", "优", "良")
	r.Rate("r2", "优", "良", "良", "优", "中", "优", "良", "良", "优", "中")
	r.Rate("r3", "良", "良", "良", "优", "差", "优", "良", "弃权", "优", "差")
	r.Rate("r4", "优", "良", "中", "优", "差", "优", "中", "良", "优", "优")
	r.Rate("r5", "良", "良", "良", "良", "中", "优", "良", "回避", "优", "良")
	r.Rate("r6", "优", "良", "良", "优", "中", "优", "优", "中", "优", "良")
	r.Rate("r7", "优", "良", "优", "优", "中", "优", "良", "良", "良", "")
}

func (r *Record) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}
