package result

import (
	"fmt"
	"strconv"
	"strings"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/listing"
	"pingyi/tui/parts/table"
	"pingyi/tui/parts/tier"
)

// barWidth is the usual columns of a tally bar.
const barWidth = 14

func (m Model) columns() []table.Column {
	l, measure := m.lang(), m.env.Session.Measure
	titled := func(o order, zh, en string) string {
		title := l.Of(zh, en)
		if o == m.order && o != byNumber {
			title += m.env.Session.Look.Below()
		}
		return title
	}
	grade := measure.Width(l.Of("等级", "Grade"))
	for _, t := range m.scale.Best() {
		grade = max(grade, measure.Width(m.scale.Name(t))+1)
	}
	columns := []table.Column{{Title: titled(byNumber, "序号", "No."), Width: 4, Right: true}}
	if len(m.res.Departments) > 1 {
		columns = append(columns, table.Column{Title: l.Of("部门", "Dept."), Width: 6})
	}
	columns = append(columns,
		table.Column{Title: titled(byName, "职责活动", "Activity"), Width: 10, Flex: 1},
		table.Column{Title: l.Of("等级", "Grade"), Width: grade})
	if m.ruled {
		columns = append(columns, table.Column{Title: l.Of("裁定", "Chair"), Width: max(grade-1, measure.Width(l.Of("裁定", "Chair")))})
	}
	if m.res.Round > 1 {
		columns = append(columns, table.Column{Title: l.Of("轮", "Rd"), Width: 2, Right: true})
	}
	budget := table.Column{Title: titled(byBudget, "预算（万元）", "Budget (万元)"), Width: 13, Right: true}
	if m.tight() {
		budget.Title, budget.Width = titled(byBudget, "预算 万元", "万元"), 11
	}
	rank := table.Column{Title: titled(byRank, "组名次", "Rank"), Width: 7, Right: true} // it knows nothing of the chair's grades
	if m.env.W >= 100 {
		rank = table.Column{Title: titled(byRank, "评审组名次", "Panel's rank"), Width: 13, Right: true}
	}
	return append(columns,
		table.Column{Title: m.legend(), Width: m.bar()},
		table.Column{Title: l.Of("已评", "Rated"), Width: 5},
		table.Column{Title: l.Of("分歧", "Split"), Width: 5, Mark: true},
		rank, budget)
}

// tight tells pages on which more is told of an activity than has room in full.
func (m Model) tight() bool { return m.env.W < 100 && (m.ruled || m.res.Round > 1) }

// legend tells the shades of the bars, where that is short enough.
func (m Model) legend() string {
	var b strings.Builder
	for _, t := range m.scale.Best() {
		one := make([]int, m.scale.Len())
		one[t] = 1
		b.WriteString(tier.Bar(m.env.Session, m.scale, one, 1) + m.scale.Name(t))
	}
	if m.env.Session.Measure.Width(b.String()) > m.bar() {
		return m.lang().Of("分布", "Tally")
	}
	return b.String()
}

// bar is how wide the bars are: wider where there is room.
func (m Model) bar() int {
	if m.tight() {
		return barWidth - 2
	}
	return barWidth + max(0, min(20, m.env.W-100))
}

func (m Model) row(i int) []string {
	a := m.res.Activities[i]
	cellsOf := []string{strconv.Itoa(a.No)}
	if len(m.res.Departments) > 1 {
		cellsOf = append(cellsOf, a.Department)
	}
	split, rank := "", ""
	if a.Dissent {
		split = m.env.Session.Look.Dissent()
	}
	if a.Rank > 0 {
		rank = strconv.Itoa(a.Rank)
	}
	cellsOf = append(cellsOf, a.Name, m.grade(a))
	if m.ruled {
		ruled := ""
		if a.Adjudication != nil {
			ruled = a.Adjudication.Grade
		}
		cellsOf = append(cellsOf, ruled)
	}
	if m.res.Round > 1 {
		cellsOf = append(cellsOf, strconv.Itoa(a.Round))
	}
	return append(cellsOf, tier.Bar(m.env.Session, m.scale, a.Consensus.Tally, m.bar()),
		fmt.Sprintf("%d/%d", a.Submitted, a.Assigned-a.Recused), split, rank, a.Budget.Grouped())
}

