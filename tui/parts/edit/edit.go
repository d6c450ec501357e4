// Package edit is the line editor and the text editor. It moves by grapheme
// clusters and measures in columns, so that the caret stands where the next
// character will, and an input method opens there; Chinese of any width and
// several characters at once arrive whole.
package edit

import (
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/session"
)

// Options says what kind of field an editor is.
type Options struct {
	Lines bool // several lines: text wraps, and Newline parts it
	Limit int  // the most runes it takes; 0 is [pingyi.MaxName], or [pingyi.MaxText] for several lines
	Mask  bool // of a single line: characters show as dots
}

// Model is a field being edited. Its text has no size of its own: what does not
// fit is scrolled to. A Model is a value; older copies stay as they were.
type Model struct {
	session session.Session
	options Options
	focused bool
	w, h    int

	text  string
	saved string // the text when it was set or saved
	caret int    // a byte offset of text, between clusters
	tail  bool   // where a line wraps, caret stands at its end, not on the next
	goal  int    // the column that moving up and down keeps; -1 for the caret's own

	rows   []row
	top    int // the first row shown
	left   int // the first column shown, of a single line
	past   history
	refuse error
}

// New returns an empty editor that has no focus yet, 20 columns wide.
func New(s session.Session, o Options) Model {
	if o.Limit == 0 {
		o.Limit = pingyi.MaxName
		if o.Lines {
			o.Limit = pingyi.MaxText
		}
	}
	m := Model{session: s, options: o, w: 20, h: 1, goal: -1}
	m.layout()
	return m
}

// SetSession hands the editor another language, look or keymap; its text and
// history stay.
func (m *Model) SetSession(s session.Session) { m.session = s; m.layout() }

// SetSize sets the columns and rows that View fills: at least 3 by 1. An editor
// of one line is one row high whatever h is.
func (m *Model) SetSize(w, h int) {
	m.w, m.h = max(w, 3), max(h, 1)
	if !m.options.Lines {
		m.h = 1
	}
	m.layout()
}

// SetValue replaces the text and forgets what could be undone. The caret goes to
// the end, where one goes on writing.
func (m *Model) SetValue(s string) {
	m.text, m.saved, m.past, m.refuse = s, s, history{}, nil
	m.place(len(s))
	m.layout()
}

// Replace puts s, of the kind that a record holds, in place of the whole text, as
// one edit that can be undone. The caret goes to the end.
func (m *Model) Replace(s string) {
	m.refuse = nil
	m.change(edit{out: m.text, in: s, caret: m.caret, kind: alone})
	m.place(len(s))
	m.layout()
}

// AtEnd reports whether what is typed goes to the end of the text.
func (m Model) AtEnd() bool { return m.caret == len(m.text) }

// AtEdge reports whether Up, or Down, has no line to go to.
func (m Model) AtEdge(a keymaps.Action) bool {
	return a == keymaps.Up && m.row() == 0 || a == keymaps.Down && m.row() == len(m.rows)-1
}

// Value returns the text as it stands.
func (m Model) Value() string { return m.text }

// Changed reports whether the text differs from what was last set or saved.
func (m Model) Changed() bool { return m.text != m.saved }

// MarkSaved makes the text as it stands what Changed compares with. What was
// typed before can still be undone.
func (m *Model) MarkSaved() { m.saved = m.text }

// Focus lets the editor take keys and show a caret.
func (m *Model) Focus() { m.focused = true; m.layout() }

// Blur is the opposite of Focus. A single line shows its beginning again.
func (m *Model) Blur() { m.focused, m.refuse = false, nil; m.layout() }

// Focused reports whether keys go to this editor.
func (m Model) Focused() bool { return m.focused }

// Problem returns why the last key or paste was refused, to be shown at the
// field; nil when it was not.
func (m Model) Problem() error { return m.refuse }

