package grid

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"pingyi/tui/pages/page"
)

// copy copies the selection, here and to the clipboard of the terminal.
func (m Model) copy() (page.Page, tea.Cmd) {
	area := m.selection()
	cells := m.sheet.Copy(area)
	if len(cells) == 0 {
		return m, nil
	}
	return m, m.clip("已复制", "copied", m.sheet.Clipboard(area), cells)
}

// cut empties the selection, having copied it; whole rows go.
func (m Model) cut() (page.Page, tea.Cmd) {
	area := m.selection()
	text := m.sheet.Clipboard(area)
	var cells [][]string
	if m.whole() {
		cells = m.sheet.CutRows(area.Rows)
		m.deselect()
	} else {
		cells = m.sheet.Cut(area)
	}
	if len(cells) == 0 {
		return m, nil
	}
	cmd := m.stepped()
	return m, tea.Batch(cmd, m.clip("已剪切", "cut", text, cells))
}

func (m Model) clip(zh, en, text string, cells [][]string) tea.Cmd {
	l := m.env.Session.Lang
	return page.Send(page.Clip{Text: text, Done: fmt.Sprintf(l.Of(zh+" %d 行 %d 格", en+": %d row(s), %d cells"), len(cells), len(cells)*len(cells[0]))})
}

// pasteOwn asks for what was copied here, which comes as what a terminal pastes does.
func (m Model) pasteOwn() (page.Page, tea.Cmd) { return m, page.Send(page.PasteClip{}) }
