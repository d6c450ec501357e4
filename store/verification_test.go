package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
)

// keySecond keys activities into the second entry.
func keySecond(t testing.TB, d *store.Desk, k pingyi.PlanKey, acts ...pingyi.Activity) {
	t.Helper()
	in := store.Keying{Command: pingyi.CommandEnter}
	for i, a := range acts {
		a.ID = 0
		in.Edits = append(in.Edits, store.ActivityEdit{Mine: a, After: -i})
	}
	var keyed store.Keyed
	for !keyed.Done {
		var err error
		keyed, err = d.SaveSecondEntry(t.Context(), k, in, keyed)
		must(t, err)
	}
	for _, e := range keyed.Edits {
		must(t, e.Err)
	}
}

// secretPlan is a plan that nobody else's text is like.
func secretPlan(code, secret string) pingyi.Plan {
	p := samplePlan()
	p.Department.Code, p.OverallGoal = code, secret
	p.Activities = nil
	for i := range 3 {
		p.Activities = append(p.Activities, pingyi.Activity{Name: fmt.Sprint(secret, i), Budget: pingyi.Amount(1_000_000 * (i + 1)), Goal: secret,
			Rubric: pingyi.Rubric{secret + "差", secret + "中", secret + "良", secret + "优"}})
	}
	return p
}

// taken returns a record whose plan 701 the owner has filed, m1 has marked and k1 has
// begun to key again.
func taken(t testing.TB) (owner, k1 *store.Desk) {
	t.Helper()
	_, owner = inMemory(t)
	populate(t, owner)
	_, err := owner.File(t.Context(), store.Filing{Plan: secretPlan("701", "暗号甲"), Has: everything, Remove: true})
	must(t, err)
	k1 = as(t, owner, "k1")
	must(t, as(t, owner, "m1").Mark(t.Context(), key701))
	must(t, k1.TakeOn(t.Context(), key701))
	return owner, k1
}

func stageOf(t testing.TB, d *store.Desk, k pingyi.PlanKey) pingyi.VerificationStage {
	t.Helper()
	plans, err := d.Plans(t.Context())
	must(t, err)
	i := slices.IndexFunc(plans, func(p store.PlanSummary) bool { return p.Key == k })
	return plans[i].Stage
}

// Nothing that a desk shows tells the second keyer what stands in the first entry,
// nor anybody else what stands in the second.
func TestNeitherKeyerSeesTheOthersEntry(t *testing.T) {
	ctx := t.Context()
	owner, k1 := taken(t)
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: 2016, Members: []string{"r1", "r2"}, Chair: "c1", Open: true}))
	_, err := owner.OpenRound(ctx, "p1", false)
	must(t, err)
	must(t, as(t, owner, "r1").Rate(ctx, "p1", []store.Marked{{Activity: act(key701, 3), Mark: grade(3, "")}}))
	_, err = owner.CloseRound(ctx, "p1", "到期")
	must(t, err)
	must(t, as(t, owner, "m1").SavePlanHead(ctx, secretPlan("701", "暗号甲"), secretPlan("701", "暗号甲又")))
	keySecond(t, k1, key701, secretPlan("701", "暗号乙").Activities...)

	if all := shown(k1); strings.Contains(all, "暗号甲") || strings.Contains(all, "暗号乙") {
		t.Errorf("the second keyer is shown %s", all)
	}
	for _, id := range []string{"k1", "m1"} {
		by, err := as(t, owner, id).Wordings(ctx)
		must(t, err)
		said := fmt.Sprint(by)
		if strings.Contains(said, "暗号甲") != (id == "m1") || strings.Contains(said, "暗号乙") || !strings.Contains(said, "{修完 1}") {
			t.Errorf("%s is offered %s", id, said)
		}
	}
	for _, id := range []string{"owner", "m1", "a1", "c1", "r1"} {
		d := as(t, owner, id)
		if all := shown(d); strings.Contains(all, "暗号乙") || !strings.Contains(all, "暗号甲") {
			t.Errorf("%s is shown %s", id, all)
		}
		_, err := d.SecondEntry(ctx, key701)
		refused(t, pingyi.Sealed, err)
		_, err = d.Comparison(ctx, key701)
		refused(t, pingyi.Sealed, err)
	}
	plans, err := k1.Plans(ctx)
	must(t, err)
	if p := plans[0]; !p.Sealed || p.Activities+p.Complete+int(p.Budget) != 0 || p.Second != "k1" || plans[1].Sealed || plans[1].Activities == 0 {
		t.Errorf("listed to the second keyer: %+v", plans)
	}
	mine, err := k1.SecondEntry(ctx, key701)
	must(t, err)
	if len(mine.Activities) != 3 || mine.OverallGoal != "" || mine.Activities[0].Name != "暗号乙0" || mine.Scale.Len() != 4 {
		t.Errorf("the second entry is %+v", mine)
	}
	left, err := k1.HandIn(ctx, key701)
	must(t, err)
	if left == 0 {
		t.Error("no difference")
	}
	for _, id := range []string{"k1", "owner", "a1", "r1"} {
		d := as(t, owner, id)
		if all := shown(d); !strings.Contains(all, "暗号甲") || !strings.Contains(all, "暗号乙") {
			t.Errorf("handed in, %s is shown %s", id, all)
		}
		_, err := d.Comparison(ctx, key701)
		must(t, err)
	}
}

