package grid

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store/exchange"
	"pingyi/tui/pages/grid/sheet"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/status"
)

// block is what was pasted, read.
type block struct {
	me    *token
	block exchange.Block
	err   error
}

// paste is a block that lies over the grid and is not in it yet.
type paste struct {
	block    exchange.Block
	at       place
	first    sheet.Row // where it begins; 0 is the row to come
	merged   bool      // blank cells take the text above them
	swaps    bool      // it is no block, but texts that are replaced where they stand
	proposal sheet.Proposal
	wanting  int // of its rows
	over     map[sheet.Cell]sheet.Proposed
	widths   []int // for each column, how wide the widest of these is
}

// pasted takes a paste: into the cell that is being filled in, or as a block.
func (m Model) pasted(msg tea.PasteMsg) (page.Page, tea.Cmd) {
	switch {
	case m.sheet == nil || m.saving.leaves:
		m.early = append(m.early[:len(m.early):len(m.early)], msg)
		return m, nil
	case m.seek.line != nil:
		return m.pressFinding("", msg)
	case m.entry != nil && tabled(msg.Content):
		l := m.env.Session.Lang
		return m, page.Send(page.Info{Text: l.Of("粘贴的像一张表：先确认这一格或按 Esc 不改了，再粘贴", "this looks like a table: accept the cell, or restore it with Esc, and paste again")})
	case m.entry != nil:
		return m.typed(tea.PasteMsg{Content: textOf(msg.Content)})
	case m.Place() == keymaps.Dialog || m.paste != nil:
		return m, nil
	}
	if refuse := m.nowhere(); refuse != nil {
		return m, refuse
	}
	if err := m.env.Desk.Actor().May(pingyi.EditPlans, nil, nil); err != nil {
		return m, page.Send(page.Fail{Err: err})
	}
	me := m.me
	return m, func() tea.Msg {
		b, err := exchange.ReadBlock(msg.Content)
		return block{me, b, err}
	}
}

// tabled reports whether a text looks like cells rather than the text of one.
func tabled(text string) bool { return strings.Contains(strings.TrimSpace(text), "\t") }

// textOf returns the text of cells of one column that were copied: each of them ends in
// a line end, and stands in quotes where it has several lines or quotes of its own. Any
// other text stays, but a line alone loses its end.
func textOf(text string) string {
	rows := strings.TrimRight(text, "\r\n")
	if rows == text {
		return text
	}
	if b, err := exchange.ReadBlock(text); err == nil && b.Headings == nil && len(b.Cells) > 0 && len(b.Cells[0]) == 1 {
		lf := strings.NewReplacer("\r\n", "\n", "\r", "\n")
		if exchange.WriteBlock(b.Cells) == lf.Replace(rows)+"\n" { // else somebody has put the quotes there
			var lines []string
			for _, row := range b.Cells {
				lines = append(lines, row[0])
			}
			return strings.Join(lines, "\n")
		}
	}
	if !strings.ContainsAny(rows, "\r\n") {
		return rows
	}
	return text
}

// alone reports whether a block is one cell.
func alone(b exchange.Block) bool {
	return len(b.Cells) == 1 && len(b.Cells[0]) == 1 && b.Headings == nil
}

// takeBlock lays a block at the cursor. One cell goes where it belongs at once, into
// all cells of a block that is selected; of more it is shown first what goes where.
func (m Model) takeBlock(msg block) (page.Page, tea.Cmd) {
	if msg.err != nil {
		return m, page.Send(page.Fail{Err: msg.err})
	}
	cells := msg.block.Cells
	if len(cells) == 0 || m.Place() != keymaps.Grid || m.paste != nil {
		return m, page.Send(page.Info{Text: m.env.Session.Lang.Of("粘贴的内容里没有格子", "there are no cells in what was pasted")})
	}
	at := m.at
	if m.block != nil {
		at = place{min(m.at.row, m.block.row), min(m.at.column, m.block.column)}
	}
	if area := m.selection(); alone(msg.block) && len(area.Rows) > 0 {
		texts := make([][]string, len(area.Rows))
		for i := range texts {
			texts[i] = slices.Repeat([]string{cells[0][0]}, area.To-area.From)
		}
		m.sheet.SetArea(area, texts)
		n := len(area.Rows) * (area.To - area.From)
		cmd := m.stepped()
		if n == 1 {
			return m, cmd
		}
		l := m.env.Session.Lang
		key := m.hint(keymaps.Grid, keymaps.Undo)
		return m, tea.Batch(cmd, page.Send(page.Info{Text: fmt.Sprintf(l.Of("已粘贴到 %d 格；%s 撤销", "pasted into %d cells; %s undoes it"), n, key)}))
	}
	p := paste{block: msg.block, at: at}
	if at.row < len(m.shown) {
		p.first = m.shown[at.row]
	}
	if err := m.propose(&p); err != nil {
		return m, page.Send(page.Fail{Err: err})
	}
	if alone(msg.block) {
		return m.land(p)
	}
	m.paste = &p
	m.deselect()
	m.showPaste()
	return m, nil
}

