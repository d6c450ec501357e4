package page

import "strings"

// Fit makes lines exactly the page's rows, and none wider than its columns: what
// [Page.View] returns.
func (e Env) Fit(lines []string) string {
	fitted := make([]string, e.H)
	for i := range min(len(lines), e.H) {
		fitted[i] = e.Session.Measure.Truncate(lines[i], e.W)
	}
	return strings.Join(fitted, "\n")
}
