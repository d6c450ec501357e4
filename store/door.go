package store

import (
	"context"

	"pingyi"
)

// Door is the record as whoever checks identities sees it, before there is a
// member to have rights. Nothing else may hold one: it opens the desk of any
// member, and takes its caller's word that they have been verified.
type Door struct{ store *Store }

// Door returns the record's door.
func (s *Store) Door() *Door { return &Door{s} }

// ByKey returns the member with a public key; [pingyi.NotFound] when it is
// nobody's, or a disabled member's.
func (o *Door) ByKey(ctx context.Context, fingerprint string) (m pingyi.Member, err error) {
	err = o.read(ctx, func(v *view) error {
		id, found, err := get[string](v, doorKey(fingerprint))
		if err != nil {
			return err
		}
		if !found {
			return noSuch(pingyi.NounMember, "?")
		}
		if m, err = v.member(id); err == nil && m.Disabled {
			err = noSuch(pingyi.NounMember, "?")
		}
		return err
	})
	return m, err
}

// Credential returns the member's credential with its hashes; [pingyi.NotFound]
// when there is no such member, or they are disabled.
func (o *Door) Credential(ctx context.Context, member string) (m pingyi.Member, c pingyi.Credential, err error) {
	err = o.read(ctx, func(v *view) error {
		if m, err = v.member(member); err == nil && m.Disabled {
			err = noSuch(pingyi.NounMember, "?")
		}
		if err != nil {
			return err
		}
		c, err = v.credential(member)
		return err
	})
	return m, c, err
}

// Redeem sets the member's first password and uses up the invitation whose code
// has the hash code. [pingyi.Forbidden], in the same words, when it is not theirs,
// used or expired, and when there is no such member or they are disabled.
func (o *Door) Redeem(ctx context.Context, member, code, password, from string) error {
	d, err := o.Desk(ctx, member, from)
	switch pingyi.CodeOf(err) {
	case "":
	case pingyi.NotFound, pingyi.Invalid:
		return wrongCode()
	default:
		return err
	}
	return d.changeCredential(ctx, pingyi.CommandRedeem, member, func(t *tx, c *pingyi.Credential) error {
		if !o.Invited(*c, code) {
			return wrongCode()
		}
		c.Password, c.Invitation = password, nil
		return nil
	})
}

func wrongCode() error {
	return pingyi.Errorf(pingyi.Forbidden, "邀请码不对，或已经用过、过期", "the code is wrong, used or expired")
}

// Invited reports whether the code with the hash code lets in whose credential
// it is. It takes the same time whatever is wrong.
func (o *Door) Invited(c pingyi.Credential, code string) bool { return o.store.invites(c, code) }

// Desk opens the desk of a member who has been verified. from says where they
// sit, for the journal.
func (o *Door) Desk(ctx context.Context, member, from string) (*Desk, error) {
	m, _, err := o.Credential(ctx, member)
	if err != nil {
		return nil, err
	}
	return &Desk{store: o.store, actor: pingyi.Actor{Member: m}, from: from}, nil
}

// InvitedDesk opens the desk of a member who has come by the invitation whose code
// has the hash code. It lets them do one thing, once: [Desk.AddKey] for themselves
// or [Desk.SetPassword], which uses the invitation up. All else at it, reading too,
// is [pingyi.Forbidden], and so is that when the invitation has been used or
// replaced or has expired, as opening the desk is then.
func (o *Door) InvitedDesk(ctx context.Context, member, code, from string) (*Desk, error) {
	m, c, err := o.Credential(ctx, member)
	if err != nil {
		return nil, err
	}
	if !o.Invited(c, code) {
		return nil, invitationOver()
	}
	return &Desk{store: o.store, actor: pingyi.Actor{Member: m}, from: from, code: code}, nil
}

// Enabled returns who is not disabled, by ID: whose sessions may go on.
func (o *Door) Enabled(ctx context.Context) (ids map[string]bool, err error) {
	err = o.read(ctx, func(v *view) error {
		ids = map[string]bool{}
		return scan(v, memberPart, func(_ string, m pingyi.Member) error {
			ids[m.ID] = !m.Disabled
			return nil
		})
	})
	return ids, err
}

func (o *Door) read(ctx context.Context, fn func(*view) error) error {
	return o.store.OwnerDesk("").read(ctx, fn)
}

// HostKey returns the fingerprint of the server's host key, empty when the record
// has never been served. Right: serve-record.
func (d *Desk) HostKey(ctx context.Context) (fingerprint string, err error) {
	err = d.read(ctx, func(v *view) error {
		if err := v.actor.May(pingyi.ServeRecord, nil, nil); err != nil {
			return err
		}
		h, _, err := get[hostKey](v, hostKeyKey)
		fingerprint = h.Fingerprint
		return err
	})
	return fingerprint, err
}

// SetHostKey notes the fingerprint of the server's host key, so that another is
// not taken for it. Right: serve-record.
func (d *Desk) SetHostKey(ctx context.Context, fingerprint string) error {
	return d.update(ctx, pingyi.CommandHostKey, func(t *tx) error {
		if err := t.actor.May(pingyi.ServeRecord, nil, nil); err != nil {
			return err
		}
		return t.put(hostKeyKey, hostKey{fingerprint})
	})
}

type hostKey struct {
	Fingerprint string `json:"host_key"`
}