// grade is the text of tier.Grade: cells are styled by the table.
func (m Model) grade(a pingyi.ActivityResult) string {
	text := a.Consensus.GradeText(m.scale)
	if m.env.Session.Look.ASCII {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "−", "-"), "—", "-")
	}
	return text
}

// size shares the page out, and shows the rows as the page now is: what is below
// the table is never pushed out of sight.
func (m *Model) size() {
	now := *m
	now.list = listing.Model{} // it would hold on to the cells before, and they to theirs
	m.list.SetColumns(m.columns(), now.row)
	m.line.SetSize(m.env.W)
	below := len(m.foot())
	if m.line.Open() {
		below += len(m.above())
	}
	m.list.SetSize(m.env.W, m.env.W, max(3, m.env.H-len(m.list.Head())-below))
}

// View implements [page.Page].
func (m Model) View() string {
	switch {
	case !m.ready():
		return m.env.Fit(m.sentence())
	case m.line.Open():
		return m.env.Fit(append(m.overLine(), m.foot()...))
	case m.whole:
		return m.env.Fit(m.wholeView())
	}
	return m.env.Fit(append(m.rows(), m.foot()...))
}

// rows is the list with its filter.
func (m Model) rows() []string {
	return append(m.list.Head(), strings.Split(m.list.View(), "\n")...)
}

// overLine is what stands above the line that is being typed: all of it stays in
// sight, and of the rest as much as there is room for.
func (m Model) overLine() []string {
	lines := append(m.rows(), m.above()...)
	return lines[:max(0, min(len(lines), m.env.H-len(m.foot())))]
}

// Cursor implements [page.Page].
func (m Model) Cursor() (x, y int, shown bool) {
	if m.line.Open() && m.ready() {
		x, y, shown = m.line.Cursor()
		return x, y + len(m.overLine()), shown
	}
	x, shown = m.list.Cursor()
	return x, 0, shown
}

// sentence says why there is nothing to see, who is still missing where that may
// be known, and the way out.
func (m Model) sentence() []string {
	l := m.lang()
	switch {
	case m.err == nil && (!m.loaded || len(m.res.Activities) > 0):
		return []string{"", l.Of("正在读取……", "Reading…")}
	case m.err == nil:
		return []string{"", l.Of("这个评审组没有可评的活动。", "This panel has nothing to rate.")}
	}
	lines := append([]string{""}, m.wrap(pingyi.Explain(m.err, l))...)
	if len(m.turnout) > 0 {
		lines = append(lines, "", m.env.Session.Look.Title().Render(l.Of("提交情况", "Who has submitted")))
		var entries []string
		widest := 0
		for _, t := range m.turnout {
			name := t.Member.ID
			if t.Member.Name != name {
				name += " " + t.Member.Name
			}
			entries = append(entries, cells.Visible(name)+fmt.Sprintf(" %d/%d", t.Done, t.Of))
			widest = max(widest, m.env.Session.Measure.Width(entries[len(entries)-1]))
		}
		perLine := max(1, m.env.W/(widest+3))
		for i := 0; i < len(entries); i += perLine {
			line := ""
			for _, e := range entries[i:min(i+perLine, len(entries))] {
				line += m.env.Session.Measure.Pad(e, widest+3)
			}
			lines = append(lines, line)
		}
	}
	if m.of.Round.No > 1 {
		lines = append(lines, "", fmt.Sprintf(l.Of("按 %s 看其他轮次的结果。", "%s shows the results of other rounds."), m.hint(keymaps.OpenRound)))
	}
	back := m.env.Session.Keys.Hint(keymaps.Global, keymaps.Back, l)
	return append(lines, "", fmt.Sprintf(l.Of("按 %s 返回。", "%s goes back."), back))
}

func (m Model) wrap(text string) []string {
	return m.env.Session.Measure.Wrap(cells.Visible(text), m.env.W)
}
