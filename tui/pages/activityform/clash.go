package activityform

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/frame"
)

// clash is the choice between two people's edits, one field after the other.
type clash struct {
	list   []pingyi.Clash
	theirs []bool // what was chosen so far
	step   step   // once all is saved
}

// choose takes one of the two texts of the field shown; after the last field the
// activity is saved again, as an edit of what the other person left.
func (m Model) choose(theirs bool) (page.Page, tea.Cmd) {
	c := *m.clash
	c.theirs = append(slices.Clone(c.theirs), theirs)
	m.clash = &c
	if len(c.theirs) < len(c.list) {
		return m, nil
	}
	m.clash = nil
	m.base.Rubric = slices.Clone(m.base.Rubric)
	values := m.form.Values()
	for i, f := range c.list {
		if err := set(&m.base, f); err != nil {
			return m, page.Send(page.Fail{Err: err})
		}
		if c.theirs[i] {
			values[fieldOf(m.plan.Scale, f.Field, f.Tier)] = f.Theirs
		}
	}
	m.form.SetValues(values)
	m.mark()
	if !m.Unsaved() { // theirs everywhere, and nothing else was changed
		p, cmd := m.proceed(c.step)
		return p, tea.Batch(m.load(), cmd)
	}
	return m.save(c.step)
}

// set gives a field of a the other person's text.
func set(a *pingyi.Activity, c pingyi.Clash) (err error) {
	switch c.Field {
	case pingyi.FieldName:
		a.Name = c.Theirs
	case pingyi.FieldBudget:
		a.Budget, err = pingyi.ParseAmount(c.Theirs)
	case pingyi.FieldContent:
		a.Content = c.Theirs
	case pingyi.FieldGoal:
		a.Goal = c.Theirs
	case pingyi.FieldIndicator:
		a.Indicator = c.Theirs
	case pingyi.FieldCriteria:
		a.Rubric[c.Tier] = c.Theirs
	}
	return err
}

// clashView draws the two texts side by side.
func (m Model) clashView() []string {
	l, measure, looks := m.env.Session.Lang, m.env.Session.Measure, m.env.Session.Look
	c := m.clash.list[len(m.clash.theirs)]
	field := c.Field.Title(l)
	if c.Field == pingyi.FieldCriteria {
		field += " " + m.plan.Scale.Name(c.Tier)
	}
	lines := measure.Wrap(l.Of("别人刚刚也改了这项活动。两人改得不一样的地方，请选留哪一个：",
		"Somebody else has just changed this activity too. Where the two edits differ, choose which to keep:"), m.env.W)
	lines = append(lines, "", looks.Title().Render(field)+"  "+position(len(m.clash.theirs)+1, len(m.clash.list)))
	pair := frame.Pair{LeftTitle: l.Of("1 我改的", "1 mine"), Left: c.Mine, RightTitle: l.Of("2 对方改的", "2 theirs"), Right: c.Theirs}
	lines = append(lines, pair.Lines(m.env.Session, m.env.W, m.env.H-len(lines)-2)...) // room for what to press
	return append(lines, "", l.Of("按 1 留我改的，按 2 留对方改的；按 Esc 回去接着改。", "Press 1 for mine, 2 for theirs; Esc goes back to editing."))
}
