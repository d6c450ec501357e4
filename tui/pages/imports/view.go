package imports

import (
	"fmt"
	"strings"

	"pingyi"
	"pingyi/keymaps"
)

// formH is the rows of the form: its four fields, and what is wrong with one.
const formH = 5

func (m *Model) resize() {
	m.form.SetSize(m.env.W, formH)
	m.top = max(0, min(m.top, len(m.report())-m.room()))
}

// head returns the lines above the report.
func (m Model) head() []string {
	l, looks := m.env.Session.Lang, m.env.Session.Look
	if m.stage == asking {
		lines := []string{looks.Muted().Render(l.Of("Word、Excel、CSV、文本都可以。年度和部门在文件里写了的，不用填。",
			"Word, Excel, CSV or text. Leave out what the file itself states."))}
		return append(append(lines, strings.Split(m.form.View(), "\n")...), m.rule())
	}
	acts := 0
	var budget pingyi.Amount
	for _, p := range m.plans {
		acts, budget = acts+len(p.Plan.Activities), budget+p.Plan.Budget()
	}
	file := strings.TrimSpace(m.form.Value(file))
	return []string{l.Of(fmt.Sprintf("%s：%d 份计划，%d 项活动，预算 %s 万元", file, len(m.plans), acts, budget.Grouped()),
		fmt.Sprintf("%s: %d plans, %d activities, %s 万元", file, len(m.plans), acts, budget.Grouped())), m.rule()}
}

// foot says what the next key does.
func (m Model) foot() string {
	s := m.env.Session
	save, enter := s.Keys.Hint(keymaps.Form, keymaps.Save, s.Lang), s.Keys.Hint(keymaps.List, keymaps.Open, s.Lang)
	if m.env.ReadFile == nil { // there is nothing to read
		return ""
	}
	switch m.stage {
	case asking:
		return s.Lang.Of("填好后按"+enter+"读取；读了先给您看，不会马上导入。", "Press "+enter+" to read it. You see what it holds before anything is imported.")
	case reading:
		return s.Lang.Of("正在读取……", "Reading…")
	case importing:
		return s.Lang.Of("正在导入……", "Importing…")
	case previewed:
		return s.Lang.Of("还没有导入。按"+enter+"或 "+save+" 导入；按 Esc 回去换文件。", "Nothing is imported yet. "+enter+" or "+save+" imports it, Esc goes back to the file.")
	}
	return s.Lang.Of("按"+enter+"返回。", enter+" goes back.")
}

// room returns how many lines of the report are shown.
func (m Model) room() int { return max(1, m.env.H-len(m.head())-1) }

func (m Model) rule() string {
	piece := m.env.Session.Look.Border().Top
	return strings.Repeat(piece, m.env.W/m.env.Session.Measure.Width(piece))
}

// View implements [page.Page].
func (m Model) View() string {
	measure, looks := m.env.Session.Measure, m.env.Session.Look
	report, room := m.report(), m.room()
	shown := report[min(m.top, len(report)):min(m.top+room, len(report))]
	lines := append(m.head(), shown...)
	for len(lines) < m.env.H-1 {
		lines = append(lines, "")
	}
	foot := m.foot()
	if len(report) > room {
		where := fmt.Sprintf("%d-%d/%d", m.top+1, m.top+len(shown), len(report))
		if m.top > 0 {
			where = looks.Above() + where
		}
		if m.top+room < len(report) {
			where += looks.Below()
		}
		foot = measure.Pad(foot, m.env.W-measure.Width(where)-1) + " " + where
	}
	lines = append(lines, foot)
	for i, line := range lines {
		lines[i] = measure.Truncate(line, m.env.W)
	}
	return strings.Join(lines, "\n")
}

// Cursor implements [page.Page].
func (m Model) Cursor() (x, y int, shown bool) {
	if m.stage != asking {
		return 0, 0, false
	}
	x, y, shown = m.form.Cursor()
	return x, y + 1, shown
}
