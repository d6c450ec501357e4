// Package badgerkv is Badger as a [kv.Engine]: the embedded default.
//
// Badger by itself forgives its files too much. It ends a damaged log at the
// damage and drops what follows, ignores tables whose checksum is wrong, deletes
// tables that a cut manifest no longer names, and ends the process where an
// assertion fails. So everything in the directory is checked before Badger sees
// it (check.go), and a directory that lost something in the middle, or
// acknowledged commits that can still be seen to have been there, is refused and
// left as it is. What cannot be seen from the files is that the last commits of
// all are missing: whoever needs to know keeps a mark of the last one elsewhere.
//
// Beside Badger's own files the directory holds "pid", the lock, and "reserve",
// space set aside for closing on a full disk.
package badgerkv

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"

	"pingyi/store/kv"
)

// Open opens the record in dir, and makes it when there is none. Besides errors
// of the file system it returns [kv.ErrInUse] while a process, this one
// included, has dir open, and [kv.ErrDamaged].
//
// warn is told, from any goroutine, what was repaired at opening and what Badger
// complains of later; it may be nil.
func Open(dir string, warn func(kv.Warning)) (kv.Engine, error) {
	return open(dir, warn, newRoom(dir))
}

func open(dir string, warn func(kv.Warning), r *room) (_ kv.Engine, err error) {
	if warn == nil {
		warn = func(kv.Warning) {}
	}
	if err := makeDir(dir); err != nil {
		return nil, err
	}
	held, err := lock(dir)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			unlock(held)
		}
	}()
	r.release()
	found, err := check(dir, warn)
	if err != nil {
		return nil, err
	}
	opt := tuned(dir, warn)
	// A short run ends before Badger's compactors wake, so a command run many
	// times would pile up small tables: the close of every sixth run merges them.
	opt.CompactL0OnClose = found.level0 > 5
	e := &engine{room: r, held: held, commit: (*badger.Txn).Commit}
	err = guard(func() (err error) {
		e.db, err = badger.Open(opt)
		return err
	})
	if err != nil {
		return nil, asDamage("", err)
	}
	r.take(warn)
	return e.ready(), nil
}

// OpenMemory opens an empty engine that keeps nothing.
func OpenMemory() (kv.Engine, error) {
	db, err := badger.Open(tuned("", func(kv.Warning) {}).WithInMemory(true))
	if err != nil {
		return nil, err
	}
	return (&engine{db: db, commit: (*badger.Txn).Commit}).ready(), nil
}

// tuned returns options for small memory: a record is tens of megabytes.
func tuned(dir string, warn func(kv.Warning)) badger.Options {
	opt := badger.DefaultOptions(dir)
	opt.Logger = logger(warn)
	opt.SyncWrites = true
	opt.DetectConflicts = true
	opt.MetricsEnabled = false
	// Badger takes transactions of up to 15 % of a memory table, which must hold
	// kv.MaxBytes; and a value below the threshold stays out of the value log.
	opt.MemTableSize = 8 << 20
	opt.NumMemtables = 2
	opt.ValueThreshold = kv.MaxBytes
	opt.ValueLogFileSize = 2 << 20
	// Blocks are read straight from the mapped tables, so no cache is needed.
	opt.Compression = options.None
	opt.BlockCacheSize = 0
	opt.IndexCacheSize = 0
	opt.ChecksumVerificationMode = options.OnBlockRead
	opt.NumCompactors = 2
	return opt
}

// makeDir makes dir and has its name on disk, lest a power cut take the whole
// directory with all that was acknowledged in it.
func makeDir(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	parent, err := os.Open(filepath.Dir(filepath.Clean(dir)))
	if err != nil {
		return err
	}
	defer parent.Close()
	return parent.Sync()
}

// logger passes Badger's errors and warnings on.
type logger func(kv.Warning)

func (l logger) Errorf(format string, args ...any)   { l.say(format, args) }
func (l logger) Warningf(format string, args ...any) { l.say(format, args) }
func (l logger) Infof(string, ...any)                {}
func (l logger) Debugf(string, ...any)               {}

func (l logger) say(format string, args []any) {
	l(kv.Warning{Kind: kv.Complaint, Err: errors.New(strings.TrimSpace(fmt.Sprintf(format, args...)))})
}

// guard runs a call into Badger and returns its panic, which damaged files
// cause, as damage. That includes a fault in a mapped file that was cut short.
func guard(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = asDamage("", fmt.Errorf("%v", p))
		}
	}()
	return fn()
}

func asDamage(file string, err error) error {
	if d, ok := err.(*kv.Damage); ok {
		return d
	}
	return &kv.Damage{File: file, Err: err}
}
