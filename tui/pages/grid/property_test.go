package grid_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/store/kv/badgerkv"
	"pingyi/store/storetest"
	"pingyi/tui/pages/grid"
	"pingyi/tui/pages/page"
)

// ways are the keys that go about in the grid, and select.
var ways = []string{"up", "down", "left", "right", "home", "end", "ctrl+home", "ctrl+end", "tab", "shift+tab", "enter", "pgup", "pgdown",
	"shift+up", "shift+down", "shift+left", "shift+right", "ctrl+b", "ctrl+a", "f3"}

// works are the keys that change something.
var works = []string{"delete", "f6", "ctrl+d", "ctrl+e", "f7", "ctrl+k", "alt+up", "alt+down", "ctrl+w", "ctrl+z", "ctrl+y", "ctrl+x", "ctrl+c", "ctrl+s"}

// serial makes texts none of which is like another.
type serial int

// next is a text for the cell, an amount one time in three.
func (n *serial) next(t *rapid.T) string {
	*n++
	if rapid.IntRange(0, 2).Draw(t, "amount") == 0 {
		return fmt.Sprintf("%d.00", 1000+*n)
	}
	return fmt.Sprintf("文%d。", *n)
}

// act is one thing that a clerk does, of what all tests do and what else there is.
func act(t *rapid.T, h *hands, n *serial, also ...string) {
	switch rapid.IntRange(0, 10).Draw(t, "does") {
	case 0, 1:
		h.press(rapid.SampledFrom(ways).Draw(t, "way"))
	case 2, 3, 4: // a cell, typed over or gone on with
		if rapid.Bool().Draw(t, "f2") {
			h.press("f2")
		}
		if h.page.Place() == keymaps.Dialog {
			h.press(rapid.SampledFrom([]string{"1", "2", "3", "esc"}).Draw(t, "choice"))
			return
		}
		h.typed(n.next(t))
		if end := rapid.SampledFrom([]string{"enter", "tab", "shift+tab", "shift+down", "esc", ""}).Draw(t, "end"); end != "" {
			h.press(end)
		}
	case 5: // a block from elsewhere
		lines := make([]string, rapid.IntRange(1, 3).Draw(t, "lines"))
		width := rapid.IntRange(1, 3).Draw(t, "width")
		for i := range lines {
			cells := make([]string, width)
			for j := range cells {
				cells[j] = n.next(t)
			}
			lines[i] = strings.Join(cells, "\t")
		}
		h.paste(strings.Join(lines, "\r\n"))
		land(t, h)
	case 6:
		h.await(func() { h.press("ctrl+v") })
		land(t, h)
	default:
		switch work := rapid.SampledFrom(append(also, works...)).Draw(t, "work"); work {
		case "filter":
			h.line("ctrl+f", rapid.SampledFrom([]string{"", "园", "2", "wt"}).Draw(t, "filter"))
		case "replace":
			h.line("ctrl+r", rapid.SampledFrom([]string{"文", "0", "。"}).Draw(t, "old"))
			h.line("", rapid.SampledFrom([]string{"", "字", "7"}).Draw(t, "new"))
			land(t, h)
		default:
			h.press(work)
		}
	}
}

// land looks at a block and lets it land, or not. A single cell has landed, and what was pasted
// into a cell that is filled in is there.
func land(t *rapid.T, h *hands) {
	if !h.page.(grid.Model).Looking() {
		return
	}
	if rapid.Bool().Draw(t, "merged") {
		h.press("tab")
	}
	h.press(rapid.SampledFrom([]string{"enter", "enter", "esc"}).Draw(t, "land"))
}

// pass is what happens meanwhile: a command is done, an answer comes, a timer ends,
// the page hears that the record changed.
func pass(t *rapid.T, h *hands) {
	h.ran = 0
	switch rapid.IntRange(0, 4).Draw(t, "passes") {
	case 0, 1:
		if len(h.waits) > 0 {
			h.run(rapid.IntRange(0, len(h.waits)-1).Draw(t, "command"))
		}
	case 2:
		if len(h.came) > 0 {
			h.tell(rapid.IntRange(0, len(h.came)-1).Draw(t, "answer"))
		}
	case 3:
		h.send(page.Reload{})
	case 4:
		h.ring()
	}
}

