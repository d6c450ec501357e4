package result

import (
	"fmt"
	"strings"

	"pingyi/keymaps"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/tier"
)

// wholeLines is the selected activity in full: all that was written about it.
func (m Model) wholeLines() []string {
	a, ok := m.activity()
	if !ok {
		return nil
	}
	l, looks, measure := m.lang(), m.env.Session.Look, m.env.Session.Measure
	title := measure.Wrap(cells.Visible(fmt.Sprintf("%d. %s", a.No, a.Name)), m.env.W)
	for i := range title {
		title[i] = looks.Title().Render(title[i])
	}
	about := a.Department + " " + m.department(a.Department).Name + l.Of("  预算 ", "  budget ") + a.Budget.Grouped() + l.Of(" 万元", " 万元")
	grade := looks.Label().Render(l.Of("等级 ", "Grade ")) + m.gradeShown(a)
	if m.res.Round > 1 {
		grade += fmt.Sprintf(l.Of("（第 %d 轮所评）", " (rated in round %d)"), a.Round)
	}
	if a.Dissent {
		grade += "  " + looks.Warning().Render(looks.Dissent()+l.Of("分歧", "split"))
	}
	lines := append(title, m.wrap(about)...)
	lines = append(lines, "", grade, tier.Tally(m.scale, a.Consensus.Tally))
	lines = append(lines, m.counts(a)...)
	lines = append(lines, m.wrap(l.Of("过程 ", "Working: ")+a.Working)...)
	if a.Adjudication != nil {
		lines = append(append(lines, ""), m.wrap(m.rulingText(*a.Adjudication))...)
	}
	heading := fmt.Sprintf(l.Of("评语 %d 条（不署名）", "%d comments (unsigned)"), len(a.Comments))
	if len(a.Comments) == 0 {
		heading = l.Of("没有评语", "no comments")
	}
	lines = append(lines, "", looks.Label().Render(heading))
	indent := strings.Repeat(" ", measure.Width(m.bullet()))
	for _, c := range a.Comments {
		for i, line := range measure.Wrap(cells.Visible(c), max(2, m.env.W-len(indent))) {
			if i == 0 {
				lines = append(lines, m.bullet()+line)
			} else {
				lines = append(lines, indent+line)
			}
		}
	}
	return lines
}

// wholeView shows as much of that as fits, and where there is more.
func (m Model) wholeView() []string {
	lines := m.wholeLines()
	top := min(m.top, m.lastTop())
	lines = lines[top:]
	if len(lines) > m.env.H {
		more := m.env.Session.Look.Below() + m.lang().Of(" 下面还有", " more below")
		lines = append(lines[:m.env.H-1:m.env.H-1], m.env.Session.Look.Muted().Render(more))
	}
	return lines
}

// lastTop is the first line in sight where the last one is.
func (m Model) lastTop() int { return max(0, len(m.wholeLines())-m.env.H) }

// actWhole scrolls through the activity or goes back to the list, and reports
// whether a was one of these.
func (m *Model) actWhole(a keymaps.Action) bool {
	page := max(1, m.env.H-2)
	switch a {
	case keymaps.Back, keymaps.Open:
		m.whole = false
		return true
	case keymaps.Up:
		m.top--
	case keymaps.Down:
		m.top++
	case keymaps.PageUp:
		m.top -= page
	case keymaps.PageDown:
		m.top += page
	case keymaps.First:
		m.top = 0
	case keymaps.Last:
		m.top = m.lastTop()
	case keymaps.Sort, keymaps.Filter: // of the list
		return true
	default:
		return false
	}
	m.top = max(0, min(m.top, m.lastTop()))
	return true
}
