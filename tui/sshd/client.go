package sshd

import (
	"context"
	"io"

	gossh "golang.org/x/crypto/ssh"

	"pingyi"
)

// Call runs a command at the server that has the record, as its owner, wired to
// this process's streams: it is how a local command goes through the server.
type Call struct {
	Addr    string // host and port
	HostKey gossh.PublicKey
	Owner   gossh.Signer
	User    string   // of the operating system, for the journal
	Args    []string // empty: the screens
	Env     []string // "NAME=value"; those of no use to a session are left out
	In      io.Reader
	Out     io.Writer
	Err     io.Writer
	// Terminal is this process's terminal, in raw mode already; nil without.
	Terminal *LocalTerminal
	// ReadFile and CreateFile open this machine's files by name for the command.
	// What CreateFile returns keeps the file at Close, and should have a method
	// Discard() error that leaves none. Nil ones use the file system.
	ReadFile   func(name string) ([]byte, error)
	CreateFile func(name string) (io.WriteCloser, error)
}

// LocalTerminal is the terminal that a call is made at.
type LocalTerminal struct {
	Term   string
	W, H   int
	Resize <-chan Size
}

// Run returns the command's exit status. When ctx ends, the command is
// interrupted and has a few seconds to say its status. An error means that there
// is none: [pingyi.NotFound] when no server answers, [pingyi.Forbidden] when it is
// not this record's, [pingyi.State] when the connection was lost, after which
// whether the command took effect is unknown.
func (c Call) Run(ctx context.Context) (status int, err error) {
	return 0, pingyi.Errorf(pingyi.Internal, "尚未实现", "not there yet")
}
