package store_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
)

// largePlan is a plan of n activities with long texts.
func largePlan(code string, n int) pingyi.Plan {
	p := pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: code, Name: "大局"}, OverallGoal: "总体"}
	for i := range n {
		text := strings.Repeat(fmt.Sprintf("第%d项", i+1), 100)
		p.Activities = append(p.Activities, pingyi.Activity{Name: fmt.Sprintf("活动%d", i+1), Budget: pingyi.Amount(i), Content: text,
			Goal: text, Indicator: text, Rubric: pingyi.Rubric{"差" + text, "中", "良", "优"}})
	}
	return p
}

func filed(p pingyi.Plan) store.Filing { return store.Filing{Plan: p, Has: everything} }

func TestFilingAgainTellsNewChangedUnchangedAndRemoved(t *testing.T) {
	ctx := t.Context()
	_, d := inMemory(t)
	p := samplePlan()
	p.Activities = append(p.Activities, pingyi.Activity{Name: "植树"}, pingyi.Activity{Name: "清淤"})
	rev, err := d.File(ctx, filed(p))
	must(t, err)
	if rev.New != 4 || len(rev.Changed)+len(rev.Removed)+rev.Unchanged != 0 {
		t.Fatalf("first filing: %+v", rev)
	}
	p.OverallGoal = "新总体"
	p.Activities[1].Goal = "改"
	p.Activities[2] = pingyi.Activity{Name: "清淤"} // 植树 goes
	p.Activities = p.Activities[:3]
	f := filed(p)
	_, err = d.File(ctx, f)
	refused(t, pingyi.State, err)
	f.Remove = true
	preview, err := d.Preview(ctx, f)
	must(t, err)
	rev, err = d.File(ctx, f)
	must(t, err)
	if !reflect.DeepEqual(rev, preview) {
		t.Errorf("previewed %+v, done %+v", preview, rev)
	}
	if rev.Unchanged != 2 || len(rev.Changed) != 1 || rev.New != 0 || len(rev.Removed) != 1 || rev.Removed[0].Name != "植树" ||
		!reflect.DeepEqual(rev.Head, []pingyi.Field{pingyi.FieldOverallGoal}) {
		t.Errorf("%+v", rev)
	}
	f.Plan.Activities = f.Plan.Activities[:1]
	rev, err = d.File(ctx, f)
	must(t, err)
	if len(rev.Removed) != 2 || rev.Unchanged != 1 {
		t.Errorf("%+v", rev)
	}
	got, err := d.Plan(ctx, key701)
	must(t, err)
	if len(got.Activities) != 1 || got.Activities[0].ID != 1 || got.OverallGoal != "新总体" {
		t.Errorf("%+v", got)
	}
}

func TestWhatTheFiledFormLacksStaysAsItIs(t *testing.T) {
	ctx := t.Context()
	_, d := inMemory(t)
	_, err := d.File(ctx, filed(samplePlan()))
	must(t, err)
	before, err := d.Plan(ctx, key701)
	must(t, err)
	table := pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: "701"}}
	for _, a := range samplePlan().Activities {
		table.Activities = append(table.Activities, pingyi.Activity{Name: a.Name, Budget: a.Budget + 1})
	}
	rev, err := d.File(ctx, store.Filing{Plan: table, Has: func(f pingyi.Field) bool {
		return f == pingyi.FieldName || f == pingyi.FieldBudget
	}})
	must(t, err)
	if len(rev.Head) != 0 || len(rev.Changed) != 2 {
		t.Errorf("%+v", rev)
	}
	after, err := d.Plan(ctx, key701)
	must(t, err)
	for i := range before.Activities {
		before.Activities[i].Budget++
	}
	if !reflect.DeepEqual(before, after) {
		t.Errorf("before %+v\nafter %+v", before, after)
	}
}

