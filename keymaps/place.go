package keymaps

import "pingyi"

// Place is where on the workstation a key is pressed. A page asks for the
// innermost place first: Form before Edit while a field is being filled in,
// Palette before Edit while a query is typed.
type Place string

// The places.
const (
	Global  Place = "global"  // anywhere; Match falls back to it by itself
	List    Place = "list"    // plans, activities, results, history, help: rows to move through
	Form    Place = "form"    // between the fields of a form
	Edit    Place = "edit"    // inside a text field
	Grid    Place = "grid"    // between the cells of a grid
	Cell    Place = "cell"    // inside a cell of one: before Edit, as Form is
	Rate    Place = "rate"    // the rate screen
	Verify  Place = "verify"  // two entries of a plan side by side
	Dialog  Place = "dialog"  // a question with a few answers; Back is "no"
	Palette Place = "palette" // a line typed above a list that it narrows: commands, a filter
)

// Places returns every place, in sheet order.
func Places() []Place {
	return []Place{Global, List, Form, Edit, Grid, Cell, Rate, Verify, Dialog, Palette}
}

// Typing reports whether text is typed at p, or begins to be. There a printable key
// is text and never an action, not even a [Global] one.
func (p Place) Typing() bool { return p == Form || p == Edit || p == Grid || p == Cell || p == Palette }

// Title returns the name of the place for people.
func (p Place) Title(l pingyi.Lang) string {
	switch p {
	case Global:
		return l.Of("任何地方", "Anywhere")
	case List:
		return l.Of("列表", "Lists")
	case Form:
		return l.Of("表单", "Forms")
	case Edit:
		return l.Of("文字框内", "Inside a text field")
	case Grid:
		return l.Of("表格", "The grid")
	case Cell:
		return l.Of("填写一格时", "Inside a cell of the grid")
	case Rate:
		return l.Of("评分", "Rating")
	case Verify:
		return l.Of("核对两次录入", "Comparing two entries")
	case Dialog:
		return l.Of("询问框", "Questions")
	case Palette:
		return l.Of("命令面板与筛选", "Command palette and filter")
	}
	return string(p)
}
