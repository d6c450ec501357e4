// Package status is the bottom line of the screen: what just happened, and the
// keys that matter here.
package status

import (
	"strings"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/session"
)

// Hint is a key to mention: the first one of an action, and what it does in a
// word or two.
type Hint struct {
	Place  keymaps.Place
	Action keymaps.Action
	Label  string
}

type kind int

const (
	info kind = iota
	good
	bad
)

// Model is the line. It takes no keys and has no commands: whoever owns it says
// what it shows.
type Model struct {
	session session.Session
	w       int
	kind    kind
	text    string
	hints   []Hint
}

// New returns an empty line.
func New(s session.Session) Model { return Model{session: s, w: 80} }

// SetSession hands the line another language, look or keymap. Hints already set
// keep their labels.
func (m *Model) SetSession(s session.Session) { m.session = s }

// SetSize sets the columns of the line.
func (m *Model) SetSize(w int) { m.w = w }

// SetHints replaces the hints, the most useful first: what has no room is left
// out from the end.
func (m *Model) SetHints(h ...Hint) { m.hints = h }

// Info shows what is going on.
func (m *Model) Info(text string) { m.kind, m.text = info, text }

// Good shows that something was done.
func (m *Model) Good(text string) { m.kind, m.text = good, text }

// Bad shows what went wrong, in the session's language.
func (m *Model) Bad(err error) { m.kind, m.text = bad, pingyi.Explain(err, m.session.Lang) }

// Clear takes the message away.
func (m *Model) Clear() { m.text = "" }

// View returns the line in exactly its width: the hints to the left, the message to
// the right, where it covers the least useful of them and moves none.
func (m Model) View() string {
	measure, looks := m.session.Measure, m.session.Look
	text := strings.ReplaceAll(cells.Visible(m.text), "\n", " ")
	style := looks.Muted()
	switch {
	case text == "":
	case m.kind == good:
		text, style = looks.Check()+" "+text, looks.Good()
	case m.kind == bad:
		text, style = "! "+text, looks.Error()
	}
	text = measure.Truncate(text, m.w)
	const gap = 2
	left := m.w - measure.Width(text)
	if text != "" {
		left -= gap
		text = style.Render(text)
	}
	var hints strings.Builder
	used := 0
	for _, h := range m.hints {
		key := m.session.Keys.Hint(h.Place, h.Action, m.session.Lang)
		if key == "" {
			continue
		}
		need := measure.Width(key) + 1 + measure.Width(h.Label)
		if used > 0 {
			need += gap
		}
		if used+need > left {
			break
		}
		if used > 0 {
			hints.WriteString(strings.Repeat(" ", gap))
		}
		used += need
		hints.WriteString(looks.Key().Render(key) + " " + h.Label)
	}
	fill := m.w - measure.Width(text) - used
	return hints.String() + strings.Repeat(" ", max(0, fill)) + text
}
