package store

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"pingyi"
	"pingyi/store/kv"
)

// Draft is what stood in a member's editor and has not been saved. It lies
// beside the journal, not in it: nobody else sees it, and nothing counts it.
type Draft struct {
	Object string          `json:"object"` // what is edited: a path of codes and numbers
	At     time.Time       `json:"at"`
	Data   json.RawMessage `json:"data"` // for the page that wrote it
}

// RatingDrafts begins the objects of drafts about ratings, which are secret under
// seal: whoever keeps such a draft names it so, and [Desk.Verify] does not count it.
const RatingDrafts = "rate/"

// MaxDraft is the most bytes that a draft's data may have.
const MaxDraft = 300 << 10

// SaveDraft keeps data as the member's draft of object, in place of an earlier
// one. When it returns, the draft survives a power cut.
func (d *Desk) SaveDraft(ctx context.Context, object string, data json.RawMessage) error {
	return d.ReviseDraft(ctx, object, func(json.RawMessage) (json.RawMessage, error) { return data, nil })
}

// ReviseDraft keeps what revise makes of the member's draft of object, and nothing
// writes that draft in between; revise is handed nil where there is none, and
// returns nil to have none. It may be called again, with what it has just made.
func (d *Desk) ReviseDraft(ctx context.Context, object string, revise func(is json.RawMessage) (json.RawMessage, error)) error {
	if err := checkObject(object); err != nil {
		return err
	}
	return d.besideJournal(ctx, func(k kv.Tx, actor pingyi.Actor) error {
		key := draftKey(actor.Member.ID, object)
		is, _, err := get[Draft](k, key)
		if err != nil {
			return err
		}
		data, err := revise(is.Data)
		switch {
		case err != nil:
			return err
		case data == nil:
			return k.Delete([]byte(key))
		case len(data) > MaxDraft:
			return pingyi.Errorf(pingyi.TooBig, "草稿太长，请先保存", "the draft is too long: save it first")
		}
		b, err := encode(Draft{object, d.store.opt.Now().UTC(), data})
		if err != nil {
			return err
		}
		return k.Put([]byte(key), b)
	})
}

// DropDraft forgets the member's draft of object, if there is one.
func (d *Desk) DropDraft(ctx context.Context, object string) error {
	if err := checkObject(object); err != nil {
		return err
	}
	return d.besideJournal(ctx, func(k kv.Tx, actor pingyi.Actor) error {
		return k.Delete([]byte(draftKey(actor.Member.ID, object)))
	})
}

// Drafts returns the member's drafts, by object.
func (d *Desk) Drafts(ctx context.Context) (list []Draft, err error) {
	err = d.read(ctx, func(v *view) error {
		list = nil
		return scan(v, draftsOf(v.actor.Member.ID), func(_ string, draft Draft) error {
			list = append(list, draft)
			return nil
		})
	})
	return list, err
}

// besideJournal writes for the member without a journal entry, and wakes their
// desks.
func (d *Desk) besideJournal(ctx context.Context, fn func(kv.Tx, pingyi.Actor) error) error {
	err := d.quietly(ctx, fn)
	d.store.news.tell(d.actor.Member.ID)
	return err
}

// quietly is besideJournal that wakes nobody.
func (d *Desk) quietly(ctx context.Context, fn func(kv.Tx, pingyi.Actor) error) error {
	var err error
	for range maxAttempts { // doing it twice is doing it once
		err = d.store.engine.Update(ctx, func(k kv.Tx) error {
			v := &view{Reader: k, actor: d.actor}
			if err := d.admit(v, ""); err != nil {
				return err
			}
			if v.actor.Member.Disabled {
				return pingyi.Errorf(pingyi.Forbidden, "%s 已停用", "%s is disabled", v.actor.Member.ID)
			}
			return fn(k, v.actor)
		})
		if !errors.Is(err, kv.ErrConflict) && !errors.Is(err, kv.ErrUnknown) {
			break
		}
	}
	return translate(err, "")
}

// checkObject keeps an object's name from reaching into other keys.
func checkObject(object string) error {
	for _, part := range strings.Split(object, "/") {
		if pingyi.CheckCode(pingyi.NounActivity, part) != nil || len(object) > 200 {
			return pingyi.Errorf(pingyi.Invalid, "草稿名“%s”不对", "the draft name %q is wrong", pingyi.Excerpt(object, 40))
		}
	}
	return nil
}
