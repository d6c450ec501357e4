// Package dialog asks a question with a few answers, in a box over the screen.
package dialog

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi/keymaps"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/frame"
	"pingyi/tui/parts/session"
)

// Choice is one answer.
type Choice struct {
	ID    string
	Label string
}

// Question is what is asked. Back answers with the last choice, which is the one
// that changes nothing.
type Question struct {
	ID       string
	Title    string
	Text     string // wrapped; what does not fit on the screen is cut off
	Choices  []Choice
	Selected int // the choice that Accept takes at first
}

// Answered is the message that a dialog ends with.
type Answered struct {
	Question string // the Question's ID
	Choice   string // the Choice's ID
}

// Model is a question on the screen.
type Model struct {
	session  session.Session
	question Question
	selected int
	w, h     int
}

// New asks q, which has a choice at least, on a screen of w×h.
func New(s session.Session, q Question, w, h int) Model {
	return Model{session: s, question: q, selected: q.Selected, w: w, h: h}
}

// Question returns the ID of the question.
func (m Model) Question() string { return m.question.ID }

// SetSize sets the size of the screen that the box stands on.
func (m *Model) SetSize(w, h int) { m.w, m.h = w, h }

// Update moves between the choices by the keys of [keymaps.Dialog]. Its command,
// if any, yields [Answered].
func (m Model) Update(msg tea.Msg) (Model, tea.Cmd) {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return m, nil
	}
	n := len(m.question.Choices)
	switch a, _ := m.session.Action(keymaps.Dialog, k); a {
	case keymaps.Next:
		m.selected = (m.selected + 1) % n
	case keymaps.Previous:
		m.selected = (m.selected + n - 1) % n
	case keymaps.Accept:
		return m, m.answer(m.selected)
	case keymaps.Back:
		return m, m.answer(n - 1)
	}
	return m, nil
}

func (m Model) answer(i int) tea.Cmd {
	a := Answered{Question: m.question.ID, Choice: m.question.Choices[i].ID}
	return func() tea.Msg { return a }
}

// maxWidth keeps lines short enough to read.
const maxWidth = 64

// View returns the box alone.
func (m Model) View() string {
	measure := m.session.Measure
	w := max(20, min(maxWidth, m.w-4))
	inside := frame.Inside(m.session, w)
	choices := m.choices(inside)
	text := measure.Wrap(cells.Visible(m.question.Text), inside)
	// The frame, and a blank line over the choices.
	if room := max(1, m.h-len(choices)-3); len(text) > room {
		text[room-1] = measure.Truncate(strings.Join(text[room-1:], " "), inside)
		text = text[:room]
	}
	lines := append(append(text, ""), choices...)
	return frame.Box(m.session, m.question.Title, lines, w)
}

// choices returns the answers side by side, or one below the other where that is
// too wide.
func (m Model) choices(w int) []string {
	const gap = 2
	used, column, row := -gap, make([]string, len(m.question.Choices)), ""
	for i, c := range m.question.Choices {
		label := m.session.Measure.Truncate(cells.Visible(c.Label), w-gap)
		used += 2*gap + m.session.Measure.Width(label)
		if i == m.selected {
			label = m.session.Look.Marker() + " " + m.session.Look.Selected().Render(label)
		} else {
			label = "  " + label
		}
		column[i] = label
		if i > 0 {
			row += strings.Repeat(" ", gap)
		}
		row += label
	}
	if used > w {
		return column
	}
	return []string{row}
}

// Over returns screen with the box in its middle.
func (m Model) Over(screen string) string {
	box := m.View()
	first, _, _ := strings.Cut(box, "\n")
	x, y := frame.Centre(m.w, m.h, m.session.Measure.Width(first), strings.Count(box, "\n")+1)
	return frame.Over(m.session.Measure, screen, box, m.w, x, y)
}
