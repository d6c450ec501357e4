package edit

import (
	"strings"

	"pingyi/tui/parts/cells"
)

// row is one row of the editor: a stretch of the text.
type row struct {
	start, end int
	hard       bool // the next row begins after a line end
}

// layout wraps the text anew and scrolls so that the caret is in sight. The
// last column is left free: there the caret stands after a full row.
func (m *Model) layout() {
	m.rows = m.rows[:0:0]
	if !m.options.Lines {
		m.rows = []row{{0, len(m.text), true}}
		m.scrollLine()
		return
	}
	for _, sp := range m.session.Measure.Spans(m.text, m.w-1) {
		m.rows = append(m.rows, row{sp.Start, sp.End, sp.Hard})
	}
	r := m.row()
	m.top = min(m.top, r, max(0, len(m.rows)-m.h))
	m.top = max(m.top, r-m.h+1)
}

// scrollLine moves a single line sideways until the caret is in sight, with what
// stands before it.
func (m *Model) scrollLine() {
	if !m.focused {
		m.left = 0
		return
	}
	x := m.column(0, m.caret)
	switch { // by a third of the width, so that not every key redraws the line
	case m.column(0, len(m.text)) < m.w:
		m.left = 0
	case x <= m.left:
		m.left = max(0, x-m.w/3)
	case x-m.left >= m.w:
		m.left = x - m.w*2/3
	}
	// A row never begins with half a hanzi: begin at the next cluster.
	at := 0
	for c := range m.session.Measure.Clusters(m.text) {
		if at >= m.left {
			break
		}
		at += m.columns(c)
	}
	m.left = min(max(at, m.left), x)
}

// columns returns how many columns one cluster is shown in.
func (m Model) columns(cluster string) int { return m.session.Measure.Width(m.shown(cluster)) }

// shown returns text as it is drawn. A line end inside a single line, which no
// key puts there, shows as a sign; a masked character as a dot.
func (m Model) shown(s string) string {
	if m.options.Mask {
		dots := ""
		for range m.session.Measure.Clusters(s) {
			dots += m.session.Look.Dot()
		}
		return dots
	}
	s = cells.Visible(s)
	if !m.options.Lines {
		s = strings.ReplaceAll(s, "\n", "␊")
	}
	return s
}

// column returns the column at which byte i of row r is shown, unscrolled.
func (m Model) column(r, i int) int {
	return m.session.Measure.Width(m.shown(m.text[m.rows[r].start:i]))
}

// row returns the row that the caret stands in.
func (m Model) row() int {
	for i, r := range m.rows {
		if m.caret < r.end || m.caret == r.end && (r.hard || m.tail) {
			return i
		}
	}
	return len(m.rows) - 1
}

// vertical moves the caret by rows, to the column that it had when up and down
// began; past the first and the last row it stays.
func (m *Model) vertical(by int) {
	from := m.row()
	to := from + by
	if to < 0 || to >= len(m.rows) {
		return
	}
	goal := m.goal
	if goal < 0 {
		goal = m.column(from, m.caret)
	}
	r := m.rows[to]
	at, x := r.start, 0
	for c := range m.session.Measure.Clusters(m.text[r.start:r.end]) {
		cw := m.columns(c)
		if x+(cw+1)/2 > goal { // the nearer side of a hanzi
			break
		}
		at += len(c)
		x += cw
	}
	m.place(at)
	m.goal, m.tail = goal, at == r.end && !r.hard
}

// Cursor returns where the caret stands, in columns and rows from the upper left
// corner of View; ok is false without focus. The real cursor belongs there: an
// input method opens at it.
func (m Model) Cursor() (x, y int, ok bool) {
	if !m.focused {
		return 0, 0, false
	}
	r := m.row()
	return min(m.column(r, m.caret)-m.left, m.w-1), r - m.top, true
}

// More reports whether text is out of sight before and after what View shows.
func (m Model) More() (before, after bool) {
	if m.options.Lines {
		return m.top > 0, m.top+m.h < len(m.rows)
	}
	return m.left > 0, m.column(0, len(m.text))-m.left > m.w
}

// View returns the rows in sight, without styles: exactly the height set, each
// at most the width set.
func (m Model) View() string {
	lines := make([]string, m.h)
	for i := range lines {
		if r := m.top + i; r < len(m.rows) {
			line := m.shown(m.text[m.rows[r].start:m.rows[r].end])
			lines[i] = strings.TrimRight(m.session.Measure.Cut(line, m.left, m.left+m.w), " ")
		}
	}
	return strings.Join(lines, "\n")
}
