package rate

import (
	"slices"

	"pingyi"
)

// item is one activity of the run: those that the round asks for, of all
// departments, one after another.
type item struct {
	key        pingyi.ActivityKey
	department pingyi.Department
	scale      pingyi.Scale
	no         int // within its plan, whatever else the round asks for
	activity   pingyi.Activity
	rubric     string // digest of the activity's

	was     *pingyi.Mark           // what the member said when it was last rated, in an earlier round
	earlier *pingyi.ActivityResult // what the panel made of it then

	unsaid      standing // once the mark is taken back: missing, or what is carried over
	kept, shown standing // as the record has it; as the screen does

	draft     words
	wrote     words  // of the record's draft: what this session wrote or has seen
	draftedIn int    // the round whose draft it is
	elsewhere bool   // that the record's draft has more was said
	aside     string // a reason that is not needed while the mark is the earlier one
}

// standing is a mark and how far it has come; a nil mark is missing.
type standing struct {
	mark     *pingyi.Mark
	state    pingyi.RatingState
	rubric   string // digest of what it was given by; empty where that was not noted
	carried  bool   // from an earlier round, and nothing said since
	handedIn bool   // as it is
}

// given returns how a mark stands that was given just now, a nil one being taken
// back.
func (it item) given(mark *pingyi.Mark, rubric string) standing {
	if mark == nil {
		return it.unsaid
	}
	s := standing{mark: mark, state: pingyi.Draft, rubric: rubric}
	switch mark.Kind {
	case pingyi.Abstained:
		s.state = pingyi.StateAbstained
	case pingyi.Recused:
		s.state = pingyi.StateRecused
	}
	return s
}

// stand takes from the paper what is said of the item so far.
func (it *item) stand(p pingyi.Paper) {
	b := &p.Ballot
	of := func(r pingyi.Rating) standing {
		return standing{&r.Mark, b.State(r), r.Rubric, r.Carried, r.Rev <= b.SubmittedAt[it.key.Department]}
	}
	it.unsaid = standing{state: pingyi.Missing}
	r, found := b.Of(it.key)
	if it.was = r.Was; it.was != nil {
		// By which rubric that was given only the record knows: it is read again when
		// it comes to that.
		it.unsaid = of(pingyi.Rating{Activity: it.key, Mark: *it.was, Rev: p.Round.OpenedRev, Carried: true})
	}
	it.kept = it.unsaid
	if found {
		it.kept = of(r)
	}
	if r.Carried {
		it.unsaid = it.kept
	}
	it.shown = it.kept
}

// stale reports whether the rubric has changed since the mark was given by it.
func (it item) stale() bool {
	return it.shown.mark != nil && pingyi.Rating{Rubric: it.shown.rubric}.Stale(it.activity)
}

// differs reports whether mark is not what the member said when the activity was
// last rated.
func (it item) differs(mark *pingyi.Mark) bool {
	return mark != nil && it.was != nil && !mark.Same(*it.was)
}

// owes reports whether the reason for that is missing.
func (it item) owes() bool { return it.differs(it.shown.mark) && it.shown.mark.Reason == "" }

// due reports whether there is a mark that cannot be submitted as it is, and
// unrated whether the item is still to be done at all.
func (it item) due() bool     { return it.stale() || it.owes() }
func (it item) unrated() bool { return it.shown.mark == nil || it.due() }

// comment returns what a mark on the item is to say besides.
func (it item) comment() string {
	switch {
	case it.shown.mark != nil:
		return it.shown.mark.Comment
	case it.draft.Comment != nil:
		return *it.draft.Comment
	}
	return ""
}

// lastComment returns the comment on the item as it was last typed, behind one
// that the mark has got elsewhere meanwhile; lastReason returns the reason.
func (it item) lastComment() string {
	switch {
	case it.draft.Comment == nil:
		return it.comment()
	case it.shown.mark != nil && it.shown.mark.Comment != it.draft.Onto:
		return both(it.shown.mark.Comment, *it.draft.Comment)
	}
	return *it.draft.Comment
}

// unentered reports whether the item is rated and a comment typed that is no part
// of its mark.
func (it item) unentered() bool {
	text := textOf(it.draft.Comment)
	return it.shown.mark != nil && text != "" && text != it.shown.mark.Comment
}

func (it item) lastReason() string {
	switch {
	case it.draft.Reason != nil:
		return *it.draft.Reason
	case it.shown.mark != nil && it.shown.mark.Reason != "":
		return it.shown.mark.Reason
	}
	return it.aside
}

// next returns the first item after i that is so, from the front again after the
// last; -1 when there is none.
func (m Model) next(i int, is func(item) bool) int {
	for step := range m.items {
		if j := (i + 1 + step) % len(m.items); is(m.items[j]) {
			return j
		}
	}
	return -1
}

// firstDue returns the first item that keeps the ballot from being submitted, -1
// when there is none.
func (m Model) firstDue() int { return slices.IndexFunc(m.items, item.due) }

// limited reports whether the round asks for some activities only.
func (m Model) limited() bool { return len(m.paper.Round.Only) > 0 }
