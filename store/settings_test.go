package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/store/kv"
)

func TestSettingsLieBesideTheJournalAndGoWithADump(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	r1, r2 := as(t, owner, "r1"), as(t, owner, "r2")
	mine := pingyi.Settings{Lang: "en", Keymap: pingyi.OwnKeymap, Bindings: strings.Repeat("#\t\"\n", pingyi.MaxBindings/4), Colors: "off"}
	before, err := owner.Verify(ctx)
	must(t, err)
	history := shown(owner)
	if s, err := r1.Settings(ctx); err != nil || s != (pingyi.Settings{}) {
		t.Errorf("%+v, %v", s, err)
	}
	must(t, r1.SaveSettings(ctx, pingyi.Settings{Lang: "zh"}))
	must(t, r1.SaveSettings(ctx, mine))
	refused(t, pingyi.Invalid, r1.SaveSettings(ctx, pingyi.Settings{Lang: "fr"}))
	refused(t, pingyi.Forbidden, owner.SaveSettings(ctx, mine))
	after, err := owner.Verify(ctx)
	must(t, err)
	if before != after || history != shown(owner) {
		t.Errorf("they are in the journal: %+v, then %+v", before, after)
	}
	if s, err := r2.Settings(ctx); err != nil || s != (pingyi.Settings{}) {
		t.Errorf("another's: %+v, %v", s, err)
	}
	path := filepath.Join(t.TempDir(), "dump")
	_, err = owner.Dump(ctx, path)
	must(t, err)
	dir := filepath.Join(t.TempDir(), "new")
	_, err = store.Restore(ctx, dir, path, store.Options{})
	must(t, err)
	s := open(t, dir)
	defer s.Close()
	if got, err := as(t, s.OwnerDesk("test"), "r1").Settings(ctx); err != nil || got != mine {
		t.Errorf("restored %+v, %v", got, err)
	}
	again := filepath.Join(t.TempDir(), "dump")
	_, err = s.OwnerDesk("test").Dump(ctx, again)
	must(t, err)
	one, err := os.ReadFile(path)
	must(t, err)
	two, err := os.ReadFile(again)
	must(t, err)
	if string(one) != string(two) {
		t.Error("dumped again, the file differs")
	}
	must(t, owner.DisableMember(ctx, "r1"))
	refused(t, pingyi.Forbidden, r1.SaveSettings(ctx, mine))
}

func TestDamagedSettingsAreReported(t *testing.T) {
	ctx := t.Context()
	for _, value := range []string{`{"lang":`, `[]`, `{"lang":7}`} {
		engine, owner := onEngine(t)
		populate(t, owner)
		r1 := as(t, owner, "r1")
		must(t, r1.SaveSettings(ctx, pingyi.Settings{Lang: "en"}))
		must(t, engine.Update(ctx, func(tx kv.Tx) error { return tx.Put([]byte("setting/r1"), []byte(value)) }))
		_, err := r1.Settings(ctx)
		refused(t, pingyi.Damaged, err)
		_, err = owner.Verify(ctx)
		refused(t, pingyi.Damaged, err)
		_, err = owner.Dump(ctx, filepath.Join(t.TempDir(), "dump"))
		refused(t, pingyi.Damaged, err)
	}
}
