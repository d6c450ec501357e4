// Package form lays labelled fields out one below the other, each with what is
// wrong with it beneath, and scrolls so that the field being filled in is in
// sight.
package form

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/edit"
	"pingyi/tui/parts/session"
)

// Spec is a field before anything is typed.
type Spec struct {
	Zh, En string // the label; "\n" parts a long one
	Lines  bool   // takes several lines
	Width  int    // the columns of a short field; 0 for all there are
	Unit   string // stands after a short field
	Fixed  bool   // shown and not edited

	Choices []Choice // the field takes one of these, at first the first
}

func (s Spec) label(l pingyi.Lang) []string { return strings.Split(l.Of(s.Zh, s.En), "\n") }

// Mark is a sentence under a field.
type Mark struct {
	Text  string
	Error bool // it stands in the way of saving; otherwise a warning
}

// field is one field on the screen.
type field struct {
	Spec
	edit  edit.Model
	marks []Mark

	start, rows int // where it is drawn, unscrolled, and the rows of its text
	notes       []note
}

// note is one line of a mark, wrapped.
type note struct {
	text  string
	error bool
	first bool // of its mark: it has the sign
}

// Model is a form. It is a value; older copies stay as they were.
type Model struct {
	session session.Session
	fields  []field
	focus   int
	w, h    int
	top     int // the first line shown
	total   int
	offer   string // stands under the text of the field in focus
}

// New returns a form with empty fields, the first that can be edited in focus.
func New(s session.Session, specs []Spec) Model {
	m := Model{session: s, w: 80, h: 20}
	for _, sp := range specs {
		f := field{Spec: sp, edit: edit.New(s, edit.Options{Lines: sp.Lines})}
		if len(sp.Choices) > 0 {
			f.edit.SetValue(sp.Choices[0].Value)
		}
		m.fields = append(m.fields, f)
	}
	m.Focus(0)
	return m
}

// SetSession hands the form another language, look or keymap.
func (m *Model) SetSession(s session.Session) {
	m.session = s
	m.fields = slices.Clone(m.fields)
	for i := range m.fields {
		m.fields[i].edit.SetSession(s)
	}
	m.layout()
}

// SetSize sets the columns and rows that View fills.
func (m *Model) SetSize(w, h int) { m.w, m.h = w, max(h, 1); m.layout() }

// Len returns the number of fields.
func (m Model) Len() int { return len(m.fields) }

// Value returns the text of field i.
func (m Model) Value(i int) string { return m.fields[i].edit.Value() }

// Values returns the texts of all fields.
func (m Model) Values() []string {
	texts := make([]string, len(m.fields))
	for i := range m.fields {
		texts[i] = m.Value(i)
	}
	return texts
}

// SetValues replaces the texts of all fields that differ. What was typed into
// one that is replaced cannot be undone any more. A field of choices keeps its own
// in place of one that there is not.
func (m *Model) SetValues(texts []string) {
	m.fields = slices.Clone(m.fields)
	for i, t := range texts {
		if f := m.fields[i]; f.edit.Value() != t && (len(f.Choices) == 0 || f.choiceOf(t) >= 0) {
			m.fields[i].edit.SetValue(t)
		}
	}
	m.layout()
}

// SetMarks replaces what stands under field i.
func (m *Model) SetMarks(i int, marks []Mark) {
	if slices.Equal(m.fields[i].marks, marks) {
		return
	}
	m.fields = slices.Clone(m.fields)
	m.fields[i].marks = marks
	m.layout()
}

// SetOffer puts a line under the text of the field in focus, of several lines, until
// the focus moves. Nothing below moves for it as long as the text has one row.
func (m *Model) SetOffer(line string) {
	if m.offer == line {
		return
	}
	m.offer = line
	m.fields = slices.Clone(m.fields)
	m.layout()
}

// OfferWidth returns how many columns there are for an offer.
func (m Model) OfferWidth() int { return m.bodyW() }

// Replace puts a text in place of that of field i; there it can be undone.
func (m *Model) Replace(i int, text string) {
	m.fields = slices.Clone(m.fields)
	m.fields[i].edit.Replace(text)
	m.layout()
}

// AtEnd reports whether the caret stands at the end of the field in focus.
func (m Model) AtEnd() bool { return m.fields[m.focus].edit.AtEnd() }

// Focused returns the field that takes keys.
func (m Model) Focused() int { return m.focus }

// Focus moves to field i, or the next after it that can be edited.
func (m *Model) Focus(i int) {
	m.fields = slices.Clone(m.fields)
	i = max(0, min(i, len(m.fields)-1))
	for n := 0; m.fields[i].Fixed && n < len(m.fields); n++ {
		i = (i + 1) % len(m.fields)
	}
	m.fields[m.focus].edit.Blur()
	if m.focus != i {
		m.offer = ""
	}
	m.focus = i
	m.fields[i].edit.Focus()
	m.layout()
}

// move goes to the next or the previous field that can be edited, around the
// ends.
func (m *Model) move(by int) {
	n := len(m.fields)
	i := (m.focus + by + n) % n
	for m.fields[i].Fixed && i != m.focus {
		i = (i + by + n) % n
	}
	m.Focus(i)
}

// Act does what NextField or PreviousField says, and reports whether a is one
// of them.
func (m *Model) Act(a keymaps.Action) bool {
	switch a {
	case keymaps.NextField:
		m.move(1)
	case keymaps.PreviousField:
		m.move(-1)
	default:
		return false
	}
	return true
}

// Update takes key presses and pastes: the keys between fields, and for the rest
// the field in focus. In a field of one line, Newline and the arrows up and down
// go to its neighbours, since they mean nothing inside it. In a field of choices the
// arrows left and right go through them, and the digit of one chooses it.
func (m Model) Update(msg tea.Msg) Model {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		if a, _ := m.session.Action(keymaps.Form, k); m.Act(a) {
			return m
		}
		if a, _ := m.session.Action(keymaps.Edit, k); !m.fields[m.focus].Lines {
			switch a {
			case keymaps.Newline, keymaps.Down:
				m.move(1)
				return m
			case keymaps.Up:
				m.move(-1)
				return m
			}
		}
	}
	m.fields = slices.Clone(m.fields)
	f := &m.fields[m.focus]
	if len(f.Choices) > 0 {
		f.choose(m.session, msg)
	} else {
		f.edit, _ = f.edit.Update(msg)
	}
	m.layout()
	return m
}
