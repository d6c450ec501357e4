package panels

import (
	"fmt"
	"strings"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/table"
)

func (m Model) columns() []table.Column {
	l := m.lang()
	en := func(zh, en int) int {
		if l == pingyi.En {
			return en
		}
		return zh
	}
	return []table.Column{
		{Title: l.Of("评审组", "Panel"), Width: 8, Flex: 1},
		{Title: l.Of("年度", "Year"), Width: 4},
		{Title: l.Of("轮次", "Round"), Width: en(15, 10)},
		{Title: l.Of("部门", "Departments"), Width: 11, Flex: 2},
		{Title: l.Of("成员", "Members"), Width: en(4, 7), Right: true},
		{Title: l.Of("评分", "Ratings"), Width: en(4, 7)},
		{Title: l.Of("合并规则", "Rule"), Width: en(8, 17)},
	}
}

func (m Model) row(i int) []string {
	l, s := m.lang(), m.panels[i]
	departments := l.Of("全部部门", "all")
	if len(s.Panel.Departments) > 0 {
		departments = strings.Join(s.Panel.Departments, " ")
	}
	return []string{s.Panel.ID, fmt.Sprint(s.Panel.Year), roundText(s.Round, l), departments, fmt.Sprint(len(s.Panel.Members)),
		sealText(s.Panel, l), s.Panel.Rule.In(l)}
}

func sealText(p pingyi.Panel, l pingyi.Lang) string {
	if p.Open {
		return l.Of("公开", "open")
	}
	return l.Of("封存", "sealed")
}

// size shows the panels as the page now is, in as many rows as there is use for,
// up to half of it.
func (m *Model) size() {
	now := *m
	now.table = table.Model{} // it would hold on to the rows before, and they to theirs
	m.table.SetRows(table.Rows{Count: len(m.panels), At: now.row})
	m.table.SetSize(m.env.W, max(3, min(len(m.panels)+1, m.env.H/2)))
	m.reason.edit.SetSize(m.env.W-m.env.Session.Measure.Width(m.reasonPrompt()), 1)
}

func (m Model) reasonPrompt() string { return m.lang().Of("理由：", "Reason: ") }

// View implements [page.Page].
func (m Model) View() string {
	l := m.lang()
	s, ok := m.selected()
	switch {
	case m.err != nil:
		return m.fit(m.wrap("\n" + pingyi.Explain(m.err, l)))
	case !m.loaded:
		return m.fit([]string{"", l.Of("正在读取……", "Reading…")})
	case !ok:
		return m.fit(m.wrap("\n" + l.Of(
			"还没有评审组。评审组由管理员在命令行建立：\n\n  pingyi member add r1 --name 姓名 --role reviewer   每位评委一次\n  pingyi panel create p2016 --year 2016 --member r1 --member r2\n\n建好后回到这里开启轮次。",
			"There is no panel yet. The administrator makes one on the command line:\n\n  pingyi member add r1 --name NAME --role reviewer   once for each reviewer\n  pingyi panel create p2016 --year 2016 --member r1 --member r2\n\nThen open a round here.")))
	}
	lines := append(strings.Split(m.table.View(), "\n"), "")
	if m.reason.open {
		lines = append(lines, m.why()...)
		return m.fit(append(lines, m.env.Session.Look.Label().Render(m.reasonPrompt())+m.reason.edit.View()))
	}
	return m.fit(append(lines, m.detail(s)...))
}

// why says why a reason is asked for.
func (m Model) why() []string {
	return append(m.wrap(pingyi.Explain(m.reason.why, m.lang())), "")
}

// Cursor implements [page.Page].
func (m Model) Cursor() (x, y int, shown bool) {
	if !m.reason.open {
		return 0, 0, false
	}
	x, _, shown = m.reason.edit.Cursor()
	y = strings.Count(m.table.View(), "\n") + 2 + len(m.why())
	return x + m.env.Session.Measure.Width(m.reasonPrompt()), y, shown
}

func (m Model) wrap(text string) []string {
	return m.env.Session.Measure.Wrap(cells.Visible(text), m.env.W)
}

// fit makes lines exactly as many as the page has rows.
func (m Model) fit(lines []string) string {
	for i := range lines {
		lines[i] = m.env.Session.Measure.Truncate(lines[i], m.env.W)
	}
	for len(lines) < m.env.H {
		lines = append(lines, "")
	}
	return strings.Join(lines[:m.env.H], "\n")
}

