package form

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/session"
)

// Choice is what a field of choices can say: its value, and how that reads.
type Choice struct{ Value, Zh, En string }

// choiceOf returns the place of a value among the choices, -1 for none of them.
func (f field) choiceOf(value string) int {
	return slices.IndexFunc(f.Choices, func(c Choice) bool { return c.Value == value })
}

// choose takes a key press in a field of choices. The digits stand on the screen,
// so they are typed and no keys of a keymap.
func (f *field) choose(s session.Session, msg tea.Msg) {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return
	}
	n := len(f.Choices)
	at := f.choiceOf(f.edit.Value())
	switch a, _ := s.Action(keymaps.Edit, k); a {
	case keymaps.Left:
		at = (at + n - 1) % n
	case keymaps.Right:
		at = (at + 1) % n
	default:
		digit, err := strconv.Atoi(pingyi.HalfWidth(k.Text))
		if err != nil || digit < 1 || digit > n {
			return
		}
		at = digit - 1
	}
	f.edit.SetValue(f.Choices[at].Value)
}

// choicesView draws the choices side by side, or the chosen one alone where they
// have no room, in at most w columns; x is where it begins.
func (f field) choicesView(s session.Session, w int) (line string, x int) {
	at := f.choiceOf(f.edit.Value())
	text := func(i int) string {
		return fmt.Sprintf("%d %s", i+1, s.Lang.Of(f.Choices[i].Zh, f.Choices[i].En))
	}
	marker := s.Look.Marker()
	gap := s.Measure.Width(marker)
	for i := range f.Choices {
		mark, label := s.Measure.Pad("", gap), text(i)
		if i == at {
			x = s.Measure.Width(line) + gap
			mark, label = marker, s.Look.Selected().Render(label)
		}
		line += mark + label + "  "
	}
	if line = strings.TrimRight(line, " "); s.Measure.Width(line) <= w {
		return line, x
	}
	line = marker + s.Look.Selected().Render(text(at)) + s.Look.Muted().Render(fmt.Sprintf("  %d/%d", at+1, len(f.Choices)))
	return s.Measure.Truncate(line, w), gap
}
