package grid

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/grid/sheet"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/edit"
	"pingyi/tui/parts/match"
	"pingyi/tui/parts/status"
)

// seeking is what is looked for.
type seeking struct {
	line *edit.Model // what is being typed; nil where nothing is
	asks question
	old  string // the text to be replaced, once it has been typed

	index  *match.Index // of rows, while a filter is typed
	ready  bool         // the index need not be waited for
	rows   []sheet.Row
	filter string             // by which rows are shown; "" for all of them
	known  map[sheet.Row]bool // all that there were when they were filtered: what comes later is shown
}

// question is what the line asks for.
type question int

const (
	askFilter question = iota
	askOld
	askNew
)

const jumpID = "grid.jump"

// ask begins to type a line below the grid.
func (m *Model) ask(q question, text string) {
	e := edit.New(m.env.Session, edit.Options{})
	e.SetValue(text)
	e.Focus()
	m.seek.line, m.seek.asks = &e, q
	m.resize()
}

func (m Model) askFilter() (page.Page, tea.Cmd) {
	m.deselect()
	m.seek.rows = m.inView(m.sheet.Rows())
	index := match.Gathered(m.items(m.seek.rows))
	m.seek.index, m.seek.ready = index, false
	m.ask(askFilter, m.seek.filter)
	return m, func() tea.Msg { // which takes a moment, and is done when the first key comes
		index.Ready()
		return indexed{index}
	}
}

// indexed is that the index of a filter is ready.
type indexed struct{ index *match.Index }

// inView returns rows in the order of the view.
func (m Model) inView(rows []sheet.Row) []sheet.Row {
	if m.sort.sorted {
		return m.sheet.Sorted(m.sort.column, m.sort.down)
	}
	return rows
}

// facts are by what a row is found.
type facts struct {
	no            int
	name, amount  string
	kinds         []pingyi.FindingKind
	pending, both bool
}

// items looks up by what each row is found: its number, name and amount, what is wrong
// with it, and whether it is not saved or was changed by two. What is returned makes
// items of that without the sheet, and so anywhere.
func (m Model) items(rows []sheet.Row) func() []match.Item {
	budget := slices.IndexFunc(m.sheet.Columns(), func(c sheet.Column) bool { return c.Field == pingyi.FieldBudget })
	of := make([]facts, len(rows))
	at := numbersOf(rows)
	for _, f := range m.sheet.Findings() {
		if i := at[f.Row]; i > 0 {
			of[i-1].kinds = append(of[i-1].kinds, f.Kind)
		}
	}
	for _, c := range m.sheet.Clashes() {
		if i := at[c.Row]; i > 0 {
			of[i-1].both = true
		}
	}
	for no, row := range m.sheet.Rows() {
		if i := at[row]; i > 0 {
			f := &of[i-1]
			f.no, f.name, f.amount, f.pending = no+1, m.sheet.Text(row, 0), m.sheet.Text(row, budget), m.sheet.Pending(row)
		}
	}
	return func() []match.Item {
		items := make([]match.Item, len(of))
		for i, f := range of {
			items[i] = match.Activity(f.no, f.name, f.amount, f.kinds...)
			if f.pending {
				items[i].Words = append(items[i].Words, match.Word{Zh: "未保存", En: "unsaved"})
			}
			if f.both {
				items[i].Words = append(items[i].Words, match.Word{Zh: "两人都改", En: "clash"})
			}
		}
		return items
	}
}

// numbersOf returns the number of each row in the plan.
func numbersOf(rows []sheet.Row) map[sheet.Row]int {
	no := make(map[sheet.Row]int, len(rows))
	for i, row := range rows {
		no[row] = i + 1
	}
	return no
}

// pressFinding takes what is typed on the line.
func (m Model) pressFinding(a keymaps.Action, msg tea.Msg) (page.Page, tea.Cmd) {
	switch a {
	case keymaps.Back:
		return m.dropLine()
	case keymaps.Accept:
		return m.acceptLine()
	case keymaps.Up, keymaps.Down, keymaps.PageUp, keymaps.PageDown:
		if m.seek.asks == askFilter {
			m.move(a)
		} else if !m.nextWith(m.sought(), a == keymaps.Down || a == keymaps.PageDown) {
			return m, page.Send(page.Info{Text: m.env.Session.Lang.Of("没有找到", "not found")})
		}
		return m, nil
	}
	e := *m.seek.line
	before := e.Value()
	e, _ = e.Update(msg)
	m.seek.line = &e
	if m.seek.asks == askFilter && e.Value() != before {
		m.filterBy(e.Value())
	}
	return m, nil
}

// dropLine ends the line without what it was for.
func (m Model) dropLine() (page.Page, tea.Cmd) {
	if m.seek.asks == askFilter {
		m.filterBy("")
	}
	m.seek.line, m.seek.index, m.seek.rows = nil, nil, nil
	m.resize()
	return m, nil
}

func (m Model) acceptLine() (page.Page, tea.Cmd) {
	text, asks := m.seek.line.Value(), m.seek.asks
	m.seek.line, m.seek.index, m.seek.rows = nil, nil, nil
	m.resize()
	switch {
	case asks == askOld && text != "":
		m.seek.old = text
		m.ask(askNew, "")
	case asks == askNew:
		return m.proposeReplace(text)
	}
	return m, nil
}

