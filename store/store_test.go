package store_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
)

func everything(pingyi.Field) bool { return true }

func samplePlan() pingyi.Plan {
	total := pingyi.Amount(30_000_000)
	return pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: "701", Name: "示例局"}, StatedTotal: &total,
		OverallGoal: "总体", DutyGoals: []string{"一", "二"},
		Activities: []pingyi.Activity{
			{Name: "修路", Budget: 10_000_000, Rubric: pingyi.Rubric{"没修", "修一半", "修完", "提前修完"}},
			{Name: "架桥", Budget: 20_000_000, Content: "架一座桥", Rubric: pingyi.Rubric{"没架", "", "架成", "提前架成"}},
		}}
}

// A whole round, from filing a plan to a dump restored elsewhere.
func TestTheMainJobEndToEnd(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	s, err := store.Open(dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	owner := s.OwnerDesk("test")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	rev, err := owner.File(ctx, store.Filing{Plan: samplePlan(), Has: everything})
	must(err)
	if rev.New != 2 {
		t.Fatalf("new = %d", rev.New)
	}
	rev, err = owner.File(ctx, store.Filing{Plan: samplePlan(), Has: everything})
	must(err)
	if !rev.Empty() {
		t.Fatalf("filing the same plan again changes %+v", rev)
	}
	members := []string{"r1", "r2", "r3"}
	for _, id := range members {
		must(owner.AddMember(ctx, pingyi.Member{ID: id, Name: id, Role: pingyi.Reviewer}))
	}
	must(owner.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: 2016, Members: members}))
	_, err = owner.OpenRound(ctx, "p1", false)
	must(err)
	for i, id := range members {
		d, err := owner.For(ctx, id)
		must(err)
		must(d.Rate(ctx, "p1", []store.Marked{
			{Activity: pingyi.ActivityKey{PlanKey: pingyi.PlanKey{Year: 2016, Department: "701"}, ID: 1}, Mark: &pingyi.Mark{Kind: pingyi.Graded, Tier: pingyi.Tier(i + 1)}},
			{Activity: pingyi.ActivityKey{PlanKey: pingyi.PlanKey{Year: 2016, Department: "701"}, ID: 2}, Mark: &pingyi.Mark{Kind: pingyi.Graded, Tier: 3}},
		}))
		_, err = d.Submit(ctx, "p1", "")
		must(err)
	}
	if _, err := owner.Result(ctx, "p1", 0, pingyi.Zh); pingyi.CodeOf(err) != pingyi.Sealed {
		t.Fatalf("result of an open sealed round: %v", err)
	}
	_, err = owner.CloseRound(ctx, "p1", "")
	must(err)
	res, err := owner.Result(ctx, "p1", 0, pingyi.Zh)
	must(err)
	if *res.Activities[0].Grade != "良" || *res.Activities[1].Grade != "优" || *res.Departments[0].Grade != "优" {
		t.Fatalf("%+v", res)
	}
	p, err := owner.Verify(ctx)
	must(err)
	events, err := owner.History(ctx, store.HistoryFilter{})
	must(err)
	if len(events) != int(p.Rev) || events[0].Rev != p.Rev {
		t.Fatalf("%d events of %d", len(events), p.Rev)
	}
	dump := filepath.Join(t.TempDir(), "dump")
	_, err = owner.Dump(ctx, dump)
	must(err)
	must(s.Close())
	other := t.TempDir()
	q, err := store.Restore(ctx, other, dump, store.Options{})
	must(err)
	if p != q {
		t.Fatalf("dumped %+v, restored %+v", p, q)
	}
	s, err = store.Open(other, store.Options{})
	must(err)
	_, err = s.OwnerDesk("test").Verify(ctx)
	must(err)
	must(s.Close())
}

func TestADataDirectoryThatCannotBeUsedIsNamedWithTheRemedy(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, nil, 0o600))
	taken := t.TempDir() // its mirror cannot be opened
	must(t, os.Mkdir(filepath.Join(taken, "head"), 0o700))
	for _, dir := range []string{file, filepath.Join(file, "below"), taken} {
		_, err := store.Open(dir, store.Options{})
		refused(t, pingyi.Invalid, err)
		for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
			said := pingyi.Explain(err, l)
			if !strings.Contains(said, dir) || !strings.Contains(said, "--data") || strings.Contains(said, "mkdir") {
				t.Errorf("%s: %q", dir, said)
			}
		}
	}
}

func TestEachWarningOfTheEngineIsSaidInBothLanguages(t *testing.T) {
	dir := fast(t)
	must(t, open(t, dir).Close())
	must(t, os.WriteFile(filepath.Join(dir, "record", "000099.sst"), []byte("half"), 0o600))
	var warnings []*pingyi.Error
	s, err := store.Open(dir, store.Options{Warn: func(w *pingyi.Error) { warnings = append(warnings, w) }})
	must(t, err)
	must(t, s.Close())
	if len(warnings) != 1 || !strings.Contains(warnings[0].In(pingyi.Zh), "000099.sst 中有断电时没写完的内容") ||
		!strings.Contains(warnings[0].In(pingyi.En), "unfinished in the data file 000099.sst") || warnings[0].Err == nil {
		t.Errorf("warned %q", warnings)
	}
}
