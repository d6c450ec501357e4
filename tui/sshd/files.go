package sshd

import (
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"syscall"

	gossh "golang.org/x/crypto/ssh"

	"pingyi"
)

// MaxFile is the most bytes of one file that [Files.Read] takes.
const MaxFile = 32 << 20

// Files are the files of the owner's own machine, as the process there may read
// and write them: a local command that runs in the server names files of its own.
// Errors are those of the file system ([fs.ErrNotExist], [syscall.EISDIR], …), so
// that [pingyi.FileProblem] explains them; a client that is gone, or has no files
// to give, is an error too.
type Files struct{ client gossh.Conn }

// fileChannel is the type of the channels that the server opens to the owner's
// client, one for each file. The client answers with a [fileAnswer]. Then comes,
// when reading, the content; when creating, the server sends the content in
// pieces, each after its length, and an empty one to keep it, which the client
// answers once more.
const fileChannel = "file@pingyi"

// fileOpen is what a file channel is opened with.
type fileOpen struct {
	Create bool
	Name   string
}

// fileAnswer is how something went. Kind is empty when it went well.
type fileAnswer struct {
	Kind   string // one of fileErrors, "code " and a [pingyi.Code], or "other"
	Zh, En string // the sentences of a coded error, or what the system said
	Size   uint64 // of the content that follows
}

// fileErrors are the errors that keep their identity on the way.
func fileErrors() []struct {
	kind string
	err  error
} {
	return []struct {
		kind string
		err  error
	}{
		{"not-exist", fs.ErrNotExist}, {"exist", fs.ErrExist}, {"permission", fs.ErrPermission},
		{"is-dir", syscall.EISDIR}, {"not-dir", syscall.ENOTDIR}, {"no-space", syscall.ENOSPC}, {"quota", syscall.EDQUOT},
		{"read-only", syscall.EROFS}, {"name-too-long", syscall.ENAMETOOLONG},
	}
}

func answerOf(err error) fileAnswer {
	if err == nil {
		return fileAnswer{}
	}
	for _, e := range fileErrors() {
		if errors.Is(err, e.err) {
			return fileAnswer{Kind: e.kind}
		}
	}
	if e, ok := errors.AsType[*pingyi.Error](err); ok {
		return fileAnswer{Kind: "code " + string(e.Code), Zh: e.In(pingyi.Zh), En: e.In(pingyi.En)}
	}
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		err = at.Err
	}
	return fileAnswer{Kind: "other", En: err.Error()}
}

// err is the error that the answer tells of.
func (a fileAnswer) err() error {
	if a.Kind == "" {
		return nil
	}
	for _, e := range fileErrors() {
		if a.Kind == e.kind {
			return e.err
		}
	}
	if len(a.Kind) > 5 && a.Kind[:5] == "code " {
		return pingyi.Errorf(pingyi.Code(a.Kind[5:]), "%[1]s", "%[2]s", a.Zh, a.En)
	}
	return errors.New(a.En)
}

// maxAnswer is the most bytes of an answer.
const maxAnswer = 64 << 10

func (a fileAnswer) send(w io.Writer) error { return sendPiece(w, gossh.Marshal(a)) }

func receiveAnswer(r io.Reader) (a fileAnswer, err error) {
	b, err := receivePiece(r, maxAnswer)
	if err == nil {
		err = gossh.Unmarshal(b, &a)
	}
	if err != nil {
		return a, lost(err)
	}
	return a, a.err()
}

// sendPiece writes b after its length.
func sendPiece(w io.Writer, b []byte) error {
	_, err := w.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(b))), b...))
	return err
}

func receivePiece(r io.Reader, most uint32) ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	n := binary.BigEndian.Uint32(head[:])
	if n > most {
		return nil, errors.New("a piece is too large")
	}
	b := make([]byte, n)
	_, err := io.ReadFull(r, b)
	return b, err
}

// lost says that the other side of a file channel is gone.
func lost(err error) error {
	return pingyi.Errorf(pingyi.State, "连接断开，文件没有传完", "the connection was lost before the file was through").Because(err)
}

func (f *Files) open(create bool, name string) (gossh.Channel, error) {
	ch, requests, err := f.client.OpenChannel(fileChannel, gossh.Marshal(fileOpen{create, name}))
	if refused, ok := errors.AsType[*gossh.OpenChannelError](err); ok {
		return nil, pingyi.Errorf(pingyi.Forbidden, "这个客户端不能传文件；请用标准输入和输出，或在服务器上直接运行 pingyi", "this client passes no files: use standard input and output, or run pingyi itself on the server").Because(refused)
	}
	if err != nil {
		return nil, lost(err)
	}
	go gossh.DiscardRequests(requests)
	return ch, nil
}

// Read returns the whole of a file; [pingyi.TooBig] for over [MaxFile] bytes.
func (f *Files) Read(name string) ([]byte, error) {
	ch, err := f.open(false, name)
	if err != nil {
		return nil, err
	}
	defer ch.Close()
	a, err := receiveAnswer(ch)
	if err != nil {
		return nil, err
	}
	if a.Size > MaxFile {
		return nil, tooBig()
	}
	data := make([]byte, a.Size)
	if _, err := io.ReadFull(ch, data); err != nil {
		return nil, lost(err)
	}
	return data, nil
}

func tooBig() error {
	return pingyi.Errorf(pingyi.TooBig, "文件太大，最多 %d MiB；请分成几个", "the file is too large, at most %d MiB: split it", MaxFile>>20)
}

// Create makes a file that must not be there yet. It is kept once Close has
// returned without an error, and on the disk by then; otherwise none is left. What
// it returns also has Discard() error, which leaves none.
func (f *Files) Create(name string) (io.WriteCloser, error) {
	ch, err := f.open(true, name)
	if err != nil {
		return nil, err
	}
	if _, err := receiveAnswer(ch); err != nil {
		return nil, errors.Join(err, ch.Close())
	}
	return &farFile{ch: ch}, nil
}

// farFile is a file that is being made on the owner's machine.
type farFile struct {
	ch     gossh.Channel
	err    error
	closed bool
}

// maxPiece is the most bytes of a piece of content.
const maxPiece = 32 << 10

// Write implements [io.Writer].
func (f *farFile) Write(p []byte) (n int, err error) {
	if f.closed {
		return 0, fs.ErrClosed
	}
	for n < len(p) && f.err == nil {
		m := min(maxPiece, len(p)-n)
		if err := sendPiece(f.ch, p[n:n+m]); err != nil {
			f.err = lost(err)
			break
		}
		n += m
	}
	return n, f.err
}

// Close keeps the file, unless writing it has failed.
func (f *farFile) Close() error {
	if f.closed {
		return fs.ErrClosed
	}
	f.closed = true
	defer f.ch.Close()
	if f.err == nil {
		f.err = sendPiece(f.ch, nil)
		if f.err != nil {
			f.err = lost(f.err)
		}
	}
	if f.err == nil {
		_, f.err = receiveAnswer(f.ch)
	}
	return f.err
}

// Discard leaves no file.
func (f *farFile) Discard() error {
	if f.closed {
		return nil
	}
	f.closed = true
	return f.ch.Close()
}
