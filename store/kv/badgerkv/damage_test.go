package badgerkv_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pingyi/store/kv"
	"pingyi/store/kv/badgerkv"
)

// The record to be damaged: commit n puts the key of n, which then never
// changes, and head, which always says n. So a value that was altered, a hole in
// the middle and an end that is missing can be told apart.

func commitNumber(n int) func(kv.Tx) error {
	return func(tx kv.Tx) error {
		return errors.Join(
			tx.Put(binary.BigEndian.AppendUint32([]byte("j/"), uint32(n)), entryOf(n)),
			tx.Put([]byte("head"), binary.BigEndian.AppendUint32(nil, uint32(n))))
	}
}

// entryOf returns some 1.5 KB that are like text in their variety.
func entryOf(n int) []byte {
	r := rand.New(rand.NewPCG(uint64(n), 1))
	value := make([]byte, 1000+r.IntN(1000))
	for i := range value {
		value[i] = byte(' ' + r.IntN(64))
	}
	return value
}

// readBack returns how many commits are there, and an error when they are not
// exactly the first ones.
func readBack(ctx context.Context, e kv.Engine) (last int, err error) {
	err = e.View(ctx, func(r kv.Reader) error {
		head, found, err := r.Get([]byte("head"))
		if err != nil {
			return err
		}
		if found {
			last = int(binary.BigEndian.Uint32(head))
		}
		n := 0
		from, to := kv.Prefix([]byte("j/"))
		err = r.Scan(from, to, func(key, value []byte) error {
			n++
			if got := int(binary.BigEndian.Uint32(key[2:])); got != n {
				return fmt.Errorf("HOLE: entry %d follows %d", got, n-1)
			}
			if !bytes.Equal(value, entryOf(n)) {
				return fmt.Errorf("ALTERED: entry %d", n)
			}
			return nil
		})
		if err == nil && n != last {
			return fmt.Errorf("HOLE: head says %d, there are %d entries", last, n)
		}
		return err
	})
	return last, err
}

const (
	opensDir   = "BADGERKV_TEST_DIR"
	fillsTo    = "BADGERKV_TEST_COMMITS"
	exitBroken = 3
)

// TestMain lets the tests run a part in a process of its own: one to be killed,
// or to be brought down by what it reads.
func TestMain(m *testing.M) {
	dir := os.Getenv(opensDir)
	if dir == "" {
		os.Exit(m.Run())
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	e, err := badgerkv.Open(dir, nil)
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
	if upTo := os.Getenv(fillsTo); upTo != "" {
		var n int
		fmt.Sscan(upTo, &n)
		from, err := readBack(ctx, e)
		for i := from + 1; i <= n && err == nil; i++ {
			err = e.Update(ctx, commitNumber(i))
		}
		// The parent kills this process, so nothing is closed.
		fmt.Println("filled", err)
		select {}
	}
	last, err := readBack(ctx, e)
	if err != nil {
		fmt.Println("read:", err)
		os.Exit(exitBroken)
	}
	if err := e.Close(); err != nil {
		fmt.Println("close:", err)
	}
	fmt.Println("all", last)
	os.Exit(0)
}

// fillAndKill commits up to n in another process and kills it.
func fillAndKill(t *testing.T, dir string, n int) {
	t.Helper()
	c := startFilling(t, dir, n)
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait() // killed
}

func startFilling(t *testing.T, dir string, n int) *exec.Cmd {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), opensDir+"="+dir, fmt.Sprintf("%s=%d", fillsTo, n))
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	var word, result string
	if _, err := fmt.Fscan(out, &word, &result); err != nil || word != "filled" || result != "<nil>" {
		_ = c.Process.Kill()
		t.Fatalf("the process that fills %s said %q %q, %v", dir, word, result, err)
	}
	return c
}

