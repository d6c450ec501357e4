package rate

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/tier"
)

const (
	maxText   = 110 // columns; longer lines are hard to read
	boxHeight = 5   // rows of the comment editor, where there is room
)

// size hands the editors their room.
func (m *Model) size() {
	m.comment.edit.SetSize(min(m.env.W, maxText), m.boxRows())
	m.reason.edit.SetSize(min(m.env.W, maxText), 1)
	m.score.edit.SetSize(12, 1)
}

func (m Model) boxRows() int { return max(2, min(boxHeight, m.env.H/4)) }

// View implements [page.Page].
func (m Model) View() string {
	if !m.ready() {
		return m.env.Fit(m.sentence())
	}
	top, bottom := m.top(), m.bottom()
	lines := append(top, m.body(m.env.H-len(top)-len(bottom))...)
	return m.env.Fit(append(lines, bottom...))
}

// sentence says why there is nothing to rate, and the way out.
func (m Model) sentence() []string {
	l := m.lang()
	back := m.env.Session.Keys.Hint(keymaps.Global, keymaps.Back, l)
	var text string
	switch {
	case m.err != nil:
		text = pingyi.Explain(m.err, l) + "\n\n" + fmt.Sprintf(l.Of("按 %s 返回。", "%s goes back."), back)
	case !m.loaded:
		text = l.Of("正在读取……", "Reading…")
	case m.closed():
		text = fmt.Sprintf(l.Of("第 %d 轮已经结束，评分不能再改。\n\n按 %s 看结果，按 %s 返回。",
			"Round %d is closed: its ratings cannot be changed any more.\n\n%s shows the results, %s goes back."),
			m.paper.Round.No, m.env.Session.Keys.Hint(keymaps.List, keymaps.OpenResults, l), back)
		if m.cut != "" {
			text += "\n\n" + l.Of("您刚才写的没有记入：", "What you were writing was not entered:") + "\n" + m.cut
		}
	default:
		text = fmt.Sprintf(l.Of("这个评审组还没有可评的活动。\n\n按 %s 返回。", "This panel has nothing to rate yet.\n\n%s goes back."), back)
	}
	return append([]string{""}, m.env.Session.Measure.Wrap(cells.Visible(text), min(m.env.W, maxText))...)
}

// top is what stands still above the text: where one is, and the activity.
func (m Model) top() []string {
	l, looks := m.lang(), m.env.Session.Look
	it := m.items[m.at]
	done, submitted := 0, true
	for _, i := range m.items {
		if i.shown.mark != nil && !i.stale() {
			done++
		}
		submitted = submitted && i.shown.handedIn
	}
	right := looks.Label().Render(l.Of("状态 ", "state ")) + m.state(it)
	if done == len(m.items) && !submitted { // it would look as if all were done
		right = looks.Warning().Render(l.Of("还没有提交", "to submit")) + "   " + right
	}
	if m.several() || len(m.items) > inSight { // otherwise the marks tell as much
		right = fmt.Sprintf(l.Of("已评 %d/%d", "rated %d/%d"), done, len(m.items)) + "   " + right
	}
	switch { // the activities keep their numbers, which this is not
	case m.limited():
		right = fmt.Sprintf(l.Of("本轮 %d/%d 项", "%d/%d of this round"), m.at+1, len(m.items)) + "   " + right
	case m.several():
		right = fmt.Sprintf(l.Of("第 %d/%d 项", "activity %d/%d"), m.at+1, len(m.items)) + "   " + right
	}
	department := cells.Visible(it.department.Code + " " + it.department.Name)
	first := m.ends(department, right)
	name := cells.Visible(fmt.Sprintf("%d %s", it.no, it.activity.Name))
	return []string{first, m.strip(), name + "  " + it.activity.Budget.Grouped() + " 万元"}
}

// ends returns a line with left at its beginning and right at its end; left gives
// way.
func (m Model) ends(left, right string) string {
	measure := m.env.Session.Measure
	return measure.Pad(left, max(0, m.env.W-measure.Width(right)-2)) + "  " + right
}

// inSight is how many activities' marks are surely in sight.
const inSight = 10

// state names how far the rating has come, in a room that does not change.
func (m Model) state(it item) string {
	measure, looks, l := m.env.Session.Measure, m.env.Session.Look, m.lang()
	stale, owes, carried := l.Of("须重评", "re-rate"), l.Of("欠理由", "no reason"), l.Of("沿用", "carried")
	text := it.shown.state.In(l)
	widest := measure.Width(carried)
	for _, s := range []string{stale, owes, pingyi.Missing.In(l), pingyi.Draft.In(l), pingyi.Submitted.In(l), pingyi.StateAbstained.In(l), pingyi.StateRecused.In(l)} {
		widest = max(widest, measure.Width(s))
	}
	style := lipgloss.NewStyle()
	switch {
	case it.stale():
		text, style = stale, looks.Warning()
	case it.owes():
		text, style = owes, looks.Warning()
	case it.shown.state == pingyi.Missing:
		style = looks.Warning()
	case it.shown.state == pingyi.Submitted:
		style = looks.Good()
	case it.shown.state == pingyi.Draft && it.shown.carried:
		text = carried
	}
	return style.Render(text) + strings.Repeat(" ", widest-measure.Width(text))
}

