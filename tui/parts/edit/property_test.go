package edit_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"pingyi/keymaps"
	"pingyi/tui/parts/edit"
	"pingyi/tui/parts/session"
)

// plainEditor is the same editor done the slow and obvious way: a text and a
// caret, with every cluster counted from the beginning each time.
type plainEditor struct {
	text  string
	caret int
}

func (p plainEditor) bounds() []int {
	b := []int{0}
	for c := range (session.Session{}).Measure.Clusters(p.text) {
		b = append(b, b[len(b)-1]+len(c))
	}
	return b
}

func (p plainEditor) step(by int) int {
	b := p.bounds()
	for i, at := range b {
		if at == p.caret {
			return b[max(0, min(len(b)-1, i+by))]
		}
	}
	return -1
}

func (p *plainEditor) replace(from, to int, s string) {
	p.text = p.text[:from] + s + p.text[to:]
	p.caret = from + len(s)
	for _, at := range p.bounds() {
		if at >= p.caret {
			p.caret = at
			break
		}
	}
}

// fragment draws what a key or a paste brings. Marks that compose are left out:
// they are normalised on the way in, which the plain editor does not do.
func fragment() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{"甲", "教育局", "a", "3485.50", "，", "。", "x\u0301", "\u0328", "“好”", " ", "🇨", "한", "　", "a b", "①"})
}

var moves = []keymaps.Action{
	keymaps.Up, keymaps.Down, keymaps.WordLeft, keymaps.WordRight, keymaps.LineStart, keymaps.LineEnd,
}

func TestAnyKeysGiveWhatAPlainEditorGives(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		lines := rapid.Bool().Draw(rt, "lines")
		w, h := rapid.IntRange(3, 24).Draw(rt, "w"), rapid.IntRange(1, 4).Draw(rt, "h")
		m := open(t, edit.Options{Lines: lines}, w, h)
		p := plainEditor{}
		for range rapid.IntRange(0, 40).Draw(rt, "keys") {
			switch rapid.IntRange(0, 8).Draw(rt, "key") {
			case 0, 1:
				s := fragment().Draw(rt, "typed")
				m = typed(m, s)
				p.replace(p.caret, p.caret, s)
			case 2:
				s := fragment().Draw(rt, "pasted")
				m = pasted(m, s)
				p.replace(p.caret, p.caret, s)
			case 3:
				m = press(m, keymaps.Newline)
				if lines {
					p.replace(p.caret, p.caret, "\n")
				}
			case 4:
				m = press(m, keymaps.Left)
				p.caret = p.step(-1)
			case 5:
				m = press(m, keymaps.Right)
				p.caret = p.step(1)
			case 6:
				m = press(m, keymaps.DeleteBack)
				p.replace(p.step(-1), p.caret, "")
			case 7:
				m = press(m, keymaps.DeleteForward)
				p.replace(p.caret, p.step(1), "")
			case 8: // any movement and back to a place both know
				m = press(m, rapid.SampledFrom(moves).Draw(rt, "move"))
				fits(rt, m, w, h)
				m = press(m, keymaps.TextEnd)
				p.caret = len(p.text)
			}
			if m.Value() != p.text {
				rt.Fatalf("text %q, want %q", m.Value(), p.text)
			}
			fits(rt, m, w, h)
			// The caret is where the plain editor has it: a mark put in goes there.
			if at := strings.Index(typed(m, "丶").Value(), "丶"); at >= 0 && at != p.caret {
				rt.Fatalf("caret at %d of %q, want %d", at, p.text, p.caret)
			}
		}
		for range 60 {
			m = press(m, keymaps.Undo)
			fits(rt, m, w, h)
		}
		if m.Value() != "" {
			rt.Fatalf("undoing everything left %q", m.Value())
		}
		for range 60 {
			m = press(m, keymaps.Redo)
		}
		if m.Value() != p.text {
			rt.Fatalf("redoing everything gave %q, want %q", m.Value(), p.text)
		}
	})
}

// fits checks that the view and the caret lie inside the editor.
func fits(t *rapid.T, m edit.Model, w, h int) {
	lines := strings.Split(m.View(), "\n")
	if len(lines) > h {
		t.Fatalf("%d lines in %d rows: %q", len(lines), h, lines)
	}
	for _, l := range lines {
		if n := (session.Session{}).Measure.Width(l); n > w || !utf8.ValidString(l) {
			t.Fatalf("%q has %d columns, %d fit", l, n, w)
		}
	}
	x, y, ok := m.Cursor()
	if !ok || x < 0 || x >= w || y < 0 || y >= len(lines) {
		t.Fatalf("cursor at %d,%d of %d×%d", x, y, w, len(lines))
	}
	// What is drawn before the caret ends where the caret stands, or before it.
	at := 0
	for c, cw := range (session.Session{}).Measure.Clusters(lines[y]) {
		if at < x && at+cw > x && c != " " {
			t.Fatalf("the caret at column %d stands inside %q of %q", x, c, lines[y])
		}
		at += cw
	}
}

func TestAnOlderCopyStaysAsItWas(t *testing.T) {
	m := typed(open(t, edit.Options{Lines: true}, 20, 3), "甲")
	a, b := typed(m, "乙"), typed(m, "丙")
	if a = press(a, keymaps.Undo); a.Value() != "" || b.Value() != "甲丙" || m.Value() != "甲" {
		t.Errorf("copies share: %q %q %q", a.Value(), b.Value(), m.Value())
	}
}

func BenchmarkOneKeyInALongText(b *testing.B) {
	m := open(b, edit.Options{Lines: true}, 60, 10)
	m.SetValue(strings.Repeat("保障义务教育经费，落实“两免一补”政策。", 200))
	b.ReportAllocs()
	for b.Loop() {
		m = press(typed(m, "甲"), keymaps.DeleteBack)
		_ = m.View()
	}
}
