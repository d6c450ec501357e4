package sheet

// Cells returns the cells in which the step has put another text.
func (s Step) Cells() []Cell {
	cells := make([]Cell, len(s.edits))
	for i, e := range s.edits {
		cells[i] = e.cell
	}
	return cells
}

// Later reports whether the step was made after another of the same sheet.
func (s Step) Later(than Step) bool { return s.serial > than.serial }
