package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"pingyi"
)

// mirror keeps the newest head outside the engine's files. The file has two
// slots of one line each, written in turn, so that a write torn by a power cut
// leaves the other; a line carries its own digest.
type mirror struct {
	mu   sync.Mutex
	path string
	file *os.File
}

const (
	mirrorName = "head"
	slotSize   = 512 // a disk sector: written whole or not at all
)

// openMirror opens the mirror in dir. With nothing there it is made, which is
// right for a record without entries only; see [Store.check].
func openMirror(dir string) (*mirror, error) {
	m := &mirror{path: filepath.Join(dir, mirrorName)}
	f, err := os.OpenFile(m.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	m.file = f
	if err := syncDir(dir); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return m, nil
}

func (m *mirror) close() error { return m.file.Close() }

// write puts h into its slot and on the disk.
func (m *mirror) write(h head) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	line := fmt.Sprintf("%d %s", h.Rev, h.Hash)
	line += " " + hashOf([]byte(line))
	slot := fmt.Sprintf("%-*s\n", slotSize-1, line)
	if _, err := m.file.WriteAt([]byte(slot), int64(h.Rev%2)*slotSize); err != nil {
		return err
	}
	return m.file.Sync()
}

// mend puts h into its slot and clears the other, one after the other, so that
// at any moment one of them is good.
func (m *mirror) mend(h head) error {
	if err := m.write(h); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, err := m.file.WriteAt(make([]byte, slotSize), int64((h.Rev+1)%2)*slotSize); err != nil {
		return err
	}
	return errors.Join(m.file.Truncate(2*slotSize), m.file.Sync())
}

// errMirrorSlot says that a slot holds something, but not a head.
var errMirrorSlot = errors.New("a line of the mirrored head is damaged")

// read returns the newer of the two heads, the zero head when nothing was ever
// written, and errMirrorSlot beside it when a slot is damaged.
func (m *mirror) read() (newest head, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	b, err := os.ReadFile(m.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return head{}, err
	}
	if len(b) > 2*slotSize {
		return head{}, errMirrorSlot
	}
	err = nil
	for i := 0; i*slotSize < len(b); i++ {
		slot := b[i*slotSize : min((i+1)*slotSize, len(b))]
		h, slotErr := parseSlot(string(slot), uint64(i))
		switch {
		case slotErr != nil:
			err = slotErr
		case h.Rev > newest.Rev:
			newest = h
		}
	}
	return newest, err
}

func parseSlot(slot string, no uint64) (h head, err error) {
	if strings.Trim(slot, "\x00") == "" { // never written: the other slot is
		return head{}, nil
	}
	line := strings.TrimRight(slot, " \n")
	var digest string
	if _, err := fmt.Sscanf(line, "%d %s %s", &h.Rev, &h.Hash, &digest); err != nil {
		return head{}, errMirrorSlot
	}
	whole := fmt.Sprintf("%-*s\n", slotSize-1, fmt.Sprintf("%d %s %s", h.Rev, h.Hash, digest))
	if digest != hashOf(fmt.Appendf(nil, "%d %s", h.Rev, h.Hash)) || h.Rev%2 != no || slot != whole {
		return head{}, errMirrorSlot
	}
	return h, nil
}

// behind is the error of a record that lacks what its mirror has.
func behind(record, mirror head) *pingyi.Error {
	return damaged("记录只到第 %d 号留痕，而文件 %s 表明曾写到第 %d 号：后面的内容丢失了",
		"the record ends at journal revision %d, but the file %s shows that %d was written: what came after is lost",
		record.Rev, mirrorName, mirror.Rev)
}
