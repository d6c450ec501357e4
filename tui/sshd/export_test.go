package sshd

import (
	"context"
	"net"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// HandshakeOf returns what decides who is there on the connection c, for tests in
// which one connection changes its user name, which no client at hand does.
func (s *Server) HandshakeOf(ctx context.Context, c net.Conn) *gossh.ServerConfig {
	l := &line{Conn: c, addr: "192.0.2.1", block: "192.0.2.1", closed: make(chan struct{})}
	if why := s.gate.admit(l); why != "" {
		panic(why)
	}
	return s.handshake(connection{inner: ctx, line: l})
}

// connection is the context of a connection, as far as the handshake asks it.
type connection struct {
	ssh.Context
	inner context.Context
	line  *line
}

func (c connection) Done() <-chan struct{} { return c.inner.Done() }
func (c connection) Err() error            { return c.inner.Err() }
func (c connection) Value(key any) any {
	if key == (lineKey{}) {
		return c.line
	}
	return c.inner.Value(key)
}

// Guesses is what slows guesses down, by itself.
type Guesses struct{ *guesses }

func NewGuesses(now func() time.Time) Guesses { return Guesses{newGuesses(now)} }

func (g Guesses) Begin(addr, name string) (wait time.Duration, heed bool, right func()) {
	return g.begin(addr, name)
}

// Remembered is how many addresses and names something is remembered of.
func (g Guesses) Remembered() int { return len(g.tries) }
