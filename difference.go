package pingyi

import "slices"

// Difference is one place in which two entries of a plan's activities say something
// different: a field of an activity that both have, or an activity that only one
// has.
type Difference struct {
	// The IDs that the activity has in either entry; 0 in the one that lacks it.
	FirstID  int `json:"first_id,omitempty"`
	SecondID int `json:"second_id,omitempty"`

	Field Field `json:"field"` // of an activity that only one entry has see [Difference.Row]
	Tier  Tier  `json:"tier"`  // of FieldCriteria; otherwise NoTier

	// What either entry says, an amount in 万元; of an activity that only one has, its
	// name and nothing.
	First  string `json:"first"`
	Second string `json:"second"`
}

// wholeRow stands for the field of an activity that only one entry has.
const wholeRow = "row"

// Row reports whether the difference is an activity that only one entry has.
func (d Difference) Row() bool { return d.Field == wholeRow }

// CompareEntries returns where two entries of a plan differ: what both have in the
// order of the first, then what only the second has, in its order. The order of the
// activities is not compared, nor is anything but their text: two entries without a
// difference hold the same activities ([Activity.Equal]). A scale has tiers tiers.
func CompareEntries(first, second []Activity, tiers int) []Difference {
	var found []Difference
	match := PairEntries(first, second)
	taken := make([]bool, len(second))
	for i, a := range first {
		m := match[i]
		if m < 0 {
			found = append(found, Difference{FirstID: a.ID, Field: wholeRow, Tier: NoTier, First: a.Name})
			continue
		}
		taken[m] = true
		b := second[m]
		for _, c := range entryCells(tiers) {
			if one, two := a.Text(c.Field, c.Tier), b.Text(c.Field, c.Tier); one != two {
				found = append(found, Difference{a.ID, b.ID, c.Field, c.Tier, one, two})
			}
		}
	}
	for i, b := range second {
		if !taken[i] {
			found = append(found, Difference{SecondID: b.ID, Field: wholeRow, Tier: NoTier, Second: b.Name})
		}
	}
	return found
}

// entryCells are the fields of an activity, the tiers from the best.
func entryCells(tiers int) []Difference {
	var cells []Difference
	for _, f := range []Field{FieldName, FieldBudget, FieldContent, FieldGoal, FieldIndicator} {
		cells = append(cells, Difference{Field: f, Tier: NoTier})
	}
	for t := tiers - 1; t >= 0; t-- {
		cells = append(cells, Difference{Field: FieldCriteria, Tier: Tier(t)})
	}
	return cells
}

// PairEntries returns for each activity of the first entry the index of the one in
// the second that was keyed from the same row, or -1. Activities of one name
// ([NameKey]) are that: where several have it those that are equal, and of the others
// the first with the first. So are two that are left over beside such a pair in both
// entries (both directly behind it, or both directly before it, or both at the
// beginning or the end) and agree in something besides: the name was keyed wrong in
// one of them. Who is first makes no difference.
func PairEntries(first, second []Activity) []int {
	byName := map[string][]int{}
	for j, b := range second {
		key := NameKey(b.Name)
		byName[key] = append(byName[key], j)
	}
	match, taken := make([]int, len(first)), make([]bool, len(second))
	named := func(fits func(a, b Activity) bool) {
		for i, a := range first {
			if match[i] >= 0 {
				continue
			}
			key := NameKey(a.Name)
			at := slices.IndexFunc(byName[key], func(j int) bool { return fits(a, second[j]) })
			if at >= 0 {
				match[i], taken[byName[key][at]] = byName[key][at], true
				byName[key] = slices.Delete(byName[key], at, at+1)
			}
		}
	}
	for i := range match {
		match[i] = -1
	}
	named(Activity.Equal)
	named(func(Activity, Activity) bool { return true })
	pair := func(i, j int) {
		if match[i] < 0 && j >= 0 && j < len(second) && !taken[j] && first[i].agrees(second[j]) {
			match[i], taken[j] = j, true
		}
	}
	for i := range first {
		switch {
		case i == 0:
			pair(i, 0)
		case match[i-1] >= 0:
			pair(i, match[i-1]+1)
		}
	}
	for i := len(first) - 1; i >= 0; i-- {
		switch {
		case i == len(first)-1:
			pair(i, len(second)-1)
		case match[i+1] >= 0:
			pair(i, match[i+1]-1)
		}
	}
	return match
}

// PlaceOf returns where in the other entry the activity i of one belongs, which has
// it not: behind the one that it follows.
func PlaceOf(one, other []Activity, i int) int {
	match := PairEntries(one, other)
	for i--; i >= 0; i-- {
		if match[i] >= 0 {
			return match[i] + 1
		}
	}
	return 0
}

// agrees reports whether two activities have something in common besides the name
// that says anything: a text, or an amount.
func (a Activity) agrees(b Activity) bool {
	same := func(one, two string) bool { return one != "" && one == two }
	if a.Budget != 0 && a.Budget == b.Budget || same(a.Content, b.Content) || same(a.Goal, b.Goal) || same(a.Indicator, b.Indicator) {
		return true
	}
	for i := range a.Rubric {
		if same(a.Rubric[i], b.Rubric.of(i)) {
			return true
		}
	}
	return false
}

// Settle returns both entries' activities with text in the field in which they
// differ, as the record keeps it on the scale. The error names the field.
func (d Difference) Settle(first, second Activity, text string, s Scale) (Activity, Activity, error) {
	settled := [2]Activity{first, second}
	for i := range settled {
		a := &settled[i]
		a.Rubric = append(Rubric(nil), a.Rubric...)
		for len(a.Rubric) < s.Len() {
			a.Rubric = append(a.Rubric, "")
		}
		if d.Field == FieldBudget {
			amount, err := ParseAmount(text)
			if err != nil {
				return first, second, err.(*Error).At(Place{Entry: FieldBudget, Text: text})
			}
			a.Budget = amount
		} else if field := a.at(d.Field, d.Tier); field != nil {
			*field = text
		}
		clean, _, err := a.Clean(s)
		if err != nil {
			return first, second, err
		}
		*a = clean
	}
	return settled[0], settled[1], nil
}

// Text returns what the activity says in a field, an amount in 万元. t is the tier of
// [FieldCriteria].
func (a Activity) Text(f Field, t Tier) string {
	if f == FieldBudget {
		return a.Budget.String()
	}
	if field := a.at(f, t); field != nil {
		return *field
	}
	return ""
}

// at returns where a text of the activity stands; nil where it has no such.
func (a *Activity) at(f Field, t Tier) *string {
	switch f {
	case FieldName:
		return &a.Name
	case FieldContent:
		return &a.Content
	case FieldGoal:
		return &a.Goal
	case FieldIndicator:
		return &a.Indicator
	case FieldCriteria:
		if t >= 0 && int(t) < len(a.Rubric) {
			return &a.Rubric[t]
		}
	}
	return nil
}
