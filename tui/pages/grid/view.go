package grid

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"pingyi"
	"pingyi/tui/pages/grid/sheet"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/cells"
)

// frame is what of the grid is in sight.
type frame struct {
	content []int // for each column, how wide its widest text is
	rows    int   // how many have room
	below   int   // lines below the rule
	top     int   // the first row in sight
	left    int   // the first column in sight beside the frozen one
}

// Columns are as wide as what stands in them, within bounds: the frozen one leaves
// room for the others.
const (
	narrowest = 4
	widest    = 30
	gutter    = 1
)

// contentWidths returns how wide the texts of each column are.
func contentWidths(m cells.Measure, s *sheet.Sheet) []int {
	widths := make([]int, len(s.Columns()))
	for _, row := range s.Rows() {
		for at, c := range s.Columns() {
			if widths[at] < widest {
				widths[at] = max(widths[at], lineWidth(m, c, s.Text(row, at)))
			}
		}
	}
	return widths
}

func lineWidth(m cells.Measure, c sheet.Column, text string) int {
	if len(text) > 4*widest { // no need to count
		return widest
	}
	return m.Width(display(c, text))
}

// flat is a text on one line.
func flat(text string) string { return strings.ReplaceAll(cells.Visible(text), "\n", "␊") }

// width returns how wide a column is drawn. On a thin line all columns share the width,
// whatever stands in them: going about and what is typed then move none.
func (m Model) width(column int) int {
	if m.env.Session.Look.Thin {
		return m.share(column)
	}
	title := m.env.Session.Measure.Width(m.sheet.Title(column, m.env.Session.Lang))
	if m.sort.sorted && m.sort.column == column {
		title++ // for the sign
	}
	content := m.frame.content[column]
	if m.paste != nil {
		content = max(content, m.paste.widths[column])
	}
	most := min(widest, m.env.W*3/10)
	if column == 0 {
		most = min(widest, m.env.W/4)
	}
	return max(narrowest, title, min(most, content))
}

// share returns how wide a column is where all have a share.
func (m Model) share(column int) int {
	const money = 9
	name := m.env.W / 5
	switch {
	case column == 0:
		return name
	case m.sheet.Columns()[column].Field == pingyi.FieldBudget:
		return money
	}
	others := len(m.sheet.Columns()) - 2
	return max(narrowest, (m.env.W-m.lead()-name-money-2*gutter)/others-gutter)
}

// numbers is how wide the numbers of the rows are.
func (m Model) numbers() int { return max(2, len(strconv.Itoa(len(m.sheet.Rows())+1))) }

// lead is how many columns stand before the frozen one: on a thin line the mark; the
// number; the sign.
func (m Model) lead() int {
	if m.env.Session.Look.Thin {
		return 1 + m.numbers() + 1
	}
	return m.numbers() + 1
}

// column is a column in sight, as wide as it is drawn.
type column struct {
	at, w int
	cut   bool // it has less room than it wants
}

// columns returns the columns in sight, the frozen one first. The last may be cut off.
func (m Model) columns() []column {
	in := []column{{at: 0, w: m.width(0)}}
	room := m.env.W - m.lead() - gutter - in[0].w
	for at := m.frame.left; at < len(m.sheet.Columns()); at++ {
		w := m.width(at)
		if room -= gutter; room < w {
			if room >= narrowest || len(in) == 1 {
				in = append(in, column{at, max(room, 1), true})
			}
			break
		}
		in = append(in, column{at: at, w: w})
		room -= w
	}
	return in
}

// resize takes the size of the page, and what has to be shown below the grid.
func (m *Model) resize() {
	if m.sheet == nil {
		return
	}
	m.frame.below = max(4, min(8, m.env.H/4))
	if m.choice != nil {
		m.frame.below = m.env.H / 2
	}
	m.frame.rows = max(1, m.env.H-2-m.frame.below)
	if m.draft.found != nil {
		m.frame.rows--
	}
	if m.entry != nil {
		e := *m.entry
		e.edit.SetSession(m.env.Session)
		e.edit.SetSize(m.env.W, m.frame.below-1) // the last line is for what is wrong
		m.entry = &e
	}
	if m.seek.line != nil {
		e := *m.seek.line
		e.SetSession(m.env.Session)
		e.SetSize(m.env.W-m.env.Session.Measure.Width(m.lineLabel()), 1)
		m.seek.line = &e
	}
	m.scroll()
}

