// Package keymaps says which key does what, and where. Profiles are TOML files
// beside the code that reads and checks them; a person's own file is laid over
// one of them and checked just the same.
//
// A key is spelt as Bubble Tea v2 spells a key press (KeyPressMsg.String):
// "ctrl+s", "shift+tab", "pgdown", "f1", "?". The package imports no screen
// library, so that checking a keymap needs no terminal.
package keymaps

import (
	"slices"

	"pingyi"
)

// Keymap binds every action of every place to its keys. It does not change
// once read, so sessions may share one.
type Keymap struct {
	name   string
	keys   map[Place]map[Action][]string
	action map[Place]map[string]Action
}

// Name returns the profile's name, or the file's.
func (k *Keymap) Name() string { return k.name }

// Match returns what key does at p, and failing that what it does anywhere.
//
// Full-width keys count as their plain ones (１ is 1, ｊ is j, 。 is .), since
// that is what arrives while an input method is on; except where text is typed
// ([Place.Typing]): there no printable key matches at all.
func (k *Keymap) Match(p Place, key string) (Action, bool) {
	key = normalise(key)
	if p.Typing() && printable(key) {
		return "", false
	}
	if a, ok := k.action[p][key]; ok {
		return a, true
	}
	a, ok := k.action[Global][key]
	return a, ok
}

// Keys returns the keys of a at p, the one to show first in front. It is empty
// when p has no such action; a [Global] action is asked for at Global.
func (k *Keymap) Keys(p Place, a Action) []string { return slices.Clone(k.keys[p][a]) }

// Hint returns the first key of a at p as a keyboard shows it: "Ctrl+S", "↑",
// "回车". It is empty when p has no such action.
func (k *Keymap) Hint(p Place, a Action, l pingyi.Lang) string {
	if keys := k.keys[p][a]; len(keys) > 0 {
		return Label(keys[0], l)
	}
	return ""
}
