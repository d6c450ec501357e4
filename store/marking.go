package store

import (
	"maps"
	"slices"

	"pingyi"
)

// marking is the ballot of a command's actor in an open round while the command
// changes it: read once, however many marks there are.
type marking struct {
	*tx
	round pingyi.Round
	said  map[pingyi.ActivityKey]pingyi.Rating // before the round
	is    map[pingyi.ActivityKey]pingyi.Rating
	pingyi.Ballot
}

func (t *tx) marking(r pingyi.Round) (m *marking, err error) {
	m = &marking{tx: t, round: r, is: map[pingyi.ActivityKey]pingyi.Rating{}}
	if m.said, err = t.saidBefore(r, t.actor.Member.ID); err != nil {
		return m, err
	}
	m.Ballot, err = t.ballotAfter(r, t.actor.Member.ID, m.said)
	for _, rating := range m.Ratings {
		m.is[rating.Activity] = rating
	}
	return m, err
}

// give writes a rating in place of what the member has said so far; one that was
// submitted stands until it is submitted again.
func (t *marking) give(rating pingyi.Rating) error {
	was, found := t.is[rating.Activity]
	if found && sameMark(was.Mark, rating.Mark) && was.Rubric == rating.Rubric { // said again: a submitted mark stays submitted
		return nil
	}
	if rating.Standing = was.Standing; found && was.Rev <= t.SubmittedAt[rating.Activity.Department] {
		rating.Standing = &was.Mark
	}
	if err := t.put(ratingKey(rating), storedRating{rating, t.rev}); err != nil {
		return err
	}
	rating.Rev = t.rev
	t.is[rating.Activity] = rating
	return nil
}

// takeBack removes what the member has said of an activity in this round.
func (t *marking) takeBack(k pingyi.ActivityKey) error {
	delete(t.is, k)
	if was, found := t.said[k]; found {
		t.is[k] = carryOver(was, t.round)
	}
	return t.del(ratingKey(pingyi.Rating{Panel: t.round.Panel, Round: t.round.No, Member: t.actor.Member.ID, Activity: k}))
}

// carryOver is what a member came to say before round r as their rating in it.
func carryOver(was pingyi.Rating, r pingyi.Round) pingyi.Rating {
	was.Round, was.Rev, was.Was, was.Carried = r.No, r.OpenedRev, &was.Mark, true
	return was
}

// ballot reads all of one member's ratings in round r. In a later round those of
// the earlier ones are carried over where the round asks for the activity.
func (v *view) ballot(r pingyi.Round, member string) (pingyi.Ballot, error) {
	said, err := v.saidBefore(r, member)
	if err != nil {
		return pingyi.Ballot{}, err
	}
	return v.ballotAfter(r, member, said)
}

// ballotAfter reads the ballot of a member who came to say said before round r.
func (v *view) ballotAfter(r pingyi.Round, member string, said map[pingyi.ActivityKey]pingyi.Rating) (pingyi.Ballot, error) {
	b, found, err := get[pingyi.Ballot](v, ballotKey(r.Panel, r.No, member))
	if !found {
		b = pingyi.Ballot{Panel: r.Panel, Round: r.No, Member: member, SubmittedAt: map[string]uint64{}}
	}
	if err != nil {
		return b, err
	}
	if r.OpenedRev == 0 { // opened before marks were carried over: it stays as it was
		said = nil
	}
	again := map[pingyi.ActivityKey]bool{}
	err = scan(v, ratingsOf(r.Panel, r.No, member), func(_ string, rating storedRating) error {
		rating.Rating.Rev = rating.Rev
		if was, found := said[rating.Activity]; found {
			rating.Was = &was.Mark
			again[rating.Activity] = true
		}
		b.Ratings = append(b.Ratings, rating.Rating)
		return nil
	})
	for _, k := range slices.SortedFunc(maps.Keys(said), pingyi.ActivityKey.Compare) {
		if r.Asks(k) && !again[k] {
			b.Ratings = append(b.Ratings, carryOver(said[k], r))
		}
	}
	return b, err
}

// saidBefore returns what the member's ratings came to before round r: of each
// activity the mark in force when it was last rated.
func (v *view) saidBefore(r pingyi.Round, member string) (map[pingyi.ActivityKey]pingyi.Rating, error) {
	said := map[pingyi.ActivityKey]pingyi.Rating{}
	for no := 1; no < r.No; no++ {
		earlier, err := v.round(r.Panel, no)
		if err != nil {
			return nil, err
		}
		b, err := v.ballotAfter(earlier, member, said)
		if err != nil {
			return nil, err
		}
		for _, rating := range b.Ratings {
			if mark, state := b.InForce(rating); state != pingyi.Draft {
				mark.Reason = "" // it was the reason for that round's change
				rating.Mark, rating.Standing = mark, nil
				said[rating.Activity] = rating
			}
		}
	}
	return said, nil
}
