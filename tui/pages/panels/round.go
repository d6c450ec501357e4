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
	"pingyi/tui/parts/edit"
	"pingyi/tui/parts/session"
)

type (
	roundOpened struct {
		round pingyi.Round
		err   error
	}
	roundClosed struct {
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
)

func (m *Model) askOpening(s store.PanelSummary) tea.Cmd {
	if err := m.env.Desk.Actor().May(pingyi.RunRounds, &s.Panel, &s.Round); err != nil {
		return failure(err)
	}
	if running(s.Round) {
		return failure(pingyi.Errorf(pingyi.State, "评审组 %s 的第 %d 轮正在进行；请先结束它（%s）", "round %[2]d of panel %[1]s is open: close it first (%[3]s)",
			s.Panel.ID, s.Round.No, m.hint(keymaps.Delete)))
	}
	l := m.lang()
	m.asked = s.Panel.ID
	text := fmt.Sprintf(l.Of("为评审组 %s 开启第 %d 轮，%d 名成员即可评分。", "Open round %[2]d of panel %[1]s: its %[3]d members can then rate."), s.Panel.ID, s.Round.No+1, len(s.Panel.Members))
	if s.Round.No > 0 {
		text += l.Of("上一轮的评分和结果都保留。", " The ratings and results of the round before are kept.")
	}
	return page.Send(page.Ask{Question: dialog.Question{ID: askedOpening, Title: l.Of("开启轮次", "Open a round"), Text: text,
		Choices: []dialog.Choice{{ID: yes, Label: l.Of("开启", "Open")}, {ID: no, Label: l.Of("取消", "Cancel")}}}})
}

func (m *Model) askClosing(s store.PanelSummary) tea.Cmd {
	if err := m.env.Desk.Actor().May(pingyi.RunRounds, &s.Panel, &s.Round); err != nil {
		return failure(err)
	}
	if !running(s.Round) {
		return failure(pingyi.Errorf(pingyi.State, "评审组 %s 没有进行中的轮次；要评分请先开启一轮（%s）", "panel %s has no open round: open one to rate (%s)",
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
		Choices: []dialog.Choice{{ID: yes, Label: l.Of("结束", "Close")}, {ID: no, Label: l.Of("取消", "Cancel")}}, Selected: 1}})
}

func (m Model) answer(a dialog.Answered) tea.Cmd {
	desk, panel := m.env.Desk, m.asked
	switch {
	case a.Choice != yes:
	case a.Question == askedOpening:
		return func() tea.Msg {
			r, err := desk.OpenRound(context.Background(), panel, false)
			return roundOpened{r, err}
		}
	case a.Question == askedClosing:
		return m.closeRound(panel, "")
	}
	return nil
}

func (m Model) closeRound(panel, reason string) tea.Cmd {
	desk := m.env.Desk
	return func() tea.Msg {
		r, err := desk.CloseRound(context.Background(), panel, reason)
		return roundClosed{panel, reason != "", r, err}
	}
}

func (m *Model) opened(o roundOpened) tea.Cmd {
	if o.err != nil {
		return failure(o.err)
	}
	return tea.Batch(page.Send(page.Good{Text: fmt.Sprintf(m.lang().Of("评审组 %s 第 %d 轮已开启", "round %[2]d of panel %[1]s is open"), o.round.Panel, o.round.No)}), m.load())
}

func (m *Model) closed(c roundClosed) tea.Cmd {
	switch {
	case pingyi.CodeOf(c.err) == pingyi.State && !c.reasoned && m.isRunning(c.panel):
		// Too few ratings: it can be closed all the same, for a reason.
		m.reason.ask(c.panel, c.err)
		m.size()
		return nil
	case c.err != nil:
		return failure(c.err)
	}
	m.reason.close()
	return tea.Batch(page.Send(page.Good{Text: fmt.Sprintf(m.lang().Of("评审组 %s 第 %d 轮已结束，按 %s 看结果", "round %[2]d of panel %[1]s is closed: %[3]s shows the results"),
		c.round.Panel, c.round.No, m.hint(keymaps.OpenResults))}), m.load())
}

func (m Model) isRunning(panel string) bool {
	return slices.ContainsFunc(m.panels, func(s store.PanelSummary) bool { return s.Panel.ID == panel && running(s.Round) })
}

func (m Model) hint(a keymaps.Action) string {
	return m.env.Session.Keys.Hint(keymaps.List, a, m.lang())
}

// reasonLine is the field for why a round is closed short of its quorum.
type reasonLine struct {
	open  bool
	panel string
	why   error // what the record said
	edit  edit.Model
}

func newReason(s session.Session) reasonLine { return reasonLine{edit: edit.New(s, edit.Options{})} }

func (r *reasonLine) ask(panel string, why error) {
	r.open, r.panel, r.why = true, panel, why
	r.edit.SetValue("")
	r.edit.Focus()
}

func (r *reasonLine) close() {
	r.open = false
	r.edit.Blur()
}

func (r *reasonLine) update(msg tea.Msg) tea.Cmd {
	if !r.open {
		return nil
	}
	r.edit, _ = r.edit.Update(msg)
	return failure(r.edit.Problem())
}

func (m *Model) actReason(a keymaps.Action) tea.Cmd {
	switch a {
	case keymaps.Back:
		m.reason.close()
		return page.Send(page.Info{Text: m.lang().Of("轮次没有结束", "the round was not closed")})
	case keymaps.Accept:
		reason := strings.TrimSpace(m.reason.edit.Value())
		if reason == "" {
			return failure(pingyi.Errorf(pingyi.Invalid, "请写明理由，它会记入留痕；不结束请按 %s", "give a reason, it goes into the history; to leave the round open press %s",
				m.env.Session.Keys.Hint(keymaps.Global, keymaps.Back, m.lang())))
		}
		return m.closeRound(m.reason.panel, reason)
	}
	return nil
}