// scroll brings the cursor into sight, with one row of what comes before and after.
func (m *Model) scroll() {
	if m.frame.rows == 0 {
		m.resize()
		return
	}
	f, n := &m.frame, m.rows()
	context := min(1, (f.rows-1)/2)
	f.top = min(f.top, m.at.row-context)
	f.top = max(f.top, m.at.row+context-f.rows+1)
	f.top = max(0, min(f.top, n-f.rows))
	// From the frozen column one goes on to the first of the others.
	f.left = max(1, min(f.left, m.at.column))
	for f.left < m.at.column {
		in := m.columns()
		if last := in[len(in)-1]; last.at > m.at.column || last.at == m.at.column && !last.cut {
			break
		}
		f.left++
	}
}

// View implements [page.Page].
func (m Model) View() string {
	var lines []string
	if m.sheet == nil {
		lines = []string{"", m.env.Session.Lang.Of("  正在读取……", "  Reading…")}
	} else {
		if m.draft.found != nil {
			lines = append(lines, m.draftNotice())
		}
		in := m.columns()
		lines = append(lines, m.heading(in))
		for i := m.frame.top; i < m.frame.top+m.frame.rows; i++ {
			lines = append(lines, m.line(i, in))
		}
		lines = append(lines, m.rule())
		lines = append(lines, m.below()...)
	}
	for len(lines) < m.env.H {
		lines = append(lines, "")
	}
	lines = lines[:m.env.H]
	for i, line := range lines {
		lines[i] = m.env.Session.Measure.Truncate(line, m.env.W)
	}
	return strings.Join(lines, "\n")
}

// heading is the line of column titles; the sorted one has a sign, and so has either
// side where columns lie out of sight.
func (m Model) heading(in []column) string {
	measure, look := m.env.Session.Measure, m.env.Session.Look
	var b strings.Builder
	more := " "
	if m.frame.left > 1 {
		more = "<"
	}
	b.WriteString(strings.Repeat(" ", m.lead()-1) + more)
	for _, c := range in {
		title := m.sheet.Title(c.at, m.env.Session.Lang)
		if f := m.sheet.Columns()[c.at].Field; f != pingyi.FieldCriteria && measure.Width(title) > c.w {
			title = f.Brief(m.env.Session.Lang)
		}
		if m.sort.sorted && m.sort.column == c.at {
			sign := look.Above()
			if m.sort.down {
				sign = look.Below()
			}
			title = measure.Truncate(title, c.w-measure.Width(sign)) + sign
		}
		b.WriteString(" " + look.Header().Render(m.padded(c, title)))
	}
	if last := in[len(in)-1]; last.cut || last.at < len(m.sheet.Columns())-1 {
		return measure.Cut(b.String(), 0, m.env.W-1) + ">"
	}
	return b.String()
}

// display is a text of a column on one line, an amount in groups.
func display(c sheet.Column, text string) string {
	if c.Field == pingyi.FieldBudget {
		if amount, err := pingyi.ParseAmount(text); err == nil {
			return amount.Grouped()
		}
	}
	return flat(text)
}

// padded is a text as wide as its column: amounts stand to the right.
func (m Model) padded(c column, text string) string {
	measure := m.env.Session.Measure
	if m.sheet.Columns()[c.at].Field == pingyi.FieldBudget && !c.cut {
		return measure.PadLeft(text, c.w)
	}
	return measure.Pad(text, c.w)
}

// cellText returns what a cell shows: of a paste, what would be there.
func (m Model) cellText(c sheet.Cell) (text string, laid *sheet.Proposed) {
	if m.paste != nil {
		if p, ok := m.paste.over[c]; ok {
			return p.New, &p
		}
	}
	return m.sheet.Text(c.Row, c.Column), nil
}

