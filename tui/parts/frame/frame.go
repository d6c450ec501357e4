// Package frame draws boxes, and boxes over screens.
package frame

import (
	"strings"

	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/session"
)

// Box returns lines in a frame of w columns with title in its upper edge. Each
// line is cut or filled to the w-4 columns inside. w is at least 6.
func Box(s session.Session, title string, lines []string, w int) string {
	w = max(w, 6)
	b, m := s.Look.Border(), s.Measure
	var out strings.Builder
	if title != "" {
		title = m.Truncate(" "+oneLine(title)+" ", w-4)
	}
	// In a wide session a piece of line drawing takes two columns: as many pieces
	// as fit, and a blank to make up.
	rule := func(left, right, text string) {
		room := w - m.Width(left) - m.Width(right) - m.Width(text)
		one := m.Width(b.Top)
		out.WriteString(left)
		lead := min(1, room/one)
		out.WriteString(strings.Repeat(b.Top, lead))
		if text != "" {
			out.WriteString(s.Look.Title().Render(text))
		}
		room -= lead * one
		out.WriteString(strings.Repeat(" ", room%one))
		out.WriteString(strings.Repeat(b.Top, room/one))
		out.WriteString(right)
	}
	rule(b.TopLeft, b.TopRight, title)
	edge := m.Width(b.Left) + m.Width(b.Right)
	for _, l := range lines {
		out.WriteString("\n" + b.Left + " " + m.Pad(l, w-edge-2) + " " + b.Right)
	}
	out.WriteByte('\n')
	rule(b.BottomLeft, b.BottomRight, "")
	return out.String()
}

// Inside returns the columns that [Box] leaves for lines in a box of w.
func Inside(s session.Session, w int) int {
	b := s.Look.Border()
	return max(w, 6) - s.Measure.Width(b.Left) - s.Measure.Width(b.Right) - 2
}

// Centre returns where a box of bw×bh begins in the middle of w×h.
func Centre(w, h, bw, bh int) (x, y int) { return max(0, (w-bw)/2), max(0, (h-bh)/2) }

// Over returns screen, w columns wide, with box drawn at x, y. What of the box
// lies below the screen is left out.
func Over(m cells.Measure, screen, box string, w, x, y int) string {
	lines := strings.Split(screen, "\n")
	for i, l := range strings.Split(box, "\n") {
		if at := y + i; at < len(lines) {
			bw := min(m.Width(l), w-x)
			lines[at] = m.Cut(lines[at], 0, x) + m.Cut(l, 0, bw) + m.Cut(lines[at], x+bw, w)
		}
	}
	return strings.Join(lines, "\n")
}

func oneLine(s string) string { return strings.ReplaceAll(cells.Visible(s), "\n", " ") }
