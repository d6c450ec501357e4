package help_test

import (
	"slices"
	"strings"
	"testing"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/help"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/golden"
	"pingyi/tui/parts/look"
)

func sit(t *testing.T, rows int, place keymaps.Place) *pagetest.Page {
	t.Helper()
	env := pagetest.Env(t, nil, pingyi.Zh, 80, rows)
	return pagetest.Start(t, env, help.New(env, place))
}

func TestScreen(t *testing.T) {
	for _, c := range []struct {
		name  string
		l     pingyi.Lang
		w, h  int
		place keymaps.Place
		look  look.Look
	}{
		{name: "zh80", l: pingyi.Zh, w: 80, h: 22, place: keymaps.Rate},
		{name: "en80", l: pingyi.En, w: 80, h: 22, place: keymaps.List},
		{name: "zh120", l: pingyi.Zh, w: 120, h: 38, place: keymaps.Rate},
		{name: "en120", l: pingyi.En, w: 120, h: 38, place: keymaps.Form},
		{name: "ascii", l: pingyi.Zh, w: 60, h: 14, place: keymaps.Edit, look: look.Look{ASCII: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			env := pagetest.Env(t, nil, c.l, c.w, c.h)
			env.Session.Look, env.Session.Measure.ASCII = c.look, c.look.ASCII
			golden.Equal(t, pagetest.Start(t, env, help.New(env, c.place)).Screen())
		})
	}
}

func TestTheKeysOfThePlaceComeFirstThenThoseThatWorkAnywhere(t *testing.T) {
	for _, place := range keymaps.Places() {
		v := sit(t, 298, place).Screen()
		lines := strings.Split(v, "\n")
		at := func(p keymaps.Place) int {
			return slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, p.Title(pingyi.Zh)) })
		}
		if at(place) != 0 {
			t.Errorf("%s: its own keys do not come first:\n%s", place, v)
		}
		for _, other := range keymaps.Places() {
			if at(other) < 0 || other != place && !(place.Typing() && other == keymaps.Edit) && other != keymaps.Global && at(other) < at(keymaps.Global) {
				t.Errorf("%s: %s is out of place", place, other)
			}
		}
	}
}

func TestEveryActionOfTheKeymapIsThereWithAllItsKeys(t *testing.T) {
	for _, w := range []int{80, 200} {
		env := pagetest.Env(t, nil, pingyi.Zh, w, 298)
		v := pagetest.Start(t, env, help.New(env, keymaps.Rate)).Screen()
		for _, i := range keymaps.Actions() {
			if !strings.Contains(v, i.Title(pingyi.Zh)) {
				t.Errorf("%d columns: nothing about %s", w, i.Action)
			}
			for _, k := range env.Session.Keys.Keys(i.Place, i.Action) {
				if !strings.Contains(v, keymaps.Label(k, pingyi.Zh)) {
					t.Errorf("%d columns: nothing about %s", w, k)
				}
			}
		}
	}
}

func TestThePageFitsEverySizeAndScrollsToItsEnd(t *testing.T) {
	h := sit(t, 22, keymaps.Rate)
	first := h.Screen()
	for range 20 {
		h.Press("pgdown")
	}
	if v := h.Screen(); v == first || !strings.Contains(v, keymaps.Palette.Title(pingyi.Zh)) {
		t.Errorf("the end:\n%s", v)
	}
	h.Press("down")
	h.EverySize(func() {})
	h.Speak(pingyi.Zh)
	h.Resize(80, 22)
	h.Press("home")
	if h.Screen() != first {
		t.Errorf("Home:\n%s", h.Screen())
	}
	h.Press("esc")
	if _, ok := h.Last().(page.Close); !ok {
		t.Errorf("Esc: %#v", h.Last())
	}
}

func TestAnotherKeymapShowsItsOwnKeys(t *testing.T) {
	keys, err := keymaps.Load("vim")
	if err != nil {
		t.Fatal(err)
	}
	h := sit(t, 22, keymaps.List)
	before := h.Screen()
	s := h.Env.Session
	s.Keys = keys
	h.Send(page.Session{Session: s})
	if v := h.Screen(); v == before || !strings.Contains(v, keymaps.Label(keys.Keys(keymaps.List, keymaps.Down)[0], pingyi.Zh)) {
		t.Errorf("\n%s", v)
	}
}