func TestAFilingOnAnotherScaleIsRefusedUnlessItHasNoCriteria(t *testing.T) {
	ctx := t.Context()
	_, d := inMemory(t)
	p := samplePlan()
	var err error
	p.Scale, err = pingyi.NewScale([]string{"不行", "行"}, []pingyi.Score{0, 60_00})
	must(t, err)
	for i := range p.Activities {
		p.Activities[i].Rubric = pingyi.Rubric{"没做", "做了"}
	}
	_, err = d.File(ctx, filed(p))
	must(t, err)
	_, err = d.File(ctx, filed(samplePlan()))
	refused(t, pingyi.State, err)
	q := samplePlan()
	q.Activities = append(q.Activities, pingyi.Activity{Name: "新"})
	_, err = d.File(ctx, store.Filing{Plan: q, Has: func(f pingyi.Field) bool { return f != pingyi.FieldCriteria }})
	must(t, err)
	got, err := d.Plan(ctx, key701)
	must(t, err)
	if got.Scale.Len() != 2 || got.Activities[0].Rubric[1] != "做了" || len(got.Activities[2].Rubric) != 2 {
		t.Errorf("%+v", got)
	}
}

func TestARenamedActivityKeepsItsID(t *testing.T) {
	ctx := t.Context()
	_, d := inMemory(t)
	_, err := d.File(ctx, filed(samplePlan()))
	must(t, err)
	p := samplePlan()
	p.Activities[0], p.Activities[1] = p.Activities[1], p.Activities[0]
	p.Activities[1].Name = "修大路"
	_, err = d.File(ctx, store.Filing{Plan: p, Has: everything, Remove: true})
	must(t, err)
	p = samplePlan()
	p.Activities[0].Name = "修大路"
	rev, err := d.File(ctx, filed(p))
	must(t, err)
	if !rev.Reordered || len(rev.Changed) != 0 {
		t.Errorf("put back in order: %+v", rev)
	}
	p.Activities[0].Name = "修更大的路"
	_, err = d.File(ctx, filed(p))
	must(t, err)
	got, err := d.Plan(ctx, key701)
	must(t, err)
	if a := got.Activities; a[1].ID != 2 || a[0].Name != "修更大的路" || len(a) != 2 {
		t.Errorf("%+v", a)
	}
}

func TestIDsOfDeletedActivitiesAreNeverUsedAgain(t *testing.T) {
	ctx := t.Context()
	_, d := inMemory(t)
	used := map[int]bool{}
	sizes := []int{2, 100, 3, 0, 90, 1}
	for _, n := range sizes { // one transaction and staged, in turn
		p := largePlan("701", n)
		_, err := d.File(ctx, filed(p))
		must(t, err)
		added, err := d.AddActivity(ctx, key701, 1, pingyi.Activity{Name: "后加"})
		must(t, err)
		must(t, deleteNow(ctx, d, act(key701, added.ID)))
		got, err := d.Plan(ctx, key701)
		must(t, err)
		if len(got.Activities) != n {
			t.Fatalf("%d activities of %d", len(got.Activities), n)
		}
		for _, a := range append(got.Activities, added) {
			if used[a.ID] {
				t.Fatalf("ID %d is used again", a.ID)
			}
			used[a.ID] = true
		}
		must(t, d.DeletePlan(ctx, key701))
		_, err = d.Plan(ctx, key701)
		refused(t, pingyi.NotFound, err)
		_, err = d.Verify(ctx)
		must(t, err)
	}
}

