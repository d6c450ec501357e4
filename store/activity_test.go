package store_test

import (
	"strings"
	"testing"

	"pingyi"
)

func TestTwoPeopleEditingDifferentFieldsBothKeepTheirs(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	k1, m1 := as(t, owner, "k1"), as(t, owner, "m1")
	p, err := k1.Plan(ctx, key701)
	must(t, err)
	base := p.Activities[0]
	mine, theirs := base, base
	mine.Goal, mine.Rubric = "甲的目标", append(pingyi.Rubric{"甲改"}, base.Rubric[1:]...)
	theirs.Budget, theirs.Rubric = 1, append(base.Rubric[:3:3], "乙改")
	_, _, err = m1.SaveActivity(ctx, key701, base, theirs)
	must(t, err)
	saved, clashes, err := k1.SaveActivity(ctx, key701, base, mine)
	must(t, err)
	want := mine
	want.Budget, want.Rubric = 1, pingyi.Rubric{"甲改", base.Rubric[1], base.Rubric[2], "乙改"}
	p, err = k1.Plan(ctx, key701)
	must(t, err)
	if got := p.Activities[0]; !got.Equal(want) || !saved.Equal(want) || got.ID != base.ID || len(clashes) != 0 {
		t.Errorf("%+v", got)
	}
	if list, err := k1.Plans(ctx); err != nil || list[0].Budget != 1+20_000_000 {
		t.Errorf("the plan's budget: %+v, %v", list[0], err)
	}
}

func TestAFieldThatBothChangedIsAClashAndNothingIsWritten(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	p, err := owner.Plan(ctx, key701)
	must(t, err)
	base := p.Activities[0]
	mine, theirs := base, base
	mine.Name, mine.Goal = "甲的名称", "甲的目标"
	theirs.Goal = "乙的目标"
	_, _, err = owner.SaveActivity(ctx, key701, base, theirs)
	must(t, err)
	before := shown(owner)
	now, clashes, err := owner.SaveActivity(ctx, key701, base, mine)
	refused(t, pingyi.Conflict, err)
	if len(clashes) != 1 || clashes[0].Field != pingyi.FieldGoal || clashes[0].Mine != "甲的目标" || clashes[0].Theirs != "乙的目标" {
		t.Errorf("%+v", clashes)
	}
	if after := shown(owner); after != before {
		t.Errorf("written all the same: %s", firstDifference(before, after))
	}
	if !now.Equal(theirs) {
		t.Errorf("the record is said to have %+v", now)
	}
	// Having chosen, one saves again over theirs: what did not clash is kept too.
	saved, _, err := owner.SaveActivity(ctx, key701, now, mine)
	must(t, err)
	if !saved.Equal(mine) {
		t.Errorf("saved %+v", saved)
	}
}

func TestSavingWhatIsNoActivityIsRefused(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	good := pingyi.Activity{ID: 1, Name: "修路"}
	save := func(k pingyi.PlanKey, base, mine pingyi.Activity) error {
		_, _, err := owner.SaveActivity(ctx, k, base, mine)
		return err
	}
	refused(t, pingyi.NotFound, save(key701, pingyi.Activity{ID: 3}, good))
	refused(t, pingyi.NotFound, save(pingyi.PlanKey{Year: 2015, Department: "701"}, good, good))
	refused(t, pingyi.Invalid, save(pingyi.PlanKey{Year: 2016, Department: "7/01"}, good, good))
	refused(t, pingyi.Invalid, save(key701, good, pingyi.Activity{ID: 1}))
	refused(t, pingyi.Invalid, save(key701, good, pingyi.Activity{ID: 1, Name: "修\u202e路"}))
	refused(t, pingyi.TooBig, save(key701, good, pingyi.Activity{ID: 1, Name: strings.Repeat("长", pingyi.MaxName+1)}))
	must(t, deleteNow(ctx, owner, act(key701, 1)))
	refused(t, pingyi.NotFound, save(key701, good, good))
	refused(t, pingyi.NotFound, deleteNow(ctx, owner, act(key701, 1)))
}

func TestAnActivityIsAddedAtItsNumber(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	for _, c := range []struct {
		no   int
		name string
		want string
	}{
		{1, "一", "一 修路 架桥"}, {0, "末", "一 修路 架桥 末"}, {99, "末末", "一 修路 架桥 末 末末"}, {3, "中", "一 修路 中 架桥 末 末末"},
	} {
		a, err := owner.AddActivity(ctx, key701, c.no, pingyi.Activity{Name: " " + c.name, Budget: 5})
		must(t, err)
		p, err := owner.Plan(ctx, key701)
		must(t, err)
		var names []string
		for _, a := range p.Activities {
			names = append(names, a.Name)
		}
		if got := strings.Join(names, " "); got != c.want || a.Name != c.name || a.ID == 0 {
			t.Errorf("%s, added %+v", got, a)
		}
	}
	_, err := owner.AddActivity(ctx, pingyi.PlanKey{Year: 2016, Department: "703"}, 0, pingyi.Activity{Name: "新"})
	refused(t, pingyi.NotFound, err)
	_, err = owner.AddActivity(ctx, key701, 0, pingyi.Activity{Name: "新", Budget: -1})
	refused(t, pingyi.Invalid, err)
}
