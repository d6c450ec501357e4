package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"
)

// An invitation lets in to set a password or add a key, and to nothing else: its
// code may have been read over a shoulder.
func TestAnInvitationAloneDoesNothingElse(t *testing.T) {
	dir := t.TempDir()
	committee(t, dir, 1, samplePlans(t)...)
	s := serve(t, dir)
	var in struct{ Code string }
	if err := json.Unmarshal([]byte(s.own("member", "invite", "m0", "--json")), &in); err != nil {
		t.Fatal(err)
	}
	byCode := gossh.KeyboardInteractive(func(_, _ string, questions []string, _ []bool) ([]string, error) {
		answers := make([]string, len(questions)) // no password is chosen
		if len(questions) == 1 {
			answers[0] = in.Code
		}
		return answers, nil
	})
	_, private := signer(t)
	key, err := gossh.ParsePrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		command string
		done    bool
	}{
		{"plan list", false}, {"rate 1=优 --submit", false}, {"ballot", false}, {"settings --language en", false}, {"history", false},
		{"dialogue", false}, {"key list", false}, {"password --help", true},
		{"rate 1=3 --panel p --submit --reason -h", false}, {"rate 1=3 --submit --reason --help", false}, {"rate 1=3 --help --submit", false}, {"-h plan list", false},
		{"rate --help", true}, {"help rate", true}, {"key add", true},
	} {
		client, err := gossh.Dial("tcp", s.addr, &gossh.ClientConfig{User: "m0", Auth: []gossh.AuthMethod{byCode}, HostKeyCallback: gossh.FixedHostKey(s.hostKey)})
		if err != nil {
			t.Fatal(err)
		}
		session, err := client.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		if c.command == "key add" { // the others may end before they have been sent it, which is an error too
			session.Stdin = bytes.NewReader(gossh.MarshalAuthorizedKey(key.PublicKey()))
		}
		var errs bytes.Buffer
		session.Stderr = &errs
		err = session.Run(c.command)
		client.Close()
		if (err == nil) != c.done || !c.done && !strings.Contains(errs.String(), "邀请码") {
			t.Errorf("%s: %v, %s", c.command, err, errs.String())
		}
	}
}

// What cobra keeps for shells writes to the server's own standard error.
func TestCompletionIsNoRemoteCommand(t *testing.T) {
	dir := t.TempDir()
	keys := committee(t, dir, 1, samplePlans(t)...)
	s := serve(t, dir)
	for _, command := range []string{"__complete '--x\nforged\x1b[2J'", "--json __complete rate ''", "__completeNoDesc '--\x1b]0;x\x07'"} {
		c, err := s.dial("m0", keys[0])
		if err != nil {
			t.Fatal(err)
		}
		session, err := c.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		exit, exited := errors.AsType[*gossh.ExitError](session.Run(command))
		c.Close()
		if !exited || exit.ExitStatus() != 2 {
			t.Errorf("%q: %v", command, exit)
		}
	}
	for line := range strings.Lines(s.log.String()) {
		if !json.Valid([]byte(line)) || strings.ContainsAny(line, "\x1b\x07") {
			t.Errorf("the log has %q", line)
		}
	}
}
