package main

import (
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/terminal"
)

// A terminal that takes two columns for ambiguous characters, as it was found out or
// chosen, shows borders of ASCII, and columns that are columns. So does one in GBK of
// which that is not known, whatever it takes.
func TestATerminalWhereAmbiguousCharactersAreWide(t *testing.T) {
	for name, c := range map[string]struct {
		foreign  foreign
		settings pingyi.Settings
	}{
		"probe":              {},
		"setting":            {foreign{mute: true}, pingyi.Settings{Widths: "wide"}},
		"GBK":                {foreign: foreign{gbk: true}},
		"GBK, narrow":        {foreign: foreign{gbk: true, narrow: true}},
		"GBK, said to be so": {foreign{gbk: true, narrow: true}, pingyi.Settings{Widths: "narrow", Borders: "ascii"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := openHouse(t, newKeyring(t), func(owner *store.Desk) {
				township(t, pingyi.Settings{})(owner)
				k1, err := owner.For(t.Context(), "k1")
				if err == nil {
					err = k1.SaveSettings(t.Context(), c.settings)
				}
				if err != nil {
					t.Fatal(err)
				}
			})
			term, _ := h.from(c.foreign, "k1", "k1", "xterm")
			term.See("示例县图书馆")
			term.Type(terminal.Enter)
			term.See("共 80 项", "馆舍", "与罕见字")
			aligned(t, term.Text(), "4/4", 12)
			term.Type(terminal.F2)
			term.See("内容描述", "与罕见字")
			aligned(t, term.Text(), "|", 16)
			term.Type("甲")
			term.See("馆舍甲") // right behind the name
			if strings.ContainsAny(term.Text(), "─│┌┐└┘›") {
				t.Errorf("the borders are not of ASCII:\n%s", term.Text())
			}
		})
	}
}

// aligned fails where a text does not stand in so many rows, in one column.
func aligned(t *testing.T, screen, text string, rows int) {
	t.Helper()
	column := -1
	for row := range strings.Lines(screen) {
		before, _, is := strings.Cut(row, text)
		if !is {
			continue
		}
		rows--
		if at := displaywidth.String(before); column < 0 {
			column = at
		} else if at != column {
			t.Errorf("%q stands in column %d and %d:\n%s", text, column, at, screen)
		}
	}
	if rows != 0 {
		t.Errorf("%q stands in %d rows fewer than it should:\n%s", text, rows, screen)
	}
}
