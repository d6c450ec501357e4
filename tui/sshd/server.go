package sshd

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net"
	"strings"
	"sync"
	"time"

	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"

	"pingyi/store"
	"pingyi/tui/parts/cells"
)

// Config is what a server is made of.
type Config struct {
	Store    *store.Store
	HostKey  gossh.Signer
	OwnerKey gossh.PublicKey // nil: nobody is the owner over the wire
	// Run runs one session, a command or the screens, and returns its exit status.
	// ctx ends with the client, at an interrupt, and when the member is disabled.
	Run    func(ctx context.Context, v Visit) (status int)
	Log    *slog.Logger // nil: none
	Limits Limits
	// Now and After are the time by which guesses are slowed down; nil is the real
	// thing.
	Now   func() time.Time
	After func(time.Duration) <-chan time.Time
}

// Server serves sessions until it is shut down.
type Server struct {
	cfg     Config
	log     *slog.Logger
	door    *store.Door
	ssh     *ssh.Server
	gate    *gate
	guesses *guesses
	refused refusals
	hashers chan struct{} // places for working on passwords
	nobody  string        // hash that no password has

	running   sync.WaitGroup // connections, sessions and the watch
	stopping  chan struct{}
	stopOnce  sync.Once
	mu        sync.Mutex
	listeners map[net.Listener]struct{}
}

// atATime is how many passwords are worked on at once, at 19 MiB each.
const atATime = 2

// New returns a server that serves nothing yet.
func New(cfg Config) (*Server, error) {
	if cfg.Store == nil || cfg.HostKey == nil || cfg.Run == nil {
		return nil, errors.New("sshd: a server needs a store, a host key and what to run")
	}
	cfg.Limits = cfg.Limits.filled()
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.After == nil {
		cfg.After = time.After
	}
	nobody, err := HashPassword(rand.Text())
	if err != nil {
		return nil, err
	}
	s := &Server{cfg: cfg, log: cfg.Log, door: cfg.Store.Door(), guesses: newGuesses(cfg.Now), refused: refusals{log: cfg.Log},
		hashers: make(chan struct{}, atATime), nobody: nobody, stopping: make(chan struct{}), listeners: map[net.Listener]struct{}{}}
	s.gate = newGate(cfg.Limits, &s.running)
	s.ssh, err = wish.NewServer(wish.WithVersion("pingyi"), func(w *ssh.Server) error {
		w.AddHostKey(cfg.HostKey)
		w.ServerConfigCallback = s.handshake
		w.ConnCallback = func(ctx ssh.Context, c net.Conn) net.Conn {
			ctx.SetValue(lineKey{}, c)
			return c
		}
		// Sessions and nothing else: what has no handler is refused, keepalives among
		// it, and a refusal is the answer that they want.
		w.ChannelHandlers = map[string]ssh.ChannelHandler{"session": s.session}
		w.RequestHandlers = map[string]ssh.RequestHandler{}
		w.SubsystemHandlers = map[string]ssh.SubsystemHandler{}
		return nil
	})
	return s, err
}

// Serve takes connections from l until Shutdown, and closes it. It returns nil
// after a shutdown.
func (s *Server) Serve(l net.Listener) error {
	defer l.Close()
	s.mu.Lock()
	if s.stopped() {
		s.mu.Unlock()
		return nil
	}
	s.listeners[l] = struct{}{}
	s.running.Add(1)
	s.mu.Unlock()
	defer s.running.Done()
	ended := make(chan struct{})
	defer close(ended)
	s.running.Go(func() { s.watch(ended) })

	for delay := time.Duration(0); ; {
		c, err := l.Accept()
		switch {
		case err == nil:
			delay = 0
			s.take(c)
		case s.stopped():
			return nil
		case errors.Is(err, net.ErrClosed):
			return err
		default: // out of file descriptors, say
			delay = min(max(2*delay, 5*time.Millisecond), time.Second)
			s.log.Error("a connection could not be taken", "error", err.Error())
			select {
			case <-time.After(delay):
			case <-s.stopping:
			}
		}
	}
}

// take serves a new connection, if there is room for it.
func (s *Server) take(c net.Conn) {
	l := &line{Conn: c, addr: hostOf(c.RemoteAddr()).String(), block: block(hostOf(c.RemoteAddr())), stuck: s.cfg.Limits.WriteStuck, closed: make(chan struct{})}
	if why := s.gate.admit(l); why != "" {
		s.refused.add(l.addr, why)
		_ = c.Close()
		return
	}
	l.tune()
	s.log.Info("connected", "from", l.addr)
	s.running.Go(func() {
		s.ssh.HandleConn(l)
		_ = l.Close()
	})
}

// refusals logs connections that were refused, one line a second at most.
type refusals struct {
	log *slog.Logger

	mu     sync.Mutex
	last   time.Time
	silent int
}

func (r *refusals) add(from, why string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if now := time.Now(); now.Sub(r.last) >= time.Second {
		r.log.Warn("too many", "of", why, "from", from, "not_logged", r.silent)
		r.last, r.silent = now, 0
		return
	}
	r.silent++
}

func (s *Server) stopped() bool {
	select {
	case <-s.stopping:
		return true
	default:
		return false
	}
}

// Shutdown tells every session that the server stops, waits for them until ctx
// ends, then cuts what is left and returns the context's error.
func (s *Server) Shutdown(ctx context.Context) error {
	s.stopOnce.Do(func() { close(s.stopping) })
	s.mu.Lock()
	for l := range s.listeners {
		_ = l.Close()
	}
	s.mu.Unlock()
	s.gate.close()
	for _, v := range s.gate.now() {
		v.stop()
	}
	ended := make(chan struct{})
	go func() {
		s.running.Wait()
		close(ended)
	}()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
	}
	for _, v := range s.gate.now() {
		v.cancel()
	}
	s.gate.cutAll()
	select { // what runs has lost its client, and is about to notice
	case <-ended:
	case <-time.After(cutGrace):
	}
	return ctx.Err()
}

// cutGrace is how long what runs in a session has to end once it has been told.
const cutGrace = time.Second

// shown is text that a client chose, as a log may hold it: JSON itself leaves
// U+009B and the bidirectional characters as they are.
func shown(text string) string {
	const most = 200
	if len(text) > most {
		text = text[:most] + "…"
	}
	return cells.Visible(strings.ToValidUTF8(text, "�"))
}
