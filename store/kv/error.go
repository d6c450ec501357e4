package kv

import (
	"errors"
	"fmt"
)

// What an engine reports, to be asked for with [errors.Is]. The sentences are
// for logs: whoever faces people says it in their language.
var (
	ErrConflict = errors.New("another transaction changed a key that this one read")
	ErrTooBig   = errors.New("outside the limits of a transaction")
	ErrUnknown  = errors.New("the outcome of the commit is not known")
	ErrReadOnly = errors.New("the engine takes no writes now")
	ErrClosed   = errors.New("the engine is closed")
	ErrInUse    = errors.New("another process has the directory open")
	ErrDamaged  = errors.New("stored data is not what was written")
)

// InUse is an [ErrInUse] that knows who.
type InUse struct {
	PID int // 0 when it could not be told
}

func (e *InUse) Error() string {
	if e.PID == 0 {
		return ErrInUse.Error()
	}
	return fmt.Sprintf("%v: process %d", ErrInUse, e.PID)
}

func (e *InUse) Unwrap() error { return ErrInUse }

// Damage is an [ErrDamaged] that knows where and what.
type Damage struct {
	File string // name inside the directory; empty when it could not be told
	Err  error  // what was found
}

func (e *Damage) Error() string {
	if e.File == "" {
		return fmt.Sprintf("%v: %v", ErrDamaged, e.Err)
	}
	return fmt.Sprintf("%v: %s: %v", ErrDamaged, e.File, e.Err)
}

func (e *Damage) Unwrap() []error { return []error{ErrDamaged, e.Err} }
