package panels

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/prompt"
)

type (
	splitCounted struct {
		me               *token
		round            pingyi.Round // that has closed
		of, split, ruled int          // its activities; not agreed on; of these, adjudicated
		err              error
	}
	roundOpened struct {
		me    *token
		round pingyi.Round
		err   error
	}
	roundClosed struct {
		me       *token
		panel    string
		reasoned bool
		round    pingyi.Round
		err      error
	}
)

// The questions and their answers.
const (
	askedOpening = "open"
	askedClosing = "close"
	yes, no      = "yes", "no"
	onlySplit    = "split"
)

// askOpening asks whether to open the panel's next round; of a later one, after
// counting what was not agreed on.
func (m *Model) askOpening(s store.PanelSummary) tea.Cmd {
	if err := m.env.Desk.Actor().May(pingyi.RunRounds, &s.Panel, &s.Round); err != nil {
		return page.Failure(err)
	}
	switch {
	case running(s.Round):
		return page.Failure(pingyi.Errorf(pingyi.State, "评审组 %s 的第 %d 轮正在进行；请先结束它（%s）", "round %[2]d of panel %[1]s is open: close it first (%[3]s)",
			s.Panel.ID, s.Round.No, m.hint(keymaps.Delete)))
	case s.Round.Signature != nil:
		return page.Failure(pingyi.Errorf(pingyi.State, "评审组 %s 的结果已经签署，不能再开新的一轮；按 %s 看结果", "the result of panel %s is signed, so that no further round can be opened: %s shows it",
			s.Panel.ID, m.hint(keymaps.OpenResults)))
	}
	l := m.lang()
	m.asked = s.Panel.ID
	if s.Round.No > 0 {
		return m.countSplit(s)
	}
	text := fmt.Sprintf(l.Of("为评审组 %s 开启第 1 轮，%d 名成员即可评分。", "Open round 1 of panel %s: its %d members can then rate."), s.Panel.ID, len(s.Panel.Members))
	return page.Send(page.Ask{Question: dialog.Question{ID: askedOpening, Title: m.opening(), Text: text,
		Choices: []dialog.Choice{{ID: yes, Label: l.Of("开启", "Open")}, m.cancel()}}})
}

func (m Model) opening() string { return m.lang().Of("开启轮次", "Open a round") }

func (m Model) cancel() dialog.Choice {
	return dialog.Choice{ID: no, Label: m.lang().Of("取消", "Cancel")}
}

// countSplit counts what the panel's closed round has not agreed on.
func (m Model) countSplit(s store.PanelSummary) tea.Cmd {
	me, desk, l := m.me, m.env.Desk, m.lang()
	return func() tea.Msg {
		res, err := desk.Result(context.Background(), s.Panel.ID, s.Round.No, l)
		c := splitCounted{me: me, round: s.Round, of: len(res.Activities), err: err}
		for _, a := range res.Activities {
			if a.Split() {
				c.split++
				if a.Adjudication != nil {
					c.ruled++
				}
			}
		}
		return c
	}
}

// askFurther asks what a further round is to be on.
func (m Model) askFurther(c splitCounted) tea.Cmd {
	if c.err != nil {
		return page.Failure(c.err)
	}
	l := m.lang()
	all := dialog.Choice{ID: yes, Label: fmt.Sprintf(l.Of("全部 %d 项", "All %d"), c.of)}
	q := dialog.Question{ID: askedOpening, Title: m.opening(), Choices: []dialog.Choice{all, m.cancel()}, Selected: 1}
	last, next := c.round.No, c.round.No+1
	var text []string
	if c.split == 0 {
		text = append(text, fmt.Sprintf(l.Of("评审组 %[1]s 在第 %[2]d 轮对全部 %[3]d 项都已形成一致，不必再评。仍要再评一轮吗？",
			"In round %[2]d panel %[1]s agreed on all %[3]d activities, so that no further round is needed. Open one all the same?"), c.round.Panel, last, c.of))
	} else {
		text = append(text, fmt.Sprintf(l.Of("评审组 %[1]s 在第 %[2]d 轮对 %[4]d 项中的 %[3]d 项没有形成一致（意见不一或不足法定人数）。第 %[5]d 轮评哪些？",
			"In round %[2]d panel %[1]s did not agree on %[3]d of %[4]d activities (split, or short of the quorum). Which of them shall round %[5]d be on?"), c.round.Panel, last, c.split, c.of, next))
		few := dialog.Choice{ID: onlySplit, Label: fmt.Sprintf(l.Of("没有形成一致的 %d 项", "The %d not agreed on"), c.split)}
		q.Choices, q.Selected = []dialog.Choice{few, all, m.cancel()}, 0
	}
	if c.ruled > 0 {
		text = append(text, fmt.Sprintf(l.Of("其中 %d 项组长已裁定；再评之后，以新的一轮为准。", "%d of them are adjudicated: once rated anew, the new round decides."), c.ruled))
	}
	text = append(text, l.Of("以前各轮都保留；成员会看到上一轮的票数和不署名的评语，自己的评分沿用过来。",
		"Earlier rounds are kept; members see the last one's tallies and unsigned comments, and their own marks are carried over."))
	q.Text = strings.Join(text, "\n")
	return page.Send(page.Ask{Question: q})
}