// propose works out what would go where.
func (m Model) propose(p *paste) error {
	rows := m.stored()
	proposal, err := m.sheet.ProposePaste(p.block, rows[p.begins(rows):], p.at.column, p.merged)
	if err != nil {
		return err
	}
	m.lay(p, proposal)
	p.wanting = m.sheet.Wanting(proposal)
	return nil
}

// begins returns at which of rows the paste begins, behind all for the row to come.
func (p paste) begins(rows []sheet.Row) int {
	if p.first == 0 {
		return len(rows)
	}
	if i := slices.Index(rows, p.first); i >= 0 {
		return i
	}
	return min(p.at.row, len(rows))
}

// followPaste keeps a paste that is looked at where it begins, and the rows that it would
// add in sight, when others come or go.
func (m *Model) followPaste() {
	p := *m.paste
	p.at.row = p.begins(m.shown)
	m.shown = append(m.shown, p.proposal.New...)
	m.paste = &p
}

// lay lays what is proposed over the grid.
func (m Model) lay(p *paste, proposal sheet.Proposal) {
	p.proposal, p.over = proposal, make(map[sheet.Cell]sheet.Proposed, len(proposal.Cells))
	p.widths = make([]int, len(m.sheet.Columns()))
	for _, c := range proposal.Cells {
		p.over[c.Cell] = c
		p.widths[c.Column] = max(p.widths[c.Column], lineWidth(m.env.Session.Measure, m.sheet.Columns()[c.Column], c.New))
	}
}

// stored is the rows on the screen without those that a paste would add.
func (m Model) stored() []sheet.Row {
	return slices.DeleteFunc(slices.Clone(m.shown), func(r sheet.Row) bool { return !m.sheet.Has(r) })
}

// showPaste draws the rows that would be added, and turns to the first that fails.
func (m *Model) showPaste() {
	m.shown = append(m.stored(), m.paste.proposal.New...)
	m.goTo(m.paste.at.row, m.paste.at.column)
	if m.paste.proposal.Failing() > 0 && m.paste.over[m.cell()].Err == nil {
		m.nextFailing()
	}
	m.resize()
}

// cell returns the cell of the cursor; at the row to come it has no row.
func (m Model) cell() sheet.Cell {
	row, _ := m.row()
	return sheet.Cell{Row: row, Column: m.at.column}
}

// answerPaste takes a key while a paste is shown.
func (m Model) answerPaste(a keymaps.Action) (page.Page, tea.Cmd) {
	switch a {
	case keymaps.Back:
		swaps := m.paste.swaps
		m.endPaste()
		if swaps {
			return m, page.Send(page.Info{Text: m.env.Session.Lang.Of("没有替换", "nothing was replaced")})
		}
		return m, page.Send(page.Info{Text: m.env.Session.Lang.Of("没有粘贴", "nothing was pasted")})
	case keymaps.Accept:
		p := *m.paste
		m.endPaste()
		return m.land(p)
	case keymaps.Next:
		if m.paste.swaps {
			m.nextSwap()
			return m, nil
		}
		p := *m.paste
		p.merged = !p.merged
		if err := m.propose(&p); err != nil {
			return m, page.Send(page.Fail{Err: err})
		}
		m.paste = &p
		m.showPaste()
	case keymaps.NextFinding:
		m.nextFailing()
	case keymaps.Mark, keymaps.SelectAll, keymaps.Previous:
	default:
		m.move(a)
	}
	return m, nil
}

func (m *Model) endPaste() {
	at := m.paste.at
	m.paste = nil
	m.arrange()
	m.goTo(at.row, at.column)
	m.resize()
}

