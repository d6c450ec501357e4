package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"pingyi/tui/terminal"
)

// hearHangups has what the test starts hear of hangups, also where the test itself
// runs without a terminal and was told to ignore them.
func hearHangups(t *testing.T) {
	heard := make(chan os.Signal, 1)
	signal.Notify(heard, syscall.SIGHUP)
	t.Cleanup(func() { signal.Stop(heard) })
}

// A server whose terminal is closed stops as at any other order to.
func TestAServerEndsCleanlyAtAnySignal(t *testing.T) {
	hearHangups(t)
	for _, order := range []syscall.Signal{syscall.SIGHUP, syscall.SIGTERM, syscall.SIGINT} {
		s := serve(t, t.TempDir())
		s.own("sample")
		at := newGoClient(s).login("r1")
		at.See("›demo")
		s.cmd.Process.Signal(order)
		at.See("服务器正在停止；已保存的和草稿都在，请稍后重新登录")
		at.Ended()
		late := time.AfterFunc(patience, func() { s.cmd.Process.Kill() })
		if err := s.cmd.Wait(); err != nil {
			t.Errorf("at %v the server ends with %v: %s", order, err, s.log)
		}
		late.Stop()
		if _, err := os.Stat(filepath.Join(s.dir, servedName)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("after %v it still says that it serves: %v", order, err)
		}
	}
}

// The screens end at a signal, or with their terminal, and what was typed last is
// offered the next time.
func TestTheWorkstationKeepsWhatIsTypedAtASignal(t *testing.T) {
	hearHangups(t)
	for name, end := range map[string]func(*os.Process, *os.File){
		"hangup":                  func(p *os.Process, _ *os.File) { p.Signal(syscall.SIGHUP) },
		"order to end":            func(p *os.Process, _ *os.File) { p.Signal(syscall.SIGTERM) },
		"order to quit":           func(p *os.Process, _ *os.File) { p.Signal(syscall.SIGQUIT) },
		"interrupt":               func(p *os.Process, _ *os.File) { p.Signal(syscall.SIGINT) },
		"terminal that is closed": func(_ *os.Process, own *os.File) { own.Close() },
		"terminal that is closed and nobody told": func(_ *os.Process, own *os.File) { own.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if a := processIn(t, "", "", "--data", dir, "sample"); a.status != 0 {
				t.Fatalf("%+v", a)
			}
			open := func() (*exec.Cmd, *workplace, *os.File) {
				cmd := exec.Command("pingyi", "--data", dir)
				if strings.Contains(name, "nobody told") {
					cmd = exec.Command("sh", "-c", `trap "" HUP; exec pingyi --data "$0"`, dir)
				}
				cmd.Env = append(os.Environ(), "LANG=zh_CN.UTF-8", "LC_ALL=", "TERM=xterm-256color")
				own, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
				if err != nil {
					t.Fatal(err)
				}
				// It is closed while it is read, which a file that blocks is not.
				fd, err := syscall.Dup(int(own.Fd()))
				if err = errors.Join(err, own.Close(), syscall.SetNonblock(fd, true)); err != nil {
					t.Fatal(err)
				}
				own = os.NewFile(uintptr(fd), "terminal")
				raw := &lockedBuffer{}
				cut := func() { cmd.Process.Kill() }
				t.Cleanup(func() { cut(); own.Close() })
				return cmd, &workplace{terminal.Attach(t, hangUp{own, cut}, io.TeeReader(own, raw), func(int, int) {}, 80, 24), cut, raw}, own
			}
			cmd, at, own := open()
			write(at, "先买教辅，")
			end(cmd.Process, own)
			late := time.AfterFunc(patience, func() { cmd.Process.Kill() })
			defer late.Stop()
			if err := cmd.Wait(); err != nil {
				t.Errorf("it ends with %v", err)
			}
			at.Ended()
			if left := "\x1b[?1049l"; !strings.HasPrefix(name, "terminal") && !strings.Contains(at.raw.String(), left) {
				t.Error("the terminal is left as the screens had it")
			}
			_, at, _ = open()
			goOn(t, at, "先买教辅，")
			at.Type(terminal.Ctrl('q'))
			at.Ended()
		})
	}
}
