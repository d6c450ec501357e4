package store_test

import (
	"testing"

	"pingyi"
)

func TestASealedResultIsForNobodyBeforeTheRoundCloses(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	for _, id := range []string{"owner", "m1", "a1", "c1", "r1", "k1"} {
		_, err := as(t, owner, id).Result(ctx, "p1", 0, pingyi.Zh)
		refused(t, pingyi.Sealed, err)
	}
	_, err := owner.CloseRound(ctx, "p1", "到期")
	must(t, err)
	_, err = owner.OpenRound(ctx, "p1", false)
	must(t, err)
	for _, id := range []string{"owner", "r9", "k1"} {
		d := as(t, owner, id)
		res, err := d.Result(ctx, "p1", 1, pingyi.En)
		must(t, err)
		if !res.Closed || res.Round != 1 || len(res.Activities) != 4 || res.Activities[0].Grade != nil {
			t.Errorf("%+v", res)
		}
		_, err = d.Result(ctx, "p1", 0, pingyi.Zh)
		refused(t, pingyi.Sealed, err)
		_, err = d.Result(ctx, "p1", 3, pingyi.Zh)
		refused(t, pingyi.NotFound, err)
		_, err = d.Result(ctx, "p2", 0, pingyi.Zh)
		refused(t, pingyi.NotFound, err)
	}
}

func TestAnOpenPanelShowsSubmittedRatingsOnlyToThoseConcerned(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: 2016, Members: []string{"r1", "r2"}, Chair: "c1", Open: true, Quorum: 1}))
	_, err := owner.OpenRound(ctx, "p1", false)
	must(t, err)
	r2 := as(t, owner, "r2")
	must(t, r2.Rate(ctx, "p1", mark(1, grade(3, ""))))
	submitted := func(id string) int {
		t.Helper()
		res, err := as(t, owner, id).Result(ctx, "p1", 0, pingyi.Zh)
		must(t, err)
		return res.Activities[0].Submitted
	}
	if n := submitted("r1"); n != 0 {
		t.Errorf("a draft counts for another")
	}
	_, err = r2.Submit(ctx, "p1", "")
	must(t, err)
	for _, id := range []string{"r1", "c1", "a1", "m1", "owner"} {
		if n := submitted(id); n != 1 {
			t.Errorf("%s sees %d submitted", id, n)
		}
	}
	for _, id := range []string{"r9", "k1"} {
		_, err := as(t, owner, id).Result(ctx, "p1", 0, pingyi.Zh)
		refused(t, pingyi.Forbidden, err)
	}
}
