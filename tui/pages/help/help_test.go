package help_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/help"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/panels/committee"
	"pingyi/tui/parts/golden"
	"pingyi/tui/parts/look"
)

func TestScreen(t *testing.T) {
	for _, c := range []struct {
		name  string
		l     pingyi.Lang
		w, h  int
		place keymaps.Place
		look  look.Look
	}{
		{name: "zh80", l: pingyi.Zh, w: 80, h: 24, place: keymaps.Rate},
		{name: "en80", l: pingyi.En, w: 80, h: 24, place: keymaps.List},
		{name: "zh120", l: pingyi.Zh, w: 120, h: 40, place: keymaps.Rate},
		{name: "en120", l: pingyi.En, w: 120, h: 40, place: keymaps.Form},
		{name: "ascii", l: pingyi.Zh, w: 60, h: 16, place: keymaps.Edit, look: look.Look{ASCII: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			env := committee.Env(t, nil, c.l, c.w, c.h)
			env.Session.Look, env.Session.Measure.ASCII = c.look, c.look.ASCII
			golden.Equal(t, committee.Sit(t, help.New(env, c.place)).Page.View())
		})
	}
}

func TestTheKeysOfThePlaceComeFirstThenThoseThatWorkAnywhere(t *testing.T) {
	for _, place := range keymaps.Places() {
		v := committee.Sit(t, help.New(committee.Env(t, nil, pingyi.Zh, 80, 300), place)).Page.View()
		lines := strings.Split(ansi.Strip(v), "\n")
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
		env := committee.Env(t, nil, pingyi.Zh, w, 300)
		v := ansi.Strip(committee.Sit(t, help.New(env, keymaps.Rate)).Page.View())
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

func TestThePageFitsItsRoomAndScrollsToItsEnd(t *testing.T) {
	h := committee.Sit(t, help.New(committee.Env(t, nil, pingyi.Zh, 80, 24), keymaps.Rate))
	first := h.Page.View()
	for range 20 {
		h.Press("pgdown")
	}
	if v := h.Page.View(); v == first || !strings.Contains(v, keymaps.Palette.Title(pingyi.Zh)) {
		t.Errorf("the end:\n%s", v)
	}
	h.Press("down")
	for _, at := range []page.Size{{W: 60, H: 14}, {W: 80, H: 22}, {W: 120, H: 38}, {W: 200, H: 58}} {
		h.Fits(at.W, at.H)
	}
	h.Send(page.Size{W: 80, H: 22})
	h.Press("home")
	if h.Page.View() != first {
		t.Errorf("Home:\n%s", h.Page.View())
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
	h := committee.Sit(t, help.New(committee.Env(t, nil, pingyi.Zh, 80, 24), keymaps.List))
	before := h.Page.View()
	s := committee.Env(t, nil, pingyi.Zh, 80, 24).Session
	s.Keys = keys
	h.Send(page.Session{Session: s})
	if v := h.Page.View(); v == before || !strings.Contains(v, keymaps.Label(keys.Keys(keymaps.List, keymaps.Down)[0], pingyi.Zh)) {
		t.Errorf("\n%s", v)
	}
}
