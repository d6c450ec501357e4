// Package prompt asks for one line on a page, under some words about it.
package prompt

import (
	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/edit"
	"pingyi/tui/parts/session"
)

// Question is what is asked. It is written for either language, which may change
// while it stands.
type Question struct {
	About func(pingyi.Lang) string // what to enter; wrapped
	Label func(pingyi.Lang) string // stands before the line
	Value string                   // stands on the line at first
	Edit  edit.Options
}

// Model is a line to be typed, while it is open. Its keys are those of
// keymaps.Palette: who owns it says what Accept and Back do.
type Model struct {
	session  session.Session
	question Question
	edit     edit.Model
	open     bool
	w        int
}

// New returns a prompt that is not open.
func New(s session.Session) Model { return Model{session: s, w: 80} }

// SetSession hands the prompt another language, look or keymap.
func (m *Model) SetSession(s session.Session) {
	m.session = s
	if m.open {
		m.edit.SetSession(s)
		m.SetSize(m.w)
	}
}

// SetSize sets the columns that View fills.
func (m *Model) SetSize(w int) {
	m.w = w
	if m.open {
		m.edit.SetSize(w-m.session.Measure.Width(m.label()), 1)
	}
}

// Ask opens the prompt.
func (m *Model) Ask(q Question) {
	m.question, m.open = q, true
	m.edit = edit.New(m.session, q.Edit)
	m.edit.SetValue(q.Value)
	m.edit.Focus()
	m.SetSize(m.w)
}

// Close takes the prompt away, and what was typed with it.
func (m *Model) Close() { *m = Model{session: m.session, w: m.w} }

// Open reports whether the prompt takes what is typed.
func (m Model) Open() bool { return m.open }

// Value returns what has been typed.
func (m Model) Value() string { return m.edit.Value() }

// Update takes key presses and pastes while the prompt is open. The error says why
// one was refused.
func (m *Model) Update(msg tea.Msg) error {
	if !m.open {
		return nil
	}
	m.edit, _ = m.edit.Update(msg)
	return m.edit.Problem()
}

func (m Model) label() string { return m.question.Label(m.session.Lang) }

func (m Model) about() []string {
	return m.session.Measure.Wrap(cells.Visible(m.question.About(m.session.Lang)), m.w)
}

// View returns the words and the line below them, as many lines as they take; none
// while the prompt is not open.
func (m Model) View() []string {
	if !m.open {
		return nil
	}
	return append(m.about(), "", m.session.Look.Label().Render(m.label())+m.edit.View())
}

// Cursor returns where the caret stands, from the first line of View.
func (m Model) Cursor() (x, y int, ok bool) {
	if !m.open {
		return 0, 0, false
	}
	x, _, ok = m.edit.Cursor()
	return x + m.session.Measure.Width(m.label()), len(m.about()) + 1, ok
}
