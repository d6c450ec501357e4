package grid

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/grid/sheet"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/dialog"
)

// clear empties the selected cells; whole rows go.
func (m Model) clear() (page.Page, tea.Cmd) {
	if m.whole() {
		return m.deleteRow()
	}
	m.sheet.Clear(m.selection())
	cmd := m.stepped()
	return m, cmd
}

// ditto takes the value above and goes on to the right.
func (m Model) ditto() (page.Page, tea.Cmd) {
	l := m.env.Session.Lang
	if m.at.row == 0 || m.at.row > len(m.shown) {
		return m, page.Send(page.Info{Text: l.Of("上面没有行", "there is no row above")})
	}
	above, column := m.shown[m.at.row-1], m.at.column
	if row, ok := m.row(); ok {
		m.sheet.Ditto(above, row, column)
	} else if text := m.sheet.Text(above, column); text != "" {
		row, err := m.sheet.Add(above, column, text)
		if err != nil {
			return m, page.Send(page.Fail{Err: err})
		}
		m.arrange()
		m.at.row = m.find(row, m.at.row)
	}
	cmd := m.stepped()
	m.advanceRight()
	return m, cmd
}

// advanceRight goes on as Tab does, but not to another row.
func (m *Model) advanceRight() {
	if m.at.column < len(m.sheet.Columns())-1 {
		m.at.column++
		m.scroll()
	}
}

func (m Model) fillDown() (page.Page, tea.Cmd) {
	area := m.selection()
	if len(area.Rows) < 2 && m.at.row > 0 && m.at.row < len(m.shown) { // as spreadsheets do with a cell alone
		area.Rows = m.shown[m.at.row-1 : m.at.row+1]
	}
	before, _ := m.sheet.NextUndo()
	m.sheet.FillDown(area)
	return m.filled(before)
}

func (m Model) fillSeries() (page.Page, tea.Cmd) {
	area := m.selection()
	if len(area.Rows) < 2 {
		l := m.env.Session.Lang
		return m, page.Send(page.Info{Text: l.Of("先选中一块，第一行或前两行里有数", "first select a block, with a number in its first row or two")})
	}
	before, _ := m.sheet.NextUndo()
	m.sheet.FillSeries(area)
	return m.filled(before)
}

// filled says how many cells have been filled since a step: not all may be in sight.
func (m Model) filled(since sheet.Step) (page.Page, tea.Cmd) {
	l, key := m.env.Session.Lang, m.hint(keymaps.Grid, keymaps.Undo)
	step, _ := m.sheet.NextUndo()
	if !step.Later(since) {
		return m, page.Send(page.Info{Text: l.Of("没有要填的，这些格已经是这样", "nothing to fill: the cells are like that already")})
	}
	cmd := m.stepped()
	return m, tea.Batch(cmd, page.Send(page.Info{Text: fmt.Sprintf(l.Of("填了 %d 格；%s 撤销", "%d cells filled; %s undoes it"), len(step.Cells()), key)}))
}

// inOrder refuses what is about the plan's order while another is shown.
func (m Model) inOrder() tea.Cmd {
	l, back := m.env.Session.Lang, m.hint(keymaps.Global, keymaps.Back)
	switch {
	case m.seek.filter != "":
		return page.Send(page.Info{Text: l.Of("现在只显示筛选出的行：先取消筛选（"+back+"）", "only the rows that match are shown: show all first ("+back+")")})
	case !m.sort.sorted:
		return nil
	}
	return page.Send(page.Info{Text: l.Of("现在是排序后的样子：先恢复原次序（"+back+"）", "the rows are sorted: show them as stored first ("+back+")")})
}

func (m Model) insertRow() (page.Page, tea.Cmd) {
	if refuse := m.inOrder(); refuse != nil {
		return m, refuse
	}
	rows := max(1, len(m.selection().Rows))
	after, first := sheet.Row(0), m.at.row
	if m.block != nil {
		first = min(first, m.block.row)
	}
	if first > 0 {
		after = m.shown[first-1]
	}
	added, err := m.sheet.Insert(after, rows)
	if err != nil {
		return m, page.Send(page.Fail{Err: err})
	}
	m.deselect()
	cmd := m.stepped()
	m.goTo(m.find(added[0], first), m.at.column)
	return m, cmd
}

func (m Model) duplicateRow() (page.Page, tea.Cmd) {
	if refuse := m.inOrder(); refuse != nil {
		return m, refuse
	}
	copies, err := m.sheet.Duplicate(m.selection().Rows)
	if err != nil {
		return m, page.Send(page.Fail{Err: err})
	}
	cmd := m.stepped()
	if len(copies) > 0 {
		m.goTo(m.find(copies[0], m.at.row), m.at.column)
	}
	return m, cmd
}

