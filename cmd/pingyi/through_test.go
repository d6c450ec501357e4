package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"pingyi/tui/terminal"
)

// desktop is a directory in which a person on the server's machine works, and the
// record that they name by --data.
type desktop struct {
	t         testing.TB
	dir, data string
}

const (
	someCSV   = "职责活动,预算数,优,良,中,差\n植树造林,100.00,全部完成,大部完成,完成一半,没有完成\n森林防火,20.5,零火情,及时扑灭,扑灭不及时,造成损失\n"
	someKeys  = "base = \"default\"\n[list]\nsort = [\"f5\"]\n"
	wrongKeys = "base = \"default\"\n[list]\nsort = [\"f99\"]\n"
)

func newDesktop(t testing.TB, data string) desktop {
	t.Helper()
	d := desktop{t, t.TempDir(), data}
	for name, text := range map[string]string{"902 林业局.csv": someCSV, "已有.json": "mine", "own.toml": someKeys, "wrong.toml": wrongKeys} {
		if err := os.WriteFile(filepath.Join(d.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func (d desktop) run(in string, args ...string) answered {
	d.t.Helper()
	return processIn(d.t, d.dir, in, append([]string{"--data", d.data}, args...)...)
}

// files returns what lies in the directory.
func (d desktop) files() map[string]string {
	d.t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS(d.dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(filepath.Join(d.dir, name))
		all[name] = string(b)
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return all
}

// twins are two records that are the same, restored from one dump, the second of
// which is served.
func twins(t testing.TB) (alone, through desktop, s *server) {
	t.Helper()
	first, dump := t.TempDir(), filepath.Join(t.TempDir(), "dump")
	serve(t, first).stop() // it has a host key, which the record knows
	for _, args := range [][]string{
		{"sample"},
		{"member", "add", "q1", "--name", "q1", "--role", "reviewer"},
		{"panel", "create", "q", "--year", "2025", "--department", "901", "--member", "q1"},
		{"round", "open", "q"},
		{"--as", "c1", "sign", "demo", "--unsettled"},
		{"dump", "-o", dump},
	} {
		if a := processIn(t, "", "", append([]string{"--data", first}, args...)...); a.status != 0 {
			t.Fatalf("%q: %+v", args, a)
		}
	}
	alone, through = newDesktop(t, filepath.Join(t.TempDir(), "record")), newDesktop(t, filepath.Join(t.TempDir(), "record"))
	for _, d := range []desktop{alone, through} {
		if a := d.run("", "restore", dump); a.status != 0 {
			t.Fatalf("restoring: %+v", a)
		}
	}
	key, err := os.ReadFile(filepath.Join(first, "host_key"))
	if err == nil {
		err = os.WriteFile(filepath.Join(through.data, "host_key"), key, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return alone, through, serve(t, through.data)
}

// A command that goes through the server does what it does without one: to the
// letter on both streams, in its status, and in the files that it reads and writes
// where it was called.
func TestACommandThroughTheServerIsAsWithout(t *testing.T) {
	alone, through, s := twins(t)
	ballot := alone.run("", "--as", "q1", "ballot", "q").out
	filled := strings.Replace(ballot, "评分：【】", "评分：【良】", 1)
	signed := alone.run("", "result", "demo", "--json").out
	key := func() string {
		k, _ := signer(t)
		return string(gossh.MarshalAuthorizedKey(k.PublicKey()))
	}
	for _, c := range []struct {
		in   string
		args []string
	}{
		{"", []string{"plan", "list"}},
		{"", []string{"plan", "list", "--json"}},
		{"", []string{"--lang", "en", "plan", "show", "--year", "2025", "--department", "901"}},
		{"", []string{"lint", "--json"}},
		{"", []string{"history", "--limit", "3"}},
		{"", []string{"history", "--json", "--limit", "5"}},
		{"", []string{"verify", "--json"}},
		{"", []string{"member", "list"}},
		{"", []string{"panel", "list", "--json"}},
		{"", []string{"turnout", "q"}},
		{"", []string{"result", "q"}},
		{"", []string{"result", "nosuch", "--json"}},
		{"", []string{"import", "--year", "2016", "902 林业局.csv"}},
		{"", []string{"import", "--year", "2016", "--json", "902 林业局.csv"}},
		{"", []string{"import", "--year", "2016", "没有.csv"}},
		{"", []string{"import", "--year", "2016", "."}},
		{someCSV, []string{"import", "--year", "2017", "--department", "903", "--format", "csv", "-"}},
		{someCSV, []string{"import", "--year", "2018", "--format", "csv", "902 林业局.csv", "-"}},
		{"", []string{"import", "--year", "2017", "--department", "904", "--format", "csv", "-"}},
		{"", []string{"export", "--year", "2016", "-o", "林业.json"}},
		{"", []string{"export", "--year", "2016", "--format", "xlsx", "-o", "无此目录/林业.xlsx"}},
		{"", []string{"export", "--year", "2016", "-o", "已有.json"}},
		{"", []string{"export", "--year", "2016", "--format", "csv"}},
		{"", []string{"--as", "q1", "rate", "1=优", "2=中:进度偏慢"}},
		{"", []string{"--as", "q1", "rate", "1=九"}},
		{"", []string{"--as", "q9", "rate", "1=优"}},
		{"", []string{"--as", "q1", "ballot", "q", "-o", "评分表.txt"}},
		{filled, []string{"--as", "q1", "submit", "--draft"}},
		{filled[:len(filled)/3], []string{"--as", "q1", "submit", "--json", "-"}},
		{"", []string{"--as", "q1", "submit", "评分表.txt"}},
		{"", []string{"member", "add", "k1", "--name", "k1", "--role", "clerk"}},
		{"", []string{"member", "add", "k1", "--name", "k1", "--role", "clerk", "--json"}},
		{"", []string{"round", "close", "q"}},
		{"", []string{"result", "q", "--format", "txt", "-o", "结果.txt"}},
		{"", []string{"keymap", "check", "own.toml"}},
		{"", []string{"keymap", "check", "wrong.toml"}},
		{"", []string{"settings", "--language", "en"}},
		{"", []string{"--as", "q1", "settings", "--keymap", "own.toml"}},
		{someKeys, []string{"--as", "q1", "settings", "--keymap", "-"}},
		{wrongKeys, []string{"--as", "q1", "settings", "--keymap", "-"}},
		{"", []string{"--as", "q1", "settings", "--keymap", "-"}},
		{"#" + strings.Repeat("长", 1<<20), []string{"--as", "q1", "settings", "--keymap", "-"}},
		{"", []string{"--as", "q1", "settings"}},
		{key(), []string{"--as", "q1", "key", "add"}},
		{key(), []string{"key", "add", "-"}},
		{key(), []string{"member", "key", "add", "q1"}},
		{key(), []string{"member", "key", "add", "q1", "-"}},
		{"没有公钥", []string{"member", "key", "add", "q1"}},
		{strings.Repeat("长", 1<<20), []string{"member", "key", "add", "q1"}},
		{"", []string{"member", "key", "add", "q1"}},
		{"", []string{"member", "key", "list", "q1"}},
		{signed, []string{"verify", "-"}},
		{signed, []string{"verify", "--json", "-"}},
		{strings.Replace(signed, "优", "良", 1), []string{"verify", "-"}},
		{"", []string{"verify", "-"}},
		{"correct horse battery\n", []string{"--as", "q1", "password"}},
		{"correct horse battery\n", []string{"password"}},
		{"短\n", []string{"--as", "q1", "password"}},
		{"两行\n两行\n", []string{"--as", "q1", "password"}},
		{strings.Repeat("长", 1<<20), []string{"--as", "q1", "password"}},
		{"", []string{"--as", "q1", "password"}},
		{"", []string{"bogus"}},
		{"", []string{"lint", "--year", "abc"}},
		{"", []string{"dump"}},
		{"", []string{"version"}},
		{"", []string{}},
		{"1\n坏\nq\n", []string{"--as", "q1", "dialogue"}},
	} {
		want, got := alone.run(c.in, c.args...), through.run(c.in, c.args...)
		if got != want {
			t.Errorf("%q through the server: %d\n%s%s\nand without: %d\n%s%s", c.args, got.status, got.out, got.errs, want.status, want.out, want.errs)
		}
	}
	want, got := alone.files(), through.files()
	for name, text := range want {
		if got[name] != text {
			t.Errorf("%s is another file through the server", name)
		}
	}
	if len(got) != len(want) || want["已有.json"] != "mine" || want["林业.json"] == "" {
		t.Errorf("the files are %d through the server, %d without", len(got), len(want))
	}
	if said := s.log.String(); strings.Contains(said, `"internal"`) {
		t.Errorf("the server logs %s", said)
	}
}

// What is backed up through the server is the record, and restores to it.
func TestADumpThroughTheServerRestores(t *testing.T) {
	_, d, _ := twins(t)
	if a := d.run("", "dump", "-o", "备份.dump"); a.status != 0 || !strings.Contains(a.out, "已备份并核对") {
		t.Fatalf("dumping: %+v", a)
	}
	before, err := os.ReadFile(filepath.Join(d.dir, "备份.dump"))
	if err != nil {
		t.Fatal(err)
	}
	if a := d.run("", "dump", "-o", "备份.dump"); a.status != 1 || !strings.Contains(a.errs, "已存在") {
		t.Errorf("dumping over a dump: %+v", a)
	}
	if after, err := os.ReadFile(filepath.Join(d.dir, "备份.dump")); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the dump was overwritten: %v", err)
	}
	if a := d.run("", "restore", "备份.dump"); a.status != 1 {
		t.Errorf("restoring over a record that is served: %+v", a)
	}
	other := desktop{t, d.dir, filepath.Join(d.dir, "other")}
	if a := other.run("", "restore", "备份.dump"); a.status != 0 {
		t.Fatalf("restoring: %+v", a)
	}
	if here, there := d.run("", "verify", "--json"), other.run("", "verify", "--json"); here != there || here.status != 0 {
		t.Errorf("restored, it is another: %+v, %+v", here, there)
	}
}

// Ctrl+C ends a command that waits, wherever it runs.
func TestInterruptingACommandThroughTheServer(t *testing.T) {
	alone, through, _ := twins(t)
	var statuses []int
	for _, d := range []desktop{alone, through} {
		cmd := exec.Command("pingyi", "--lang", "zh", "--data", d.data, "--as", "q1", "dialogue")
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		out, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		screen := terminal.Attach(t, in, out, func(int, int) {}, 80, 24)
		screen.See("评分（1–4，? 帮助）：")
		cmd.Process.Signal(syscall.SIGINT)
		screen.Ended()
		cmd.Wait()
		statuses = append(statuses, cmd.ProcessState.ExitCode())
	}
	if statuses[0] != 1 || statuses[1] != 1 {
		t.Errorf("interrupted, it ends with %d without the server and %d through it", statuses[0], statuses[1])
	}
	if a := through.run("", "plan", "list"); a.status != 0 {
		t.Errorf("the server does not go on: %+v", a)
	}
}

// The workstation goes through the server too, at its own terminal and with its
// own files.
func TestTheWorkstationThroughTheServer(t *testing.T) {
	_, d, _ := twins(t)
	cmd := exec.Command("pingyi", "--data", d.data)
	cmd.Dir = d.dir
	cmd.Env = append(os.Environ(), "LANG=zh_CN.UTF-8", "LC_ALL=", "TERM=xterm-256color")
	desk := onPTY(t, cmd)
	desk.See("共 1 份计划", "901")
	desk.Type(terminal.F9)
	desk.See("文件名", "回车读取")
	desk.Type("902 林业局.csv", terminal.Tab, "２０１６", terminal.Ctrl('s'))
	desk.See("2 项活动", "还没有导入")
	desk.Type(terminal.Ctrl('s'))
	desk.See("共 2 份计划", "林业局")
	if a := d.run("", "plan", "list", "--json"); !strings.Contains(a.out, `"902"`) {
		t.Errorf("what was imported on the screen is not in the record: %+v", a)
	}
	desk.Resize(120, 40)
	desk.Until(func(screen string) bool { // the keys stand in the last row
		rows := strings.Split(screen, "\n")
		return len(rows) == 40 && strings.Contains(rows[39], "F1 帮助")
	}, "is not drawn anew for a larger terminal")
	desk.Type(terminal.Ctrl('q'))
	desk.Ended()
	if err := cmd.Wait(); err != nil {
		t.Errorf("the workstation ends with %v", err)
	}
}

func TestOneServerServesARecord(t *testing.T) {
	s := serve(t, t.TempDir())
	a := s.here("", "serve", "--listen", "127.0.0.1:0")
	if a.status != 1 || a.out != "" || strings.Count(a.errs, "\n") != 1 || !strings.Contains(a.errs, "pingyi: ") {
		t.Errorf("a second server: %+v", a)
	}
	for _, name := range []string{"owner_key", "host_key", servedName} {
		at, err := os.Stat(filepath.Join(s.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if at.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s can be read by others: %v", name, at.Mode())
		}
	}

	// The server is killed, and what it leaves behind is in nobody's way.
	s.cmd.Process.Kill()
	s.cmd.Wait()
	if _, err := os.Stat(filepath.Join(s.dir, servedName)); err != nil {
		t.Fatalf("the test is of what a killed server leaves behind: %v", err)
	}
	if out := s.own("plan", "list", "--json"); !strings.Contains(out, `"plans": []`) {
		t.Errorf("after the server was killed: %s", out)
	}
	again := serve(t, s.dir)
	again.own("plan", "list")
	if said := again.log.String(); !strings.Contains(said, `"member":"owner"`) {
		t.Errorf("the command did not go through the second server: %s", said)
	}
}