func TestALargePlanIsFiledWholeAndAgain(t *testing.T) {
	n := 2500
	if testing.Short() || racing {
		n = 250
	}
	ctx := t.Context()
	_, d := inMemory(t)
	p := largePlan("701", n)
	rev, err := d.File(ctx, filed(p))
	must(t, err)
	if rev.New != n {
		t.Fatalf("%d new", rev.New)
	}
	rev, err = d.File(ctx, filed(p))
	must(t, err)
	if !rev.Empty() || rev.Unchanged != n {
		t.Errorf("filed again: %d new, %d changed, %d unchanged", rev.New, len(rev.Changed), rev.Unchanged)
	}
	// Shrinking texts is as much for the journal as growing them.
	for i := range p.Activities {
		p.Activities[i] = pingyi.Activity{Name: p.Activities[i].Name, Rubric: make(pingyi.Rubric, 4)}
	}
	preview, err := d.Preview(ctx, filed(p))
	must(t, err)
	rev, err = d.File(ctx, filed(p))
	must(t, err)
	if !reflect.DeepEqual(rev, preview) || len(rev.Changed) != n {
		t.Errorf("%d changed", len(rev.Changed))
	}
	got, err := d.Plan(ctx, key701)
	must(t, err)
	for i, a := range got.Activities {
		if a.ID != i+1 || !a.Equal(p.Activities[i]) {
			t.Fatalf("activity %d is %+v", i+1, a)
		}
	}
	list, err := d.Plans(ctx)
	must(t, err)
	if len(list) != 1 || list[0].Activities != n || list[0].Budget != 0 || list[0].Complete != 0 {
		t.Errorf("%+v", list)
	}
	_, err = d.Verify(ctx)
	must(t, err)
}

// The journal repeats what stood there before, so texts that go count too.
func TestEightyLongActivitiesMayAllBeCutShort(t *testing.T) {
	ctx := t.Context()
	_, d := inMemory(t)
	p := largePlan("701", 80)
	for i := range p.Activities {
		p.Activities[i].Content = strings.Repeat("字", pingyi.MaxText)
		p.Activities[i].Goal = strings.Repeat("\"", pingyi.MaxText)
	}
	_, err := d.File(ctx, filed(p))
	must(t, err)
	for i := range p.Activities {
		p.Activities[i] = pingyi.Activity{Name: p.Activities[i].Name}
	}
	rev, err := d.File(ctx, filed(p))
	must(t, err)
	if len(rev.Changed) != 80 {
		t.Errorf("%d changed", len(rev.Changed))
	}
}

func TestAPlanOverALimitIsRefusedWhole(t *testing.T) {
	ctx := t.Context()
	_, d := inMemory(t)
	p := largePlan("701", 3)
	p.Activities[2].Goal = strings.Repeat("字", pingyi.MaxText+1)
	_, err := d.File(ctx, filed(p))
	refused(t, pingyi.TooBig, err)
	p.Activities[2] = pingyi.Activity{}
	_, err = d.File(ctx, filed(p))
	refused(t, pingyi.Invalid, err)
	q := pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: "701"}, Activities: make([]pingyi.Activity, pingyi.MaxActivities+1)}
	_, err = d.File(ctx, filed(q))
	refused(t, pingyi.TooBig, err)
	if list, err := d.Plans(ctx); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestAnEmptyPlanMayBeFiled(t *testing.T) {
	ctx := t.Context()
	_, d := inMemory(t)
	rev, err := d.File(ctx, filed(pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: "701", Name: "示例局"}}))
	must(t, err)
	if rev.New != 0 {
		t.Errorf("%+v", rev)
	}
	got, err := d.Plan(ctx, key701)
	must(t, err)
	if len(got.Activities) != 0 || got.Department.Name != "示例局" || got.Scale.Len() != 4 {
		t.Errorf("%+v", got)
	}
}

func TestARatedActivityCannotBeFiledAway(t *testing.T) {
	ctx := t.Context()
	_, d := inMemory(t)
	convene(t, d)
	must(t, as(t, d, "r1").Rate(ctx, "p1", []store.Marked{{Activity: act(key701, 2), Mark: grade(1, "")}}))
	_, err := d.CloseRound(ctx, "p1", "到期")
	must(t, err)
	p := samplePlan()
	p.Activities = p.Activities[:1]
	_, err = d.File(ctx, store.Filing{Plan: p, Has: everything, Remove: true})
	refused(t, pingyi.State, err)
	p.Activities = samplePlan().Activities[1:]
	_, err = d.File(ctx, store.Filing{Plan: p, Has: everything, Remove: true})
	must(t, err)
	got, err := d.Plan(ctx, key701)
	must(t, err)
	if len(got.Activities) != 1 || got.Activities[0].ID != 2 {
		t.Errorf("%+v", got.Activities)
	}
}
