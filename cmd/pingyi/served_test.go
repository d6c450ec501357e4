package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pingyi/store"
)

// trying runs a command on the record in dir, which is in use at first; each time
// that it would wait, waits is asked whether there is to be another try.
func trying(t *testing.T, dir string, waits func() bool, args ...string) ran {
	t.Helper()
	var out, errs bytes.Buffer
	a := &app{in: strings.NewReader(""), out: &output{to: &out}, err: &errs, getenv: func(string) string { return "" }, files: ownFiles{},
		inUse: func(context.Context) bool { return waits() }}
	status := a.run(t.Context(), append([]string{"--data", dir}, args...), "")
	return ran{status, out.String(), errs.String()}
}

// A server that starts or stops has the record and takes no commands yet, or no
// more: what is run meanwhile waits for it.
func TestARecordThatIsInUseIsTriedAgain(t *testing.T) {
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody.Close()
	stale, err := json.Marshal(served{nobody.Addr().String(), 1})
	if err != nil {
		t.Fatal(err)
	}
	for name, mark := range map[string][]byte{"before it says where it is": nil, "after it listens": stale} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			serve(t, dir).stop()
			if mark != nil {
				if err := os.WriteFile(filepath.Join(dir, servedName), mark, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			s, err := store.Open(dir, store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			tries := 0
			if r := trying(t, dir, func() bool { tries++; return tries < 3 }, "plan", "list"); r.status != 1 || tries != 3 || r.out != "" ||
				strings.Count(r.errs, "\n") != 1 || !strings.Contains(r.errs, "正被另一个 pingyi 进程使用") {
				t.Errorf("of a record that stays in use, %d tries: %+v", tries, r)
			}
			frees := func() bool {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
				return true
			}
			if r := trying(t, dir, frees, "plan", "list", "--json"); r.status != 0 || r.errs != "" || !strings.Contains(r.out, `"plans": []`) {
				t.Errorf("of a record that is free at the second try: %+v", r)
			}
		})
	}
}

// whenSaid does something once something is written.
type whenSaid struct {
	io.Writer
	do func()
}

func (w whenSaid) Write(b []byte) (int, error) {
	defer w.do()
	return w.Writer.Write(b)
}

// A server that is started while the record is in use for a moment starts.
func TestAServerWaitsForTheRecord(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var out, errs bytes.Buffer
	a := &app{out: &output{to: whenSaid{&out, stop}}, err: &errs, data: dir, inUse: func(context.Context) bool { s.Close(); return true }, getenv: func(string) string { return "1" }}
	if err := a.serve(ctx, "127.0.0.1:0", "localhost", false); err != nil || !strings.Contains(out.String(), "正在 127.0.0.1:") {
		t.Errorf("%v: %s%s", err, out.String(), errs.String())
	}
}
