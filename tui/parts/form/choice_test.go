package form_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"pingyi/tui/parts/form"
)

func roles() form.Spec {
	return form.Spec{Zh: "角色", Choices: []form.Choice{{Value: "clerk", Zh: "填报员"}, {Value: "reviewer", Zh: "评委"}, {Value: "chair", Zh: "组长"}}}
}

func TestAChoiceIsTakenByArrowsAndByItsDigit(t *testing.T) {
	m := open(t, 60, 3, roles(), form.Spec{Zh: "权重"})
	for _, c := range []struct{ key, want string }{
		{"right", "reviewer"}, {"left", "clerk"}, {"left", "chair"}, {"right", "clerk"}, {"２", "reviewer"},
		{"4", "reviewer"}, {"0", "reviewer"}, {"a", "reviewer"}, {"backspace", "reviewer"}, {"3", "chair"},
	} {
		if m = press(t, m, c.key); m.Value(0) != c.want {
			t.Errorf("after %s it is %q, want %q", c.key, m.Value(0), c.want)
		}
	}
	m = m.Update(tea.PasteMsg{Content: "clerk"})
	if m.Value(0) != "chair" || m.Focused() != 0 {
		t.Errorf("a paste: %q, focus %d", m.Value(0), m.Focused())
	}
	if m = press(t, m, "down"); m.Focused() != 1 {
		t.Error("the arrow down does not leave the field")
	}
}

func TestTheChosenOneIsMarkedAndTheCursorStandsAtIt(t *testing.T) {
	m := press(t, open(t, 60, 2, roles()), "2")
	line, _, _ := strings.Cut(ansi.Strip(m.View()), "\n")
	if want := "› 角色 │  1 填报员  ›2 评委   3 组长"; strings.TrimRight(line, " ") != want {
		t.Errorf("drawn %q, want %q", line, want)
	}
	if x, y, ok := m.Cursor(); !ok || y != 0 || x != 9+11+1 {
		t.Errorf("the cursor stands at %d,%d %v", x, y, ok)
	}
	m.SetSize(24, 2)
	line, _, _ = strings.Cut(ansi.Strip(m.View()), "\n")
	if want := "› 角色 │ ›2 评委  2/3"; strings.TrimRight(line, " ") != want {
		t.Errorf("where there is little room %q, want %q", line, want)
	}
}

func TestAChoiceThatThereIsNotIsNotTaken(t *testing.T) {
	m := open(t, 60, 2, roles())
	m.SetValues([]string{"chair"})
	m.SetValues([]string{"admiral"})
	if m.Value(0) != "chair" {
		t.Errorf("it is %q", m.Value(0))
	}
}
