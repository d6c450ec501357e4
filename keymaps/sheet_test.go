package keymaps_test

import (
	"slices"
	"strings"
	"testing"

	"pingyi"
	"pingyi/keymaps"
)

func TestTheSheetNamesEveryActionUnderItsPlace(t *testing.T) {
	for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
		sheet := keymaps.Sheet(load(t, "default"), l)
		for _, p := range keymaps.Places() {
			_, rest, ok := strings.Cut(sheet, "**"+p.Title(l)+"**\n")
			if !ok {
				t.Fatalf("no table for %s in\n%s", p, sheet)
			}
			table, _, _ := strings.Cut(rest, "**")
			for _, i := range keymaps.Actions() {
				if i.Place == p && strings.Count(table, " | "+i.Title(l)+" |\n") != 1 {
					t.Errorf("%s.%s is not once in\n%s", p, i.Action, table)
				}
			}
		}
	}
}

func TestTheSheetShowsKeysAsTheKeyboardDoes(t *testing.T) {
	k, err := keymaps.Read("my.toml", []byte("[rate]\nabstain = [\"|\"]\nscore = [\"`\"]"))
	if err != nil {
		t.Fatal(err)
	}
	zh, en := keymaps.Sheet(k, pingyi.Zh), keymaps.Sheet(k, pingyi.En)
	for _, row := range []string{
		"| `Ctrl+Q` | 退出 |\n",
		"| `F2` `回车` | 写评语 |\n",
		"| `\\|` | 弃权 |\n",
		"| `` ` `` | 打分数 |\n",
	} {
		if !strings.Contains(zh, row) {
			t.Errorf("no row %q in\n%s", row, zh)
		}
	}
	if row := "| `Del` `Backspace` | clear this rating |\n"; !strings.Contains(en, row) {
		t.Errorf("no row %q in\n%s", row, en)
	}
}

// sameKeys fails unless data is a keymap file with the keys of k.
func sameKeys(t *testing.T, k *keymaps.Keymap, data []byte) {
	t.Helper()
	again, err := keymaps.Read("again.toml", data)
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	for _, i := range keymaps.Actions() {
		if got, want := again.Keys(i.Place, i.Action), k.Keys(i.Place, i.Action); !slices.Equal(got, want) {
			t.Errorf("%s.%s is on %q, was on %q", i.Place, i.Action, got, want)
		}
	}
}

func TestAKeymapWrittenAndReadIsTheSame(t *testing.T) {
	for _, profile := range keymaps.Profiles() {
		k := load(t, profile)
		sameKeys(t, k, k.TOML(pingyi.Zh))
		sameKeys(t, k, k.TOML(pingyi.En))
	}
}
