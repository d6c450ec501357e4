package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"pingyi/tui/terminal"
)

// servedSample is a server on the made-up record, with a member of each kind: a1 the
// administrator, k1 a clerk, q1 a reviewer whose round is open.
func servedSample(t testing.TB) *server {
	t.Helper()
	s := serve(t, t.TempDir())
	s.own("sample")
	s.own("member", "add", "a1", "--name", "a1", "--role", "admin")
	s.own("member", "add", "k1", "--name", "k1", "--role", "clerk")
	s.own("member", "add", "q1", "--name", "q1", "--role", "reviewer")
	s.own("panel", "create", "q", "--year", "2025", "--department", "901", "--member", "q1")
	s.own("round", "open", "q")
	return s
}

// A remote command prints what it prints on the server's machine, and ends with
// the same status.
func TestARemoteCommandIsAsALocalOne(t *testing.T) {
	samples := sharedSamples(t)
	docx, err := os.ReadFile(filepath.Join(samples, "360-education.docx"))
	if err != nil {
		t.Fatal(err)
	}
	eachClient(t, func(t *testing.T, with func(*server) client) {
		s := servedSample(t)
		c := with(s)
		a := c.run("k1", string(docx), "import", "--year", "2016", "--format", "docx", "-")
		if a.status != 0 || !strings.Contains(a.out, "10 项活动，预算 4,948.50 万元") {
			t.Fatalf("importing from afar: %+v", a)
		}
		if a = c.run("k1", string(docx), "import", "--year", "2016", "--format", "docx", "--json", "-"); !strings.Contains(a.out, `"unchanged": 10`) {
			t.Errorf("importing again: %+v", a)
		}
		c.run("a1", "", "version") // a key is made at the first login, and has its place in the history
		for _, args := range [][]string{
			{"plan", "list"}, {"plan", "list", "--json"}, {"plan", "show", "--year", "2016", "--department", "360"},
			{"lint"}, {"lint", "--year", "2016", "--json"}, {"lint", "--year", "abc"},
			{"export", "--year", "2016", "--format", "xlsx"}, {"export", "--year", "2016", "--format", "docx"}, {"export", "--format", "csv"}, {"export", "--format", "pdf"},
			{"history", "--limit", "5"}, {"history", "--department", "360", "--activity", "3", "--json"}, {"history", "--limit", "-1"},
			{"member", "list"}, {"panel", "list", "--json"}, {"turnout", "q"}, {"turnout", "q", "--json"}, {"turnout"},
			{"result", "demo"}, {"result", "demo", "--json"}, {"result", "demo", "--format", "txt"}, {"result", "q", "--json"}, {"result", "没有"},
			{"bogus"}, {"plan", "show"}, {"help", "rate"}, {"member", "key", "list", "q1"},
		} {
			near := s.here("", args...)
			if args[0] == "history" { // whose newest entries have no number for members while a sealed round runs
				near = s.here("", append([]string{"--as", "a1"}, args...)...)
			}
			// What only the owner can say is in nobody else's help.
			if far := c.run("a1", "", args...); far != near && (args[0] != "help" || far.status != near.status) {
				t.Errorf("%q from afar: %d\n%.2000s%s\nand here: %d\n%.2000s%s", args, far.status, far.out, far.errs, near.status, near.out, near.errs)
			}
		}
		if a := c.run("q1", "", "bogus"); a.status != 2 || a.out != "" || !strings.Contains(a.errs, "bogus") {
			t.Errorf("an unknown command: %+v", a)
		}

		for _, args := range [][]string{{"rate", "1=优", "2=中:进度偏慢 要再看"}, {"rate", "--submit", "--json"}} {
			if a := c.run("q1", "", args...); a.status != 0 {
				t.Errorf("%q: %+v", args, a)
			}
		}
		if a := c.run("a1", "", "turnout", "q"); !strings.Contains(a.out, "2/6") {
			t.Errorf("after q1 has submitted two: %+v", a)
		}
		at := c.login("q1")
		at.See("评审组", "demo")
		if a := c.run("a1", "", "who", "--json"); a.status != 0 || !strings.Contains(a.out, `"member": "q1"`) {
			t.Errorf("who is in: %+v", a)
		}
		if a := c.run("q1", "", "plan", "delete", "--year", "2025", "--department", "901"); a.status != 1 || a.out != "" {
			t.Errorf("a reviewer deletes a plan: %+v", a)
		}
	})
}