// land makes the step that was shown.
func (m Model) land(p paste) (page.Page, tea.Cmd) {
	notes, err := m.sheet.Accept(p.proposal)
	if err != nil {
		return m, page.Send(page.Fail{Err: err})
	}
	m.frame.content = contentWidths(m.env.Session.Measure, m.sheet)
	cmd := m.stepped()
	if cells := p.proposal.Cells; len(cells) > 0 && !p.swaps {
		m.goTo(m.find(cells[0].Row, p.at.row), p.at.column)
	}
	done := fmt.Sprintf(m.env.Session.Lang.Of("已粘贴 %d 行", "%d row(s) pasted"), len(p.block.Cells))
	if p.swaps {
		done = fmt.Sprintf(m.env.Session.Lang.Of("已替换 %d 格", "%d cell(s) replaced"), len(p.proposal.Cells)-len(notes))
	}
	if len(p.proposal.Cells) > 0 {
		cmd = tea.Batch(cmd, page.Send(page.Info{Text: done + m.noted(notes)}))
	}
	return m, cmd
}

// nextFailing turns to the next cell of the paste that the record would refuse.
func (m *Model) nextFailing() {
	var first, next *place
	rows := m.places()
	for _, c := range m.paste.proposal.Cells {
		if c.Err == nil {
			continue
		}
		p := place{rows[c.Row], c.Column}
		if first == nil {
			first = &p
		}
		if p.row > m.at.row || p.row == m.at.row && p.column > m.at.column {
			next = &p
			break
		}
	}
	if next == nil {
		next = first
	}
	if next != nil {
		m.goTo(next.row, next.column)
	}
}

func (m Model) pasteHints() []status.Hint {
	if m.paste.swaps {
		return m.swapHints()
	}
	l := m.env.Session.Lang
	merged := l.Of("空格子照上一行填", "fill blanks from above")
	if m.paste.merged {
		merged = l.Of("空格子留空", "leave blanks")
	}
	hints := []status.Hint{
		{Place: keymaps.Grid, Action: keymaps.Accept, Label: l.Of("放下", "put it there")},
		{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("不要", "drop it")},
		{Place: keymaps.Grid, Action: keymaps.Next, Label: merged},
	}
	if m.paste.proposal.Failing() > 0 {
		hints = append(hints, status.Hint{Place: keymaps.Grid, Action: keymaps.NextFinding, Label: l.Of("下一处存不进的", "next that fails")})
	}
	return hints
}

// pasteLines says what would go where, and why a cell would not be taken into the
// record.
func (m Model) pasteLines() []string {
	if m.paste.swaps {
		return m.swapLines()
	}
	l, p := m.env.Session.Lang, m.paste.proposal
	rows, first := len(m.paste.block.Cells), len(m.sheet.Rows())+1
	if m.paste.at.row < len(m.stored()) {
		first = m.number(m.paste.at.row)
	}
	text := fmt.Sprintf(l.Of("粘贴 %d 行，从第 %d 行起", "%d row(s) pasted from row %d on"), rows, first)
	if p.Headed {
		text += l.Of("，按表头放", ", by their headings")
	}
	text += fmt.Sprintf(l.Of("：改 %d 格", ": %d cells change"), len(p.Cells))
	if len(p.New) > 0 {
		text += fmt.Sprintf(l.Of("，新增 %d 行", ", %d new rows"), len(p.New))
	}
	lines := []string{text}
	if n := p.Covered(); n > 0 {
		lines = append(lines, fmt.Sprintf(l.Of("盖掉 %d 格已有的内容（标 ~）", "%d cells lose what stands in them (marked ~)"), n))
	}
	if n := p.Failing(); n > 0 {
		lines = append(lines, fmt.Sprintf(l.Of("其中 %d 格记录不收（标 !）：放得下，改好才存", "%d cells the record refuses (marked !): they are put there, and saved once mended"), n))
	}
	if n := m.paste.wanting; n > 0 {
		lines = append(lines, fmt.Sprintf(l.Of("新增的 %d 行没有名称或预算数：放得下，填上才存", "%d of the new rows have no name or no amount: they are put there, and saved once they have"), n))
	}
	if n := len(p.Beyond); n > 0 {
		b := p.Beyond[0]
		lines = append(lines, fmt.Sprintf(l.Of("有 %d 格没有对应的栏，不放：%s", "%d cells have no column and are left out: %s"), n, pingyi.Excerpt(b.Text, 30)))
	}
	if n := len(p.Skipped); n > 0 {
		lines = append(lines, fmt.Sprintf(l.Of("表外的 %d 处没有放：%s", "%d things around the table are left out: %s"), n, p.Skipped[0].In(l)))
	}
	if c, ok := m.paste.over[m.cell()]; ok && c.Err != nil {
		lines = append(lines, l.Of("这一格：", "This cell: ")+sheet.Explain(c.Err, l))
	} else if ok && c.Old != "" {
		lines = append(lines, l.Of("这一格原来是：", "This cell was: ")+c.Old)
	}
	return lines
}