// Whoever keys the second entry is refused whatever reads or changes the first.
func TestTheFirstEntryIsSealedToWhoKeysTheSecond(t *testing.T) {
	owner, k1 := taken(t)
	base := pingyi.Activity{ID: 3, Name: "暗号甲0"}
	for name, call := range map[string]func(ctx context.Context, d *store.Desk) error{
		"Plan": func(ctx context.Context, d *store.Desk) error { _, err := d.Plan(ctx, key701); return err },
		"Preview": func(ctx context.Context, d *store.Desk) error {
			_, err := d.Preview(ctx, filed(samplePlan()))
			return err
		},
		"File": func(ctx context.Context, d *store.Desk) error { _, err := d.File(ctx, filed(samplePlan())); return err },
		"SavePlanHead": func(ctx context.Context, d *store.Desk) error {
			return d.SavePlanHead(ctx, samplePlan(), samplePlan())
		},
		"DeletePlan":     func(ctx context.Context, d *store.Desk) error { return d.DeletePlan(ctx, key701) },
		"DeleteActivity": func(ctx context.Context, d *store.Desk) error { return d.DeleteActivity(ctx, key701, base) },
		"AddActivity": func(ctx context.Context, d *store.Desk) error {
			_, err := d.AddActivity(ctx, key701, 0, pingyi.Activity{Name: "新"})
			return err
		},
		"SaveActivity": func(ctx context.Context, d *store.Desk) error {
			_, _, err := d.SaveActivity(ctx, key701, base, base)
			return err
		},
		"SaveActivities": func(ctx context.Context, d *store.Desk) error {
			_, err := d.SaveActivities(ctx, key701, store.Keying{Command: pingyi.CommandEnter, Order: []int{5, 4, 3}}, store.Keyed{})
			return err
		},
		"PlanSince": func(ctx context.Context, d *store.Desk) error {
			_, err := d.PlanSince(ctx, key701, store.Seen{})
			return err
		},
		"Comparison": func(ctx context.Context, d *store.Desk) error { _, err := d.Comparison(ctx, key701); return err },
		"Unmark":     func(ctx context.Context, d *store.Desk) error { return d.Unmark(ctx, key701) },
	} {
		before := shown(owner)
		refused(t, pingyi.Sealed, call(t.Context(), k1))
		if after := shown(owner); after != before {
			t.Errorf("%s is refused and changes %s", name, firstDifference(before, after))
		}
	}
}

