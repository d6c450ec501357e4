package plans

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"pingyi"
	"pingyi/tui/parts/table"
)

func columns(l pingyi.Lang) []table.Column {
	return []table.Column{
		{Title: l.Of("年度", "Year"), Width: 4},
		{Title: l.Of("部门", "Department"), Width: 14, Flex: 1},
		{Title: l.Of("活动数", "Activities"), Width: 10, Right: true},
		{Title: l.Of("标准齐全", "Complete"), Width: 9, Right: true},
		{Title: l.Of("预算合计（万元）", "Budget (万元)"), Width: 16, Right: true},
	}
}

// show fills the table with the plans that the query finds, in the order chosen,
// and selects key, or the first if it is not among them.
func (m *Model) show(key pingyi.PlanKey) {
	if m.index == nil {
		return
	}
	in := make([]bool, len(m.plans))
	for _, i := range m.index.Filter(m.query.Value()) {
		in[i] = true
	}
	m.shown = nil
	at := 0
	for _, i := range m.orders[m.sort] {
		if in[i] {
			if m.plans[i].Key == key {
				at = len(m.shown)
			}
			m.shown = append(m.shown, i)
		}
	}
	plans, shown := m.plans, m.shown
	m.table.SetRows(table.Rows{Count: len(shown), At: func(i int) []string {
		p := plans[shown[i]]
		return []string{
			strconv.Itoa(p.Key.Year), p.Department.Code + " " + p.Department.Name, strconv.Itoa(p.Activities),
			fmt.Sprintf("%d/%d", p.Complete, p.Activities), p.Budget.Grouped(),
		}
	}})
	m.table.Select(at)
	m.resize()
}

// filterLine reports whether a line at the top shows the filter.
func (m Model) filterLine() bool { return m.filtering || m.query.Value() != "" }

func (m Model) prompt() string { return m.env.Session.Lang.Of("筛选：", "Filter: ") }

func (m *Model) resize() {
	h := m.env.H - 1 // the sums
	if m.filterLine() {
		h--
	}
	m.table.SetSize(m.env.W, h)
	m.query.SetSize(m.env.W-m.env.Session.Measure.Width(m.prompt())-gap-countW, 1)
}

const (
	gap    = 2
	countW = 12 // "1234/1234"
)

// View implements [page.Page].
func (m Model) View() string {
	measure, looks, l := m.env.Session.Measure, m.env.Session.Look, m.env.Session.Lang
	switch {
	case !m.loaded:
		return m.fill([]string{"", "  " + looks.Muted().Render(l.Of("正在读取……", "Reading…"))})
	case m.empty():
		return m.fill(m.welcome())
	}
	var lines []string
	if m.filterLine() {
		text := m.query.View()
		room := m.env.W - measure.Width(m.prompt()) - gap - countW
		lines = append(lines, looks.Label().Render(m.prompt())+measure.Pad(text, room)+strings.Repeat(" ", gap)+
			measure.PadLeft(fmt.Sprintf("%d/%d", len(m.shown), len(m.plans)), countW))
	}
	rows := strings.Split(m.table.View(), "\n")
	if len(m.shown) == 0 { // under the headings
		rows[1] = "  " + l.Of("没有符合的计划；删去几个字，或按 Esc 取消筛选", "no plan matches: delete a few characters, or drop the filter with Esc")
	}
	lines = append(lines, rows...)
	return m.fill(append(lines, m.sums()))
}

// sums adds up what is shown.
func (m Model) sums() string {
	acts, complete := 0, 0
	var budget pingyi.Amount
	for _, i := range m.shown {
		p := m.plans[i]
		acts, complete, budget = acts+p.Activities, complete+p.Complete, budget+p.Budget
	}
	l, measure := m.env.Session.Lang, m.env.Session.Measure
	text := l.Of(
		fmt.Sprintf("  共 %d 份计划，%d 项活动，标准齐全 %d 项，预算 %s 万元", len(m.shown), acts, complete, budget.Grouped()),
		fmt.Sprintf("  %d plans, %d activities, %d with all criteria, %s 万元", len(m.shown), acts, complete, budget.Grouped()))
	sort := m.sort.title(l) + " " + m.table.More()
	if room := m.env.W - measure.Width(text) - measure.Width(sort); room >= gap {
		return text + strings.Repeat(" ", room) + m.env.Session.Look.Muted().Render(sort)
	}
	return text
}

// fill makes lines exactly the page's rows and at most its columns.
func (m Model) fill(lines []string) string {
	lines = slices.Clone(lines)
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
	if !m.filtering {
		return 0, 0, false
	}
	x, y, shown = m.query.Cursor()
	return x + m.env.Session.Measure.Width(m.prompt()), y, shown
}
