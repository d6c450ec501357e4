package grid

import "pingyi/tui/pages/grid/sheet"

// Sheet returns what the page holds, for tests to look into.
func (m Model) Sheet() *sheet.Sheet { return m.sheet }

// Filling reports whether a cell is being filled in.
func (m Model) Filling() bool { return m.entry != nil }

// Typed returns what is typed into a cell and is not in the sheet, "" for nothing.
func (m Model) Typed() string {
	if m.entry == nil || !m.entry.edit.Changed() {
		return ""
	}
	return m.entry.edit.Value()
}

// Looking reports whether a paste is looked at that is not in the grid yet.
func (m Model) Looking() bool { return m.paste != nil }
