package plans

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/draft"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/dialog"
)

// What can be done about the second keying of a plan, and the list and the questions
// about it.
const (
	verifyList = "plans.verify"

	doMark   = "mark"
	doTakeOn = "take-on"
	doKey    = "key"
	doSettle = "settle"
	doUnmark = "unmark"
	doCount  = "count"

	askedMark   = "plans.mark"
	askedTakeOn = "plans.take-on"
	askedUnmark = "plans.unmark"
)

// verified is what was done about a plan's second keying.
type verified struct {
	key  pingyi.PlanKey
	what string
	err  error
}

// compared reports whether there are two entries to look at.
func compared(s pingyi.VerificationStage) bool {
	return s == pingyi.VerificationHandedIn || s == pingyi.VerificationDone || s == pingyi.VerificationChanged
}

// offerVerify lists what the actor may do now about the second keying of a plan, and
// says why it is not what is to be done next.
func (m *Model) offerVerify(p store.PlanSummary) tea.Cmd {
	l := m.env.Session.Lang
	m.verifying = p.Key
	var items []page.Choice
	add := func(id, zh, en, hint string) {
		items = append(items, page.Choice{ID: id, Title: l.Of(zh, en), Hint: hint})
	}
	actor, v := m.env.Desk.Actor(), pingyi.Verification{Stage: p.Stage, Second: p.Second}
	if p.Keyed {
		v.First = []string{actor.Member.ID}
	}
	var why error // not what is to be done now
	switch p.Stage {
	case pingyi.VerificationMarked:
		if why = actor.MayTakeOn(v); why == nil {
			add(doTakeOn, "我来二次录入", "key it again myself", "")
		}
	case pingyi.VerificationKeying:
		if actor.MayKeySecond(v) == nil {
			add(doKey, "接着二次录入", "go on keying it again", "")
		}
	case pingyi.VerificationHandedIn:
		if why = actor.MaySettle(v); why == nil {
			add(doSettle, "核对两次录入", "compare the two entries", "")
		} else {
			add(doSettle, "看两次录入的差异", "see where the two entries differ", "")
		}
	case pingyi.VerificationDone, pingyi.VerificationChanged:
		add(doSettle, "看核对的结果", "see what was settled", "")
	}
	if actor.MayUnmark(v) == nil {
		hint := ""
		if p.Stage == pingyi.VerificationKeying {
			hint = l.Of("正在录入：", "being keyed by ") + p.Second
		}
		add(doUnmark, "取消复核", "take the mark off", hint)
	}
	if actor.MayMark(v) == nil {
		add(doMark, "标为复核：请别人再录一遍", "mark it: somebody else keys it again", "")
	}
	if actor.May(pingyi.ReadKeying, nil, nil) == nil {
		add(doCount, "录入统计", "statistics of keying", "")
	}
	if len(items) == 0 {
		return page.Send(page.Info{Text: l.Of("这份计划没有在复核", "this plan is not being verified")})
	}
	title := l.Of("复核 ", "Verify ") + fmt.Sprintf("%d %s", p.Key.Year, p.Key.Department)
	if p.Stage != "" {
		title += l.Of("：", ": ") + p.Stage.In(l)
	}
	list := page.Send(page.Choose{ID: verifyList, Title: title, Items: items})
	if why != nil && m.mayEdit() { // whoever may not change plans at all expects nothing
		return tea.Sequence(page.Send(page.Info{Text: pingyi.Explain(why, l)}), list)
	}
	return list
}

// chosenVerify does what was chosen of that list, or asks first.
func (m Model) chosenVerify(what string) tea.Cmd {
	l := m.env.Session.Lang
	ask := func(id, title, text, label string) tea.Cmd {
		return page.Send(page.Ask{Question: dialog.Question{ID: id, Title: title, Text: text,
			Choices: []dialog.Choice{{ID: yes, Label: label}, {ID: "no", Label: l.Of("取消", "Cancel")}}, Selected: 0}})
	}
	switch what {
	case doMark:
		desk, key := m.env.Desk, m.verifying
		return func() tea.Msg {
			text := l.Of("没有录过这份计划的一位成员要把职责活动再录一遍；录入时看不到现在的内容，交表后逐处核对。", "A member who keyed none of this plan keys its activities again without seeing what is there now; then the differences are settled one by one.")
			drafted, err := draft.InGrid(desk, key)
			if err != nil {
				return page.Fail{Err: err}
			}
			if drafted {
				text += "\n\n" + l.Of("您在表格里还有没存进记录的内容，不在其中。", "What you typed in its grid and is not in the record yet is no part of that.")
			}
			return ask(askedMark, l.Of("标为复核", "Mark for verification"), text, l.Of("标记", "Mark"))()
		}
	case doTakeOn:
		return ask(askedTakeOn, l.Of("二次录入", "Key it again"),
			l.Of("从现在起到交表，您看不到这份计划现在的内容，别人也看不到您录的。", "From now on until you hand your entry in, you do not see what this plan holds now, and nobody else sees what you key."), l.Of("开始录入", "Begin"))
	case doUnmark: // what somebody keyed for hours is not to go by a second Enter
		return page.Send(page.Ask{Question: dialog.Question{ID: askedUnmark, Title: l.Of("取消复核", "Take the mark off"),
			Text:    l.Of("二次录入和没有核对完的差异就不再用了；留痕里还查得到。", "The second entry is laid aside, and what is not settled with it; both can still be read in the history."),
			Choices: []dialog.Choice{{ID: yes, Label: l.Of("取消复核", "Take it off")}, {ID: "no", Label: l.Of("继续复核", "Keep it")}}, Selected: 1}})
	case doKey:
		return open(page.Grid{Key: m.verifying, Second: true})
	case doSettle:
		return open(page.Verify{Key: m.verifying})
	case doCount:
		return open(page.Keying{})
	}
	return nil
}

// answerVerify does what a question about the second keying was answered yes to.
func (m Model) answerVerify(question string) tea.Cmd {
	desk, key := m.env.Desk, m.verifying
	do := map[string]func(context.Context, pingyi.PlanKey) error{askedMark: desk.Mark, askedTakeOn: desk.TakeOn, askedUnmark: desk.Unmark}[question]
	if do == nil {
		return nil
	}
	return func() tea.Msg { return verified{key, question, do(context.Background(), key)} }
}

func (m *Model) takeVerified(v verified) tea.Cmd {
	if v.err != nil {
		return page.Send(page.Fail{Err: v.err})
	}
	m.asked++
	l := m.env.Session.Lang
	switch v.what {
	case askedTakeOn:
		return tea.Batch(m.load(), open(page.Grid{Key: v.key, Second: true}))
	case askedUnmark:
		return tea.Batch(m.load(), page.Send(page.Good{Text: l.Of("已取消复核", "the mark is taken off")}))
	}
	return tea.Batch(m.load(), page.Send(page.Good{Text: l.Of("已标为复核，等别人二次录入", "marked: it waits to be keyed again by somebody else")}))
}
