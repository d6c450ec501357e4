package main

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	gossh "golang.org/x/crypto/ssh"

	"pingyi/store"
	"pingyi/store/storetest"
	"pingyi/tui"
	"pingyi/tui/pages/page"
	"pingyi/tui/terminal"
)

// fragile is a workstation that panics: at x in its model, at y in a command, at z
// where it draws.
type fragile struct {
	tea.Model
	broken bool
}

func (f fragile) Update(msg tea.Msg) (next tea.Model, cmd tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "x":
			panic("a page is broken")
		case "y":
			return f, func() tea.Msg { panic("a command is broken") }
		case "z":
			f.broken = true
			return f, nil
		}
	}
	f.Model, cmd = f.Model.Update(msg)
	return f, cmd
}

func (f fragile) View() tea.View {
	if f.broken {
		panic("a view is broken")
	}
	return f.Model.View()
}

// A screen that panics ends with a plain sentence and a line in the log, and nobody
// else's.
func TestAPanicEndsOneSession(t *testing.T) {
	for name, try := range map[string]struct{ key, logged string }{
		"in a page":    {"x", "a page is broken"},
		"in a command": {"y", "a command is broken"},
		"in a view":    {"z", "a view is broken"},
	} {
		t.Run(name, func(t *testing.T) {
			h := openHouse(t, newKeyring(t), func(owner *store.Desk) { storetest.Make(t, owner, "sealed") }, func(s *site) {
				s.screens = func(env page.Env, first page.Route) (tea.Model, func()) {
					m, stop := tui.New(env, first)
					if env.Desk.Actor().Member.ID == "r1" {
						return fragile{Model: m}, stop
					}
					return m, stop
				}
			})
			_, other, _ := h.screen("k1")
			other.See("示例局")
			s, term, _ := h.screen("r1")
			term.See("p1")
			term.Type(try.key)
			term.Ended()
			if exit, failed := errors.AsType[*gossh.ExitError](s.Wait()); !failed || exit.ExitStatus() != 1 {
				t.Errorf("the session ends with %v", exit)
			}
			if !strings.Contains(term.Text(), "程序出错，这次会话结束了") {
				t.Errorf("the screen ends with\n%s", term.Text())
			}
			if said := h.log.String(); strings.Count(said, `"msg":"internal"`) != 1 || !strings.Contains(said, try.logged) {
				t.Errorf("the log: %s", said)
			}
			h.must("r1", "", "panel", "list")
			other.Type(terminal.Down, terminal.Ctrl('q'))
			other.Ended()
		})
	}
}

// broken is a line that panics.
type broken struct{}

func (broken) Read([]byte) (int, error)  { panic("reading is broken") }
func (broken) Write([]byte) (int, error) { panic("writing is broken") }

func TestAStreamThatPanicsIsToldAndHarmsNobody(t *testing.T) {
	var told bytes.Buffer
	s := guardedStreams{broken{}, broken{}, func(reason any, stack []byte) { io.WriteString(&told, reason.(string)) }}
	if n, err := s.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		t.Errorf("reading: %d, %v", n, err)
	}
	if n, err := s.Write([]byte("x")); n != 0 || err == nil {
		t.Errorf("writing: %d, %v", n, err)
	}
	if told.String() != "reading is brokenwriting is broken" {
		t.Errorf("told: %s", told.String())
	}
}
