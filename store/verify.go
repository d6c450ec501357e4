package store

import (
	"context"
	"encoding/json"
	"fmt"

	"pingyi"
	"pingyi/store/kv"
)

// Proof is what a successful [Desk.Verify] has shown.
type Proof struct {
	Rev  uint64 `json:"rev"`  // journal entries replayed, all of them
	Hash string `json:"hash"` // of the newest
	// Records were found to be as the journal left them. Ratings are too, but are
	// not counted here: their number tells how far others have come in a sealed round.
	Records int `json:"records"`
	// Drafts were found readable, beside the journal. Those of ratings are read as
	// well, but not counted: that one is there tells that somebody is rating.
	Drafts int `json:"drafts"`
}

// Verify replays the journal: every entry is there and carries the hash of the
// one before it, every record is what the last entry about it left, none is
// missing and none is there that no entry wrote, and the record is not behind
// its mirror. The error, [pingyi.Damaged], names the first thing that is not so.
// The number of entries and the hash of the newest are what makes it a proof, and
// are not kept back in a sealed round: they tell those who may verify that
// something was done, not what, nor by whom. Right: verify-record.
func (d *Desk) Verify(ctx context.Context) (p Proof, err error) {
	var mirrored head
	var mirrorErr error
	// Before the snapshot: what others commit meanwhile is in neither, or in the
	// snapshot only.
	if d.store.mirror != nil {
		mirrored, mirrorErr = d.store.mirror.read()
	}
	err = d.read(ctx, func(v *view) error {
		if err := v.actor.May(pingyi.VerifyRecord, nil, nil); err != nil {
			return err
		}
		if p, err = verify(v); err != nil {
			return err
		}
		switch {
		case mirrorErr != nil:
			return damaged("数据目录中的文件 %s 已损坏", "the file %s in the data directory is damaged", mirrorName).Because(mirrorErr)
		case mirrored.Rev > p.Rev:
			return behind(head{p.Rev, p.Hash}, mirrored)
		}
		return checkEntry(v, mirrored)
	})
	return p, err
}

// verify does the work of Verify on one snapshot, mirror aside.
func verify(r kv.Reader) (Proof, error) {
	newest, _, err := get[head](r, headKey)
	if err != nil {
		return Proof{}, err
	}
	records, err := replay(r, newest)
	if err != nil {
		return Proof{}, err
	}
	p := Proof{Rev: newest.Rev, Hash: newest.Hash}
	err = r.Scan(nil, nil, func(k, v []byte) error {
		key := string(k)
		switch {
		case key == headKey || under(key, journalPart):
			return nil
		case under(key, draftPart):
			var draft Draft
			if err := decode(key, v, &draft); err != nil {
				return err
			}
			if !under(draft.Object, RatingDrafts) {
				p.Drafts++
			}
			return nil
		case under(key, settingPart):
			var s pingyi.Settings
			return decode(key, v, &s)
		case under(key, bookmarkPart):
			var b pingyi.Bookmarks
			return decode(key, v, &b)
		}
		want, known := records[key]
		switch {
		case !known:
			return damaged("记录 %s 没有留痕", "the record at %s is there, but no journal entry wrote it", key)
		case want != hashOf(v):
			return damaged("记录 %s 与留痕不符", "the record at %s is not what its last journal entry left", key)
		}
		delete(records, key)
		if journaled(key) && !under(key, ratingPart) && !under(key, ballotPart) {
			p.Records++
		}
		return nil
	})
	if err != nil {
		return p, err
	}
	for key := range records {
		return p, damaged("记录 %s 缺失", "the record at %s is missing", key)
	}
	return p, nil
}

// replay follows the journal up to newest and returns what it leaves: the hash
// of the value at every key, commands included.
func replay(r kv.Reader, newest head) (records map[string]string, err error) {
	records = map[string]string{}
	var last head
	from, to := kv.Prefix([]byte(journalPart))
	err = r.Scan(from, to, func(k, b []byte) error {
		var e entry
		if err := decode(string(k), b, &e); err != nil {
			return err
		}
		if string(k) != journalKey(last.Rev+1) || e.Rev != last.Rev+1 || e.Prev != last.Hash {
			return damaged("第 %d 号留痕与前一条接不上", "journal entry %d does not follow the one before it", last.Rev+1)
		}
		for _, w := range e.Writes {
			if records[w.Key] != hashIfThere(w.Before) || !journaled(w.Key) {
				return damaged("第 %d 号留痕所记的原值与前文不符（%s）", "journal entry %d does not begin where the ones before it left %s", e.Rev, w.Key)
			}
			if records[w.Key] = hashIfThere(w.After); records[w.Key] == "" {
				delete(records, w.Key)
			}
		}
		records[commandKey(e.ID)] = hashOf(fmt.Append(nil, e.Rev))
		last = head{e.Rev, hashOf(b)}
		return nil
	})
	if err == nil && last != newest {
		err = damaged("留痕到第 %d 号为止，而记录自称有 %d 号", "the journal ends at %d, but the record says %d", last.Rev, newest.Rev)
	}
	return records, err
}

// hashIfThere is the hash of a value, empty for none: null is how a journal
// entry says so.
func hashIfThere(v json.RawMessage) string {
	if v == nil || string(v) == "null" {
		return ""
	}
	return hashOf(v)
}

func under(key, part string) bool { return len(key) > len(part) && key[:len(part)] == part }
