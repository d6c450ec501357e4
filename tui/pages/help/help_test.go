package help_test

import (
	"strings"
	"testing"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/help"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/golden"
	"pingyi/tui/parts/look"
	"pingyi/tui/parts/status"
)

func sit(t *testing.T, rows int, place keymaps.Place) *pagetest.Page {
	t.Helper()
	env := pagetest.Env(t, nil, pingyi.Zh, 80, rows)
	return pagetest.Start(t, env, help.New(env, about(place)))
}

// about is what the root hands over: a page at place that says of one of its
// keys what it does there.
func about(place keymaps.Place) page.Help {
	h := page.Help{Place: place, Title: "评审组"}
	if place == keymaps.List {
		h.Actions = []status.Hint{{Place: keymaps.List, Action: keymaps.Delete, Label: "结束轮次"}, {Place: keymaps.Global, Action: keymaps.Back, Label: "不结束了"}}
	}
	return h
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
			golden.Equal(t, pagetest.Start(t, env, help.New(env, about(c.place))).Screen())
		})
	}
}

func TestWhatThePageDoesComesFirstAndIsSaidOnce(t *testing.T) {
	v := sit(t, 60, keymaps.List).Screen()
	lines := strings.Split(v, "\n")
	if lines[0] != "评审组" || !strings.Contains(lines[1], "Del") || !strings.Contains(lines[1], "结束轮次") || !strings.Contains(lines[2], "不结束了") {
		t.Errorf("the page's own words do not come first:\n%s", v)
	}
	for _, wrong := range []string{"删除选中的一行", "返回上一层", "导入文件", keymaps.Rate.Title(pingyi.Zh)} {
		if strings.Contains(v, wrong) {
			t.Errorf("it speaks of what does not work there, %s:\n%s", wrong, v)
		}
	}
	for _, right := range []string{"上一行", "最后一行", "命令面板"} {
		if !strings.Contains(v, right) {
			t.Errorf("it says nothing of %s:\n%s", right, v)
		}
	}
}

func TestEveryKeyOfThePlaceIsThere(t *testing.T) {
	for _, place := range []keymaps.Place{keymaps.Rate, keymaps.Form, keymaps.Palette, keymaps.Dialog} {
		for _, w := range []int{80, 200} {
			env := pagetest.Env(t, nil, pingyi.Zh, w, 298)
			v := pagetest.Start(t, env, help.New(env, about(place))).Screen()
			for _, i := range keymaps.Actions() {
				if i.Place != place && i.Place != keymaps.Global {
					continue
				}
				if !strings.Contains(v, i.Title(pingyi.Zh)) {
					t.Errorf("%s, %d columns: nothing about %s", place, w, i.Action)
				}
				for _, k := range env.Session.Keys.Keys(i.Place, i.Action) {
					if !strings.Contains(v, keymaps.Label(k, pingyi.Zh)) {
						t.Errorf("%s, %d columns: nothing about %s", place, w, k)
					}
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
	if v := h.Screen(); v == first || !strings.Contains(v, "Ctrl+Q") {
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
