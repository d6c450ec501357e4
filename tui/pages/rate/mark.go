package rate

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/dialog"
)

type rated struct {
	marking
	err error
}

// give sets an activity's mark, on the screen at once and in the record
// by a job. rubric is the digest of what it is given by: words that are added to a
// mark do not say that its criteria have been looked at again.
func (m *Model) give(it *item, mark *pingyi.Mark, rubric string) tea.Cmd {
	if rubric == "" {
		rubric = it.rubric
	}
	if same(it.shown.mark, mark) && (!it.stale() || rubric == it.shown.rubric) {
		return nil
	}
	var cmds []tea.Cmd
	if it.shown.state == pingyi.Submitted && !m.told {
		m.told = true
		cmds = append(cmds, page.Send(page.Info{Text: fmt.Sprintf(m.lang().Of("已提交的评分改过后是草稿，请再按 %s 提交一次", "a submitted rating that you change is a draft again: press %s to submit once more"), m.hint(keymaps.Submit))}))
	}
	it.shown = it.given(mark, rubric)
	set, panel := marking{it.key, mark, rubric}, m.panel
	cmds = append(cmds, m.enqueue(job{write: true, marks: &set, run: func(d *store.Desk) tea.Msg {
		return rated{set, d.Rate(context.Background(), panel, []store.Marked{{Activity: set.key, Mark: set.mark, Rubric: set.rubric}})}
	}}))
	return tea.Batch(cmds...)
}

func same(a, b *pingyi.Mark) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Same(*b) && a.Comment == b.Comment && a.Reason == b.Reason
}

// rated takes the outcome of a job. A mark that was refused is shown as the
// record has it again, unless a later one is under way.
func (m *Model) rated(r rated) tea.Cmd {
	it := m.find(&r.marking)
	if it == nil {
		return page.Failure(r.err)
	}
	if r.err == nil && (r.mark == nil || !same(it.kept.mark, r.mark) || it.kept.rubric != r.rubric) { // said again, a submitted mark stays so
		it.kept = it.given(r.mark, r.rubric)
	}
	if !m.awaitsMark(it.key) {
		it.shown = it.kept
	}
	if r.err != nil {
		m.leaving = false
		return tea.Batch(page.Failure(r.err), m.keepRefused(it, r.mark), m.enqueue(m.load()))
	}
	if r.mark == nil && it.unsaid.mark != nil {
		return m.enqueue(m.load())
	}
	return m.settle(it, r.mark)
}

// keepRefused keeps the words of a mark that was refused as a draft, as far as
// they are nowhere else.
func (m *Model) keepRefused(it *item, mark *pingyi.Mark) tea.Cmd {
	is := pingyi.Mark{}
	if it.kept.mark != nil {
		is = *it.kept.mark
	}
	if mark != nil && mark.Comment != "" && mark.Comment != is.Comment && !m.typingOn(it) {
		it.draft.Comment, it.draft.Onto = &mark.Comment, is.Comment
	}
	if mark != nil && mark.Reason != "" && mark.Reason != is.Reason && !m.typingOn(it) {
		it.draft.Reason = &mark.Reason
	}
	if it.draft.equal(it.wrote) {
		return nil
	}
	return m.saveDraft(it, "")
}

// settle drops what has been typed from the draft as far as it is in the record.
func (m *Model) settle(it *item, mark *pingyi.Mark) tea.Cmd {
	left := it.draft
	if mark != nil && left.Comment != nil && *left.Comment == mark.Comment {
		left.Comment, left.Onto = nil, ""
	}
	if mark != nil && left.Reason != nil && *left.Reason == mark.Reason {
		left.Reason = nil
	}
	if left == it.draft {
		return nil
	}
	it.draft = left
	return m.saveDraft(it, "")
}

// say gives a mark of kind and goes on to the next activity, or first asks why it
// is not the earlier one.
func (m *Model) say(kind pingyi.Kind, t pingyi.Tier, score *pingyi.Score) tea.Cmd {
	it := &m.items[m.at]
	mark, err := pingyi.Mark{Kind: kind, Tier: t, Score: score, Comment: it.comment()}.Clean(m.paper.Panel.Marks, it.scale)
	if err != nil {
		return page.Failure(err)
	}
	kept := m.keepReason(it, &mark)
	told := m.told
	cmd := tea.Batch(kept, m.give(it, &mark, it.rubric))
	if it.owes() {
		m.askReason(true)
		return cmd
	}
	next := m.goOn()
	if m.told != told { // one message is enough
		next = nil
	}
	return tea.Batch(cmd, next)
}

