package store_test

import (
	"bytes"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/store/kv"
	"pingyi/store/kv/badgerkv"
)

// Each alteration is made below the journal, as somebody with the engine's own
// tools could.
func TestVerifyFindsWhatTheJournalDoesNotAccountFor(t *testing.T) {
	ctx := t.Context()
	replace := func(key, old, new string) func(kv.Tx) error {
		return func(tx kv.Tx) error {
			b, found, err := tx.Get([]byte(key))
			if err != nil || !found || !bytes.Contains(b, []byte(old)) {
				t.Fatalf("%s is %q, %v", key, b, err)
			}
			return tx.Put([]byte(key), bytes.ReplaceAll(b, []byte(old), []byte(new)))
		}
	}
	remove := func(key string) func(kv.Tx) error {
		return func(tx kv.Tx) error {
			if _, found, err := tx.Get([]byte(key)); err != nil || !found {
				t.Fatalf("%s is not there, %v", key, err)
			}
			return tx.Delete([]byte(key))
		}
	}
	put := func(key, value string) func(kv.Tx) error {
		return func(tx kv.Tx) error { return tx.Put([]byte(key), []byte(value)) }
	}
	for name, alter := range map[string]func(kv.Tx) error{
		"a budget":               replace("activity/2016/701/0/000001", "10.00", "90.00"),
		"a rating":               replace("rating/p1/001/r1/2016/701/000001", `"tier":3`, `"tier":0`),
		"a role":                 replace("member/r1", "reviewer", "admin"),
		"a rating gone":          remove("rating/p1/001/r1/2016/701/000001"),
		"a member slipped in":    put("member/x1", `{"id":"x1","name":"甲","role":"admin","weight":"1"}`),
		"a command slipped in":   put("command/x", `3`),
		"a command gone":         remove("command/command-1"),
		"who did it":             replace("journal/000000000000000f", `"member":"r1"`, `"member":"r2"`),
		"when":                   replace("journal/0000000000000003", "2016-03-01", "2016-03-02"),
		"an entry gone":          remove("journal/0000000000000003"),
		"the last entry gone":    remove("journal/000000000000000f"),
		"an entry slipped in":    put("journal/0000000000000010", `{"rev":16,"writes":[]}`),
		"the head":               replace("head", `"rev":15`, `"rev":14`),
		"the head gone":          remove("head"),
		"something else":         put("zzz", `1`),
		"a broken draft":         put("draft/r1/x", `{"object":`),
		"what is not JSON there": put("member/r1", `{`),
	} {
		t.Run(name, func(t *testing.T) {
			engine, err := badgerkv.OpenMemory()
			must(t, err)
			s := store.On(engine, steady())
			t.Cleanup(func() { must(t, s.Close()) })
			owner := s.OwnerDesk("test")
			convene(t, owner)
			must(t, as(t, owner, "r1").Rate(ctx, "p1", mark(1, grade(3, ""))))
			_, err = as(t, owner, "r1").Submit(ctx, "p1", "")
			must(t, err)
			if p, err := owner.Verify(ctx); err != nil || p.Rev != 15 {
				t.Fatalf("%+v, %v", p, err)
			}
			must(t, engine.Update(ctx, alter))
			_, err = owner.Verify(ctx)
			refused(t, pingyi.Damaged, err)
		})
	}
}

func TestVerifyFindsAlteredRulingsSignaturesAndWaysIn(t *testing.T) {
	ctx := t.Context()
	for name, c := range map[string]struct{ key, old, new string }{
		"a ruling":             {"adjudication/p2/002/2016/701/000001", "补交了材料", "没交材料"},
		"a signature":          {"round/p2/002", `"by":"c2"`, `"by":"c1"`},
		"what a round asked":   {"round/p2/002", `"activity":1`, `"activity":2`},
		"whose key it is":      {"key/a_b-c", "r1", "m1"},
		"a password":           {"credential/r1", "argon", "other"},
		"an invitation longer": {"credential/r1", "2016-03-08", "2017-03-08"},
		"the host key":         {"server/host-key", "SHA256:host", "SHA256:evil"},
	} {
		t.Run(name, func(t *testing.T) {
			engine, owner := onEngine(t)
			populate(t, owner)
			signs(t, owner)
			_, err := owner.Verify(ctx)
			must(t, err)
			must(t, engine.Update(ctx, func(tx kv.Tx) error {
				b, found, err := tx.Get([]byte(c.key))
				if err != nil || !found || !bytes.Contains(b, []byte(c.old)) {
					t.Fatalf("%s is %q, %v", c.key, b, err)
				}
				return tx.Put([]byte(c.key), bytes.ReplaceAll(b, []byte(c.old), []byte(c.new)))
			}))
			_, err = owner.Verify(ctx)
			refused(t, pingyi.Damaged, err)
		})
	}
}
