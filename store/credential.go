package store

import (
	"context"
	"crypto/subtle"
	"slices"
	"time"

	"pingyi"
)

// Credential returns how a member proves who they are; the hashes in it are for
// the door only and are left out, a password being "•••" where there is one.
// Right: that of [pingyi.Actor.SeesCredential].
func (d *Desk) Credential(ctx context.Context, member string) (c pingyi.Credential, err error) {
	err = d.read(ctx, func(v *view) error {
		if !v.actor.SeesCredential(member) {
			return v.actor.May(pingyi.ManageMembers, nil, nil)
		}
		if _, err := v.member(member); err != nil {
			return err
		}
		c, err = v.credential(member)
		if c.Password != "" {
			c.Password = "•••"
		}
		if c.Invitation != nil {
			c.Invitation.Hash = ""
		}
		return err
	})
	return c, err
}

// Invite gives the member an invitation in place of an earlier one; hash is that
// of its code. [pingyi.State] for a disabled member. Right: manage-members.
func (d *Desk) Invite(ctx context.Context, member, hash string, expires time.Time) error {
	if hash == "" {
		return pingyi.Errorf(pingyi.Invalid, "邀请要有邀请码", "an invitation takes a code")
	}
	return d.changeCredential(ctx, pingyi.CommandInvite, member, func(t *tx, c *pingyi.Credential) error {
		if err := t.actor.May(pingyi.ManageMembers, nil, nil); err != nil {
			return err
		}
		c.Invitation = &pingyi.Invitation{Hash: hash, Expires: expires.UTC()}
		return nil
	})
}

// AddKey lets a member in by a public key. [pingyi.Exists] when it is anybody's
// already. One's own takes the right own-access, and uses up one's invitation;
// another's takes manage-members.
func (d *Desk) AddKey(ctx context.Context, member string, k pingyi.Key) error {
	k, err := k.Clean()
	if err != nil {
		return err
	}
	return d.changeCredential(ctx, pingyi.CommandAddKey, member, func(t *tx, c *pingyi.Credential) error {
		if err := t.mayChangeAccess(member); err != nil {
			return err
		}
		if _, taken, err := get[string](t, doorKey(k.Fingerprint)); err != nil || taken {
			if err == nil {
				err = pingyi.Errorf(pingyi.Exists, "这把公钥已经登记过了", "this key is somebody's already")
			}
			return err
		}
		if len(c.Keys) >= pingyi.MaxKeys {
			return pingyi.Errorf(pingyi.TooBig, "一名成员最多 %d 把公钥，请先移除不用的", "a member has at most %d keys: remove one that is not needed", pingyi.MaxKeys)
		}
		c.Keys = append(c.Keys, k)
		if member == t.actor.Member.ID {
			c.Invitation = nil
		}
		return t.put(doorKey(k.Fingerprint), member)
	})
}

// RemoveKey takes a public key from a member; [pingyi.NotFound] when it is not
// theirs. Rights: as for [Desk.AddKey].
func (d *Desk) RemoveKey(ctx context.Context, member, fingerprint string) error {
	return d.changeCredential(ctx, pingyi.CommandRemoveKey, member, func(t *tx, c *pingyi.Credential) error {
		if err := t.mayChangeAccess(member); err != nil {
			return err
		}
		if !c.Has(fingerprint) {
			return pingyi.Errorf(pingyi.NotFound, "%s 没有这把公钥（%s）", "%s has no key %s", member, pingyi.Excerpt(fingerprint, 60))
		}
		c.Keys = slices.DeleteFunc(slices.Clone(c.Keys), func(k pingyi.Key) bool { return k.Fingerprint == fingerprint })
		return t.del(doorKey(fingerprint))
	})
}

// SetPassword sets one's own password, hash being what the door makes of it, and
// uses up one's invitation. Right: own-access.
func (d *Desk) SetPassword(ctx context.Context, hash string) error {
	return d.changeCredential(ctx, pingyi.CommandSetPassword, d.actor.Member.ID, func(t *tx, c *pingyi.Credential) error {
		if err := t.actor.May(pingyi.OwnAccess, nil, nil); err != nil {
			return err
		}
		c.Password, c.Invitation = hash, nil
		return nil
	})
}

func (t *tx) mayChangeAccess(member string) error {
	return t.actor.MayChangeAccess(member)
}

// changeCredential runs change, which checks the right, on a member's credential.
func (d *Desk) changeCredential(ctx context.Context, command, member string, change func(*tx, *pingyi.Credential) error) error {
	return d.update(ctx, command, func(t *tx) error {
		if d.code != "" && member != t.actor.Member.ID {
			return onlyInvited()
		}
		m, err := t.member(member)
		if err != nil {
			// Whoever may not do it does not learn who is there.
			if may := t.mayChangeAccess(member); may != nil {
				return may
			}
			return err
		}
		c, err := t.credential(m.ID)
		if err != nil {
			return err
		}
		if err := d.takeUp(t, &c); err != nil {
			return err
		}
		if err := change(t, &c); err != nil {
			return err
		}
		if m.Disabled && command != pingyi.CommandRemoveKey { // a key may be needed elsewhere
			return pingyi.Errorf(pingyi.State, "%s 已停用；要恢复请用 pingyi member enable %[1]s", "%s is disabled: to undo that use pingyi member enable %[1]s", m.ID)
		}
		return t.put(credentialKey(m.ID), c)
	})
}

// takeUp uses up the invitation by which the desk was opened, in the transaction
// of what it is used for: of two that came by one code the second is refused.
func (d *Desk) takeUp(t *tx, c *pingyi.Credential) error {
	if d.code == "" {
		return nil
	}
	if !d.store.invites(*c, d.code) {
		return invitationOver()
	}
	c.Invitation = nil
	return nil
}

// invites reports whether the code with the hash code lets in whose credential
// it is. It takes the same time whatever is wrong.
func (s *Store) invites(c pingyi.Credential, code string) bool {
	in := pingyi.Invitation{Hash: hashOf(nil)}
	if c.Invitation != nil {
		in = *c.Invitation
	}
	same := subtle.ConstantTimeCompare([]byte(in.Hash), []byte(code)) == 1
	return same && c.Invitation != nil && s.opt.Now().Before(in.Expires)
}

func onlyInvited() error {
	return pingyi.Errorf(pingyi.Forbidden, "您是用邀请码进来的，只能设密码或添加自己的公钥；办完请重新登录",
		"you came in by an invitation, and may only set a password or add a key of your own: do that and log in again")
}

func invitationOver() error {
	return pingyi.Errorf(pingyi.Forbidden, "邀请码已经用过或过期；请用刚设的密码或公钥重新登录，没有的请管理员再发一个邀请码",
		"the invitation is used or expired: log in anew with the password or key you have set, or ask the administrator for another")
}

func (v *view) credential(member string) (pingyi.Credential, error) {
	c, found, err := get[pingyi.Credential](v, credentialKey(member))
	if !found {
		c = pingyi.Credential{Member: member}
	}
	return c, err
}