// keepReason sees to the reason that the item has when mark takes the place of its
// present one: said again it keeps it; another one wants its own, and the old one
// is there to be taken up; the earlier one needs none.
func (m *Model) keepReason(it *item, mark *pingyi.Mark) tea.Cmd {
	last := it.lastReason()
	switch is := it.shown.mark; {
	case !it.differs(mark):
		it.aside = last
		if it.draft.Reason != nil {
			return m.dropReason(it)
		}
	case is == nil:
	case mark.Same(*is):
		mark.Reason = is.Reason
	case is.Reason != "" && it.draft.Reason == nil:
		return m.draftReason(it, is.Reason)
	}
	return nil
}

// tier rates the current activity so many tiers below the best.
func (m *Model) tier(below int) tea.Cmd {
	it := m.items[m.at]
	switch {
	case m.paper.Panel.Marks == pingyi.MarkScore:
		return page.Failure(pingyi.Errorf(pingyi.Invalid, "本评审组打分数：请按 %s 输入 0 到 100 的分数", "this panel gives scores: press %s and enter a number from 0 to 100", m.hint(keymaps.Score)))
	case below >= it.scale.Len():
		return page.Failure(pingyi.Errorf(pingyi.Invalid, "这里只有 1 到 %d 档", "there are only the tiers 1 to %d here", it.scale.Len()))
	}
	return m.say(pingyi.Graded, it.scale.Best()[below], nil)
}

// askRecusal asks first: a recusal changes the quorum.
func (m Model) askRecusal() tea.Cmd {
	l := m.lang()
	return page.Send(page.Ask{Question: dialog.Question{
		ID: askedRecusal, Title: l.Of("回避", "Recuse"),
		Text: fmt.Sprintf(l.Of("“%s”与您有利害关系，应当回避吗？回避后您不计入这一项的法定人数；本轮结束前可以改。",
			"Have you an interest in %q, so that you may not judge it? You then leave its quorum. You may change this until the round closes."), m.items[m.at].activity.Name),
		Choices: []dialog.Choice{{ID: yes, Label: l.Of("回避", "Recuse")}, {ID: no, Label: l.Of("取消", "Cancel")}},
	}})
}

// clear takes the mark back. Its comment stays, as a draft.
func (m *Model) clear() tea.Cmd {
	it := &m.items[m.at]
	if it.shown.mark == nil {
		return nil
	}
	if it.shown.carried {
		return page.Send(page.Info{Text: m.lang().Of("沿用的评分不能清除：可以改评，或者弃权", "a mark that is carried over cannot be cleared: rate anew, or abstain")})
	}
	comment := it.shown.mark.Comment
	cmds := []tea.Cmd{m.keepReason(it, it.unsaid.mark), m.give(it, nil, "")}
	if comment != "" && it.comment() != comment {
		cmds = append(cmds, m.draftComment(it, comment, "", ""))
	}
	return tea.Batch(cmds...)
}

// nextDue goes to the next activity that is to be done, and asks for what it lacks.
func (m *Model) nextDue() tea.Cmd {
	next := m.next(m.at, item.unrated)
	if next < 0 {
		return m.noneLeft()
	}
	m.move(next)
	if m.items[next].due() {
		m.goToDue(next)
	}
	return nil
}

// goOn moves to the next activity that is still to be done, and says so when there
// is none left. In a later round nearly all is carried over: one looks through it
// in order, and comes back to what wants a reason at the end.
func (m *Model) goOn() tea.Cmd {
	later := m.paper.Round.No > 1
	next := m.next(m.at, func(it item) bool { return it.unrated() && !(later && it.owes()) })
	if next < 0 && later && m.at+1 < len(m.items) {
		next = m.at + 1
	}
	if next >= 0 {
		m.move(next)
		return nil
	}
	if i := m.firstDue(); i >= 0 && i != m.at {
		m.goToDue(i)
		return nil
	}
	return m.noneLeft()
}

// noneLeft says what is still to be done once everything is rated.
func (m *Model) noneLeft() tea.Cmd {
	for _, it := range m.items {
		if !it.shown.handedIn {
			return page.Send(page.Info{Text: fmt.Sprintf(m.lang().Of("全部评完，%s 提交", "all rated: %s submits"), m.hint(keymaps.Submit))})
		}
	}
	return page.Send(page.Info{Text: m.lang().Of("没有未评的了", "nothing is left unrated")})
}

// move makes item i the current one, as far as there is one.
func (m *Model) move(i int) {
	if i = max(0, min(i, len(m.items)-1)); i != m.at {
		m.at, m.scroll = i, 0
	}
}
