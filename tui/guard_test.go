package tui_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi/tui"
)

// fragile panics where a message says so.
type fragile struct{ broken bool }

type (
	inUpdate  struct{}
	inView    struct{}
	inCommand struct{}
	inBatch   struct{}
	inLast    struct{}
)

func (f fragile) Init() tea.Cmd { return nil }

func (f fragile) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	fall := func() tea.Msg { panic("fell") }
	rest := func() tea.Msg { return nil }
	switch msg.(type) {
	case inUpdate:
		panic("fell")
	case inView:
		f.broken = true
	case inCommand:
		return f, fall
	case inBatch:
		return f, tea.Batch(rest, tea.Batch(rest, fall))
	case inLast:
		return f, tea.Sequence(rest, tea.Batch(rest, fall))
	}
	return f, nil
}

func (f fragile) View() tea.View {
	if f.broken {
		panic("fell")
	}
	return tea.NewView("whole")
}

func TestAPanicIsToldAndHarmsNobody(t *testing.T) {
	for _, msg := range []tea.Msg{inUpdate{}, inView{}, inCommand{}, inBatch{}, inLast{}} {
		told := 0
		var m tea.Model = tui.NewGuard(fragile{}, func(reason any, stack []byte) {
			if told++; reason != "fell" || !strings.Contains(string(stack), "fragile") {
				t.Errorf("%T: told of %v\n%s", msg, reason, stack)
			}
		})
		m.View()
		m, cmd := m.Update(msg)
		m = settle(t, m, cmd)
		if got := m.View().Content; got != "whole" || told != 1 {
			t.Errorf("%T: told %d times, the screen is %q", msg, told, got)
		}
	}
}
