package grid_test

import (
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/grid"
	"pingyi/tui/pages/pagetest"
)

// open drives the grid on a plan that the record holds.
func open(t testing.TB, plan pingyi.Plan, w, h int) (*store.Desk, *pagetest.Page) {
	t.Helper()
	desk := pagetest.Record(t)
	pagetest.File(t, desk, plan)
	env := pagetest.Env(t, desk, pingyi.Zh, w, h)
	return desk, pagetest.Start(t, env, grid.New(env, plan.Key(), false))
}

func stored(t testing.TB, desk *store.Desk, k pingyi.PlanKey) pingyi.Plan {
	t.Helper()
	p, err := desk.Plan(t.Context(), k)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestWhatIsAcceptedIsInTheRecordAtOnce(t *testing.T) {
	parks := pagetest.Parks()
	desk, p := open(t, parks, 80, 22)
	p.Press("ctrl+end", "down")
	p.Type("新的活动")
	p.Press("tab")
	p.Type("12.5")
	p.Press("tab")
	if got := stored(t, desk, parks.Key()).Activities; len(got) != 6 || got[5].Name != "新的活动" || got[5].Budget.String() != "12.50" {
		t.Fatalf("stored %v", got)
	}
	p.Press("shift+tab", "shift+tab", "f2")
	p.Type("二")
	p.Press("enter")
	if got := stored(t, desk, parks.Key()).Activities[5].Name; got != "新的活动二" {
		t.Errorf("stored %q", got)
	}
	p.Press("ctrl+z", "ctrl+z", "ctrl+z")
	if got := stored(t, desk, parks.Key()).Activities; len(got) != 5 {
		t.Errorf("stored after undoing %v", got)
	}
}
