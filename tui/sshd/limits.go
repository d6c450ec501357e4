package sshd

import "time"

// Limits bound what one client, one member and all of them may take. Zero fields
// are filled from [DefaultLimits].
type Limits struct {
	// Handshake is how long a client has from connecting to its first session. A
	// slow line is no attack: a key exchange alone may take ten seconds. Until that
	// is done it counts as an open handshake, and from then on as one who is asked
	// who they are: people take their time over that, and a whole committee may come
	// from one address.
	Handshake       time.Duration
	Handshakes      int // open at once, in all
	PerAddress      int // of these, from one address
	Asked           int // who they are at once, in all
	AskedPerAddress int // of these, from one address
	Conns           int // connections at once, in all
	Tries           int // failed ways in on one connection

	Sessions  int // at once, in all
	PerConn   int // of these, on one connection
	PerMember int // of these, of one member; the owner's are not counted
	EnvCount  int // environment requests of one session
	Command   int // bytes of a command line; the owner's may be longer

	// WriteStuck is how long a client may take nothing of what is written to it
	// before it is cut off.
	WriteStuck time.Duration
	// Linger is how long a client has to take the rest of a session that has ended.
	Linger time.Duration
}

// DefaultLimits suit a committee on one small machine.
func DefaultLimits() Limits {
	return Limits{
		Handshake: 2 * time.Minute, Handshakes: 64, PerAddress: 8, Asked: 200, AskedPerAddress: 64, Conns: 400, Tries: 6,
		Sessions: 400, PerConn: 2, PerMember: 8, EnvCount: 32, Command: 64 << 10,
		WriteStuck: 30 * time.Second, Linger: 2 * time.Minute,
	}
}

func (l Limits) filled() Limits {
	d := DefaultLimits()
	fill(&l.Handshake, d.Handshake)
	fill(&l.Handshakes, d.Handshakes)
	fill(&l.PerAddress, d.PerAddress)
	fill(&l.Asked, d.Asked)
	fill(&l.AskedPerAddress, d.AskedPerAddress)
	fill(&l.Conns, d.Conns)
	fill(&l.Tries, d.Tries)
	fill(&l.Sessions, d.Sessions)
	fill(&l.PerConn, d.PerConn)
	fill(&l.PerMember, d.PerMember)
	fill(&l.EnvCount, d.EnvCount)
	fill(&l.Command, d.Command)
	fill(&l.WriteStuck, d.WriteStuck)
	fill(&l.Linger, d.Linger)
	return l
}

func fill[T comparable](field *T, otherwise T) {
	var zero T
	if *field == zero {
		*field = otherwise
	}
}
