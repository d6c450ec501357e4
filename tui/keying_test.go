package tui_test

import (
	"testing"

	"pingyi"
	"pingyi/tui"
	"pingyi/tui/pages/page"
	"pingyi/tui/terminal"
)

// However one leaves a grid, what was keyed in it is counted, once.
func TestWhatWasKeyedIsCountedHoweverOneLeaves(t *testing.T) {
	env, desk := workstation(t, pingyi.Zh)
	sessions := 0
	for way, leave := range map[string]func(*terminal.Terminal){
		"back": func(term *terminal.Terminal) {
			term.Type(terminal.Esc)
			term.See("要退出评议吗")
			term.Type(terminal.Enter)
		},
		"quit":    func(term *terminal.Terminal) { term.Type(terminal.Ctrl('q')) },
		"cut off": func(term *terminal.Terminal) { term.Send(tui.Farewell{}) },
	} {
		term := open(t, env, page.Grid{Key: key}, 80, 24)
		term.See("防护林更新")
		term.Type("造林" + way + terminal.Enter)
		term.See("造林"+way, "›防护林更新") // which Enter goes on to
		leave(term)
		term.Ended()
		stats, err := desk.KeyingStatistics(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if sessions++; len(stats.Sessions) != sessions || stats.Sessions[0].Cells != 1 {
			t.Errorf("%s: %+v", way, stats.Sessions)
		}
	}
}
