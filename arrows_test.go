package pingyi_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// An arrow says what the packages under a path may import.
type arrow struct {
	from    string   // a package, or with "/..." all below it
	ours    []string // packages of this module, "/..." as above; itself and below always
	foreign []string // modules; the standard library always
	why     string
}

// arrows go down only: cmd → tui, store, keymaps → pingyi. The first that fits a
// package counts.
func arrows() []arrow {
	screens := []string{"charm.land/bubbletea/v2", "charm.land/lipgloss/v2", "github.com/charmbracelet/x/ansi", "github.com/clipperhouse/displaywidth"}
	return []arrow{
		{"pingyi", nil, []string{"golang.org/x/text"}, "the domain imports nothing of ours, and only the standard library and x/text"},
		{"pingyi/keymaps", []string{"pingyi"}, []string{"github.com/pelletier/go-toml/v2", "golang.org/x/text"}, "key bindings know the domain's words, not the screens"},
		{"pingyi/store/exchange", []string{"pingyi"}, []string{"github.com/xuri/excelize/v2", "golang.org/x/text"}, "files know formats, not storage"},
		{"pingyi/store/kv/badgerkv", []string{"pingyi/store/kv"}, []string{"github.com/dgraph-io/badger/v4"}, "an engine fills the port and knows nothing above it"},
		{"pingyi/store/kv/...", []string{"pingyi/store/kv"}, []string{"pgregory.net/rapid"}, "the port and its contract suite know no engine"},
		{"pingyi/store/storetest", []string{"pingyi", "pingyi/store", "pingyi/store/kv"}, nil, "what tests hold the record against speaks of it and nothing above it"},
		{"pingyi/store", []string{"pingyi", "pingyi/store/kv/..."}, nil, "the record stands on the port and the domain, and neither reads files nor draws"},
		{"pingyi/tui/parts/...", []string{"pingyi", "pingyi/keymaps"}, append(screens, "github.com/mozillazg/go-pinyin", "golang.org/x/text"), "what screens share knows no storage"},
		{"pingyi/tui/pages/grid/sheet", []string{"pingyi", "pingyi/store/exchange"}, []string{"golang.org/x/text"}, "what a grid does to cells is told without screens and without the record"},
		{"pingyi/tui/pages/...", []string{"pingyi", "pingyi/keymaps", "pingyi/store", "pingyi/store/exchange", "pingyi/tui/parts/...", "pingyi/tui/pages/page", "pingyi/tui/pages/draft", "pingyi/tui/pages/template", "pingyi/tui/pages/wording", "pingyi/tui/pages/grid/sheet"}, screens, "pages know no other page: they ask the root to open it"},
		{"pingyi/tui/wire", nil, []string{"charm.land/bubbletea/v2", "github.com/charmbracelet/ultraviolet", "github.com/charmbracelet/x/ansi", "github.com/clipperhouse/displaywidth", "golang.org/x/text"}, "the screen writer knows cells and bytes, and nothing of what they say"},
		{"pingyi/tui/terminal", []string{"pingyi/tui/wire"}, []string{"charm.land/bubbletea/v2", "github.com/charmbracelet/x/vt"}, "a terminal for tests knows no screens"},
		{"pingyi/tui/sshd", []string{"pingyi", "pingyi/store", "pingyi/tui/parts/cells"}, []string{"charm.land/ssh", "charm.land/wish/v2", "golang.org/x/crypto", "golang.org/x/sys", "golang.org/x/text"}, "the door is handed the commands and screens, and imports none"},
		{"pingyi/tui/linear", []string{"pingyi", "pingyi/store", "pingyi/tui/parts/..."}, nil, "the plain dialogue knows no screens"},
		{"pingyi/tui", []string{"pingyi", "pingyi/keymaps", "pingyi/store", "pingyi/tui/..."}, screens, "the workstation is made of pages and knows no commands"},
		{"pingyi/cmd/...", []string{"pingyi/..."}, append(screens, "github.com/spf13/cobra", "github.com/spf13/pflag", "github.com/mattn/go-runewidth", "github.com/charmbracelet/x/term", "golang.org/x/crypto", "github.com/creack/pty"), "the command wires everything together"},
	}
}

func covers(pattern, path string) bool {
	root, all := strings.CutSuffix(pattern, "/...")
	return path == root || all && strings.HasPrefix(path, root+"/")
}

// What a package imports is read as `go list -deps` gives it, so that a wrong
// import fails here with the reason.
func TestArrowsOnlyPointDown(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-json=ImportPath,Imports,Standard,Module", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	type listed struct {
		ImportPath string
		Imports    []string
		Standard   bool
		Module     *struct{ Path string }
	}
	packages := map[string]listed{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		packages[p.ImportPath] = p
	}
	checked := 0
	for path, p := range packages {
		if p.Module == nil || p.Module.Path != "pingyi" {
			continue
		}
		i := slices.IndexFunc(arrows(), func(a arrow) bool { return covers(a.from, path) })
		if i < 0 {
			t.Errorf("no arrow covers %s: say in this test what it may import", path)
			continue
		}
		a := arrows()[i]
		checked++
		for _, imp := range p.Imports {
			q := packages[imp]
			switch {
			case q.Standard:
			case q.Module != nil && q.Module.Path == "pingyi":
				root := strings.TrimSuffix(a.from, "/...")
				below := covers(root+"/...", imp) && root != "pingyi" && root != "pingyi/tui/pages"
				if !below && !slices.ContainsFunc(a.ours, func(o string) bool { return covers(o, imp) }) {
					t.Errorf("%s must not import %s: %s", path, imp, a.why)
				}
			case q.Module == nil || !slices.Contains(a.foreign, q.Module.Path):
				t.Errorf("%s must not import %s: %s", path, imp, a.why)
			}
		}
	}
	if checked < 10 {
		t.Errorf("only %d packages were seen", checked)
	}
}
