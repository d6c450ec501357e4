package verify

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"pingyi"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/frame"
	"pingyi/tui/parts/table"
)

func (m Model) columns() []table.Column {
	l := m.env.Session.Lang
	columns := []table.Column{
		{Title: l.Of("序号", "No."), Width: 4, Right: true},
		{Title: l.Of("职责活动", "Activity"), Width: 10, Flex: 2},
		{Title: l.Of("栏", "Field"), Width: 12},
		{Title: l.Of("第一次录入", "First entry"), Width: 10, Flex: 3},
		{Title: l.Of("二次录入", "Second entry"), Width: 10, Flex: 3},
	}
	if len(m.both.Settled) > 0 {
		columns = append(columns, table.Column{Title: l.Of("选定", "Chosen"), Width: 10})
	}
	return columns
}

// cells are those of a difference.
func (m Model) cells(d pingyi.Difference) []string {
	no := "-"
	if n := m.rows[d.FirstID]; n > 0 {
		no = strconv.Itoa(n)
	}
	first, second := m.excerpts(d)
	return []string{no, m.activity(d), m.field(d), first, second}
}

// excerpts returns both texts from a little before they differ.
func (m Model) excerpts(d pingyi.Difference) (first, second string) {
	const before = 6 // characters left of it
	start, _, _ := m.env.Session.Measure.Differ(d.First, d.Second)
	same := []rune(d.First[:start])
	if len(same) <= before+1 {
		return d.First, d.Second
	}
	start -= len(string(same[len(same)-before:]))
	more := m.env.Session.Measure.Truncate("ab", 1) // the sign alone
	return more + d.First[start:], more + d.Second[start:]
}

// activity returns the name that the first entry has, or else the second, or had.
func (m Model) activity(d pingyi.Difference) string {
	if a, ok := find(m.both.Plan.Activities, d.FirstID); ok {
		return a.Name
	}
	if a, ok := find(m.both.Second, d.SecondID); ok || !d.Row() {
		return a.Name
	}
	return d.First + d.Second // one that was dropped: one of them is empty
}

func find(list []pingyi.Activity, id int) (pingyi.Activity, bool) {
	i := slices.IndexFunc(list, func(a pingyi.Activity) bool { return a.ID == id })
	if i < 0 {
		return pingyi.Activity{}, false
	}
	return list[i], true
}

func (m Model) field(d pingyi.Difference) string {
	l := m.env.Session.Lang
	switch {
	case d.Row():
		return l.Of("整行", "whole row")
	case d.Field == pingyi.FieldCriteria:
		return l.Of("标准·", "Criteria ") + m.both.Plan.Scale.Name(d.Tier)
	}
	return d.Field.Title(l)
}

// size gives the list what the two texts below it leave.
func (m *Model) size() {
	m.table.SetColumns(m.columns())
	m.table.SetSize(m.env.W, max(3, m.env.H-1-m.below()))
	now := *m
	now.table = table.Model{}
	m.table.SetRows(table.Rows{Count: len(m.open) + len(m.both.Settled), At: func(i int) []string {
		if i < len(now.open) {
			return append(now.cells(now.open[i]), "")
		}
		s := now.both.Settled[i-len(now.open)]
		return append(now.cells(s.Difference), now.chosen(s))
	}})
	m.editor.SetSize(m.env.W, m.below()-2)
}

// below is the lines for both texts, the title over them included.
func (m Model) below() int { return max(6, m.env.H*2/5) }

// View implements [page.Page].
func (m Model) View() string {
	l := m.env.Session.Lang
	switch {
	case m.err != nil:
		return m.env.Fit(append([]string{""}, m.env.Session.Measure.Wrap(pingyi.Explain(m.err, l), m.env.W)...))
	case !m.loaded:
		return m.env.Fit([]string{"", "  " + l.Of("正在读取……", "Reading…")})
	}
	lines := []string{m.standing()}
	d, some := m.selected()
	was, read := m.reading()
	if !some && !read {
		text := l.Of("两次录入没有差异。", "The two entries do not differ.")
		if m.sending > 0 {
			text = l.Of("正在保存……", "Saving…")
		}
		return m.env.Fit(append(lines, "", text))
	}
	lines = append(lines, strings.Split(m.table.View(), "\n")...)
	if read {
		return m.env.Fit(append(append(lines, m.settledTitle(was)), m.settledTexts(was)...))
	}
	return m.env.Fit(append(append(lines, m.title(d)), m.texts(d)...))
}

