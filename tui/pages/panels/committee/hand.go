package committee

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/session"
)

// Env returns what a page is handed: desk, the default keys, and the room that
// the root leaves of a screen of w×h.
func Env(t testing.TB, desk *store.Desk, l pingyi.Lang, w, h int) page.Env {
	t.Helper()
	keys, err := keymaps.Load("default")
	if err != nil {
		t.Fatal(err)
	}
	return page.Env{Session: session.Session{Lang: l, Keys: keys}, Desk: desk, W: w, H: h - 2}
}

// Hand presses keys on a page and does what the root would with its commands:
// it runs them, one after another, and hands what they yield back to the page.
type Hand struct {
	Page page.Page
	Said []tea.Msg // what the page asked of the root, in order
	t    testing.TB
}

// Sit gives the page its first load.
func Sit(t testing.TB, p page.Page) *Hand {
	h := &Hand{Page: p, t: t}
	h.Run(p.Init())
	return h
}

// Send hands the page messages, and runs to the end what comes of each.
func (h *Hand) Send(msgs ...tea.Msg) {
	for _, msg := range msgs {
		p, cmd := h.Page.Update(msg)
		h.Page = p
		h.Run(cmd)
	}
}

// Press presses keys, spelt as a keymap spells them.
func (h *Hand) Press(keys ...string) {
	for _, k := range keys {
		h.Send(Key(k))
	}
}

// Type types text, character by character.
func (h *Hand) Type(text string) {
	for _, r := range text {
		h.Send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

// Last returns the last thing the page asked of the root, nil if nothing.
func (h *Hand) Last() tea.Msg {
	if len(h.Said) == 0 {
		return nil
	}
	return h.Said[len(h.Said)-1]
}

// Run runs a command as the root would.
func (h *Hand) Run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			h.Run(c)
		}
	case page.Open, page.Close, page.Good, page.Info, page.Fail, page.Ask, page.Choose:
		h.Said = append(h.Said, msg)
	default:
		h.Send(msg)
	}
}

// Fits fails the test unless the page fills w×h and no more.
func (h *Hand) Fits(w, rows int) {
	h.t.Helper()
	h.Send(page.Size{W: w, H: rows})
	lines := strings.Split(h.Page.View(), "\n")
	if len(lines) != rows {
		h.t.Errorf("%d lines on a page of %d×%d", len(lines), w, rows)
	}
	for i, l := range lines {
		if got := (cells.Measure{}).Width(l); got > w {
			h.t.Errorf("line %d of a page of %d×%d takes %d columns: %q", i, w, rows, got, l)
		}
	}
}

// Key returns the key press that a keymap spells so.
func Key(s string) tea.KeyPressMsg {
	var k tea.KeyPressMsg
	if rest, ok := strings.CutPrefix(s, "ctrl+"); ok {
		k.Mod, s = tea.ModCtrl, rest
	}
	named := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
		"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "home": tea.KeyHome, "end": tea.KeyEnd, "delete": tea.KeyDelete,
		"backspace": tea.KeyBackspace, "f2": tea.KeyF2, "f4": tea.KeyF4, "f5": tea.KeyF5, "f6": tea.KeyF6, "f7": tea.KeyF7, "f8": tea.KeyF8}
	if code, ok := named[s]; ok {
		k.Code = code
		return k
	}
	k.Code = []rune(s)[0]
	if k.Mod == 0 {
		k.Text = s
	}
	return k
}
