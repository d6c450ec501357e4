package tui_test

import (
	"context"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
)

// login returns a record in which r1 has logged in, and the environment of their
// session.
func login(t *testing.T) (page.Env, *store.Desk) {
	t.Helper()
	env, _ := workstation(t, pingyi.Zh)
	s, must := inMemory(t)
	owner := s.OwnerDesk("test")
	must(owner.AddMember(t.Context(), pingyi.Member{ID: "r1", Name: "r1", Role: pingyi.Reviewer}))
	var err error
	env.Desk, err = s.Door().Desk(t.Context(), "r1", "ssh:10.0.0.7")
	must(err)
	return env, owner
}

func press(t *testing.T, m tea.Model, keys ...tea.KeyPressMsg) tea.Model {
	t.Helper()
	for _, k := range keys {
		m = settle(t, m, page.Send(k))
	}
	return m
}

var f12 = tea.KeyPressMsg{Code: tea.KeyF12}

func TestALanguageChosenOnTheWayIsKeptWithTheRest(t *testing.T) {
	env, _ := login(t)
	if err := env.Desk.SaveSettings(t.Context(), pingyi.Settings{Lang: "zh", Keymap: "vim"}); err != nil {
		t.Fatal(err)
	}
	root := still(env, page.Panels{})
	m := press(t, settle(t, root, root.Init()), f12)
	if got, err := env.Desk.Settings(t.Context()); err != nil || got != (pingyi.Settings{Lang: "en", Keymap: "vim"}) {
		t.Errorf("kept %+v, %v", got, err)
	}
	// Pressed again before the first has been kept: the last one counts.
	m, first := m.Update(f12)
	m, second := m.Update(f12)
	m, third := m.Update(f12)
	for _, cmd := range []tea.Cmd{third, first, second} {
		m = settle(t, m, cmd)
	}
	if got, _ := env.Desk.Settings(t.Context()); got.Lang != "zh" || !strings.Contains(m.View().Content, "评审组") {
		t.Errorf("kept %+v under\n%s", got, m.View().Content)
	}
}

func TestNobodyElsesLanguageIsKept(t *testing.T) {
	env, owner := login(t)
	var err error
	if env.Desk, err = owner.For(t.Context(), "r1"); err != nil {
		t.Fatal(err)
	}
	for _, desk := range []*store.Desk{owner, env.Desk} {
		env.Desk = desk
		root := still(env, page.Panels{})
		press(t, settle(t, root, root.Init()), f12)
		if got, err := desk.Settings(context.Background()); err != nil || got != (pingyi.Settings{}) {
			t.Errorf("%s: kept %+v, %v", desk.Actor(), got, err)
		}
	}
}

func TestSettingsTakeEffectAtOnce(t *testing.T) {
	env, _ := login(t)
	env.Session.Look.ASCII = false
	root := still(env, page.Members{})
	m := settle(t, root, root.Init())
	m = settle(t, m, page.Send(page.Settle{Settings: pingyi.Settings{Lang: "en", Keymap: "numpad", Borders: "ascii", Colors: "off"}}))
	view := ansi.Strip(m.View().Content)
	if !strings.Contains(view, "pingyi > Members") || !strings.Contains(view, "F12 commands") || strings.Contains(m.View().Content, "\x1b[3") {
		t.Errorf("in English, with numpad's keys, in plain characters and without colours:\n%s", view)
	}
	m = settle(t, m, page.Send(page.Settle{Settings: pingyi.Settings{Keymap: pingyi.OwnKeymap, Bindings: "[global]\npalette = [\"alt+o\"]\n"}}))
	if view := ansi.Strip(m.View().Content); !strings.Contains(view, "Alt+O commands") || !strings.Contains(view, "pingyi > Members") {
		t.Errorf("with an own keymap, the rest as it was:\n%s", view)
	}
	m = settle(t, m, page.Send(page.Settle{Settings: pingyi.Settings{Keymap: pingyi.OwnKeymap, Bindings: "what = 1\n"}}))
	if view := m.View().Content; !strings.Contains(view, "! ") {
		t.Errorf("a keymap that is wrong is not spoken of:\n%s", view)
	}
	m = settle(t, m, page.Send(tea.KeyPressMsg{Code: 'o', Mod: tea.ModAlt}))
	if view := m.View().Content; !strings.Contains(view, "Find: ") {
		t.Errorf("the keys are not those from before:\n%s", view)
	}
}

func TestThePaletteOffersThePagesThatOneMayHave(t *testing.T) {
	env, owner := login(t)
	paper, err := owner.For(t.Context(), "r1")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		desk     *store.Desk
		settings bool
	}{"member": {env.Desk, true}, "owner": {owner, false}, "owner for a member": {paper, false}} {
		env.Desk = c.desk
		root := still(env, page.Panels{})
		m := press(t, settle(t, root, root.Init()), tea.KeyPressMsg{Code: 'p', Mod: tea.ModCtrl})
		view := m.View().Content
		if !strings.Contains(view, "前往：成员") || strings.Contains(view, "前往：我的设置") != c.settings {
			t.Errorf("%s:\n%s", name, view)
		}
	}
}
