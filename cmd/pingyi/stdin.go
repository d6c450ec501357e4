package main

import (
	"bytes"
	"context"
	"io"
	"sync"
	"time"

	"pingyi"
	"pingyi/store"
)

// What visits may hold of their standard input, which stays in memory until they
// end: of the largest file a server reads, some at a time in all, and one by one
// member, so that nobody can take the place of everybody.
const (
	heldInAll  = 64 << 20
	heldByOne  = 24 << 20
	heldFreely = 64 << 10 // by which nobody is kept waiting
	// stalledFor is how long nothing may come of more than that. Over the slowest
	// line something comes every half minute.
	stalledFor = 2 * time.Minute
)

// holding counts what all visits to a server hold of their standard input.
type holding struct {
	inAll, byOne int

	mu  sync.Mutex
	all int
	of  map[string]int // by member
}

func newHolding(inAll, byOne int) *holding {
	return &holding{inAll: inAll, byOne: byOne, of: map[string]int{}}
}

// held is what one visit holds.
type held struct {
	in     *holding
	member string
	owner  bool // of the record, who has no share but all of it
	bytes  int
	over   bool
}

// take counts n bytes more; the error says that there is no room for them.
func (h *held) take(n int) error {
	h.in.mu.Lock()
	defer h.in.mu.Unlock()
	switch {
	case h.over:
		return context.Canceled
	case !h.owner && h.in.of[h.member]+n > h.in.byOne:
		return pingyi.Errorf(pingyi.TooBig, "您同时传入的内容太多，这一份没有收；请等前一份传完再传", "you are sending too much at a time, and this was not taken: send it when what you are sending now is through")
	case h.in.all+n > h.in.inAll:
		return pingyi.Errorf(pingyi.TooBig, "服务器正在接收的内容太多，这一份没有收；请过几分钟再传", "the server is being sent too much at a time, and this was not taken: send it again in some minutes")
	}
	h.bytes += n
	h.in.all += n
	h.in.of[h.member] += n
	return nil
}

// leave gives back what the visit holds, which has ended.
func (h *held) leave() {
	h.in.mu.Lock()
	defer h.in.mu.Unlock()
	h.over = true
	h.in.all -= h.bytes
	if h.in.of[h.member] -= h.bytes; h.in.of[h.member] == 0 {
		delete(h.in.of, h.member)
	}
}

// stdin is what messages call standard input.
func (a *app) stdin() string { return a.of("标准输入", "standard input") }

// piped returns what is on standard input, up to most bytes and one more, by which
// whoever takes it sees that it is too much. It stays there for the server, if it is
// the server that has the record. At a server nothing is read for whom may refuses,
// as the record would once all of it has come; nil refuses nobody.
func (a *app) piped(ctx context.Context, most int, may func(*store.Desk) error) ([]byte, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	in := a.in // an interrupted read goes on with it
	if a.visit != nil {
		if may != nil {
			desk, _, err := a.open(ctx)
			if err == nil {
				err = may(desk)
			}
			if err != nil {
				return nil, err
			}
		}
		m := &metered{in: in, held: a.held, stall: a.site.stalledFor}
		m.late = time.AfterFunc(m.stall, func() { cancel(stalled()) })
		m.late.Stop()
		defer m.late.Stop()
		in = m
	}
	data, err := interruptible(ctx, func() ([]byte, error) { return readAll(a.stdin(), in, most) })
	if err == nil {
		a.in = bytes.NewReader(data)
	}
	return data, err
}

func stalled() error {
	return pingyi.Errorf(pingyi.State, "标准输入很久没有来新的内容，不再等了，什么也没有收；请重新运行", "nothing has come on standard input for long, so that it is waited for no more and nothing was taken: run the command again")
}

// metered reads what a visit gets to hold.
type metered struct {
	in    io.Reader
	held  *held
	late  *time.Timer // ends the reading when nothing comes
	stall time.Duration
	read  int
}

func (m *metered) Read(b []byte) (int, error) {
	n, err := m.in.Read(b)
	if no := m.held.take(n); no != nil {
		return 0, no
	}
	if m.read += n; m.read > heldFreely && err == nil {
		m.late.Reset(m.stall)
	}
	return n, err
}

// whoMay refuses whoever has a right in no panel there could be.
func whoMay(right pingyi.Right) func(*store.Desk) error {
	return func(desk *store.Desk) error {
		if desk.Actor().MayEver(right) {
			return nil
		}
		return desk.Actor().May(right, nil, nil)
	}
}

// interruptible returns what read does, or why the context has ended if that comes
// first. A read that waits for a terminal or a pipe cannot be called off: it is
// left to wait.
func interruptible(ctx context.Context, read func() ([]byte, error)) ([]byte, error) {
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		data, err := read()
		done <- result{data, err}
	}()
	select {
	case r := <-done:
		return r.data, r.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// readAll reads up to most bytes and one more.
func readAll(file string, in io.Reader, most int) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(in, int64(most)+1))
	if err != nil && pingyi.CodeOf(err) == pingyi.Internal {
		err = pingyi.Errorf(pingyi.Invalid, "无法读文件 %s：%v", "cannot read the file %s: %v", file, pingyi.FileProblem{Err: err}).Because(err)
	}
	if err != nil {
		return nil, err
	}
	return data, nil
}
