package verify

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/frame"
)

// reading returns the settled difference that is selected, if one is.
func (m Model) reading() (pingyi.Settlement, bool) {
	if i := m.table.Selected() - len(m.open); i >= 0 && i < len(m.both.Settled) {
		return m.both.Settled[i], true
	}
	return pingyi.Settlement{}, false
}

// indexOfSettled returns where what is settled stands in the list, or -1.
func (m Model) indexOfSettled(s pingyi.Settlement) int {
	i := slices.IndexFunc(m.both.Settled, func(o pingyi.Settlement) bool {
		return sameCell(o.Difference, s.Difference) && o.First == s.First && o.Second == s.Second
	})
	if i >= 0 {
		i += len(m.open)
	}
	return i
}

// again is what has become of a choice that was made otherwise.
type again struct {
	me  *token
	err error
}

// settleAgain takes the other entry of a settled difference. What neither entry has is
// written in the plan.
func (m *Model) settleAgain(s pingyi.Settlement, a keymaps.Action) tea.Cmd {
	chosen := map[keymaps.Action]string{keymaps.TakeFirst: s.First, keymaps.TakeSecond: s.Second}
	text, entry := chosen[a]
	switch err := m.env.Desk.Actor().MaySettleAgain(m.both.Verification); {
	case err != nil:
		return page.Failure(err)
	case s.Row():
		return page.Failure(pingyi.Errorf(pingyi.State, "整行的取舍已经定了：要再改，请直接改计划", "that a row is kept or dropped is settled: to change it, edit the plan"))
	case !entry:
		return page.Failure(pingyi.Errorf(pingyi.State, "这一处已经定了：按 1 或 2 改取一次录入的；要写别的，请直接改计划", "this is settled: take the other entry with 1 or 2; for anything else edit the plan"))
	case text == s.Chosen:
		return page.Send(page.Info{Text: m.env.Session.Lang.Of("定的就是这个", "that is what was chosen")})
	}
	me, desk, key := m.me, m.env.Desk, m.key
	return func() tea.Msg { return again{me, desk.SettleAgain(context.Background(), key, s, text)} }
}

func (m *Model) takeAgain(msg again) tea.Cmd {
	if msg.err != nil {
		return tea.Batch(page.Failure(msg.err), m.reload())
	}
	return tea.Batch(m.reload(), page.Send(page.Good{Text: m.env.Session.Lang.Of("已改定，两次选择都在留痕里", "chosen otherwise; the history has both choices")}))
}

// chosen says in a word what was chosen.
func (m Model) chosen(s pingyi.Settlement) string {
	l := m.env.Session.Lang
	switch {
	case s.Row() && s.Chosen == "":
		return l.Of("删去", "dropped")
	case s.Row():
		return l.Of("保留", "kept")
	case !s.FirstWrong():
		return l.Of("第一次录入", "first")
	case !s.SecondWrong():
		return l.Of("二次录入", "second")
	}
	return l.Of("重新录入", "new text")
}

// settledTitle says where it was, what was chosen and by whom.
func (m Model) settledTitle(s pingyi.Settlement) string {
	l, by := m.env.Session.Lang, s.By
	if by == string(pingyi.Owner) {
		by = pingyi.Owner.In(l)
	}
	return m.title(s.Difference) + fmt.Sprintf(l.Of("，已由 %s 选定：%s", ", settled by %s: %s"), cells.Visible(by), m.chosen(s))
}

// settledTexts is what either entry said, and below it what both have said since.
func (m Model) settledTexts(s pingyi.Settlement) []string {
	l, session := m.env.Session.Lang, m.env.Session
	pair := frame.Pair{LeftTitle: l.Of("第一次录入 ", "first: ") + cmp.Or(s.FirstBy, strings.Join(m.both.Verification.First, " ")), Left: s.First,
		RightTitle: l.Of("二次录入 ", "second: ") + m.both.Verification.Second, Right: s.Second, Mark: !s.Row()}
	now := s.Chosen
	if s.FirstWrong() && s.SecondWrong() { // what stands above says it otherwise
		_, now = m.excerpts(pingyi.Difference{First: s.First, Second: s.Chosen})
	}
	none := l.Of("（空）", "(empty)")
	if s.Row() {
		none = l.Of("（没有这一行）", "(no such row)")
	}
	for _, text := range []*string{&pair.Left, &pair.Right, &now} {
		if *text == "" && (s.Row() || text == &now) {
			*text = none
		}
	}
	lines := pair.Lines(session, m.env.W, m.below()-2)
	return append(lines, session.Measure.Truncate(l.Of("选定的内容：", "chosen: ")+cells.Visible(strings.ReplaceAll(now, "\n", " ")), m.env.W))
}
