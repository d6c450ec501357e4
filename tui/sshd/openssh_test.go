package sshd_test

import (
	"bytes"
	"context"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"pingyi/tui/sshd"
)

// openSSH runs the system's ssh client, which types answers in turn when it asks.
func (h *house) openSSH(in string, answers []string, args ...string) (out, errs string, err error) {
	h.t.Helper()
	path, err := exec.LookPath("ssh")
	if err != nil {
		if os.Getenv("CI") != "" {
			h.t.Fatal("ssh is not installed")
		}
		h.t.Skip("ssh is not installed")
	}
	dir := h.t.TempDir()
	host, port, err := net.SplitHostPort(h.addr)
	must(h.t, err)
	known := fmt.Sprintf("[%s]:%s %s", host, port, gossh.MarshalAuthorizedKey(h.host.PublicKey()))
	must(h.t, os.WriteFile(filepath.Join(dir, "known_hosts"), []byte(known), 0o600))
	for i, a := range answers {
		must(h.t, os.WriteFile(filepath.Join(dir, fmt.Sprint("answer", i)), []byte(a+"\n"), 0o600))
	}
	ask := "#!/bin/sh\ncd " + dir + "\nprintf '%s\\n' \"$1\" >> prompts\nfor f in answer*; do cat \"$f\" && rm \"$f\"; exit; done\n"
	must(h.t, os.WriteFile(filepath.Join(dir, "ask"), []byte(ask), 0o700))
	ctx, cancel := context.WithTimeout(h.t.Context(), patience)
	defer cancel()
	c := exec.CommandContext(ctx, path, append([]string{"-F", "none", "-p", port, "-o", "UserKnownHostsFile=" + filepath.Join(dir, "known_hosts"),
		"-o", "StrictHostKeyChecking=yes", "-o", "IdentitiesOnly=yes", "-o", "SendEnv=LANG"}, args...)...)
	c.Env = append(os.Environ(), "SSH_ASKPASS="+filepath.Join(dir, "ask"), "SSH_ASKPASS_REQUIRE=force", "LANG=en_US.UTF-8", "SSH_AUTH_SOCK=")
	var o, e bytes.Buffer
	c.Stdin, c.Stdout, c.Stderr = strings.NewReader(in), &o, &e
	err = c.Run()
	return o.String(), e.String(), err
}

func TestTheSystemsOwnClient(t *testing.T) {
	h := open(t, sshd.Config{Run: func(_ context.Context, v sshd.Visit) int {
		in, _ := io.ReadAll(v.In)
		fmt.Fprintf(v.Out, "%s %q %s %s %v\n", v.Desk.Actor().Member.ID, v.Args, in, v.Getenv("LANG"), v.Invited)
		fmt.Fprint(v.Err, "beside\n")
		return 5
	}})
	private := testPrivate(t)
	k, err := gossh.NewSignerFromKey(private)
	must(t, err)
	parsed, err := sshd.ParseKey(gossh.MarshalAuthorizedKey(k.PublicKey()))
	must(t, err)
	must(t, h.owner.AddKey(t.Context(), "r1", parsed))
	block, err := gossh.MarshalPrivateKey(private, "")
	must(t, err)
	id := filepath.Join(t.TempDir(), "id")
	must(t, os.WriteFile(id, pem.EncodeToMemory(block), 0o600))
	code := h.invite("r2", time.Hour)
	for _, c := range []struct {
		name    string
		answers []string
		args    []string
		want    string
	}{
		{"a key", nil, []string{"-i", id, "r1@127.0.0.1", "import", "-", "'a b'"}, `r1 ["import" "-" "a b"] text en_US.UTF-8 false`},
		{"a key, under another name", nil, []string{"-i", id, "nobody@127.0.0.1", "x"}, `r1 ["x"] text en_US.UTF-8 false`},
		{"an invitation", []string{strings.ToUpper(code), "correct horse", "correct horse"}, []string{"r2@127.0.0.1", "x"}, `r2 ["x"] text en_US.UTF-8 false`},
		{"a password", []string{"correct horse"}, []string{"r2@127.0.0.1"}, `r2 [] text en_US.UTF-8 false`},
		{"much to say", nil, []string{"-i", id, "r1@127.0.0.1", strings.Repeat("x", 10_000)}, `r1 ["` + strings.Repeat("x", 10_000) + `"] text en_US.UTF-8 false`},
	} {
		out, errs, err := h.openSSH("text", c.answers, c.args...)
		exit, ok := err.(*exec.ExitError)
		if !ok || exit.ExitCode() != 5 || out != c.want+"\n" || !strings.Contains(errs, "beside\n") {
			t.Errorf("%s: %v, %q, %q", c.name, err, out, errs)
		}
	}
	if _, errs, err := h.openSSH("", []string{"wrong horse", "wrong horse", "wrong horse"}, "r2@127.0.0.1", "x"); err == nil || !strings.Contains(errs, "Permission denied") {
		t.Errorf("%v, %q", err, errs)
	}
	for _, args := range [][]string{{"-s", "sftp"}, {"-W", "127.0.0.1:22"}} {
		full := append([]string{"-i", id, args[0]}, "r1@127.0.0.1")
		if args[0] == "-W" {
			full = []string{"-i", id, args[0], args[1], "r1@127.0.0.1"}
		} else {
			full = append(full, args[1])
		}
		if out, _, err := h.openSSH("", nil, full...); err == nil || out != "" {
			t.Errorf("%q: %v, %q", args, err, out)
		}
	}
}

// A client that holds its connection open for more sessions loses it with the
// last, and what a session says arrives whole, however long it takes to read.
func TestWhatASessionSaysArrivesWhole(t *testing.T) {
	said := bytes.Repeat([]byte("部门 360\n"), 400_000)
	h := open(t, sshd.Config{Limits: sshd.Limits{Linger: patience}, Run: func(_ context.Context, v sshd.Visit) int {
		_, _ = v.Out.Write(said)
		return 0
	}})
	raw, err := net.Dial("tcp", h.addr)
	must(t, err)
	c, err := h.over(&thin{raw}, "r1", gossh.PublicKeys(h.keyed("r1")))
	must(t, err)
	s, err := c.NewSession()
	must(t, err)
	out, err := s.Output("x")
	must(t, err)
	if !bytes.Equal(out, said) {
		t.Errorf("%d bytes of %d", len(out), len(said))
	}
}

// thin is a connection that gives a little at a time.
type thin struct{ net.Conn }

func (c *thin) Read(p []byte) (int, error) { return c.Conn.Read(p[:min(len(p), 1000)]) }
