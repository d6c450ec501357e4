package pingyi

import "slices"

// Revision is what filing a plan again changes against the plan that is there.
type Revision struct {
	New       int
	Unchanged int
	Changed   []ActivityRevision
	Removed   []Activity // there, but not in what was filed
	Head      []Field    // fields of the plan itself that change
	Reordered bool
}

// ActivityRevision is one activity before and after.
type ActivityRevision struct {
	No            int // its number in the plan as filed
	Before, After Activity
}

// Changes returns the fields that differ as they were and as they will be, those
// of the criteria by tier, best first.
func (r ActivityRevision) Changes(s Scale) []FieldChange {
	var changes []FieldChange
	add := func(field, before, after string) {
		if before != after {
			changes = append(changes, FieldChange{field, before, after})
		}
	}
	b, a := r.Before, r.After
	add(string(FieldName), b.Name, a.Name)
	add(string(FieldBudget), b.Budget.String(), a.Budget.String())
	add(string(FieldContent), b.Content, a.Content)
	add(string(FieldGoal), b.Goal, a.Goal)
	add(string(FieldIndicator), b.Indicator, a.Indicator)
	for _, t := range s.Best() {
		add(string(FieldCriteria)+"."+s.Name(t), b.Rubric.of(int(t)), a.Rubric.of(int(t)))
	}
	return changes
}

// Empty reports whether nothing changes.
func (r Revision) Empty() bool {
	return r.New == 0 && len(r.Changed) == 0 && len(r.Removed) == 0 && len(r.Head) == 0 && !r.Reordered
}

// Revise returns p as it stands after filed is filed over it, and what that
// changes. has tells which fields the filed form has at all: what it lacks (a
// table without goals, say) stays as it is. An activity keeps its ID when its
// name is found again or, that failing, when at the same number an activity is
// left over on both sides. Activities that are not in filed are left out of the
// plan returned and listed as removed: whether they may go is the caller's
// decision.
func (p Plan) Revise(filed Plan, has func(Field) bool) (Plan, Revision) {
	var rev Revision
	out := p
	head := func(f Field, differs bool, take func()) {
		if has(f) && differs {
			rev.Head = append(rev.Head, f)
			take()
		}
	}
	head(FieldDepartment, filed.Department.Name != p.Department.Name, func() { out.Department.Name = filed.Department.Name })
	head(FieldOverallGoal, filed.OverallGoal != p.OverallGoal, func() { out.OverallGoal = filed.OverallGoal })
	head(FieldDutyGoals, !slices.Equal(filed.DutyGoals, p.DutyGoals), func() { out.DutyGoals = filed.DutyGoals })
	head(FieldStatedTotal, !SameTotal(filed.StatedTotal, p.StatedTotal), func() { out.StatedTotal = filed.StatedTotal })
	head(FieldCriteria, !filed.Scale.Equal(p.Scale), func() { out.Scale = filed.Scale })

	match := matchActivities(p.Activities, filed.Activities)
	out.Activities = make([]Activity, len(filed.Activities))
	seen := make([]bool, len(p.Activities))
	last := -1
	for i, a := range filed.Activities {
		m := match[i]
		if m < 0 {
			rev.New++
			a.ID = 0
			out.Activities[i] = a
			continue
		}
		seen[m] = true
		rev.Reordered = rev.Reordered || m < last
		last = m
		before := p.Activities[m]
		a.ID = before.ID
		a.keep(before, has)
		if a.Equal(before) {
			rev.Unchanged++
		} else {
			rev.Changed = append(rev.Changed, ActivityRevision{i + 1, before, a})
		}
		out.Activities[i] = a
	}
	for i, a := range p.Activities {
		if !seen[i] {
			rev.Removed = append(rev.Removed, a)
		}
	}
	return out, rev
}

// keep takes from before what the filed form has no column for.
func (a *Activity) keep(before Activity, has func(Field) bool) {
	if !has(FieldContent) {
		a.Content = before.Content
	}
	if !has(FieldGoal) {
		a.Goal = before.Goal
	}
	if !has(FieldIndicator) {
		a.Indicator = before.Indicator
	}
	if !has(FieldCriteria) {
		a.Rubric = before.Rubric
	}
}

// matchActivities returns for each filed activity the index of the one that it
// is in old, or -1.
func matchActivities(old, filed []Activity) []int {
	byName := map[string][]int{}
	for i, a := range old {
		byName[a.Name] = append(byName[a.Name], i)
	}
	match := make([]int, len(filed))
	taken := make([]bool, len(old))
	for i, a := range filed {
		match[i] = -1
		if is := byName[a.Name]; len(is) > 0 {
			match[i], byName[a.Name] = is[0], is[1:]
			taken[is[0]] = true
		}
	}
	for i := range filed {
		if match[i] < 0 && i < len(old) && !taken[i] {
			match[i], taken[i] = i, true
		}
	}
	return match
}

// SameTotal reports whether two stated totals, either of which may be missing,
// are the same.
func SameTotal(a, b *Amount) bool {
	return a == b || a != nil && b != nil && *a == *b
}
