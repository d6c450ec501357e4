package grid

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"pingyi"
	"pingyi/tui/pages/grid/sheet"
	"pingyi/tui/parts/cells"
)

// rule parts the grid from what stands below it: of which column that is, and how the
// plan stands.
func (m Model) rule() string {
	s := m.env.Session
	measure, piece := s.Measure, s.Look.Border().Top
	title := m.sheet.Title(m.at.column, s.Lang)
	// On a thin line it changes with every step, where a colour and a way into the line
	// would be paid each time.
	if m.block != nil {
		area := m.selection()
		title = fmt.Sprintf(s.Lang.Of("选中 %d 行 %d 栏", "%d rows, %d columns selected"), len(area.Rows), area.To-area.From)
	}
	left := title + " "
	if !s.Look.Thin {
		left = piece + " " + s.Look.Label().Render(title) + " "
	}
	right := m.standing()
	room := m.env.W - measure.Width(right) - 2*measure.Width(piece)
	left = measure.Truncate(left, room)
	n := (room - measure.Width(left)) / measure.Width(piece)
	return left + strings.Repeat(piece, max(0, n)) + right + piece
}

// troubleLine is what is wrong with the cell, on one line.
func (m Model) troubleLine() string {
	text, refused := m.trouble()
	if text == "" {
		return ""
	}
	style := m.doubt()
	if refused {
		style = m.env.Session.Look.Error()
	}
	return style.Render(m.env.Session.Measure.Truncate(text, m.env.W))
}

// doubt is how it looks that something may be wrong. On a thin line a colour there and
// back would take more than what it is told with.
func (m Model) doubt() lipgloss.Style {
	if look := m.env.Session.Look; !look.Thin {
		return look.Warning()
	}
	return lipgloss.NewStyle()
}

// trouble is what is wrong with the cell, or who else is at its row.
func (m Model) trouble() (text string, refused bool) {
	l := m.env.Session.Lang
	row, ok := m.row()
	if m.entry != nil {
		if m.entry.fault != nil {
			return sheet.Explain(m.entry.fault, l), pingyi.CodeOf(m.entry.fault) != pingyi.Exists
		}
		return "", false
	}
	if !ok {
		return "", false
	}
	if who := m.editing(m.sheet.ID(row)); who != "" {
		return fmt.Sprintf(l.Of("%s 正在填这一行", "%s is filling in this row"), who), false
	}
	if m.disputed() {
		return m.clashed(), true
	}
	return m.flaw(sheet.Cell{Row: row, Column: m.at.column})
}

// standing is how the plan stands: what is being saved, the sum, what is wrong.
func (m Model) standing() string {
	s := m.env.Session
	l := s.Lang
	if m.saving.under && m.saving.of >= progressFrom {
		const length = 10
		done := length * m.saving.did / m.saving.of
		return fmt.Sprintf(l.Of(" 正在保存 %s %d/%d ", " saving %s %d/%d "), strings.Repeat("#", done)+strings.Repeat(".", length-done), m.saving.did, m.saving.of)
	}
	rows := fmt.Sprintf(l.Of("%d 项", "%d rows"), len(m.sheet.Rows()))
	if m.seek.filter != "" {
		rows = s.Look.Warning().Render(fmt.Sprintf(l.Of("筛选“%s”：%d/%d 项", "filter %q: %d/%d rows"), pingyi.Excerpt(m.seek.filter, 10), len(m.shown), len(m.sheet.Rows())))
	}
	parts := []string{rows, l.Of("合计 ", "sum ") + m.sheet.Budget().Grouped()}
	if stated := m.sheet.Stated(); stated != nil && *stated != m.sheet.Budget() {
		parts = append(parts, s.Look.Warning().Render(l.Of("≠ 所列 ", "≠ stated ")+stated.Grouped()))
	}
	if n := len(m.sheet.Findings()) + len(m.sheet.Clashes()); n > 0 {
		parts = append(parts, fmt.Sprintf(l.Of("问题 %d", "findings %d"), n))
	}
	return " " + strings.Join(parts, "  ") + " "
}

// progressFrom is how many edits are worth a progress bar.
const progressFrom = 100

// below is what stands below the rule: the cell that is filled in, or what stands in
// it, in full.
func (m Model) below() []string {
	switch {
	case m.choice != nil:
		return m.choiceLines(m.frame.below)
	case m.seek.line != nil:
		return m.findLines()
	case m.paste != nil:
		return m.wrapped(strings.Join(m.pasteLines(), "\n"), m.frame.below)
	case m.template.Typing():
		return m.template.View()
	case m.entry != nil:
		return append(strings.Split(m.entry.edit.View(), "\n"), m.entryLine())
	}
	row, ok := m.row()
	if !ok && m.viewed() {
		return m.wrapped(m.noRows(), m.frame.below)
	}
	if !ok {
		return m.wrapped(m.env.Session.Lang.Of("在这里填写就新增一行；也可以粘贴从 Excel、WPS 或 Word 复制的表格。", "What is typed here makes a new row; a table copied from Excel, WPS or Word can be pasted too."), m.frame.below)
	}
	lines := m.wrapped(cells.Visible(m.sheet.Text(row, m.at.column)), m.frame.below-1)
	for len(lines) < m.frame.below-1 {
		lines = append(lines, "")
	}
	return append(lines, m.troubleLine())
}

// wrapped is a text in n lines at most, with a sign where it has more.
func (m Model) wrapped(text string, n int) []string {
	measure := m.env.Session.Measure
	var lines []string
	for part := range strings.SplitSeq(text, "\n") {
		lines = append(lines, measure.Wrap(part, m.env.W)...)
	}
	if len(lines) > n {
		lines = lines[:n]
		lines[n-1] = measure.Truncate(lines[n-1], m.env.W-2) + " " + m.env.Session.Look.Below()
	}
	return lines
}
