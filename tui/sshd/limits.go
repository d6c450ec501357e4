package sshd

import "time"

// Limits bound what one client, one member and all of them may take. Zero fields
// are filled from [DefaultLimits].
type Limits struct {
	// Handshake is how long a client has from connecting to its first session. A
	// slow line is no attack: a key exchange alone may take ten seconds.
	Handshake  time.Duration
	Handshakes int // open at once, in all
	PerAddress int // of these, from one address
	Conns      int // connections at once, in all
	Tries      int // failed ways in on one connection

	Sessions   int           // at once, in all
	PerConn    int           // of these, on one connection
	PerMember  int           // of these, of one member; the owner's are not counted
	EnvCount   int           // environment requests of one session
	Command    int           // bytes of a command line
	Paste      int           // bytes of one bracketed paste
	WriteStuck time.Duration // after which a client that takes nothing is cut off
}

// DefaultLimits suit a committee on one small machine.
func DefaultLimits() Limits {
	return Limits{
		Handshake: 2 * time.Minute, Handshakes: 64, PerAddress: 8, Conns: 400, Tries: 6,
		Sessions: 400, PerConn: 2, PerMember: 8, EnvCount: 32, Command: 64 << 10, Paste: 1 << 20,
		WriteStuck: 30 * time.Second,
	}
}
