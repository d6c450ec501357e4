package wire

import (
	tea "charm.land/bubbletea/v2"
)

// Drawn is a model whose views go to a screen rather than to the program that runs
// it, which has to be run by [tea.WithoutRenderer].
type Drawn struct {
	model  tea.Model
	screen *Screen
	w, h   int
}

// Clip is the message by which a model puts a text on the clipboard of the terminal, as
// far as that lets programs do so (OSC 52): it does not tell.
type Clip struct{ Text string }

// Model returns m as it is drawn on the screen, a terminal of w×h until it is
// resized.
func (s *Screen) Model(m tea.Model, w, h int) Drawn { return Drawn{m, s, w, h} }

// Init implements [tea.Model].
func (d Drawn) Init() tea.Cmd { return d.model.Init() }

// Update implements [tea.Model].
func (d Drawn) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if size, ok := msg.(tea.WindowSizeMsg); ok {
		d.w, d.h = size.Width, size.Height
	}
	if clip, ok := msg.(Clip); ok {
		d.screen.clip(clip.Text)
		return d, nil
	}
	var cmd tea.Cmd
	d.model, cmd = d.model.Update(msg)
	return d, cmd
}

// View implements [tea.Model]: the program is given nothing to draw.
func (d Drawn) View() tea.View {
	v := d.model.View()
	view := View{Content: v.Content, W: d.w, H: d.h}
	if v.Cursor != nil {
		view.Cursor = Cursor{v.Cursor.X, v.Cursor.Y, true}
	}
	d.screen.Show(view)
	return tea.View{}
}
