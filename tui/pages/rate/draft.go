package rate

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"pingyi/store"
	"pingyi/tui/pages/draft"
)

type drafts struct {
	list []store.Draft
	err  error
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

// object names the draft of what is typed about an item in a round.
func (m Model) object(it item, round int) string {
	return fmt.Sprintf("rate/%s/%d/%d/%s/%d", m.panel, round, it.key.Year, it.key.Department, it.key.ID)
}

// offer puts the drafts beside the activities that they belong to. One that an
// earlier round ended over is offered again.
func (m *Model) offer(list []store.Draft) {
	for i := range m.items {
		it := &m.items[i]
		for round := m.paper.Round.No; round > 0; round-- {
			var found words
			if _, ok := draft.Find(list, m.object(*it, round), &found); ok {
				it.draft, it.draftedIn = found, round
				break
			}
		}
	}
}

// saveDraft writes the item's draft as it is now, or drops it if nothing is left
// of it.
func (m *Model) saveDraft(it *item) tea.Cmd {
	round, text := m.paper.Round.No, it.draft
	object, before := m.object(*it, round), ""
	if it.draftedIn != 0 && it.draftedIn != round {
		before = m.object(*it, it.draftedIn)
	}
	it.draftedIn = round
	return m.enqueue(job{write: true, run: func(d *store.Desk) tea.Msg {
		var err error
		if text == (words{}) {
			err = d.DropDraft(context.Background(), object)
		} else {
			err = draft.Save(d, object, text)
		}
		if err == nil && before != "" {
			err = d.DropDraft(context.Background(), before)
		}
		return failed{err}
	}})
}

func (m *Model) draftComment(it *item, text string) tea.Cmd {
	it.draft.Comment = &text
	return m.saveDraft(it)
}

func (m *Model) draftReason(it *item, text string) tea.Cmd {
	it.draft.Reason = &text
	return m.saveDraft(it)
}

func (m *Model) dropComment(it *item) tea.Cmd {
	it.draft.Comment = nil
	return m.saveDraft(it)
}

func (m *Model) dropReason(it *item) tea.Cmd {
	it.draft.Reason = nil
	return m.saveDraft(it)
}

// typing returns the text in the field that is open; typed is false where it is
// in the record or in a draft as it stands.
func (m Model) typing() (text string, typed bool) {
	if len(m.items) == 0 {
		return "", false
	}
	it := m.items[m.at]
	switch {
	case m.comment.open:
		text = m.comment.edit.Value()
		return text, text != it.lastComment()
	case m.reason.open:
		text = m.reason.edit.Value()
		return text, text != oneLine(it.lastReason())
	}
	return "", false
}

// keepTyped writes what is in the open field as a draft, unless it is one.
func (m *Model) keepTyped() tea.Cmd {
	text, typed := m.typing()
	switch {
	case !typed:
		return nil
	case m.comment.open:
		return m.draftComment(&m.items[m.at], text)
	case text == "": // there is no reason yet, or the one in the record stays
		if m.items[m.at].draft.Reason == nil {
			return nil
		}
		return m.dropReason(&m.items[m.at])
	}
	return m.draftReason(&m.items[m.at], text)
}
