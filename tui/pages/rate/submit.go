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
		return failure(whyDue(m.items[i]))
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
		return failure(pingyi.Errorf(pingyi.State, "还没有评任何一项，无可提交", "nothing has been rated yet, so there is nothing to submit"))
	}
	if !fresh {
		return page.Send(page.Info{Text: l.Of("评分表已全部提交，没有新的改动", "everything is submitted already, nothing has changed since")})
	}
	text := []string{tier.Tally(scale, tally) + fmt.Sprintf(l.Of("，弃权%d 回避%d 未评%d", ", abstained %d, recused %d, missing %d"), abstained, recused, missing)}
	if carried > 0 {
		text = append(text, fmt.Sprintf(l.Of("其中 %d 项沿用以前的评分。", "%d of them are carried over from before."), carried))
	}
	if missing > 0 {
		text = append(text, fmt.Sprintf(l.Of("未评的 %d 项不会计入。", "The %d that are missing will not count."), missing))
	}
	text = append(text, l.Of("提交后到本轮结束前仍可修改；改过的要再提交一次，此前以原来的为准。", "Until the round closes you may still change a mark; the old one counts until you submit once more."))
	return page.Send(page.Ask{Question: dialog.Question{ID: askedSubmit, Title: l.Of("提交评分表", "Submit the ballot"),
		Text: strings.Join(text, "\n"), Choices: []dialog.Choice{{ID: yes, Label: l.Of("提交", "Submit")}, {ID: no, Label: l.Of("再看看", "Not yet")}}}})
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
		return tea.Batch(failure(s.err), load)
	}
	l := m.lang()
	// The round is named: this may still stand there when the next one opens.
	text := fmt.Sprintf(l.Of("第 %d 轮已提交：评分 %d 项，弃权 %d，回避 %d，未评 %d", "round %d submitted: %d rated, %d abstained, %d recused, %d missing"), s.round,
		s.count[pingyi.Submitted], s.count[pingyi.StateAbstained], s.count[pingyi.StateRecused], s.count[pingyi.Missing])
	return tea.Batch(page.Send(page.Good{Text: text}), load)
}
