package tui

import (
	"reflect"
	"runtime/debug"

	tea "charm.land/bubbletea/v2"
)

// Guard keeps a panic of one workstation from taking others with it: failed is
// told of the first, with its stack, from any goroutine, and has to end the
// program. Until then the screen stays as it was.
type Guard struct {
	model  tea.Model
	failed func(reason any, stack []byte)
	shown  *tea.View // the last that could be drawn
}

// NewGuard guards m.
func NewGuard(m tea.Model, failed func(reason any, stack []byte)) Guard {
	return Guard{m, failed, new(tea.View)}
}

// Init implements [tea.Model].
func (g Guard) Init() (cmd tea.Cmd) {
	defer g.catch()
	return g.guarded(g.model.Init())
}

// Update implements [tea.Model].
func (g Guard) Update(msg tea.Msg) (next tea.Model, cmd tea.Cmd) {
	next = g
	defer g.catch()
	g.model, cmd = g.model.Update(msg)
	return g, g.guarded(cmd)
}

// View implements [tea.Model].
func (g Guard) View() (v tea.View) {
	v = *g.shown
	defer g.catch()
	*g.shown = g.model.View()
	return *g.shown
}

func (g Guard) catch() {
	if reason := recover(); reason != nil {
		g.failed(reason, debug.Stack())
	}
}

// guarded guards a command, and those that it turns out to be made of: commands
// run in goroutines of their own.
func (g Guard) guarded(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer g.catch()
		msg = cmd()
		// A batch or a sequence; the type of the latter has no name of its own.
		if v := reflect.ValueOf(msg); msg != nil && v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
			all := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			for i := range v.Len() {
				all.Index(i).Set(reflect.ValueOf(g.guarded(v.Index(i).Interface().(tea.Cmd))))
			}
			return all.Interface()
		}
		return msg
	}
}
