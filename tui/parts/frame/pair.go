package frame

import (
	"strings"

	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/session"
)

// Pair is two texts in boxes side by side, to be compared.
type Pair struct {
	LeftTitle, Left   string
	RightTitle, Right string
}

// Lines returns the pair in at most w columns and h lines. What has no room is cut
// off, with a sign for it.
func (p Pair) Lines(s session.Session, w, h int) []string {
	half := (w - 1) / 2
	inside, room := Inside(s, half), max(1, h-2) // without the edges
	wrap := func(text string) []string {
		if text == "" {
			text = s.Lang.Of("（空）", "(empty)")
		}
		rows := s.Measure.Wrap(cells.Visible(text), inside)
		if len(rows) > room {
			rest := strings.Join(rows[room-1:], "")
			rows = append(rows[:room-1:room-1], s.Measure.Truncate(rest, inside))
		}
		return rows
	}
	left, right := wrap(p.Left), wrap(p.Right)
	for len(left) < len(right) {
		left = append(left, "")
	}
	for len(right) < len(left) {
		right = append(right, "")
	}
	a := strings.Split(Box(s, p.LeftTitle, left, half), "\n")
	b := strings.Split(Box(s, p.RightTitle, right, half), "\n")
	for i := range a {
		a[i] += " " + b[i]
	}
	return a
}