// standing says how far the settling has come.
func (m Model) standing() string {
	l, v := m.env.Session.Lang, m.both.Verification
	text := fmt.Sprintf(l.Of("还有 %d 处差异，已定 %d 处；第一次录入错 %d 处，二次录入错 %d 处", "%d differences left, %d settled: %d errors in the first entry, %d in the second"),
		len(m.open), v.Settled, v.FirstErrors, v.SecondErrors)
	if len(m.open) == 0 && v.Settled > 0 {
		text = fmt.Sprintf(l.Of("%d 处差异都定了；第一次录入错 %d 处，二次录入错 %d 处", "%d differences settled, none left: %d errors in the first entry, %d in the second"),
			v.Settled, v.FirstErrors, v.SecondErrors)
	}
	if v.Stage == pingyi.VerificationDone || v.Stage == pingyi.VerificationChanged {
		text = v.Stage.In(l) + l.Of("：", ": ") + text
	}
	return text
}

func (m Model) title(d pingyi.Difference) string {
	name := m.env.Session.Look.Title().Render(cells.Visible(m.activity(d))) + "  " + m.field(d)
	if n := m.rows[d.FirstID]; n > 0 {
		name = fmt.Sprintf("%d. ", n) + name
	}
	if m.editor.Focused() {
		name += m.env.Session.Lang.Of("，重新录入：", ", keyed again:")
	}
	return name
}

// texts is both entries side by side, or the third text that is being typed.
func (m Model) texts(d pingyi.Difference) []string {
	l, s := m.env.Session.Lang, m.env.Session
	if m.editor.Focused() {
		return strings.Split(m.editor.View(), "\n")
	}
	v := m.both.Verification
	pair := frame.Pair{LeftTitle: l.Of("1 第一次录入 ", "1 first: ") + strings.Join(v.First, " "), Left: d.First,
		RightTitle: l.Of("2 二次录入 ", "2 second: ") + v.Second, Right: d.Second, Mark: true}
	if d.Row() {
		pair.Mark = false
		pair.Left, pair.Right = m.whole(m.both.Plan.Activities, d.FirstID), m.whole(m.both.Second, d.SecondID)
	}
	return pair.Lines(s, m.env.W, m.below()-1)
}

// whole is all that an entry says of an activity, a line for each field; or that it
// has none.
func (m Model) whole(list []pingyi.Activity, id int) string {
	l := m.env.Session.Lang
	a, ok := find(list, id)
	if !ok {
		return l.Of("（没有这一行）", "(no such row)")
	}
	lines := []string{a.Name, a.Budget.Grouped() + " 万元"}
	for _, f := range []pingyi.Field{pingyi.FieldContent, pingyi.FieldGoal, pingyi.FieldIndicator} {
		if text := a.Text(f, pingyi.NoTier); text != "" {
			lines = append(lines, f.Brief(l)+l.Of("：", ": ")+text)
		}
	}
	for _, t := range m.both.Plan.Scale.Best() {
		if text := a.Text(pingyi.FieldCriteria, t); text != "" {
			lines = append(lines, m.both.Plan.Scale.Name(t)+l.Of("：", ": ")+text)
		}
	}
	return strings.Join(lines, "\n")
}

// Cursor implements [page.Page].
func (m Model) Cursor() (x, y int, shown bool) {
	if !m.editor.Focused() {
		return 0, 0, false
	}
	x, y, shown = m.editor.Cursor()
	return x, min(m.env.H-1, 2+strings.Count(m.table.View(), "\n")+1+y), shown
}
