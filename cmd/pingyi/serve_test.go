package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/sshd"
)

// patience is how long a server is waited for before a test fails: not a measure
// of speed, but the difference between slow and never.
const patience = 30 * time.Second

// server is a running pingyi serve, in a process of its own.
type server struct {
	t       testing.TB
	dir     string // its data directory
	addr    string
	hostKey gossh.PublicKey
	cmd     *exec.Cmd
	log     *lockedBuffer
}

// serve starts a server on the record in dir, and ends it with the test.
func serve(t testing.TB, dir string, flags ...string) *server {
	t.Helper()
	s := &server{t: t, dir: dir, log: &lockedBuffer{}}
	s.cmd = exec.Command("pingyi", append([]string{"--lang", "zh", "--data", dir, "serve", "--listen", "127.0.0.1:0", "--host", "pingyi.example"}, flags...)...)
	s.cmd.Stderr = s.log
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.stop)
	// It says where it listens once it does.
	late := time.AfterFunc(patience, func() { s.cmd.Process.Kill() })
	said := make([]byte, 1)
	if _, err := io.ReadFull(out, said); err != nil {
		s.cmd.Wait()
		t.Fatalf("the server does not start: %s", s.log)
	}
	late.Stop()
	go io.Copy(io.Discard, out)
	b, err := os.ReadFile(filepath.Join(dir, servedName))
	var at served
	if err := errors.Join(err, json.Unmarshal(b, &at)); err != nil {
		t.Fatal(err)
	}
	s.addr = at.Addr
	key, err := sshd.LoadHostKey(dir)
	if err != nil {
		t.Fatal(err)
	}
	s.hostKey = key.PublicKey()
	return s
}

// stop ends the server as an operator would, and has it prove that it ended well.
func (s *server) stop() {
	if s.cmd.ProcessState != nil {
		return
	}
	s.cmd.Process.Signal(os.Interrupt)
	late := time.AfterFunc(patience, func() { s.cmd.Process.Kill() })
	defer late.Stop()
	if err := s.cmd.Wait(); err != nil {
		s.t.Errorf("the server ended with %v: %s", err, s.log)
	}
}

// own runs a command on the server's machine, as its owner would, and returns
// what it printed.
func (s *server) own(args ...string) string {
	s.t.Helper()
	cmd := exec.Command("pingyi", append([]string{"--lang", "zh", "--data", s.dir}, args...)...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		s.t.Fatalf("pingyi %s: %v: %s", strings.Join(args, " "), err, errs.String())
	}
	return string(out)
}

// signer makes a client's key.
func signer(t testing.TB) (k gossh.Signer, private []byte) {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if k, err = gossh.NewSignerFromKey(key); err != nil {
		t.Fatal(err)
	}
	block, err := gossh.MarshalPrivateKey(key, "test")
	if err != nil {
		t.Fatal(err)
	}
	return k, pem.EncodeToMemory(block)
}

// dial logs in with a key.
func (s *server) dial(member string, k gossh.Signer) (*gossh.Client, error) {
	return gossh.Dial("tcp", s.addr, &gossh.ClientConfig{User: member, Auth: []gossh.AuthMethod{gossh.PublicKeys(k)},
		HostKeyCallback: gossh.FixedHostKey(s.hostKey), Timeout: patience})
}

// perPanel is how many members of a [committee] share a panel.
const perPanel = 50

// committee fills the record in dir with the plans, and with n reviewers who have
// a key each, in panels of perPanel that are being rated. Key i is that of the
// member m<i>.
func committee(t testing.TB, dir string, n int, plans ...pingyi.Plan) (keys []gossh.Signer) {
	t.Helper()
	s, err := store.Open(dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, desk := context.Background(), s.OwnerDesk("test")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range plans {
		_, err := desk.File(ctx, store.Filing{Plan: p, Has: func(pingyi.Field) bool { return true }})
		must(err)
	}
	var members []string
	for i := range n {
		id := fmt.Sprint("m", i)
		k, _ := signer(t)
		must(desk.AddMember(ctx, pingyi.Member{ID: id, Name: id, Role: pingyi.Reviewer}))
		must(desk.AddKey(ctx, id, pingyi.Key{Fingerprint: sshd.Fingerprint(k.PublicKey()), Type: k.PublicKey().Type()}))
		keys, members = append(keys, k), append(members, id)
		if len(members) == perPanel || i == n-1 {
			panel := fmt.Sprint("p", i/perPanel)
			must(desk.CreatePanel(ctx, pingyi.Panel{ID: panel, Year: plans[0].Year, Members: members}))
			_, err := desk.OpenRound(ctx, panel, false)
			must(err)
			members = nil
		}
	}
	must(s.Close())
	return keys
}

// lockedBuffer is a buffer that a process writes while a test reads.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
