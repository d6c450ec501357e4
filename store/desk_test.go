package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pingyi"
	"pingyi/store"
	"pingyi/store/kv"
	"pingyi/store/kv/badgerkv"
)

// steady returns options with which the same commands make the same record.
func steady() store.Options {
	n := 0
	return store.Options{
		Now:   func() time.Time { return time.Date(2016, 3, 1, 9, 0, 0, 0, time.UTC) },
		NewID: func() string { n++; return fmt.Sprintf("command-%d", n) },
	}
}

// inMemory returns an empty record and its owner's desk.
func inMemory(t testing.TB) (*store.Store, *store.Desk) {
	t.Helper()
	s := store.On(engineInMemory(t), steady())
	return s, s.OwnerDesk("test")
}

func engineInMemory(t testing.TB) kv.Engine {
	t.Helper()
	engine, err := badgerkv.OpenMemory()
	must(t, err)
	t.Cleanup(func() { must(t, engine.Close()) })
	return engine
}

// onEngine is inMemory for whoever reaches below the journal too.
func onEngine(t testing.TB) (kv.Engine, *store.Desk) {
	t.Helper()
	engine := engineInMemory(t)
	return engine, store.On(engine, steady()).OwnerDesk("test")
}

var (
	key701  = pingyi.PlanKey{Year: 2016, Department: "701"}
	key702  = pingyi.PlanKey{Year: 2016, Department: "702"}
	members = []pingyi.Member{
		{ID: "r1", Name: "甲", Role: pingyi.Reviewer}, {ID: "r2", Name: "乙", Role: pingyi.Reviewer},
		{ID: "r3", Name: "丙", Role: pingyi.Reviewer}, {ID: "r9", Name: "外", Role: pingyi.Reviewer},
		{ID: "c1", Name: "组长", Role: pingyi.Chair}, {ID: "c2", Name: "别组组长", Role: pingyi.Chair},
		{ID: "k1", Name: "填报", Role: pingyi.Clerk}, {ID: "a1", Name: "监督", Role: pingyi.Auditor},
		{ID: "m1", Name: "管理", Role: pingyi.Admin},
	}
)

func act(k pingyi.PlanKey, id int) pingyi.ActivityKey {
	return pingyi.ActivityKey{PlanKey: k, ID: id}
}

// populate files two plans of two activities and enters the members.
func populate(t testing.TB, d *store.Desk) {
	t.Helper()
	ctx := context.Background()
	for _, code := range []string{"701", "702"} {
		p := samplePlan()
		p.Department.Code = code
		_, err := d.File(ctx, store.Filing{Plan: p, Has: everything})
		must(t, err)
	}
	for _, m := range members {
		must(t, d.AddMember(ctx, m))
	}
}

// convene adds to populate the panel p1 of r1, r2 and r3 under c1, sealed, with
// a round open.
func convene(t testing.TB, d *store.Desk) {
	t.Helper()
	populate(t, d)
	must(t, d.CreatePanel(context.Background(), pingyi.Panel{ID: "p1", Year: 2016, Members: []string{"r1", "r2", "r3"}, Chair: "c1"}))
	_, err := d.OpenRound(context.Background(), "p1", false)
	must(t, err)
}

func as(t testing.TB, owner *store.Desk, member string) *store.Desk {
	t.Helper()
	if member == "owner" {
		return owner
	}
	d, err := owner.For(context.Background(), member)
	must(t, err)
	return d
}

func grade(tier pingyi.Tier, comment string) *pingyi.Mark {
	return &pingyi.Mark{Kind: pingyi.Graded, Tier: tier, Comment: comment}
}

