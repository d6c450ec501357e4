package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
)

// holdPart opens a record and has it until it is killed.
func holdPart(args []string) error {
	s, err := store.Open(args[0], store.Options{})
	if err != nil {
		return err
	}
	if len(args) > 1 { // a first command, so that there is something to have
		if err := s.OwnerDesk("holder").AddMember(context.Background(), members[0]); err != nil {
			return err
		}
	}
	fmt.Println("open")
	select {}
}

func TestARecordInUseSaysByWhichProcessUntilThatIsGone(t *testing.T) {
	dir := fast(t)
	c, out := start(t, "hold", dir, "write")
	if !out.Scan() || out.Text() != "open" {
		t.Fatalf("the holder says %q", out.Text())
	}
	_, err := store.Open(dir, store.Options{})
	refused(t, pingyi.Busy, err)
	for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
		if said := pingyi.Explain(err, l); !strings.Contains(said, fmt.Sprint(c.Process.Pid)) || !strings.Contains(said, dir) {
			t.Errorf("%v does not name the process and the directory: %s", l, said)
		}
	}
	must(t, c.Process.Kill())
	_ = c.Wait() // killed
	s := open(t, dir)
	list, err := s.OwnerDesk("test").Members(t.Context())
	if err != nil || len(list) != 1 {
		t.Errorf("%v, %v", list, err)
	}
	must(t, s.Close())
}

// A process may end between the commit and the mirror: then the record is ahead.
func TestARecordAheadOfItsMirrorOpensAndOneBehindDoesNot(t *testing.T) {
	for _, entries := range []int{1, 2, 5} {
		dir := fast(t)
		var mirrors [][]byte // after so many entries
		s := open(t, dir)
		for i := range entries {
			b, err := os.ReadFile(filepath.Join(dir, "head"))
			must(t, err)
			mirrors = append(mirrors, b)
			must(t, s.OwnerDesk("test").AddMember(t.Context(), members[i]))
		}
		must(t, s.Close())
		now, err := os.ReadFile(filepath.Join(dir, "head"))
		must(t, err)

		must(t, os.WriteFile(filepath.Join(dir, "head"), mirrors[entries-1], 0o600))
		s = open(t, dir)
		_, err = s.OwnerDesk("test").Verify(t.Context())
		must(t, err)
		must(t, s.Close())
		if b, err := os.ReadFile(filepath.Join(dir, "head")); err != nil || string(b) != string(now) {
			t.Errorf("%d entries: the mirror was not brought up: %q, %v", entries, b, err)
		}

		// The same mirror beside a record that lacks its last entries.
		other := fast(t)
		s = open(t, other)
		for i := range entries - 1 {
			must(t, s.OwnerDesk("test").AddMember(t.Context(), members[i]))
		}
		must(t, s.Close())
		must(t, os.WriteFile(filepath.Join(other, "head"), now, 0o600))
		_, err = store.Open(other, store.Options{})
		refused(t, pingyi.Damaged, err)
	}
}

func TestAMirrorLineTornByAPowerCutCostsAWarning(t *testing.T) {
	for _, entries := range []int{1, 2, 3} {
		dir := fast(t)
		s := open(t, dir)
		for i := range entries {
			must(t, s.OwnerDesk("test").AddMember(t.Context(), members[i]))
		}
		must(t, s.Close())
		path := filepath.Join(dir, "head")
		b, err := os.ReadFile(path)
		must(t, err)
		newest := b[entries%2*512:]
		copy(newest[:40], strings.Repeat("x", 40))
		must(t, os.WriteFile(path, b, 0o600))
		var warnings []*pingyi.Error
		s, err = store.Open(dir, store.Options{Warn: func(w *pingyi.Error) { warnings = append(warnings, w) }})
		must(t, err)
		if len(warnings) != 1 || !strings.Contains(warnings[0].In(pingyi.Zh), "文件 head 有一行已损坏") || !strings.Contains(warnings[0].In(pingyi.En), "a line of the file head") {
			t.Errorf("%d entries: warned %q", entries, warnings)
		}
		_, err = s.OwnerDesk("test").Verify(t.Context()) // the line was written anew
		must(t, err)
		must(t, s.Close())
	}
}

// The other line may be hurt as well, and is mended as well.
func TestTheOlderMirrorLineIsMended(t *testing.T) {
	dir := fast(t)
	s := open(t, dir)
	for _, m := range members[:3] {
		must(t, s.OwnerDesk("test").AddMember(t.Context(), m))
	}
	must(t, s.Close())
	path := filepath.Join(dir, "head")
	b, err := os.ReadFile(path)
	must(t, err)
	b[3] ^= 1 // of entry 2; entry 3 stands in the other line
	must(t, os.WriteFile(path, b, 0o600))
	for _, want := range []int{1, 0} {
		warned := 0
		s, err := store.Open(dir, store.Options{Warn: func(*pingyi.Error) { warned++ }})
		must(t, err)
		if warned != want {
			t.Errorf("warned %d times, want %d", warned, want)
		}
		_, err = s.OwnerDesk("test").Verify(t.Context())
		must(t, err)
		must(t, s.Close())
	}
}

func TestAMirrorThatIsGoneOrGarbageIsReported(t *testing.T) {
	dir := fast(t)
	s := open(t, dir)
	for _, m := range members[:3] {
		must(t, s.OwnerDesk("test").AddMember(t.Context(), m))
	}
	must(t, s.Close())
	path := filepath.Join(dir, "head")
	sound, err := os.ReadFile(path)
	must(t, err)
	for name, b := range map[string][]byte{
		"empty": {}, "zeros": make([]byte, 1024), "garbage": []byte(strings.Repeat("head", 256)), "too long": append(sound, '\n'),
		"slots exchanged": append(sound[512:1024:1024], sound[:512]...),
	} {
		must(t, os.WriteFile(path, b, 0o600))
		if _, err := store.Open(dir, store.Options{}); pingyi.CodeOf(err) != pingyi.Damaged {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, os.Remove(path))
	_, err = store.Open(dir, store.Options{})
	refused(t, pingyi.Damaged, err)
	must(t, os.WriteFile(path, sound, 0o600))
	must(t, open(t, dir).Close())
}
