package tui_test

import (
	"strings"
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

// Whoever takes the second keying on elsewhere has what shows the first taken away.
func TestPagesOfThePlanAreTakenFromWhoKeysItAgain(t *testing.T) {
	ctx := t.Context()
	for name, into := range map[string]string{"activities": terminal.Enter, "activity form": terminal.Enter + terminal.F2, "plan form": terminal.F2, "grid": terminal.Ctrl('t')} {
		env, owner := workstation(t, pingyi.Zh)
		for _, err := range []error{owner.AddMember(ctx, pingyi.Member{ID: "k7", Name: "k7", Role: pingyi.Clerk}), owner.Mark(ctx, key)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		k7, err := owner.For(ctx, "k7")
		if err != nil {
			t.Fatal(err)
		}
		env.Desk = k7
		term := open(t, env, page.Plans{}, 80, 24)
		term.See("待二次录入")
		term.Type(into)
		term.See(map[bool]string{true: "总体目标", false: "荒山造林"}[name == "plan form"])
		if err := k7.TakeOn(ctx, key); err != nil {
			t.Fatal(err)
		}
		term.See("二次录入中", "看不到第一次录入")
		if s := term.Text(); strings.Contains(s, "荒山造林") {
			t.Errorf("%s: still shown:\n%s", name, s)
		}
	}
}
