package sshd

import (
	"context"
	"io"

	"pingyi/store"
)

// Visit is one session of one member, or of the record's owner.
type Visit struct {
	Desk *store.Desk
	// Args is the command, empty for none. They are split by the rules of a POSIX
	// shell, without its expansions.
	Args []string
	In   io.Reader // what is typed or piped in
	// Out and Err are the session's two streams, one and the same on a terminal,
	// where they reach the client byte for byte: no line feed becomes a new line, and
	// a write takes as long as the line takes to come to it. A write that the client
	// does not take in time ends the connection.
	Out, Err io.Writer
	// Getenv knows LANG, LC_*, TERM, COLORTERM and NO_COLOR, and is empty for
	// everything else.
	Getenv   func(name string) string
	Terminal *Terminal // nil without a terminal
	// Encoding is what the user name said of the terminal: [GBK] after r1+gbk, [UTF8]
	// after r1+utf8, else empty. It goes before whatever the terminal itself answers,
	// and before the member's settings.
	Encoding string
	// Speaks has what the server itself says to the terminal, in UTF-8, go through
	// encode from then on.
	Speaks func(encode func([]byte) []byte)
	Files  *Files // the owner's own machine; nil for members
	// Invited: came in by an invitation and has set no password, so the desk is that
	// of [store.Door.InvitedDesk]. The session's context ends with the invitation.
	Invited bool
	// Stopping is closed when the server is about to stop: screens say so and leave.
	// The context of a session with a command is cancelled then.
	Stopping <-chan struct{}
	// From is where the person sits, for the journal: "ssh:10.0.0.7", or
	// "local:root" for the owner.
	From string
	// HostPort is the address of the server that the client came to.
	HostPort string
	// HashPassword is [HashPassword], a few at a time in the whole server. The
	// error is also that of the context.
	HashPassword func(ctx context.Context, password string) (string, error)
}

// Terminal is the terminal of a session, as its client says.
type Terminal struct {
	Term   string      // printable ASCII
	W, H   int         // columns and rows; at most 500 by 200
	Resize <-chan Size // the newest size only
}

// Size is columns and rows.
type Size struct{ W, H int }
