package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/keymaps"
)

// The README's sheets are made from what they describe. UPDATE_README=1 writes
// them anew.
func TestReadmeIsFresh(t *testing.T) {
	file := filepath.Join("..", "..", "README.md")
	old, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := keymaps.Load("default")
	if err != nil {
		t.Fatal(err)
	}
	readme := string(old)
	for _, section := range []struct{ name, text string }{
		{"keys zh", keymaps.Sheet(keys, pingyi.Zh)},
		{"keys en", keymaps.Sheet(keys, pingyi.En)},
		{"commands", commandReference()},
		{"packages", packageMap(t)},
	} {
		begin, end := "<!-- "+section.name+": generated -->\n", "<!-- /"+section.name+" -->"
		from, to := strings.Index(readme, begin), strings.Index(readme, end)
		if from < 0 || to < from {
			t.Fatalf("README.md has no section %q", begin)
		}
		readme = readme[:from] + begin + "\n" + strings.TrimSpace(section.text) + "\n\n" + readme[to:]
	}
	switch {
	case readme == string(old):
	case os.Getenv("UPDATE_README") == "1":
		if err := os.WriteFile(file, []byte(readme), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Error("README.md is not what its sources say: UPDATE_README=1 go test -run TestReadmeIsFresh ./cmd/pingyi")
	}
}

// commandReference prints the usage of every command, in English.
func commandReference() string {
	var b bytes.Buffer
	a := &app{lang: pingyi.En, in: strings.NewReader(""), out: &output{to: &b}, err: io.Discard, getenv: func(string) string { return "" }}
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		if c.Name() == "completion" || c.Name() == "help" {
			return
		}
		if !c.HasSubCommands() {
			fmt.Fprintf(&b, "#### %s\n\n```text\n", c.CommandPath())
			a.printUsage(&b, c)
			b.WriteString("```\n\n")
		}
		for _, sub := range visible(c) {
			walk(sub)
		}
	}
	walk(a.root())
	return withoutGlobals(b.String(), a)
}

// withoutGlobals leaves out what every command repeats.
func withoutGlobals(reference string, a *app) string {
	var b bytes.Buffer
	c := a.root()
	c.SetArgs(nil)
	for _, part := range strings.Split(reference, "\nGlobal flags:\n") {
		if i := strings.Index(part, "```"); b.Len() > 0 && i >= 0 {
			part = part[i:]
		}
		b.WriteString(part)
	}
	fmt.Fprint(&b, "#### Flags of every command\n\n```text\n")
	printPairs(&b, a.flagRows(c.PersistentFlags()))
	b.WriteString("```\n")
	return b.String()
}

// packageMap lists the packages with the first sentence of their documentation.
func packageMap(t *testing.T) string {
	cmd := exec.Command("go", "list", "-f", "{{.ImportPath}}\t{{.Doc}}", "./...")
	cmd.Dir = filepath.Join("..", "..")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("| package | what it is |\n|---|---|\n")
	for line := range strings.Lines(string(out)) {
		path, doc, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if doc == "" {
			t.Errorf("package %s says nothing of itself", path)
		}
		fmt.Fprintf(&b, "| `%s` | %s |\n", path, doc)
	}
	return b.String()
}
