// Package drive runs one page in a test as the root would: it sends messages,
// runs the commands that come back, and gathers what the page asks of the root.
// Tests only import it.
package drive

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/look"
	"pingyi/tui/parts/session"
)

// Page is a page being driven.
type Page struct {
	T    testing.TB
	Page page.Page
	Env  page.Env
	// Asked is what the page asked of the root, oldest first: page.Open,
	// page.Good, page.Ask and the like.
	Asked []tea.Msg
	// Later holds the messages of timers, which nothing but [Page.Tick] sends.
	Later []tea.Msg
}

// Late is what a timer's command yields in a test in place of waiting.
type Late struct{ Msg tea.Msg }

// Tick stands in for tea.Tick.
func Tick(_ time.Duration, fn func(time.Time) tea.Msg) tea.Cmd {
	return func() tea.Msg { return Late{fn(time.Time{})} }
}

// Record opens an empty record in memory whose clock and ids are fixed.
func Record(t testing.TB) *store.Desk {
	t.Helper()
	n := 0
	s, err := store.OpenMemory(store.Options{
		Now:   func() time.Time { return time.Date(2016, 3, 1, 8, 30, 0, 0, time.UTC) },
		NewID: func() string { n++; return fmt.Sprint(n) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s.OwnerDesk("test")
}

// File enters plans.
func File(t testing.TB, d *store.Desk, plans ...pingyi.Plan) {
	t.Helper()
	for _, p := range plans {
		if _, err := d.File(context.Background(), store.Filing{Plan: p, Has: func(pingyi.Field) bool { return true }}); err != nil {
			t.Fatal(err)
		}
	}
}

// Env returns what a page of w×h is handed. Like a screen under NO_COLOR it has
// no colours.
func Env(t testing.TB, d *store.Desk, l pingyi.Lang, w, h int) page.Env {
	t.Helper()
	keys, err := keymaps.Load("default")
	if err != nil {
		t.Fatal(err)
	}
	return page.Env{Session: session.Session{Lang: l, Keys: keys}, Desk: d, W: w, H: h}
}

// ASCII makes the session one of a terminal without line drawing.
func ASCII(e page.Env) page.Env {
	e.Session.Look = look.Look{ASCII: true}
	e.Session.Measure = cells.Measure{ASCII: true}
	return e
}

// Start drives a page from its Init on.
func Start(t testing.TB, env page.Env, p page.Page) *Page {
	t.Helper()
	d := &Page{T: t, Page: p, Env: env}
	d.run(p.Init())
	return d
}

// Send sends messages, one after the other.
func (d *Page) Send(msgs ...tea.Msg) {
	d.T.Helper()
	for _, msg := range msgs {
		var cmd tea.Cmd
		d.Page, cmd = d.Page.Update(msg)
		d.run(cmd)
	}
}

// run runs a command and those that follow from it.
func (d *Page) run(cmd tea.Cmd) {
	d.T.Helper()
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case Late:
		d.Later = append(d.Later, msg.Msg)
	case page.Open, page.Close, page.Good, page.Info, page.Fail, page.Ask, page.Choose:
		d.Asked = append(d.Asked, msg)
	default:
		// A batch, or a sequence, whose type tea keeps to itself.
		if v := reflect.ValueOf(msg); v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
			for i := range v.Len() {
				d.run(v.Index(i).Interface().(tea.Cmd))
			}
			return
		}
		d.Send(msg)
	}
}

// Tick sends the messages of all timers.
func (d *Page) Tick() {
	d.T.Helper()
	late := d.Later
	d.Later = nil
	d.Send(late...)
}

// Press presses keys, spelt as a keymap spells them.
func (d *Page) Press(keys ...string) {
	d.T.Helper()
	for _, k := range keys {
		d.Send(Key(d.T, k))
	}
}

// Type types text, a character at a time.
func (d *Page) Type(text string) {
	d.T.Helper()
	for _, r := range text {
		d.Send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

// Key returns the press of a key.
func Key(t testing.TB, key string) tea.KeyPressMsg {
	t.Helper()
	k := tea.KeyPressMsg{}
	for {
		if rest, ok := strings.CutPrefix(key, "ctrl+"); ok {
			k.Mod, key = k.Mod|tea.ModCtrl, rest
		} else if rest, ok := strings.CutPrefix(key, "shift+"); ok {
			k.Mod, key = k.Mod|tea.ModShift, rest
		} else {
			break
		}
	}
	codes := map[string]rune{"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
		"home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "enter": tea.KeyEnter,
		"tab": tea.KeyTab, "esc": tea.KeyEscape, "delete": tea.KeyDelete, "backspace": tea.KeyBackspace,
		"f1": tea.KeyF1, "f2": tea.KeyF2, "f3": tea.KeyF3, "f4": tea.KeyF4, "f5": tea.KeyF5, "f6": tea.KeyF6,
		"f7": tea.KeyF7, "f8": tea.KeyF8, "f9": tea.KeyF9, "f10": tea.KeyF10}
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

// Screen returns the page as drawn, without its styles, having checked that it has just the rows it
// was given and that nothing hangs over its columns.
func (d *Page) Screen() string {
	d.T.Helper()
	view := d.Page.View()
	lines := strings.Split(view, "\n")
	if len(lines) != d.Env.H {
		d.T.Errorf("%d lines on %d rows:\n%s", len(lines), d.Env.H, view)
	}
	for i, l := range lines {
		if w := d.Env.Session.Measure.Width(l); w > d.Env.W {
			d.T.Errorf("line %d has %d columns of %d: %q", i, w, d.Env.W, l)
		}
	}
	if x, y, shown := d.Page.Cursor(); shown && (x < 0 || x >= d.Env.W || y < 0 || y >= d.Env.H) {
		d.T.Errorf("the cursor stands at %d,%d of %d×%d", x, y, d.Env.W, d.Env.H)
	}
	return ansi.Strip(view)
}

// Resize gives the page another size.
func (d *Page) Resize(w, h int) {
	d.T.Helper()
	d.Env.W, d.Env.H = w, h
	d.Send(page.Size{W: w, H: h})
}

// Last returns the last thing asked of the root, nil for nothing.
func (d *Page) Last() tea.Msg {
	if len(d.Asked) == 0 {
		return nil
	}
	return d.Asked[len(d.Asked)-1]
}
