package sshd_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
	"pingyi/tui/sshd"
)

func (h *house) call(args ...string) (c sshd.Call, out, errs *lockedBuffer) {
	out, errs = &lockedBuffer{}, &lockedBuffer{}
	return sshd.Call{Addr: h.addr, HostKey: h.host.PublicKey(), Owner: h.key, User: "root", Args: args, Out: out, Err: errs}, out, errs
}

func TestACallIsACommandOfTheOwner(t *testing.T) {
	var mu sync.Mutex
	var got sshd.Visit
	h := open(t, sshd.Config{Run: func(_ context.Context, v sshd.Visit) int {
		mu.Lock()
		got = v
		mu.Unlock()
		in, _ := io.ReadAll(v.In)
		fmt.Fprintf(v.Out, "out %s", in)
		fmt.Fprint(v.Err, "err")
		return 7
	}})
	c, out, errs := h.call("plan", "list")
	c.In, c.Env = strings.NewReader("in"), []string{"LANG=en_US.UTF-8", "HOME=/root"}
	status, err := c.Run(t.Context())
	if status != 7 || err != nil || out.String() != "out in" || errs.String() != "err" {
		t.Errorf("%d, %v, %q, %q", status, err, out.String(), errs.String())
	}
	mu.Lock()
	defer mu.Unlock()
	if got.From != "local:root" || got.Desk.Actor().Member.Role != pingyi.Owner || got.Getenv("LANG") != "en_US.UTF-8" || got.Getenv("HOME") != "" || got.Files == nil || got.Terminal != nil {
		t.Errorf("%+v", got)
	}
}

func TestArgumentsArriveAsTheyAre(t *testing.T) {
	args := make(chan []string, 1)
	h := open(t, sshd.Config{Run: func(_ context.Context, v sshd.Visit) int {
		args <- v.Args
		return 0
	}})
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.OneOf(rapid.StringMatching(`[ -~\n]{0,8}`), rapid.StringOf(rapid.SampledFrom([]rune("'\"\\ \t\n$部\u3000"))),
			rapid.Map(rapid.SliceOfN(rapid.ByteRange(1, 255), 0, 5), func(b []byte) string { return string(b) })), 1, 4).Draw(t, "args")
		c, _, _ := h.call(want...)
		status, err := c.Run(context.Background())
		if err != nil || status != 0 {
			t.Fatalf("%d, %v", status, err)
		}
		if got := <-args; !slices.Equal(got, want) {
			t.Fatalf("%q", got)
		}
	})
}

// As many arguments as a shell gives to a command, and more than a packet takes.
// Members, who write a command after the host, have no use for that.
func TestManyArgumentsArriveAsTheyAre(t *testing.T) {
	args := make(chan []string, 1)
	h := open(t, sshd.Config{Run: func(_ context.Context, v sshd.Visit) int {
		args <- v.Args
		return 0
	}})
	want := []string{"import", "--dry-run"}
	for i := range 20_000 {
		want = append(want, fmt.Sprintf("各部门 '2016'/%05d 林业局.csv", i))
	}
	c, _, errs := h.call(want...)
	if status, err := c.Run(t.Context()); err != nil || status != 0 {
		t.Fatalf("%d, %v, %s", status, err, errs)
	}
	if got := <-args; !slices.Equal(got, want) {
		t.Errorf("%d arguments arrived, of %d", len(got), len(want))
	}
	c, _, errs = h.call("rate", strings.Repeat("长", 4<<20))
	if status, err := c.Run(t.Context()); err != nil || status != 2 || !strings.Contains(errs.String(), "8192 KiB") {
		t.Errorf("a command without end: %d, %v, %s", status, err, errs)
	}
}

func TestACallAtATerminal(t *testing.T) {
	visits := make(chan sshd.Visit, 1)
	h := open(t, sshd.Config{Run: visitor(visits)})
	c, _, _ := h.call()
	sizes := make(chan sshd.Size)
	c.Terminal = &sshd.LocalTerminal{Term: "xterm-256color", W: 100, H: 30, Resize: sizes}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	type result struct {
		status int
		err    error
	}
	done := make(chan result, 1)
	go func() {
		status, err := c.Run(ctx)
		done <- result{status, err}
	}()
	v := within(t, "the visit", visits)
	if v.Terminal == nil || v.Terminal.Term != "xterm-256color" || v.Terminal.W != 100 || v.Terminal.H != 30 || len(v.Args) != 0 {
		t.Errorf("%+v", v.Terminal)
	}
	sizes <- sshd.Size{W: 132, H: 50}
	if got := within(t, "the size", v.Terminal.Resize); got != (sshd.Size{W: 132, H: 50}) {
		t.Errorf("%+v", got)
	}
	cancel()
	if got := within(t, "the end", done); got.status != 3 || got.err != nil {
		t.Errorf("%+v", got)
	}
}

