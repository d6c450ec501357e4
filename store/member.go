package store

import (
	"context"

	"pingyi"
)

// Members lists all members, disabled ones included. Right: read-members.
func (d *Desk) Members(ctx context.Context) (list []pingyi.Member, err error) {
	err = d.read(ctx, func(v *view) error {
		list = nil
		if err := v.actor.May(pingyi.ReadMembers, nil, nil); err != nil {
			return err
		}
		return scan(v, memberPart, func(_ string, m pingyi.Member) error {
			list = append(list, m)
			return nil
		})
	})
	return list, err
}

// AddMember enters a new member; [pingyi.Exists] when the id is taken. Right:
// manage-members.
func (d *Desk) AddMember(ctx context.Context, m pingyi.Member) error {
	m, err := m.Clean()
	if err != nil {
		return err
	}
	return d.update(ctx, pingyi.CommandAddMember, func(t *tx) error {
		if err := t.actor.May(pingyi.ManageMembers, nil, nil); err != nil {
			return err
		}
		if _, err := t.member(m.ID); pingyi.CodeOf(err) != pingyi.NotFound {
			if err == nil {
				err = pingyi.Errorf(pingyi.Exists, "成员 %s 已经有了", "there is a member %s already", m.ID)
			}
			return err
		}
		return t.put(memberKey(m.ID), m)
	})
}

// DisableMember takes all rights from a member. What they have rated stays.
// Right: manage-members.
func (d *Desk) DisableMember(ctx context.Context, id string) error {
	return d.update(ctx, pingyi.CommandDisableMember, func(t *tx) error {
		if err := t.actor.May(pingyi.ManageMembers, nil, nil); err != nil {
			return err
		}
		m, err := t.member(id)
		if err != nil {
			return err
		}
		m.Disabled = true
		return t.put(memberKey(id), m)
	})
}

// EnableMember gives a disabled member their rights back; their keys and password
// are as they were. Right: manage-members.
func (d *Desk) EnableMember(ctx context.Context, id string) error {
	return d.update(ctx, pingyi.CommandEnableMember, func(t *tx) error {
		if err := t.actor.May(pingyi.ManageMembers, nil, nil); err != nil {
			return err
		}
		m, err := t.member(id)
		if err != nil {
			return err
		}
		m.Disabled = false
		return t.put(memberKey(id), m)
	})
}

func (v *view) member(id string) (pingyi.Member, error) {
	if err := pingyi.CheckCode(pingyi.NounMember, id); err != nil {
		return pingyi.Member{}, err
	}
	m, found, err := get[pingyi.Member](v, memberKey(id))
	if err == nil && !found {
		err = noSuch(pingyi.NounMember, id)
	}
	return m, err
}
