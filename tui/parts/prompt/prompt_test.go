package prompt_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/edit"
	"pingyi/tui/parts/prompt"
	"pingyi/tui/parts/session"
)

func asked(t *testing.T, w int) prompt.Model {
	t.Helper()
	keys, err := keymaps.Load("default")
	if err != nil {
		t.Fatal(err)
	}
	m := prompt.New(session.Session{Keys: keys})
	m.SetSize(w)
	m.Ask(prompt.Question{
		About: func(l pingyi.Lang) string { return l.Of("至少八个字。", "At least eight characters.") },
		Label: func(l pingyi.Lang) string { return l.Of("新密码：", "New password: ") },
		Edit:  edit.Options{Mask: true},
	})
	return m
}

func TestTheCaretStandsBehindWhatWasTyped(t *testing.T) {
	m := asked(t, 40)
	if err := m.Update(tea.KeyPressMsg{Code: 'a', Text: "a"}); err != nil {
		t.Fatal(err)
	}
	lines := m.View()
	x, y, ok := m.Cursor()
	if got := ansi.Strip(lines[len(lines)-1]); got != "新密码：•" || x != 9 || y != len(lines)-1 || !ok {
		t.Errorf("%q, cursor at %d,%d", lines, x, y)
	}
}

func TestAnotherLanguageReachesThePromptAndKeepsWhatWasTyped(t *testing.T) {
	m := asked(t, 20)
	m.Update(tea.PasteMsg{Content: "abc"})
	m.SetSession(session.Session{Lang: pingyi.En})
	lines := m.View()
	if got := ansi.Strip(strings.Join(lines, "|")); got != "At least eight|characters.||New password: •••" || m.Value() != "abc" {
		t.Errorf("%q", got)
	}
	if x, y, _ := m.Cursor(); x != 17 || y != 3 {
		t.Errorf("cursor at %d,%d", x, y)
	}
}

func TestALineMayBeginWithSomething(t *testing.T) {
	m := asked(t, 40)
	m.Ask(prompt.Question{About: func(pingyi.Lang) string { return "" }, Label: func(pingyi.Lang) string { return "" }, Value: "p2016.xlsx"})
	m.Update(tea.PasteMsg{Content: "x"})
	if m.Value() != "p2016.xlsxx" {
		t.Errorf("%q", m.Value())
	}
}

func TestNothingTypedIsLeftWhenItIsClosed(t *testing.T) {
	m := asked(t, 40)
	m.Update(tea.PasteMsg{Content: "abc"})
	m.Close()
	if m.Open() || m.Value() != "" || m.View() != nil {
		t.Error("something is left")
	}
	if _, _, ok := m.Cursor(); ok {
		t.Error("a cursor is left")
	}
	if m.Update(tea.PasteMsg{Content: "abc"}); m.Value() != "" {
		t.Error("typing goes on")
	}
}

func TestWhatIsRefusedIsSaid(t *testing.T) {
	m := asked(t, 40)
	if err := m.Update(tea.PasteMsg{Content: "a\x1b[2J"}); pingyi.CodeOf(err) != pingyi.Invalid {
		t.Errorf("%v", err)
	}
}