// filterBy shows the rows that query finds. The cursor stays with its row if that is
// one of them; one that is just what was typed, as by its number, is rather turned to.
func (m *Model) filterBy(query string) {
	at, _ := m.row()
	m.deselect()
	m.seek.filter = strings.TrimSpace(query)
	if m.seek.filter == "" {
		m.seek.known = nil
		m.shown = m.inView(m.sheet.Rows())
	} else {
		m.seek.known = make(map[sheet.Row]bool, len(m.seek.rows))
		for _, row := range m.seek.rows {
			m.seek.known[row] = true
		}
		found, exact := m.seek.index.Filter(m.seek.filter)
		first := sheet.Row(0)
		if exact > 0 {
			first = m.seek.rows[found[0]]
		}
		slices.Sort(found)
		m.shown = make([]sheet.Row, len(found))
		for i, n := range found {
			m.shown[i] = m.seek.rows[n]
		}
		if first != 0 {
			at = first
		}
	}
	m.at.row = max(0, slices.Index(m.shown, at))
	m.scroll()
}

// unfilter shows all rows again, the cursor with its row.
func (m *Model) unfilter() { m.filterBy("") }

// reveal shows all rows where the filter keeps a row out of sight.
func (m *Model) reveal(row sheet.Row) {
	if m.seek.filter != "" && m.sheet.Has(row) && !slices.Contains(m.shown, row) {
		m.unfilter()
	}
}

// filtered keeps of rows those that the filter shows.
func (m Model) filtered(rows []sheet.Row) []sheet.Row {
	if m.seek.filter == "" {
		return rows
	}
	in := numbersOf(m.shown)
	return slices.DeleteFunc(slices.Clone(rows), func(row sheet.Row) bool { return in[row] == 0 })
}

// number is what stands before the row at place i: its number in the plan, whatever
// the rows around it are.
func (m Model) number(i int) int {
	if !m.viewed() {
		return i + 1
	}
	return slices.Index(m.sheet.Rows(), m.shown[i]) + 1
}

// jump offers all rows to go to: one is found by its number before others.
func (m Model) jump() (page.Page, tea.Cmd) {
	l := m.env.Session.Lang
	no := numbersOf(m.sheet.Rows())
	rows := m.inView(m.sheet.Rows())
	items := make([]page.Choice, 0, len(rows))
	for _, row := range rows {
		name := m.sheet.Text(row, 0)
		if name == "" {
			name = l.Of("（没有名称）", "(no name)")
		}
		items = append(items, page.Choice{ID: strconv.Itoa(int(row)), Title: name, Hint: strconv.Itoa(no[row])})
	}
	return m, page.Send(page.Choose{ID: jumpID, Title: l.Of("跳到", "Go to"), Items: items})
}

// jumpTo goes to the row that was chosen.
func (m *Model) jumpTo(id string) {
	if n, err := strconv.Atoi(id); err == nil && m.sheet.Has(sheet.Row(n)) {
		m.reveal(sheet.Row(n))
		m.goTo(m.find(sheet.Row(n), m.at.row), m.at.column)
	}
}

// lineLabel stands before what is being typed.
func (m Model) lineLabel() string {
	l := m.env.Session.Lang
	switch m.seek.asks {
	case askFilter:
		return l.Of("筛选：", "Filter: ")
	case askOld:
		return l.Of("查找：", "Find: ")
	}
	return l.Of("替换成：", "Replace with: ")
}

// findLines is the line that is being typed, under it what can be typed.
func (m Model) findLines() []string {
	l, s := m.env.Session.Lang, m.env.Session
	lines := []string{s.Look.Label().Render(m.lineLabel()) + m.seek.line.View()}
	switch m.seek.asks {
	case askFilter:
		text := fmt.Sprintf(l.Of("%d/%d 行。序号、名称、拼音首字母、金额", "%d/%d rows. A number, a name, pinyin initials, an amount"), len(m.shown), len(m.seek.rows))
		var words []match.Count
		if m.seek.ready {
			words = m.seek.index.Words()
		}
		for i, c := range words {
			if i == 0 {
				text += l.Of("；或：", "; or: ")
			} else {
				text += l.Of("、", ", ")
			}
			text += fmt.Sprintf("%s %d", c.In(l), c.N)
		}
		lines = append(lines, m.wrapped(text, m.frame.below-1)...)
	case askOld:
		lines = append(lines, l.Of("按 ↓ ↑ 到下一处、上一处；回车再填替换成什么", "↓ ↑ go to the next one and the one before; Enter asks what to put there"))
	case askNew:
		lines = append(lines, fmt.Sprintf(l.Of("替换“%s”；空着就是删去。回车先看会改哪些格", "for %q; nothing to delete it. Enter first shows which cells change"), pingyi.Excerpt(m.seek.old, 20)))
	}
	return lines
}

func (m Model) findHints() []status.Hint {
	l := m.env.Session.Lang
	return []status.Hint{
		{Place: keymaps.Palette, Action: keymaps.Accept, Label: l.Of("选定", "done")},
		{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("取消", "cancel")},
	}
}
