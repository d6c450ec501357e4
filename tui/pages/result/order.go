package result

import (
	"cmp"
	"slices"

	"pingyi"
)

// order is how the activities are sorted.
type order int

const (
	byNumber order = iota
	byRank         // best first
	byBudget       // most first
	byName         // by pinyin
	orders
)

func (o order) next() order { return (o + 1) % orders }

// title names the order after "sorted by".
func (o order) title(l pingyi.Lang) string {
	switch o {
	case byRank:
		return l.Of("评审组等级的名次", "rank by the panel's grades")
	case byBudget:
		return l.Of("预算", "budget")
	case byName:
		return l.Of("名称", "name")
	}
	return l.Of("序号", "number")
}

// sort returns the indexes of acts, which come by department and number, in this
// order; those that are equal stay so.
func (o order) sort(acts []pingyi.ActivityResult) []int {
	rows := make([]int, len(acts))
	for i := range rows {
		rows[i] = i
	}
	collator := pingyi.NewCollator()
	slices.SortStableFunc(rows, func(i, j int) int {
		a, b := acts[i], acts[j]
		switch o {
		case byRank:
			return compareRank(a, b)
		case byBudget:
			return cmp.Compare(b.Budget, a.Budget)
		case byName:
			return collator.CompareString(a.Name, b.Name)
		}
		return 0
	})
	return rows
}

// compareRank puts the better first: by rank where the rule gives one, otherwise
// by grade and mean. What has no grade comes last.
func compareRank(a, b pingyi.ActivityResult) int {
	if a.Rank > 0 && b.Rank > 0 {
		return cmp.Compare(a.Rank, b.Rank)
	}
	mean := func(r pingyi.ActivityResult) float64 {
		if r.Score == nil {
			return 0
		}
		return *r.Score
	}
	return cmp.Or(cmp.Compare(b.Consensus.Grade, a.Consensus.Grade), cmp.Compare(mean(b), mean(a)))
}
