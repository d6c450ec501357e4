package sshd_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/sshd"
)

// patience is how long a test waits for what is to happen; nothing takes so long
// unless it is broken.
const patience = 20 * time.Second

// house is a record with members r1, r2 and c1, served on the loopback.
type house struct {
	t      *testing.T
	store  *store.Store
	owner  *store.Desk
	server *sshd.Server
	addr   string
	host   gossh.Signer
	key    gossh.Signer // the owner's
	log    *lockedBuffer
	served chan error
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// open serves a new record with cfg, whose missing parts are filled: sessions say
// who they are and what they were told to do.
func open(t *testing.T, cfg sshd.Config) *house {
	t.Helper()
	s, err := store.OpenMemory(store.Options{})
	must(t, err)
	h := &house{t: t, store: s, owner: s.OwnerDesk("test"), host: newKey(t), key: newKey(t), log: &lockedBuffer{}, served: make(chan error, 1)}
	for _, m := range []pingyi.Member{
		{ID: "r1", Name: "评委一", Role: pingyi.Reviewer}, {ID: "r2", Name: "评委二", Role: pingyi.Reviewer}, {ID: "c1", Name: "组长", Role: pingyi.Chair},
	} {
		must(t, h.owner.AddMember(t.Context(), m))
	}
	cfg.Store, cfg.HostKey, cfg.OwnerKey = s, h.host, h.key.PublicKey()
	cfg.Log = slog.New(slog.NewJSONHandler(h.log, nil))
	if cfg.Run == nil {
		cfg.Run = echo
	}
	if cfg.Limits.Linger == 0 {
		cfg.Limits.Linger = time.Second
	}
	h.server, err = sshd.New(cfg)
	must(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	h.addr = l.Addr().String()
	go func() { h.served <- h.server.Serve(l) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		defer cancel()
		_ = h.server.Shutdown(ctx)
		must(t, s.Close())
	})
	return h
}

func echo(_ context.Context, v sshd.Visit) int {
	fmt.Fprintf(v.Out, "%s %q\n", v.Desk.Actor().Member.ID, v.Args)
	return 0
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newKey(t testing.TB) gossh.Signer {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	k, err := gossh.NewSignerFromKey(private)
	must(t, err)
	return k
}

// keyed gives a member a new key.
func (h *house) keyed(member string) gossh.Signer {
	h.t.Helper()
	k := newKey(h.t)
	parsed, err := sshd.ParseKey(gossh.MarshalAuthorizedKey(k.PublicKey()))
	must(h.t, err)
	must(h.t, h.owner.AddKey(h.t.Context(), member, parsed))
	return k
}

// password gives a member a password.
func (h *house) password(member, password string) {
	h.t.Helper()
	hash, err := sshd.HashPassword(password)
	must(h.t, err)
	d, err := h.store.Door().Desk(h.t.Context(), member, "test")
	must(h.t, err)
	must(h.t, d.SetPassword(h.t.Context(), hash))
}

func (h *house) invite(member string, expires time.Duration) (code string) {
	h.t.Helper()
	code, hash := sshd.NewCode(rand.Reader)
	must(h.t, h.owner.Invite(h.t.Context(), member, hash, time.Now().Add(expires)))
	return code
}

func (h *house) dialAs(user string, auth ...gossh.AuthMethod) (*gossh.Client, error) {
	c, err := net.DialTimeout("tcp", h.addr, patience)
	if err != nil {
		return nil, err
	}
	return h.over(c, user, auth...)
}

func (h *house) over(raw net.Conn, user string, auth ...gossh.AuthMethod) (*gossh.Client, error) {
	_ = raw.SetDeadline(time.Now().Add(patience))
	c, chans, requests, err := gossh.NewClientConn(raw, h.addr, &gossh.ClientConfig{User: user, Auth: auth, HostKeyCallback: gossh.FixedHostKey(h.host.PublicKey())})
	if err != nil {
		raw.Close()
		return nil, err
	}
	_ = raw.SetDeadline(time.Time{})
	client := gossh.NewClient(c, chans, requests)
	h.t.Cleanup(func() { client.Close() })
	return client, nil
}

// in logs in with a key.
func (h *house) in(user string, k gossh.Signer) *gossh.Client {
	h.t.Helper()
	c, err := h.dialAs(user, gossh.PublicKeys(k))
	must(h.t, err)
	return c
}

// says answers prompts with the answers in turn, and notes the prompts.
func says(asked *[]string, answers ...string) gossh.AuthMethod {
	return gossh.KeyboardInteractive(func(name, instruction string, questions []string, echos []bool) ([]string, error) {
		if asked != nil {
			*asked = append(*asked, name+"|"+instruction+"|"+strings.Join(questions, "|")+fmt.Sprint(echos))
		}
		if len(answers) < len(questions) {
			return nil, fmt.Errorf("no answer to %q", questions)
		}
		now := answers[:len(questions)]
		answers = answers[len(questions):]
		return now, nil
	})
}

// run runs a command in a new session of c.
func run(t *testing.T, c *gossh.Client, command string) (out, errs string, status int) {
	t.Helper()
	s, err := c.NewSession()
	must(t, err)
	var o, e bytes.Buffer
	s.Stdout, s.Stderr = &o, &e
	err = s.Run(command)
	if exit, ok := err.(*gossh.ExitError); ok {
		return o.String(), e.String(), exit.ExitStatus()
	}
	must(t, err)
	return o.String(), e.String(), 0
}

// soon waits until ok.
func soon(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: not after %v", what, patience)
		}
	}
}

// within returns what comes from c.
func within[T any](t *testing.T, what string, c <-chan T) (v T) {
	t.Helper()
	select {
	case v = <-c:
	case <-time.After(patience):
		t.Fatalf("%s: not after %v", what, patience)
	}
	return v
}

// ended returns a channel that is closed when the connection has ended.
func ended(c *gossh.Client) <-chan error {
	done := make(chan error, 1)
	go func() { done <- c.Wait() }()
	return done
}
