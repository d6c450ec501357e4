package pagetest

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// Key returns the press of a key.
func Key(t testing.TB, key string) tea.KeyPressMsg {
	t.Helper()
	k := tea.KeyPressMsg{}
	for {
		if rest, ok := strings.CutPrefix(key, "ctrl+"); ok {
			k.Mod, key = k.Mod|tea.ModCtrl, rest
		} else if rest, ok := strings.CutPrefix(key, "shift+"); ok {
			k.Mod, key = k.Mod|tea.ModShift, rest
		} else if rest, ok := strings.CutPrefix(key, "alt+"); ok {
			k.Mod, key = k.Mod|tea.ModAlt, rest
		} else {
			break
		}
	}
	codes := map[string]rune{"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
		"home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "enter": tea.KeyEnter,
		"tab": tea.KeyTab, "esc": tea.KeyEscape, "delete": tea.KeyDelete, "backspace": tea.KeyBackspace,
		"f1": tea.KeyF1, "f2": tea.KeyF2, "f3": tea.KeyF3, "f4": tea.KeyF4, "f5": tea.KeyF5, "f6": tea.KeyF6,
		"f7": tea.KeyF7, "f8": tea.KeyF8, "f9": tea.KeyF9, "f10": tea.KeyF10, "f11": tea.KeyF11, "f12": tea.KeyF12, "insert": tea.KeyInsert}
	code, named := codes[key]
	switch {
	case named:
		k.Code = code
	case len([]rune(key)) == 1:
		k.Code = []rune(key)[0]
		if k.Mod == 0 {
			k.Text = key
		}
	default:
		t.Fatalf("no key is called %q", key)
	}
	return k
}