// moveRow moves the rows of the selection by one.
func (m Model) moveRow(by int) (page.Page, tea.Cmd) {
	if refuse := m.inOrder(); refuse != nil {
		return m, refuse
	}
	rows := m.selection().Rows
	if len(rows) == 0 {
		return m, nil
	}
	first := m.find(rows[0], m.at.row)
	last := first + len(rows) - 1
	after := sheet.Row(0)
	switch {
	case by < 0 && first == 0 || by > 0 && last+1 >= len(m.shown):
		return m, nil
	case by > 0:
		after = m.shown[last+1]
	case first > 1:
		after = m.shown[first-2]
	}
	m.sheet.Move(rows, after)
	cmd := m.stepped()
	return m, cmd
}

// whole reports whether a block of all columns is selected.
func (m Model) whole() bool {
	area := m.selection()
	return m.block != nil && area.To-area.From == len(m.sheet.Columns())
}

// askedDelete is the question whether rows go in which others are writing.
const askedDelete = "grid.delete"

func (m Model) deleteRow() (page.Page, tea.Cmd) {
	l := m.env.Session.Lang
	for _, row := range m.selection().Rows {
		if who := m.editing(m.sheet.ID(row)); who != "" {
			return m, page.Send(page.Ask{Question: dialog.Question{ID: askedDelete, Title: l.Of("删除行", "Delete rows"), Selected: 1,
				Text:    fmt.Sprintf(l.Of("%s 正在填“%s”这一行。仍要删除吗？正在填的内容会留作新的一行。", "%s is filling in the row %q. Delete it all the same? What is being written stays as a new row."), who, pingyi.Excerpt(m.sheet.Text(row, 0), 20)),
				Choices: []dialog.Choice{{ID: yes, Label: l.Of("删除", "delete")}, {ID: no, Label: l.Of("不删除", "keep it")}}}})
		}
	}
	return m.deleteRows()
}

func (m Model) deleteRows() (page.Page, tea.Cmd) {
	rows := m.selection().Rows
	if len(rows) == 0 {
		return m, nil
	}
	m.sheet.Delete(rows)
	m.deselect()
	cmd := m.stepped()
	l := m.env.Session.Lang
	key := m.hint(keymaps.Grid, keymaps.Undo)
	return m, tea.Batch(cmd, page.Send(page.Info{Text: fmt.Sprintf(l.Of("删除了 %d 行；%s 撤销", "%d row(s) deleted; %s undoes it"), len(rows), key)}))
}

// undo takes back the last step of this session.
func (m Model) undo() (page.Page, tea.Cmd) {
	step, left, ok := m.sheet.Undo()
	if !ok {
		l := m.env.Session.Lang
		key := m.hint(keymaps.Global, keymaps.OpenHistory)
		return m, page.Send(page.Info{Text: l.Of("这次打开以来没有可撤销的了；更早的在留痕（"+key+"）里撤销", "nothing more to undo since this was opened; earlier steps are undone in the history ("+key+")")})
	}
	m.count.undone()
	return m.wentBack(pingyi.UndoCommand(step.Command()), step.At(), left)
}

func (m Model) redo() (page.Page, tea.Cmd) {
	step, left, ok := m.sheet.Redo()
	if !ok {
		l := m.env.Session.Lang
		return m, page.Send(page.Info{Text: l.Of("没有可重做的", "nothing to redo")})
	}
	return m.wentBack(pingyi.UndoCommand(pingyi.UndoCommand(step.Command())), step.At(), left)
}

// wentBack shows a step that was undone or redone, where it was.
func (m Model) wentBack(command string, at sheet.Cell, left []sheet.Note) (page.Page, tea.Cmd) {
	m.deselect()
	cmd := m.steppedAs(command)
	m.reveal(at.Row) // which a filter may keep out of sight
	if i := slices.Index(m.shown, at.Row); i >= 0 {
		m.goTo(i, at.Column)
	}
	return m, tea.Batch(cmd, page.Send(page.Info{Text: pingyi.CommandTitle(command, m.env.Session.Lang) + m.noted(left)}))
}

// noted is, behind what was done, what there is to tell of cells and rows that were not
// as expected.
func (m Model) noted(notes []sheet.Note) string {
	if len(notes) == 0 {
		return ""
	}
	return m.env.Session.Lang.Of("；", "; ") + m.told(notes)
}
