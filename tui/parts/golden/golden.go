// Package golden compares drawn screens with files that people can read and
// review. Tests only import it.
package golden

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// Equal fails t unless screen, without its styles and the blanks at line ends,
// is what testdata/NAME.golden holds, NAME being t's. With UPDATE_GOLDEN=1 in
// the environment it writes the file instead.
func Equal(t testing.TB, screen string) {
	t.Helper()
	lines := strings.Split(ansi.Strip(screen), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	got := strings.Join(lines, "\n") + "\n"
	file := filepath.Join("testdata", strings.ReplaceAll(t.Name(), "/", "_")+".golden")
	if os.Getenv("UPDATE_GOLDEN") == "1" {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("no screen to compare with (UPDATE_GOLDEN=1 writes it): %v", err)
	}
	if got != string(want) {
		t.Errorf("%s differs; drawn:\n%s\nkept:\n%s", file, got, want)
	}
}
