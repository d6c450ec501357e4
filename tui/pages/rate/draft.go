package rate

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/draft"
	"pingyi/tui/pages/page"
)

// drafted is what became of the draft of what was typed about an item.
type drafted struct {
	key       pingyi.ActivityKey
	wrote, is words
	say       string // once it is kept; empty for nothing
	err       error
}

// object names the draft of what is typed about an item in a round.
func (m Model) object(it item, round int) string {
	return fmt.Sprintf("%s%s/%d/%d/%s/%d", store.RatingDrafts, m.panel, round, it.key.Year, it.key.Department, it.key.ID)
}

// offer puts the drafts beside the activities that they belong to, but for what
// is being typed or on its way. One that an earlier round ended over is offered
// again.
func (m *Model) offer(list []store.Draft) {
	for i := range m.items {
		it := &m.items[i]
		if m.typingOn(it) || m.awaits(it.key) {
			m.behind = true
			continue
		}
		it.draft, it.draftedIn = words{}, 0
		for round := m.paper.Round.No; round > 0; round-- {
			var found words
			if _, ok := draft.Find(list, m.object(*it, round), &found); ok {
				it.draft, it.draftedIn = found, round
				break
			}
		}
		it.wrote = it.draft
	}
}

// goOnWriting opens the field whose draft the screen was opened for.
func (m *Model) goOnWriting() tea.Cmd {
	if !m.write || !m.ready() {
		return nil
	}
	m.write = false
	switch it := m.items[m.at]; {
	case it.draft.Comment != nil:
		m.openComment()
	case it.draft.Reason != nil && it.differs(it.shown.mark):
		return m.openReason()
	}
	return nil
}

// typingOn reports whether something is being typed about an item.
func (m *Model) typingOn(it *item) bool {
	return (m.comment.open || m.reason.open) && it.key == m.items[m.at].key
}

// saveDraft writes the item's draft as it is now, or drops it if nothing is left
// of it. What another session of the member wrote in the record's draft stays
// there. say is told once it is kept.
func (m *Model) saveDraft(it *item, say string) tea.Cmd {
	round, was, now := m.paper.Round.No, it.wrote, it.draft
	object, before := m.object(*it, round), ""
	if it.draftedIn != 0 && it.draftedIn != round {
		before = m.object(*it, it.draftedIn)
	}
	it.wrote, it.draftedIn = now, round
	key := it.key
	return m.enqueue(job{write: true, drafts: &key, run: func(d *store.Desk) tea.Msg {
		var is words
		err := d.ReviseDraft(context.Background(), object, func(data json.RawMessage) (json.RawMessage, error) {
			is = words{}
			if data != nil && json.Unmarshal(data, &is) != nil {
				is = words{} // nobody can read it
			}
			if is = is.merged(was, now); is.none() {
				return nil, nil
			}
			return json.Marshal(is)
		})
		if err == nil && before != "" {
			err = d.DropDraft(context.Background(), before)
		}
		return drafted{key, now, is, say, err}
	}})
}

// drafted takes the draft as the record has it now, unless more of it is on its
// way, and says when another session of the member has written in it.
func (m *Model) drafted(d drafted) tea.Cmd {
	i := slices.IndexFunc(m.items, func(it item) bool { return it.key == d.key })
	if d.err != nil || i < 0 {
		return page.Failure(d.err)
	}
	it := &m.items[i]
	if m.typingOn(it) || m.awaits(it.key) {
		m.behind = true
	} else {
		it.draft, it.wrote = d.is, d.is
	}
	more := d.is.besides(d.wrote)
	say := d.say
	if more && (!it.elsewhere || say != "") {
		say = fmt.Sprintf(m.lang().Of("第 %d 项：您在另一处也写了，两份都留在草稿里，没有覆盖", "activity %d: you wrote elsewhere too, the draft has both and nothing was overwritten"), it.no)
	}
	if it.elsewhere = more; say == "" {
		return nil
	}
	return page.Send(page.Info{Text: say})
}

func (m *Model) draftComment(it *item, text, onto, say string) tea.Cmd {
	it.draft.Comment, it.draft.Onto = &text, onto
	return m.saveDraft(it, say)
}

func (m *Model) draftReason(it *item, text string) tea.Cmd {
	it.draft.Reason = &text
	return m.saveDraft(it, "")
}

func (m *Model) dropComment(it *item) tea.Cmd {
	it.draft.Comment, it.draft.Onto = nil, ""
	return m.saveDraft(it, "")
}

func (m *Model) dropReason(it *item) tea.Cmd {
	it.draft.Reason = nil
	return m.saveDraft(it, "")
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
		return m.draftComment(&m.items[m.at], text, m.comment.onto, "")
	case text == "": // there is no reason yet, or the one in the record stays
		if m.items[m.at].draft.Reason == nil {
			return nil
		}
		return m.dropReason(&m.items[m.at])
	}
	return m.draftReason(&m.items[m.at], text)
}
