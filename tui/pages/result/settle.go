package result

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/prompt"
)

// ruling is an adjudication on its way: what the chair has chosen, and how the
// activity and the tier are called, and which tier it was before, "" for none.
type ruling struct {
	pingyi.Adjudication
	name, grade, was string
}

type (
	adjudicated struct {
		me *token
		ruling
		err error
	}
	signed struct {
		me  *token
		sig pingyi.Signature
		err error
	}
)

// The question before signing, and its answers.
const (
	askedSigning = "sign"
	yes, no      = "yes", "no"
)

// maySettle returns why the person cannot adjudicate or sign what is shown, nil
// when they can.
func (m Model) maySettle(right pingyi.Right) error {
	p, r := m.of.Panel, m.of.Round
	if err := m.env.Desk.Actor().May(right, &p, &r); err != nil {
		return err
	}
	switch {
	case m.res.Round != r.No:
		return pingyi.Errorf(pingyi.State, "这是以前的一轮；只有最近一轮可以裁定和签署，按 %s 去看", "this is an earlier round: only the newest can be settled and signed (%s shows it)",
			m.hint(keymaps.OpenRound))
	case !r.Closed:
		return pingyi.Errorf(pingyi.State, "这一轮还没有结束；先到评审组结束它，再裁定和签署", "the round is still open: close it at the panels first, then settle and sign")
	case r.Signature != nil:
		return pingyi.Errorf(pingyi.State, "结果已经签署，不能再改", "the result is signed and cannot be changed")
	}
	return nil
}

// askTier asks for the grade of the selected activity.
func (m *Model) askTier() tea.Cmd {
	a, ok := m.activity()
	if !m.ready() || !ok {
		return nil
	}
	if err := m.maySettle(pingyi.Adjudicate); err != nil {
		return page.Failure(err)
	}
	if err := a.Settled(); err != nil {
		return page.Failure(err)
	}
	l := m.lang()
	m.ruling = ruling{Adjudication: pingyi.Adjudication{Activity: a.Key}, name: a.Name}
	var items []page.Choice
	for _, t := range m.scale.Best() {
		items = append(items, page.Choice{ID: strconv.Itoa(int(t)), Title: m.scale.Name(t),
			Hint: fmt.Sprintf(l.Of("%d 人评", "by %d"), a.Consensus.Tally[t])})
	}
	if was := a.Adjudication; was != nil {
		m.ruling.was = was.Grade
		items = append(items, page.Choice{ID: strconv.Itoa(int(pingyi.NoTier)), Title: l.Of("撤回裁定", "Take it back"), Hint: l.Of("原裁定 ", "it was ") + was.Grade})
	}
	return page.Send(page.Choose{ID: whichTier, Title: l.Of("裁定为：", "Adjudicate: ") + a.Name, Items: items})
}

// askReason asks why it is to be that tier; to take back what was adjudicated is
// done at once.
func (m *Model) askReason(tier int) tea.Cmd {
	if m.ruling.Activity.ID != 0 && pingyi.Tier(tier) == pingyi.NoTier {
		m.ruling.Tier = pingyi.NoTier
		return m.settle()
	}
	if m.ruling.Activity.ID == 0 || !m.scale.Has(pingyi.Tier(tier)) {
		return nil
	}
	m.ruling.Tier, m.ruling.grade = pingyi.Tier(tier), m.scale.Name(pingyi.Tier(tier))
	about := m.ruling
	m.line.Ask(prompt.Question{
		About: func(l pingyi.Lang) string {
			return fmt.Sprintf(l.Of("把“%s”裁定为 %s。请写一行理由，它印在评审组自己的等级旁边。",
				"\"%s\" is to be %s. Give the reason in a line: it is printed beside the panel's own grade."), about.name, about.grade)
		},
		Label: func(l pingyi.Lang) string { return l.Of("理由：", "Reason: ") },
	})
	m.size()
	return nil
}

