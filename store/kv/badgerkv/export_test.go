package badgerkv

import (
	"errors"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/table"

	"pingyi/store/kv"
)

// Check is check, for tests that must not let Badger at damaged files.
func Check(dir string) error {
	_, err := check(dir, func(kv.Warning) {})
	return err
}

// NewestInTables returns the number of the newest commit that tables hold.
func NewestInTables(dir string) (newest uint64, err error) {
	d := directory{dir: dir, warn: func(kv.Warning) {}}
	listed, err := d.manifest()
	for id, t := range listed {
		n, err := d.table(table.IDToFilename(id), id, t.Compression)
		if err != nil {
			return 0, err
		}
		newest = max(newest, n)
	}
	return newest, err
}

// OpenOnDisk is Open on a disk of which free tells what is left, in bytes.
func OpenOnDisk(dir string, warn func(kv.Warning), free func() uint64) (kv.Engine, error) {
	r := newRoom(dir)
	r.free = func(string) (uint64, error) { return free(), nil }
	return open(dir, warn, r)
}

// BreakCommits makes every commit of e end in an error that is no answer.
func BreakCommits(e kv.Engine) {
	e.(*engine).commit = func(*badger.Txn) error { return errors.New("input/output error") }
}
