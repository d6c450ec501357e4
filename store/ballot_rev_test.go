package store_test

import (
	"testing"

	"pingyi"
	"pingyi/store"
)

// The revision on a ballot is the number of its member's own changes: it tells
// nothing of what others have done meanwhile, and still parts what its member did
// before it was fetched from what they did after.
func TestABallotsRevisionIsItsOwn(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	convene(t, owner)
	r1, r2 := as(t, owner, "r1"), as(t, owner, "r2")
	rev := func() uint64 {
		t.Helper()
		paper, err := r1.BallotToFill(ctx, "p1")
		must(t, err)
		return paper.Rev
	}
	mark := func(d *store.Desk, m *pingyi.Mark) {
		t.Helper()
		must(t, d.Rate(ctx, "p1", []store.Marked{{Activity: act(key701, 1), Mark: m}}))
	}
	first := rev()
	mark(r2, grade(3, "秘"))
	if now := rev(); now != first {
		t.Errorf("another's mark moves it from %d to %d", first, now)
	}
	mark(r1, grade(2, ""))
	mark(r2, grade(1, ""))
	rated := rev()
	mark(r1, nil) // taken back: which leaves nothing behind to tell by
	mark(r2, grade(0, ""))
	back := rev()
	if first != 0 || rated != 1 || back != 2 {
		t.Errorf("after none, one and two changes of its own it is %d, %d and %d", first, rated, back)
	}
	filed, err := r1.FileBallot(ctx, pingyi.FilledBallot{Panel: "p1", Round: 1, Member: "r1", Rev: back,
		Answers: []pingyi.Answer{{Activity: act(key701, 1), Mark: "良", Line: 3}}})
	if must(t, err); filed.Taken != 1 {
		t.Errorf("%+v", filed)
	}
}
