package pingyi_test

import (
	"slices"
	"testing"

	"pingyi"
)

func TestTwoEditsOfDifferentFieldsAreBothKept(t *testing.T) {
	base := goldenPlan().Activities[0]
	mine, theirs := goldenPlan().Activities[0], goldenPlan().Activities[0]
	mine.Goal, mine.Budget, mine.Rubric[2] = "我的", 7, "我的良"
	theirs.Content, theirs.Rubric[0] = "其内容", "其差"
	merged, clashes := pingyi.MergeActivity(base, mine, theirs)
	want := base
	want.Goal, want.Budget, want.Content, want.Rubric = "我的", 7, "其内容", pingyi.Rubric{"其差", "基本完工", "我的良", "提前完工"}
	if !merged.Equal(want) || clashes != nil {
		t.Errorf("%+v, %v", merged, clashes)
	}
	if theirs.Rubric[2] != "完工" || base.Rubric[2] != "完工" {
		t.Error("an argument was changed")
	}
}

func TestAFieldThatBothChangedIsShownSideBySide(t *testing.T) {
	base := goldenPlan().Activities[0]
	mine, theirs := goldenPlan().Activities[0], goldenPlan().Activities[0]
	mine.Budget, theirs.Budget = 2_000000, 3_000000
	mine.Rubric[3], theirs.Rubric[3] = "我的优", ""
	mine.Name, theirs.Name = "同名", "同名" // no clash: they agree
	merged, clashes := pingyi.MergeActivity(base, mine, theirs)
	want := []pingyi.Clash{
		{Field: pingyi.FieldBudget, Tier: pingyi.NoTier, Base: "180.00", Mine: "2.00", Theirs: "3.00"},
		{Field: pingyi.FieldCriteria, Tier: 3, Base: "提前完工", Mine: "我的优", Theirs: ""},
	}
	if !slices.Equal(clashes, want) || !merged.Equal(theirs) {
		t.Errorf("%+v, %+v", merged, clashes)
	}
}
