package keymaps_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"pingyi"
	"pingyi/keymaps"
)

func TestEveryProfileBindsEveryActionAndPassesTheCheck(t *testing.T) {
	for _, profile := range keymaps.Profiles() {
		k := load(t, profile)
		if k.Name() != profile {
			t.Errorf("%s calls itself %s", profile, k.Name())
		}
		for _, i := range keymaps.Actions() {
			keys := k.Keys(i.Place, i.Action)
			if len(keys) == 0 {
				t.Errorf("%s: %s.%s has no key", profile, i.Place, i.Action)
			}
			for _, key := range keys {
				if a, _ := k.Match(i.Place, key); a != i.Action {
					t.Errorf("%s: %q in %s does %q, not %q", profile, key, i.Place, a, i.Action)
				}
			}
		}
		data, err := os.ReadFile(profile + ".toml")
		if err != nil {
			t.Fatal(err)
		}
		if errs := keymaps.Check(profile+".toml", data); errs != nil {
			t.Errorf("%s: %v", profile, errs)
		}
	}
}

func TestProfilesAreTheFilesThereAre(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, f := range files {
		if name, ok := strings.CutSuffix(f.Name(), ".toml"); ok {
			n++
			if !slices.Contains(keymaps.Profiles(), name) {
				t.Errorf("%s is offered to nobody", f.Name())
			}
		}
	}
	if n != len(keymaps.Profiles()) {
		t.Errorf("%d files for the profiles %v", n, keymaps.Profiles())
	}
}

func TestAnUnknownProfileIsNotFoundAndTheKnownAreNamed(t *testing.T) {
	_, err := keymaps.Load("emacs")
	if pingyi.CodeOf(err) != pingyi.NotFound || !strings.Contains(pingyi.Explain(err, pingyi.Zh), "default, vim, numpad") {
		t.Errorf("got %v", err)
	}
}

// With an input method on, letters and many signs do not arrive; these do.
func arrivesWithInputMethodOn(key string) bool {
	name := key[strings.LastIndexByte(key, '+')+1:]
	switch {
	case len(key) == 1:
		return key >= "0" && key <= "9"
	case strings.HasPrefix(key, "ctrl+"):
		return true
	case len(name) == 1: // alt+x
		return false
	}
	return true // arrows, Enter, Tab, Esc, Home, function keys, …
}

func TestTheDefaultProfileNeedsNoLetter(t *testing.T) {
	k := load(t, "default")
	for _, i := range keymaps.Actions() {
		if keys := k.Keys(i.Place, i.Action); !slices.ContainsFunc(keys, arrivesWithInputMethodOn) {
			t.Errorf("%s.%s has only %q", i.Place, i.Action, keys)
		}
	}
	for _, key := range []string{"j", "G", "/", "?", "alt+x"} {
		if arrivesWithInputMethodOn(key) {
			t.Errorf("the test would let %q pass", key)
		}
	}
}

func TestTheVimProfileKeepsAKeyWithoutALetterBesideEach(t *testing.T) {
	k := load(t, "vim")
	for _, i := range keymaps.Actions() {
		if keys := k.Keys(i.Place, i.Action); !slices.ContainsFunc(keys, arrivesWithInputMethodOn) {
			t.Errorf("%s.%s has only %q", i.Place, i.Action, keys)
		}
	}
}

func TestTheNumpadProfileNeedsOnlyNumberPadAndFunctionKeys(t *testing.T) {
	k := load(t, "numpad")
	onPad := func(key string) bool {
		return len(key) == 1 && strings.Contains("0123456789+-*/.", key) || key == "enter" ||
			len(key) > 1 && len(key) < 4 && key[0] == 'f' && strings.Trim(key[1:], "0123456789") == ""
	}
	for _, i := range keymaps.Actions() {
		if i.Place == keymaps.Edit || i.Place == keymaps.Grid || i.Place == keymaps.Cell || i.Action == keymaps.OpenGrid { // text needs a keyboard anyway
			continue
		}
		if keys := k.Keys(i.Place, i.Action); !slices.ContainsFunc(keys, onPad) {
			t.Errorf("%s.%s has only %q", i.Place, i.Action, keys)
		}
	}
}

func TestRecusingTakesAChordOrAFunctionKey(t *testing.T) {
	for _, profile := range keymaps.Profiles() {
		for _, key := range load(t, profile).Keys(keymaps.Rate, keymaps.Recuse) {
			if len(key) == 1 {
				t.Errorf("%s: %q is hit by accident", profile, key)
			}
		}
	}
}
