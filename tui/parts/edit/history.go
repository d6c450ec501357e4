package edit

import (
	"strings"
	"unicode/utf8"
)

// kind tells the edits that one undo takes back together: keys of a kind that
// follow one another at the same place.
type kind int

const (
	alone kind = iota // a paste, a new line, a deleted word: one undo each
	typing
	backward
	forward
)

// edit is one change: out was taken away at byte at, and in put there.
type edit struct {
	at      int
	out, in string
	caret   int // where the caret stood before
	kind    kind
}

func (e edit) apply(s string) string  { return s[:e.at] + e.in + s[e.at+len(e.out):] }
func (e edit) revert(s string) string { return s[:e.at] + e.out + s[e.at+len(e.in):] }

// then returns e and f, which follows it, as one edit, if one undo should take
// back both.
func (e edit) then(f edit) (edit, bool) {
	if e.kind != f.kind {
		return e, false
	}
	switch f.kind {
	case typing:
		last, _ := utf8.DecodeLastRuneInString(e.in)
		if f.at != e.at+len(e.in) || strings.ContainsRune("。；！？", last) { // a sentence at a time
			return e, false
		}
		e.in += f.in
	case backward:
		if f.at+len(f.out) != e.at {
			return e, false
		}
		e.at, e.out = f.at, f.out+e.out
	case forward:
		if f.at != e.at {
			return e, false
		}
		e.out += f.out
	default:
		return e, false
	}
	return e, true
}

// step is an edit and those before it. Steps are never changed, so copies of a
// Model may share them.
type step struct {
	edit
	before *step
}

// history is what can be undone and redone, without limit.
type history struct {
	done, undone *step
	closed       bool // the caret has moved: what follows is a step of its own
}

// add returns h after e.
func (h history) add(e edit) history {
	if h.done != nil && h.undone == nil && !h.closed {
		if both, ok := h.done.then(e); ok {
			return history{done: &step{both, h.done.before}}
		}
	}
	return history{done: &step{e, h.done}}
}

// undo returns text as it was before the last edit, the caret that belongs to
// it, and the history then; ok is false when nothing is left to undo.
func (h history) undo(text string) (was string, caret int, then history, ok bool) {
	s := h.done
	if s == nil {
		return text, 0, h, false
	}
	return s.revert(text), s.caret, history{done: s.before, undone: &step{s.edit, h.undone}}, true
}

// redo is the opposite of undo.
func (h history) redo(text string) (is string, caret int, then history, ok bool) {
	s := h.undone
	if s == nil {
		return text, 0, h, false
	}
	return s.apply(text), s.at + len(s.in), history{done: &step{s.edit, h.done}, undone: s.before}, true
}
