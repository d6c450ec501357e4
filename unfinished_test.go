package pingyi_test

import (
	"strings"
	"testing"

	"pingyi"
)

// unfinishedBallot rates n activities of each department by criteria that have
// changed since, and the first of each differently than before.
func unfinishedBallot(n int, departments ...string) (all []pingyi.Unfinished) {
	for _, code := range departments {
		plan := pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: code}}
		var b pingyi.Ballot
		for i := range n {
			a := pingyi.Activity{ID: 3*i + 1, Name: "修路", Rubric: pingyi.Rubric{"甲"}}
			plan.Activities = append(plan.Activities, a, pingyi.Activity{ID: 3*i + 2}, pingyi.Activity{ID: 3*i + 3})
			was := pingyi.Mark{Kind: pingyi.Abstained, Tier: pingyi.NoTier}
			r := pingyi.Rating{Activity: pingyi.ActivityKey{PlanKey: plan.Key(), ID: a.ID}, Mark: pingyi.Mark{Kind: pingyi.Graded, Tier: 1}, Was: &was}
			if i > 0 {
				r.Rubric = pingyi.Rubric{"乙"}.Digest()
			}
			b.Ratings = append(b.Ratings, r)
		}
		all = append(all, b.Unfinished(plan, pingyi.Round{No: 2})...)
	}
	return all
}

func TestAllThatIsUnfinishedIsNamed(t *testing.T) {
	for _, c := range []struct {
		all    []pingyi.Unfinished
		zh, en string
	}{
		{unfinishedBallot(1, "701"), "第 1 项活动（“修路”）：与上一轮", "activity 1 (\"修路\"): it is rated differently"},
		{unfinishedBallot(4, "701")[1:], "有改动：第 4、7、10 项。", "rated them: no. 4, 7, 10."},
		{unfinishedBallot(2, "701", "702"), "部门 701 第 4 项；部门 702 第 4 项，请看过新标准各再评一次；与上一轮的评分不同：部门 701 第 1 项；部门 702 第 1 项，", "department 702 no. 4; read"},
		{unfinishedBallot(1, "701", "702"), "还没有理由：部门 701 第 1 项；部门 702 第 1 项。", "before: department 701 no. 1; department 702 no. 1."},
		{unfinishedBallot(14, "701")[1:], "第 4、7、10、13、16、19、22、25、28、31 项，还有 3 项。", "28, 31 and 3 more."},
	} {
		err := pingyi.ErrUnfinished(c.all)
		if zh, en := pingyi.Explain(err, pingyi.Zh), pingyi.Explain(err, pingyi.En); pingyi.CodeOf(err) != pingyi.State || !strings.Contains(zh, c.zh) || !strings.Contains(en, c.en) {
			t.Errorf("%s\n%s\nwant %s\n%s", zh, en, c.zh, c.en)
		}
	}
	if err := pingyi.ErrUnfinished(nil); err != nil {
		t.Error(err)
	}
}
