package badgerkv_test

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pingyi/store/kv"
	"pingyi/store/kv/badgerkv"
)

// killed returns the files of a record of which 20 commits are in a table and
// 20 in a log, and the name of that log.
func killed(t *testing.T) (files map[string][]byte, log string) {
	t.Helper()
	dir := t.TempDir()
	closeAfter(t, dir, 20)
	fillAndKill(t, dir, 40)
	files = filesOf(t, dir)
	for name := range files {
		if filepath.Ext(name) == ".mem" {
			log = name
		}
	}
	return files, log
}

// openFiles opens a directory of these files. It returns what was warned of.
func openFiles(t *testing.T, files map[string][]byte) (dir string, e kv.Engine, warned string, err error) {
	t.Helper()
	dir = t.TempDir()
	for name, data := range files {
		writeFile(t, filepath.Join(dir, name), data)
	}
	e, err = badgerkv.Open(dir, func(w kv.Warning) { warned += w.String() + "\n" })
	if err == nil {
		t.Cleanup(func() { e.Close() })
	}
	return dir, e, warned, err
}

func TestWhatAPowerCutLeavesIsRepairedLoudly(t *testing.T) {
	files, log := killed(t)
	used := len(bytes.TrimRight(files[log], "\x00"))
	for name, c := range map[string]struct {
		file    string
		data    []byte
		commits int
		warning string
	}{
		"an empty log":                   {"00099.mem", nil, 40, "00099.mem: empty"},
		"an empty value log":             {"000099.vlog", nil, 40, "000099.vlog: empty"},
		"an empty log, flushed before":   {"00000.mem", nil, 40, "00000.mem: empty"},
		"the last page of a commit":      {log, append(bytes.Clone(files[log][:used-600]), make([]byte, 4096)...), 39, log + ": its unfinished end"},
		"the first page of the next one": {log, append(bytes.Clone(files[log][:used]), "\x40\x00\x0f\x04\x00kjunk"...), 40, log + ": its unfinished end"},
		"a table half made":              {"000099.sst", []byte("half"), 40, "000099.sst: left unfinished"},
		"a manifest entry half written":  {"MANIFEST", append(bytes.Clone(files["MANIFEST"]), 0, 0, 0), 40, "MANIFEST: its unfinished end"},
	} {
		t.Run(name, func(t *testing.T) {
			hurt := maps.Clone(files)
			hurt[c.file] = c.data
			_, e, warned, err := openFiles(t, hurt)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(warned, c.warning) {
				t.Errorf("warned %q, want %q", warned, c.warning)
			}
			if last, err := readBack(context.Background(), e); err != nil || last != c.commits {
				t.Errorf("%d commits, %v; want %d", last, err, c.commits)
			}
		})
	}
}

func TestWhatNoPowerCutLeavesIsRefusedAndLeftAsItIs(t *testing.T) {
	files, log := killed(t)
	table := ""
	for name := range files {
		if filepath.Ext(name) == ".sst" {
			table = name
		}
	}
	flipped := func(name string, at int) []byte {
		data := bytes.Clone(files[name])
		data[at] ^= 4
		return data
	}
	for name, c := range map[string]struct {
		file   string
		data   []byte // nil to remove it
		blamed string
	}{
		"a byte of a commit that others follow": {log, flipped(log, 5000), log},
		"a length of a commit":                  {log, flipped(log, 23), log},
		"the header of a log":                   {log, flipped(log, 3), log},
		"a byte of a table":                     {table, flipped(table, 5000), table},
		"a table that is missing":               {table, nil, table},
		"a manifest cut to its first entry":     {"MANIFEST", files["MANIFEST"][:20], log},
		"a manifest that is missing":            {"MANIFEST", nil, "MANIFEST"},
		"a log without the one before": {"00099.mem", func() []byte {
			// As if commits 31 to 40 had been in a log of their own, and the log
			// of those before had been lost.
			data := files[log]
			at := 20
			for range 30 - 20 {
				at += bytes.Index(data[at:], []byte("!badger!txn")) + 11 + 8 + 2 + 4
			}
			return append(bytes.Clone(data[:20]), data[at:]...)
		}(), "00099.mem"},
	} {
		t.Run(name, func(t *testing.T) {
			hurt := maps.Clone(files)
			hurt[c.file] = c.data
			if c.data == nil {
				delete(hurt, c.file)
			}
			if c.file == "00099.mem" {
				delete(hurt, log)
			}
			dir, _, _, err := openFiles(t, hurt)
			d, ok := errors.AsType[*kv.Damage](err)
			if !ok || !errors.Is(err, kv.ErrDamaged) {
				t.Fatalf("opened: %v", err)
			}
			if d.File != c.blamed {
				t.Errorf("blamed %s: %v, want %s", d.File, err, c.blamed)
			}
			left := filesOf(t, dir)
			delete(left, "pid")
			delete(hurt, "pid")
			for _, name := range slices.Sorted(maps.Keys(hurt)) {
				if !bytes.Equal(left[name], hurt[name]) {
					t.Errorf("%s was changed", name)
				}
			}
			if len(left) != len(hurt) {
				t.Errorf("%d files are left of %d", len(left), len(hurt))
			}
			// Refused again, not taken the second time; and not locked.
			if _, err := badgerkv.Open(dir, nil); !errors.Is(err, kv.ErrDamaged) {
				t.Errorf("opened again: %v", err)
			}
		})
	}
}

func TestTablesThatTheManifestLostAreNotDeleted(t *testing.T) {
	dir := t.TempDir()
	closeAfter(t, dir, 20)
	closeAfter(t, dir, 40)
	files := filesOf(t, dir)
	all := files["MANIFEST"]
	for end := 16; end < len(all); end++ {
		files["MANIFEST"] = all[:end]
		dir, _, _, err := openFiles(t, files)
		if d, ok := errors.AsType[*kv.Damage](err); !ok || d.File != "MANIFEST" {
			t.Errorf("the manifest cut at %d of %d: %v", end, len(all), err)
		}
		if left := filesOf(t, dir); len(left) < len(files) {
			t.Errorf("the manifest cut at %d of %d: %d files are left of %d", end, len(all), len(left), len(files))
		}
	}
}

// The numbers of commits tell what is missing only if none is forgotten, and
// compaction forgets deletions.
func TestTheNewestCommitIsNeverForgottenThoughItDeleted(t *testing.T) {
	dir := t.TempDir()
	for run := range 16 {
		e := openDir(t, dir)
		for _, fn := range []func(kv.Tx) error{
			func(tx kv.Tx) error { return tx.Put([]byte("a"), nil) },
			func(tx kv.Tx) error { return tx.Delete([]byte("a")) },
		} {
			if err := e.Update(context.Background(), fn); err != nil {
				t.Fatal(err)
			}
		}
		// Compaction forgets what a snapshot that has ended was the first to see.
		if _, err := readBack(context.Background(), e); err != nil {
			t.Fatal(err)
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		newest, err := badgerkv.NewestInTables(dir)
		if want := uint64(2 * (run + 1)); err != nil || newest != want {
			t.Fatalf("run %d: the tables reach up to commit %d, %v; %d were made", run, newest, err, want)
		}
	}
}
