package sheet

import (
	"bytes"
	"cmp"
	"slices"

	"golang.org/x/text/collate"

	"pingyi"
)

// decisive is how many bytes of a text decide where it stands: fifty hanzi.
const decisive = 150

// Sorted returns the rows in the order of a column's texts, names by pinyin,
// amounts by what they are; what is empty or cannot be read comes last either way.
// The plan's own order stays, and decides between equals.
func (s *Sheet) Sorted(column int, down bool) []Row {
	type keyed struct {
		at    int // in the plan's order
		none  bool
		money pingyi.Amount
		text  []byte
	}
	money := s.columns[column].Field == pingyi.FieldBudget
	pinyin, buf := pingyi.NewCollator(), collate.Buffer{}
	all := make([]keyed, len(s.order))
	for i, row := range s.order {
		k, text := keyed{at: i}, s.Text(row, column)
		if money {
			var err error
			k.money, err = pingyi.ParseAmount(text)
			k.none = err != nil
		} else {
			k.none = text == ""
			k.text = pinyin.KeyFromString(&buf, text[:min(len(text), decisive)])
		}
		all[i] = k
	}
	slices.SortFunc(all, func(a, b keyed) int {
		order := cmp.Or(cmp.Compare(a.money, b.money), bytes.Compare(a.text, b.text))
		switch {
		case a.none && b.none:
			order = 0
		case a.none:
			return 1
		case b.none:
			return -1
		case down:
			order = -order
		}
		return cmp.Or(order, cmp.Compare(a.at, b.at))
	})
	rows := make([]Row, len(all))
	for i, k := range all {
		rows[i] = s.order[k.at]
	}
	return rows
}
