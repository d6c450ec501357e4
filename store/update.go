package store

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"

	"pingyi"
	"pingyi/store/kv"
)

// view is one snapshot of the record as the desk's actor sees it.
type view struct {
	kv.Reader
	actor pingyi.Actor // as the record has the member now
}

// tx is one command under way: a view that can be written to.
type tx struct {
	view
	k      kv.Tx
	rev    uint64 // of the journal entry that the command will be
	id     string
	of     string // see partOf
	writes []write
}

// maxAttempts bounds the reruns of a command that loses to others.
const maxAttempts = 50

// read runs fn on one snapshot.
func (d *Desk) read(ctx context.Context, fn func(*view) error) error {
	return translate(d.store.engine.View(ctx, func(r kv.Reader) error {
		v := &view{Reader: r, actor: d.actor}
		if err := d.admit(v, ""); err != nil {
			return err
		}
		return fn(v)
	}), "")
}

// admit lets whoever sits at the desk do what a command says, the empty one being
// to read or to write beside the journal, before the rights are asked: it takes
// the member as the record has it, and holds who came by an invitation to what
// that is for. Whatever reads or writes comes by here.
func (d *Desk) admit(v *view, command string) error {
	if d.code != "" && command != pingyi.CommandAddKey && command != pingyi.CommandSetPassword {
		return onlyInvited()
	}
	return v.refresh()
}

// refresh takes the member as the record has it: rights are those of now, not of
// when the desk was opened.
func (v *view) refresh() error {
	if v.actor.Member.Role == pingyi.Owner {
		return nil
	}
	m, found, err := get[pingyi.Member](v, memberKey(v.actor.Member.ID))
	if err != nil {
		return err
	}
	if !found {
		return noSuch(pingyi.NounMember, v.actor.Member.ID)
	}
	v.actor.Member = m
	return nil
}

// update runs fn as the command called name: the records that it puts, the
// journal entry for them and the new head become durable together, or not at
// all. fn may run several times and must only read through its tx. A command
// that changes nothing leaves no entry.
func (d *Desk) update(ctx context.Context, name string, fn func(*tx) error) error {
	s := d.store
	s.writer.Lock()
	defer s.writer.Unlock()
	id := s.opt.NewID()
	var newest head
	for attempt := 0; ; attempt++ {
		err := s.engine.Update(ctx, func(k kv.Tx) (err error) {
			newest, err = d.apply(k, id, name, fn)
			return err
		})
		// After an unknown outcome the rerun finds the id in the journal if the
		// first run was applied.
		if again := errors.Is(err, kv.ErrConflict) || errors.Is(err, kv.ErrUnknown); again && attempt < maxAttempts {
			continue
		}
		if err != nil {
			return translate(err, "")
		}
		break
	}
	if s.mirror == nil || newest.Rev == 0 {
		return nil
	}
	if err := s.mirror.write(newest); err != nil {
		return pingyi.Errorf(pingyi.State, "改动已保存，但数据目录中的文件 %s 写不进去，记录的完整性暂时无法核对；请检查磁盘",
			"your change is saved, but the file %s in the data directory, which shows the record to be whole, cannot be written: check the disk", mirrorName).Because(errors.Join(errUnmirrored, err))
	}
	return nil
}

// errUnmirrored is beneath the error of a command that was done all the same.
var errUnmirrored = errors.New("committed, but not in the mirror")

// apply is one attempt at a command. It returns the head after it, the zero head
// when it changed nothing.
func (d *Desk) apply(k kv.Tx, id, name string, fn func(*tx) error) (head, error) {
	old, _, err := get[head](k, headKey)
	if err != nil {
		return head{}, err
	}
	if _, done, err := get[uint64](k, commandKey(id)); err != nil || done {
		return old, err
	}
	t := &tx{view: view{Reader: k, actor: d.actor}, k: k, rev: old.Rev + 1, id: id}
	if err := d.admit(&t.view, name); err != nil {
		return head{}, err
	}
	if err := fn(t); err != nil {
		return head{}, err
	}
	if t.unchanged() {
		return head{}, nil
	}
	b, err := encode(entry{Rev: t.rev, ID: id, At: d.store.opt.Now().UTC(), Member: t.actor.Member.ID, By: t.actor.By,
		From: d.from, Command: name, Of: t.of, Writes: t.writes, Prev: old.Hash})
	if err != nil {
		return head{}, err
	}
	next := head{Rev: t.rev, Hash: hashOf(b)}
	if err := k.Put([]byte(journalKey(t.rev)), b); err != nil {
		return head{}, err
	}
	for _, record := range []struct {
		key string
		v   any
	}{{commandKey(id), t.rev}, {headKey, next}} {
		b, err := encode(record.v)
		if err != nil {
			return head{}, err
		}
		if err := k.Put([]byte(record.key), b); err != nil {
			return head{}, err
		}
	}
	return next, nil
}

// partOf makes the command a part of the step that the command first began, empty for
// one that this begins, and returns what the next part is to name as first.
func (t *tx) partOf(first string) string {
	t.of = cmp.Or(first, t.id)
	return t.of
}

// put writes the record at key, for the journal to account for.
func (t *tx) put(key string, v any) error {
	b, err := encode(v)
	if err != nil {
		return err
	}
	return t.set(key, b)
}

// del removes the record at key.
func (t *tx) del(key string) error { return t.set(key, nil) }

func (t *tx) set(key string, after json.RawMessage) error {
	before, _, err := t.k.Get([]byte(key))
	if err != nil || bytes.Equal(before, after) {
		return err
	}
	if after == nil {
		err = t.k.Delete([]byte(key))
	} else {
		err = t.k.Put([]byte(key), after)
	}
	if err != nil {
		return err
	}
	for i := range t.writes { // written before in this command: it began elsewhere
		if t.writes[i].Key == key {
			t.writes[i].After = after
			return nil
		}
	}
	t.writes = append(t.writes, write{key, before, after})
	return nil
}

func (t *tx) unchanged() bool {
	for _, w := range t.writes {
		if !bytes.Equal(w.Before, w.After) {
			return false
		}
	}
	return true
}

func noSuch(noun pingyi.Noun, name any) *pingyi.Error {
	return pingyi.Errorf(pingyi.NotFound, "没有%s“%v”", "there is no %s %v", noun, name)
}
