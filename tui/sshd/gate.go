package sshd

import (
	"sync"
	"time"

	"pingyi"
)

// gate counts who is in and who is coming in.
type gate struct {
	limits  Limits
	running *sync.WaitGroup // the server's, to which sessions are added

	mu       sync.Mutex
	closed   bool
	lines    map[*line]struct{}
	opening  coming // open handshakes
	asked    coming // those whose key exchange is done, until their first session
	sessions map[*session]struct{}
	members  map[string]int
}

func newGate(l Limits, running *sync.WaitGroup) *gate {
	return &gate{limits: l, running: running, lines: map[*line]struct{}{}, opening: coming{from: map[string]int{}}, asked: coming{from: map[string]int{}},
		sessions: map[*session]struct{}{}, members: map[string]int{}}
}

// coming counts lines that are at one stage of coming in.
type coming struct {
	all  int
	from map[string]int // by block of addresses
}

func (c *coming) add(l *line) {
	l.at = c
	c.all++
	c.from[l.block]++
}

func (c *coming) remove(l *line) {
	l.at = nil
	c.all--
	if c.from[l.block]--; c.from[l.block] == 0 {
		delete(c.from, l.block)
	}
}

// admit lets a connection begin its handshake; why not, in one word for the log,
// if it may not.
func (g *gate) admit(l *line) (why string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case g.closed:
		return "stopping"
	case len(g.lines) >= g.limits.Conns:
		return "connections"
	case g.opening.all >= g.limits.Handshakes:
		return "handshakes"
	case g.opening.from[l.block] >= g.limits.PerAddress:
		return "handshakes from the address"
	}
	g.lines[l] = struct{}{}
	g.opening.add(l)
	l.gone = func() { g.lose(l) }
	l.timer = time.AfterFunc(g.limits.Handshake, l.cut)
	return ""
}

// ask says that the line's key exchange is done; why the client is not asked who it
// is, in some words for the log, if there are too many.
func (g *gate) ask(l *line) (why string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case l.at != &g.opening: // it is gone
		return ""
	case g.asked.all >= g.limits.Asked:
		return "who are asked who they are"
	case g.asked.from[l.block] >= g.limits.AskedPerAddress:
		return "who are asked who they are from the address"
	}
	g.opening.remove(l)
	g.asked.add(l)
	return ""
}

func (g *gate) lose(l *line) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.lines, l)
	g.opened(l)
}

// opened says that the line has come in, or is gone. The lock is held.
func (g *gate) opened(l *line) {
	if l.at != nil {
		l.timer.Stop()
		l.at.remove(l)
	}
}

// enter lets a session begin. The error is a sentence for the client.
func (g *gate) enter(v *session) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	l := v.line
	if _, there := g.lines[l]; !there {
		return pingyi.Errorf(pingyi.State, "连接已断开，请重新登录", "the connection has ended: log in again")
	}
	switch {
	case g.closed:
		return pingyi.Errorf(pingyi.State, "服务器正在停止，请稍后再登录", "the server is stopping: log in again later")
	case l.ended || l.sessions >= g.limits.PerConn:
		return pingyi.Errorf(pingyi.TooBig, "一个连接最多同时有 %d 个会话，请另开一个连接", "one connection has at most %d sessions: open another", g.limits.PerConn)
	case len(g.sessions) >= g.limits.Sessions:
		return pingyi.Errorf(pingyi.TooBig, "现在登录的人太多，请稍后再试", "too many are logged in: try again later")
	case !v.who.owner() && g.members[v.who.member] >= g.limits.PerMember:
		return pingyi.Errorf(pingyi.TooBig, "您已经有 %d 个会话，请先退出一个（断线的会话几分钟后自动结束）", "you have %d sessions already: leave one first (one that lost its line ends after some minutes)", g.limits.PerMember)
	}
	g.opened(l)
	g.running.Add(1) // its line is still waited for, so that nobody has stopped waiting
	l.sessions++
	g.sessions[v] = struct{}{}
	g.members[v.who.member]++
	return nil
}

// over says that what ran in a session has ended. Its connection ends with the
// last; until the client has closed its side the session is still counted.
func (g *gate) over(v *session) {
	g.mu.Lock()
	v.over = true
	v.line.over++
	last := v.line.over == v.line.sessions
	v.line.ended = v.line.ended || last
	linger := g.linger()
	g.mu.Unlock()
	if last {
		v.line.finish(linger)
	}
}

// leave ends a session, and its connection when it was the last there.
func (g *gate) leave(v *session) {
	defer g.running.Done()
	g.mu.Lock()
	delete(g.sessions, v)
	if g.members[v.who.member]--; g.members[v.who.member] == 0 {
		delete(g.members, v.who.member)
	}
	l := v.line
	if l.sessions--; v.over {
		l.over--
	}
	last := l.over == l.sessions
	l.ended = l.ended || last
	linger := g.linger()
	g.mu.Unlock()
	if last {
		l.finish(linger)
	}
}

// linger is how long a client has to hang up: a moment once the server stops.
func (g *gate) linger() time.Duration {
	if g.closed {
		return hangUp
	}
	return g.limits.Linger
}

// close lets nobody in any more, closes the lines on which nobody is, and gives
// those on which all is over a moment.
func (g *gate) close() {
	g.mu.Lock()
	g.closed = true
	var idle, over []*line
	for l := range g.lines {
		switch {
		case l.ended:
			over = append(over, l)
		case l.sessions == 0:
			idle = append(idle, l)
		}
	}
	g.mu.Unlock()
	for _, l := range idle {
		l.Close()
	}
	for _, l := range over {
		time.AfterFunc(hangUp, l.cut)
	}
}

// now returns the sessions that there are.
func (g *gate) now() []*session {
	g.mu.Lock()
	defer g.mu.Unlock()
	all := make([]*session, 0, len(g.sessions))
	for v := range g.sessions {
		all = append(all, v)
	}
	return all
}

// cutAll closes every line.
func (g *gate) cutAll() {
	g.mu.Lock()
	all := make([]*line, 0, len(g.lines))
	for l := range g.lines {
		all = append(all, l)
	}
	g.mu.Unlock()
	for _, l := range all {
		l.cut()
	}
}
