package sshd

import (
	"errors"
	"io"
	"os"

	gossh "golang.org/x/crypto/ssh"
)

// serveFile serves one file of this machine to the server.
func (c Call) serveFile(open gossh.NewChannel) {
	var o fileOpen
	if gossh.Unmarshal(open.ExtraData(), &o) != nil {
		_ = open.Reject(gossh.ConnectionFailed, "")
		return
	}
	ch, requests, err := open.Accept()
	if err != nil {
		return
	}
	defer ch.Close()
	go gossh.DiscardRequests(requests)
	if o.Create {
		c.serveCreate(ch, o.Name)
		return
	}
	data, err := c.readFile(o.Name)
	answer := answerOf(err)
	answer.Size = uint64(len(data))
	if answer.send(ch) == nil && err == nil {
		_, _ = ch.Write(data)
	}
}

// serveCreate makes a file of what comes, and keeps it when the server says that
// this was all.
func (c Call) serveCreate(ch gossh.Channel, name string) {
	f, err := c.createFile(name)
	if answerOf(err).send(ch) != nil || err != nil {
		if err == nil {
			_ = discard(f)
		}
		return
	}
	var failed error
	for {
		b, err := receivePiece(ch, maxPiece)
		if err != nil {
			_ = discard(f)
			return
		}
		if len(b) == 0 {
			break
		}
		if failed == nil {
			_, failed = f.Write(b)
		}
	}
	if failed != nil {
		_ = discard(f)
	} else {
		failed = f.Close()
	}
	_ = answerOf(failed).send(ch)
}

func discard(f io.WriteCloser) error {
	if d, ok := f.(interface{ Discard() error }); ok {
		return d.Discard()
	}
	return f.Close()
}

func (c Call) readFile(name string) ([]byte, error) {
	if c.ReadFile != nil {
		return c.ReadFile(name)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	if err == nil && len(data) > MaxFile {
		return nil, tooBig()
	}
	return data, err
}

func (c Call) createFile(name string) (io.WriteCloser, error) {
	if c.CreateFile != nil {
		return c.CreateFile(name)
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	return newFile{f}, nil
}

// newFile is a file that is on the disk when it is closed without an error, and
// gone otherwise.
type newFile struct{ *os.File }

// Close implements [io.Closer].
func (f newFile) Close() error {
	err := errors.Join(f.Sync(), f.File.Close())
	if err != nil {
		err = errors.Join(err, os.Remove(f.Name()))
	}
	return err
}

// Discard leaves no file.
func (f newFile) Discard() error {
	return errors.Join(f.File.Close(), os.Remove(f.Name()))
}
