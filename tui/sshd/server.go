package sshd

import (
	"context"
	"log/slog"
	"net"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"pingyi"
	"pingyi/store"
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
	// Now and After are time, and when some has passed; nil is the real thing.
	Now   func() time.Time
	After func(time.Duration) <-chan time.Time
}

// Server serves sessions until it is shut down.
type Server struct{ cfg Config }

// New returns a server that serves nothing yet.
func New(cfg Config) (*Server, error) { return &Server{cfg}, nil }

// Serve takes connections from l until Shutdown, and closes it. It returns nil
// after a shutdown.
func (s *Server) Serve(l net.Listener) error {
	return pingyi.Errorf(pingyi.Internal, "尚未实现", "not there yet")
}

// Shutdown tells every session that the server stops, waits for them until ctx
// ends, then cuts what is left and returns the context's error.
func (s *Server) Shutdown(ctx context.Context) error { return nil }
