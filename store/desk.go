package store

import (
	"context"

	"pingyi"
)

// Desk is the record as one actor may see and change it. Its methods check the
// actor's rights, as the record has them at that moment, inside the transaction
// that they act in; every one may return [pingyi.Forbidden], and
// [pingyi.NotFound] for what is not there.
type Desk struct {
	store *Store
	actor pingyi.Actor
	from  string
	code  string // hash of the invitation by which the desk was opened and that is all it is for
}

// OwnerDesk opens the desk of the record's owner: whoever may open its
// directory. from says where they sit, for the journal.
func (s *Store) OwnerDesk(from string) *Desk {
	return &Desk{store: s, actor: pingyi.OwnerActor(), from: from}
}

// For opens the desk of a member at whose side the desk's actor writes: the
// owner entering a paper ballot. It has the member's rights, and the journal
// names both.
func (d *Desk) For(ctx context.Context, member string) (*Desk, error) {
	actor := pingyi.Actor{By: d.actor.Member.ID}
	err := d.read(ctx, func(v *view) error {
		if d.actor.Member.Role != pingyi.Owner {
			return pingyi.Errorf(pingyi.Forbidden, "只有记录所有者可以代成员录入", "only the owner of the record may enter what a member has on paper")
		}
		m, err := v.member(member)
		actor.Member = m
		return err
	})
	if err != nil {
		return nil, err
	}
	return &Desk{store: d.store, actor: actor, from: d.from}, nil
}

// Actor returns who the desk belongs to, as it was opened.
func (d *Desk) Actor() pingyi.Actor { return d.actor }
