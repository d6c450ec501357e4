package pingyi_test

import (
	"slices"
	"testing"

	"pingyi"
)

func TestNeedsRatings(t *testing.T) {
	for _, c := range []struct{ members, quorum, recused, want int }{
		{7, 0, 0, 4}, // more than half
		{6, 0, 0, 4},
		{1, 0, 0, 1},
		{7, 0, 1, 4}, // of six
		{7, 0, 2, 3}, // of five
		{7, 0, 6, 1},
		{7, 0, 7, 1}, // nobody is left to reach it
		{7, 5, 0, 5},
		{7, 5, 2, 5},
		{7, 5, 3, 4}, // no more than may rate
		{7, 7, 0, 7},
		{7, 1, 0, 1},
	} {
		p := pingyi.Panel{Members: make([]string, c.members), Quorum: c.quorum}
		if got := p.NeedsRatings(c.recused); got != c.want {
			t.Errorf("%d members, quorum %d, %d recused: %d, want %d", c.members, c.quorum, c.recused, got, c.want)
		}
	}
}

func TestPanelCleanFillsInDefaultsAndKeepsItsArgument(t *testing.T) {
	deps := []string{"361", "360", "361"}
	p, err := pingyi.Panel{ID: "p2016", Year: 2016, Departments: deps, Members: []string{"r1"}}.Clean()
	if err != nil || p.Rule != pingyi.MajorityJudgment || p.Marks != pingyi.MarkTier || !slices.Equal(p.Departments, []string{"360", "361"}) {
		t.Errorf("%+v, %v", p, err)
	}
	if !slices.Equal(deps, []string{"361", "360", "361"}) {
		t.Errorf("the caller's list became %v", deps)
	}
}

func TestPanelCleanRefuses(t *testing.T) {
	for name, spoil := range map[string]func(*pingyi.Panel){
		"no id":                    func(p *pingyi.Panel) { p.ID = "" },
		"a path for an id":         func(p *pingyi.Panel) { p.ID = "../p" },
		"a year of three digits":   func(p *pingyi.Panel) { p.Year = 201 },
		"a bad department":         func(p *pingyi.Panel) { p.Departments = []string{"3 60"} },
		"no members":               func(p *pingyi.Panel) { p.Members = nil },
		"too many members":         func(p *pingyi.Panel) { p.Members = distinct(100) },
		"a member twice":           func(p *pingyi.Panel) { p.Members = []string{"r1", "r2", "r1"} },
		"a quorum out of reach":    func(p *pingyi.Panel) { p.Quorum = 3 },
		"a negative quorum":        func(p *pingyi.Panel) { p.Quorum = -1 },
		"an unknown rule":          func(p *pingyi.Panel) { p.Rule = "dice" },
		"an unknown kind of marks": func(p *pingyi.Panel) { p.Marks = "stars" },
	} {
		p := pingyi.Panel{ID: "p2016", Year: 2016, Members: []string{"r1", "r2"}}
		spoil(&p)
		if _, err := p.Clean(); pingyi.CodeOf(err) != pingyi.Invalid {
			t.Errorf("%s is not refused: %v", name, err)
		}
	}
}

// distinct returns n member IDs.
func distinct(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = "r" + string(rune('0'+i/10)) + string(rune('0'+i%10))
	}
	return ids
}

func TestPanelWithoutDepartmentsJudgesTheWholeYear(t *testing.T) {
	all := pingyi.Panel{Year: 2016}
	one := pingyi.Panel{Year: 2016, Departments: []string{"360"}}
	for _, c := range []struct {
		key      pingyi.PlanKey
		all, one bool
	}{
		{pingyi.PlanKey{Year: 2016, Department: "360"}, true, true},
		{pingyi.PlanKey{Year: 2016, Department: "361"}, true, false},
		{pingyi.PlanKey{Year: 2017, Department: "360"}, false, false},
	} {
		if all.Judges(c.key) != c.all || one.Judges(c.key) != c.one {
			t.Errorf("%v: %v, %v", c.key, all.Judges(c.key), one.Judges(c.key))
		}
	}
}

func TestRulesHaveTitlesInBothLanguages(t *testing.T) {
	if pingyi.Rules()[0] != pingyi.MajorityJudgment || len(pingyi.Rules()) != 4 {
		t.Errorf("the rules are %v", pingyi.Rules())
	}
	for _, r := range pingyi.Rules() {
		if zh, en := r.In(pingyi.Zh), r.In(pingyi.En); zh == en || zh == string(r) {
			t.Errorf("%s is called %q and %q", r, zh, en)
		}
	}
}
