package pingyi_test

import (
	"testing"

	"pingyi"
)

func TestActivitiesAreEqualWhateverTheirIDs(t *testing.T) {
	same := func() pingyi.Activity { a := goldenPlan().Activities[0]; a.ID = 7; return a }
	a := goldenPlan().Activities[0]
	if !a.Equal(same()) {
		t.Error("an ID makes them differ")
	}
	for name, change := range map[string]func(*pingyi.Activity){
		"name": func(b *pingyi.Activity) { b.Name += "x" }, "budget": func(b *pingyi.Activity) { b.Budget++ },
		"content": func(b *pingyi.Activity) { b.Content += "x" }, "goal": func(b *pingyi.Activity) { b.Goal += "x" },
		"indicator": func(b *pingyi.Activity) { b.Indicator += "x" }, "criterion": func(b *pingyi.Activity) { b.Rubric[3] += "x" },
	} {
		b := same()
		if change(&b); a.Equal(b) {
			t.Errorf("another %s makes no difference", name)
		}
	}
}

func TestRubricCountsItsCriteria(t *testing.T) {
	if n := (pingyi.Rubric{"", "x", "", "y"}).Complete(); n != 2 {
		t.Error(n)
	}
}

func TestFieldsHaveHeadingsInBothLanguages(t *testing.T) {
	for _, f := range []pingyi.Field{pingyi.FieldName, pingyi.FieldBudget, pingyi.FieldContent, pingyi.FieldGoal, pingyi.FieldIndicator, pingyi.FieldCriteria,
		pingyi.FieldDepartment, pingyi.FieldOverallGoal, pingyi.FieldDutyGoals, pingyi.FieldStatedTotal, pingyi.FieldComment} {
		if zh, en := f.Title(pingyi.Zh), f.Title(pingyi.En); zh == en || zh == string(f) || en == string(f) {
			t.Errorf("%s is headed %q and %q", f, zh, en)
		}
	}
}
