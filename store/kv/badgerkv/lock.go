package badgerkv

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"pingyi/store/kv"
)

// lock makes this process the one that has dir. The kernel lets go when a
// process ends, however it ends; the file stays, since removing it would let two
// processes each lock a file of that name.
func lock(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "pid"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	// A holder that has just come has yet to write its number over that of the
	// one before, or is about to go: those few moments are worth waiting for.
	for try := 0; ; try++ {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return f, sign(f)
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			f.Close()
			return nil, fmt.Errorf("lock %s: %w", f.Name(), err)
		}
		if pid := holder(f); alive(pid) || try == 50 {
			f.Close()
			return nil, &kv.InUse{PID: pid}
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func sign(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	return err
}

// unlock forgets the number first, so that nobody takes it for the next holder's.
func unlock(f *os.File) {
	_ = f.Truncate(0)
	f.Close()
}

func holder(f *os.File) int {
	text, err := io.ReadAll(io.NewSectionReader(f, 0, 32))
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || pid < 0 {
		return 0
	}
	return pid
}

func alive(pid int) bool {
	if pid <= 0 {
		return false
	}
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
