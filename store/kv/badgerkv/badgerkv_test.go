package badgerkv_test

import (
	"testing"

	"pingyi/store/kv"
	"pingyi/store/kv/badgerkv"
	"pingyi/store/kv/kvtest"
)

func openDir(t testing.TB, dir string) kv.Engine {
	t.Helper()
	e, err := badgerkv.Open(dir, func(s string) { t.Errorf("warned: %s", s) })
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
	kvtest.Run(t, func(t *testing.T) kv.Engine {
		e, err := badgerkv.OpenMemory()
		if err != nil {
			t.Fatal(err)
		}
		return e
	})
}
