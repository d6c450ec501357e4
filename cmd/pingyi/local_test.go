package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// here runs a command on the server's machine, as its owner.
func (s *server) here(in string, args ...string) answered {
	s.t.Helper()
	return processIn(s.t, "", in, append([]string{"--lang", "zh", "--data", s.dir}, args...)...)
}

// processIn runs the command in a directory, a process of its own.
func processIn(t testing.TB, dir, in string, args ...string) (a answered) {
	t.Helper()
	cmd := exec.Command("pingyi", args...)
	var out, errs bytes.Buffer
	cmd.Env = append(os.Environ(), "LANG=zh_CN.UTF-8", "LC_ALL=", "LC_MESSAGES=")
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = dir, strings.NewReader(in), &out, &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(patience, func() { cmd.Process.Kill() })
	defer late.Stop()
	err := cmd.Wait()
	if exit, ended := err.(*exec.ExitError); ended && exit.ExitCode() >= 0 {
		a.status = exit.ExitCode()
	} else if err != nil {
		t.Fatalf("pingyi %q: %v: %s", args, err, errs.String())
	}
	a.out, a.errs = out.String(), errs.String()
	return a
}
