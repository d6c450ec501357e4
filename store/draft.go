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

// MaxDraft is the most bytes that a draft's data may have.
const MaxDraft = 300 << 10

// SaveDraft keeps data as the member's draft of object, in place of an earlier
// one. When it returns, the draft survives a power cut.
func (d *Desk) SaveDraft(ctx context.Context, object string, data json.RawMessage) error {
	if len(data) > MaxDraft {
		return pingyi.Errorf(pingyi.TooBig, "草稿太长，请先保存", "the draft is too long: save it first")
	}
	if err := checkObject(object); err != nil {
		return err
	}
	b, err := encode(Draft{object, d.store.opt.Now().UTC(), data})
	if err != nil {
		return translate(err, "")
	}
	return d.besideJournal(ctx, func(k kv.Tx, actor pingyi.Actor) error {
		return k.Put([]byte(draftKey(actor.Member.ID, object)), b)
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

// besideJournal writes for the member without a journal entry.
func (d *Desk) besideJournal(ctx context.Context, fn func(kv.Tx, pingyi.Actor) error) error {
	var err error
	for range maxAttempts { // doing it twice is doing it once
		err = d.store.engine.Update(ctx, func(k kv.Tx) error {
			v := &view{Reader: k, actor: d.actor}
			if err := v.refresh(); err != nil {
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
	d.store.news.tell(d.actor.Member.ID)
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