// detail tells what the list has no room for.
func (m Model) detail(s store.PanelSummary) []string {
	l, p := m.lang(), s.Panel
	lines := []string{m.env.Session.Look.Title().Render(cells.Visible(p.ID)) + "  " + m.roundDetail(s)}
	marks := l.Of("评等级", "tiers")
	if p.Marks == pingyi.MarkScore {
		marks = l.Of("打分数", "scores")
	}
	rule := fmt.Sprintf(l.Of("%s，%s；每项至少 %d 人提交才有等级", "%s of %s; a grade takes %d submitted ratings"), p.Rule.In(l), marks, p.NeedsRatings(0))
	lines = append(lines, m.field(l.Of("规则", "Rule"), rule)...)
	seal := l.Of("封存：本轮结束前，谁也看不到别人的评分", "sealed: nobody sees another's ratings before the round closes")
	if p.Open {
		seal = l.Of("公开：评分一提交，成员就能看到结果", "open: members see the results as ratings come in")
	}
	lines = append(lines, m.field(l.Of("评分", "Ratings"), seal)...)
	chair := l.Of("（没有）", "(none)")
	if p.Chair != "" {
		chair = m.name(p.Chair)
	}
	lines = append(lines, m.field(l.Of("组长", "Chair"), chair)...)
	lines = append(lines, m.seats(s)...)
	return append(lines, m.field(l.Of("部门", "Departments"), m.departments(p))...) // they may be many: last
}

// roundDetail says how far the round has come, and what can be done next.
func (m Model) roundDetail(s store.PanelSummary) string {
	l := m.lang()
	text := roundText(s.Round, l)
	if l == pingyi.En && s.Round.No > 0 {
		text = "round " + text
	}
	if s.Round.Reason != "" {
		text += l.Of("，理由：", ", because: ") + cells.Visible(s.Round.Reason)
	}
	if s.Round.No == 0 && m.env.Desk.Actor().May(pingyi.RunRounds, &s.Panel, &s.Round) == nil {
		text += fmt.Sprintf(l.Of("，按 %s 开启", ": %s opens one"), m.hint(keymaps.New))
	}
	return text
}

func (m Model) departments(p pingyi.Panel) string {
	var names []string
	for _, plan := range m.plans {
		if p.Judges(plan.Key) {
			names = append(names, plan.Department.Code+" "+plan.Department.Name)
		}
	}
	l := m.lang()
	text := strings.Join(names, l.Of("、", ", "))
	switch {
	case text == "":
		return fmt.Sprintf(l.Of("%d 年度还没有可评的计划", "no plans for %d yet"), p.Year)
	case len(p.Departments) == 0:
		return fmt.Sprintf(l.Of("%d 年度全部部门：", "all of %d: "), p.Year) + text
	}
	return text
}

// field wraps a value beside its title.
func (m Model) field(title, value string) []string {
	measure := m.env.Session.Measure
	indent := measure.Width(m.lang().Of("部门", "Departments")) + 2
	lines := measure.Wrap(cells.Visible(value), max(2, m.env.W-indent))
	for i := range lines {
		lead := strings.Repeat(" ", indent)
		if i == 0 {
			lead = m.env.Session.Look.Label().Render(title) + strings.Repeat(" ", indent-measure.Width(title))
		}
		lines[i] = lead + lines[i]
	}
	return lines
}

// seats lists the members, with how far their ballots have come where the person
// may know.
func (m Model) seats(s store.PanelSummary) []string {
	measure, looks := m.env.Session.Measure, m.env.Session.Look
	done := map[string]string{}
	for _, t := range m.turnout[s.Panel.ID] {
		done[t.Member.ID] = fmt.Sprintf(" %d/%d", t.Done, t.Of)
		if t.Done == t.Of && t.Of > 0 && !looks.ASCII { // an x would read as a refusal
			done[t.Member.ID] += " " + looks.Check()
		}
	}
	entries, widest := make([]string, len(s.Panel.Members)), 0
	for i, id := range s.Panel.Members {
		entries[i] = cells.Visible(m.name(id)) + done[id]
		widest = max(widest, measure.Width(entries[i]))
	}
	title := m.lang().Of("成员", "Members")
	indent := measure.Width(m.lang().Of("部门", "Departments")) + 2
	perLine := max(1, (m.env.W-indent+2)/(widest+2))
	var lines []string
	for i := 0; i < len(entries); i += perLine {
		line := strings.Repeat(" ", indent)
		if i == 0 {
			line = looks.Label().Render(title) + strings.Repeat(" ", indent-measure.Width(title))
		}
		for _, e := range entries[i:min(i+perLine, len(entries))] {
			line += measure.Pad(e, widest+2)
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}
