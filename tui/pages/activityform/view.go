package activityform

import (
	"fmt"
	"strings"

	"pingyi/keymaps"
)

// head returns the lines above the form: where one is, whether it is saved, a draft
// that was found, and what is asked for.
func (m Model) head() []string {
	l, measure := m.env.Session.Lang, m.env.Session.Measure
	where := fmt.Sprintf(l.Of("%s %s  %d 年度", "%s %s  %d"), m.key.Department, m.plan.Department.Name, m.key.Year)
	if n := len(m.plan.Activities); m.id != 0 {
		where = position(m.place()+1, n) + "  " + where
	}
	state := m.draft.State(m.env.Session, m.saving, m.Unsaved())
	lines := []string{measure.Pad(where, m.env.W-measure.Width(state)-1) + " " + state}
	if m.draft.Offered() {
		lines = append(lines, m.draft.Notice(m.env))
	}
	return append(lines, m.template.View()...)
}

func position(i, n int) string { return fmt.Sprintf("%d/%d", i, n) }

func (m *Model) resize() {
	if m.ready {
		m.form.SetSize(m.env.W, m.env.H-len(m.head()))
		m.suggest()
	}
}

// View implements [page.Page].
func (m Model) View() string {
	var lines []string
	switch {
	case !m.ready:
		lines = []string{"", m.env.Session.Lang.Of("  正在读取……", "  Reading…")}
	case m.clash != nil:
		lines = m.clashView()
	default:
		lines = append(m.head(), strings.Split(m.form.View(), "\n")...)
	}
	for len(lines) < m.env.H {
		lines = append(lines, "")
	}
	lines = lines[:m.env.H]
	for i, line := range lines {
		lines[i] = m.env.Session.Measure.Truncate(line, m.env.W)
	}
	return strings.Join(lines, "\n")
}

// Cursor implements [page.Page].
func (m Model) Cursor() (x, y int, shown bool) {
	switch {
	case m.ready && m.template.Typing():
		x, y, shown = m.template.Cursor()
		return x, y + len(m.head()) - len(m.template.View()), shown
	case !m.ready || m.Place() != keymaps.Form:
		return 0, 0, false
	}
	x, y, shown = m.form.Cursor()
	return x, y + len(m.head()), shown
}
