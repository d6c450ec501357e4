package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// said starts a server on the record in dir, and ends it again; it returns the
// sentence that the server begins with.
func said(t testing.TB, dir string, flags ...string) string {
	t.Helper()
	cmd := exec.Command("pingyi", append([]string{"--lang", "zh", "--data", dir, "serve", "--listen", "127.0.0.1:0"}, flags...)...)
	log := &lockedBuffer{}
	cmd.Stderr = log
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(patience, func() { cmd.Process.Kill() })
	defer late.Stop()
	line, err := bufio.NewReader(out).ReadString('\n')
	cmd.Process.Signal(syscall.SIGTERM)
	if ended := cmd.Wait(); err != nil || ended != nil {
		t.Fatalf("the server says %q and ends with %v: %s", line, ended, log)
	}
	return line
}

func TestTheHostKeyIsMadeOnce(t *testing.T) {
	dir := t.TempDir()
	key, aside := filepath.Join(dir, "host_key"), filepath.Join(dir, "aside")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	fingerprint := func(line string) string { return regexp.MustCompile(`SHA256:\S+`).FindString(line) }
	refuses := func(why ...string) {
		t.Helper()
		a := processIn(t, "", "", "--lang", "zh", "--data", dir, "serve", "--listen", "127.0.0.1:0")
		if a.status != 1 || a.out != "" || strings.Count(a.errs, "\n") != 1 {
			t.Errorf("it does not refuse: %+v", a)
		}
		for _, w := range append(why, "--new-host-key") {
			if !strings.Contains(a.errs, w) {
				t.Errorf("the refusal does not say %s: %s", w, a.errs)
			}
		}
	}

	first := fingerprint(said(t, dir))
	if path, err := exec.LookPath("ssh-keygen"); err == nil {
		out, err := exec.Command(path, "-lf", key).Output()
		must(err)
		if first == "" || fingerprint(string(out)) != first {
			t.Errorf("the server prints the fingerprint %q, ssh-keygen %q", first, out)
		}
	} else if os.Getenv("CI") != "" {
		t.Error("ssh-keygen is not installed, and must be here")
	}
	if again := fingerprint(said(t, dir)); again != first {
		t.Errorf("the key is %s, and was %s", again, first)
	}

	// Gone, it is not made anew by itself; brought back, it serves.
	must(os.Rename(key, aside))
	refuses("不见了", first)
	if _, err := os.Stat(key); err == nil {
		t.Error("another key was made")
	}
	must(os.Rename(aside, key))
	if again := fingerprint(said(t, dir)); again != first {
		t.Errorf("the key is %s, and was %s", again, first)
	}

	// Nor is another taken for it.
	must(os.Rename(key, aside))
	other, private := signer(t)
	must(os.WriteFile(key, private, 0o600))
	refuses("不是原来那把", first, gossh.FingerprintSHA256(other.PublicKey()))
	must(os.Remove(key))

	// Unless the administrator says so, once.
	second := fingerprint(said(t, dir, "--new-host-key"))
	if second == first || second == "" {
		t.Fatalf("the new key is %q, the old one %q", second, first)
	}
	if again := fingerprint(said(t, dir)); again != second {
		t.Errorf("the key is %s, and was %s", again, second)
	}
	must(os.Rename(aside, key)) // the old one is now another
	refuses("不是原来那把", second)
}
