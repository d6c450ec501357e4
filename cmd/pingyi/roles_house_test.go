package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"pingyi"
	"pingyi/store"
	"pingyi/store/storetest"
	"pingyi/tui/sshd"
)

// keyring is a key for the host and for everybody, the owner included. Records
// that are to be the same to the byte share one.
type keyring map[string]gossh.Signer

func newKeyring(t testing.TB) keyring {
	t.Helper()
	k := keyring{}
	for _, id := range append(storetest.Actors(), "r2", "host") {
		k[id], _ = signer(t)
	}
	return k
}

// house is a record in memory that is served on the loopback as pingyi serve does,
// with a clock that stands still: whatever differs between two of them was done.
type house struct {
	t     testing.TB
	keys  keyring
	store *store.Store
	owner *store.Desk
	addr  string
	site  site
	log   *lockedBuffer
	close func() // the test does, if nobody has
}

// openHouse serves a record that fill fills, by a server that changes change.
func openHouse(t testing.TB, keys keyring, fill func(owner *store.Desk), changes ...func(*site)) *house {
	t.Helper()
	return houseOf(t, keys, fill, visit, sshd.Limits{Linger: time.Second}, changes...)
}

// houseOf is a house with its own kind of visit and its own limits.
func houseOf(t testing.TB, keys keyring, fill func(owner *store.Desk), visit func(context.Context, sshd.Visit, site) int, limits sshd.Limits, changes ...func(*site)) *house {
	t.Helper()
	ids := 0
	s, err := store.OpenMemory(store.Options{
		Now:   func() time.Time { return time.Date(2016, 3, 1, 9, 0, 0, 0, time.UTC) },
		NewID: func() string { ids++; return fmt.Sprint("command-", ids) },
	})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, keys: keys, store: s, owner: s.OwnerDesk("test"), log: &lockedBuffer{}}
	fill(h.owner)
	members, err := h.owner.Members(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range members {
		key := pingyi.Key{Fingerprint: sshd.Fingerprint(keys[m.ID].PublicKey()), Type: "ssh-ed25519"}
		if err := h.owner.AddKey(t.Context(), m.ID, key); err != nil {
			t.Fatal(err)
		}
	}
	log := slog.New(slog.NewJSONHandler(h.log, nil))
	at := newSite("pingyi.example:23234", t.TempDir(), log)
	for _, change := range changes {
		change(&at)
	}
	h.site = at
	server, err := sshd.New(sshd.Config{Store: s, HostKey: keys["host"], OwnerKey: keys["owner"].PublicKey(), Log: log, Limits: limits,
		Run: func(ctx context.Context, v sshd.Visit) int { return visit(ctx, v, at) }})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h.addr = l.Addr().String()
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()
	h.close = sync.OnceFunc(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := server.Shutdown(ctx); err != nil {
			t.Errorf("the server does not stop: %v", err)
		}
		if err := <-served; err != nil {
			t.Errorf("serving ended with %v", err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if said := h.log.String(); strings.Contains(said, `"panic"`) {
			t.Errorf("something panicked: %s", said)
		}
	})
	t.Cleanup(h.close)
	return h
}

// inState is a house with the record of storetest, its round in a state.
func inState(t testing.TB, keys keyring, state string) *house {
	return openHouse(t, keys, func(owner *store.Desk) { storetest.Make(t, owner, state) })
}

// line opens a connection of the member, on which one session runs.
func (h *house) line(member string) *gossh.Client {
	h.t.Helper()
	c, err := gossh.Dial("tcp", h.addr, &gossh.ClientConfig{User: member, Auth: []gossh.AuthMethod{gossh.PublicKeys(h.keys[member])},
		HostKeyCallback: gossh.FixedHostKey(h.keys["host"].PublicKey()), Timeout: patience})
	if err != nil {
		h.t.Fatalf("%s cannot log in: %v", member, err)
	}
	return c
}

// answered is what came of a command, to the byte.
type answered struct {
	out, errs string
	status    int
}

// run runs a remote command of a member, in English; the owner's as a command on
// the server's machine goes through the server.
func (h *house) run(member, in string, args ...string) (a answered) {
	h.t.Helper()
	var out, errs bytes.Buffer
	if member == "owner" {
		call := sshd.Call{Addr: h.addr, HostKey: h.keys["host"].PublicKey(), Owner: h.keys["owner"], User: "root", Args: args, Env: []string{"LANG=en_US.UTF-8"},
			In: strings.NewReader(in), Out: &out, Err: &errs,
			ReadFile:   func(string) ([]byte, error) { return nil, fs.ErrNotExist },
			CreateFile: func(string) (io.WriteCloser, error) { return discarded{}, nil }}
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		status, err := call.Run(ctx)
		if err != nil {
			h.t.Fatalf("owner: %q: %v", args, err)
		}
		return answered{out.String(), errs.String(), status}
	}
	c := h.line(member)
	defer c.Close()
	s, err := c.NewSession()
	if err == nil {
		err = s.Setenv("LANG", "en_US.UTF-8")
	}
	if err != nil {
		h.t.Fatalf("%s: %q: %v", member, args, err)
	}
	s.Stdin, s.Stdout, s.Stderr = strings.NewReader(in), &out, &errs
	quoted := make([]string, len(args))
	for i, arg := range args {
		quoted[i] = "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
	}
	late := time.AfterFunc(patience, func() { c.Close() })
	err = s.Run(strings.Join(quoted, " "))
	late.Stop()
	if exit, ended := err.(*gossh.ExitError); ended {
		a.status = exit.ExitStatus()
	} else if err != nil && err != io.EOF { // the command did not want all of its input
		h.t.Fatalf("%s: %q: %v", member, args, err)
	}
	a.out, a.errs = out.String(), errs.String()
	return a
}

// must runs a command that is to be done.
func (h *house) must(member, in string, args ...string) string {
	h.t.Helper()
	a := h.run(member, in, args...)
	if a.status != 0 {
		h.t.Fatalf("%s: %q ends with %d: %s", member, args, a.status, a.errs)
	}
	return a.out
}

// proof is what verify --json says of the whole record, its hash included.
func (h *house) proof() string {
	h.t.Helper()
	return h.must("owner", "", "verify", "--json")
}

// discarded is a file that nobody wants.
type discarded struct{}

func (discarded) Write(b []byte) (int, error) { return len(b), nil }
func (discarded) Close() error                { return nil }
