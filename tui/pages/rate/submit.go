package rate

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/tier"
)

type submitted struct {
	round int
	count map[pingyi.RatingState]int
	err   error
}

// askSubmit shows what the ballot says before it goes. Where something keeps it
// from going, that activity becomes the current one.
func (m *Model) askSubmit() tea.Cmd {
	l := m.lang()
	if i := m.firstDue(); i >= 0 {
		m.goToDue(i)
		return page.Failure(whyDue(m.items[i]))
	}
	scale := m.items[0].scale
	tally, count := make([]int, scale.Len()), map[pingyi.RatingState]int{}
	carried, fresh := 0, false
	for _, it := range m.items {
		count[it.shown.state]++
		fresh = fresh || it.shown.mark != nil && !it.shown.handedIn
		if it.shown.carried {
			carried++
		}
		if mark := it.shown.mark; mark != nil && scale.Has(mark.Tier) {
			tally[mark.Tier]++
		}
	}
	abstained, recused, missing := count[pingyi.StateAbstained], count[pingyi.StateRecused], count[pingyi.Missing]
	if missing == len(m.items) {
		return page.Failure(pingyi.Errorf(pingyi.State, "还没有评任何一项，无可提交", "nothing has been rated yet, so there is nothing to submit"))
	}
	pending := m.unentered()
	if !fresh && len(pending) == 0 {
		return page.Send(page.Info{Text: l.Of("评分表已全部提交，没有新的改动", "everything is submitted already, nothing has changed since")})
	}
	text := []string{tier.Tally(scale, tally) + fmt.Sprintf(l.Of("，弃权%d 回避%d 未评%d", ", abstained %d, recused %d, missing %d"), abstained, recused, missing)}
	if carried > 0 {
		text = append(text, fmt.Sprintf(l.Of("其中 %d 项沿用以前的评分。", "%d of them are carried over from before."), carried))
	}
	if missing > 0 {
		text = append(text, fmt.Sprintf(l.Of("未评的 %d 项不会计入。", "The %d that are missing will not count."), missing))
		if waiting := m.waiting(); len(waiting) > 0 {
			text = append(text, fmt.Sprintf(l.Of("其中第 %s 项写了评语，评分之后才会记入。", "Your comment on activity %s waits for a mark."), m.numbers(waiting)))
		}
	}
	choices := []dialog.Choice{{ID: yes, Label: l.Of("提交", "Submit")}, {ID: no, Label: l.Of("再看看", "Not yet")}}
	if len(pending) > 0 {
		text = append(text, fmt.Sprintf(l.Of("第 %s 项的评语还没记入。", "Your comment on activity %s has not been entered."), m.numbers(pending)))
		choices = []dialog.Choice{{ID: enter, Label: l.Of("记入并提交", "Enter and submit")}, {ID: yes, Label: l.Of("不记入，只提交", "Submit without")}, choices[1]}
	}
	selected := 0
	if missing > 0 {
		selected = len(choices) - 1
	}
	text = append(text, l.Of("提交后到本轮结束前仍可修改；改过的要再提交一次，此前以原来的为准。", "Until the round closes you may still change a mark; the old one counts until you submit once more."))
	return page.Send(page.Ask{Question: dialog.Question{ID: askedSubmit, Title: l.Of("提交评分表", "Submit the ballot"),
		Text: strings.Join(text, "\n"), Choices: choices, Selected: selected}})
}

// unentered returns the items with a comment that is no part of their mark.
func (m Model) unentered() (list []int) {
	for i, it := range m.items {
		if it.unentered() {
			list = append(list, i)
		}
	}
	return list
}

// waiting returns the items with a comment and no mark.
func (m Model) waiting() (list []int) {
	for i, it := range m.items {
		if it.shown.mark == nil && it.comment() != "" {
			list = append(list, i)
		}
	}
	return list
}

// numbers names items: by their numbers, behind the department's code where there
// are several.
func (m Model) numbers(list []int) string {
	var names []string
	for _, i := range list {
		name := fmt.Sprint(m.items[i].no)
		if m.several() {
			name = m.items[i].key.Department + ":" + name
		}
		names = append(names, name)
	}
	return strings.Join(names, m.lang().Of("、", ", "))
}

// enterAndSubmit makes the comments that were left part of their marks first. One
// that cannot be is shown, and nothing is submitted.
func (m *Model) enterAndSubmit() tea.Cmd {
	var cmds []tea.Cmd
	told := m.told
	defer func() { m.told = told }()
	for _, i := range m.unentered() {
		it := &m.items[i]
		mark := *it.shown.mark
		mark.Comment = it.lastComment()
		mark, err := mark.Clean(m.paper.Panel.Marks, it.scale)
		if err != nil {
			m.move(i)
			return tea.Batch(append(cmds, page.Failure(err))...)
		}
		it.draft.Comment = &mark.Comment // it goes when the mark is in the record
		m.told = true                    // no need to ask for what comes next
		cmds = append(cmds, m.give(it, &mark, it.shown.rubric))
	}
	return tea.Batch(append(cmds, m.submit())...)
}

// submit waits its turn behind the marks that are under way.
func (m *Model) submit() tea.Cmd {
	panel, round := m.panel, m.paper.Round.No
	return m.enqueue(job{write: true, run: func(d *store.Desk) tea.Msg {
		count, err := d.Submit(context.Background(), panel, "")
		return submitted{round, count, err}
	}})
}

func (m *Model) submitted(s submitted) tea.Cmd {
	load := m.enqueue(m.load())
	if s.err != nil {
		m.leaving, m.refused = false, true
		return tea.Batch(page.Failure(s.err), load)
	}
	l := m.lang()
	// The round is named: this may still stand there when the next one opens.
	text := fmt.Sprintf(l.Of("第 %d 轮已提交：评分 %d 项，弃权 %d，回避 %d，未评 %d", "round %d submitted: %d rated, %d abstained, %d recused, %d missing"), s.round,
		s.count[pingyi.Submitted], s.count[pingyi.StateAbstained], s.count[pingyi.StateRecused], s.count[pingyi.Missing])
	m.handedIn = true
	return tea.Batch(page.Send(page.Good{Text: text}), load)
}
