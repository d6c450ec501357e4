package sheet

import (
	"cmp"
	"slices"

	"golang.org/x/text/collate"

	"pingyi"
)

// Sorted returns the rows in the order of a column's texts, names by pinyin,
// amounts by what they are; what is empty or cannot be read comes last either way.
// The plan's own order stays, and decides between equals.
func (s *Sheet) Sorted(column int, down bool) []Row {
	type keyed struct {
		row   Row
		none  bool
		money pingyi.Amount
		text  []byte
	}
	money := s.columns[column].Field == pingyi.FieldBudget
	pinyin, buf := pingyi.NewCollator(), collate.Buffer{}
	all := make([]keyed, len(s.order))
	for i, row := range s.order {
		k, text := keyed{row: row}, s.Text(row, column)
		if money {
			var err error
			k.money, err = pingyi.ParseAmount(text)
			k.none = err != nil
		} else {
			k.none = text == ""
			k.text = pinyin.KeyFromString(&buf, pingyi.Excerpt(text, 50))
		}
		all[i] = k
	}
	slices.SortStableFunc(all, func(a, b keyed) int {
		if a.none || b.none {
			switch {
			case a.none && b.none:
				return 0
			case a.none:
				return 1
			}
			return -1
		}
		order := cmp.Or(cmp.Compare(a.money, b.money), slices.Compare(a.text, b.text))
		if down {
			return -order
		}
		return order
	})
	rows := make([]Row, len(all))
	for i, k := range all {
		rows[i] = k.row
	}
	return rows
}
