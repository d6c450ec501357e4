package plans

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/table"
)

// columns leave room behind the year for the mark of a pinned plan where there is one.
func (m Model) columns() []table.Column {
	l, year := m.env.Session.Lang, 4
	for _, u := range m.use {
		if u.pinned {
			year = 4 + m.env.Session.Measure.Width(m.env.Session.Look.Pin())
		}
	}
	columns := []table.Column{
		{Title: l.Of("年度", "Year"), Width: year},
		{Title: l.Of("部门", "Department"), Width: 14, Flex: 1},
	}
	if m.marked() {
		columns = append(columns, table.Column{Title: l.Of("复核", "Verified"), Width: map[pingyi.Lang]int{pingyi.Zh: 12, pingyi.En: 13}[l]})
	}
	return append(columns,
		table.Column{Title: l.Of("活动数", "Activities"), Width: 10, Right: true},
		table.Column{Title: l.Of("标准齐全", "Complete"), Width: 9, Right: true},
		table.Column{Title: l.Of("预算合计（万元）", "Budget (万元)"), Width: 16, Right: true})
}

// marked reports whether any plan is being verified, or was.
func (m Model) marked() bool {
	return slices.ContainsFunc(m.plans, func(p store.PlanSummary) bool { return p.Stage != "" })
}

// cells tells how a plan is shown in the list.
func (m Model) cells() func(i int) []string {
	plans, use, pin, marked, l := m.plans, m.use, m.env.Session.Look.Pin(), m.marked(), m.env.Session.Lang
	return func(i int) []string {
		p := plans[i]
		year := strconv.Itoa(p.Key.Year)
		if use[p.Key].pinned {
			year += pin
		}
		row := []string{year, p.Department.Code + " " + p.Department.Name}
		if marked {
			row = append(row, p.Stage.In(l))
		}
		if p.Sealed {
			return append(row, "-", "-", "-")
		}
		return append(row, strconv.Itoa(p.Activities), fmt.Sprintf("%d/%d", p.Complete, p.Activities), p.Budget.Grouped())
	}
}

func (m *Model) resize() {
	m.list.SetColumns(m.columns(), m.cells())
	m.list.SetSize(m.env.W, m.env.W, m.env.H-len(m.list.Head())-1) // the sums
}

// View implements [page.Page].
func (m Model) View() string {
	looks, l := m.env.Session.Look, m.env.Session.Lang
	switch {
	case !m.loaded:
		return m.env.Fit([]string{"", "  " + looks.Muted().Render(l.Of("正在读取……", "Reading…"))})
	case m.empty():
		return m.env.Fit(m.welcome())
	}
	rows := strings.Split(m.list.View(), "\n")
	if len(m.list.Shown()) == 0 { // under the headings
		rows[1] = "  " + l.Of("没有符合的计划；删去几个字，或按 Esc 取消筛选", "no plan matches: delete a few characters, or drop the filter with Esc")
	}
	return m.env.Fit(append(append(m.list.Head(), rows...), m.sums()))
}

// sums adds up what is shown.
func (m Model) sums() string {
	acts, complete, sealed := 0, 0, 0
	var budget pingyi.Amount
	for _, i := range m.list.Shown() {
		p := m.plans[i]
		if p.Sealed {
			sealed++
		}
		acts, complete, budget = acts+p.Activities, complete+p.Complete, budget+p.Budget
	}
	l, measure := m.env.Session.Lang, m.env.Session.Measure
	text := l.Of(
		fmt.Sprintf("  共 %d 份计划，%d 项活动，标准齐全 %d 项，预算 %s 万元", len(m.list.Shown()), acts, complete, budget.Grouped()),
		fmt.Sprintf("  %d plans, %d activities, %d with all criteria, %s 万元", len(m.list.Shown()), acts, complete, budget.Grouped()))
	if sealed > 0 {
		text += fmt.Sprintf(l.Of("，%d 份二次录入的不计", ", without %d to be keyed again"), sealed)
	}
	sort := m.sort.title(l) + " " + m.list.More()
	if room := m.env.W - measure.Width(text) - measure.Width(sort); room >= 2 {
		return text + strings.Repeat(" ", room) + m.env.Session.Look.Muted().Render(sort)
	}
	return text
}

// Signs implements [page.Legend].
func (m Model) Signs() []page.Sign {
	if m.empty() {
		return nil
	}
	l := m.env.Session.Lang
	return []page.Sign{{Mark: m.env.Session.Look.Pin(), Means: l.Of("置顶的计划", "a pinned plan")}}
}

// Cursor implements [page.Page].
func (m Model) Cursor() (x, y int, shown bool) {
	x, shown = m.list.Cursor()
	return x, 0, shown
}
