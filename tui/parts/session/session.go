// Package session holds what every part of a screen is handed: how one person
// reads, types and sees.
package session

import (
	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/look"
)

// Session is one person at one terminal. It is a value: a change of language
// is a new one, handed to every part again.
type Session struct {
	Lang    pingyi.Lang
	Keys    *keymaps.Keymap
	Look    look.Look
	Measure cells.Measure
}

// Action returns what a key press does at p: the only way keys are matched.
func (s Session) Action(p keymaps.Place, k tea.KeyPressMsg) (keymaps.Action, bool) {
	return s.Keys.Match(p, k.String())
}
