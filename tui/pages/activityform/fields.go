package activityform

import (
	"slices"

	"pingyi"
	"pingyi/tui/parts/form"
)

// The fields of the form; from tiers on one for each tier, the best first.
const (
	name = iota
	budget
	content
	goal
	indicator
	tiers
)

// fieldOf returns the field of the form for an activity's field.
func fieldOf(s pingyi.Scale, f pingyi.Field, t pingyi.Tier) int {
	switch f {
	case pingyi.FieldBudget:
		return budget
	case pingyi.FieldContent:
		return content
	case pingyi.FieldGoal:
		return goal
	case pingyi.FieldIndicator:
		return indicator
	case pingyi.FieldCriteria:
		return tiers + max(0, slices.Index(s.Best(), t))
	}
	return name
}

// specs returns the fields for activities graded on s.
func specs(s pingyi.Scale) []form.Spec {
	of := func(f pingyi.Field, sp form.Spec) form.Spec {
		sp.Zh, sp.En = f.Title(pingyi.Zh), f.Title(pingyi.En)
		return sp
	}
	all := []form.Spec{
		of(pingyi.FieldName, form.Spec{}),
		of(pingyi.FieldBudget, form.Spec{Width: 20, Unit: "万元"}),
		of(pingyi.FieldContent, form.Spec{Lines: true}),
		of(pingyi.FieldGoal, form.Spec{Lines: true}),
		of(pingyi.FieldIndicator, form.Spec{Lines: true}),
	}
	for _, t := range s.Best() {
		all = append(all, form.Spec{Zh: "标准 " + s.Name(t), En: "Tier " + s.Name(t), Lines: true})
	}
	return all
}

// texts returns what the fields of the form show of a. A new activity's amount
// is left for the person to fill in.
func texts(s pingyi.Scale, a pingyi.Activity) []string {
	all := []string{a.Name, a.Budget.String(), a.Content, a.Goal, a.Indicator}
	if a.ID == 0 && a.Budget == 0 {
		all[budget] = ""
	}
	for _, t := range s.Best() {
		c := ""
		if int(t) < len(a.Rubric) {
			c = a.Rubric[t]
		}
		all = append(all, c)
	}
	return all
}

func (m Model) baseTexts() []string { return texts(m.plan.Scale, m.base) }

// typedActivity returns the activity as typed, and what is wrong with its
// amount.
func (m Model) typedActivity() (pingyi.Activity, error) {
	s := m.plan.Scale
	a := pingyi.Activity{ID: m.base.ID, Name: m.form.Value(name), Content: m.form.Value(content),
		Goal: m.form.Value(goal), Indicator: m.form.Value(indicator), Rubric: make(pingyi.Rubric, s.Len())}
	for i, t := range s.Best() {
		a.Rubric[t] = m.form.Value(tiers + i)
	}
	var err error
	a.Budget, err = pingyi.ParseAmount(m.form.Value(budget))
	return a, err
}

// check finds what is wrong in field i.
func (m *Model) check(i int) {
	m.faults = slices.Clone(m.faults)
	m.faults[i] = nil
	a, err := m.typedActivity()
	if i == budget {
		m.faults[i] = err
		return
	}
	if _, _, err = a.Clean(m.plan.Scale); err != nil && m.fieldOfError(err) == i {
		m.faults[i] = err
	}
}

// fieldOfError returns the field that an error about an activity names; -1 for
// none.
func (m Model) fieldOfError(err error) int {
	e, ok := err.(*pingyi.Error)
	if !ok || e.Place.Entry == "" {
		return -1
	}
	t, _ := m.plan.Scale.Parse(e.Place.Field)
	return fieldOf(m.plan.Scale, e.Place.Entry, t)
}

// mark puts under each field what is wrong with it, and what looks wrong: the
// first stands in the way of saving, the second never does.
func (m *Model) mark() {
	l := m.env.Session.Lang
	marks := make([][]form.Mark, m.form.Len())
	for i, err := range m.faults {
		if err == nil {
			continue
		}
		if e, ok := err.(*pingyi.Error); ok {
			here := *e
			here.Place = pingyi.Place{} // it stands at the field already
			err = &here
		}
		marks[i] = append(marks[i], form.Mark{Text: pingyi.Explain(err, l), Error: true})
	}
	a, err := m.typedActivity()
	alone := pingyi.Plan{Year: m.plan.Year, Department: m.plan.Department, Scale: m.plan.Scale, Activities: []pingyi.Activity{a}}
	for _, f := range pingyi.Lint(&alone) {
		switch { // what has merely not been filled in yet is no finding
		case f.Kind == pingyi.ZeroAmount && err != nil:
		case f.Kind == pingyi.MissingTier && m.id == 0 && a.Rubric.Complete() == 0:
		default:
			i := fieldOf(m.plan.Scale, f.Field, f.Tier)
			marks[i] = append(marks[i], form.Mark{Text: f.In(l)})
		}
	}
	for i := range marks {
		m.form.SetMarks(i, marks[i])
	}
}
