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

// give sets the current activity's mark, on the screen at once and in the record
// by a job. The mark takes the comment that the activity has.
func (m *Model) give(mark *pingyi.Mark) tea.Cmd {
	it := &m.items[m.at]
	if mark != nil {
		clean, err := mark.Clean(m.paper.Panel.Marks, it.scale)
		if err != nil {
			return page.Send(page.Fail{Err: err})
		}
		mark = &clean
	}
	if same(it.shown.mark, mark) {
		return nil
	}
	var cmds []tea.Cmd
	if it.shown.state == pingyi.Submitted && !m.told {
		m.told = true
		cmds = append(cmds, page.Send(page.Info{Text: fmt.Sprintf(m.lang().Of("已提交的评分改过后是草稿，请再按 %s 提交一次", "a submitted rating that you change is a draft again: press %s to submit once more"), m.hint(keymaps.Submit))}))
	}
	it.shown = given(mark)
	set, panel := marking{it.key, mark}, m.panel
	cmds = append(cmds, m.enqueue(job{write: true, marks: &set, run: func(d *store.Desk) tea.Msg {
		return rated{set, d.Rate(context.Background(), panel, []store.Marked{{Activity: set.key, Mark: set.mark}})}
	}}))
	return tea.Batch(cmds...)
}

func same(a, b *pingyi.Mark) bool {
	if a == nil || b == nil {
		return a == b
	}
	score := a.Score == b.Score || a.Score != nil && b.Score != nil && *a.Score == *b.Score
	return score && a.Kind == b.Kind && a.Tier == b.Tier && a.Comment == b.Comment
}

// comment returns what a mark on the item is to say besides.
func (it item) comment() string {
	switch {
	case it.shown.mark != nil:
		return it.shown.mark.Comment
	case it.draft != nil:
		return *it.draft
	}
	return ""
}

// lastWords returns the comment on the item as it was last typed.
func (it item) lastWords() string {
	if it.draft != nil {
		return *it.draft
	}
	return it.comment()
}

// rated takes the outcome of a job. A mark that was refused is shown as the
// record has it again, unless a later one is under way.
func (m *Model) rated(r rated) tea.Cmd {
	it := m.find(&r.marking)
	if it == nil {
		return failure(r.err)
	}
	if r.err == nil && !same(it.kept.mark, r.mark) { // said again, a submitted mark stays so
		it.kept = given(r.mark)
	}
	if !m.awaits(it.key) {
		it.shown = it.kept
	}
	if r.err != nil {
		m.leaving = false
		return tea.Batch(failure(r.err), m.enqueue(m.load()))
	}
	if it.draft != nil && r.mark != nil && r.mark.Comment == *it.draft && !m.comment.open {
		return m.dropDraft(it)
	}
	return nil
}

// say gives a mark of kind and goes on to the next activity.
func (m *Model) say(kind pingyi.Kind, t pingyi.Tier, score *pingyi.Score) tea.Cmd {
	told := m.told
	cmd := m.give(&pingyi.Mark{Kind: kind, Tier: t, Score: score, Comment: m.items[m.at].comment()})
	next := m.goOn()
	if m.told != told { // one message is enough
		next = nil
	}
	return tea.Batch(cmd, next)
}

// tier rates the current activity so many tiers below the best.
func (m *Model) tier(below int) tea.Cmd {
	it := m.items[m.at]
	switch {
	case m.paper.Panel.Marks == pingyi.MarkScore:
		return failure(pingyi.Errorf(pingyi.Invalid, "本评审组打分数：请按 %s 输入 0 到 100 的分数", "this panel gives scores: press %s and enter a number from 0 to 100", m.hint(keymaps.Score)))
	case below >= it.scale.Len():
		return failure(pingyi.Errorf(pingyi.Invalid, "这里只有 1 到 %d 档", "there are only the tiers 1 to %d here", it.scale.Len()))
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
	comment := it.shown.mark.Comment
	cmds := []tea.Cmd{m.give(nil)}
	if comment != "" {
		cmds = append(cmds, m.saveDraft(it, comment))
	}
	return tea.Batch(cmds...)
}

// nextUnrated returns the first missing item after i, from the front again after
// the last; -1 when there is none.
func (m Model) nextUnrated(i int) int {
	for step := range m.items {
		j := (i + 1 + step) % len(m.items)
		if m.items[j].shown.mark == nil {
			return j
		}
	}
	return -1
}

// goOn moves to the next unrated activity, and says so when there is none left.
func (m *Model) goOn() tea.Cmd {
	if next := m.nextUnrated(m.at); next >= 0 {
		m.move(next)
		return nil
	}
	for _, it := range m.items {
		if it.shown.state == pingyi.Draft {
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
