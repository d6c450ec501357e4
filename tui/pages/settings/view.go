package settings

import (
	"strings"

	"pingyi"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/table"
)

// resize shows the rows as they now are, with the same one selected as far as
// there is one at its place.
func (m *Model) resize() {
	m.rows = m.rowsOf()
	now := *m
	now.table = table.Model{} // it would hold on to the rows before, and they to theirs
	m.table.SetColumns([]table.Column{{Width: m.env.Session.Measure.Width(aKey.title(m.lang())) + 4}, {Width: 20, Flex: 1}})
	m.table.SetRows(table.Rows{Count: len(m.rows), At: now.cells})
	m.line.SetSize(m.env.W)
	m.table.SetSize(m.env.W, max(3, min(len(m.rows), m.env.H-m.belowRows())))
}

func (m Model) cells(i int) []string {
	return []string{m.rows[i].what.title(m.lang()), m.shown(m.rows[i])}
}

// belowRows is the room for what stands below the rows.
func (m Model) belowRows() int {
	if m.line.Open() {
		return min(len(m.line.View())+1, m.env.H/2)
	}
	return min(5, m.env.H/2)
}

// View implements [page.Page].
func (m Model) View() string {
	l := m.lang()
	if m.err != nil {
		return m.env.Fit(m.env.Session.Measure.Wrap("\n"+cells.Visible(pingyi.Explain(m.err, l)), m.env.W))
	}
	if !m.loaded {
		return m.env.Fit([]string{"", "  " + l.Of("正在读取……", "Reading…")})
	}
	lines := append(strings.Split(m.table.View(), "\n"), "")
	if m.line.Open() {
		return m.env.Fit(append(lines, m.line.View()...))
	}
	if r, some := m.selected(); some {
		for _, line := range m.env.Session.Measure.Wrap(cells.Visible(r.what.about(l)), m.env.W) {
			lines = append(lines, m.env.Session.Look.Muted().Render(line))
		}
		if r.what == aKey {
			lines = append(lines, cells.Visible(r.key.Type+"  "+r.key.Fingerprint))
		}
	}
	return m.env.Fit(lines)
}

// Cursor implements [page.Page].
func (m Model) Cursor() (x, y int, shown bool) {
	x, y, shown = m.line.Cursor()
	return x, min(y+strings.Count(m.table.View(), "\n")+2, m.env.H-1), shown
}
