package main

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	gossh "golang.org/x/crypto/ssh"

	"pingyi/tui/terminal"
)

// client is a program by which members reach a server. Whoever has no answers to
// give has a key, which [server.keyFor] has entered.
type client interface {
	// run runs a remote command, with in on its standard input.
	run(member, in string, args ...string) answered
	// login opens the workstation at a terminal of 80×24. What is asked before the
	// member is in they answer in turn.
	login(member string, answers ...string) *workplace
}

// workplace is a terminal at the other end of a line.
type workplace struct {
	*terminal.Terminal
	cut func()        // breaks the line, as it breaks on its own
	raw *lockedBuffer // what came down the line, to the byte
}

// eachClient runs the test with every client that there is: Go's own, and the
// system's. Under CI both must be there.
func eachClient(t *testing.T, test func(t *testing.T, client func(*server) client)) {
	t.Run("go", func(t *testing.T) {
		test(t, func(s *server) client { return newGoClient(s) })
	})
	t.Run("openssh", func(t *testing.T) {
		path, err := exec.LookPath("ssh")
		switch {
		case err == nil:
		case os.Getenv("CI") != "":
			t.Fatal("ssh is not installed, and must be here")
		default:
			t.Skip("ssh is not installed")
		}
		test(t, func(s *server) client { return newOpenSSH(s, path) })
	})
}

