package planform

import (
	"strings"
)

// headRows returns how many lines stand above the form.
func (m Model) headRows() int {
	if m.draft.Offered() {
		return 2
	}
	return 1
}

func (m *Model) resize() { m.form.SetSize(m.env.W, m.env.H-m.headRows()) }

// View implements [page.Page].
func (m Model) View() string {
	l, measure, looks := m.env.Session.Lang, m.env.Session.Measure, m.env.Session.Look
	if !m.ready {
		return "\n" + l.Of("  正在读取……", "  Reading…") + strings.Repeat("\n", m.env.H-2)
	}
	if m.clash != nil {
		lines := m.clashView()
		for len(lines) < m.env.H {
			lines = append(lines, "")
		}
		return strings.Join(lines[:m.env.H], "\n")
	}
	hint := l.Of("“职责分类绩效目标”一行一条；合计可以不填。", "\"Duty goals\": one a line. The total may be left empty.")
	state := m.draft.State(m.env.Session, m.saving, m.Unsaved())
	top := looks.Muted().Render(measure.Pad(hint, m.env.W-measure.Width(state)-1)) + " " + state + "\n"
	if m.draft.Offered() {
		top += m.draft.Notice(m.env) + "\n"
	}
	return top + m.form.View()
}

// Cursor implements [page.Page].
func (m Model) Cursor() (x, y int, shown bool) {
	if !m.ready || m.draft.Offered() || m.clash != nil {
		return 0, 0, false
	}
	x, y, shown = m.form.Cursor()
	return x, y + m.headRows(), shown
}
