package main

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pingyi"
	"pingyi/store/exchange"
	"pingyi/tui/terminal"
)

// manyRows is how many rows are pasted at once.
const manyRows = 5000

// many is the sample with so many activities, as long as its own are.
func many(t testing.TB, n int) pingyi.Plan {
	t.Helper()
	p := importedSample(t)
	of := p.Activities
	p.Activities, p.StatedTotal = nil, nil
	for i := range n {
		a := of[i%len(of)]
		a.Name = fmt.Sprintf("%s第%d期", a.Name, i+1)
		p.Activities = append(p.Activities, a)
	}
	return p
}

// pasting is what came of pasting many rows at a terminal.
type pasting struct {
	preview, saved time.Duration   // from the paste, and from its acceptance
	answers        []time.Duration // of keys meanwhile
}

// paste pastes a plan's rows into the empty grid of a record, with the marks of a
// paste or without, and goes down the rows while they are saved.
func paste(t testing.TB, at *workplace, p pingyi.Plan, marks bool) (took pasting) {
	t.Helper()
	openGrid(t, at)
	text := lineEnds(exchange.WriteBlock(cellsOf(p)))
	began := time.Now()
	if marks {
		at.Paste(text)
	} else {
		at.Type(text)
		at.See("是粘贴的吗？", fmt.Sprintf("%d 行", len(p.Activities)), "› 粘贴")
		at.Type(terminal.Enter)
	}
	at.See(fmt.Sprintf("粘贴 %d 行，从第 1 行起", len(p.Activities)))
	took.preview = time.Since(began)

	began = time.Now()
	at.Type(terminal.Enter)
	for n := 2; n <= 20; n++ {
		pressed := time.Now()
		at.Type(terminal.Down)
		at.See(fmt.Sprintf("第%d期\n", n)) // in full below the rule
		took.answers = append(took.answers, time.Since(pressed))
	}
	at.Type(terminal.Ctrl('s'))
	at.See("都已保存")
	took.saved = time.Since(began)
	return took
}

// Five thousand rows pasted at once are in the record as they are, whether the
// terminal marks a paste or not.
func TestThousandsOfRowsArePastedAtOnce(t *testing.T) {
	p := many(t, manyRows)
	want := export(t, planned(t, p), exchange.JSON)
	for name, marks := range map[string]bool{"with marks": true, "without": false} {
		dir := withoutActivities(t, p)
		at := here(t, dir)
		paste(t, at, p, marks)
		leaveSaved(t, at)
		if got := export(t, dir, exchange.JSON); got != want {
			t.Errorf("%s: the record has %d bytes, and not %d", name, len(got), len(want))
		}
	}
}

// One step undoes a paste, however large it was, and one makes it again.
func TestThousandsOfRowsAreUndoneInOneStep(t *testing.T) {
	p := many(t, manyRows)
	dir := withoutActivities(t, p)
	empty, want := export(t, dir, exchange.JSON), export(t, planned(t, p), exchange.JSON)
	at := here(t, dir)
	paste(t, at, p, true)
	at.Type(terminal.Ctrl('z'))
	at.See("撤销：粘贴", "在这里填写就新增一行")
	leaveSaved(t, at)
	if got := export(t, dir, exchange.JSON); got != empty {
		t.Errorf("undone, the record has %d bytes, and not %d", len(got), len(empty))
	}
	at = here(t, dir)
	paste(t, at, p, true)
	at.Type(terminal.Ctrl('z'))
	at.See("撤销：粘贴", "在这里填写就新增一行")
	at.Type(terminal.Ctrl('y'))
	at.See("重做：粘贴")
	leaveSaved(t, at)
	if got := export(t, dir, exchange.JSON); got != want {
		t.Errorf("made again, the record has %d bytes, and not %d", len(got), len(want))
	}
}

// Budget: 5,000 rows pasted at a terminal are in the record within 3 s, and the keys
// pressed meanwhile are answered.
func BenchmarkThousandsOfRows(b *testing.B) {
	p := many(b, manyRows)
	for name, marks := range map[string]bool{"marks": true, "no-marks": false} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				at := here(b, withoutActivities(b, p))
				took := paste(b, at, p, marks)
				leaveSaved(b, at)
				b.ReportMetric(took.preview.Seconds(), "s-shown")
				b.ReportMetric((took.preview + took.saved).Seconds(), "s-saved")
				b.ReportMetric(float64(slices.Max(took.answers).Milliseconds()), "ms-key-worst")
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}
