package planform

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/frame"
)

// clash is the choice between two people's edits, one field after the other.
type clash struct {
	plan   pingyi.Plan // as the other person left it
	fields []int       // that both changed, to different texts
	theirs []bool      // what was chosen so far
}

// clashed is the plan as the record has it, after an edit that met another.
type clashed struct {
	me     *token
	theirs pingyi.Plan
	err    error
}

// meet asks which text to keep where both changed one.
func (m Model) meet(msg clashed) (page.Page, tea.Cmd) {
	if msg.err != nil {
		return m, page.Send(page.Fail{Err: msg.err})
	}
	base, theirs := texts(m.base), texts(msg.theirs)
	c := clash{plan: msg.theirs}
	for i, mine := range m.form.Values() {
		if mine != base[i] && theirs[i] != base[i] && mine != theirs[i] {
			c.fields = append(c.fields, i)
		}
	}
	m.clash = &c
	return m.settle()
}

// choose takes one of the two texts of the field shown.
func (m Model) choose(theirs bool) (page.Page, tea.Cmd) {
	c := *m.clash
	c.theirs = append(slices.Clone(c.theirs), theirs)
	m.clash = &c
	return m.settle()
}

// settle saves again once every field is chosen, as an edit of what the other
// person left.
func (m Model) settle() (page.Page, tea.Cmd) {
	c := m.clash
	if len(c.theirs) < len(c.fields) {
		return m, nil
	}
	base, theirs, values := texts(m.base), texts(c.plan), m.form.Values()
	for i := range values {
		at := slices.Index(c.fields, i)
		if values[i] == base[i] || at >= 0 && c.theirs[at] {
			values[i] = theirs[i]
		}
	}
	m.clash, m.base = nil, c.plan
	m.form.SetValues(values)
	m.mark()
	return m.save()
}

// clashView draws the two texts side by side.
func (m Model) clashView() []string {
	l, measure, looks := m.env.Session.Lang, m.env.Session.Measure, m.env.Session.Look
	c := m.clash
	i := c.fields[len(c.theirs)]
	field := map[int]pingyi.Field{name: pingyi.FieldDepartment, overallGoal: pingyi.FieldOverallGoal,
		dutyGoals: pingyi.FieldDutyGoals, statedTotal: pingyi.FieldStatedTotal}[i]
	lines := measure.Wrap(l.Of("别人刚刚也改了这份计划。两人改得不一样的地方，请选留哪一个：",
		"Somebody else has just changed this plan too. Where the two edits differ, choose which to keep:"), m.env.W)
	lines = append(lines, "", looks.Title().Render(field.Title(l))+fmt.Sprintf("  %d/%d", len(c.theirs)+1, len(c.fields)))
	pair := frame.Pair{LeftTitle: l.Of("1 我改的", "1 mine"), Left: m.form.Value(i), RightTitle: l.Of("2 对方改的", "2 theirs"), Right: texts(c.plan)[i]}
	lines = append(lines, pair.Lines(m.env.Session, m.env.W, m.env.H-len(lines)-2)...) // room for what to press
	return append(lines, "", l.Of("按 1 留我改的，按 2 留对方改的；按 Esc 回去接着改。", "Press 1 for mine, 2 for theirs; Esc goes back to editing."))
}
