package planform

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
)

// draft is what the record keeps of a form that has not been saved: the texts,
// and what they were made from, by which saving sees what others changed.
type draft struct {
	Texts []string `json:"texts"`
	Focus int      `json:"focus"`

	Name        string         `json:"name"`
	OverallGoal string         `json:"overall_goal"`
	DutyGoals   []string       `json:"duty_goals"`
	StatedTotal *pingyi.Amount `json:"stated_total"`
}

// draftState is how the page stands with its draft.
type draftState struct {
	known   bool // the drafts have been read: before that none is written
	ticking bool // a pause is running
	saving  bool // one is being written
	kept    bool // there is one

	offered *draft // found on opening, and not yet taken or discarded
	at      time.Time
}

// pauseFor is how long after the first unsaved key a draft is written: with the
// writing itself it is on disk within a second.
const pauseFor = 500 * time.Millisecond

type (
	drafts struct {
		me   *token
		list []store.Draft
		err  error
	}
	pause struct{ me *token }
	kept  struct {
		me  *token
		err error
	}
	dropped struct {
		me  *token
		err error
	}
)

// object is what the draft is of.
func (m Model) object() string {
	if m.key == nil {
		return "plan/new"
	}
	return fmt.Sprintf("plan/%d/%s", m.key.Year, m.key.Department)
}

func (m Model) loadDrafts() tea.Cmd {
	me, desk := m.me, m.env.Desk
	return func() tea.Msg {
		list, err := desk.Drafts(context.Background())
		return drafts{me, list, err}
	}
}

func (m Model) takeDrafts(msg drafts) (page.Page, tea.Cmd) {
	m.draft.known = true
	if msg.err != nil {
		return m, page.Send(page.Fail{Err: msg.err})
	}
	for _, d := range msg.list {
		var found draft
		if d.Object == m.object() && json.Unmarshal(d.Data, &found) == nil && len(found.Texts) == fields {
			m.draft.offered, m.draft.at, m.draft.kept = &found, d.At, true
		}
	}
	return m.offer()
}

// offer compares a draft that was found with the form, once both are there. One
// that says the same is dropped in silence.
func (m Model) offer() (page.Page, tea.Cmd) {
	if d := m.draft.offered; m.ready && d != nil && slices.Equal(d.Texts, m.form.Values()) {
		return m.discard()
	}
	m.resize()
	return m, nil
}

// restore goes on where the draft was left.
func (m Model) restore() (page.Page, tea.Cmd) {
	d := m.draft.offered
	m.draft.offered = nil
	if m.key != nil {
		m.base.Department.Name, m.base.OverallGoal, m.base.DutyGoals, m.base.StatedTotal = d.Name, d.OverallGoal, d.DutyGoals, d.StatedTotal
	}
	m.form.SetValues(d.Texts)
	m.form.Focus(d.Focus)
	m.resize()
	m.mark()
	cmd := m.touch()
	return m, cmd
}

// discard forgets the draft that was offered.
func (m Model) discard() (page.Page, tea.Cmd) {
	m.draft.offered = nil
	m.resize()
	cmd := m.settle()
	return m, cmd
}

// touch is called after every change of text: it sees to it that a draft is
// written soon, or that one which has become needless goes.
func (m *Model) touch() tea.Cmd {
	if !m.Unsaved() {
		return m.settle()
	}
	if m.draft.ticking {
		return nil
	}
	m.draft.ticking = true
	me := m.me
	return m.tick(pauseFor, func(time.Time) tea.Msg { return pause{me} })
}

// keep writes the draft.
func (m *Model) keep() tea.Cmd {
	switch {
	case !m.Unsaved() || m.draft.offered != nil:
		return nil
	case m.draft.saving || !m.draft.known:
		return m.touch()
	}
	b := m.base
	data, err := json.Marshal(draft{m.form.Values(), m.form.Focused(), b.Department.Name, b.OverallGoal, b.DutyGoals, b.StatedTotal})
	if err != nil {
		return page.Send(page.Fail{Err: err})
	}
	m.draft.saving = true
	me, desk, object := m.me, m.env.Desk, m.object()
	return func() tea.Msg { return kept{me, desk.SaveDraft(context.Background(), object, data)} }
}

// takeKept notes that a draft is on disk. If everything was saved meanwhile, it
// goes again: only here, so that dropping never overtakes writing.
func (m Model) takeKept(msg kept) (page.Page, tea.Cmd) {
	m.draft.saving = false
	if msg.err != nil {
		return m, page.Send(page.Fail{Err: msg.err})
	}
	m.draft.kept = true
	cmd := m.settle()
	return m, cmd
}

// settle drops the draft of a form in which nothing is unsaved.
func (m *Model) settle() tea.Cmd {
	if m.Unsaved() || !m.draft.kept || m.draft.saving || m.draft.offered != nil {
		return nil
	}
	m.draft.kept = false
	me, desk, object := m.me, m.env.Desk, m.object()
	return func() tea.Msg { return dropped{me, desk.DropDraft(context.Background(), object)} }
}
