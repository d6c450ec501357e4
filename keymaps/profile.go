package keymaps

import (
	"embed"
	"errors"
	"slices"
	"strings"

	"pingyi"
)

//go:embed *.toml
var profiles embed.FS

// Profiles returns the names of the profiles that come with the program; the
// first is the one to start with.
func Profiles() []string { return []string{"default", "vim", "numpad"} }

// Load returns a profile by name. It fails with [pingyi.NotFound], naming those
// there are.
func Load(profile string) (*Keymap, error) {
	if !slices.Contains(Profiles(), profile) {
		return nil, pingyi.Errorf(pingyi.NotFound, "没有键位方案 %[1]q，可选：%[2]s",
			"there is no key profile %[1]q; there are: %[2]s", profile, strings.Join(Profiles(), ", "))
	}
	data, err := profiles.ReadFile(profile + ".toml")
	if err != nil {
		return nil, err
	}
	k, findings := read(profile, data, profile == Profiles()[0])
	return k, errors.Join(findings...)
}

// Read reads a person's own keymap file. It is laid over the profile that its
// base names, the default one if none: the keys it gives an action replace that
// action's keys. name is how the person calls the file.
//
// The error joins all findings, as [Check] returns them; there is no keymap then.
func Read(name string, data []byte) (*Keymap, error) {
	k, findings := read(name, data, false)
	return k, errors.Join(findings...)
}

// Check returns everything that is wrong with a keymap file, in the order of its
// lines; none if it is good. Each is a [pingyi.Error] of code [pingyi.Invalid]
// that names the file, the line (Row), the character in it (Column) and what
// stands there.
func Check(name string, data []byte) []error {
	_, findings := read(name, data, false)
	return findings
}
