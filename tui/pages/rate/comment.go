package rate

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/edit"
)

// commentBox is the editor of the current activity's comment.
type commentBox struct {
	open   bool
	edit   edit.Model
	before string // the comment in the record, or the one that waits for a mark
	onto   string // the comment in the record when the box was opened
}

func (b commentBox) changed() bool { return b.edit.Value() != b.before }

func (m *Model) openComment() {
	it := m.items[m.at]
	m.comment.before, m.comment.onto = it.comment(), ""
	if it.shown.mark != nil {
		m.comment.onto = it.shown.mark.Comment
	}
	m.comment.open = true
	m.comment.edit.SetValue(it.lastComment())
	m.comment.edit.Focus()
	m.size()
}

func (m *Model) closeComment() {
	m.comment.open = false
	m.comment.edit.Blur()
}

func (m *Model) typeComment(msg tea.Msg) tea.Cmd {
	before := m.comment.edit.Value()
	m.comment.edit, _ = m.comment.edit.Update(msg)
	if err := m.comment.edit.Problem(); err != nil {
		return page.Failure(err)
	}
	if m.comment.edit.Value() == before {
		return nil
	}
	return m.timer.Start()
}

func (m *Model) actComment(a keymaps.Action) tea.Cmd {
	switch a {
	case keymaps.Save:
		return m.saveComment()
	case keymaps.Back:
		if m.comment.changed() {
			return m.askComment()
		}
		m.closeComment()
	}
	return nil
}

// saveComment puts the comment into the mark; without a mark it waits for one,
// as a draft.
func (m *Model) saveComment() tea.Cmd {
	it := &m.items[m.at]
	text, _, err := pingyi.CleanText(m.comment.edit.Value())
	if err != nil {
		return page.Failure(err)
	}
	m.closeComment()
	switch {
	case it.shown.mark != nil:
		mark := *it.shown.mark
		var told tea.Cmd
		if is := mark.Comment; is != m.comment.onto && is != "" { // it has got another meanwhile
			if text = both(is, text); !hasLines(m.comment.edit.Value(), is) {
				told = page.Send(page.Info{Text: fmt.Sprintf(m.lang().Of("第 %d 项：您在另一处也写了评语，两条都记入了", "activity %d: you wrote a comment elsewhere too, both are entered"), it.no)})
			}
		}
		mark.Comment = text
		if same(it.shown.mark, &mark) {
			return m.dropComment(it)
		}
		if it.draft.Comment != nil {
			it.draft.Comment = &text // it goes when the mark is in the record
		}
		return tea.Batch(m.give(it, &mark, it.shown.rubric), told)
	case text == "":
		return m.dropComment(it)
	}
	return m.draftComment(it, text, "", m.lang().Of("评语已存为草稿，这一项评分时一并记入", "the comment is kept as a draft and goes with this activity's mark"))
}

func (m Model) askComment() tea.Cmd {
	l := m.lang()
	return page.Send(page.Ask{Question: dialog.Question{ID: askedComment, Title: l.Of("评语", "Comment"),
		Text: l.Of("评语改过，还没有保存。", "The comment has been changed and not saved."),
		Choices: []dialog.Choice{{ID: save, Label: l.Of("保存", "Save")}, {ID: drop, Label: l.Of("不保存", "Do not save")},
			{ID: stay, Label: l.Of("继续写", "Keep writing")}}}})
}

func (m *Model) answerComment(choice string) tea.Cmd {
	if !m.comment.open || !m.ready() {
		return nil
	}
	switch choice {
	case save:
		return m.saveComment()
	case drop:
		it := &m.items[m.at]
		m.closeComment()
		if it.shown.mark == nil && m.comment.before != "" { // what waited for a mark goes on waiting
			return m.draftComment(it, m.comment.before, "", "")
		}
		return m.dropComment(it)
	}
	return nil
}
