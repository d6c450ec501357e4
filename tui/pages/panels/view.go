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
	m.table.SetSize(m.env.W, m.rows())
	m.reason.SetSize(m.env.W)
}

// rows is how many lines the table takes.
func (m Model) rows() int { return max(3, min(len(m.panels)+1, m.env.H/2)) }

// View implements [page.Page].
func (m Model) View() string {
	l := m.lang()
	s, ok := m.selected()
	switch {
	case m.err != nil:
		return m.env.Fit(m.wrap("\n" + pingyi.Explain(m.err, l)))
	case !m.loaded:
		return m.env.Fit([]string{"", l.Of("正在读取……", "Reading…")})
	case !ok:
		return m.env.Fit(m.wrap("\n" + l.Of(
			"还没有评审组。评审组由管理员在命令行建立：\n\n  pingyi member add r1 --name 姓名 --role reviewer   每位评委一次\n  pingyi panel create p2016 --year 2016 --member r1 --member r2\n\n建好后回到这里开启轮次。",
			"There is no panel yet. The administrator makes one on the command line:\n\n  pingyi member add r1 --name NAME --role reviewer   once for each reviewer\n  pingyi panel create p2016 --year 2016 --member r1 --member r2\n\nThen open a round here.")))
	}
	lines := append(strings.Split(m.table.View(), "\n"), "")
	if m.reason.Open() {
		return m.env.Fit(append(lines, m.reason.View()...))
	}
	return m.env.Fit(append(lines, m.detail(s)...))
}

// Cursor implements [page.Page].
func (m Model) Cursor() (x, y int, shown bool) {
	x, y, shown = m.reason.Cursor()
	return x, m.rows() + 1 + y, shown
}

func (m Model) wrap(text string) []string {
	return m.env.Session.Measure.Wrap(cells.Visible(text), m.env.W)
}

// detail tells what the list has no room for.
func (m Model) detail(s store.PanelSummary) []string {
	l, p := m.lang(), s.Panel
	lines := append(m.about(s), m.mine(s)...)
	marks := l.Of("评等级", "tiers")
	if p.Marks == pingyi.MarkScore {
		marks = l.Of("打分数", "scores")
	}
	rule := fmt.Sprintf(l.Of("%s，%s；每项要没有回避的人过半数提交才有等级", "%s of %s; a grade takes submitted ratings of more than half of those not recused"), p.Rule.In(l), marks)
	if p.Quorum > 0 {
		rule = fmt.Sprintf(l.Of("%s，%s；每项至少 %d 人提交才有等级", "%s of %s; a grade takes %d submitted ratings"), p.Rule.In(l), marks, p.NeedsRatings(0))
	}
	lines = append(lines, m.field(l.Of("规则", "Rule"), rule)...)
	seal := l.Of("封存：本轮结束前，谁也看不到别人的评分", "sealed: nobody sees another's ratings before the round closes")
	switch {
	case s.Round.Closed:
		seal = l.Of("本轮已经结束，结果可看", "the round is closed and its result can be seen")
	case p.Open:
		seal = l.Of("公开：评分一提交，成员就能看到结果", "open: members see the results as ratings come in")
	}
	lines = append(lines, m.field(l.Of("评分", "Ratings"), seal)...)
	chair := l.Of("（没有）", "(none)")
	if p.Chair != "" {
		chair = m.name(p.Chair)
	}
	lines = append(lines, m.field(l.Of("组长", "Chair"), chair)...)
	departments := m.field(l.Of("部门", "Departments"), m.departments(p)) // they may be many: last
	missing := m.missing(s)
	room := m.env.H - m.rows() - 1 - len(lines) - len(missing) - min(2, len(departments))
	lines = append(append(lines, m.seats(s, room)...), missing...)
	return append(lines, departments...)
}

// about names the panel, with how far its round has come beside it.
func (m Model) about(s store.PanelSummary) []string {
	measure, id := m.env.Session.Measure, cells.Visible(s.Panel.ID)
	width := measure.Width(id) + 2
	lines := measure.Wrap(m.roundDetail(s), max(20, m.env.W-width))
	for i := range lines {
		lead := strings.Repeat(" ", width)
		if i == 0 {
			lead = m.env.Session.Look.Title().Render(id) + "  "
		}
		lines[i] = lead + lines[i]
	}
	return lines
}

// roundDetail says how far the round has come, and what can be done next.
func (m Model) roundDetail(s store.PanelSummary) string {
	l := m.lang()
	text := roundText(s.Round, l)
	if l == pingyi.En && s.Round.No > 0 {
		text = "round " + text
	}
	if n := len(s.Round.Only); n > 0 {
		text += fmt.Sprintf(l.Of("，只评上一轮没有形成一致的 %d 项", ", on the %d not agreed on before"), n)
	}
	if sig := s.Round.Signature; sig != nil {
		text += fmt.Sprintf(l.Of("，%s 签，留痕第 %d 号", " by %s, entry %d of the history"), cells.Visible(sig.By), sig.Rev)
	}
	if s.Round.Reason != "" {
		because := l.Of("，理由：", ", because: ")
		if s.Round.Signature != nil { // it is the closing that took one
			because = l.Of("；结束轮次的理由：", "; closed because: ")
		}
		text += because + cells.Visible(s.Round.Reason)
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
	return m.beside(title, measure.Wrap(cells.Visible(value), max(2, m.env.W-m.indent())))
}

// indent is the room for the titles of fields.
func (m Model) indent() int {
	return m.env.Session.Measure.Width(m.lang().Of("部门", "Departments")) + 2
}

// beside puts a title before lines.
func (m Model) beside(title string, lines []string) []string {
	for i := range lines {
		lead := strings.Repeat(" ", m.indent())
		if i == 0 {
			lead = m.env.Session.Measure.Pad(m.env.Session.Look.Label().Render(title), m.indent())
		}
		lines[i] = lead + lines[i]
	}
	return lines
}
