package pingyi

// Arrange puts the activities ids, by their IDs as a plan has them, in the order
// that somebody wanted who may not have known them all: those of wanted stand as
// they do there, each of the others behind the one that it follows in ids, or
// before all. What wanted names besides, or twice, is passed over.
func Arrange(ids, wanted []int) []int {
	there := make(map[int]bool, len(ids))
	for _, id := range ids {
		there[id] = true
	}
	first := make([]int, 0, len(ids))
	known := make(map[int]bool, len(wanted))
	for _, id := range wanted {
		if there[id] && !known[id] {
			known[id] = true
			first = append(first, id)
		}
	}
	followers := map[int][]int{} // of the one that they follow, none being 0
	after := 0
	for _, id := range ids {
		if known[id] {
			after = id
		} else {
			followers[after] = append(followers[after], id)
		}
	}
	order := append(make([]int, 0, len(ids)), followers[0]...)
	for _, id := range first {
		order = append(append(order, id), followers[id]...)
	}
	return order
}
