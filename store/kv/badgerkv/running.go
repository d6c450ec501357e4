package badgerkv

import "sync"

// running counts the calls that an engine is busy with.
type running struct {
	mu   sync.Mutex
	idle *sync.Cond
	n    int
	end  error // why no more calls are taken
}

func (r *running) enter() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.end == nil {
		r.n++
	}
	return r.end
}

func (r *running) leave() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.n--; r.n == 0 {
		r.idle.Broadcast()
	}
}

// stop takes no more calls; the first reason stays.
func (r *running) stop(why error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.end == nil {
		r.end = why
	}
}

func (r *running) wait() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.n > 0 {
		r.idle.Wait()
	}
}
