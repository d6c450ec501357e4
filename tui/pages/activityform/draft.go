package activityform

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

// draft is what the record keeps of a form that has not been saved.
type draft struct {
	Base  pingyi.Activity `json:"base"` // what was being changed, as it was read
	Texts []string        `json:"texts"`
	Focus int             `json:"focus"`
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
// writing itself it is on disk within a second, at two writes a second.
const pauseFor = 500 * time.Millisecond

type (
	drafts struct {
		me     *token
		object string
		list   []store.Draft
		err    error
	}
	pause struct{ me *token }
	kept  struct {
		me     *token
		object string
		err    error
	}
	dropped struct {
		me  *token
		err error
	}
)

// object is what the draft is of.
func (m Model) object() string {
	id := "new"
	if m.id != 0 {
		id = fmt.Sprint(m.id)
	}
	return fmt.Sprintf("activity/%d/%s/%s", m.key.Year, m.key.Department, id)
}

func (m Model) loadDrafts() tea.Cmd {
	me, desk, object := m.me, m.env.Desk, m.object()
	return func() tea.Msg {
		list, err := desk.Drafts(context.Background())
		return drafts{me, object, list, err}
	}
}

func (m Model) takeDrafts(msg drafts) (page.Page, tea.Cmd) {
	if msg.object != m.object() {
		return m, nil
	}
	m.draft.known = true
	if msg.err != nil {
		return m, page.Send(page.Fail{Err: msg.err})
	}
	for _, d := range msg.list {
		var found draft
		if d.Object == msg.object && json.Unmarshal(d.Data, &found) == nil {
			m.draft.offered, m.draft.at, m.draft.kept = &found, d.At, true
		}
	}
	return m.offer()
}

// offer compares a draft that was found with the form, once both are there. One
// that says the same, or is of other fields, is dropped in silence.
func (m Model) offer() (page.Page, tea.Cmd) {
	d := m.draft.offered
	if !m.ready || d == nil {
		return m, nil
	}
	if len(d.Texts) != m.form.Len() || slices.Equal(d.Texts, m.form.Values()) {
		return m.discard()
	}
	m.resize()
	return m, nil
}

// restore goes on where the draft was left.
func (m Model) restore() (page.Page, tea.Cmd) {
	d := m.draft.offered
	m.draft.offered = nil
	m.base = d.Base
	m.base.ID = m.id
	m.form.SetValues(d.Texts)
	m.form.Focus(d.Focus)
	m.resize()
	m.mark()
	cmd := m.touch()
	return m, cmd
}

// discard forgets the draft that was offered.
func (m Model) discard() (page.Page, tea.Cmd) {
	m.draft.offered, m.draft.kept = nil, false
	m.resize()
	return m, m.drop(m.object())
}

func (m Model) drop(object string) tea.Cmd {
	me, desk := m.me, m.env.Desk
	return func() tea.Msg { return dropped{me, desk.DropDraft(context.Background(), object)} }
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
	data, err := json.Marshal(draft{m.base, m.form.Values(), m.form.Focused()})
	if err != nil {
		return page.Send(page.Fail{Err: err})
	}
	m.draft.saving = true
	me, desk, object := m.me, m.env.Desk, m.object()
	return func() tea.Msg { return kept{me, object, desk.SaveDraft(context.Background(), object, data)} }
}

// takeKept notes that a draft is on disk. If everything was saved meanwhile, it
// goes again: only here, so that dropping never overtakes writing.
func (m Model) takeKept(msg kept) (page.Page, tea.Cmd) {
	m.draft.saving = false
	if msg.err != nil {
		return m, page.Send(page.Fail{Err: msg.err})
	}
	if msg.object != m.object() {
		return m, m.drop(msg.object)
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
	return m.drop(m.object())
}
