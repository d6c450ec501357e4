package plans

import (
	"cmp"
	"slices"

	"pingyi"
	"pingyi/store"
)

// order is one way to sort the list.
type order int

const (
	byYear order = iota // the newest first
	byCode
	byName
	byBudget // the largest first
	sorts
)

func (o order) title(l pingyi.Lang) string {
	switch o {
	case byCode:
		return l.Of("按部门代码", "by code")
	case byName:
		return l.Of("按部门名称拼音", "by name, in pinyin")
	case byBudget:
		return l.Of("按预算从大到小", "by budget, largest first")
	}
	return l.Of("按年度，新的在前", "by year, newest first")
}

// ordersOf sorts the plans in every way once, so that neither filtering nor a
// change of order compares names again. plans come by year and code.
func ordersOf(plans []store.PlanSummary) (orders [sorts][]int) {
	collator := pingyi.NewCollator()
	for o := range sorts {
		all := make([]int, len(plans))
		for i := range all {
			all[i] = i
		}
		slices.SortStableFunc(all, func(a, b int) int {
			p, q := plans[a], plans[b]
			later := cmp.Compare(q.Key.Year, p.Key.Year)
			code := pingyi.PlanKey{Department: p.Key.Department}.Compare(pingyi.PlanKey{Department: q.Key.Department})
			switch o {
			case byCode:
				return cmp.Or(code, later)
			case byName:
				return cmp.Or(collator.CompareString(p.Department.Name, q.Department.Name), code, later)
			case byBudget:
				return cmp.Or(cmp.Compare(q.Budget, p.Budget), later, code)
			}
			return cmp.Or(later, code)
		})
		orders[o] = all
	}
	return orders
}
