package rate

import (
	"fmt"
	"strings"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/cells"
)

// before returns what an earlier round made of the item and what the member said
// then, in as few lines as they fit into; none in the first round.
func (m Model) before(it item) []string {
	if m.paper.Earlier == nil {
		return nil
	}
	l, looks := m.lang(), m.env.Session.Look
	pieces := []string{looks.Label().Render(l.Of("以前", "Before")), l.Of("没有评过这一项", "this activity was not rated")}
	if ar := it.earlier; ar != nil {
		pieces = append([]string{looks.Label().Render(m.earlierRound(ar))}, m.outcome(*ar)...)
	}
	mine := l.Of("您没有评", "you did not rate it")
	if it.was != nil {
		mine = l.Of("您评 ", "you said ") + m.said(it, *it.was)
	}
	if it.shown.carried {
		mine += l.Of("（沿用上轮）", " (carried over)")
	}
	return m.flow(append(pieces, mine))
}

func (m Model) earlierRound(ar *pingyi.ActivityResult) string {
	return fmt.Sprintf(m.lang().Of("第 %d 轮", "Round %d"), ar.Round)
}

// outcome is a result's tally and grade, in the names that the tiers had then.
func (m Model) outcome(ar pingyi.ActivityResult) []string {
	l, looks := m.lang(), m.env.Session.Look
	var tally []string
	for i := len(ar.Tally) - 1; i >= 0; i-- {
		tally = append(tally, ar.Tally[i].Name+ar.Tally[i].Value)
	}
	if ar.Abstained > 0 {
		tally = append(tally, fmt.Sprintf(l.Of("弃权%d", "abstained %d"), ar.Abstained))
	}
	if ar.Recused > 0 {
		tally = append(tally, fmt.Sprintf(l.Of("回避%d", "recused %d"), ar.Recused))
	}
	grade := l.Of("无等级", "no grade")
	if ar.Grade != nil {
		sign := ar.Mark
		if sign == "-" && !looks.ASCII {
			sign = "−"
		}
		grade = l.Of("等级 ", "grade ") + looks.Title().Render(*ar.Grade+sign)
	}
	pieces := []string{cells.Visible(strings.Join(tally, " ")), grade}
	switch {
	case ar.Dissent:
		pieces = append(pieces, looks.Warning().Render(looks.Dissent()+l.Of("意见不一", "split")))
	case ar.Grade == nil:
		pieces = append(pieces, looks.Warning().Render(l.Of("不足法定人数", "short of a quorum")))
	}
	return pieces
}

// flow puts pieces, the first of which is a title, into lines that fit, two blanks
// apart.
func (m Model) flow(pieces []string) []string {
	measure := m.env.Session.Measure
	indent := strings.Repeat(" ", measure.Width(pieces[0])+2)
	lines := pieces[:1:1]
	for i, p := range pieces[1:] {
		last := len(lines) - 1
		if i == 0 || measure.Width(lines[last])+2+measure.Width(p) <= m.width() {
			lines[last] += "  " + p
		} else {
			lines = append(lines, indent+p)
		}
	}
	return lines
}

// earlierComments returns what members wrote in an earlier round, unsigned.
func (m Model) earlierComments(it item) (lines []string) {
	if it.earlier == nil || len(it.earlier.Comments) == 0 {
		return nil
	}
	label, l := m.env.Session.Look.Label(), m.lang()
	lines = append(lines, label.Render(m.earlierRound(it.earlier)+l.Of("的评语（不署名）", ": comments, unsigned")))
	dot := "· "
	if m.env.Session.Look.ASCII {
		dot = "- "
	}
	for _, c := range it.earlier.Comments {
		lines = append(lines, m.hang(dot, label.Render, c, m.env.Session.Measure.Width(dot))...)
	}
	return lines
}

// wants returns the line that says what the item's mark lacks, if anything.
func (m Model) wants(it item) []string {
	l, text := m.lang(), ""
	switch {
	case it.stale():
		text = l.Of("评价标准已改，请重看后再评一次", "The criteria have changed: read them and rate it once more")
	case it.owes() && !m.reason.open:
		text = fmt.Sprintf(l.Of("欠理由：与以前评的不同，按 %s 写明", "Reason missing: not what you said before, press %s to give it"), m.hint(keymaps.Reason))
	default:
		return nil
	}
	return []string{m.env.Session.Look.Warning().Render(m.env.Session.Measure.Truncate(text, m.width()))}
}