// keyFor makes a key for the member and enters it as their administrator does.
func (s *server) keyFor(member string) (k gossh.Signer, private []byte) {
	s.t.Helper()
	k, private = signer(s.t)
	file := filepath.Join(s.t.TempDir(), "id.pub")
	if err := os.WriteFile(file, gossh.MarshalAuthorizedKey(k.PublicKey()), 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.own("member", "key", "add", member, file)
	return k, private
}

// goClient is a client made of Go's SSH.
type goClient struct {
	*server
	keys map[string]gossh.Signer
}

func newGoClient(s *server) *goClient { return &goClient{server: s, keys: map[string]gossh.Signer{}} }

func (c *goClient) dialAs(member string, answers []string) *gossh.Client {
	c.t.Helper()
	if _, ok := c.keys[member]; !ok && len(answers) == 0 {
		c.keys[member], _ = c.keyFor(member)
	}
	config := &gossh.ClientConfig{User: member, HostKeyCallback: gossh.FixedHostKey(c.hostKey), Timeout: patience}
	if len(answers) == 0 {
		config.Auth = []gossh.AuthMethod{gossh.PublicKeys(c.keys[member])}
	} else {
		config.Auth = []gossh.AuthMethod{gossh.KeyboardInteractive(func(_, _ string, questions []string, _ []bool) ([]string, error) {
			if len(answers) < len(questions) {
				return nil, errors.New("nobody has an answer")
			}
			given := answers[:len(questions)]
			answers = answers[len(questions):]
			return given, nil
		})}
	}
	conn, err := gossh.Dial("tcp", c.addr, config)
	if err != nil {
		c.t.Fatalf("%s cannot log in: %v", member, err)
	}
	return conn
}

func (c *goClient) run(member, in string, args ...string) answered {
	c.t.Helper()
	return c.runWith(member, in, []string{"LANG=zh_CN.UTF-8"}, args...)
}

// runWith runs a remote command in an environment.
func (c *goClient) runWith(member, in string, env []string, args ...string) answered {
	c.t.Helper()
	return c.runAs(c.dialAs(member, nil), in, env, args...)
}

// runAs runs a remote command on a connection, and ends it.
func (c *goClient) runAs(conn *gossh.Client, in string, env []string, args ...string) (a answered) {
	c.t.Helper()
	defer conn.Close()
	s, err := conn.NewSession()
	if err != nil {
		c.t.Fatal(err)
	}
	for _, e := range env {
		name, value, _ := strings.Cut(e, "=")
		if err := s.Setenv(name, value); err != nil {
			c.t.Fatal(err)
		}
	}
	var out, errs bytes.Buffer
	s.Stdin, s.Stdout, s.Stderr = strings.NewReader(in), &out, &errs
	late := time.AfterFunc(patience, func() { conn.Close() })
	defer late.Stop()
	if len(args) > 0 {
		err = s.Start(commandLine(args))
	} else {
		err = s.Shell()
	}
	if err != nil {
		c.t.Fatalf("%s: %q: %v", conn.User(), args, err)
	}
	if err = s.Wait(); errors.Is(err, io.EOF) { // all is well, and its input was not wanted
		err = nil
	}
	if exit, ended := err.(*gossh.ExitError); ended {
		a.status = exit.ExitStatus()
	} else if err != nil {
		c.t.Fatalf("%s: %q: %v", conn.User(), args, err)
	}
	a.out, a.errs = out.String(), errs.String()
	return a
}

// commandLine quotes args as a person would for a shell.
func commandLine(args []string) string {
	quoted := make([]string, len(args))
	for i, arg := range args {
		quoted[i] = "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
	}
	return strings.Join(quoted, " ")
}

func (c *goClient) login(member string, answers ...string) *workplace {
	c.t.Helper()
	return c.loginAt("xterm-256color", c.dialAs(member, answers))
}

// loginAt takes a terminal of some type on a connection, for the workstation or
// for a command.
func (c *goClient) loginAt(term string, conn *gossh.Client, args ...string) *workplace {
	c.t.Helper()
	s, err := conn.NewSession()
	if err == nil {
		err = s.Setenv("LANG", "zh_CN.UTF-8")
	}
	if err == nil {
		err = s.RequestPty(term, 24, 80, gossh.TerminalModes{})
	}
	var keys io.WriteCloser
	var out io.Reader
	if err == nil {
		keys, err = s.StdinPipe()
	}
	if err == nil {
		out, err = s.StdoutPipe()
	}
	switch {
	case err != nil:
	case len(args) > 0:
		err = s.Start(commandLine(args))
	default:
		err = s.Shell()
	}
	if err != nil {
		c.t.Fatalf("%s cannot have a terminal: %v", conn.User(), err)
	}
	cut := sync.OnceFunc(func() { conn.Close() })
	go func() { // it hangs up at the end, as clients do
		s.Wait()
		cut()
	}()
	raw := &lockedBuffer{}
	return &workplace{terminal.Attach(c.t, hangUp{keys, cut}, io.TeeReader(out, raw), func(w, h int) { s.WindowChange(h, w) }, 80, 24), cut, raw}
}

// hangUp is what keys go to, and ends the line when it is closed.
type hangUp struct {
	io.Writer
	cut func()
}

func (h hangUp) Close() error {
	h.cut()
	return nil
}

// openSSH is the system's client, which knows the server's host key and nothing
// of this machine's own settings.
type openSSH struct {
	*server
	path, dir string
}

func newOpenSSH(s *server, path string) *openSSH {
	s.t.Helper()
	c := &openSSH{s, path, s.t.TempDir()}
	host, port, err := net.SplitHostPort(s.addr)
	known := "[" + host + "]:" + port + " " + string(gossh.MarshalAuthorizedKey(s.hostKey))
	if err := errors.Join(err, os.WriteFile(filepath.Join(c.dir, "known_hosts"), []byte(known), 0o600)); err != nil {
		s.t.Fatal(err)
	}
	return c
}

// command is ssh, ready to run.
func (c *openSSH) command(member string, keyed bool, args ...string) *exec.Cmd {
	c.t.Helper()
	host, port, err := net.SplitHostPort(c.addr)
	if err != nil {
		c.t.Fatal(err)
	}
	known, identity := filepath.Join(c.dir, "known_hosts"), filepath.Join(c.dir, member)
	options := []string{"-F", "none", "-p", port, "-o", "UserKnownHostsFile=" + known, "-o", "GlobalKnownHostsFile=none", "-o", "StrictHostKeyChecking=yes",
		"-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "SendEnv=LANG", "-o", "LogLevel=ERROR", "-o", "IdentityFile=" + identity}
	if keyed {
		if _, err := os.Stat(identity); err != nil {
			_, private := c.keyFor(member)
			if err := os.WriteFile(identity, private, 0o600); err != nil {
				c.t.Fatal(err)
			}
		}
		options = append(options, "-o", "BatchMode=yes")
	}
	cmd := exec.Command(c.path, append(append(options, member+"@"+host), args...)...)
	// LC_CTYPE is one that any system has; what the server hears is LANG.
	cmd.Env = append(os.Environ(), "LC_ALL=", "LC_CTYPE=C.UTF-8", "LANG=zh_CN.UTF-8", "TERM=xterm-256color", "SSH_AUTH_SOCK=", "SSH_ASKPASS=", "DISPLAY=")
	return cmd
}

func (c *openSSH) run(member, in string, args ...string) (a answered) {
	c.t.Helper()
	cmd := c.command(member, true, commandLine(args))
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(in), &out, &errs
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	late := time.AfterFunc(patience, func() { cmd.Process.Kill() })
	defer late.Stop()
	err := cmd.Wait()
	if exit, ended := err.(*exec.ExitError); ended && exit.ExitCode() >= 0 && exit.ExitCode() != 255 {
		a.status = exit.ExitCode()
	} else if err != nil {
		c.t.Fatalf("%s: %q: %v: %s", member, args, err, errs.String())
	}
	a.out, a.errs = out.String(), errs.String()
	return a
}

func (c *openSSH) login(member string, answers ...string) *workplace {
	c.t.Helper()
	at := c.t
	r := onPTY(at, c.command(member, len(answers) == 0))
	// ssh shows a question in rows of its own, and the same one again as another.
	asked := []string{"Password or invitation code:", "New password:", "Once more:"}
	for i, answer := range answers {
		r.See(asked[i])
		r.Type(answer, terminal.Enter)
	}
	return r
}

// onPTY starts a process on a pseudo-terminal of 80×24. cut kills it.
func onPTY(t testing.TB, cmd *exec.Cmd) *workplace {
	t.Helper()
	own, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	cut := sync.OnceFunc(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	t.Cleanup(func() {
		cut()
		own.Close()
	})
	resize := func(w, h int) { pty.Setsize(own, &pty.Winsize{Rows: uint16(h), Cols: uint16(w)}) }
	raw := &lockedBuffer{}
	return &workplace{terminal.Attach(t, hangUp{own, cut}, io.TeeReader(own, raw), resize, 80, 24), cut, raw}
}
