package tui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
)

// commands returns the actions that a page has beside moving and editing text, for
// which there are only keys.
func commands(r page.Route) (list []keymaps.ActionInfo) {
	place, alias := keymaps.List, keymaps.Action("") // what another one does as well
	switch r.(type) {
	case page.Activities:
		alias = keymaps.Open
	case page.Members:
		alias = keymaps.OpenEdit
	case page.PlanForm, page.ActivityForm, page.MemberForm, page.Import:
		place = keymaps.Form
	case page.Rate:
		place = keymaps.Rate
	case page.Grid:
		place = keymaps.Grid
	}
	for _, a := range keymaps.Actions() {
		switch a.Action {
		case keymaps.Accept, keymaps.Up, keymaps.Down, keymaps.PageUp, keymaps.PageDown, keymaps.First, keymaps.Last, keymaps.Next, keymaps.Previous,
			keymaps.NextField, keymaps.PreviousField, keymaps.Left, keymaps.Right, keymaps.LineStart, keymaps.LineEnd, keymaps.ExtendUp, keymaps.ExtendDown,
			keymaps.ExtendLeft, keymaps.ExtendRight, keymaps.OpenPalette, alias:
			continue
		}
		if a.Place == place || a.Place == keymaps.Global {
			list = append(list, a)
		}
	}
	return list
}

// above returns a screen without its status line.
func above(screen string) string { return screen[:strings.LastIndexByte(screen, '\n')] }

// What a key does on a page the palette does too, found by the name of that key.
func TestThePaletteOffersWhatEveryKeyDoes(t *testing.T) {
	for i, r := range routes() {
		t.Run(fmt.Sprintf("%d %T", i, r), func(t *testing.T) {
			t.Parallel()
			env, _ := workstation(t, pingyi.Zh)
			keys := env.Session.Keys
			start := func() tea.Model {
				env, _ := workstation(t, pingyi.Zh)
				env.Tick = func(time.Duration, func(time.Time) tea.Msg) tea.Cmd { return nil }
				m := still(env, r)
				return settle(t, m, m.Init())
			}
			m := start()
			for _, a := range commands(r) {
				key := keys.Keys(a.Place, a.Action)[0]
				before := m.View().Content
				m = settle(t, m, page.Send(pagetest.Key(t, key)))
				want := m.View().Content
				if above(want) == above(before) { // at most it says why it does nothing here
					continue
				}
				m = settle(t, start(), page.Send(pagetest.Key(t, "ctrl+p")))
				m = settle(t, m, page.Send(tea.PasteMsg{Content: strings.ToLower(keys.Hint(a.Place, a.Action, pingyi.Zh))}))
				m = settle(t, m, page.Send(pagetest.Key(t, "enter")))
				if got := m.View().Content; got != want {
					t.Errorf("%s does %s; by the palette the screen is\n%s\nwant\n%s", key, a.Action, ansi.Strip(got), ansi.Strip(want))
				}
				m = start()
			}
		})
	}
}

// Where text is typed a colon is text; Ctrl+P opens the palette there as well.
func TestThePaletteOpensWhereTextIsTyped(t *testing.T) {
	typing := func(keys ...string) []tea.Msg {
		var msgs []tea.Msg
		for _, k := range keys {
			msgs = append(msgs, pagetest.Key(t, k))
		}
		return msgs
	}
	for name, c := range map[string]struct {
		at   page.Route
		keys []tea.Msg
	}{
		"a form":    {page.ActivityForm{Key: key, ID: 1}, nil},
		"a filter":  {page.Activities{Key: key}, typing("ctrl+f")},
		"an import": {page.Import{}, nil},
	} {
		env, _ := workstation(t, pingyi.Zh)
		env.Tick = func(time.Duration, func(time.Time) tea.Msg) tea.Cmd { return nil }
		m := still(env, c.at)
		m = settle(t, m, m.Init())
		for _, msg := range append(c.keys, tea.KeyPressMsg{Code: ':', Text: ":"}) {
			m = settle(t, m, page.Send(msg))
		}
		if s := m.View().Content; !strings.Contains(s, ":") || strings.Contains(s, "查找：") {
			t.Errorf("%s: a colon is not text:\n%s", name, s)
		}
		m = settle(t, m, page.Send(pagetest.Key(t, "ctrl+p")))
		if s := m.View().Content; !strings.Contains(s, "查找：") {
			t.Errorf("%s: Ctrl+P opens no palette:\n%s", name, s)
		}
	}
}
