package store_test

import (
	"slices"
	"strings"
	"testing"

	"pingyi"
)

func TestMembersAreAddedOnceAndKeepTheirDisabling(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	refused(t, pingyi.Exists, owner.AddMember(ctx, pingyi.Member{ID: "r1", Name: "另一人", Role: pingyi.Admin}))
	for name, m := range map[string]pingyi.Member{
		"owner": {ID: "owner", Name: "甲", Role: pingyi.Admin}, "path": {ID: "a/b", Name: "甲", Role: pingyi.Admin},
		"no name": {ID: "x1", Role: pingyi.Admin}, "owner's role": {ID: "x1", Name: "甲", Role: pingyi.Owner},
	} {
		if err := owner.AddMember(ctx, m); pingyi.CodeOf(err) != pingyi.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	refused(t, pingyi.NotFound, owner.DisableMember(ctx, "x1"))
	must(t, owner.DisableMember(ctx, "r1"))
	must(t, owner.DisableMember(ctx, "r1"))
	refused(t, pingyi.Exists, owner.AddMember(ctx, members[0]))
	list, err := owner.Members(ctx)
	must(t, err)
	if len(list) != len(members) {
		t.Errorf("%d members", len(list))
	}
	for _, m := range list {
		if m.Disabled != (m.ID == "r1") || m.Weight != 100 {
			t.Errorf("%+v", m)
		}
	}
}

func TestAPanelIsOfMembersWhoMayRateUnderAChair(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	must(t, owner.DisableMember(ctx, "r9"))
	for name, c := range map[string]struct {
		p    pingyi.Panel
		code pingyi.Code
	}{
		"nobody":             {pingyi.Panel{}, pingyi.Invalid},
		"a stranger":         {pingyi.Panel{Members: []string{"r1", "x1"}}, pingyi.NotFound},
		"a clerk":            {pingyi.Panel{Members: []string{"k1"}}, pingyi.Forbidden},
		"the disabled":       {pingyi.Panel{Members: []string{"r9"}}, pingyi.Forbidden},
		"twice the same":     {pingyi.Panel{Members: []string{"r1", "r1"}}, pingyi.Invalid},
		"a reviewer chairs":  {pingyi.Panel{Members: []string{"r1"}, Chair: "r2"}, pingyi.Invalid},
		"a stranger chairs":  {pingyi.Panel{Members: []string{"r1"}, Chair: "x1"}, pingyi.NotFound},
		"no such department": {pingyi.Panel{Members: []string{"r1"}, Departments: []string{"703"}}, pingyi.NotFound},
		"no such rule":       {pingyi.Panel{Members: []string{"r1"}, Rule: "coin"}, pingyi.Invalid},
		"too large a quorum": {pingyi.Panel{Members: []string{"r1"}, Quorum: 2}, pingyi.Invalid},
	} {
		c.p.ID, c.p.Year = "p1", 2016
		if err := owner.CreatePanel(ctx, c.p); pingyi.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	if list, err := owner.Panels(ctx); err != nil || len(list) != 0 {
		t.Fatalf("%+v, %v", list, err)
	}
	p := pingyi.Panel{ID: "p1", Year: 2016, Members: []string{"r1", "c1"}, Chair: "c1"}
	must(t, owner.CreatePanel(ctx, p))
	refused(t, pingyi.Exists, owner.CreatePanel(ctx, p))
	list, err := owner.Panels(ctx)
	must(t, err)
	if got := list[0]; got.Round.No != 0 || got.Panel.Rule != pingyi.MajorityJudgment || got.Panel.Marks != pingyi.MarkTier {
		t.Errorf("%+v", got)
	}
}

func TestRoundsFollowOneAnother(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: 2016, Members: []string{"r1"}, Chair: "c1"}))
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p2", Year: 2017, Members: []string{"r1"}, Chair: "c2"}))
	c1 := as(t, owner, "c1")
	_, err := c1.CloseRound(ctx, "p1", "")
	refused(t, pingyi.State, err)
	_, err = c1.OpenRound(ctx, "p3", false)
	refused(t, pingyi.NotFound, err)
	_, err = owner.OpenRound(ctx, "p2", false) // nothing to judge
	refused(t, pingyi.State, err)
	for no := 1; no <= 3; no++ {
		r, err := c1.OpenRound(ctx, "p1", false)
		must(t, err)
		if r.Panel != "p1" || r.No != no || r.Closed || r.OpenedRev == 0 {
			t.Fatalf("%+v", r)
		}
		_, err = c1.OpenRound(ctx, "p1", false)
		refused(t, pingyi.State, err)
		_, err = c1.CloseRound(ctx, "p1", " ")
		refused(t, pingyi.State, err)
		_, err = c1.CloseRound(ctx, "p1", strings.Repeat("久", pingyi.MaxName+1))
		refused(t, pingyi.TooBig, err)
		_, err = c1.CloseRound(ctx, "p1", "bell\a")
		refused(t, pingyi.Invalid, err)
		r, err = c1.CloseRound(ctx, "p1", " 到期 ")
		must(t, err)
		if !r.Closed || r.Reason != "到期" {
			t.Errorf("%+v", r)
		}
	}
}

func TestPlansOnTwoScalesAreNotJudgedByOnePanel(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	scale, err := pingyi.NewScale([]string{"不行", "行"}, []pingyi.Score{0, 60_00})
	must(t, err)
	_, err = owner.File(ctx, filed(pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: "703"}, Scale: scale, Activities: []pingyi.Activity{{Name: "事"}}}))
	must(t, err)
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: 2016, Members: []string{"r1"}}))
	_, err = owner.OpenRound(ctx, "p1", false)
	refused(t, pingyi.State, err)
}

func TestAPlanIsBeingJudgedWhileARoundIsOpen(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	judging := func(want ...string) {
		t.Helper()
		got, err := owner.Judging(ctx, key701)
		must(t, err)
		if !slices.Equal(got, want) {
			t.Errorf("judged by %v, want %v", got, want)
		}
	}
	judging()
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: 2016, Departments: []string{"701"}, Members: []string{"r1"}}))
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p2", Year: 2016, Departments: []string{"702"}, Members: []string{"r1"}}))
	judging()
	for _, p := range []string{"p1", "p2"} {
		_, err := owner.OpenRound(ctx, p, false)
		must(t, err)
	}
	judging("p1")
	_, err := owner.CloseRound(ctx, "p1", "到期")
	must(t, err)
	judging()
}
