package planform

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// WithTick returns m with another tea.Tick.
func (m Model) WithTick(tick func(time.Duration, func(time.Time) tea.Msg) tea.Cmd) Model {
	m.tick = tick
	return m
}
