package store_test

import (
	"fmt"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
)

// onlookers are all that r2 keeps a secret from.
var onlookers = strings.Fields("owner m1 a1 c1 c2 k1 r1 r3 r9")

// seenBy is everything that a desk shows, and what it answers to everything that
// its member might try in order to learn more, without changing the record.
func seenBy(t *testing.T, d *store.Desk) string {
	t.Helper()
	ctx := t.Context()
	seen := shown(d)
	try := func(what string, v any, err error) { seen += fmt.Sprintf("\n%s: %+v, %v", what, v, err) }
	_, err := d.OpenRound(ctx, "p1", true)
	try("open", nil, err)
	try("adjudicate", nil, d.Adjudicate(ctx, "p1", ruling(1, 1, "附件齐全")))
	s, err := d.Sign(ctx, "p1")
	try("sign", s, err)
	try("delete an activity", nil, deleteNow(ctx, d, act(key701, 1)))
	try("delete the plan", nil, d.DeletePlan(ctx, key701))
	filed, err := d.FileBallot(ctx, pingyi.FilledBallot{Panel: "p1", Round: 2, Member: "r2", Rev: 1})
	try("file r2's ballot", filed, err)
	judging, err := d.Judging(ctx, key701)
	try("judging", judging, err)
	for _, f := range []store.HistoryFilter{{Panel: "p1"}, {Panel: "p1", Limit: 1}, {Year: 2016, Department: "701"}, {Year: 2016, Department: "701", Activity: 1}} {
		events, err := d.History(ctx, f)
		try("history", events, err)
	}
	return seen
}

// secondRound brings a record to the second, sealed, round of p1, on all four
// activities or on the split one.
func secondRound(t *testing.T, onlySplit bool) *store.Desk {
	t.Helper()
	_, owner := inMemory(t)
	convene(t, owner)
	splitOn1(t, owner)
	closes(t, owner, "p1")
	opens(t, owner, "p1", onlySplit)
	r1 := as(t, owner, "r1")
	rates(t, r1, "p1", because(2, "再看"))
	submits(t, r1, "p1")
	return owner
}

func reworded(t *testing.T, owner *store.Desk) (old string) {
	t.Helper()
	p, err := owner.Plan(t.Context(), key701)
	must(t, err)
	a := p.Activities[0]
	a.Rubric = pingyi.Rubric{"没修", "修一半", "修完", "提前半年修完"}
	_, _, err = owner.SaveActivity(t.Context(), key701, p.Activities[0], a)
	must(t, err)
	return p.Activities[0].Rubric.Digest()
}

