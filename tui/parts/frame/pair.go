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

	Mark bool // what differs is marked, and in sight however long the texts are
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
			more := s.Measure.Pad(s.Measure.Truncate(rows[room-1], inside-2), inside-2) + " " + s.Look.Below()
			rows = append(rows[:room-1:room-1], more)
		}
		return rows
	}
	left, right := wrap(p.Left), wrap(p.Right)
	if p.Mark {
		one, two := cells.Visible(p.Left), cells.Visible(p.Right)
		start, endLeft, endRight := s.Measure.Differ(one, two)
		left, right = marked(s, one, start, endLeft, inside, room), marked(s, two, start, endRight, inside, room)
	}
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

// marked wraps text to w columns and h rows, with what stands from start to end
// drawn as a warning. Where not all has room it begins a row before that.
func marked(s session.Session, text string, start, end, w, h int) (rows []string) {
	if text == "" {
		return []string{s.Look.Warning().Render(s.Lang.Of("（空）", "(empty)"))}
	}
	at := 0
	for i, sp := range s.Measure.Spans(text, w) {
		from, to := max(sp.Start, min(start, sp.End)), max(sp.Start, min(end, sp.End))
		row := text[sp.Start:from]
		if from < to {
			row += s.Look.Warning().Render(text[from:to])
		}
		rows = append(rows, s.Measure.Truncate(strings.TrimRight(row+text[to:sp.End], " "), w))
		if sp.Start <= start {
			at = i
		}
	}
	if len(rows) <= h {
		return rows
	}
	at = max(0, min(at-1, len(rows)-h))
	shown := rows[at:min(len(rows), at+h)]
	if rest := at + h; rest < len(rows) {
		shown[h-1] = s.Measure.Pad(s.Measure.Cut(shown[h-1], 0, w-2), w-2) + " " + s.Look.Below()
	}
	return shown
}
