package activities

import (
	"fmt"
	"strconv"
	"strings"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/table"
)

// wide is from how many columns on the selected activity stands beside the list.
const wide = 110

func (m Model) columns() []table.Column {
	l := m.env.Session.Lang
	return []table.Column{
		{Title: l.Of("序号", "No."), Width: max(4, len(strconv.Itoa(len(m.plan.Activities))))},
		{Title: l.Of("职责活动", "Activity"), Width: 16, Flex: 1},
		{Title: l.Of("预算数（万元）", "Budget (万元)"), Width: 14, Right: true},
		{Title: l.Of("评价标准", "Criteria"), Width: 10},
		{Title: l.Of("问题", "Check"), Width: 8, Mark: true},
	}
}

// cells tells how an activity is shown in the list.
func (m Model) cells() func(i int) []string {
	c, s := m.content, m.env.Session
	return func(i int) []string {
		a := c.plan.Activities[i]
		marks := ""
		if n := len(c.findings[i]); n > 0 {
			marks = s.Look.Dissent() + strconv.Itoa(n)
		}
		return []string{strconv.Itoa(i + 1), a.Name, a.Budget.Grouped(), criteria(c.plan.Scale, a.Rubric, s.Lang), marks}
	}
}

// criteria tells how many tiers have a criterion, and which have none if these
// are few.
func criteria(s pingyi.Scale, r pingyi.Rubric, l pingyi.Lang) string {
	text := fmt.Sprintf("%d/%d", r.Complete(), s.Len())
	missing := ""
	for _, t := range s.Best() {
		if int(t) >= len(r) || r[t] == "" {
			missing += s.Name(t)
		}
	}
	if n := len([]rune(missing)); n > 0 && n <= 2 {
		text += l.Of(" 缺", " -") + missing
	}
	return text
}

// roomy is from how many rows on the selected activity is shown with its criteria:
// in fewer the list is worth more, and moving in it changes less.
const roomy = 11

// nameRoom is how many columns of a name the list shows.
func (m Model) nameRoom() int {
	w, _ := m.listSize()
	room := w - 1 // the mark of the selection
	for i, c := range m.columns() {
		if c.Flex == 0 {
			room -= c.Width
		}
		if i > 0 {
			room--
		}
	}
	return room
}

// listSize returns the columns and rows of the list, titles included.
func (m Model) listSize() (w, h int) {
	h = m.env.H - len(m.head())
	if m.env.W >= wide {
		return m.env.W * 55 / 100, h
	}
	pane := max(h/3, h-1-len(m.plan.Activities))
	if spare := max(h/2, h-1-len(m.plan.Activities)); spare > roomy {
		pane = spare
	}
	return m.env.W, max(3, h-pane)
}

func (m *Model) resize() {
	m.list.SetColumns(m.columns(), m.cells())
	w, h := m.listSize()
	m.list.SetSize(m.env.W, w, h)
	m.file.SetSize(m.env.W-m.env.Session.Measure.Width(m.filePrompt()), 1)
}

func (m Model) filePrompt() string {
	return m.env.Session.Lang.Of("导出到文件：", "Export to file: ")
}

