package kv

import "fmt"

// WarningKind is what an engine warns of.
type WarningKind string

// The kinds of warnings.
const (
	UnfinishedFile WarningKind = "left unfinished and dropped"              // File, by a power cut
	UnfinishedEnd  WarningKind = "its unfinished end is dropped"            // of File, by a power cut
	EmptyFile      WarningKind = "empty, as a power cut leaves it, removed" // File
	NoReserve      WarningKind = "no reserve could be set aside"            // for closing on a full disk; Err says why
	Complaint      WarningKind = "the engine complains"                     // Err is what of, in its own words
)

// Warning is what whoever looks after the record should know, though the engine
// goes on. Nothing acknowledged is lost by what it tells of.
type Warning struct {
	Kind WarningKind
	File string // name inside the directory; empty when it is about none
	Err  error  // details for the log; may be nil
}

// String returns the form for logs.
func (w Warning) String() string {
	s := string(w.Kind)
	if w.File != "" {
		s = w.File + ": " + s
	}
	if w.Err != nil {
		s += fmt.Sprintf(": %v", w.Err)
	}
	return s
}
