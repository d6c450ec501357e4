package grid_test

import (
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
	"pingyi/store/exchange"
	"pingyi/tui/pages/grid"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
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

// stopwatch measures a page: what a key costs with what is drawn after it, and likewise
// each answer that comes of it, while what the record does for that is not counted.
type stopwatch struct {
	page          page.Page
	key, answer   time.Duration // the longest
	keys, answers int
	spent         time.Duration // on keys
}

func (w *stopwatch) send(b *testing.B, msg tea.Msg) {
	var waits []tea.Msg
	took := func(msg tea.Msg) time.Duration {
		began := time.Now()
		next, cmd := w.page.Update(msg)
		next.View()
		took := time.Since(began)
		w.page = next
		b.StopTimer()
		waits = append(waits, messages(cmd)...)
		b.StartTimer()
		return took
	}
	one := took(msg)
	w.key, w.spent, w.keys = max(w.key, one), w.spent+one, w.keys+1
	for len(waits) > 0 {
		msg, waits = waits[0], waits[1:]
		w.answer, w.answers = max(w.answer, took(msg)), w.answers+1
	}
}

// BenchmarkKeystroke is what one key costs in a plan of 10,000 activities: on the mean,
// at the worst, and at the worst of what the record answers to it.
func BenchmarkKeystroke(b *testing.B) {
	for _, c := range []struct {
		name   string
		before []string
		keys   []string
	}{
		{"character", []string{"home", "f2"}, []string{"评", "backspace"}},
		{"move", nil, []string{"up", "down"}},
		{"page", nil, []string{"pgup", "pgdown"}},
		{"accept", nil, []string{"评", "enter", "审", "tab", "up", "left"}},
		{"undo", nil, []string{"评", "enter", "ctrl+z", "up"}},
		{"ditto", []string{"right", "right"}, []string{"f6", "left", "ctrl+z"}},
		{"insert row", []string{"ctrl+home", "ctrl+w"}, []string{"f7", "ctrl+z"}},
		{"delete row", []string{"ctrl+home"}, []string{"ctrl+w", "ctrl+z"}},
		{"move row", []string{"ctrl+home"}, []string{"alt+down"}},
		{"move row by undo", nil, []string{"alt+up", "ctrl+z"}},
		{"sort", []string{"right", "right"}, []string{"f4"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			_, p := open(b, many(10_000), 120, 38)
			p.Press("ctrl+end")
			p.Press(c.before...)
			w := &stopwatch{page: p.Page}
			for b.Loop() {
				for _, key := range c.keys {
					w.send(b, pagetest.Key(b, key))
				}
			}
			ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
			b.ReportMetric(ms(w.spent)/float64(w.keys), "ms/key")
			b.ReportMetric(ms(w.key), "worst-ms/key")
			b.ReportMetric(ms(w.answer), "worst-ms/answer")
		})
	}
}

// BenchmarkPaste pastes 5,000 rows into an empty plan, until all is in the record: in
// memory, and on disk with every transaction synced. The worst is the longest that the
// page has taken for one message, keys pressed meanwhile having to wait that long.
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
	plan.Activities = nil
	for name, record := range map[string]func() (*store.Store, error){
		"memory": func() (*store.Store, error) { return store.OpenMemory(store.Options{}) },
		"disk":   func() (*store.Store, error) { return store.Open(b.TempDir(), store.Options{}) },
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			worst := time.Duration(0)
			for b.Loop() {
				b.StopTimer()
				s, err := record()
				if err != nil {
					b.Fatal(err)
				}
				desk := s.OwnerDesk("test")
				pagetest.File(b, desk, plan)
				env := pagetest.Env(b, desk, pingyi.Zh, 80, 22)
				next := pagetest.Start(b, env, grid.New(env, plan.Key(), false)).Page
				b.StartTimer()
				send := func(msg tea.Msg) {
					for waits := []tea.Msg{msg}; len(waits) > 0; waits = waits[1:] {
						began := time.Now()
						var cmd tea.Cmd
						next, cmd = next.Update(waits[0])
						next.View()
						worst = max(worst, time.Since(began))
						waits = append(waits, messages(cmd)...)
					}
				}
				send(tea.PasteMsg{Content: text})
				send(pagetest.Key(b, "enter"))
				b.StopTimer()
				if n := len(stored(b, desk, plan.Key()).Activities); n != 5000 {
					b.Fatalf("%d activities stored", n)
				}
				if err := s.Close(); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
			b.ReportMetric(float64(worst.Milliseconds()), "worst-ms/message")
		})
	}
}
