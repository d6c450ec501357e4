package badgerkv

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"pingyi/store/kv"
)

// room watches the space on the disk. Badger writes through mapped files of
// which the blocks do not exist yet, so a full disk is no error to it but a
// signal that ends the process: writing stops while enough is left for what
// Badger still does in the background, and a reserve is given back for closing.
type room struct {
	dir     string
	floor   uint64 // bytes free below which nothing is written
	reserve int64  // bytes
	free    func(dir string) (uint64, error)
}

func newRoom(dir string) *room {
	return &room{dir: dir, floor: 64 << 20, reserve: 16 << 20, free: statfs}
}

func statfs(dir string) (uint64, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return 0, err
	}
	return uint64(st.Bavail) * uint64(st.Bsize), nil
}

// check returns [kv.ErrReadOnly] below the floor.
func (r *room) check() error {
	free, err := r.free(r.dir)
	if err != nil {
		return fmt.Errorf("%w: how much space is left cannot be told: %w", kv.ErrReadOnly, err)
	}
	if free < r.floor {
		return fmt.Errorf("%w: %d MiB left on the disk, %d are needed: make room",
			kv.ErrReadOnly, free>>20, r.floor>>20)
	}
	return nil
}

func (r *room) file() string { return filepath.Join(r.dir, "reserve") }

// take sets the reserve aside if it is not there and the disk has it to give.
func (r *room) take(warn func(kv.Warning)) {
	if st, err := os.Stat(r.file()); err == nil && st.Size() == r.reserve {
		return
	}
	free, err := r.free(r.dir)
	if err == nil && free < r.floor+uint64(r.reserve) {
		err = fmt.Errorf("%d MiB left on the disk: %w", free>>20, syscall.ENOSPC)
	}
	if err == nil {
		err = fill(r.file(), r.reserve)
	}
	if err != nil {
		os.Remove(r.file())
		warn(kv.Warning{Kind: kv.NoReserve, Err: err})
	}
}

// release gives the reserve back when the disk is below the floor.
func (r *room) release() {
	if r.check() != nil {
		os.Remove(r.file())
	}
}

func fill(name string, size int64) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := allocate(f, size); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// writeOut makes the blocks of a file exist where the system has no call for it.
func writeOut(f *os.File, size int64) error {
	zeros := make([]byte, 1<<20)
	for at := int64(0); at < size; at += int64(len(zeros)) {
		if _, err := f.WriteAt(zeros[:min(int64(len(zeros)), size-at)], at); err != nil {
			return err
		}
	}
	return nil
}