func TestAKilledProcessLosesNoCommitAndNoLockStays(t *testing.T) {
	dir := t.TempDir()
	c := startFilling(t, dir, 300)
	_, err := badgerkv.Open(dir, nil)
	if in, ok := errors.AsType[*kv.InUse](err); !ok || in.PID != c.Process.Pid || !errors.Is(err, kv.ErrInUse) {
		t.Errorf("opened beside process %d: %v", c.Process.Pid, err)
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait() // killed
	e := openDir(t, dir)
	if last, err := readBack(context.Background(), e); err != nil || last != 300 {
		t.Errorf("after the kill: %d commits, %v; 300 were acknowledged", last, err)
	}
	_, err = badgerkv.Open(dir, nil)
	if in, ok := errors.AsType[*kv.InUse](err); !ok || in.PID != os.Getpid() {
		t.Errorf("opened twice in one process: %v", err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	openDir(t, dir).Close()
}

// TestDamageIsReportedOrCostsOnlyTheEnd flips one bit, and cuts, at many places
// of every file, and opens and reads the whole in another process.
func TestDamageIsReportedOrCostsOnlyTheEnd(t *testing.T) {
	places := 12
	if testing.Short() {
		places = 3
	}
	for _, c := range []struct {
		state string
		make  func(t *testing.T, dir string) (commits int)
	}{
		// Logs of a killed process, after tables of one that had closed; and a
		// memory table's worth more, so that a table was made from a log.
		{"killed", func(t *testing.T, dir string) int {
			closeAfter(t, dir, 300)
			fillAndKill(t, dir, 700)
			return 700
		}},
		{"killed with two logs", func(t *testing.T, dir string) int {
			closeAfter(t, dir, 100)
			fillAndKill(t, dir, 200)
			before := filesOf(t, dir)
			fillAndKill(t, dir, 400)
			// As if the power had gone before a table was made of the first log.
			for name, data := range filesOf(t, dir) {
				if filepath.Ext(name) != ".mem" {
					if err := os.Remove(filepath.Join(dir, name)); err != nil {
						t.Fatal(err)
					}
				} else if _, ok := before[name]; ok {
					t.Fatalf("%s was to be made a table, of %d bytes it is still there", name, len(data))
				}
			}
			for name, data := range before {
				writeFile(t, filepath.Join(dir, name), data)
			}
			return 400
		}},
		{"closed", func(t *testing.T, dir string) int {
			for _, n := range []int{200, 400, 500} {
				closeAfter(t, dir, n)
			}
			return 500
		}},
	} {
		t.Run(c.state, func(t *testing.T) {
			sound := t.TempDir()
			commits := c.make(t, sound)
			outcomes := map[string]int{}
			r := rand.New(rand.NewPCG(uint64(commits), 2))
			files := filesOf(t, sound)
			for _, name := range slices.Sorted(maps.Keys(files)) {
				data := files[name]
				used := len(bytes.TrimRight(withoutEnd(data), "\x00"))
				if used == 0 {
					continue
				}
				// Beginnings and ends are where lengths and names are.
				at := []int{0, min(7, used-1), min(9, used-1), min(21, used-1), used - 1, max(0, used-5)}
				for len(at) < places {
					at = append(at, r.IntN(used))
				}
				for _, p := range at[:places] {
					flipped := bytes.Clone(data)
					flipped[p] ^= 1 << r.IntN(8)
					for kind, hurt := range map[string][]byte{"flip": flipped, "cut": data[:p]} {
						files[name] = hurt
						got := openDamaged(t, files, commits)
						outcomes[fmt.Sprintf("%-4s %-12s %s", kind, fileKind(name), got)]++
						if got == wrong {
							t.Errorf("%s at byte %d of %d of %s", kind, p, len(data), name)
						}
					}
				}
				files[name] = data
			}
			for _, o := range slices.Sorted(maps.Keys(outcomes)) {
				t.Logf("%4d × %s", outcomes[o], o)
			}
		})
	}
}

// What may come of opening a damaged record, and what may not.
const (
	refused = "refused"
	whole   = "nothing was lost"
	shorter = "the last commits are missing"
	crashed = "the process ended with a message"
	wrong   = "WRONG"
)

func openDamaged(t *testing.T, files map[string][]byte, commits int) string {
	t.Helper()
	dir := t.TempDir()
	defer os.RemoveAll(dir)
	for name, data := range files {
		writeFile(t, filepath.Join(dir, name), data)
	}
	if err := badgerkv.Check(dir); err != nil {
		if !errors.Is(err, kv.ErrDamaged) {
			t.Errorf("refused, and not as damaged: %v", err)
		}
		return refused
	}
	c := exec.Command(os.Args[0])
	// The race detector would have each process sleep for a second at its end.
	c.Env = append(os.Environ(), opensDir+"="+dir, "GORACE=atexit_sleep_ms=0")
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	_ = c.Run() // it says what happened, or has crashed
	var last int
	switch said := out.String(); {
	case strings.HasPrefix(said, "refused:"):
		return refused
	case strings.HasPrefix(said, "read:"):
		t.Log(said)
		return wrong
	case said == "" && errs.Len() > 0:
		return crashed
	default:
		if _, err := fmt.Sscanf(said, "all %d", &last); err != nil {
			t.Logf("the process said %q %q", said, errs.String())
			return wrong
		}
	}
	if last < commits {
		return shorter
	}
	return whole
}

// closeAfter commits up to n and closes.
func closeAfter(t *testing.T, dir string, n int) {
	t.Helper()
	e := openDir(t, dir)
	from, err := readBack(context.Background(), e)
	for i := from + 1; i <= n && err == nil; i++ {
		err = e.Update(context.Background(), commitNumber(i))
	}
	if err = errors.Join(err, e.Close()); err != nil {
		t.Fatal(err)
	}
}

// filesOf returns the files of a directory, without what holds no data.
func filesOf(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if e.Name() == "reserve" {
			continue
		}
		data, err2 := os.ReadFile(filepath.Join(dir, e.Name()))
		err = errors.Join(err, err2)
		files[e.Name()] = data
	}
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// writeFile leaves the zeros at the end of data unwritten: logs are mostly that.
func writeFile(t *testing.T, name string, data []byte) {
	t.Helper()
	err := os.WriteFile(name, withoutEnd(data), 0o600)
	if err = errors.Join(err, os.Truncate(name, int64(len(data)))); err != nil {
		t.Fatal(err)
	}
}

// withoutEnd drops blocks of zeros at the end.
func withoutEnd(data []byte) []byte {
	zeros := make([]byte, 4096)
	for bytes.HasSuffix(data, zeros) {
		data = data[:len(data)-len(zeros)]
	}
	return data
}

func fileKind(name string) string {
	if ext := filepath.Ext(name); ext != "" {
		return ext
	}
	return name
}
