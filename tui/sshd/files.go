package sshd

import (
	"io"

	"pingyi"
)

// Files are the files of the owner's own machine, as the process there may read
// and write them: a local command that runs in the server names files of its own.
// Errors are those of the file system ([fs.ErrNotExist], [syscall.EISDIR], …), so
// that [pingyi.FileProblem] explains them; a client that is gone is an error too.
type Files struct{}

// Read returns the whole of a file, at most [MaxFile] bytes.
func (f *Files) Read(name string) ([]byte, error) {
	return nil, pingyi.Errorf(pingyi.Internal, "尚未实现", "not there yet")
}

// Create makes a file that must not be there yet. It is kept once Close has
// returned without an error, and on the disk by then; otherwise it is removed.
func (f *Files) Create(name string) (io.WriteCloser, error) {
	return nil, pingyi.Errorf(pingyi.Internal, "尚未实现", "not there yet")
}

// MaxFile is the most bytes of one file that [Files.Read] takes.
const MaxFile = 32 << 20
