package sshd

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"pingyi"
	"pingyi/store"
)

// session is one session channel, from its opening to its end.
type session struct {
	server *Server
	line   *line
	conn   *gossh.ServerConn
	who    person
	ctx    context.Context
	cancel context.CancelFunc
	ch     gossh.Channel
	asked  request       // under mu until it runs, then read only
	done   chan struct{} // closed when what ran has ended

	out, err *writer

	over bool // of the gate

	mu     sync.Mutex
	began  bool
	screen bool  // rather than a command
	why    error // for which the server ends it
	said   bool
	encode func([]byte) []byte // what is said, for the terminal; nil for UTF-8
}

// session serves one session channel.
func (s *Server) session(_ *ssh.Server, conn *gossh.ServerConn, open gossh.NewChannel, ctx ssh.Context) {
	l, isLine := ctx.Value(lineKey{}).(*line)
	who, known := personOf(conn)
	if !isLine || !known {
		_ = open.Reject(gossh.Prohibited, "")
		return
	}
	v := &session{server: s, line: l, conn: conn, who: who, done: make(chan struct{}),
		asked: request{limits: s.cfg.Limits, env: map[string]string{}, resize: make(chan Size, 1)}}
	v.ctx, v.cancel = context.WithCancel(context.Background())
	defer v.cancel()
	if err := s.gate.enter(v); err != nil {
		_ = open.Reject(gossh.ResourceShortage, both(err))
		return
	}
	defer s.gate.leave(v)
	ch, requests, err := open.Accept()
	if err != nil {
		return
	}
	v.mu.Lock()
	v.ch = ch
	v.out, v.err = v.writer(ch), v.writer(ch.Stderr())
	v.mu.Unlock()
	v.serve(requests)
}

// serve answers the client's requests until both sides have closed the channel, or
// the client has had its time for that.
func (v *session) serve(requests <-chan *gossh.Request) {
	idle := time.AfterFunc(v.server.cfg.Limits.Handshake, v.line.cut)
	defer func() { idle.Stop() }()
	began, done := false, v.done
	for {
		select {
		case r, open := <-requests:
			if !open {
				if v.cancel(); began {
					<-v.done
				}
				return
			}
			runs, ok := v.answer(r, began)
			_ = r.Reply(ok, nil)
			if runs {
				began = true
				idle.Stop()
				v.server.running.Go(v.run)
			}
		case <-done:
			done = nil
			v.server.gate.over(v)
			idle = time.AfterFunc(v.server.cfg.Limits.Linger, v.line.cut)
		}
	}
}

// answer does what a request asks for; runs when that is to begin.
func (v *session) answer(r *gossh.Request, began bool) (runs, ok bool) {
	if r.Type == "signal" {
		var s struct{ Name string }
		if gossh.Unmarshal(r.Payload, &s) != nil {
			return false, false
		}
		switch s.Name {
		case "INT", "TERM", "HUP", "QUIT":
			v.cancel()
			return false, true
		}
		return false, false
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.asked.take(r, began, v.who.owner())
}

// run runs the session and tells the client its exit status.
func (v *session) run() {
	defer close(v.done)
	status := v.visit()
	v.mu.Lock()
	why := v.why
	v.mu.Unlock()
	if why != nil {
		v.say(why)
	}
	_, _ = v.ch.SendRequest("exit-status", false, gossh.Marshal(struct{ Status uint32 }{uint32(status)}))
	v.out.end(v.ch.CloseWrite)
	_ = v.ch.Close()
}

// visit runs what the server was given to run.
func (v *session) visit() (status int) {
	s, began := v.server, time.Now()
	visit, err := v.open()
	if err != nil {
		v.say(err)
		if code := pingyi.CodeOf(err); code == pingyi.Invalid || code == pingyi.TooBig {
			return 2
		}
		return 1
	}
	word := ""
	if len(visit.Args) > 0 {
		word = shown(visit.Args[0])
	}
	log := s.log.With("member", v.who.member, "from", v.line.addr)
	log.Info("session began", "way", v.who.way, "command", word, "terminal", visit.Terminal != nil)
	defer func() {
		if r := recover(); r != nil {
			log.Error("panic", "command", word, "panic", shown(fmt.Sprint(r)), "stack", string(debug.Stack()))
			v.restore()
			v.say(pingyi.Errorf(pingyi.State, "程序出错，这个会话只好结束。已经保存的内容不受影响；请重新登录，并告诉管理员",
				"something went wrong in the program, and this session has to end. What was saved is kept: log in again, and tell the administrator"))
			status = 1
		}
		log.Info("session ended", "command", word, "status", status, "seconds", int(time.Since(began).Seconds()))
	}()
	v.mu.Lock()
	v.began, v.screen = true, len(visit.Args) == 0 && visit.Terminal != nil
	v.mu.Unlock()
	if s.stopped() {
		v.stop()
	}
	return s.cfg.Run(v.ctx, visit)
}

// open makes the visit that the client has asked for.
func (v *session) open() (Visit, error) {
	s, a := v.server, &v.asked
	args, err := a.args()
	if err != nil {
		return Visit{}, err
	}
	_, encoding, _ := userOf(v.conn.User())
	visit := Visit{Args: args, Encoding: encoding, In: v.ch, Out: v.out, Err: v.err, Getenv: a.getenv, Terminal: a.terminal, Invited: v.who.code != "",
		Stopping: s.stopping, From: "ssh:" + v.line.addr, HostPort: v.conn.LocalAddr().String(), HashPassword: s.hashPassword}
	visit.Speaks = func(encode func([]byte) []byte) {
		v.mu.Lock()
		v.encode = encode
		v.mu.Unlock()
	}
	if a.terminal != nil {
		visit.Err = v.out
		v.out.watched(v.line.settle)
	}
	if v.who.owner() {
		visit.From = "local:" + a.user()
		visit.Desk = s.cfg.Store.OwnerDesk(visit.From)
		visit.Files = &Files{v.conn}
		return visit, nil
	}
	visit.Desk, err = v.desk(visit.From)
	return visit, err
}

// desk opens the member's desk, for those who came by an invitation that of one.
func (v *session) desk(from string) (d *store.Desk, err error) {
	door := v.server.door
	if v.who.code == "" {
		d, err = door.Desk(v.ctx, v.who.member, from)
	} else {
		d, err = door.InvitedDesk(v.ctx, v.who.member, v.who.code, from)
	}
	if pingyi.CodeOf(err) == pingyi.NotFound {
		err = disabled()
	}
	return d, err
}
