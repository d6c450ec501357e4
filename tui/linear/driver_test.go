package linear_test

import (
	"context"
	"io"
	"strings"
	"sync"
	"testing"

	"pingyi/tui/linear"
)

// driver holds a dialogue over pipes: what it waits for is what was said, never
// time.
type driver struct {
	t     testing.TB
	in    *io.PipeWriter
	ended chan error

	mu    sync.Mutex
	more  sync.Cond
	heard string // and not yet expected
	over  bool
}

// talk begins a dialogue.
func talk(t testing.TB, ctx context.Context, c linear.Config) *driver {
	t.Helper()
	in, keys := io.Pipe()
	d := &driver{t: t, in: keys, ended: make(chan error, 1)}
	d.more.L = &d.mu
	c.In, c.Out = in, d
	go func() {
		d.ended <- linear.Run(ctx, c)
		d.mu.Lock()
		defer d.mu.Unlock()
		d.over = true
		d.more.Broadcast()
	}()
	return d
}

// Write takes what the dialogue says.
func (d *driver) Write(b []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.heard += string(b)
	d.more.Broadcast()
	return len(b), nil
}

// expect waits until parts have been said, one after another.
func (d *driver) expect(parts ...string) {
	d.t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, p := range parts {
		for {
			flat := strings.NewReplacer("\r", "", "\n  ", "").Replace(d.heard)
			if _, after, found := strings.Cut(flat, p); found {
				d.heard = after
				break
			}
			if d.over {
				d.t.Fatalf("%q was not said before the end: %q", p, d.heard)
			}
			d.more.Wait()
		}
	}
}

// send types without Enter.
func (d *driver) send(text string) {
	d.t.Helper()
	if _, err := io.WriteString(d.in, text); err != nil {
		d.t.Fatal(err)
	}
}

// enter types lines.
func (d *driver) enter(lines ...string) {
	d.t.Helper()
	for _, l := range lines {
		d.send(l + "\n")
	}
}

// end ends the input, and with it the dialogue.
func (d *driver) end() {
	d.t.Helper()
	d.in.Close()
	if err := <-d.ended; err != nil {
		d.t.Errorf("the dialogue failed: %v", err)
	}
}
