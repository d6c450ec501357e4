package main

import (
	"os/user"
	"path/filepath"
	"strings"
	"testing"
)

// The unit starts the server that was asked for, whatever its paths are called, and
// does not give up when the record is held for a while.
func TestTheUnitStartsWhatWasAskedFor(t *testing.T) {
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	runs := me.Username
	if me.Uid == "0" {
		runs = "pingyi"
	}
	dir := filepath.Join(t.TempDir(), `数据 100% $乙 "甲"`)
	a := processIn(t, "", "", "--data", dir, "serve", "--print-unit", "--listen", ":2222", "--host", "评议.example")
	if a.status != 0 || a.errs != "" {
		t.Fatalf("%+v", a)
	}
	quoted := strings.NewReplacer("%", "%%", `"`, `\"`).Replace(dir)
	sections := map[string]string{}
	for _, part := range strings.Split("\n"+a.out, "\n[")[1:] {
		name, lines, _ := strings.Cut(part, "]")
		sections[name] = lines + "\n"
	}
	for _, want := range []struct{ section, line string }{
		{"Unit", "StartLimitIntervalSec=0"},
		{"Service", "Restart=on-failure"},
		{"Service", "RestartSec=2"},
		{"Service", "User=" + runs},
		{"Service", `ReadWritePaths="` + quoted + `"`},
		{"Service", `"serve" "--data" "` + strings.ReplaceAll(quoted, "$", "$$") + `" "--listen" ":2222" "--host" "评议.example"`},
		{"Install", "WantedBy=multi-user.target"},
	} {
		if !strings.Contains(sections[want.section], want.line+"\n") {
			t.Errorf("[%s] lacks %s:\n%s", want.section, want.line, a.out)
		}
	}
}
