package plans

import (
	"cmp"
	"slices"
	"strings"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/parts/match"
)

// order is one way to sort the list.
type order int

const (
	byUse  order = iota // what is pinned, what was opened last, the others as by year
	byYear              // the newest first
	byCode
	byName
	byBudget // the largest first
	sorts
)

func (o order) title(l pingyi.Lang) string {
	switch o {
	case byYear:
		return l.Of("按年度，新的在前", "by year, newest first")
	case byCode:
		return l.Of("按部门代码", "by code")
	case byName:
		return l.Of("按部门名称拼音", "by name, in pinyin")
	case byBudget:
		return l.Of("按预算从大到小", "by budget, largest first")
	}
	return l.Of("置顶、最近的在前", "pinned and recent first")
}

// ordersOf sorts the plans in every way once, so that neither filtering nor a
// change of order compares names again. plans come by year and code.
func ordersOf(plans []store.PlanSummary, use uses) (orders [sorts][]int) {
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
			if o == byUse {
				return cmp.Or(cmp.Compare(use[p.Key].place(), use[q.Key].place()), later, code)
			}
			return cmp.Or(later, code)
		})
		orders[o] = all
	}
	return orders
}

// uses says of plans, by their keys, what their person made of them.
type uses map[pingyi.PlanKey]use

type use struct {
	pinned bool
	opened int // 1 for the last opened, 2 for the one before, ...; 0 for none of these
}

func usesOf(b store.Bookmarked) uses {
	all := uses{}
	for _, p := range b.Pinned {
		all[p.Key] = use{pinned: true}
	}
	for i, p := range b.Recent {
		all[p.Key] = use{all[p.Key].pinned, i + 1}
	}
	return all
}

// place is where a plan stands in [byUse].
func (u use) place() int {
	switch {
	case u.pinned:
		return 0
	case u.opened > 0:
		return u.opened
	}
	return pingyi.MaxRecent + 1
}

// words say of a plan what can be looked for beside its text.
func words(p store.PlanSummary, u use) (list []match.Word) {
	if u.pinned {
		list = append(list, match.Word{Zh: "置顶", En: "pinned"})
	}
	if u.opened > 0 {
		list = append(list, match.Word{Zh: "最近", En: "recent"})
	}
	if p.Stage != "" {
		list = append(list, match.Word{Zh: p.Stage.In(pingyi.Zh), En: strings.ReplaceAll(p.Stage.In(pingyi.En), " ", "-")})
	}
	switch {
	case p.Sealed: // how complete it is, is not theirs to know
		return list
	case p.Activities == 0:
		return append(list, match.Word{Zh: "空计划", En: "empty"})
	case p.Complete < p.Activities:
		return append(list, match.Word{Zh: "不完整", En: "incomplete"})
	}
	return append(list, match.Word{Zh: "完整", En: "complete"})
}