func TestACallThatCannotBeMade(t *testing.T) {
	h := open(t, sshd.Config{Run: func(ctx context.Context, v sshd.Visit) int { <-ctx.Done(); return 0 }})
	fails := func(name string, code pingyi.Code, change func(*sshd.Call)) {
		t.Helper()
		c, _, _ := h.call("x")
		change(&c)
		if _, err := c.Run(t.Context()); pingyi.CodeOf(err) != code {
			t.Errorf("%s: %v", name, err)
		} else if errors.Is(err, sshd.ErrNoServer) != (code == pingyi.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, l.Close())
	fails("nobody there", pingyi.NotFound, func(c *sshd.Call) { c.Addr = l.Addr().String() })
	fails("another server", pingyi.Forbidden, func(c *sshd.Call) { c.HostKey = newKey(t).PublicKey() })
	fails("another owner", pingyi.Forbidden, func(c *sshd.Call) { c.Owner = newKey(t) })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c, _, _ := h.call("x")
	if _, err := c.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// A command that the server does not take has not begun, which whoever calls can
// tell from one of which nobody knows.
func TestACallThatIsNotTaken(t *testing.T) {
	visits := make(chan sshd.Visit, 1)
	h := open(t, sshd.Config{Limits: sshd.Limits{Sessions: 1}, Run: visitor(visits)})
	ctx, cancel := context.WithCancel(t.Context())
	first, _, _ := h.call("first")
	done := make(chan struct{})
	go func() {
		defer close(done)
		first.Run(ctx)
	}()
	within(t, "the first", visits)
	second, _, _ := h.call("second")
	_, err := second.Run(t.Context())
	if pingyi.CodeOf(err) != pingyi.State || !errors.Is(err, sshd.ErrNoServer) || !strings.Contains(pingyi.Explain(err, pingyi.En), "too many are logged in") ||
		strings.Contains(pingyi.Explain(err, pingyi.En), "登录") {
		t.Errorf("%v", err)
	}
	cancel()
	within(t, "the end", done)
}

func TestACallWhoseServerGoesIsToldSo(t *testing.T) {
	began := make(chan struct{})
	free := make(chan struct{})
	h := open(t, sshd.Config{Run: func(context.Context, sshd.Visit) int {
		close(began)
		<-free
		return 0
	}})
	defer close(free)
	c, _, _ := h.call("x")
	done := make(chan error, 1)
	go func() {
		_, err := c.Run(t.Context())
		done <- err
	}()
	within(t, "the visit", began)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_ = h.server.Shutdown(ctx)
	if err := within(t, "the end", done); pingyi.CodeOf(err) != pingyi.State {
		t.Errorf("%v", err)
	}
}

func TestManyCallsAtOnceWaitForTheDoor(t *testing.T) {
	h := open(t, sshd.Config{Limits: sshd.Limits{PerAddress: 2}})
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			c, out, _ := h.call("who")
			if status, err := c.Run(t.Context()); status != 0 || err != nil || out.String() != "owner [\"who\"]\n" {
				t.Errorf("%d, %v, %q", status, err, out.String())
			}
		})
	}
	all.Wait()
}

// throughFiles runs do at the server, in a call whose files are this machine's.
func throughFiles(t *testing.T, change func(*sshd.Call), do func(*sshd.Files)) {
	t.Helper()
	h := open(t, sshd.Config{Run: func(_ context.Context, v sshd.Visit) int {
		do(v.Files)
		return 0
	}})
	c, _, _ := h.call("x")
	if change != nil {
		change(&c)
	}
	status, err := c.Run(t.Context())
	if status != 0 || err != nil {
		t.Errorf("%d, %v", status, err)
	}
}