func TestASecondEntryIsKeyedComparedAndSettled(t *testing.T) {
	ctx := t.Context()
	owner, k1 := taken(t)
	m1, a1 := as(t, owner, "m1"), as(t, owner, "a1")
	acts := secretPlan("701", "暗号甲").Activities
	acts[0].Goal, acts[0].Budget = "另一个", 7
	acts[0].Rubric = pingyi.Rubric{"暗号甲差", "暗号甲中", "暗号甲良", "更优"}
	extra := pingyi.Activity{Name: "多出的", Rubric: make(pingyi.Rubric, 4)}
	keySecond(t, k1, key701, acts[0], extra, acts[1])
	_, err := m1.SaveSecondEntry(ctx, key701, store.Keying{Command: pingyi.CommandEnter}, store.Keyed{})
	refused(t, pingyi.Forbidden, err)
	left, err := k1.HandIn(ctx, key701)
	must(t, err)
	c, err := a1.Comparison(ctx, key701)
	must(t, err)
	if left != 5 || len(c.Differences) != 5 || c.Verification.Stage != pingyi.VerificationHandedIn || c.Verification.Second != "k1" {
		t.Fatalf("%d left: %+v", left, c)
	}
	budget, goal, best, missed, more := c.Differences[0], c.Differences[1], c.Differences[2], c.Differences[3], c.Differences[4]
	if budget.Field != pingyi.FieldBudget || goal.Second != "另一个" || best.Tier != 3 || missed.First != "暗号甲2" || more.Second != "多出的" {
		t.Fatalf("%+v", c.Differences)
	}
	_, err = owner.SettleDifference(ctx, key701, goal, goal.First)
	refused(t, pingyi.Forbidden, err) // who keyed the first
	_, err = as(t, owner, "r1").SettleDifference(ctx, key701, goal, goal.First)
	refused(t, pingyi.Forbidden, err)
	_, err = m1.SettleDifference(ctx, key701, budget, "12..5")
	refused(t, pingyi.Invalid, err)
	_, err = m1.SettleDifference(ctx, key701, more, "别的")
	refused(t, pingyi.Invalid, err)
	for i, s := range []struct {
		d      pingyi.Difference
		chosen string
		left   int
		by     *store.Desk
	}{{goal, goal.Second, 4, k1}, {budget, "８.５万元", 3, m1}, {best, best.First, 2, k1}, {missed, missed.First, 1, k1}, {more, more.Second, 0, m1}} {
		left, err := s.by.SettleDifference(ctx, key701, s.d, s.chosen)
		must(t, err)
		if left != s.left {
			t.Errorf("%d left after %d", left, i)
		}
		if left > 0 {
			_, err = m1.SettleDifference(ctx, key701, s.d, s.chosen)
			refused(t, pingyi.Conflict, err)
		}
	}
	p, err := owner.Plan(ctx, key701)
	must(t, err)
	if got := names(t, owner, key701); got != "暗号甲0 多出的 暗号甲1 暗号甲2" || p.Activities[0].Goal != "另一个" || p.Activities[0].Budget != 8_500_000 || p.Activities[0].Rubric[3] != "暗号甲优" {
		t.Errorf("%s, %+v", got, p.Activities[0])
	}
	c, err = a1.Comparison(ctx, key701)
	must(t, err)
	if v := c.Verification; v.Stage != pingyi.VerificationDone || v.Settled != 5 || v.FirstErrors != 3 || v.SecondErrors != 3 || len(c.Differences) != 0 {
		t.Errorf("%+v", c)
	}
	var chosen []string
	for _, s := range c.Settled {
		chosen = append(chosen, fmt.Sprint(s.First, "|", s.Second, "|", s.Chosen, "|", s.By))
	}
	if got := strings.Join(chosen, " "); got != "暗号甲|另一个|另一个|k1 1.00|0.000007|8.50|m1 暗号甲优|更优|暗号甲优|k1 暗号甲2||暗号甲2|k1 |多出的|多出的|m1" {
		t.Errorf("settled: %s", got)
	}
	_, err = k1.SettleDifference(ctx, key701, goal, "")
	refused(t, pingyi.State, err)

	stats, err := a1.KeyingStatistics(ctx)
	must(t, err)
	if len(stats.Totals) != 2 || stats.Totals[0].Member != "k1" || stats.Totals[0].Errors != 3 || stats.Totals[1].Member != "owner" || stats.Totals[1].Errors != 3 {
		t.Errorf("%+v", stats.Totals)
	}

	// Both entries and the choices are in the journal.
	events, err := a1.History(ctx, store.HistoryFilter{Year: 2016, Department: "701"})
	must(t, err)
	said := ""
	for _, e := range events {
		said += "\n" + e.Command + " by " + e.Member
		for _, ch := range e.Changes {
			said += "; " + ch.Subject.In(pingyi.En)
			for _, f := range ch.Fields {
				before, after := f.Texts(pingyi.En)
				said += fmt.Sprintf(", %s %q to %q", f.Title(pingyi.En), before, after)
			}
		}
	}
	for _, want := range []string{
		"mark for verification by m1", "take on second keying by k1", `enter by k1; department 701, 2016: second entry, activity (id 1), Activity "" to "暗号甲0"`,
		"hand in second entry by k1", `settle difference by k1; `, `difference 1, By "" to "k1", Chosen "" to "另一个", Field "" to "Goal", First entry "" to "暗号甲", First entry by "" to "owner", Second entry "" to "另一个", Second entry by "" to "k1"`,
		`Field "" to "Criteria 优"`, `Field "" to "the whole row"`, `Stage of verification "to be settled" to "verified"`, `Chosen "" to "8.50"`,
	} {
		if !strings.Contains(said, want) {
			t.Errorf("the history does not say %s:%s", want, said)
		}
	}

	// It survives a dump.
	path := filepath.Join(t.TempDir(), "dump")
	proof, err := owner.Dump(ctx, path)
	must(t, err)
	dir := filepath.Join(t.TempDir(), "new")
	again, err := store.Restore(ctx, dir, path, store.Options{})
	must(t, err)
	s := open(t, dir)
	defer s.Close()
	back, err := s.OwnerDesk("test").Comparison(ctx, key701)
	must(t, err)
	if proof != again || fmt.Sprint(back.Verification, back.Second) != fmt.Sprint(c.Verification, c.Second) {
		t.Errorf("restored %+v, not %+v", back, c)
	}
}

