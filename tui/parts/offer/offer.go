// Package offer has what was written before at hand while one writes: the texts that
// begin with what has been typed, the most frequent first, of which one key takes
// the first. A text begins so by its characters or by their pinyin, of which
// initials are enough.
package offer

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"pingyi/keymaps"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/match"
	"pingyi/tui/parts/session"
)

// Text is a text that may be offered.
type Text struct {
	Text  string
	Times int // how often it was written
}

const (
	least = 2  // characters typed before anything is offered
	most  = 9  // texts offered
	front = 64 // characters of a text by which it is found by pinyin
)

// Index has the texts for one kind of field. It is not changed, so sessions may
// share one.
type Index struct {
	texts  []Text
	fronts *match.Index
}

// New returns an index of texts, which come the most frequent first and must not be
// changed afterwards.
func New(texts []Text) *Index {
	fronts := make([]string, len(texts))
	for i, t := range texts {
		fronts[i] = t.Text
		runes := 0
		for n := range t.Text {
			if runes++; runes > front {
				fronts[i] = t.Text[:n]
				break
			}
		}
	}
	return &Index{texts, match.New(fronts)}
}

// Ready does what the first search would have to wait for: some milliseconds for
// thousands of texts.
func (x *Index) Ready() { x.fronts.Ready() }

// Find returns the texts that begin with what has been typed, without what is no
// more than that. A nil index has none.
func (x *Index) Find(typed string) []Text {
	typed = strings.TrimLeft(typed, " \u3000\n")
	n := utf8.RuneCountInString(typed)
	if x == nil || n < least {
		return nil
	}
	var found []Text
	add := func(t Text) {
		if t.Text != typed && len(found) < most {
			found = append(found, t)
		}
	}
	for _, t := range x.texts {
		if strings.HasPrefix(t.Text, typed) {
			add(t)
		}
	}
	if n >= front {
		return found
	}
	for _, i := range x.fronts.Begin(typed) {
		if !strings.HasPrefix(x.texts[i].Text, typed) {
			add(x.texts[i])
		}
	}
	return found
}

// Model is what is offered at a field. The zero Model offers nothing.
type Model struct {
	found []Text
	at    int
}

// Type offers what begins with what has been typed among texts, those of the first
// index first. The text that stood there stays as long as it is among them.
func (m *Model) Type(typed string, among ...*Index) {
	was, _ := m.Text()
	m.found, m.at = nil, 0
	for _, x := range among {
		for _, t := range x.Find(typed) {
			there := slices.ContainsFunc(m.found, func(f Text) bool { return f.Text == t.Text })
			if !there && len(m.found) < most {
				m.found = append(m.found, t)
			}
		}
	}
	for i, t := range m.found {
		if t.Text == was {
			m.at = i
		}
	}
}

// Text returns the text that is offered.
func (m Model) Text() (string, bool) {
	if len(m.found) == 0 {
		return "", false
	}
	return m.found[m.at].Text, true
}

// Act does what NextOffer or PreviousOffer says, and reports whether a is one of
// them.
func (m *Model) Act(a keymaps.Action) bool {
	n := len(m.found)
	switch a {
	case keymaps.NextOffer:
		if n > 0 {
			m.at = (m.at + 1) % n
		}
	case keymaps.PreviousOffer:
		if n > 0 {
			m.at = (m.at + n - 1) % n
		}
	default:
		return false
	}
	return true
}

// Line returns the offer in one line of at most w columns, with the key that takes
// it in front; empty for none. It is the same line while one types on towards the
// text, and so costs a thin line nothing.
func (m Model) Line(s session.Session, w int) string {
	text, ok := m.Text()
	if !ok {
		return ""
	}
	key := s.Keys.Hint(keymaps.Edit, keymaps.TakeOffer, s.Lang) + " "
	more := ""
	if len(m.found) > 1 {
		more = fmt.Sprintf(" %d/%d", m.at+1, len(m.found))
	}
	text = cells.Visible(strings.ReplaceAll(text, "\n", " "))
	return key + s.Measure.Truncate(text, max(1, w-s.Measure.Width(key)-s.Measure.Width(more))) + more
}