func (m *Model) askClosing(s store.PanelSummary) tea.Cmd {
	if err := m.env.Desk.Actor().May(pingyi.RunRounds, &s.Panel, &s.Round); err != nil {
		return page.Failure(err)
	}
	if !running(s.Round) {
		return page.Failure(pingyi.Errorf(pingyi.State, "评审组 %s 没有进行中的轮次；要评分请先开启一轮（%s）", "panel %s has no open round: open one to rate (%s)",
			s.Panel.ID, m.hint(keymaps.New)))
	}
	l := m.lang()
	m.asked = s.Panel.ID
	text := []string{fmt.Sprintf(l.Of("结束评审组 %s 的第 %d 轮？结束后评分不能再改，结果可以查看。", "Close round %[2]d of panel %[1]s? Its ratings can then no longer be changed, and the results can be seen."), s.Panel.ID, s.Round.No)}
	var missing []string
	for _, t := range m.turnout[s.Panel.ID] {
		if t.Done < t.Of {
			missing = append(missing, fmt.Sprintf("%s %d/%d", t.Member.ID, t.Done, t.Of))
		}
	}
	if len(missing) > 0 {
		text = append(text, l.Of("还没有交齐：", "Not complete: ")+strings.Join(missing, l.Of("、", ", ")))
	}
	return page.Send(page.Ask{Question: dialog.Question{ID: askedClosing, Title: l.Of("结束轮次", "Close the round"), Text: strings.Join(text, "\n"),
		Choices: []dialog.Choice{{ID: yes, Label: l.Of("结束", "Close")}, m.cancel()}, Selected: 1}})
}

func (m Model) answer(a dialog.Answered) tea.Cmd {
	me, desk, panel := m.me, m.env.Desk, m.asked
	switch {
	case a.Choice == no:
	case a.Question == askedOpening:
		return func() tea.Msg {
			r, err := desk.OpenRound(context.Background(), panel, a.Choice == onlySplit)
			return roundOpened{me, r, err}
		}
	case a.Question == askedClosing:
		return m.closeRound("")
	}
	return nil
}

func (m Model) closeRound(reason string) tea.Cmd {
	me, desk, panel := m.me, m.env.Desk, m.asked
	return func() tea.Msg {
		r, err := desk.CloseRound(context.Background(), panel, reason)
		return roundClosed{me, panel, reason != "", r, err}
	}
}

func (m *Model) opened(o roundOpened) tea.Cmd {
	if o.err != nil {
		return page.Failure(o.err)
	}
	l := m.lang()
	text := fmt.Sprintf(l.Of("评审组 %s 第 %d 轮已开启", "round %[2]d of panel %[1]s is open"), o.round.Panel, o.round.No)
	if n := len(o.round.Only); n > 0 {
		text += fmt.Sprintf(l.Of("，评 %d 项", ", on %d activities"), n)
	}
	return tea.Batch(page.Send(page.Good{Text: text}), m.reload())
}

func (m *Model) closed(c roundClosed) tea.Cmd {
	switch {
	case pingyi.CodeOf(c.err) == pingyi.State && !c.reasoned && m.isRunning(c.panel):
		// Too few ratings: it can be closed all the same, for a reason.
		why := c.err
		m.reason.Ask(prompt.Question{
			About: func(l pingyi.Lang) string { return pingyi.Explain(why, l) },
			Label: func(l pingyi.Lang) string { return l.Of("理由：", "Reason: ") },
		})
		return nil
	case c.err != nil && c.reasoned && !m.reason.Open(): // given twice: it is closed, or was left open
		return nil
	case c.err != nil:
		return page.Failure(c.err)
	}
	m.reason.Close()
	return tea.Batch(page.Send(page.Good{Text: fmt.Sprintf(m.lang().Of("评审组 %s 第 %d 轮已结束，按 %s 看结果", "round %[2]d of panel %[1]s is closed: %[3]s shows the results"),
		c.round.Panel, c.round.No, m.hint(keymaps.OpenResults))}), m.reload())
}

func (m Model) isRunning(panel string) bool {
	return slices.ContainsFunc(m.panels, func(s store.PanelSummary) bool { return s.Panel.ID == panel && running(s.Round) })
}

func (m Model) hint(a keymaps.Action) string {
	return m.env.Session.Keys.Hint(keymaps.List, a, m.lang())
}

func (m *Model) actReason(a keymaps.Action) tea.Cmd {
	switch a {
	case keymaps.Back:
		m.reason.Close()
		return page.Send(page.Info{Text: m.lang().Of("轮次没有结束", "the round was not closed")})
	case keymaps.Accept:
		reason := strings.TrimSpace(m.reason.Value())
		if reason == "" {
			return page.Failure(pingyi.Errorf(pingyi.Invalid, "请写明理由，它会记入留痕；不结束请按 %s", "give a reason, it goes into the history; to leave the round open press %s",
				m.env.Session.Keys.Hint(keymaps.Global, keymaps.Back, m.lang())))
		}
		return m.closeRound(reason)
	}
	return nil
}
