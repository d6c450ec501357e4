package store

import (
	"context"

	"pingyi"
	"pingyi/store/kv"
)

// Settings returns the desk's member's settings, zero where none were saved.
func (d *Desk) Settings(ctx context.Context) (s pingyi.Settings, err error) {
	err = d.read(ctx, func(v *view) error {
		s, _, err = get[pingyi.Settings](v, settingKey(v.actor.Member.ID))
		return err
	})
	return s, err
}

// SaveSettings keeps the member's settings, beside the journal. Right: own-access.
func (d *Desk) SaveSettings(ctx context.Context, s pingyi.Settings) error {
	s, err := s.Clean()
	if err != nil {
		return err
	}
	b, err := encode(s)
	if err != nil {
		return translate(err, "")
	}
	return d.besideJournal(ctx, func(k kv.Tx, actor pingyi.Actor) error {
		if err := actor.May(pingyi.OwnAccess, nil, nil); err != nil {
			return err
		}
		return k.Put([]byte(settingKey(actor.Member.ID)), b)
	})
}
