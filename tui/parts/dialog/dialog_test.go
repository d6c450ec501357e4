package dialog_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/golden"
	"pingyi/tui/parts/look"
	"pingyi/tui/parts/session"
)

func ask(t *testing.T, s session.Session, w, h int) dialog.Model {
	t.Helper()
	keys, err := keymaps.Load("default")
	if err != nil {
		t.Fatal(err)
	}
	s.Keys = keys
	l := s.Lang
	return dialog.New(s, dialog.Question{
		ID:    "leave",
		Title: l.Of("离开表单", "Leave the form"),
		Text: l.Of("第 3 项职责活动有没有保存的修改（绩效目标、评价标准“良”）。离开之前要保存吗？\n\n不保存的修改会留作草稿，下次登录时再问。",
			"Activity 3 has unsaved changes (goal, criterion 良). Save them before you leave?\n\nWhat is not saved is kept as a draft and offered at the next login."),
		Choices: []dialog.Choice{
			{ID: "save", Label: l.Of("保存", "Save")},
			{ID: "drop", Label: l.Of("不保存", "Do not save")},
			{ID: "stay", Label: l.Of("继续编辑", "Keep editing")},
		},
	}, w, h)
}

func screen(w, h int) string {
	line := strings.Repeat("评", w/2) + strings.Repeat("x", w%2)
	return strings.TrimSuffix(strings.Repeat(line+"\n", h), "\n")
}

func TestScreen(t *testing.T) {
	for _, c := range []struct {
		name string
		s    session.Session
		w, h int
	}{
		{"zh80", session.Session{}, 80, 16},
		{"en80", session.Session{Lang: pingyi.En, Look: look.Look{ASCII: true}, Measure: cells.Measure{ASCII: true}}, 80, 16},
		{"narrow", session.Session{}, 31, 12},
		{"low", session.Session{}, 31, 9},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ask(t, c.s, c.w, c.h).Over(screen(c.w, c.h))
			for _, l := range strings.Split(got, "\n") {
				if w := c.s.Measure.Width(l); w != c.w {
					t.Errorf("%q has %d columns", l, w)
				}
			}
			golden.Equal(t, got)
		})
	}
}

func TestTheAnswerIsTheChosenOneAndBackIsTheLast(t *testing.T) {
	enter, esc := tea.KeyPressMsg{Code: tea.KeyEnter}, tea.KeyPressMsg{Code: tea.KeyEscape}
	left, right := tea.KeyPressMsg{Code: tea.KeyLeft}, tea.KeyPressMsg{Code: tea.KeyRight}
	for want, keys := range map[string][]tea.KeyPressMsg{
		"save": {right, right, right, enter}, "drop": {right, enter}, "stay": {left, enter},
	} {
		m := ask(t, session.Session{}, 80, 24)
		for _, k := range append([]tea.KeyPressMsg{{Code: 'x', Text: "x"}}, keys...) {
			var cmd tea.Cmd
			if m, cmd = m.Update(k); cmd != nil {
				if got := cmd(); k.Code != tea.KeyEnter || got != (dialog.Answered{Question: "leave", Choice: want}) {
					t.Errorf("%v: %v, want %s", keys, got, want)
				}
			} else if k.Code == tea.KeyEnter {
				t.Errorf("%v: no answer", keys)
			}
		}
	}
	if _, cmd := ask(t, session.Session{}, 80, 24).Update(esc); cmd == nil || cmd() != tea.Msg(dialog.Answered{Question: "leave", Choice: "stay"}) {
		t.Error("Esc is not the last choice")
	}
}
