package sshd

import (
	"bytes"
	"context"
	"errors"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"pingyi"
)

// ownerName is the user name of the record's owner.
const ownerName = string(pingyi.Owner)

// person is who a finished handshake says is there.
type person struct {
	member string
	way    string // a key's fingerprint, or "password" or "invitation", for the log
	code   string // hash of the invitation by which they came and that they have not used up
}

func (p person) owner() bool { return p.member == ownerName }

// The extensions of the permissions in which a person travels from the handshake
// to the sessions. A key that was offered and not signed for leaves none.
const (
	extMember = "member@pingyi"
	extWay    = "way@pingyi"
	extCode   = "code@pingyi"
)

func (p person) permissions() *gossh.Permissions {
	return &gossh.Permissions{Extensions: map[string]string{extMember: p.member, extWay: p.way, extCode: p.code}}
}

// personOf reads the person from a connection whose handshake is finished.
func personOf(c *gossh.ServerConn) (p person, ok bool) {
	if c.Permissions == nil {
		return p, false
	}
	e := c.Permissions.Extensions
	p = person{e[extMember], e[extWay], e[extCode]}
	return p, p.member != ""
}

// errRefused is every failure: from outside one is like another.
var errRefused = errors.New("refused")

// lineKey is under which a connection's line lies in its context.
type lineKey struct{}

// handshake returns how a client on this connection proves who it is: by a public
// key, or by a password or invitation that it is asked for. The plain password
// method is not among them.
func (s *Server) handshake(ctx ssh.Context) *gossh.ServerConfig {
	l, _ := ctx.Value(lineKey{}).(*line)
	return &gossh.ServerConfig{
		MaxAuthTries: s.cfg.Limits.Tries,
		PreAuthConnCallback: func(gossh.ServerPreAuthConn) {
			if why := s.gate.ask(l); why != "" {
				s.refused.add(l.addr, why)
				l.cut()
			}
		},
		PublicKeyCallback: func(c gossh.ConnMetadata, k gossh.PublicKey) (*gossh.Permissions, error) {
			return s.byKey(ctx, c, k)
		},
		VerifiedPublicKeyCallback: func(c gossh.ConnMetadata, _ gossh.PublicKey, p *gossh.Permissions, _ string) (*gossh.Permissions, error) {
			name, _, ok := userOf(c.User())
			if !ok {
				return nil, errRefused
			}
			return s.underName(ctx, name, p)
		},
		KeyboardInteractiveCallback: func(c gossh.ConnMetadata, ask gossh.KeyboardInteractiveChallenge) (*gossh.Permissions, error) {
			name, _, _ := userOf(c.User())
			return s.bySecret(ctx, l, name, ask)
		},
		AuthLogCallback: func(c gossh.ConnMetadata, method string, err error) {
			if err != nil && !errors.Is(err, gossh.ErrNoAuth) {
				name, _, _ := userOf(c.User())
				s.log.Info("not let in", "from", l.addr, "user", shown(name), "method", shown(method), "why", shown(err.Error()))
			}
		},
	}
}

// byKey decides whose a public key is. The library calls it for keys that are only
// offered, too: what it returns counts once the signature has been verified. So
// that it tells nobody who knows another's public key which names there are, it
// does not look at the user name.
func (s *Server) byKey(ctx context.Context, c gossh.ConnMetadata, k gossh.PublicKey) (*gossh.Permissions, error) {
	fingerprint := Fingerprint(k)
	if s.cfg.OwnerKey != nil && bytes.Equal(k.Marshal(), s.cfg.OwnerKey.Marshal()) {
		if !local(c.RemoteAddr(), c.LocalAddr()) {
			return nil, errRefused
		}
		return person{member: ownerName, way: fingerprint}.permissions(), nil
	}
	m, err := s.door.ByKey(ctx, fingerprint)
	if err != nil {
		return nil, s.refusedFor(err)
	}
	return person{member: m.ID, way: fingerprint}.permissions(), nil
}

// underName lets in whoever has signed with the key of p's person under a user
// name. It may be anything but another's: ssh sends that of the system's account
// when it is told none. The owner has to be named.
func (s *Server) underName(ctx context.Context, name string, p *gossh.Permissions) (*gossh.Permissions, error) {
	member := p.Extensions[extMember]
	if name == member {
		return p, nil
	}
	if name == ownerName || member == ownerName {
		return nil, errRefused
	}
	ids, err := s.door.Enabled(ctx)
	if err != nil {
		return nil, s.refusedFor(err)
	}
	if _, another := ids[name]; another {
		return nil, errRefused
	}
	return p, nil
}

// refusedFor refuses, and logs what is not the client's doing.
func (s *Server) refusedFor(err error) error {
	code := pingyi.CodeOf(err) // Invalid: what no member can be called
	if code != pingyi.NotFound && code != pingyi.Invalid && !errors.Is(err, context.Canceled) {
		s.log.Error("the record cannot be asked who is there", "error", shown(err.Error()))
	}
	return errRefused
}