func TestFilesAreReadWhereTheCallIsMade(t *testing.T) {
	dir := t.TempDir()
	large := bytes.Repeat([]byte("部门\x00"), 1<<19)
	must(t, os.WriteFile(filepath.Join(dir, "large"), large, 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "empty"), nil, 0o600))
	f, err := os.Create(filepath.Join(dir, "huge"))
	must(t, err)
	must(t, f.Truncate(sshd.MaxFile+1))
	must(t, f.Close())
	throughFiles(t, nil, func(f *sshd.Files) {
		if got, err := f.Read(filepath.Join(dir, "large")); err != nil || !bytes.Equal(got, large) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
		if got, err := f.Read(filepath.Join(dir, "empty")); err != nil || len(got) != 0 {
			t.Errorf("%d bytes, %v", len(got), err)
		}
		if _, err := f.Read(filepath.Join(dir, "huge")); pingyi.CodeOf(err) != pingyi.TooBig {
			t.Errorf("%v", err)
		}
		if _, err := f.Read(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%v", err)
		}
		if _, err := f.Read(dir); !errors.Is(err, syscall.EISDIR) {
			t.Errorf("%v", err)
		}
		if _, err := f.Read(filepath.Join(dir, "empty", "x")); !errors.Is(err, syscall.ENOTDIR) {
			t.Errorf("%v", err)
		}
	})
	coded := pingyi.Errorf(pingyi.Forbidden, "不行 %d%%", "no %d%%", 1)
	throughFiles(t, func(c *sshd.Call) { c.ReadFile = func(string) ([]byte, error) { return nil, coded } }, func(f *sshd.Files) {
		if _, err := f.Read("x"); pingyi.CodeOf(err) != pingyi.Forbidden || pingyi.Explain(err, pingyi.Zh) != "不行 1%" || pingyi.Explain(err, pingyi.En) != "no 1%" {
			t.Errorf("%v", err)
		}
	})
}

func TestFilesAreMadeWhereTheCallIsMade(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	large := bytes.Repeat([]byte("部门\x00"), 1<<17)
	must(t, os.WriteFile(at("there"), []byte("old"), 0o600))
	throughFiles(t, nil, func(f *sshd.Files) {
		w, err := f.Create(at("kept"))
		if err != nil {
			t.Error(err)
			return
		}
		for range 3 {
			if _, err := w.Write(large); err != nil {
				t.Error(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
		if got, err := os.ReadFile(at("kept")); err != nil || len(got) != 3*len(large) || !bytes.HasPrefix(got, large) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
		if w, err = f.Create(at("dropped")); err != nil {
			t.Error(err)
			return
		}
		_, _ = w.Write(large)
		if err := w.(interface{ Discard() error }).Discard(); err != nil {
			t.Error(err)
		}
		// Neither kept nor dropped: the session ends.
		if w, err = f.Create(at("left")); err != nil {
			t.Error(err)
			return
		}
		_, _ = w.Write(large)
		if _, err := f.Create(at("there")); !errors.Is(err, fs.ErrExist) {
			t.Errorf("%v", err)
		}
		if _, err := f.Create(at("none/x")); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%v", err)
		}
	})
	if is, err := os.Stat(at("kept")); err != nil || is.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", is, err)
	}
	for _, name := range []string{"dropped", "left"} {
		if _, err := os.Stat(at(name)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is there: %v", name, err)
		}
	}
}

// full is a disk without room.
type full struct{ gone chan struct{} }

func (full) Write([]byte) (int, error) {
	return 0, &fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}
}
func (full) Close() error     { return errors.New("kept") }
func (f full) Discard() error { close(f.gone); return nil }

func TestAFullDiskIsSaid(t *testing.T) {
	disk := full{make(chan struct{})}
	throughFiles(t, func(c *sshd.Call) { c.CreateFile = func(string) (io.WriteCloser, error) { return disk, nil } }, func(f *sshd.Files) {
		w, err := f.Create("x")
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = w.Write(bytes.Repeat([]byte("x"), 1<<20))
		if err := w.Close(); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("%v", err)
		}
	})
	within(t, "the file's end", disk.gone)
}

func TestAnotherClientOfTheOwnerPassesNoFiles(t *testing.T) {
	failed := make(chan error, 1)
	h := open(t, sshd.Config{Run: func(_ context.Context, v sshd.Visit) int {
		_, err := v.Files.Read("/etc/passwd")
		failed <- err
		return 0
	}})
	s, err := h.in("owner", h.key).NewSession()
	must(t, err)
	must(t, s.Run("x"))
	if err := within(t, "the answer", failed); pingyi.CodeOf(err) != pingyi.Forbidden {
		t.Errorf("%v", err)
	}
}
