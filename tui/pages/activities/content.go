package activities

import (
	"cmp"
	"slices"

	"pingyi"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/match"
)

// content is a plan with all that is worked out from it once, when it is loaded,
// so that a key never costs more than looking things up.
type content struct {
	plan     pingyi.Plan
	budget   pingyi.Amount      // of all activities
	complete int                // activities with a criterion for every tier
	general  []pingyi.Finding   // about the plan as a whole
	findings [][]pingyi.Finding // by activity
	noted    int                // the most of them that one has
	widest   []int              // columns of the longest name, and of the longest text of each part
	index    *match.Index
	orders   [sorts][]int
}

// In widest, the name comes before the parts.
const (
	nameText = iota
	firstPart
)

func prepare(p pingyi.Plan, measure cells.Measure) content {
	c := content{plan: p, budget: p.Budget(), findings: make([][]pingyi.Finding, len(p.Activities)), widest: make([]int, firstPart+beforeTiers+p.Scale.Len())}
	for _, f := range pingyi.Lint(&p) {
		if f.Activity == 0 {
			c.general = append(c.general, f)
		} else {
			c.findings[f.Activity-1] = append(c.findings[f.Activity-1], f)
		}
	}
	items := make([]match.Item, len(p.Activities))
	for i, a := range p.Activities {
		c.noted = max(c.noted, len(c.findings[i]))
		for n, text := range append([]string{a.Name}, texts(p.Scale, a)...) {
			c.widest[n] = max(c.widest[n], measure.Width(text))
		}
		var kinds []pingyi.FindingKind
		for _, f := range c.findings[i] {
			kinds = append(kinds, f.Kind)
		}
		items[i] = match.Activity(i+1, a.Name, a.Budget.String(), kinds...)
		if a.Rubric.Complete() == p.Scale.Len() {
			c.complete++
		}
	}
	c.index = match.NewItems(items)
	c.index.Ready() // the pinyin is looked up here and not at the first key
	c.orders = ordersOf(p)
	return c
}

// order is one way to sort the list.
type order int

const (
	byNumber order = iota
	byBudget       // the largest first
	byName
	sorts
)

func (o order) title(l pingyi.Lang) string {
	switch o {
	case byBudget:
		return l.Of("按预算从大到小", "by budget")
	case byName:
		return l.Of("按名称拼音", "by name in pinyin")
	}
	return l.Of("按序号", "by number")
}

func ordersOf(p pingyi.Plan) (orders [sorts][]int) {
	collator := pingyi.NewCollator()
	for o := range sorts {
		all := make([]int, len(p.Activities))
		for i := range all {
			all[i] = i
		}
		slices.SortStableFunc(all, func(i, j int) int {
			a, b := p.Activities[i], p.Activities[j]
			switch o {
			case byBudget:
				return cmp.Compare(b.Budget, a.Budget)
			case byName:
				return collator.CompareString(a.Name, b.Name)
			}
			return 0
		})
		orders[o] = all
	}
	return orders
}