// A member manages their own keys, and who is invited adds one instead of setting
// a password.
func TestAMemberManagesTheirOwnKeys(t *testing.T) {
	s := servedSample(t)
	c := newGoClient(s)
	c.run("q1", "", "version")
	other, _ := signer(t)
	line := string(gossh.MarshalAuthorizedKey(other.PublicKey()))
	fingerprint := gossh.FingerprintSHA256(other.PublicKey())
	if a := c.run("q1", line, "key", "add"); a.status != 0 || !strings.Contains(a.errs, fingerprint) {
		t.Fatalf("adding a key: %+v", a)
	}
	first := c.keys["q1"]
	c.keys["q1"] = other
	if a := c.run("q1", "", "key", "list"); strings.Count(a.out, "SHA256:") != 2 || !strings.Contains(a.out, fingerprint) {
		t.Errorf("listing keys: %+v", a)
	}
	if a := c.run("q1", "", "key", "remove", gossh.FingerprintSHA256(first.PublicKey())); a.status != 0 {
		t.Errorf("removing a key: %+v", a)
	}
	if conn, err := s.dial("q1", first); err == nil {
		conn.Close()
		t.Error("a key that was removed still opens the door")
	}
	if a := c.run("q1", "no key", "key", "add"); a.status != 1 || a.errs == "" {
		t.Errorf("adding what is no key: %+v", a)
	}

	_, code, _ := strings.Cut(s.own("member", "invite", "k1"), "邀请码：")
	code = strings.TrimSpace(code)
	mine, _ := signer(t)
	a := c.runAs(c.dialAs("k1", []string{code, "", ""}), string(gossh.MarshalAuthorizedKey(mine.PublicKey())), nil, "key", "add")
	if a.status != 0 {
		t.Fatalf("adding a key by invitation: %+v", a)
	}
	c.keys["k1"] = mine
	if a := c.run("k1", "", "plan", "list"); a.status != 0 {
		t.Errorf("with the key that was added: %+v", a)
	}
}

// Whatever a member writes after the host, no file of the server's is read or
// made.
func TestNoFileOfTheServerIsTouched(t *testing.T) {
	s := servedSample(t)
	c := newGoClient(s)
	dir := t.TempDir()
	const secret = "机密一二三"
	for name, text := range map[string]string{"there.csv": someCSV + secret, "there.toml": "# " + secret + "\n" + someKeys, "there.txt": secret} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	there, none := filepath.Join(dir, "there"), filepath.Join(dir, "new")
	before := s.own("verify", "--json")
	dirs := desktop{t, dir, ""}.files()
	c.run("a1", "", "version")
	after := s.own("verify", "--json")
	if before == after {
		t.Fatal("a key that is added is not in the record")
	}
	for _, try := range []struct {
		status int
		args   []string
	}{
		{1, []string{"import", "--year", "2016", there + ".csv"}},
		{1, []string{"import", "--year", "2016", "--dry-run", there + ".csv"}},
		{1, []string{"import", "--year", "2016", "/etc/passwd.csv"}},
		{1, []string{"export", "-o", none + ".json"}},
		{1, []string{"export", "-o", "x"}},
		{1, []string{"result", "demo", "--json", "-o", none + ".json"}},
		{1, []string{"submit", there + ".txt"}},
		{1, []string{"verify", there + ".txt"}},
		{1, []string{"key", "add", there + ".txt"}},
		{1, []string{"member", "key", "add", "q1", there + ".txt"}},
		{1, []string{"keymap", "check", "/etc/passwd"}},
		{1, []string{"keymap", "check", there + ".toml"}},
		{1, []string{"keymap", "show", there + ".toml"}},
		{1, []string{"settings", "--keymap", there + ".toml"}},
		{2, []string{"dump", "-o", none + ".dump"}},
		{2, []string{"restore", there + ".txt"}},
		{2, []string{"serve", "--listen", "127.0.0.1:0"}},
		{2, []string{"--data", dir, "plan", "list"}},
		{2, []string{"plan", "list", "--data=" + dir}},
		{2, []string{"--as", "q1", "plan", "list"}},
		{2, []string{"completion", "bash"}},
	} {
		a := c.run("a1", "", try.args...)
		if a.status != try.status || strings.Contains(a.out+a.errs, secret) || strings.Contains(a.out+a.errs, "root:") || a.errs == "" {
			t.Errorf("%q, wanted %d: %+v", try.args, try.status, a)
		}
	}
	for _, name := range []string{"/etc/passwd", there + ".toml"} {
		at := c.loginAt("xterm-256color", c.dialAs("a1", nil), "--keymap", name)
		at.See("没有您的文件")
		at.Ended()
		if strings.Contains(at.raw.String(), secret) || strings.Contains(at.raw.String(), "root:") {
			t.Errorf("--keymap %s shows the file", name)
		}
	}
	if now := s.own("verify", "--json"); now != after {
		t.Errorf("the record is %s, and was %s", now, after)
	}
	if now := (desktop{t, dir, ""}).files(); len(now) != len(dirs) {
		t.Errorf("files were made: %d, and %d before", len(now), len(dirs))
	}
	if _, err := os.Stat("x"); err == nil {
		t.Error("a file was made where the server runs")
	}
	// On the screen too there are no files.
	at := c.login("a1")
	at.See("共 1 份计划")
	at.Type(terminal.F9)
	at.See("读不到您电脑上的文件", "ssh 服务器 import")
	at.Type("/etc/passwd", terminal.Ctrl('s'))
	at.Until(func(screen string) bool {
		return strings.Contains(screen, "/etc/passwd") && strings.Contains(screen, "读不到您电脑上的文件")
	}, "does not stay at the form")
}
