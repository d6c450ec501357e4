package cells

// Differ returns where two texts differ: both are the same before the byte start, and
// after endA in one and endB in the other. No character is cut.
func (m Measure) Differ(a, b string) (start, endA, endB int) {
	one, two := m.split(a), m.split(b)
	n := min(len(one), len(two))
	same := 0
	for same < n && one[same] == two[same] {
		start += len(one[same])
		same++
	}
	endA, endB = len(a), len(b)
	for i := 1; i <= n-same && one[len(one)-i] == two[len(two)-i]; i++ {
		endA -= len(one[len(one)-i])
		endB -= len(two[len(two)-i])
	}
	return start, endA, endB
}

func (m Measure) split(s string) (clusters []string) {
	for c := range m.Clusters(s) {
		clusters = append(clusters, c)
	}
	return clusters
}