// Update takes key presses and pastes while the editor has the focus. Keys are
// matched at [keymaps.Edit]; those that only mean something elsewhere, such as
// Up in a single line, change nothing. It returns no command.
func (m Model) Update(msg tea.Msg) (Model, tea.Cmd) {
	if !m.focused {
		return m, nil
	}
	switch msg := msg.(type) {
	case tea.PasteMsg:
		m.refuse = nil
		m.insert(msg.Content, false)
	case tea.KeyPressMsg:
		m.refuse = nil
		if msg.Text != "" {
			m.insert(msg.Text, true)
		} else if a, ok := m.session.Action(keymaps.Edit, msg); ok {
			m.act(a)
		}
	default:
		return m, nil
	}
	m.layout()
	return m, nil
}

func (m *Model) act(a keymaps.Action) {
	switch a {
	case keymaps.Left:
		m.place(m.before(m.caret))
	case keymaps.Right:
		m.place(m.after(m.caret))
	case keymaps.WordLeft:
		m.place(m.wordBefore(m.caret))
	case keymaps.WordRight:
		m.place(m.wordAfter(m.caret))
	case keymaps.Up:
		m.vertical(-1)
	case keymaps.Down:
		m.vertical(1)
	case keymaps.LineStart:
		m.place(m.rows[m.row()].start)
	case keymaps.LineEnd:
		r := m.rows[m.row()]
		m.place(r.end)
		m.tail = !r.hard
	case keymaps.TextStart:
		m.place(0)
	case keymaps.TextEnd:
		m.place(len(m.text))
	case keymaps.DeleteBack:
		m.delete(m.before(m.caret), m.caret, backward)
	case keymaps.DeleteForward:
		m.delete(m.caret, m.after(m.caret), forward)
	case keymaps.DeleteWord:
		m.delete(m.wordBefore(m.caret), m.caret, alone)
	case keymaps.DeleteToStart:
		m.delete(m.lineStart(m.caret), m.caret, alone)
	case keymaps.DeleteToEnd:
		m.delete(m.caret, m.lineEnd(m.caret), alone)
	case keymaps.Newline:
		if m.options.Lines {
			m.insert("\n", false)
		}
	case keymaps.Undo:
		m.recall(m.past.undo(m.text))
	case keymaps.Redo:
		m.recall(m.past.redo(m.text))
	}
}

// insert puts s in at the caret, typed or pasted, if a record may hold it.
func (m *Model) insert(s string, typed bool) {
	s, err := clean(s, m.options)
	if err != nil {
		m.refuse = err
		return
	}
	if s == "" {
		return
	}
	if n := utf8.RuneCountInString(m.text) + utf8.RuneCountInString(s); n > m.options.Limit {
		m.refuse = pingyi.Errorf(pingyi.TooBig, "这一栏最多 %d 字，加上这些就是 %d 字：没有写入，请删短后再试",
			"this field takes at most %d characters, and this would make %d: nothing was put in, shorten it and try again",
			m.options.Limit, n)
		return
	}
	kind := alone
	if typed {
		kind = typing
	}
	m.change(edit{at: m.caret, in: s, caret: m.caret, kind: kind})
}

// delete takes out text[from:to].
func (m *Model) delete(from, to int, kind kind) {
	if from < to {
		m.change(edit{at: from, out: m.text[from:to], caret: m.caret, kind: kind})
	}
}

func (m *Model) change(e edit) {
	m.past = m.past.add(e)
	m.text = e.apply(m.text)
	m.place(m.boundary(e.at + len(e.in)))
	m.past.closed = false
}

// recall takes over a text from the history.
func (m *Model) recall(text string, caret int, past history, ok bool) {
	if ok {
		m.text, m.past = text, past
		m.place(m.boundary(caret))
	}
}

// place moves the caret. That ends a run of typing, and the column that up and
// down keep.
func (m *Model) place(caret int) {
	m.caret, m.tail, m.goal = caret, false, -1
	m.past.closed = true
}