// line is a row: its number, a sign for what is the matter with it, and its cells. On a
// thin line the mark stands before the row, and of its cells the terminal's own cursor
// tells which: a step to the side moves nothing else in the grid.
func (m Model) line(i int, in []column) string {
	measure, look := m.env.Session.Measure, m.env.Session.Look
	if i >= m.rows() || m.viewed() && i >= len(m.shown) {
		return ""
	}
	var row sheet.Row
	number, sign := look.Muted().Render(measure.PadLeft("+", m.numbers())), " "
	if i < len(m.shown) {
		row = m.shown[i]
		if !m.viewed() || m.sheet.Has(row) { // else a paste would bring it, behind rows out of sight
			number = measure.PadLeft(strconv.Itoa(m.number(i)), m.numbers())
		}
		sign = m.rowSign(row)
	}
	flaws := m.flaws(row)
	var b strings.Builder
	switch {
	case look.Thin && i == m.at.row:
		b.WriteString(look.Marker())
	case look.Thin:
		b.WriteString(" ")
	}
	b.WriteString(number + sign)
	for _, drawn := range in {
		column := drawn.at
		c := sheet.Cell{Row: row, Column: column}
		text, laid := m.cellText(c)
		text = m.padded(drawn, display(m.sheet.Columns()[column], text))
		mark := " "
		switch {
		case m.sheet.Disputed(c):
			mark, text = look.Warning().Render("≠"), look.Warning().Render(text)
		case laid != nil && laid.Err != nil, laid == nil && flaws[column] == refused:
			mark, text = look.Error().Render("!"), look.Error().Render(text)
		case laid != nil && laid.Old != "":
			mark = "~"
		case laid != nil:
			mark = "+"
		case flaws[column] == odd:
			mark = m.doubt().Render("?")
		}
		here := !look.Thin && i == m.at.row && column == m.at.column
		if here && laid == nil {
			mark = look.Marker()
		}
		if m.selected(place{i, column}) || here && m.entry == nil {
			text = look.Block().Render(ansi.Strip(text))
		}
		b.WriteString(mark + text)
	}
	return b.String()
}

// rowSign tells what is the matter with a row: somebody fills it in, or it is not
// saved.
func (m Model) rowSign(row sheet.Row) string {
	look := m.env.Session.Look
	switch {
	case m.editing(m.sheet.ID(row)) != "":
		return look.Warning().Render("@")
	case m.sheet.Pending(row) && !m.saving.under && (m.entry == nil || m.entry.row != row):
		return "*"
	}
	return " "
}

// Cursor implements [page.Page]. Between the cells it stands at the one that typing
// begins to fill in: there an input method opens.
func (m Model) Cursor() (x, y int, shown bool) {
	if m.sheet == nil || m.draft.found != nil || m.choice != nil {
		return 0, 0, false
	}
	head := 1
	switch {
	case m.seek.line != nil:
		x, y, shown = m.seek.line.Cursor()
		return x + m.env.Session.Measure.Width(m.lineLabel()), y + head + m.frame.rows + 1, shown
	case m.template.Typing():
		x, y, shown = m.template.Cursor()
		return x, y + head + m.frame.rows + 1, shown
	case m.entry != nil:
		x, y, shown = m.entry.edit.Cursor()
		return x, y + head + m.frame.rows + 1, shown
	}
	x = m.lead()
	for _, c := range m.columns() {
		if x += gutter; c.at == m.at.column {
			break
		}
		x += c.w
	}
	return min(x, m.env.W-1), head + m.at.row - m.frame.top, true
}

// Signs implements [page.Legend].
func (m Model) Signs() []page.Sign {
	l := m.env.Session.Lang
	return []page.Sign{
		{Mark: "!", Means: l.Of("这一格看不懂或不合规，存不进，改好就存", "the record refuses the cell: it is saved once mended")},
		{Mark: "?", Means: l.Of("这一格看着不对，但可以存", "the cell looks wrong, but can be saved")},
		{Mark: "≠", Means: l.Of("别人同时改了这一格，请选定一个", "somebody changed the cell at the same time: choose one")},
		{Mark: "*", Means: l.Of("这一行有内容还没存进去", "the row has something that is not saved")},
		{Mark: "@", Means: l.Of("别人正在填这一行", "somebody is filling in the row")},
		{Mark: "+", Means: l.Of("要新增的一行；粘贴、替换时：要填的空格子", "a row to come; in a paste: an empty cell that is filled")},
		{Mark: "~", Means: l.Of("粘贴、替换时：原有内容要被盖掉的格", "in a paste: a cell that loses what stands in it")},
	}
}

// How a cell looks.
type state int

const (
	sound state = iota
	odd
	refused
)

// flaws returns how each cell of a row looks.
func (m Model) flaws(row sheet.Row) map[int]state {
	states := map[int]state{}
	for _, f := range m.sheet.FindingsOf(row) {
		s := odd
		if f.Kind == "" {
			s = refused
		}
		states[f.Column] = max(states[f.Column], s)
	}
	return states
}
