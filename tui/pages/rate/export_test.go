package rate

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// ByHand returns m with a clock that the test turns: ring yields the message of
// the last timer that was set.
func ByHand(m Model) (byHand Model, ring func() tea.Msg) {
	var last func(time.Time) tea.Msg
	m.after = func(_ time.Duration, f func(time.Time) tea.Msg) tea.Cmd {
		last = f
		return nil
	}
	return m, func() tea.Msg { return last(time.Time{}) }
}
