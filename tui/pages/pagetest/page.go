// Package pagetest is what the tests of the pages stand on: made-up records, and
// a page being driven as the root would, with what it asks of the root. Tests
// only import it.
package pagetest

import (
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"pingyi"
	"pingyi/tui/pages/page"
)

// Page is a page being driven.
type Page struct {
	T    testing.TB
	Page page.Page
	Env  page.Env
	// Asked is what the page asked of the root, oldest first: page.Open,
	// page.Good, page.Ask and the like.
	Asked []tea.Msg
	// At is what the page last said that its person is at.
	At page.At
	// Later holds the messages of timers, which nothing but [Page.Tick] sends.
	Later []tea.Msg
}

// late is what a timer's command yields in place of waiting.
type late struct{ msg tea.Msg }

// tick stands in for tea.Tick.
func tick(_ time.Duration, fn func(time.Time) tea.Msg) tea.Cmd {
	return func() tea.Msg { return late{fn(time.Time{})} }
}

// Start drives a page from its Init on.
func Start(t testing.TB, env page.Env, p page.Page) *Page {
	t.Helper()
	d := &Page{T: t, Page: p, Env: env}
	d.Run(p.Init())
	return d
}

// Send sends messages, one after the other.
func (d *Page) Send(msgs ...tea.Msg) {
	d.T.Helper()
	for _, msg := range msgs {
		var cmd tea.Cmd
		d.Page, cmd = d.Page.Update(msg)
		d.Run(cmd)
	}
}

// Run runs a command and those that follow from it.
func (d *Page) Run(cmd tea.Cmd) {
	d.T.Helper()
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case page.At:
		d.At = msg
	case late:
		d.Later = append(d.Later, msg.msg)
	case page.Open, page.Close, page.Good, page.Info, page.Fail, page.Ask, page.Choose, page.Settle, page.Clip, page.PasteClip:
		d.Asked = append(d.Asked, msg)
	default:
		// A batch, or a sequence, whose type tea keeps to itself.
		if v := reflect.ValueOf(msg); v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
			for i := range v.Len() {
				d.Run(v.Index(i).Interface().(tea.Cmd))
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

// Screen returns the page as drawn, without its styles, having checked that it has
// just the rows it was given and that nothing hangs over its columns.
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

// Speak gives the page another language.
func (d *Page) Speak(l pingyi.Lang) {
	d.T.Helper()
	d.Env.Session.Lang = l
	d.Send(page.Session{Session: d.Env.Session})
}

// EverySize draws the page in both languages at sizes from the least that the
// root leaves it to a large one, and does at each what else is to be looked at.
func (d *Page) EverySize(do func()) {
	d.T.Helper()
	for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
		d.Speak(l)
		for _, size := range []page.Size{{W: 60, H: 14}, {W: 80, H: 22}, {W: 97, H: 17}, {W: 109, H: 20}, {W: 110, H: 30}, {W: 120, H: 38}, {W: 200, H: 58}} {
			d.Resize(size.W, size.H)
			d.Screen()
			do()
		}
	}
}

// Last returns the last thing asked of the root, nil for nothing.
func (d *Page) Last() tea.Msg {
	if len(d.Asked) == 0 {
		return nil
	}
	return d.Asked[len(d.Asked)-1]
}
