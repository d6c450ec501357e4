package keymaps_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pingyi"
	"pingyi/keymaps"
)

func TestCheckFindsEachFaultAtItsLineAndColumn(t *testing.T) {
	tests := []struct {
		rule, file string
		want       []string // row:column field|text: words of the English sentence
	}{
		{"unknown place", "# 我的键位\n[lists]\nup = [\"k\"]", []string{"2:2 |lists: no such place"}},
		{"unknown place, dotted", "lists.up = [\"k\"]", []string{"1:1 |lists: no such place"}},
		{"array of tables", "[[list]]\nup = [\"w\"]", []string{"1:3 |list: no such place"}},
		{"unknown action", "[list]\n  upp = [\"w\"]", []string{"2:3 |upp: [list] has no such action; it has: up, down"}},
		{"action of another place", "[list]\nsave = [\"ctrl+s\"]", []string{"2:1 |save: no such action"}},
		{"unknown key name", "[list]\nup = [\"up\", \"pageup\"]", []string{"2:13 list.up|pageup: no key has this name"}},
		{"columns count characters, not bytes", "[list]\nup = [ # 上\n\t\"w\", '评']", []string{"3:7 list.up|评: no keyboard has this key"}},
		{"two actions on one key", "[list]\nup = [\"w\"]\nsort = [\"w\"]", []string{"3:9 list.sort|w: taken by list.up"}},
		{"two actions on one key, in file order", "[list]\nsort = [\"w\"]\nup = [\"w\"]", []string{"3:7 list.up|w: taken by list.sort"}},
		{"a key the base gives another action", "[rate]\nscore = [\"1\"]", []string{"2:10 rate.score|1: taken by rate.tier-1"}},
		{"one key, two spellings", "[rate]\nscore = [\"１\"]", []string{"2:10 rate.score|1: taken by rate.tier-1"}},
		{"a place hides a global key", "[list]\nsort = [\"f1\"]", []string{"2:9 list.sort|f1: taken by global.help"}},
		{"a global key is hidden by places", "[global]\nhelp = [\"f2\"]",
			[]string{"2:9 global.help|f2: taken by list.edit", "2:9 global.help|f2: taken by rate.comment", "2:9 global.help|f2: taken by verify.edit"}},
		{"form and edit listen together", "[form]\nnext-field = [\"tab\", \"enter\"]", []string{"2:22 form.next-field|enter: taken by edit.newline"}},
		{"one key twice", "[list]\nup = [\"w\", \"w\"]", []string{"2:12 list.up|w: written twice"}},
		{"last key lost", "[list]\nsort = []", []string{"2:1 list.sort|: lost its last key"}},
		{"syntax", "[list]\nup [\"w\"]", []string{"2:4 |[\"w\"]: not TOML"}},
		{"syntax, unfinished", "[list]\nup = [\"w\"", []string{"2:9 |\": not TOML"}},
		{"unknown field", "name = \"mine\"\n[list]", []string{"1:1 |name: only base stands outside a table"}},
		{"unknown base", "base = \"emacs\"", []string{"1:8 base|emacs: default, vim, numpad"}},
		{"base of a wrong kind", "base = [\"vim\"]", []string{"1:1 base|: built-in profile"}},
		{"base twice", "base = \"vim\"\nbase = \"vim\"", []string{"2:1 base|: base is written twice"}},
		{"base twice, wrong the first time", "base = \"emacs\"\nbase = \"vim\"", []string{"1:8 base|emacs: default, vim, numpad", "2:1 base|: base is written twice"}},
		{"a table twice", "[list]\n[rate]\n[list]", []string{"3:2 |list: this table is written twice"}},
		{"an action twice", "[list]\nup = [\"w\"]\nup = [\"e\"]", []string{"3:1 list.up|: this action is written twice"}},
		{"a key that is no list", "[list]\nup = \"w\"", []string{"2:6 list.up|w: written as a list"}},
		{"a key without quotes", "[list]\nup = [1]", []string{"2:7 list.up|1: written in quotes"}},
		{"a list in a list", "[list]\nup = [[\"w\"]]", []string{"2:1 list.up|: written in quotes"}},
		{"a letter where text is typed", "[form]\nsave = [\"s\"]", []string{"2:9 form.save|s: text is typed here"}},
		{"space where text is typed", "[palette]\naccept = [\"space\"]", []string{"2:11 palette.accept|space: text is typed here"}},
		{"Tab by another name", "[list]\nsort = [\"ctrl+i\"]", []string{"2:9 list.sort|ctrl+i: cannot tell ctrl+i from tab"}},
		{"Enter by another name", "[list]\nsort = [\"Ctrl+M\"]", []string{"2:9 list.sort|Ctrl+M: cannot tell ctrl+m from enter"}},
		{"Esc by another name", "[list]\nsort = [\"ctrl+[\"]", []string{"2:9 list.sort|ctrl+[: cannot tell ctrl+[ from esc"}},
		{"Backspace by another name", "[list]\nsort = [\"ctrl+h\"]", []string{"2:9 list.sort|ctrl+h: cannot tell ctrl+h from backspace"}},
		{"a chord terminals do not send", "[list]\nsort = [\"ctrl+1\", \"ctrl+shift+s\"]",
			[]string{"2:9 list.sort|ctrl+1: cannot send this chord", "2:19 list.sort|ctrl+shift+s: cannot send this chord"}},
		{"shift before a sign", "[list]\nsort = [\"shift+/\"]", []string{"2:9 list.sort|shift+/: write the character"}},
		{"not UTF-8", "# \xbc\xfc\n[list]", []string{"1:3 |: save it as UTF-8"}},
		{"what is quoted is made harmless", "[list]\nup = [\"\\u001b[2J\"]", []string{"2:7 list.up|\ufffd[2J: no key has this name"}},
		{"everything at once, in file order", "[list]\nsort = [\"f1\"]\nnone = [\"w\"]\n[form]\nsave = []",
			[]string{"2:9 list.sort|f1: taken", "3:1 |none: no such action", "5:1 form.save|: last key"}},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			errs := keymaps.Check("my.toml", []byte(tt.file))
			if len(errs) != len(tt.want) {
				t.Fatalf("%d findings, want %d: %v", len(errs), len(tt.want), errs)
			}
			for i, err := range errs {
				e, ok := errors.AsType[*pingyi.Error](err)
				if !ok || e.Code != pingyi.Invalid || e.Place.File != "my.toml" {
					t.Fatalf("not a finding in my.toml: %#v", err)
				}
				where, words, _ := strings.Cut(tt.want[i], ": ")
				if got := fmt.Sprintf("%d:%s %s|%s", e.Place.Row, e.Place.Column, e.Place.Field, e.Place.Text); got != where {
					t.Errorf("found at %q, want %q", got, where)
				}
				if !strings.Contains(e.In(pingyi.En), words) {
					t.Errorf("%q does not say %q", e.In(pingyi.En), words)
				}
				if zh := e.In(pingyi.Zh); zh == e.In(pingyi.En) || strings.Contains(zh, "%!") {
					t.Errorf("Chinese sentence %q", zh)
				}
			}
			if _, err := keymaps.Read("my.toml", []byte(tt.file)); err == nil {
				t.Error("Read accepts what Check refuses")
			}
		})
	}
}