// bottom is what stands still below the text: the field that is open, if any.
func (m Model) bottom() []string {
	var lines []string
	looks, l := m.env.Session.Look, m.lang()
	switch {
	case m.comment.open:
		lines = append(lines, m.rule(fmt.Sprintf(l.Of(" 评语（第 %d 项） ", " Comment on activity %d "), m.items[m.at].no)))
		lines = append(lines, strings.Split(m.comment.edit.View(), "\n")...)
	case m.reason.open:
		lines = append(lines, m.rule(m.reasonTitle()), m.reason.edit.View())
	case m.score.open:
		lines = append(lines, looks.Label().Render(m.scorePrompt())+m.score.edit.View())
	}
	return lines
}

// rule is a line with a title in it, over a field.
func (m Model) rule(title string) string {
	measure, piece := m.env.Session.Measure, m.env.Session.Look.Border().Top
	rest := (min(m.env.W, maxText) - measure.Width(title)) / measure.Width(piece)
	return piece + m.env.Session.Look.Label().Render(title) + strings.Repeat(piece, max(0, rest-1))
}

func (m Model) scorePrompt() string {
	return m.lang().Of("分数（0–100）：", "Score (0–100): ")
}

// strip shows what is said of each activity: as many as fit into a line, those
// around the current one, each department's behind its code where there are
// several. Moving moves a mark.
func (m Model) strip() string {
	var line strings.Builder
	found, x, department := false, 0, ""
	several := m.several()
	for i, it := range m.items {
		mark := " "
		if i == m.at {
			mark = m.env.Session.Look.Marker()
		}
		sign := m.sign(it)
		if it.shown.state == pingyi.Missing { // what comes in its place moves nothing
			sign = m.env.Session.Measure.Pad(sign, m.env.Session.Measure.Width(it.scale.Name(0)))
		}
		token := mark + fmt.Sprint(it.no) + sign
		code := ""
		if several {
			code = cells.Visible(it.key.Department) + ":"
		}
		if code != department {
			token = code + token
		}
		w := m.env.Session.Measure.Width(token)
		if x+w > m.env.W {
			if found {
				break
			}
			line.Reset()
			x = 0
			if code == department {
				token = code + token
				w = m.env.Session.Measure.Width(token)
			}
		}
		department = code
		line.WriteString(token)
		x += w
		found = found || i == m.at
	}
	return line.String()
}

// several reports whether there is more than one department.
func (m Model) several() bool {
	return m.items[0].key.PlanKey != m.items[len(m.items)-1].key.PlanKey
}

// sign is a rating in a character or two: its tier or score, with a check once
// it is submitted, "=" while it is only carried over, "!" while it lacks something,
// "~" while a comment on it has not been entered; a dot while it is missing.
func (m Model) sign(it item) string {
	l, looks := m.lang(), m.env.Session.Look
	text := ""
	switch it.shown.state {
	case pingyi.Missing:
		if looks.ASCII {
			return "."
		}
		return "·"
	case pingyi.StateAbstained:
		text = l.Of("弃", "abs")
	case pingyi.StateRecused:
		text = l.Of("避", "rec")
	default:
		text = it.scale.Name(it.shown.mark.Tier)
		if s := it.shown.mark.Score; s != nil {
			text = ":" + s.String()
		}
	}
	switch {
	case it.due():
		text += "!"
	case it.unentered():
		text += "~"
	case it.shown.carried && !it.shown.handedIn:
		text += "="
	case !it.shown.handedIn:
	case looks.ASCII: // an x beside a grade would read as a refusal
		text += "*"
	default:
		text += looks.Check()
	}
	return text
}

// Signs implements [page.Legend]: those of the strip.
func (m Model) Signs() []page.Sign {
	if !m.ready() {
		return nil
	}
	l, looks := m.lang(), m.env.Session.Look
	missing, submitted := "·", looks.Check()
	if looks.ASCII {
		missing, submitted = ".", "*"
	}
	sign := func(mark, zh, en string) page.Sign { return page.Sign{Mark: mark, Means: l.Of(zh, en)} }
	signs := []page.Sign{sign(looks.Marker(), "现在看的一项", "the activity on the screen"), sign(missing, "未评", "not rated"), sign(submitted, "已提交", "submitted"),
		sign("!", "还缺：要写理由，或标准改过要重评", "lacks something: a reason, or to be rated by changed criteria"),
		sign("~", "有评语还没记入", "has a comment that is not entered")}
	if m.paper.Round.No > 1 {
		signs = append(signs, sign("=", "沿用上一轮的评分，还没提交", "carried over from the round before, not submitted"))
	}
	return signs
}

// Cursor implements [page.Page].
func (m Model) Cursor() (x, y int, shown bool) {
	switch {
	case !m.ready():
	case m.comment.open:
		x, y, shown = m.comment.edit.Cursor()
		return x, m.env.H - len(m.bottom()) + 1 + y, shown
	case m.reason.open:
		x, y, shown = m.reason.edit.Cursor()
		return x, m.env.H - len(m.bottom()) + 1 + y, shown
	case m.score.open:
		x, _, shown = m.score.edit.Cursor()
		return m.env.Session.Measure.Width(m.scorePrompt()) + x, m.env.H - len(m.bottom()), shown
	}
	return 0, 0, false
}

// grade returns the name of t, reversed if it is the one chosen.
func (m Model) grade(it item, t pingyi.Tier, text string) string {
	if mark := it.shown.mark; mark != nil && mark.Kind == pingyi.Graded && mark.Tier == t {
		return m.env.Session.Look.Selected().Render(text)
	}
	return strings.Replace(text, it.scale.Name(t), tier.Name(m.env.Session, it.scale, t), 1)
}
