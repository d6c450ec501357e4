package session_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi/keymaps"
	"pingyi/tui/parts/session"
)

func TestAKeyPressIsMatchedAsItArrives(t *testing.T) {
	keys, err := keymaps.Load("default")
	if err != nil {
		t.Fatal(err)
	}
	s := session.Session{Keys: keys}
	for _, c := range []struct {
		place keymaps.Place
		key   tea.KeyPressMsg
		want  keymaps.Action
	}{
		{keymaps.List, tea.KeyPressMsg{Code: tea.KeyUp}, keymaps.Up},
		{keymaps.Rate, tea.KeyPressMsg{Code: '1', Text: "1"}, keymaps.Tier1},
		{keymaps.Rate, tea.KeyPressMsg{Code: tea.KeyExtended, Text: "１"}, keymaps.Tier1},
		{keymaps.Form, tea.KeyPressMsg{Code: 's', Mod: tea.ModCtrl}, keymaps.Save},
		{keymaps.Form, tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}, keymaps.PreviousField},
		{keymaps.Edit, tea.KeyPressMsg{Code: '?', Text: "?"}, ""},
	} {
		if got, _ := s.Action(c.place, c.key); got != c.want {
			t.Errorf("%s at %s does %q, want %q", c.key, c.place, got, c.want)
		}
	}
}
