package badgerkv

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"strconv"
)

// A log of Badger (a ".mem" file) is 20 bytes of which 8 name a key, 0 for none,
// then entries, then zeros:
//
//	meta, user meta   a byte each
//	lengths           of key, of value, and a time, as varints
//	key, value
//	checksum          CRC-32C of all that, big-endian
//
// A key ends in 8 bytes: the commit's number, subtracted from the greatest. A
// commit is its entries and then one of key "!badger!txn" whose value is the
// number in digits.
const logHeader = 20

var finished = []byte("!badger!txn")

const metaFinished = 1 << 7

// logState is what a log holds.
type logState struct {
	first, last uint64 // of the commits that can be read, 0 for none
	end         int    // where they end
	torn        bool   // more was written there
	beyond      uint64 // the newest commit after that, 0 for none
}

// readLog reads as Badger does, up to the first entry that is not whole, and
// then looks for whole commits beyond, which Badger does not.
func readLog(data []byte) (logState, error) {
	var l logState
	if len(data) < logHeader {
		l.end, l.torn = len(data), len(data) > 0
		return l, nil
	}
	if binary.BigEndian.Uint64(data) != 0 {
		return l, errors.New("its header is not what was written")
	}
	l.end = logHeader
	for at := logHeader; ; {
		e, ok := readEntry(data[at:])
		if !ok {
			l.torn = at != l.end || !blank(data[at:])
			break
		}
		at += e.size
		if n, ok := e.finishes(); ok {
			if l.first == 0 {
				l.first = n
			}
			l.last, l.end = n, at
		}
	}
	l.beyond = newestCommit(data[l.end:])
	return l, nil
}

type entry struct {
	meta       byte
	key, value []byte
	size       int
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func readEntry(data []byte) (e entry, ok bool) {
	if len(data) < 2 {
		return e, false
	}
	e.meta = data[0]
	at := 2
	var lengths [3]uint64
	for i := range lengths {
		v, n := binary.Uvarint(data[at:])
		if n <= 0 || i < 2 && v > uint64(len(data)) {
			return e, false
		}
		lengths[i] = v
		at += n
	}
	klen, vlen := int(lengths[0]), int(lengths[1])
	end := at + klen + vlen
	if klen == 0 || end+crc32.Size > len(data) {
		return e, false
	}
	if crc32.Checksum(data[:end], castagnoli) != binary.BigEndian.Uint32(data[end:]) {
		return e, false
	}
	e.key, e.value, e.size = data[at:at+klen], data[at+klen:end], end+crc32.Size
	return e, true
}

// finishes returns the number of the commit that e ends.
func (e entry) finishes() (number uint64, ok bool) {
	if e.meta&metaFinished == 0 || !bytes.HasPrefix(e.key, finished) || len(e.key) != len(finished)+8 {
		return 0, false
	}
	number, err := strconv.ParseUint(string(e.value), 10, 64)
	return number, err == nil && math.MaxUint64-binary.BigEndian.Uint64(e.key[len(finished):]) == number
}

// newestCommit looks for the ends of commits at any place of data.
func newestCommit(data []byte) (newest uint64) {
	// Before its key, such an entry has a meta byte, a user meta byte, two
	// lengths and a time that are small: five bytes.
	const before = 5
	for at := 0; ; at += len(finished) {
		i := bytes.Index(data[at:], finished)
		if i < 0 {
			return newest
		}
		at += i
		if at < before {
			continue
		}
		if e, ok := readEntry(data[at-before:]); ok {
			if n, ok := e.finishes(); ok {
				newest = max(newest, n)
			}
		}
	}
}

// blank tells whether an entry's header would be all zeros here: nothing was
// written.
func blank(data []byte) bool {
	return len(bytes.Trim(data[:min(5, len(data))], "\x00")) == 0
}
