package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"pingyi"
	"pingyi/store/exchange"
)

// files are the files that a command's arguments name: those of whoever gave the
// command, wherever it runs.
type files interface {
	// Read returns the whole file, up to what an import takes and one byte more.
	Read(name string) ([]byte, error)
	// Create makes a file that must not be there yet. What is not written whole and
	// closed, or is discarded, is not left behind.
	Create(name string) (io.WriteCloser, error)
}

// discard leaves no file of one that was begun.
func discard(f io.WriteCloser) error {
	if d, ok := f.(interface{ Discard() error }); ok {
		return d.Discard()
	}
	return f.Close()
}

// ownFiles are the files of this machine.
type ownFiles struct{}

// Read implements [files].
func (ownFiles) Read(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, exchange.MaxFile+1))
}

// Create implements [files]. Others may not read the file: a dump holds passwords'
// hashes and sealed ratings, and a result may not be public yet.
func (ownFiles) Create(name string) (io.WriteCloser, error) {
	if _, err := os.Lstat(name); err == nil {
		return nil, &fs.PathError{Op: "create", Path: name, Err: fs.ErrExist}
	}
	f, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*.part")
	if err != nil {
		return nil, err
	}
	return &newFile{File: f, name: name}, nil
}

// newFile is a file that gets its name once it is written whole and on the disk,
// and never appears otherwise, which another try would find in its way.
type newFile struct {
	*os.File
	name   string
	failed bool
}

func (f *newFile) Write(b []byte) (int, error) {
	n, err := f.File.Write(b)
	f.failed = f.failed || err != nil
	return n, err
}

// Discard leaves no file.
func (f *newFile) Discard() error {
	f.failed = true
	return f.Close()
}

func (f *newFile) Close() error {
	err := f.Sync()
	err = errors.Join(err, f.File.Close())
	if err == nil && !f.failed {
		err = os.Link(f.File.Name(), f.name) // which takes no name that is there by now
	}
	return errors.Join(err, os.Remove(f.File.Name()))
}

// noFiles are those of a member at the server: none of its files are theirs.
type noFiles struct{}

func (noFiles) Read(name string) ([]byte, error) {
	return nil, pingyi.Errorf(pingyi.Forbidden, "服务器上没有您的文件 %s：文件名写 -，把自己的文件接到标准输入（… - < %[1]s）",
		"the server has no file %s of yours: write - for its name and give yours on standard input (… - < %[1]s)", name)
}

func (noFiles) Create(name string) (io.WriteCloser, error) {
	return nil, pingyi.Errorf(pingyi.Forbidden, "服务器上不能写文件 %s：去掉 -o，把输出存到自己的机器上（… > %[1]s）",
		"no file %s is written on the server: leave -o out and keep the output on your own machine (… > %[1]s)", name)
}

// readFile reads a file that an argument names.
func (a *app) readFile(name string) ([]byte, error) {
	data, err := a.files.Read(name)
	if err != nil && pingyi.CodeOf(err) == pingyi.Internal {
		err = pingyi.Errorf(pingyi.NotFound, "无法打开文件 %s：%v", "cannot open the file %s: %v", name, pingyi.FileProblem{Err: err}).Because(err)
	}
	return data, err
}

// writeNew writes a file that must not be there yet.
func (a *app) writeNew(name string, data []byte) error {
	return a.create(name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// create makes a file that must not be there yet and lets fill write it.
func (a *app) create(name string, fill func(io.Writer) error) error {
	f, err := a.files.Create(name)
	if err == nil {
		if err = fill(f); err == nil {
			err = f.Close()
		} else {
			err = errors.Join(err, discard(f))
		}
	}
	switch {
	case errors.Is(err, fs.ErrExist):
		return pingyi.Errorf(pingyi.Exists, "文件 %s 已存在，请换一个名字", "the file %s is there already: choose another name", name)
	case err != nil && pingyi.CodeOf(err) == pingyi.Internal:
		return pingyi.Errorf(pingyi.Invalid, "无法写文件 %s：%v", "cannot write the file %s: %v", name, pingyi.FileProblem{Err: err}).Because(err)
	}
	return err
}
