package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"pingyi": main})
}

// sharedSamples returns the directory of the shared samples. Without them a test
// skips; where it must run, it fails.
func sharedSamples(t testing.TB) string {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join("..", "..", "..", "shared", "samples"))
	if err == nil {
		_, err = os.Stat(dir)
	}
	switch {
	case err == nil:
	case os.Getenv("CI") != "":
		t.Fatalf("the shared samples must be there: %v", err)
	default:
		t.Skipf("needs the shared samples: %v", err)
	}
	return dir
}

func TestScripts(t *testing.T) {
	runScripts(t, "testdata/script/own", nil)
}

// TestScriptsOverTheSamples runs the main job on a real plan, as offices keep it.
func TestScriptsOverTheSamples(t *testing.T) {
	dir := sharedSamples(t)
	runScripts(t, "testdata/script/shared", func(env *testscript.Env) { env.Setenv("SAMPLES", dir) })
}

func runScripts(t *testing.T, dir string, setup func(*testscript.Env)) {
	testscript.Run(t, testscript.Params{
		Dir: dir,
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_DATA_HOME", filepath.Join(env.WorkDir, "data"))
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "config"))
			env.Setenv("LANG", "zh_CN.UTF-8")
			if setup != nil {
				setup(env)
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"json":  jsonField,
		},
	})
}

// exits runs a command that must end with a status: exits 2 pingyi bogus.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS COMMAND...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("%v exits with %s, want %s", args[1:], got, args[0])
	}
}

// jsonField holds a field of the JSON last printed against a value: json
// activities.0.grade '"良"'.
func jsonField(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: json PATH VALUE")
	}
	var got, want any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &got))
	ts.Check(json.Unmarshal([]byte(args[1]), &want))
	for _, name := range strings.Split(args[0], ".") {
		switch v := got.(type) {
		case map[string]any:
			field, ok := v[name]
			if !ok {
				ts.Fatalf("there is no field %s in %s", name, args[0])
			}
			got = field
		case []any:
			i, err := strconv.Atoi(name)
			if name == "len" {
				got = float64(len(v))
				continue
			}
			if err != nil || i >= len(v) {
				ts.Fatalf("there is no element %s in %s, which has %d", name, args[0], len(v))
			}
			got = v[i]
		default:
			ts.Fatalf("%s: %v has no fields", args[0], got)
		}
	}
	if reflect.DeepEqual(got, want) == neg {
		ts.Fatalf("%s is %s", args[0], fmt.Sprint(got))
	}
}
