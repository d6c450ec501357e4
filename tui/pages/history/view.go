package history

import (
	"fmt"
	"math"
	"strings"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/listing"
	"pingyi/tui/parts/table"
)

func (m Model) columns() []table.Column {
	l, wide := m.lang(), 16
	if m.env.W < 72 {
		wide = 8 // the lines below the list name everybody in full
	}
	return []table.Column{
		{Title: l.Of("编号", "Entry"), Width: 5, Right: true},
		{Title: l.Of("时间", "When"), Width: 16},
		{Title: l.Of("成员", "Who"), Width: wide},
		{Title: l.Of("做了什么", "What"), Width: map[pingyi.Lang]int{pingyi.Zh: 10, pingyi.En: 15}[l]},
		{Title: l.Of("对象", "Of what"), Width: 10, Flex: 1},
	}
}

// cells are those of one event.
func (m Model) cells(e pingyi.Event) []string {
	l := m.lang()
	subject := m.subject(e.Changes[0].Subject)
	if n := len(e.Changes); n > 1 {
		subject += fmt.Sprintf(l.Of(" 等 %d 处", " of %d changes"), n)
	}
	no := "-"
	if e.Rev > 0 {
		no = fmt.Sprint(e.Rev)
	}
	return []string{no, m.env.When(e.At), who(e, l), pingyi.CommandTitle(e.Command, l), subject}
}

// size gives the list half of the page, and shows the events as they now read, the one
// that is read in full too.
func (m *Model) size() {
	now := *m
	now.list = listing.Model{} // it would hold on to the cells before, and they to theirs
	m.list.SetColumns(m.columns(), func(i int) []string { return now.cells(now.events[i]) })
	m.list.SetSize(m.env.W, m.env.W, max(3, (m.env.H-len(m.head()))/2))
	if e, ok := m.selected(); ok && m.reading {
		m.lines = m.detail(e, math.MaxInt)
	}
}

// View implements [page.Page].
func (m Model) View() string {
	l := m.lang()
	switch {
	case m.err != nil:
		return m.env.Fit(append([]string{""}, m.wrap(pingyi.Explain(m.err, l), 0)...))
	case !m.loaded:
		return m.env.Fit([]string{"", l.Of("正在读取……", "Reading…")})
	case len(m.events) == 0:
		return m.env.Fit([]string{"", l.Of("还没有您能看到的留痕。", "There is nothing yet that you may see.")})
	}
	e, ok := m.selected()
	if m.reading && ok {
		at := max(0, min(m.scroll, len(m.lines)-m.env.H))
		return m.env.Fit(m.flagged(m.lines[at:min(len(m.lines), at+m.env.H+1)], at > 0))
	}
	lines := append(m.head(), strings.Split(m.list.View(), "\n")...)
	lines = append(lines, "")
	if !ok {
		return m.env.Fit(append(lines, l.Of("没有符合的；删去几个字再试", "nothing matches: delete a few characters")))
	}
	more := fmt.Sprintf(l.Of("按 %s 看全部", "%s shows all of it"), m.env.Session.Keys.Hint(keymaps.List, keymaps.Open, l))
	room := m.env.H - len(lines)
	detail := m.detail(e, room)
	if len(detail) > room {
		detail = append(detail[:max(0, room-1)], m.env.Session.Look.Below()+" "+more)
	}
	return m.env.Fit(append(lines, detail...))
}

// flagged marks that there is text out of sight, at the right edge.
func (m Model) flagged(lines []string, above bool) []string {
	measure, looks := m.env.Session.Measure, m.env.Session.Look
	lines = append([]string(nil), lines...)
	mark := func(i int, sign string) { lines[i] = measure.Pad(lines[i], m.env.W-2) + " " + sign }
	if above {
		mark(0, looks.Above())
	}
	if len(lines) > m.env.H {
		mark(m.env.H-1, looks.Below())
	}
	return lines
}

// head is the line of the filter, if there is one, and whether older entries
// were left out.
func (m Model) head() []string {
	lines := m.list.Head()
	if len(m.events) == m.about.Limit {
		lines = append(lines, fmt.Sprintf(m.lang().Of("只列最近 %d 条；更早的请用 pingyi history 查", "only the last %d entries; pingyi history has the older ones"), m.about.Limit))
	}
	return lines
}

// wrap wraps text to the page, beside an indent, and leaves room for a sign.
func (m Model) wrap(text string, indent int) []string {
	return m.env.Session.Measure.Wrap(cells.Visible(text), max(10, m.env.W-2-indent))
}

// detail is what an event says: all of it, or more lines than most.
func (m Model) detail(e pingyi.Event, most int) []string {
	l, looks := m.lang(), m.env.Session.Look
	title := l.Of("编号待封存的轮次结束后显示", "Numbered once the sealed round is closed")
	if e.Rev > 0 {
		title = fmt.Sprintf(l.Of("第 %d 号", "Entry %d"), e.Rev)
	}
	lines := []string{looks.Title().Render(title) + "  " + cells.Visible(strings.Join(
		[]string{m.env.When(e.At), who(e, l), l.Of("来自 ", "from ") + e.From, pingyi.CommandTitle(e.Command, l)}, "  "))}
	for _, c := range e.Changes {
		if len(lines) > most {
			break
		}
		what := ""
		switch {
		case c.Made:
			what = l.Of("（新）", " (new)")
		case c.Gone:
			what = l.Of("（已删除）", " (deleted)")
		}
		lines = append(lines, m.wrap(c.Subject.Noun.In(l)+" "+m.subject(c.Subject)+what, 0)...)
		for _, f := range c.Fields {
			lines = append(lines, m.change(f, !c.Made && !c.Gone)...)
		}
	}
	return lines
}

// change is one field: the value before and after, or of a record that is new or gone
// the one there is.
func (m Model) change(f pingyi.FieldChange, changed bool) []string {
	l, measure := m.lang(), m.env.Session.Measure
	title := f.Title(l)
	before, after := f.Texts(l)
	if before, after = value(before), value(after); before == after {
		return nil
	}
	text := before + after
	if changed {
		none := l.Of("（空）", "(empty)")
		if before == "" {
			before = none
		}
		if after == "" {
			after = none
		}
		arrow := " → "
		if m.env.Session.Look.ASCII {
			arrow = " -> "
		}
		text = before + arrow + after
	}
	const edge = 2
	indent := edge + measure.Width(title) + 2
	lines := m.wrap(text, indent)
	for i := range lines {
		lead := strings.Repeat(" ", indent)
		if i == 0 {
			lead = strings.Repeat(" ", edge) + m.env.Session.Look.Label().Render(title) + "  "
		}
		lines[i] = lead + lines[i]
	}
	return lines
}
