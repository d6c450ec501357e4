package grid_test

import (
	"fmt"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store/exchange"
	"pingyi/tui/pages/pagetest"

	tea "charm.land/bubbletea/v2"
)

// many is a plan of n activities made of those of Parks.
func many(n int) pingyi.Plan {
	p := pagetest.Parks()
	of := p.Activities
	p.Activities = nil
	for i := range n {
		a := of[i%len(of)]
		a.Name = fmt.Sprintf("%s第%d期", a.Name, i+1)
		p.Activities = append(p.Activities, a)
	}
	return p
}

// BenchmarkKeystroke is what one key costs in a plan of 10,000 activities, with what
// is drawn after it: a character in a cell, a step down, and an accepted cell with all
// that is found anew.
func BenchmarkKeystroke(b *testing.B) {
	_, p := open(b, many(10_000), 120, 38)
	p.Press("ctrl+end")
	update := func(msgs ...tea.Msg) {
		for _, msg := range msgs {
			p.Page, _ = p.Page.Update(msg)
			p.Page.View()
		}
	}
	b.Run("character", func(b *testing.B) {
		p.Press("home", "f2")
		for b.Loop() {
			update(tea.KeyPressMsg{Code: '评', Text: "评"}, pagetest.Key(b, "backspace"))
		}
		p.Press("esc")
	})
	b.Run("move", func(b *testing.B) {
		for b.Loop() {
			update(pagetest.Key(b, "up"), pagetest.Key(b, "down"))
		}
	})
	b.Run("accept", func(b *testing.B) {
		for b.Loop() {
			update(tea.KeyPressMsg{Code: '评', Text: "评"}, pagetest.Key(b, "enter"), pagetest.Key(b, "up"))
		}
	})
}

// BenchmarkPaste pastes 5,000 rows into an empty plan, until all is in the record.
func BenchmarkPaste(b *testing.B) {
	plan := many(5_000)
	var cells [][]string
	for _, a := range plan.Activities {
		row := []string{a.Name, a.Budget.String(), a.Content, a.Goal, a.Indicator}
		for _, t := range plan.Scale.Best() {
			row = append(row, a.Rubric[t])
		}
		cells = append(cells, row)
	}
	text := exchange.WriteBlock(cells)
	b.SetBytes(int64(len(text)))
	plan.Activities = nil
	for b.Loop() {
		b.StopTimer()
		desk, p := open(b, plan, 80, 22)
		b.StartTimer()
		p.Send(tea.PasteMsg{Content: text})
		if !strings.Contains(p.Screen(), "5000") {
			b.Fatal(p.Screen())
		}
		p.Press("enter")
		if n := len(stored(b, desk, plan.Key()).Activities); n != 5000 {
			b.Fatalf("%d activities stored", n)
		}
	}
}
