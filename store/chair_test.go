package store_test

import (
	"testing"

	"pingyi"
)

func TestAChairIsNamedLaterUntilTheResultIsSigned(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: 2016, Members: []string{"r1"}}))
	c1 := as(t, owner, "c1")
	_, err := c1.OpenRound(ctx, "p1", false)
	refused(t, pingyi.Forbidden, err)
	refused(t, pingyi.Invalid, owner.NameChair(ctx, "p1", "r1"))
	refused(t, pingyi.NotFound, owner.NameChair(ctx, "p1", "nobody"))
	must(t, owner.NameChair(ctx, "p1", "c1"))
	_, err = c1.OpenRound(ctx, "p1", false)
	must(t, err)
	_, err = c1.CloseRound(ctx, "p1", "到期")
	must(t, err)
	_, err = c1.Sign(ctx, "p1")
	must(t, err)
	refused(t, pingyi.State, owner.NameChair(ctx, "p1", "c2"))
}

func TestADisabledMemberIsGivenTheirRightsBack(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	r1 := as(t, owner, "r1")
	must(t, owner.DisableMember(ctx, "r1"))
	_, err := r1.Paper(ctx, "p1")
	refused(t, pingyi.Forbidden, err)
	must(t, owner.EnableMember(ctx, "r1"))
	_, err = r1.Paper(ctx, "p1")
	must(t, err)
}