func TestAFileLaysItsKeysOverItsBase(t *testing.T) {
	k, err := keymaps.Read("my.toml", []byte("\ufeffbase = \"vim\"\r\n[list]\r\nsort = [\"Ctrl+O\", \"ALT+Q\", \"shift+alt+left\", \"Ｚ\", \"shift+y\"]\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := k.Keys(keymaps.List, keymaps.Sort), []string{"ctrl+o", "alt+q", "alt+shift+left", "Z", "Y"}; !slices.Equal(got, want) {
		t.Errorf("sort is on %q, want %q", got, want)
	}
	for _, old := range []string{"s", "f4"} {
		if a, ok := k.Match(keymaps.List, old); ok {
			t.Errorf("the base's key %q still does %q", old, a)
		}
	}
	if a, _ := k.Match(keymaps.List, "j"); a != keymaps.Down {
		t.Errorf("j of the base does %q", a)
	}
}

func TestKeysMayBeExchanged(t *testing.T) {
	k, err := keymaps.Read("my.toml", []byte("list.sort = [\"f3\"]\nlist.next-finding = [\"f4\"]"))
	if err != nil {
		t.Fatal(err)
	}
	if a, _ := k.Match(keymaps.List, "f3"); a != keymaps.Sort {
		t.Errorf("f3 does %q", a)
	}
}

func TestEditMayHideAGlobalKey(t *testing.T) {
	k, err := keymaps.Read("my.toml", []byte("[edit]\nup = [\"up\", \"ctrl+p\"]"))
	if err != nil {
		t.Fatal(err)
	}
	inside, _ := k.Match(keymaps.Edit, "ctrl+p")
	outside, _ := k.Match(keymaps.List, "ctrl+p")
	if inside != keymaps.Up || outside != keymaps.OpenPalette {
		t.Errorf("ctrl+p does %q in a text field and %q outside", inside, outside)
	}
}

func TestReadReportsEveryFinding(t *testing.T) {
	_, err := keymaps.Read("my.toml", []byte("[list]\nupp = [\"w\"]\ndwn = [\"e\"]"))
	if err == nil || !strings.Contains(err.Error(), "upp") || !strings.Contains(err.Error(), "dwn") {
		t.Errorf("got %v", err)
	}
	if pingyi.CodeOf(err) != pingyi.Invalid {
		t.Errorf("code %q", pingyi.CodeOf(err))
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("base = \"vim\"\n[list]\nup = [\"w\", 'ｅ']\n"))
	f.Add([]byte("[list]\r\nsort = [\"\"\"f4\"\"\", \"ctrl++\", \"shift+\"] # 排序"))
	f.Add([]byte("[[list]]\n\"\" = {a = [1, 2.5, 1979-05-27]}\n[a.b]"))
	f.Add([]byte("\ufeff[edit]\nup=[\"\\u001b\""))
	for _, profile := range keymaps.Profiles() {
		k, err := keymaps.Load(profile)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(k.TOML(pingyi.Zh))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		k, err := keymaps.Read("my.toml", data)
		findings := keymaps.Check("my.toml", data)
		if (k == nil) != (err != nil) || (err != nil) != (len(findings) > 0) {
			t.Fatalf("keymap %v, error %v, findings %v", k, err, findings)
		}
		row := 1
		for _, finding := range findings {
			e, ok := errors.AsType[*pingyi.Error](finding)
			if !ok || e.Code != pingyi.Invalid || e.Place.Column == "" {
				t.Fatalf("%#v", finding)
			}
			if e.Place.Row < row || e.Place.Row > 1+strings.Count(string(data), "\n") {
				t.Fatalf("row %d after %d: %v", e.Place.Row, row, finding)
			}
			row = e.Place.Row
		}
		if k != nil {
			sameKeys(t, k, k.TOML(pingyi.En))
		}
	})
}
