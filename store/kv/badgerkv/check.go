package badgerkv

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
	"github.com/dgraph-io/badger/v4/table"

	"pingyi/store/kv"
)

// found is what check learned of a directory.
type found struct {
	level0 int // tables that no compaction has touched
}

// check reads every file that Badger will rely on and returns [kv.ErrDamaged]
// if one is not what was written, before Badger could repair it by forgetting.
//
// Commits are numbered from 1 without a gap, so what is missing shows: the
// tables reach up to some number, and the logs, oldest first, must go on from
// there. It removes empty logs, which a power cut leaves and Badger does not
// take.
func check(dir string, warn func(kv.Warning)) (found, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return found{}, err
	}
	d := directory{dir: dir, warn: warn}
	for _, e := range entries {
		switch filepath.Ext(e.Name()) {
		case ".sst":
			d.tables = append(d.tables, e.Name())
		case ".mem":
			d.logs = append(d.logs, e.Name())
		case ".vlog":
			d.values = append(d.values, e.Name())
		}
	}
	var f found
	err = guard(func() (err error) {
		f, err = d.check()
		return err
	})
	return f, err
}

type directory struct {
	dir                  string
	warn                 func(kv.Warning)
	tables, logs, values []string // names
}

func (d *directory) check() (found, error) {
	listed, err := d.manifest()
	if err != nil {
		return found{}, err
	}
	var f found
	var last uint64 // the newest commit that is in a listed table or a log
	for id, t := range listed {
		if t.Level == 0 {
			f.level0++
		}
		name := table.IDToFilename(id)
		newest, err := d.table(name, id, t.Compression)
		if err != nil {
			return found{}, err
		}
		last = max(last, newest)
		d.tables = slices.DeleteFunc(d.tables, func(n string) bool { return n == name })
	}
	if last, err = d.follow(last); err != nil {
		return found{}, err
	}
	// A table that is not listed was being made when the power went, and its
	// commits are in a log or in other tables still. If they are not, the
	// manifest has lost it, and Badger would delete it.
	for _, name := range d.tables {
		id, _ := table.ParseFileID(name)
		newest, err := d.table(name, id, options.None)
		if err != nil {
			d.warn(kv.Warning{Kind: kv.UnfinishedFile, File: name, Err: err})
		} else if newest > last {
			return found{}, damage(badger.ManifestFilename, "it does not name %s, which has commits up to %d, "+
				"and the rest reach only up to %d", name, newest, last)
		}
	}
	return f, d.removeEmpty()
}

func damage(file, format string, args ...any) error {
	return &kv.Damage{File: file, Err: fmt.Errorf(format, args...)}
}

// manifest returns the tables that the manifest lists.
func (d *directory) manifest() (map[uint64]badger.TableManifest, error) {
	const name = badger.ManifestFilename
	f, err := os.Open(filepath.Join(d.dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		if len(d.tables)+len(d.logs) > 0 {
			return nil, damage(name, "it is missing")
		}
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	m, end, err := badger.ReplayManifestFile(f, 0, badger.Options{})
	if err != nil {
		return nil, damage(name, "%w", err)
	}
	if st, err := f.Stat(); err == nil && st.Size() > end {
		d.warn(kv.Warning{Kind: kv.UnfinishedEnd, File: name, Err: fmt.Errorf("%d bytes after byte %d", st.Size()-end, end)})
	}
	return m.Tables, nil
}

// table checks every checksum of a table and returns its newest commit.
func (d *directory) table(name string, id uint64, c options.CompressionType) (newest uint64, err error) {
	data, unmap, err := mapped(filepath.Join(d.dir, name))
	if err != nil {
		return 0, damage(name, "%w", err)
	}
	defer unmap()
	// Badger ends the process over lengths that point outside of the file.
	left := uint64(len(data))
	for _, part := range []string{"checksum", "index"} {
		if left < 4 {
			return 0, damage(name, "no room for its %s", part)
		}
		size := uint64(binary.BigEndian.Uint32(data[left-4:]))
		if left -= 4; size > left {
			return 0, damage(name, "its %s cannot be %d bytes", part, size)
		}
		left -= size
	}
	err = guard(func() error {
		t, err := table.OpenInMemoryTable(data, id, &table.Options{Compression: c, ChkMode: options.OnBlockRead})
		if err != nil {
			return err
		}
		newest = t.MaxVersion()
		return t.VerifyChecksum()
	})
	if err != nil {
		return 0, damage(name, "%w", err)
	}
	return newest, nil
}

// follow checks that the logs go on from commit last, and returns the newest.
func (d *directory) follow(last uint64) (uint64, error) {
	byNumber := make(map[uint64]string)
	var numbers []uint64
	for _, name := range d.logs {
		n, err := strconv.ParseUint(strings.TrimSuffix(name, ".mem"), 10, 64)
		if err != nil {
			return 0, damage(name, "its name is not a number")
		}
		byNumber[n] = name
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	for _, n := range numbers {
		name := byNumber[n]
		data, unmap, err := mapped(filepath.Join(d.dir, name))
		if err != nil {
			return 0, damage(name, "%w", err)
		}
		l, err := readLog(data)
		unmap()
		switch {
		case err != nil:
			return 0, damage(name, "%w", err)
		case l.first > last+1:
			return 0, damage(name, "it begins with commit %d, and those before reach only up to %d", l.first, last)
		}
		last = max(last, l.last)
		// The commit after the last whole one may have been under way when the
		// power went. One later than that was begun when this was acknowledged.
		if l.beyond > last+1 {
			return 0, damage(name, "commit %d cannot be read at byte %d, and commits up to %d follow",
				last+1, l.end, l.beyond)
		}
		if l.torn {
			d.warn(kv.Warning{Kind: kv.UnfinishedEnd, File: name, Err: fmt.Errorf("a commit at byte %d", l.end)})
		}
	}
	return last, nil
}

func (d *directory) removeEmpty() error {
	for _, name := range append(d.logs, d.values...) {
		path := filepath.Join(d.dir, name)
		st, err := os.Stat(path)
		if err != nil {
			return err
		}
		if st.Size() > 0 {
			continue
		}
		d.warn(kv.Warning{Kind: kv.EmptyFile, File: name})
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	return nil
}

// mapped returns the bytes of a file, until unmap.
func mapped(path string) (data []byte, unmap func(), err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	if st.Size() == 0 {
		return nil, func() {}, nil
	}
	data, err = syscall.Mmap(int(f.Fd()), 0, int(st.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, nil, fmt.Errorf("map %s: %w", filepath.Base(path), err)
	}
	return data, func() { _ = syscall.Munmap(data) }, nil
}
