package pingyi_test

import (
	"strings"
	"testing"

	"pingyi"
)

func TestSettingsAreRefusedWhereNobodyCouldTakeThem(t *testing.T) {
	for name, s := range map[string]pingyi.Settings{
		"nothing chosen":                  {},
		"all chosen":                      {Lang: "en", Keymap: "vim", Borders: "ascii", Colors: "off", Screen: "lines", Encoding: "gbk", Line: "thin"},
		"an own keymap":                   {Keymap: pingyi.OwnKeymap, Bindings: "base = \"vim\"\n"},
		"an own keymap kept for later":    {Keymap: "vim", Bindings: "base = \"vim\"\n"},
		"a keymap file of the most bytes": {Bindings: strings.Repeat("#", pingyi.MaxBindings)},
	} {
		if got, err := s.Clean(); err != nil || got != s {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	for name, c := range map[string]struct {
		s    pingyi.Settings
		code pingyi.Code
	}{
		"a language there is not":     {pingyi.Settings{Lang: "fr"}, pingyi.Invalid},
		"borders there are not":       {pingyi.Settings{Borders: "double"}, pingyi.Invalid},
		"colours by name":             {pingyi.Settings{Colors: "red"}, pingyi.Invalid},
		"a screen there is not":       {pingyi.Settings{Screen: "half"}, pingyi.Invalid},
		"an encoding there is not":    {pingyi.Settings{Encoding: "big5"}, pingyi.Invalid},
		"a line there is not":         {pingyi.Settings{Line: "wide"}, pingyi.Invalid},
		"an own keymap without one":   {pingyi.Settings{Keymap: pingyi.OwnKeymap}, pingyi.Invalid},
		"a keymap file that is large": {pingyi.Settings{Bindings: strings.Repeat("#", pingyi.MaxBindings+1)}, pingyi.TooBig},
	} {
		if _, err := c.s.Clean(); pingyi.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}
