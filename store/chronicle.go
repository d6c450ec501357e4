package store

import (
	"slices"

	"pingyi"
)

// chronicle is events as they come, the newest first, those of one step as one.
type chronicle struct {
	limit  int // 0 for none
	events []pingyi.Event
	steps  []*partly
}

// partly is a step of which the first part is still to come.
type partly struct {
	of    string
	event int
	parts [][]pingyi.Change // the last first
}

// add adds what an entry changed, as a part of the step that the command of began.
func (c *chronicle) add(ev pingyi.Event, of string) {
	i := slices.IndexFunc(c.steps, func(s *partly) bool { return s.of == of })
	switch {
	case len(ev.Changes) == 0:
	case i >= 0:
		c.steps[i].parts = append(c.steps[i].parts, ev.Changes)
	case c.limit > 0 && len(c.events) >= c.limit: // another's, between the parts of a step
	default:
		if of != "" && of != ev.ID {
			c.steps = append(c.steps, &partly{of, len(c.events), [][]pingyi.Change{ev.Changes}})
			ev.ID = of
		}
		c.events = append(c.events, ev)
	}
	if i >= 0 && of == ev.ID {
		c.end(c.steps[i])
		c.steps = slices.Delete(c.steps, i, i+1)
	}
}

// end gives the event of a step all its changes, in the order in which they were made.
func (c *chronicle) end(s *partly) {
	slices.Reverse(s.parts)
	c.events[s.event].Changes = slices.Concat(s.parts...)
}

// full reports whether nothing is wanted that is still to come.
func (c *chronicle) full() bool {
	return c.limit > 0 && len(c.events) >= c.limit && len(c.steps) == 0
}

// told returns the events.
func (c *chronicle) told() []pingyi.Event {
	for _, s := range c.steps {
		c.end(s)
	}
	return c.events
}
