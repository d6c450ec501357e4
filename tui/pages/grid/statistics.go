package grid

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/tui/pages/grid/sheet"
	"pingyi/tui/pages/page"
)

// count is what the person keys on the page, for the statistics. The page's copies
// share it, as they do the sheet.
type count struct {
	now      func() time.Time
	session  pingyi.KeyingSession
	pressed  time.Time           // when the last key was
	accepted map[sheet.Cell]bool // cells that were changed in this session
	rows     map[sheet.Row]bool
	last     sheet.Step // that was counted
}

func newCount(env page.Env, key pingyi.PlanKey, second bool) *count {
	c := &count{now: env.Now, session: pingyi.KeyingSession{Plan: key, Second: second}}
	if c.now == nil {
		c.now = time.Now
	}
	c.begin()
	return c
}

// begin begins a session: its time does with the first key.
func (c *count) begin() {
	c.session = pingyi.KeyingSession{Plan: c.session.Plan, Second: c.session.Second}
	c.accepted, c.rows = map[sheet.Cell]bool{}, map[sheet.Row]bool{}
}

// key counts a key that was pressed, or a paste. The session ends as long after it
// began as the pauses between its keys took together, whatever the clock of the house
// is set to meanwhile.
func (c *count) key() {
	now, s := c.now(), &c.session
	if s.Keystrokes == 0 {
		s.Began = now.Round(0) // of the wall's clock alone: the other is that of the pauses
		s.Ended = s.Began
	} else if pause := now.Sub(c.pressed); pause > 0 {
		s.Ended = s.Ended.Add(pause)
		if pause <= pingyi.KeyingPause {
			s.Active += pause
		}
	}
	c.pressed = now
	s.Keystrokes++
}

// step counts what the newest step has changed, once.
func (c *count) step(newest sheet.Step, ok bool) {
	if !ok || !newest.Later(c.last) {
		return
	}
	c.last = newest
	for _, cell := range newest.Cells() {
		c.session.Cells++
		if c.accepted[cell] {
			c.session.Corrections++
		}
		c.accepted[cell], c.rows[cell.Row] = true, true
	}
	c.session.Records = len(c.rows)
}

// undone counts a step that was taken back.
func (c *count) undone() { c.session.Corrections++ }

// report hands the session in, if anything was keyed in it; what comes after begins
// another.
func (m Model) report() tea.Cmd {
	s := m.count.session
	if s.Cells == 0 {
		return nil
	}
	m.count.begin()
	desk := m.env.Desk
	return func() tea.Msg {
		if err := desk.RecordKeying(context.Background(), s); err != nil {
			return page.Fail{Err: err}
		}
		return nil
	}
}
