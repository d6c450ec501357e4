package grid

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/grid/sheet"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/edit"
)

// entry is a cell that is being filled in.
type entry struct {
	edit   edit.Model
	row    sheet.Row // 0 is the row to come
	column int
	seen   string // what stood in the cell when it was begun
	fault  error  // why the record would refuse what is typed, or what is odd about it
}

// lines reports whether the texts of a column may have several lines.
func (m Model) lines(column int) bool {
	f := m.sheet.Columns()[column].Field
	return f != pingyi.FieldName && f != pingyi.FieldBudget
}

// open begins to fill in the cell of the cursor with text in it.
func (m *Model) open(text string) {
	row, _ := m.row()
	e := entry{edit: edit.New(m.env.Session, edit.Options{Lines: m.lines(m.at.column)}), row: row, column: m.at.column}
	if row != 0 {
		e.seen = m.sheet.Text(row, e.column)
	}
	e.edit.SetValue(e.seen)
	e.edit.Focus()
	if text != e.seen {
		e.edit.SetValue(text)
	}
	m.deselect()
	m.entry = &e
	m.sheet.Hold(row)
	m.suggest()
	m.resize()
}

// edit goes on with what stands in the cell, or settles it where somebody else has
// changed it too.
func (m Model) edit() (page.Page, tea.Cmd) {
	if refuse := m.nowhere(); refuse != nil {
		return m, refuse
	}
	if m.disputed() {
		return m.askChoice()
	}
	row, _ := m.row()
	m.open(m.sheet.Text(row, m.at.column))
	return m, m.tellPlace()
}

// nowhere refuses to fill in where the view has no row.
func (m Model) nowhere() tea.Cmd {
	if !m.viewed() || len(m.shown) > 0 {
		return nil
	}
	return page.Send(page.Info{Text: m.noRows()})
}

// noRows says that the view has no row.
func (m Model) noRows() string {
	back := m.hint(keymaps.Global, keymaps.Back)
	return m.env.Session.Lang.Of("没有符合筛选的行；按 "+back+" 看全部", "no row matches the filter: "+back+" shows all")
}

// begin types over what stands in the cell.
func (m Model) begin(msg tea.Msg) (page.Page, tea.Cmd) {
	if err := m.env.Desk.Actor().May(pingyi.EditPlans, nil, nil); err != nil {
		return m, page.Send(page.Fail{Err: err})
	}
	if refuse := m.nowhere(); refuse != nil {
		return m, refuse
	}
	if m.disputed() {
		return m.askChoice()
	}
	m.open("")
	p, cmd := m.typed(msg)
	return p, tea.Batch(cmd, m.tellPlace())
}

// pressInCell takes a key while a cell is being filled in.
func (m Model) pressInCell(a keymaps.Action, k tea.KeyPressMsg) (page.Page, tea.Cmd) {
	switch a {
	case keymaps.Back:
		m.close()
		cmd := tea.Batch(m.tellPlace(), m.draft.touch())
		return m, cmd
	case keymaps.Accept, keymaps.Next, keymaps.Previous:
		cmd := m.accept()
		m.advance(a)
		return m, tea.Batch(cmd, m.tellPlace())
	case keymaps.ExtendUp, keymaps.ExtendDown, keymaps.ExtendLeft, keymaps.ExtendRight:
		cmd := m.accept()
		m.move(step[a])
		row, _ := m.row()
		if !m.disputed() {
			m.open(m.sheet.Text(row, m.at.column))
		}
		return m, tea.Batch(cmd, m.tellPlace())
	case keymaps.Newline:
		if !m.lines(m.entry.column) {
			return m, nil
		}
		return m.typed(tea.PasteMsg{Content: "\n"})
	case keymaps.Paste:
		return m.pasteOwn()
	}
	switch a, _ := m.env.Session.Action(keymaps.Edit, k); {
	case offers(a):
		return m.answer(a)
	case m.entry.edit.AtEdge(a): // as spreadsheets leave a cell
		cmd := m.accept()
		m.move(a)
		return m, tea.Batch(cmd, m.tellPlace())
	}
	return m.typed(k)
}

// step is the way that a key which goes on with editing goes.
var step = map[keymaps.Action]keymaps.Action{
	keymaps.ExtendUp: keymaps.Up, keymaps.ExtendDown: keymaps.Down,
	keymaps.ExtendLeft: keymaps.Left, keymaps.ExtendRight: keymaps.Right,
}

// typed hands a key or a paste to the cell that is being filled in, and looks at what
// stands there then, which hinders nobody.
func (m Model) typed(msg tea.Msg) (page.Page, tea.Cmd) {
	e := *m.entry
	before := e.edit.Value()
	e.edit, _ = e.edit.Update(msg)
	if e.fault = e.edit.Problem(); e.fault == nil {
		e.fault = m.sheet.Try(e.row, e.column, e.edit.Value())
	}
	m.entry = &e
	m.suggest()
	if e.edit.Value() == before {
		return m, nil
	}
	cmd := m.draft.touch()
	return m, cmd
}

// close ends filling in; what was typed and not taken is gone.
func (m *Model) close() {
	m.entry = nil
	m.sheet.Hold(0)
	m.arrange()
	m.suggest()
	m.resize()
}

// accept takes what was typed into the sheet, and sees to it that it is saved.
func (m *Model) accept() tea.Cmd {
	m.wrote()
	e := *m.entry
	text := e.edit.Value()
	switch {
	case text == e.seen || e.row == 0 && text == "":
		m.close()
		return m.draft.touch()
	case e.row != 0:
		clash := m.sheet.SetSeen(e.row, e.column, e.seen, text)
		m.close()
		if clash {
			return tea.Batch(m.stepped(), page.Send(page.Info{Text: m.clashed()}))
		}
		return m.stepped()
	}
	after := sheet.Row(0)
	if n := len(m.shown); n > 0 {
		after = m.shown[n-1]
	}
	row, err := m.sheet.Add(after, e.column, text)
	if err != nil {
		return page.Send(page.Fail{Err: err})
	}
	m.close()
	m.at.row = m.find(row, m.at.row)
	return m.stepped()
}

// stepped is called after every step: the screen shows it, and it is saved under its
// name.
func (m *Model) stepped() tea.Cmd {
	step, _ := m.sheet.NextUndo()
	return m.steppedAs(step.Command())
}

func (m *Model) steppedAs(command string) tea.Cmd {
	m.saving.steps = append(m.saving.steps, command)
	m.count.step(m.sheet.NextUndo())
	m.arrange()
	m.measureStep()
	m.saving.waits = false
	return tea.Batch(m.save(), m.draft.touch())
}

// measureStep widens columns for what stands in the row of the cursor now.
func (m *Model) measureStep() {
	row, ok := m.row()
	if !ok {
		return
	}
	widths := slices.Clone(m.frame.content)
	for column := range widths {
		widths[column] = max(widths[column], lineWidth(m.env.Session.Measure, m.sheet.Columns()[column], m.sheet.Text(row, column)))
	}
	if !slices.Equal(widths, m.frame.content) {
		m.frame.content = widths
		m.scroll()
	}
}
