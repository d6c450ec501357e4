package wire

import (
	"slices"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// Answered says that the terminal has answered a request for its status: all that
// it was sent before it has shown.
type Answered struct{}

// Unreadable says that so many bytes made no characters: the terminal may write
// them in another encoding.
type Unreadable struct{ Bytes int }

// The marks around a bracketed paste.
const (
	pasteBegin = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
)

// means returns what a whole sequence or control character says: keys, or a
// report. What is nothing here, such as the mouse, is left out.
func means(b []byte) (msgs []tea.Msg) {
	switch {
	case len(b) > longest:
		return nil
	case slices.Equal(b, []byte("\x1b[0n")), slices.Equal(b, []byte("\x1b[?0n")): // some answer as if asked by DEC's
		return []tea.Msg{Answered{}}
	}
	var decoder uv.EventDecoder
	n, event := decoder.Decode(slices.Clone(b))
	if n != len(b) {
		return nil
	}
	events, several := event.(uv.MultiEvent)
	if !several {
		events = uv.MultiEvent{event}
	}
	for _, event := range events {
		switch event := event.(type) {
		case uv.KeyPressEvent:
			msgs = append(msgs, tea.KeyPressMsg(event))
		case uv.BackgroundColorEvent:
			if event.Color != nil {
				msgs = append(msgs, tea.BackgroundColorMsg(event))
			}
		case uv.CursorPositionEvent:
			if event.Y > 0 { // in the first row it is F3 with Shift, Alt or Ctrl
				msgs = append(msgs, tea.CursorPositionMsg(event))
			}
		case uv.ModeReportEvent:
			msgs = append(msgs, tea.ModeReportMsg(event))
		}
	}
	return msgs
}

// press returns the key of a character. Each is one, whatever it makes together with
// the next: that may not have come yet.
func press(r rune) tea.KeyPressMsg {
	if r < utf8.RuneSelf {
		if msgs := means([]byte{byte(r)}); len(msgs) == 1 {
			return msgs[0].(tea.KeyPressMsg)
		}
	}
	return tea.KeyPressMsg{Code: r, Text: string(r)}
}
