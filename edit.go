package pingyi

// Clash is one field that two people changed to different values at once.
type Clash struct {
	Field              Field
	Tier               Tier   // of FieldCriteria; otherwise NoTier
	Base, Mine, Theirs string // as shown: amounts in 万元
}

// MergeActivity puts together two edits of one activity: mine, made from base,
// and theirs, which is what the record has by now. A field that only one of
// them changed takes that change; one that both changed to the same takes it
// too; one that both changed differently is a clash, and keeps theirs.
func MergeActivity(base, mine, theirs Activity) (merged Activity, clashes []Clash) {
	merged = theirs
	text := func(f Field, t Tier, b, m, o string, set func()) {
		switch {
		case m == b || m == o:
		case o == b:
			set()
		default:
			clashes = append(clashes, Clash{f, t, b, m, o})
		}
	}
	text(FieldName, NoTier, base.Name, mine.Name, theirs.Name, func() { merged.Name = mine.Name })
	text(FieldBudget, NoTier, base.Budget.String(), mine.Budget.String(), theirs.Budget.String(), func() { merged.Budget = mine.Budget })
	text(FieldContent, NoTier, base.Content, mine.Content, theirs.Content, func() { merged.Content = mine.Content })
	text(FieldGoal, NoTier, base.Goal, mine.Goal, theirs.Goal, func() { merged.Goal = mine.Goal })
	text(FieldIndicator, NoTier, base.Indicator, mine.Indicator, theirs.Indicator, func() { merged.Indicator = mine.Indicator })
	merged.Rubric = append(Rubric(nil), theirs.Rubric...)
	for i := range merged.Rubric {
		text(FieldCriteria, Tier(i), base.Rubric.of(i), mine.Rubric.of(i), theirs.Rubric[i], func() { merged.Rubric[i] = mine.Rubric.of(i) })
	}
	return merged, clashes
}

func (r Rubric) of(i int) Criterion {
	if i < len(r) {
		return r[i]
	}
	return ""
}
