package store_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"pingyi"
	"pingyi/store"
)

const partVariable = "PINGYI_STORE_TEST_PART"

// TestMain lets a test run a part of itself in a process of its own: one to be
// killed, or to be brought down by what it reads.
func TestMain(m *testing.M) {
	parts := map[string]func(args []string) error{
		"hold":   holdPart,
		"write":  writePart,
		"fill":   fillPart,
		"damage": damagePart,
	}
	part, ok := parts[os.Getenv(partVariable)]
	if !ok {
		os.Exit(m.Run())
	}
	if err := part(os.Args[1:]); err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// start runs a part in another process and returns what it prints.
func start(t *testing.T, part string, args ...string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	c := exec.Command(os.Args[0], args...)
	c.Env = append(os.Environ(), partVariable+"="+part)
	c.Stderr = new(lastOf)
	out, err := c.StdoutPipe()
	must(t, err)
	must(t, c.Start())
	return c, bufio.NewScanner(out)
}

// lastOf keeps a little of what is written to it.
type lastOf struct{ text []byte }

func (l *lastOf) Write(b []byte) (int, error) {
	l.text = append(l.text, b...)
	l.text = l.text[:min(len(l.text), 400)]
	return len(b), nil
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused holds an error against its code, and both its sentences to say
// something.
func refused(t testing.TB, code pingyi.Code, err error) {
	t.Helper()
	if pingyi.CodeOf(err) != code {
		t.Fatalf("refused with %q (%v), want %q", pingyi.CodeOf(err), err, code)
	}
	if pingyi.Explain(err, pingyi.Zh) == pingyi.Explain(err, pingyi.En) {
		t.Fatalf("not said in both languages: %v", err)
	}
}

// fast returns a new directory, in memory where the system has such a place.
func fast(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "pingyi")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func open(t testing.TB, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(dir, store.Options{})
	must(t, err)
	return s
}