// In a later round too, while it is sealed, everything that anybody but r2 gets is
// the same to the byte whatever r2 makes of what was carried over.
func TestASealedLaterRoundTellsNobodyWhatAnotherMadeOfTheirMarks(t *testing.T) {
	ctx := t.Context()
	rate := func(marks ...*pingyi.Mark) func(*testing.T, *store.Desk, *store.Desk) {
		return func(t *testing.T, _, r2 *store.Desk) {
			for _, m := range marks { // one command each
				must(t, r2.Rate(ctx, "p1", mark(1, m)))
			}
		}
	}
	by := func(old bool) func(*testing.T, *store.Desk, *store.Desk) {
		return func(t *testing.T, owner, r2 *store.Desk) {
			given := store.Marked{Activity: act(key701, 1), Mark: because(3, "看过新标准")}
			if digest := reworded(t, owner); old {
				given.Rubric = digest
			}
			must(t, r2.Rate(ctx, "p1", []store.Marked{given}))
		}
	}
	file := func(answer, reason string) func(*testing.T, *store.Desk, *store.Desk) {
		return func(t *testing.T, _, r2 *store.Desk) {
			f := answered(fetched(t, r2), answer)
			f.Answers[0].Reason = reason
			_, err := r2.FileBallot(ctx, f)
			must(t, err)
		}
	}
	clash := func(second string) func(*testing.T, *store.Desk, *store.Desk) {
		return func(t *testing.T, _, r2 *store.Desk) {
			f := answered(fetched(t, r2), second)
			f.Answers[0].Reason = "在单位填的"
			must(t, r2.Rate(ctx, "p1", mark(1, because(3, "在单位填的"))))
			_, err := r2.FileBallot(ctx, f)
			if (err != nil) != (second == "差") {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		name     string
		one, two func(t *testing.T, owner, r2 *store.Desk)
		submit   bool
	}{
		{"two changes", rate(because(3, "看了附件")), rate(because(0, "附件不实，理由有三，说来话长")), true},
		{"a change or the same again", rate(because(3, "看了附件")), rate(grade(1, "不改")), true},
		{"a change or going back on it", rate(because(3, "看了附件"), because(2, "还是良")), rate(because(3, "看了附件"), grade(1, "还是中")), true},
		{"a change or taking it back", rate(because(3, "看了附件"), because(2, "还是良")), rate(because(3, "看了附件"), nil), true},
		{"a change or an abstention", rate(because(3, "看了附件")), rate(&pingyi.Mark{Kind: pingyi.Abstained, Reason: "说不准"}), true},
		{"a change or a recusal", rate(because(3, "看了附件")), rate(&pingyi.Mark{Kind: pingyi.Recused, Reason: "经办"}), true},
		{"a draft or an abstention", rate(because(3, "看了附件")), rate(&pingyi.Mark{Kind: pingyi.Abstained, Reason: "说不准"}), false},
		{"with a reason or without", rate(because(3, "看了附件")), rate(grade(3, "")), false},
		{"a draft or none", rate(because(3, "看了附件"), because(2, "良")), rate(because(3, "看了附件"), nil), false},
		{"by the new rubric or the old", by(false), by(true), false},
		{"ballots filled in", file("优", "看了附件"), file("弃权：说不准", "说不准"), true},
		{"a ballot that clashes or repeats", clash("差"), clash("优"), false},
	} {
		for _, onlySplit := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, only split %t", c.name, onlySplit), func(t *testing.T) {
				var seen [2]map[string]string
				for i, do := range []func(*testing.T, *store.Desk, *store.Desk){c.one, c.two} {
					owner := secondRound(t, onlySplit)
					r2 := as(t, owner, "r2")
					move, leave := r2.Arrive()
					move(pingyi.Subject{Noun: pingyi.NounRating, Panel: "p1", Round: 2, Member: "r2", Year: 2016, Department: "701", Activity: 1}, true)
					do(t, owner, r2)
					must(t, r2.SaveDraft(ctx, "rate/p1", []byte([]string{`"想改成优"`, `"想改成差"`}[i])))
					if c.submit {
						submits(t, r2, "p1")
					}
					seen[i] = map[string]string{}
					for _, id := range onlookers {
						seen[i][id] = seenBy(t, as(t, owner, id))
					}
					// Whether it closes without a reason, and what is said then.
					_, err := owner.CloseRound(ctx, "p1", "")
					seen[i]["closing"] = fmt.Sprint(err)
					leave()
				}
				for id, one := range seen[0] {
					if two := seen[1][id]; one != two {
						t.Errorf("%s can tell:\n%s", id, firstDifference(one, two))
					}
				}
			})
		}
	}
}

// Members learn the others' marks as unsigned tallies: who of two gave which mark
// in the round before cannot be told from the next, in which both let theirs
// stand. The auditor and who keeps the record do see who gave which.
func TestWhoGaveWhichMarkBeforeIsNotToldByTheNextRound(t *testing.T) {
	marks := [2]*pingyi.Mark{grade(3, "附件齐全"), grade(0, "没有验收")}
	var seen [2]map[string]string
	for i := range 2 {
		_, owner := inMemory(t)
		convene(t, owner)
		r1, r2, r3 := as(t, owner, "r1"), as(t, owner, "r2"), as(t, owner, "r3")
		rates(t, r1, "p1", grade(2, ""))
		rates(t, r2, "p1", marks[i])
		rates(t, r3, "p1", marks[1-i])
		for _, d := range []*store.Desk{r1, r2, r3} {
			submits(t, d, "p1")
		}
		closes(t, owner, "p1")
		opens(t, owner, "p1", true)
		submits(t, r2, "p1")
		submits(t, r3, "p1")
		seen[i] = map[string]string{}
		for _, id := range []string{"c1", "c2", "k1", "r1", "r9"} {
			seen[i][id] = seenBy(t, as(t, owner, id))
		}
		closes(t, owner, "p1")
		for _, id := range []string{"c1", "c2", "k1", "r1", "r9", "a1"} {
			seen[i][id] += shown(as(t, owner, id))
		}
	}
	for id, one := range seen[0] {
		if two := seen[1][id]; (one != two) != (id == "a1") {
			t.Errorf("%s can tell: %t\n%s", id, one != two, firstDifference(one, two))
		}
	}
}
