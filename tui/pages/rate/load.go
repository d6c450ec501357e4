package rate

import (
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/draft"
)

// item is one activity of the run: those of all departments, one after another.
type item struct {
	key         pingyi.ActivityKey
	department  pingyi.Department
	scale       pingyi.Scale
	no          int // within its plan
	activity    pingyi.Activity
	kept, shown standing // as the record has it; as the screen does
	draft       *string  // a comment that is no part of a mark yet
}

// standing is a mark and how far it has come; a nil mark is missing.
type standing struct {
	mark  *pingyi.Mark
	state pingyi.RatingState
}

// given returns how a mark stands that was given just now.
func given(mark *pingyi.Mark) standing {
	switch {
	case mark == nil:
		return standing{nil, pingyi.Missing}
	case mark.Kind == pingyi.Abstained:
		return standing{mark, pingyi.StateAbstained}
	case mark.Kind == pingyi.Recused:
		return standing{mark, pingyi.StateRecused}
	}
	return standing{mark, pingyi.Draft}
}

type (
	opened struct {
		desk *store.Desk
		err  error
	}
	loaded struct {
		paper pingyi.Paper
		err   error
	}
	drafts struct {
		list []store.Draft
		err  error
	}
)

// open opens the desk of the member whose paper ballot is entered.
func (m Model) open() job {
	desk, member := m.env.Desk, m.member
	return job{run: func(*store.Desk) tea.Msg {
		d, err := desk.For(context.Background(), member)
		return opened{d, err}
	}}
}

func (m Model) load() job {
	panel := m.panel
	return job{loads: true, run: func(d *store.Desk) tea.Msg {
		if d == nil { // it could not be opened, which was said
			return nil
		}
		p, err := d.Paper(context.Background(), panel)
		return loaded{p, err}
	}}
}

func (m Model) loadDrafts() job {
	return job{run: func(d *store.Desk) tea.Msg {
		if d == nil {
			return nil
		}
		list, err := d.Drafts(context.Background())
		return drafts{list, err}
	}}
}

// lay puts the paper on the screen. What was said of an activity and has not
// reached the record yet stays as it is shown.
func (m *Model) lay(p pingyi.Paper) {
	var at pingyi.ActivityKey
	first := len(m.items) == 0
	if !first {
		at = m.items[m.at].key
	}
	old := map[pingyi.ActivityKey]*string{}
	for _, it := range m.items {
		old[it.key] = it.draft
	}
	m.paper, m.items = p, nil
	for i := range p.Plans {
		plan := &p.Plans[i]
		for no, a := range plan.Activities {
			it := item{key: pingyi.ActivityKey{PlanKey: plan.Key(), ID: a.ID}, department: plan.Department, scale: plan.Scale, no: no + 1, activity: a}
			it.kept = given(nil)
			if r, ok := p.Ballot.Of(it.key); ok {
				it.kept = standing{&r.Mark, p.Ballot.State(r)}
			}
			it.shown, it.draft = it.kept, old[it.key]
			m.items = append(m.items, it)
		}
	}
	for _, j := range m.jobs {
		if it := m.find(j.marks); it != nil {
			it.shown = given(j.marks.mark)
		}
	}
	was := m.at
	m.at = slices.IndexFunc(m.items, func(it item) bool { return it.key == at })
	if m.at < 0 { // the activity is gone, or this is the first look
		m.at = max(0, min(was, len(m.items)-1))
		m.scroll = 0
	}
	if m.comment.open || m.score.open {
		// Nothing may be written into another activity, nor into a closed round; what
		// was typed is a draft.
		if p.Round.Closed || len(m.items) == 0 || m.items[m.at].key != at {
			m.closeComment()
			m.closeScore()
		}
	}
	if first {
		m.at = max(0, m.nextUnrated(-1))
	}
}

// find returns the item that a job marks, nil if there is none.
func (m *Model) find(j *marking) *item {
	if j == nil {
		return nil
	}
	i := slices.IndexFunc(m.items, func(it item) bool { return it.key == j.key })
	if i < 0 {
		return nil
	}
	return &m.items[i]
}

// object names the draft of an item's comment.
func (m Model) object(it item) string {
	return fmt.Sprintf("rate/%s/%d/%d/%s/%d", m.panel, m.paper.Round.No, it.key.Year, it.key.Department, it.key.ID)
}

// draftData is what a draft of this page holds.
type draftData struct {
	Comment string `json:"comment"`
}

// offer puts the drafts beside the activities that they belong to.
func (m *Model) offer(list []store.Draft) {
	for i := range m.items {
		var data draftData
		if _, ok := draft.Find(list, m.object(m.items[i]), &data); ok {
			m.items[i].draft = &data.Comment
		}
	}
}

func (m *Model) saveDraft(it *item, comment string) tea.Cmd {
	it.draft = &comment
	object := m.object(*it)
	return m.enqueue(job{write: true, run: func(d *store.Desk) tea.Msg {
		return failed{draft.Save(d, object, draftData{comment})}
	}})
}

func (m *Model) dropDraft(it *item) tea.Cmd {
	it.draft = nil
	object := m.object(*it)
	return m.enqueue(job{write: true, run: func(d *store.Desk) tea.Msg {
		return failed{d.DropDraft(context.Background(), object)}
	}})
}