// head returns the lines above the list: the totals, what is wrong with them,
// and what is being typed, which comes last.
func (m Model) head() []string {
	l, measure, looks := m.env.Session.Lang, m.env.Session.Measure, m.env.Session.Look
	n, complete := len(m.plan.Activities), m.complete
	text := l.Of(fmt.Sprintf("共 %d 项，预算合计 %s 万元，标准齐全 %d 项", n, m.budget.Grouped(), complete),
		fmt.Sprintf("%d activities, %s 万元, %d with all criteria", n, m.budget.Grouped(), complete))
	lines := []string{text}
	if sort := m.sort.title(l) + " " + m.list.More(); measure.Width(text)+2+measure.Width(sort) <= m.env.W {
		lines[0] = measure.Pad(text, m.env.W-measure.Width(sort)) + looks.Muted().Render(sort)
	}
	if len(m.beside.judging) > 0 {
		who := cells.Visible(strings.Join(m.beside.judging, l.Of("、", ", ")))
		text := l.Of("评审组 "+who+" 正在评这份计划，改动会影响评委看到的内容", "being rated by panel "+who+": changes reach what the raters read")
		lines = append(lines, looks.Warning().Render(measure.Truncate(looks.Dissent()+" "+text, m.env.W)))
	}
	if m.beside.drafted {
		key := m.env.Session.Keys.Hint(keymaps.List, keymaps.OpenGrid, l)
		text := l.Of("表格里有您填了还没存进记录的内容，"+key+" 打开接着填", "not all you typed in the grid is in the record: "+key+" goes on with it")
		lines = append(lines, looks.Warning().Render(measure.Truncate(looks.Dissent()+" "+text, m.env.W)))
	}
	if others := m.others(); others != "" {
		lines = append(lines, looks.Muted().Render(measure.Truncate(others, m.env.W)))
	}
	for _, f := range m.general {
		lines = append(lines, looks.Warning().Render(measure.Truncate(looks.Dissent()+" "+f.In(l), m.env.W)))
	}
	if m.exporting {
		lines = append(lines, looks.Muted().Render(l.Of("格式由文件名的结尾决定："+endings(), "The ending of the name tells the format: "+endings())))
	}
	if m.exporting {
		return append(lines, looks.Label().Render(m.filePrompt())+m.file.View())
	}
	lines = append(lines, m.list.Head()...)
	return lines
}

// View implements [page.Page].
func (m Model) View() string {
	measure, looks := m.env.Session.Measure, m.env.Session.Look
	if !m.loaded {
		return m.env.Fit([]string{"", "  " + looks.Muted().Render(m.env.Session.Lang.Of("正在读取……", "Reading…"))})
	}
	lines := m.head()
	list := strings.Split(m.list.View(), "\n")
	if len(m.list.Shown()) == 0 {
		list[1] = "  " + m.none()
	}
	w, h := m.listSize()
	if m.env.W < wide {
		lines = append(lines, list...)
		if room := m.env.H - len(lines); room > 1 {
			lines = append(lines, m.rule(room-1))
			lines = append(lines, m.detail(m.env.W, room-1)...)
		}
		return m.env.Fit(lines)
	}
	bar := " " + looks.Border().Left + " "
	detail := m.detail(m.env.W-w-measure.Width(bar), h)
	for i, row := range list {
		line := measure.Pad(row, w) + bar
		if i < len(detail) {
			line += detail[i]
		}
		lines = append(lines, line)
	}
	return m.env.Fit(lines)
}

// none says why the list is empty, and what to do.
func (m Model) none() string {
	s := m.env.Session
	if len(m.plan.Activities) > 0 {
		return s.Lang.Of("没有符合的活动；删去几个字，或按 Esc 取消筛选", "no activity matches: delete a few characters, or drop the filter with Esc")
	}
	if !m.mayEdit() {
		return s.Lang.Of("这份计划还没有职责活动", "this plan has no activities yet")
	}
	key := func(a keymaps.Action) string { return s.Keys.Hint(keymaps.List, a, s.Lang) }
	return s.Lang.Of("还没有职责活动："+key(keymaps.OpenGrid)+" 用表格填报或粘贴，"+key(keymaps.New)+" 填一项，"+key(keymaps.Import)+" 从文件导入",
		"no activities yet: "+key(keymaps.OpenGrid)+" keys in or pastes many, "+key(keymaps.New)+" enters one, "+key(keymaps.Import)+" imports a file")
}

// rule parts the list from what stands below it in so many rows, and says how to see
// what has no room there.
func (m Model) rule(below int) string {
	measure, piece := m.env.Session.Measure, m.env.Session.Look.Border().Top
	hint := m.whole(below)
	n := (m.env.W - measure.Width(hint)) / measure.Width(piece)
	return strings.Repeat(piece, n-2) + hint + strings.Repeat(piece, 2)
}

// Cursor implements [page.Page].
func (m Model) Cursor() (x, y int, shown bool) {
	y = len(m.head()) - 1 // the last line of the head
	if m.exporting {
		x, _, shown = m.file.Cursor()
		return x + m.env.Session.Measure.Width(m.filePrompt()), y, shown
	}
	x, shown = m.list.Cursor()
	return x, y, shown
}
