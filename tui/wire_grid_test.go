package tui_test

import (
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/look"
	"pingyi/tui/wire"
)

var (
	left = tea.KeyPressMsg{Code: tea.KeyLeft}
	tab  = tea.KeyPressMsg{Code: tea.KeyTab}
)

// longPlan is the desk of a record with a plan of 10,000 activities.
func longPlan(t *testing.T) (*store.Desk, pingyi.PlanKey) {
	t.Helper()
	s, must := inMemory(t)
	desk := s.OwnerDesk("test")
	p := pagetest.Parks()
	of := p.Activities
	p.Activities = nil
	for i := range 10_000 {
		a := of[i%len(of)]
		a.Name = fmt.Sprintf("%s第%d期", a.Name, i+1)
		p.Activities = append(p.Activities, a)
	}
	_, err := desk.File(t.Context(), store.Filing{Plan: p, Has: func(pingyi.Field) bool { return true }})
	must(err)
	return desk, p.Key()
}

// thinGrid is the grid of a long plan at the far end of a thin line.
func thinGrid(t *testing.T) *onLine {
	t.Helper()
	desk, key := longPlan(t)
	return drawnAs(t, desk, page.Grid{Key: key}, look.Look{Color: true, Dark: true, Thin: true})
}

func TestAStepInTheGridCostsFewBytesOnTheLine(t *testing.T) {
	l := thinGrid(t)
	eight := func(k tea.KeyPressMsg, what string, extra int) {
		for n := range 8 {
			l.press(k)
			l.within(fmt.Sprintf("%s %d", what, n+1), true, extra)
		}
	}
	for n := range 7 { // to a row with nothing wrong
		l.press(down)
		l.within(fmt.Sprintf("down %d", n+1), true, 24)
	}
	eight(right, "right", 24)
	eight(left, "left", 24)
	l.press(down)
	eight(right, "right, with what is wrong told", 24)
	eight(left, "left, with what is wrong told", 24)
	for n := range 5 {
		l.press(down)
		l.within(fmt.Sprintf("down %d", n+9), true, 24)
	}
	for n := range 20 { // a row comes into sight, and the cell in full below the grid
		before := l.shown
		l.press(down)
		l.own = ownOf(before.Row(16), l.shown.Row(17)) + ownOf(before.Row(18), l.shown.Row(18))
		l.within(fmt.Sprintf("down %d, scrolling", n+14), true, 31)
	}
}

// ownOf returns the bytes of the characters in the cells in which rows differ.
func ownOf(was, is []wire.Cell) (n int) {
	for x, c := range is {
		if c.Text != was[x].Text {
			n += len(c.Text)
		}
	}
	return n
}

func TestACellFilledInCostsFewBytesOnTheLine(t *testing.T) {
	for name, thin := range map[string]bool{"thin": true, "full": false} {
		desk, key := longPlan(t)
		l := drawnAs(t, desk, page.Grid{Key: key}, look.Look{Color: true, Dark: true, Thin: thin})
		for range 6 {
			l.press(down)
		}
		for i, text := range []string{"促进优质均衡", "1234.5", "新建两处"} {
			for j, r := range text {
				l.types(r)
				if j > 0 || thin { // else other keys are mentioned from now on
					l.within(fmt.Sprintf("%s: %c", name, r), false, 24)
				}
			}
			l.press(tab)
			if most := 24; thin { // the cell, the name of the next and what stands there
				if i == 1 { // and the sum
					most = 29
				}
				l.within(fmt.Sprintf("Tab after cell %d", i+1), true, most)
			}
		}
	}
}