func (m *Model) adjudicate() tea.Cmd {
	if m.ruling.Reason = strings.TrimSpace(m.line.Value()); m.ruling.Reason == "" {
		return page.Failure(pingyi.Errorf(pingyi.Invalid, "裁定要有理由；不裁定请按 %s", "an adjudication takes a reason: to leave it press %s",
			m.env.Session.Keys.Hint(keymaps.Global, keymaps.Back, m.lang())))
	}
	return m.settle()
}

// settle hands the ruling in.
func (m *Model) settle() tea.Cmd {
	me, desk, panel, r := m.me, m.env.Desk, m.panel, m.ruling
	m.busy = true
	return func() tea.Msg {
		return adjudicated{me, r, desk.Adjudicate(context.Background(), panel, r.Adjudication)}
	}
}

func (m *Model) takeAdjudicated(a adjudicated) tea.Cmd {
	m.busy = false
	if a.err != nil { // the reason stays, to be given once more
		return page.Failure(a.err)
	}
	m.closeLine()
	m.said = sayingOwn
	l := m.lang()
	text := fmt.Sprintf(l.Of("“%s”已裁定为 %s", "\"%s\" is adjudicated: %s"), a.name, a.grade)
	switch {
	case a.Tier == pingyi.NoTier:
		text = fmt.Sprintf(l.Of("“%s”的裁定 %s 已撤回", "the adjudication of \"%s\", %s, is taken back"), a.name, a.was)
	case a.was != "":
		text += fmt.Sprintf(l.Of("，原裁定 %s", "; it was %s"), a.was)
	}
	return tea.Batch(page.Send(page.Good{Text: text}), m.reload())
}

// askSigning asks whether to sign, having said what is not settled.
func (m Model) askSigning() tea.Cmd {
	if !m.ready() {
		return nil
	}
	if err := m.maySettle(pingyi.SignResult); err != nil {
		return page.Failure(err)
	}
	l := m.lang()
	var open []string
	ruled := 0
	for _, a := range m.res.Activities {
		if a.Adjudication != nil {
			ruled++
		}
	}
	for _, a := range m.res.Unsettled() {
		open = append(open, fmt.Sprintf("%d. %s", a.No, a.Name))
	}
	text := fmt.Sprintf(l.Of("签署评审组 %s 第 %d 轮的结果？签署之后，评分和裁定都不能再改，也不能再开新的一轮。",
		"Sign the result of round %[2]d of panel %[1]s? From then on nothing in it can be changed, and no further round can be opened."), m.panel, m.res.Round) + "\n"
	const most = 3 // of them by name
	switch {
	case len(open) > 0:
		text += fmt.Sprintf(l.Of("还有 %d 项没有形成一致，也没有裁定：", "%d not agreed on and not adjudicated: "), len(open)) + strings.Join(open[:min(most, len(open))], l.Of("、", ", "))
		if len(open) > most {
			text += l.Of("等", " and others")
		}
		text += l.Of("。现在签署，它们就保持原样。", ". Signed now, they stay as they are.")
	case ruled > 0:
		text += fmt.Sprintf(l.Of("没有形成一致的都已裁定（%d 项）。", "All that was not agreed on is adjudicated (%d)."), ruled)
	default:
		text += l.Of("评审组对各项都已形成一致。", "The panel has agreed on everything.")
	}
	return page.Send(page.Ask{Question: dialog.Question{ID: askedSigning, Title: l.Of("签署结果", "Sign the result"), Text: text,
		Choices: []dialog.Choice{{ID: yes, Label: l.Of("签署", "Sign")}, {ID: no, Label: l.Of("取消", "Cancel")}}, Selected: 1}})
}

func (m Model) sign() tea.Cmd {
	me, desk, panel := m.me, m.env.Desk, m.panel
	return func() tea.Msg {
		sig, err := desk.Sign(context.Background(), panel)
		return signed{me, sig, err}
	}
}

func (m *Model) takeSigned(s signed) tea.Cmd {
	if s.err != nil {
		return page.Failure(s.err)
	}
	return tea.Batch(page.Send(page.Good{Text: fmt.Sprintf(m.lang().Of("结果已签署，留痕第 %d 号", "the result is signed: entry %d of the history"), s.sig.Rev)}), m.reload())
}
