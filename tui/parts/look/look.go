// Package look gives things their looks by what they mean. Everything can be
// told apart without colour, by weight, underline, reverse and marks, and every
// colour is one of the terminal's own sixteen, which its owner has made legible
// on their background.
package look

import (
	"image/color"

	"charm.land/lipgloss/v2"

	"pingyi"
)

// Look is what one session's terminal can show. The zero value has no colour,
// a light background and line drawing.
type Look struct {
	Color bool // false under NO_COLOR
	Dark  bool // the background is dark
	ASCII bool // no line drawing and no symbols
	Thin  bool // the line to it is thin: what can be told by a mark is told by it alone
}

// Title is the name of a screen or a box.
func (l Look) Title() lipgloss.Style { return lipgloss.NewStyle().Bold(true) }

// Label stands before a value: the name of a field.
func (l Look) Label() lipgloss.Style {
	return l.paint(lipgloss.NewStyle(), lipgloss.Blue, lipgloss.Cyan)
}

// Muted is for what may be overlooked: units, positions, empty places.
func (l Look) Muted() lipgloss.Style {
	if !l.Color { // faint text is illegible on many terminals
		return lipgloss.NewStyle()
	}
	return lipgloss.NewStyle().Foreground(lipgloss.BrightBlack)
}

// Selected is the row or the choice that the next key acts on. A mark stands
// beside it as well: see [Look.Marker].
func (l Look) Selected() lipgloss.Style { return lipgloss.NewStyle().Reverse(!l.Thin) }

// Block is the cells that the next key acts on together. No mark would tell them.
func (l Look) Block() lipgloss.Style { return lipgloss.NewStyle().Reverse(true) }

// Header is the row of headings over a table.
func (l Look) Header() lipgloss.Style { return lipgloss.NewStyle().Underline(true) }

// Key is a key to press, as hints print it.
func (l Look) Key() lipgloss.Style { return lipgloss.NewStyle().Bold(true) }

// Error is what went wrong.
func (l Look) Error() lipgloss.Style {
	return l.paint(lipgloss.NewStyle().Bold(true), lipgloss.Red, lipgloss.BrightRed)
}

// Warning is what wants a second look: lint, dissent, a missing tier.
func (l Look) Warning() lipgloss.Style {
	return l.paint(lipgloss.NewStyle().Underline(true), lipgloss.Magenta, lipgloss.Yellow)
}

// Good is what is done or complete.
func (l Look) Good() lipgloss.Style {
	return l.paint(lipgloss.NewStyle(), lipgloss.Green, lipgloss.BrightGreen)
}

// Tier is a grade of scale. Its name tells which; the colour only helps: green
// for the best, red for the worst.
func (l Look) Tier(scale pingyi.Scale, t pingyi.Tier) lipgloss.Style {
	bold := lipgloss.NewStyle().Bold(true)
	switch best := pingyi.Tier(scale.Len() - 1); {
	case !scale.Has(t):
		return l.Muted()
	case t == best:
		return l.paint(bold, lipgloss.Green, lipgloss.BrightGreen)
	case t == 0:
		return l.paint(bold.Underline(true), lipgloss.Red, lipgloss.BrightRed)
	case 2*t >= best: // the upper half, the middle included
		return l.paint(bold, lipgloss.Blue, lipgloss.BrightCyan)
	}
	return l.paint(bold, lipgloss.Magenta, lipgloss.Yellow)
}

// paint adds the colour for a light or a dark background, if there are colours.
func (l Look) paint(s lipgloss.Style, light, dark color.Color) lipgloss.Style {
	switch {
	case !l.Color:
		return s
	case l.Dark:
		return s.Foreground(dark)
	}
	return s.Foreground(light)
}

// Border is the frame of a box.
func (l Look) Border() lipgloss.Border {
	if l.ASCII {
		return lipgloss.ASCIIBorder()
	}
	return lipgloss.NormalBorder()
}

// Marker stands before the selected row.
func (l Look) Marker() string { return l.mark("›", ">") }

// Check marks what is done.
func (l Look) Check() string { return l.mark("✓", "x") }

// Dissent marks a grade that the raters did not agree on.
func (l Look) Dissent() string { return l.mark("◆", "!") }

// Pin marks what a person keeps at the front of a list.
func (l Look) Pin() string { return l.mark("★", "*") }

// Dot stands for a character that is not to be read over a shoulder.
func (l Look) Dot() string { return l.mark("•", "*") }

// Above and Below mark text out of sight.
func (l Look) Above() string { return l.mark("↑", "^") }

// Below is the counterpart of [Look.Above].
func (l Look) Below() string { return l.mark("↓", "v") }

func (l Look) mark(sign, ascii string) string {
	if l.ASCII {
		return ascii
	}
	return sign
}