// shown is everything that a desk lets its member read, refusals included, but
// for what without names.
func shown(d *store.Desk, without ...string) string {
	ctx := context.Background()
	all := map[string]any{}
	note := func(what string, v any, err error) {
		if err != nil {
			v = fmt.Sprint(pingyi.CodeOf(err), " ", pingyi.Explain(err, pingyi.Zh))
		}
		all[what] = v
	}
	plans, err := d.Plans(ctx)
	note("plans", plans, err)
	for _, k := range append([]pingyi.PlanKey{{Year: 2016, Department: "none"}}, keysOf(plans)...) {
		p, err := d.Plan(ctx, k)
		note(fmt.Sprint("plan ", k), struct {
			pingyi.Plan
			Tiers []string
		}{p, namesOf(p.Scale)}, err)
	}
	people, err := d.Members(ctx)
	note("members", people, err)
	panels, err := d.Panels(ctx)
	note("panels", panels, err)
	for _, p := range panels {
		paper, err := d.Paper(ctx, p.Panel.ID)
		note("paper "+p.Panel.ID, struct {
			Ballot  pingyi.Ballot
			Ratings []pingyi.Rating
			Was     []carried
			Plans   int
			Round   pingyi.Round
			Earlier *pingyi.Result
		}{paper.Ballot, paper.Ballot.Ratings, carriedIn(paper.Ballot), len(paper.Plans), paper.Round, paper.Earlier}, err)
		filling, err := d.BallotToFill(ctx, p.Panel.ID)
		note("ballot "+p.Panel.ID, filling.Rev, err)
		turnout, err := d.Turnout(ctx, p.Panel.ID)
		note("turnout "+p.Panel.ID, turnout, err)
		for no := range p.Round.No + 1 {
			res, err := d.Result(ctx, p.Panel.ID, no, pingyi.Zh)
			note(fmt.Sprint("result ", p.Panel.ID, no), res, err)
		}
	}
	for _, m := range append(people, pingyi.Member{ID: "nobody"}) {
		c, err := d.Credential(ctx, m.ID)
		note("credential "+m.ID, c, err)
	}
	present, err := d.Present(ctx)
	note("present", present, err)
	host, err := d.HostKey(ctx)
	note("host key", host, err)
	drafts, err := d.Drafts(ctx)
	note("drafts", drafts, err)
	events, err := d.History(ctx, store.HistoryFilter{})
	note("history", events, err)
	for _, what := range without {
		delete(all, what)
	}
	b, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// carried is what the JSON form of a rating leaves out.
type carried struct {
	Was     *pingyi.Mark
	Carried bool
	Rev     uint64
}

func carriedIn(b pingyi.Ballot) (list []carried) {
	for _, r := range b.Ratings {
		list = append(list, carried{r.Was, r.Carried, r.Rev})
	}
	return list
}

func keysOf(plans []store.PlanSummary) (keys []pingyi.PlanKey) {
	for _, p := range plans {
		keys = append(keys, p.Key)
	}
	return keys
}

func namesOf(s pingyi.Scale) (names []string) {
	for t := range s.Len() {
		names = append(names, s.Name(pingyi.Tier(t)))
	}
	return names
}

func TestEachMethodAsksForItsRight(t *testing.T) {
	ctx := t.Context()
	all := "owner m1 a1 c1 c2 r1 r9 k1"
	for _, c := range []struct {
		method, may string // who may; everybody else is refused as forbidden
		call        func(d *store.Desk) error
	}{
		{"Plans", all, func(d *store.Desk) error { _, err := d.Plans(ctx); return err }},
		{"Plan", all, func(d *store.Desk) error { _, err := d.Plan(ctx, key701); return err }},
		{"PlanSince", all, func(d *store.Desk) error { _, err := d.PlanSince(ctx, key701, store.Seen{}); return err }},
		{"Preview", "owner m1 k1", func(d *store.Desk) error {
			_, err := d.Preview(ctx, store.Filing{Plan: samplePlan(), Has: everything})
			return err
		}},
		{"File", "owner m1 k1", func(d *store.Desk) error {
			_, err := d.File(ctx, store.Filing{Plan: samplePlan(), Has: everything})
			return err
		}},
		{"File of a large plan", "owner m1 k1", func(d *store.Desk) error {
			_, err := d.File(ctx, store.Filing{Plan: largePlan("709", 100), Has: everything})
			return err
		}},
		{"SavePlanHead", "owner m1 k1", func(d *store.Desk) error { return d.SavePlanHead(ctx, samplePlan(), samplePlan()) }},
		{"DeletePlan", "owner m1 k1", func(d *store.Desk) error { return d.DeletePlan(ctx, key701) }},
		{"SaveActivity", "owner m1 k1", func(d *store.Desk) error {
			_, _, err := d.SaveActivity(ctx, key701, pingyi.Activity{ID: 1}, pingyi.Activity{Name: "修路"})
			return err
		}},
		{"AddActivity", "owner m1 k1", func(d *store.Desk) error {
			_, err := d.AddActivity(ctx, key701, 0, pingyi.Activity{Name: "新"})
			return err
		}},
		{"SaveActivities", "owner m1 k1", func(d *store.Desk) error {
			_, err := d.SaveActivities(ctx, key701, store.Keying{Command: pingyi.CommandPaste, Edits: []store.ActivityEdit{{Mine: pingyi.Activity{Name: "新"}}}}, store.Keyed{})
			return err
		}},
		{"DeleteActivity", "owner m1 k1", func(d *store.Desk) error { return deleteNow(ctx, d, act(key701, 1)) }},
		{"Members", all, func(d *store.Desk) error { _, err := d.Members(ctx); return err }},
		{"AddMember", "owner m1", func(d *store.Desk) error {
			return d.AddMember(ctx, pingyi.Member{ID: "r7", Name: "七", Role: pingyi.Reviewer})
		}},
		{"DisableMember", "owner m1", func(d *store.Desk) error { return d.DisableMember(ctx, "r9") }},
		{"Panels", all, func(d *store.Desk) error { _, err := d.Panels(ctx); return err }},
		{"CreatePanel", "owner m1", func(d *store.Desk) error {
			return d.CreatePanel(ctx, pingyi.Panel{ID: "p2", Year: 2016, Members: []string{"r1"}})
		}},
		{"OpenRound", "owner m1 c1", func(d *store.Desk) error { _, err := d.OpenRound(ctx, "p1", false); return err }},
		{"CloseRound", "owner m1 c1", func(d *store.Desk) error { _, err := d.CloseRound(ctx, "p1", "到期"); return err }},
		{"Paper", "r1", func(d *store.Desk) error { _, err := d.Paper(ctx, "p1"); return err }},
		{"Rate", "r1", func(d *store.Desk) error { return d.Rate(ctx, "p1", nil) }},
		{"Submit", "r1", func(d *store.Desk) error { _, err := d.Submit(ctx, "p1", ""); return err }},
		{"Turnout", "owner m1 a1 c1", func(d *store.Desk) error { _, err := d.Turnout(ctx, "p1"); return err }},
		{"Result", all, func(d *store.Desk) error { _, err := d.Result(ctx, "p1", 0, pingyi.Zh); return err }},
		{"History", all, func(d *store.Desk) error { _, err := d.History(ctx, store.HistoryFilter{}); return err }},
		{"Verify", "owner m1 a1", func(d *store.Desk) error { _, err := d.Verify(ctx); return err }},
		{"Dump", "owner", func(d *store.Desk) error { _, err := d.Dump(ctx, t.TempDir()+"/dump"); return err }},
	} {
		t.Run(c.method, func(t *testing.T) {
			_, owner := inMemory(t)
			convene(t, owner)
			for _, id := range strings.Fields(all) {
				err := c.call(as(t, owner, id))
				if may := slices.Contains(strings.Fields(c.may), id); may == (pingyi.CodeOf(err) == pingyi.Forbidden) {
					t.Errorf("%s: may is %t, got %v", id, may, err)
				}
			}
			disabled := as(t, owner, "m1")
			must(t, owner.DisableMember(ctx, "m1"))
			refused(t, pingyi.Forbidden, c.call(disabled))
		})
	}
}

func TestOnlyTheOwnerEntersForOthersAndTheJournalNamesBoth(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	r1 := as(t, owner, "r1")
	_, err := r1.For(ctx, "r2")
	refused(t, pingyi.Forbidden, err)
	_, err = owner.For(ctx, "nobody")
	refused(t, pingyi.NotFound, err)
	must(t, r1.Rate(ctx, "p1", []store.Marked{{Activity: act(key701, 1), Mark: grade(3, "")}}))
	events, err := r1.History(ctx, store.HistoryFilter{Panel: "p1", Limit: 1})
	must(t, err)
	if e := events[0]; e.Member != "r1" || e.By != "owner" || e.From != "test" || e.Command != "rate" {
		t.Errorf("the journal says %+v", e)
	}
}

// deleteNow deletes an activity as the record has it.
func deleteNow(ctx context.Context, d *store.Desk, key pingyi.ActivityKey) error {
	p, err := d.Plan(ctx, key.PlanKey)
	if err != nil {
		return err
	}
	for _, a := range p.Activities {
		if a.ID == key.ID {
			return d.DeleteActivity(ctx, key.PlanKey, a)
		}
	}
	return d.DeleteActivity(ctx, key.PlanKey, pingyi.Activity{ID: key.ID})
}
