package pingyi_test

import (
	"fmt"
	"testing"

	"pingyi"
)

// The lines are stages, the columns an action by somebody who keyed the first entry,
// who keys the second, somebody else who may edit plans, and an auditor.
func TestWhoDoesWhatInASecondKeying(t *testing.T) {
	actors := []pingyi.Actor{
		{Member: pingyi.Member{ID: "k1", Role: pingyi.Clerk}}, {Member: pingyi.Member{ID: "k2", Role: pingyi.Clerk}},
		{Member: pingyi.Member{ID: "m1", Role: pingyi.Admin}}, {Member: pingyi.Member{ID: "a1", Role: pingyi.Auditor}},
	}
	codes := map[pingyi.Code]string{"": "x", pingyi.Forbidden: "-", pingyi.State: "t", pingyi.Sealed: "s"}
	for _, line := range []struct {
		stage                                           pingyi.VerificationStage
		take, key, settle, again, unmark, first, second string
	}{
		{"", "ttt-", "ttt-", "ttt-", "ttt-", "ttt-", "xxxx", "xxxx"},
		{pingyi.VerificationMarked, "-xx-", "ttt-", "ttt-", "ttt-", "xxx-", "xxxx", "xxxx"},
		{pingyi.VerificationKeying, "ttt-", "-x--", "ttt-", "ttt-", "xsx-", "xsxx", "sxss"},
		{pingyi.VerificationHandedIn, "ttt-", "ttt-", "-xx-", "-xx-", "xxx-", "xxxx", "xxxx"},
		{pingyi.VerificationDone, "ttt-", "ttt-", "ttt-", "-xx-", "ttt-", "xxxx", "xxxx"},
		{pingyi.VerificationChanged, "ttt-", "ttt-", "ttt-", "ttt-", "ttt-", "xxxx", "xxxx"},
	} {
		v := pingyi.Verification{Stage: line.stage, First: []string{"k1"}}
		if line.stage != "" && line.stage != pingyi.VerificationMarked {
			v.Second = "k2"
		}
		for _, c := range []struct {
			what, want string
			may        func(pingyi.Actor, pingyi.Verification) error
		}{
			{"take it on", line.take, pingyi.Actor.MayTakeOn}, {"key it", line.key, pingyi.Actor.MayKeySecond},
			{"settle", line.settle, pingyi.Actor.MaySettle}, {"settle anew", line.again, pingyi.Actor.MaySettleAgain}, {"take the mark off", line.unmark, pingyi.Actor.MayUnmark},
			{"see the first", line.first, pingyi.Actor.SeesFirst}, {"see the second", line.second, pingyi.Actor.SeesSecond},
		} {
			got := ""
			for _, a := range actors {
				got += codes[pingyi.CodeOf(c.may(a, v))]
			}
			if got != c.want {
				t.Errorf("%q, %s: %s, want %s", line.stage, c.what, got, c.want)
			}
		}
	}
}

func TestClerksReadOnlyTheirOwnStatistics(t *testing.T) {
	got := ""
	for _, role := range pingyi.Roles() {
		a := pingyi.Actor{Member: pingyi.Member{ID: "x", Role: role}}
		got += fmt.Sprint(role, a.May(pingyi.ReadKeying, nil, nil) == nil, a.SeesKeying("y"), " ")
	}
	if want := "clerktrue false reviewerfalse true chairfalse true auditortrue true admintrue true "; got != want {
		t.Error(got)
	}
}

func TestAThirdTextIsAnErrorOfBoth(t *testing.T) {
	s := pingyi.Settlement{Difference: pingyi.Difference{Field: pingyi.FieldGoal, First: "甲", Second: "乙"}}
	var v pingyi.Verification
	for _, chosen := range []string{"甲", "乙", "丙"} {
		s.Chosen = chosen
		v = v.Count(s)
	}
	if v.Settled != 3 || v.FirstErrors != 2 || v.SecondErrors != 2 {
		t.Errorf("%+v", v)
	}
}
