package rate

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
)

type (
	opened struct {
		desk *store.Desk
		err  error
	}
	loaded struct {
		paper  pingyi.Paper
		drafts []store.Draft // of the member
		err    error
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
		if err != nil {
			return loaded{err: err}
		}
		list, err := d.Drafts(context.Background())
		return loaded{p, list, err}
	}}
}

// lay puts the paper on the screen. What was said of an activity and has not
// reached the record yet stays as it is shown.
func (m *Model) lay(p pingyi.Paper) tea.Cmd {
	first := len(m.items) == 0 || p.Round.No != m.paper.Round.No
	var at pingyi.ActivityKey
	old := map[pingyi.ActivityKey]item{}
	if len(m.items) > 0 {
		at = m.items[m.at].key
	}
	if !first {
		for _, it := range m.items {
			old[it.key] = it
		}
	}
	items := m.listed(p, old)
	stays := !first && !p.Round.Closed && slices.ContainsFunc(items, func(it item) bool { return it.key == at })
	var cmd tea.Cmd
	if !stays {
		cmd = m.interrupt()
	}
	if first {
		m.told = false
	}
	if m.handedIn && (first || p.Round.Closed) { // that it was is no news beside what follows
		m.handedIn = false
		cmd = tea.Batch(page.Send(page.Info{}), cmd)
	}
	if !p.Round.Closed {
		m.cut = ""
	}
	m.paper, m.items = p, items
	for _, j := range m.jobs {
		if it := m.find(j.marks); it != nil {
			it.shown = it.given(j.marks.mark, j.marks.rubric)
		}
	}
	was := m.at
	m.at = slices.IndexFunc(m.items, func(it item) bool { return it.key == at })
	if m.at < 0 { // the activity is gone, or this is the first look
		m.at = max(0, min(was, len(m.items)-1))
		m.scroll = 0
	}
	if first {
		m.at = max(0, m.next(-1, item.unrated))
		if i := slices.IndexFunc(m.items, func(it item) bool { return it.key == m.begin }); i >= 0 {
			m.at = i
		}
		m.begin = pingyi.ActivityKey{}
	}
	return cmd
}

// listed returns the items of a paper, with what old ones know besides.
func (m Model) listed(p pingyi.Paper, old map[pingyi.ActivityKey]item) (items []item) {
	earlier := map[pingyi.ActivityKey]*pingyi.ActivityResult{}
	if p.Earlier != nil {
		for i := range p.Earlier.Activities {
			earlier[p.Earlier.Activities[i].Key] = &p.Earlier.Activities[i]
		}
	}
	for i := range p.Plans {
		plan := &p.Plans[i]
		for no, a := range plan.Activities {
			key := pingyi.ActivityKey{PlanKey: plan.Key(), ID: a.ID}
			if !p.Round.Asks(key) {
				continue
			}
			was := old[key]
			it := item{key: key, department: plan.Department, scale: plan.Scale, no: no + 1, activity: a, rubric: a.Rubric.Digest(),
				earlier: earlier[key], draft: was.draft, wrote: was.wrote, draftedIn: was.draftedIn, elsewhere: was.elsewhere, aside: was.aside}
			it.stand(p)
			items = append(items, it)
		}
	}
	return items
}

// interrupt closes the fields that are open, because what they are about can no
// longer be rated. What was typed is kept as a draft, and said.
func (m *Model) interrupt() (cmd tea.Cmd) {
	if text, typed := m.typing(); typed {
		m.cut = text
		cmd = tea.Batch(m.keepTyped(), page.Send(page.Info{Text: m.lang().Of("这一项现在不能再评，刚才写的没有记入：", "this can no longer be rated, what you wrote was not entered: ") + pingyi.Excerpt(text, 200)}))
	}
	m.closeComment()
	m.closeReason()
	m.closeScore()
	return cmd
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