// Whatever a clerk does, and however slow the record is, undoing all of it brings the
// plan back to what it was.
func TestUndoingEverythingReturnsThePlanToTheStart(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		o := staff(t, rt, 1, rapid.IntRange(0, 4).Draw(rt, "activities"))
		defer o.close()
		start := recorded(o.plan(rt))
		h, n := o.clerks[0], serial(0)
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			act(rt, h, &n, "f4", "filter", "replace")
			for range rapid.IntRange(0, 4).Draw(rt, "passing") {
				pass(rt, h)
			}
		}
		if rapid.Bool().Draw(rt, "quiet") {
			h.settle()
		}
		h.free()
		for range 200 {
			if _, more := h.sheet().NextUndo(); !more {
				break
			}
			h.press("ctrl+z")
			if rapid.Bool().Draw(rt, "pass") {
				pass(rt, h)
			}
		}
		h.settle()
		h.send(page.Reload{})
		h.settle()
		if got := recorded(o.plan(rt)); !slices.Equal(got, start) {
			rt.Fatalf("the record has\n%q\nand had\n%q", got, start)
		}
		h.ring()
		h.settle()
		if left := onDisk(rt, h.desk); left != "" {
			rt.Fatalf("a draft is left: %s", left)
		}
	})
}

// Two clerks key one plan at once, each hearing late of what the other did. What either
// has accepted is in the end in the record, or in the draft of whoever typed it, unless
// somebody who saw it wrote over it or took it out.
func TestTwoClerksLoseNoAcceptedCell(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		o := staff(t, rt, 2, rapid.IntRange(1, 4).Draw(rt, "activities"))
		defer o.close()
		n := serial(0)
		kept, seen := map[string]bool{}, map[string]bool{}
		for text := range o.clerks[0].texts() {
			seen[text] = true
		}
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			h := o.clerks[rapid.IntRange(0, 1).Draw(rt, "clerk")]
			if rapid.IntRange(0, 9).Draw(rt, "cut") == 0 {
				h.comeBack()
			}
			before := h.texts()
			act(rt, h, &n, "f4", "filter", "replace")
			after := h.texts()
			for text, times := range after {
				// Back by an undoing, it is what somebody else has written over; and of a
				// copy either may go.
				kept[text] = times == 1 && (kept[text] || !seen[text])
				seen[text] = true
			}
			for text := range before {
				if after[text] == 0 {
					kept[text] = false
				}
			}
			for range rapid.IntRange(0, 5).Draw(rt, "passing") {
				pass(rt, o.clerks[rapid.IntRange(0, 1).Draw(rt, "whose")])
			}
		}
		for range 3 {
			for _, h := range o.clerks {
				h.settle()
				h.send(page.Reload{})
				h.settle()
				h.ring()
				h.settle()
			}
		}
		there := strings.Join(recorded(o.plan(rt)), "\n")
		for _, h := range o.clerks {
			there += onDisk(rt, h.desk)
			for part := range strings.SplitSeq(h.page.(grid.Model).Typed(), "\n") {
				if !strings.Contains(there, part) {
					rt.Fatalf("%q, which %s is typing, is not on disk: %s", part, h.id, there)
				}
			}
		}
		for text, accepted := range kept {
			if accepted && !strings.Contains(there, strings.Trim(text, "\n")) {
				rt.Fatalf("%q is lost; there are\n%s", text, there)
			}
		}
	})
}

// What two clerks see in the end is what the journal alone makes of the record.
func TestTheJournalAloneRebuildsTheGrid(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		o := staff(t, rt, 2, rapid.IntRange(1, 4).Draw(rt, "activities"))
		defer o.close()
		n := serial(0)
		for range rapid.IntRange(1, 20).Draw(rt, "steps") {
			act(rt, o.clerks[rapid.IntRange(0, 1).Draw(rt, "clerk")], &n)
			for range rapid.IntRange(0, 4).Draw(rt, "passing") {
				pass(rt, o.clerks[rapid.IntRange(0, 1).Draw(rt, "whose")])
			}
		}
		for range 3 { // clashes are settled, and rows that cannot be saved taken out
			for _, h := range o.clerks {
				h.settle()
				h.send(page.Reload{})
				h.settle()
				h.free()
				h.mend()
				h.settle()
			}
		}
		again, err := badgerkv.OpenMemory()
		if err != nil {
			rt.Fatal(err)
		}
		defer again.Close()
		if err := storetest.Rebuild(o.engine, again); err != nil {
			rt.Fatal(err)
		}
		if err := storetest.Same(o.engine, again); err != nil {
			rt.Fatal(err)
		}
		rebuilt, err := store.On(again, store.Options{}).OwnerDesk("test").Plan(t.Context(), o.key)
		if err != nil {
			rt.Fatal(err)
		}
		want := recorded(rebuilt)
		for _, h := range o.clerks {
			h.send(page.Reload{})
			h.settle()
			if got := h.rows(); !slices.Equal(got, want) {
				rt.Fatalf("%s sees\n%q\nand the journal makes\n%q\nleft: %+v", h.id, got, want, h.sheet().Unsaved())
			}
		}
	})
}
