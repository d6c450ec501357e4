// Package kv is the port that a storage engine fills: ordered keys, one
// snapshot to read, small transactions, and a wake-up. It promises only what an
// embedded and a distributed engine can both keep, so that neither shows above
// it; package kvtest holds each sentence below as a test.
package kv

import (
	"context"
	"errors"
)

// The limits of one transaction, the same on every engine.
const (
	MaxKey   = 512     // bytes of a key; the least is 1
	MaxKeys  = 100     // different keys written
	MaxBytes = 1 << 20 // bytes of the keys and values written
)

// Engine stores keys and values in byte order of the keys. It may be used from
// many goroutines at once; a Reader or Tx belongs to the one that was handed it,
// and to the time until fn returns.
//
// A context that is done ends View and Update with its error and, as long as the
// commit has not begun, without effect. After Close, and when the engine had to
// give up, calls return [ErrClosed]. Stored data that is not what was written is
// reported as [ErrDamaged].
type Engine interface {
	// View runs fn on one snapshot: what was committed when View began, and
	// nothing else, however long fn takes. It returns fn's error as it is.
	View(ctx context.Context, fn func(Reader) error) error

	// Update runs fn once and commits what it wrote, all of it or nothing.
	// When it returns nil, the writes survive a power cut (of an engine that
	// keeps anything) and every later snapshot has them.
	//
	// An error of fn, or of the engine in a call on the Tx even if fn hides it,
	// leaves nothing behind and is returned as it is. Otherwise:
	//   - [ErrConflict]: another transaction changed, since this one began, a key
	//     that this one read with Get. Nothing is applied; the caller may rerun.
	//     Keys that a Scan passed over are not relied on: two transactions that
	//     each scan a range and add to it must both Get a key that both write.
	//     An engine may report a conflict where there was none.
	//   - [ErrUnknown]: whether it was applied cannot be told. It was, whole, or
	//     it was not.
	//   - [ErrReadOnly]: the engine takes no writes now; reading goes on.
	Update(ctx context.Context, fn func(Tx) error) error

	// Wake returns a channel that receives after commits of this engine, at
	// least once after each, many commits sharing one when the reader is slow.
	// A reader that never receives delays nobody. The channel is closed by stop,
	// which may be called again, by Close, and when the engine gives up.
	Wake() (woken <-chan struct{}, stop func())

	// Close waits for running Views and Updates, so it must not be called from
	// inside one, and keeps everything committed. Calling it again does nothing.
	Close() error
}

// Reader reads one snapshot.
type Reader interface {
	// Get returns the value of key, which the caller may keep and change.
	Get(key []byte) (value []byte, found bool, err error)

	// Scan calls fn with every key in [from, to) and its value, in ascending
	// order. A nil from is before, a nil to is after every key. key and value
	// are valid during that call of fn only and must not be changed. An error
	// of fn ends the scan and is returned, except [ErrStop]: the scan then returns
	// nil. fn may use the Reader it came from.
	Scan(from, to []byte, fn func(key, value []byte) error) error

	// ScanBack is Scan in descending order.
	ScanBack(from, to []byte, fn func(key, value []byte) error) error
}

// Tx reads one snapshot with the transaction's own writes over it. A scan sees
// the writes made before it began. Keys and values are copied.
type Tx interface {
	Reader

	// Put returns [ErrTooBig] when the key or the whole transaction is outside
	// the limits.
	Put(key, value []byte) error

	// Delete forgets key, which need not exist. It counts as a key written.
	Delete(key []byte) error
}

// ErrStop, returned by the function given to a scan, ends the scan without error.
var ErrStop = errors.New("stop the scan")

// Prefix returns the range of all keys that begin with prefix.
func Prefix(prefix []byte) (from, to []byte) {
	from = append([]byte{}, prefix...)
	for end := len(prefix); end > 0; end-- {
		if prefix[end-1] != 0xff {
			to = append([]byte{}, prefix[:end]...)
			to[end-1]++
			return from, to
		}
	}
	return from, nil
}
