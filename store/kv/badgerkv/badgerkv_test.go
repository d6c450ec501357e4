package badgerkv_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"pingyi/store/kv"
	"pingyi/store/kv/badgerkv"
	"pingyi/store/kv/kvtest"
)

func openDir(t testing.TB, dir string) kv.Engine {
	t.Helper()
	e, err := badgerkv.Open(dir, func(w kv.Warning) { t.Errorf("warned: %s", w) })
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func openMemory(t *testing.T) kv.Engine {
	t.Helper()
	e, err := badgerkv.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestInADirectoryItKeepsTheContract(t *testing.T) {
	kvtest.Run(t, func(t *testing.T) kv.Engine { return openDir(t, t.TempDir()) })
	kvtest.RunDurable(t, func(t *testing.T, dir string) kv.Engine { return openDir(t, dir) })
}

func TestInMemoryItKeepsTheContract(t *testing.T) {
	kvtest.Run(t, openMemory)
}

func TestBelowTheFloorItOnlyReads(t *testing.T) {
	dir := t.TempDir()
	free := uint64(1 << 40)
	e, err := badgerkv.OpenOnDisk(dir, func(w kv.Warning) { t.Errorf("warned: %s", w) }, func() uint64 { return free })
	if err != nil {
		t.Fatal(err)
	}
	reserve := filepath.Join(dir, "reserve")
	var st syscall.Stat_t
	if err := syscall.Stat(reserve, &st); err != nil || st.Size != 16<<20 || st.Blocks*512 < st.Size {
		t.Errorf("the reserve is %d bytes in %d blocks of 512, %v; want 16 MiB that exist", st.Size, st.Blocks, err)
	}
	ctx := context.Background()
	if err := e.Update(ctx, commitNumber(1)); err != nil {
		t.Fatal(err)
	}
	free = 63 << 20
	if err := e.Update(ctx, commitNumber(2)); !errors.Is(err, kv.ErrReadOnly) || !strings.Contains(err.Error(), "63 MiB") {
		t.Errorf("Update with 63 MiB left: %v", err)
	}
	if last, err := readBack(ctx, e); err != nil || last != 1 {
		t.Errorf("reading with 63 MiB left: %d commits, %v", last, err)
	}
	if err := e.Close(); err != nil {
		t.Errorf("Close with 63 MiB left: %v", err)
	}
	if _, err := os.Stat(reserve); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the reserve was not given back for Close: %v", err)
	}

	var warned []kv.Warning
	e, err = badgerkv.OpenOnDisk(dir, func(w kv.Warning) { warned = append(warned, w) }, func() uint64 { return free })
	if err != nil {
		t.Fatal(err)
	}
	if len(warned) != 1 || warned[0].Kind != kv.NoReserve || !errors.Is(warned[0].Err, syscall.ENOSPC) {
		t.Errorf("warned %q, want that there is no reserve", warned)
	}
	free = 1 << 40
	if err := e.Update(ctx, commitNumber(2)); err != nil {
		t.Errorf("Update after room was made: %v", err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	openDir(t, dir).Close()
	if _, err := os.Stat(reserve); err != nil {
		t.Errorf("the reserve was not set aside again: %v", err)
	}
}

func TestAfterACommitWithoutAnAnswerNothingIsServed(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	e := openDir(t, dir)
	woken, stop := e.Wake()
	defer stop()
	badgerkv.BreakCommits(e)
	if err := e.Update(ctx, commitNumber(1)); !errors.Is(err, kv.ErrUnknown) {
		t.Errorf("the commit: %v", err)
	}
	if _, open := <-woken; open {
		t.Error("a waiter was woken and not told that it is over")
	}
	_, err := readBack(ctx, e)
	if !errors.Is(err, kv.ErrClosed) || !strings.Contains(err.Error(), "input/output error") {
		t.Errorf("a view after it: %v, want closed, and why", err)
	}
	if err := e.Update(ctx, commitNumber(1)); !errors.Is(err, kv.ErrClosed) {
		t.Errorf("an update after it: %v", err)
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	// What is half done in memory must not be written out, nor by a second one.
	if _, err := badgerkv.Open(dir, nil); !errors.Is(err, kv.ErrInUse) {
		t.Errorf("opened in the same process: %v", err)
	}
}

func TestADirectoryThatCannotBeMadeIsNoDamage(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{file, filepath.Join(file, "below")} {
		if e, err := badgerkv.Open(dir, nil); err == nil || errors.Is(err, kv.ErrDamaged) {
			t.Errorf("Open(%s): %v %v", dir, e, err)
		}
	}
}

func TestCommandAfterCommandTablesDoNotPileUp(t *testing.T) {
	dir := t.TempDir()
	for n := 1; n <= 30; n++ {
		closeAfter(t, dir, n)
	}
	tables, err := filepath.Glob(filepath.Join(dir, "*.sst"))
	if err != nil || len(tables) > 10 {
		t.Errorf("%d tables after 30 short runs, %v", len(tables), err)
	}
}
