package pagetest

import (
	"context"
	"testing"

	"pingyi"
	"pingyi/store"
)

// Committee is a record whose members judge the plan of [ForestryKey].
type Committee struct {
	Owner *store.Desk
	t     testing.TB
}

// Panel is the panel of a committee.
const Panel = "p2016"

// Members returns who rates: r1 to r7.
func Members() []string { return []string{"r1", "r2", "r3", "r4", "r5", "r6", "r7"} }

// Seated returns a record that holds plan, members r1…r7, the chair c1 and the
// clerk k1, and no panel yet.
func Seated(t testing.TB, plan pingyi.Plan) *Committee {
	t.Helper()
	r := &Committee{Owner: Record(t), t: t}
	ctx := context.Background()
	File(t, r.Owner, plan)
	for _, id := range Members() {
		r.must(r.Owner.AddMember(ctx, pingyi.Member{ID: id, Name: id, Role: pingyi.Reviewer}))
	}
	r.must(r.Owner.AddMember(ctx, pingyi.Member{ID: "c1", Name: "c1", Role: pingyi.Chair}))
	r.must(r.Owner.AddMember(ctx, pingyi.Member{ID: "k1", Name: "k1", Role: pingyi.Clerk}))
	return r
}

// Convened is [Seated] with [Forestry] and the panel, as change makes it; its
// first round is open.
func Convened(t testing.TB, change func(*pingyi.Panel)) *Committee {
	t.Helper()
	r := Seated(t, Forestry())
	r.Convene(change)
	r.Open()
	return r
}

// Convene enters the panel: r1…r7 under c1, sealed, unless change says so.
func (r *Committee) Convene(change func(*pingyi.Panel)) {
	r.t.Helper()
	p := pingyi.Panel{ID: Panel, Year: 2016, Members: Members(), Chair: "c1"}
	if change != nil {
		change(&p)
	}
	r.must(r.Owner.CreatePanel(context.Background(), p))
}

// Open opens the panel's next round.
func (r *Committee) Open() {
	r.t.Helper()
	_, err := r.Owner.OpenRound(context.Background(), Panel, false)
	r.must(err)
}

// OpenSplit opens the panel's next round, on what the last one did not agree on.
func (r *Committee) OpenSplit() {
	r.t.Helper()
	_, err := r.Owner.OpenRound(context.Background(), Panel, true)
	r.must(err)
}

// Activity returns the activity of that number in the plan of [ForestryKey].
func (r *Committee) Activity(no int) pingyi.Activity {
	r.t.Helper()
	plan, err := r.Owner.Plan(context.Background(), ForestryKey())
	r.must(err)
	return plan.Activities[no-1]
}

// Revise changes the criterion of the best tier of that activity.
func (r *Committee) Revise(no int, criterion string) {
	r.t.Helper()
	base := r.Activity(no)
	mine := base
	mine.Rubric = append(pingyi.Rubric(nil), base.Rubric...)
	mine.Rubric[len(mine.Rubric)-1] = criterion
	_, _, err := r.Owner.SaveActivity(context.Background(), ForestryKey(), base, mine)
	r.must(err)
}

// Close closes the panel's round, whatever its quorum.
func (r *Committee) Close() {
	r.t.Helper()
	_, err := r.Owner.CloseRound(context.Background(), Panel, "到此为止")
	r.must(err)
}

// Desk returns a member's desk.
func (r *Committee) Desk(member string) *store.Desk {
	r.t.Helper()
	d, err := r.Owner.For(context.Background(), member)
	r.must(err)
	return d
}

// Rate lets a member mark the plan's activities from the first on and submit:
// each word as [pingyi.ParseMark] reads it, "" for none.
func (r *Committee) Rate(member string, words ...string) {
	r.t.Helper()
	d := r.Desk(member)
	plan, err := d.Plan(context.Background(), ForestryKey())
	r.must(err)
	var marks []store.Marked
	for i, w := range words {
		if w == "" {
			continue
		}
		m, err := pingyi.ParseMark(w, pingyi.MarkTier, plan.Scale)
		r.must(err)
		marks = append(marks, store.Marked{Activity: pingyi.ActivityKey{PlanKey: ForestryKey(), ID: plan.Activities[i].ID}, Mark: &m})
	}
	r.must(d.Rate(context.Background(), Panel, marks))
	_, err = d.Submit(context.Background(), Panel, "")
	r.must(err)
}

// RateAll lets all seven rate and submit, so that grades, a dissent, abstention
// and recusal all occur.
func (r *Committee) RateAll() {
	r.t.Helper()
	r.Rate("r1", "优", "良", "良", "优", "中", "优", "良", "良", "优", "良")
	r.Rate("r2", "优", "良", "良", "优", "中", "优", "良", "良", "优", "中")
	r.Rate("r3", "良", "良", "良", "优", "差", "优", "良", "弃权", "优", "差")
	r.Rate("r4", "优", "良", "中", "优", "差", "优", "中", "良", "优", "优")
	r.Rate("r5", "良", "良", "良", "良", "中", "优", "良", "回避", "优", "良")
	r.Rate("r6", "优", "良", "良", "优", "中", "优", "优", "中", "优", "良")
	r.Rate("r7", "优", "良", "优", "优", "中", "优", "良", "良", "良", "")
}

func (r *Committee) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}
