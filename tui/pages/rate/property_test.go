package rate_test

import (
	"context"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
)

// Whatever is pressed, and whatever changes elsewhere, the screen that saw it all
// shows what one does that has just been opened.
func TestTheScreenShowsWhatTheRecordHas(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := pagetest.Seated(t, pagetest.ForestryOfNine())
		r.Convene(nil)
		r.Open()
		r.Rate("r1", rapid.SampledFrom([]string{"一等", "二等:有评语", "弃权"}).Draw(rt, "earlier"))
		r.Close()
		r.Open()
		h, seen := sit(t, r), true
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			switch what := rapid.SampledFrom([]string{"1", "2", "3", "1", "2", "0", "delete", "esc", "tab", "up", "down",
				"enter", "x", "f2", "f3", "ctrl+s", "yes", "tick", "reload", "elsewhere", "revise"}).Draw(rt, "what"); what {
			case "yes":
				answer(h, "submit", "yes")
			case "tick":
				h.Tick()
			case "reload":
				h.Send(page.Reload{})
				seen = true
			case "elsewhere":
				mark := &pingyi.Mark{Kind: pingyi.Graded, Tier: 7, Reason: rapid.SampledFrom([]string{"", "别处写的"}).Draw(rt, "reason")}
				k := pingyi.ActivityKey{PlanKey: pagetest.ForestryKey(), ID: r.Activity(1).ID}
				if err := r.Desk("r1").Rate(context.Background(), pagetest.Panel, []store.Marked{{Activity: k, Mark: mark}}); err != nil {
					rt.Fatal(err)
				}
				seen = false
			case "revise":
				r.Revise(1, rapid.SampledFrom([]string{"标准甲", "标准乙"}).Draw(rt, "criterion"))
				seen = false
			default:
				h.Press(what)
			}
		}
		switch h.Page.Place() {
		case keymaps.Form:
			h.Press("ctrl+s")
		case keymaps.Palette:
			h.Press("esc")
		}
		if !seen {
			h.Send(page.Reload{})
		}
		again := sit(t, r)
		if again.At != h.At {
			again.Press("down")
		}
		if again.At != h.At {
			again.Press("up")
		}
		if got, want := h.Screen(), again.Screen(); got != want {
			rt.Fatalf("it shows\n%s\nand opened anew\n%s", got, want)
		}
	})
}