func TestWhatChangesAfterwardsIsNotVerified(t *testing.T) {
	ctx := t.Context()
	owner, k1 := taken(t)
	m1 := as(t, owner, "m1")
	keySecond(t, k1, key701, secretPlan("701", "暗号甲").Activities...)
	if left, err := k1.HandIn(ctx, key701); err != nil || left != 0 || stageOf(t, m1, key701) != pingyi.VerificationDone {
		t.Fatalf("%d left, %v, %s", left, err, stageOf(t, m1, key701))
	}
	p, err := m1.Plan(ctx, key701)
	must(t, err)
	mine := p.Activities[0]
	mine.Goal = "改了"
	_, _, err = m1.SaveActivity(ctx, key701, p.Activities[0], p.Activities[0])
	must(t, err)
	if s := stageOf(t, m1, key701); s != pingyi.VerificationDone {
		t.Errorf("saved as it was, it is %s", s)
	}
	_, _, err = m1.SaveActivity(ctx, key701, p.Activities[0], mine)
	must(t, err)
	if s := stageOf(t, m1, key701); s != pingyi.VerificationChanged {
		t.Errorf("changed, it is %s", s)
	}
	must(t, m1.Mark(ctx, key701))
	refused(t, pingyi.State, m1.Mark(ctx, key701))
	refused(t, pingyi.Forbidden, m1.TakeOn(ctx, key701)) // having changed some of it
	must(t, k1.TakeOn(ctx, key701))
	if second, err := k1.SecondEntry(ctx, key701); err != nil || len(second.Activities) != 0 {
		t.Errorf("the second entry begins with %+v, %v", second, err)
	}
	refused(t, pingyi.State, m1.DeletePlan(ctx, key701))
	must(t, m1.Unmark(ctx, key701))
	_, err = k1.Plan(ctx, key701)
	must(t, err)
	_, err = k1.SecondEntry(ctx, key701)
	refused(t, pingyi.NotFound, err)
	must(t, m1.DeletePlan(ctx, key701))
	_, err = m1.File(ctx, filed(secretPlan("701", "新")))
	must(t, err)
	if s := stageOf(t, m1, key701); s != "" {
		t.Errorf("a plan of the same name begins as %s", s)
	}
}

// Who has keyed more of the first entry meanwhile is too late, and a plan that was
// changed meanwhile is compared as it stands.
func TestAPlanThatIsChangedMeanwhileIsComparedAsItStands(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	m1, k1 := as(t, owner, "m1"), as(t, owner, "k1")
	must(t, owner.Mark(ctx, key701))
	p, err := m1.Plan(ctx, key701)
	must(t, err)
	mine := p.Activities[0]
	mine.Goal = "m1 改的"
	_, _, err = m1.SaveActivity(ctx, key701, p.Activities[0], mine)
	must(t, err)
	refused(t, pingyi.Forbidden, m1.TakeOn(ctx, key701))
	must(t, k1.TakeOn(ctx, key701))
	keySecond(t, k1, key701, mine, p.Activities[1])
	later := mine
	later.Goal = "又改"
	_, _, err = m1.SaveActivity(ctx, key701, mine, later)
	must(t, err)
	left, err := k1.HandIn(ctx, key701)
	must(t, err)
	c, err := k1.Comparison(ctx, key701)
	must(t, err)
	if left != 1 || c.Differences[0].First != "又改" || !slices.Equal(c.Verification.First, []string{"owner", "m1"}) {
		t.Fatalf("%d left: %+v", left, c)
	}
	_, err = k1.SettleDifference(ctx, key701, c.Differences[0], "m1 改的")
	must(t, err)
	stats, err := owner.KeyingStatistics(ctx)
	must(t, err)
	if len(stats.Totals) != 1 || stats.Totals[0].Member != "m1" || stats.Totals[0].Errors != 1 {
		t.Errorf("%+v", stats.Totals)
	}
}
