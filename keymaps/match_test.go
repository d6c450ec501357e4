package keymaps_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
)

func load(t *testing.T, profile string) *keymaps.Keymap {
	t.Helper()
	k, err := keymaps.Load(profile)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestMatchUnderstandsEverySpellingOfAKey(t *testing.T) {
	tests := []struct {
		profile string
		place   keymaps.Place
		key     string
		want    keymaps.Action
	}{
		{"default", keymaps.Rate, "1", keymaps.Tier1},
		{"default", keymaps.Rate, "１", keymaps.Tier1},
		{"default", keymaps.Rate, "０", keymaps.Abstain},
		{"default", keymaps.List, "/", keymaps.Filter},
		{"default", keymaps.List, "／", keymaps.Filter},
		{"default", keymaps.List, "、", keymaps.Filter}, // the same key, while an input method is on
		{"default", keymaps.List, "？", keymaps.OpenHelp},
		{"default", keymaps.Rate, "：", keymaps.OpenPalette},
		{"vim", keymaps.List, "ｊ", keymaps.Down},
		{"vim", keymaps.List, "Ｇ", keymaps.Last},
		{"vim", keymaps.List, "shift+g", keymaps.Last},
		{"vim", keymaps.List, "g", keymaps.First},
		{"numpad", keymaps.Rate, "。", keymaps.Clear},
		{"numpad", keymaps.Rate, "period", keymaps.Clear},
		{"numpad", keymaps.Rate, "plus", keymaps.Next},
		{"numpad", keymaps.Rate, "minus", keymaps.Previous},
		{"numpad", keymaps.Rate, "mul", keymaps.NextUnrated},
		{"numpad", keymaps.Rate, "div", keymaps.Comment},
		{"default", keymaps.List, "find", keymaps.First},
		{"default", keymaps.List, "select", keymaps.Last},
		{"default", keymaps.Edit, "ctrl+h", keymaps.DeleteBack},
		{"default", keymaps.Edit, "ctrl+m", keymaps.Newline},
		{"default", keymaps.Form, "ctrl+i", keymaps.NextField},
		{"default", keymaps.Form, "ctrl+[", keymaps.Back},
		{"default", keymaps.Form, "f1", keymaps.OpenHelp},
		{"default", keymaps.Dialog, "esc", keymaps.Back},
	}
	for _, tt := range tests {
		if got, ok := load(t, tt.profile).Match(tt.place, tt.key); !ok || got != tt.want {
			t.Errorf("%s: Match(%s, %q) = %q, %v; want %q", tt.profile, tt.place, tt.key, got, ok, tt.want)
		}
	}
}

func TestAFullWidthSpaceIsASpace(t *testing.T) {
	k, err := keymaps.Read("my.toml", []byte("[rate]\nnext-unrated = [\"space\"]"))
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{" ", "space", "　"} {
		if a, _ := k.Match(keymaps.Rate, key); a != keymaps.NextUnrated {
			t.Errorf("Match(rate, %q) = %q", key, a)
		}
	}
}

// The left is what a Chinese input method puts on the key of the right.
func TestPunctuationOfAnInputMethodIsTheKeyUnderIt(t *testing.T) {
	for typed, key := range map[string]string{"。": ".", "、": "/", "，": ",", "；": ";", "！": "!", "（": "(",
		"【": "[", "】": "]", "「": "[", "」": "]", "《": "<", "》": ">", "“": `"`, "”": `"`, "‘": "'", "’": "'", "·": "`"} {
		k, err := keymaps.Read("my.toml", []byte("[list]\nsort = ['''"+key+"''']\nfilter = [\"ctrl+f\"]"))
		if err != nil {
			t.Fatal(err)
		}
		if a, _ := k.Match(keymaps.List, typed); a != keymaps.Sort {
			t.Errorf("%s does not count as %s", typed, key)
		}
	}
}

func TestAKeyThatPrintsIsTextWhereTextIsTyped(t *testing.T) {
	for _, profile := range keymaps.Profiles() {
		k := load(t, profile)
		for _, place := range []keymaps.Place{keymaps.Form, keymaps.Edit, keymaps.Palette} {
			for _, key := range []string{"?", ":", "q", "1", "。", "？", "评", "space", " ", "　", "shift+q"} {
				if a, ok := k.Match(place, key); ok {
					t.Errorf("%s: %q in %s is taken for %q", profile, key, place, a)
				}
			}
		}
	}
}

func TestUnboundKeysMatchNothing(t *testing.T) {
	k := load(t, "default")
	for _, key := range []string{"", "j", "评", "f20", "ctrl+x", "ctrl+", "你好"} {
		if a, ok := k.Match(keymaps.List, key); ok {
			t.Errorf("%q is taken for %q", key, a)
		}
	}
}

// The names are Bubble Tea's, so its own keys must match by them.
func TestKeysAreSpeltAsBubbleTeaSpellsThem(t *testing.T) {
	tests := []struct {
		key   tea.KeyPressMsg
		place keymaps.Place
		want  keymaps.Action
	}{
		{tea.KeyPressMsg{Code: tea.KeyUp}, keymaps.List, keymaps.Up},
		{tea.KeyPressMsg{Code: tea.KeyPgDown}, keymaps.List, keymaps.PageDown},
		{tea.KeyPressMsg{Code: tea.KeyPgUp, Mod: tea.ModCtrl}, keymaps.Form, keymaps.PreviousRecord},
		{tea.KeyPressMsg{Code: tea.KeyHome}, keymaps.List, keymaps.First},
		{tea.KeyPressMsg{Code: tea.KeyEnd, Mod: tea.ModCtrl}, keymaps.Edit, keymaps.TextEnd},
		{tea.KeyPressMsg{Code: tea.KeyInsert}, keymaps.List, keymaps.New},
		{tea.KeyPressMsg{Code: tea.KeyDelete}, keymaps.List, keymaps.Delete},
		{tea.KeyPressMsg{Code: tea.KeyBackspace, Mod: tea.ModCtrl}, keymaps.Edit, keymaps.DeleteWord},
		{tea.KeyPressMsg{Code: tea.KeyEnter, Mod: tea.ModAlt}, keymaps.Edit, keymaps.Newline},
		{tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}, keymaps.Form, keymaps.PreviousField},
		{tea.KeyPressMsg{Code: tea.KeyEscape}, keymaps.List, keymaps.Back},
		{tea.KeyPressMsg{Code: tea.KeyF12}, keymaps.List, keymaps.Language},
		{tea.KeyPressMsg{Code: 's', Mod: tea.ModCtrl}, keymaps.Form, keymaps.Save},
		{tea.KeyPressMsg{Code: '/', ShiftedCode: '?', Mod: tea.ModShift, Text: "?"}, keymaps.List, keymaps.OpenHelp},
		{tea.KeyPressMsg{Code: tea.KeyKp1}, keymaps.Rate, keymaps.Tier1},
		{tea.KeyPressMsg{Code: tea.KeyKpEnter}, keymaps.Dialog, keymaps.Accept},
	}
	k := load(t, "default")
	for _, tt := range tests {
		if got, _ := k.Match(tt.place, tt.key.String()); got != tt.want {
			t.Errorf("Match(%s, %q) = %q, want %q", tt.place, tt.key.String(), got, tt.want)
		}
	}
}

func TestHintIsTheFirstKeyAsTheKeyboardShowsIt(t *testing.T) {
	tests := []struct {
		place  keymaps.Place
		action keymaps.Action
		zh, en string
	}{
		{keymaps.Form, keymaps.Save, "Ctrl+S", "Ctrl+S"},
		{keymaps.List, keymaps.Up, "↑", "↑"},
		{keymaps.List, keymaps.Open, "回车", "Enter"},
		{keymaps.List, keymaps.PageDown, "PgDn", "PgDn"},
		{keymaps.Edit, keymaps.TextStart, "Ctrl+Home", "Ctrl+Home"},
		{keymaps.Form, keymaps.PreviousField, "Shift+Tab", "Shift+Tab"},
		{keymaps.Edit, keymaps.DeleteBack, "退格", "Backspace"},
		{keymaps.Global, keymaps.OpenHelp, "F1", "F1"},
		{keymaps.Rate, keymaps.Tier1, "1", "1"},
		{keymaps.Rate, keymaps.OpenHelp, "", ""},
	}
	k := load(t, "default")
	for _, tt := range tests {
		if zh, en := k.Hint(tt.place, tt.action, pingyi.Zh), k.Hint(tt.place, tt.action, pingyi.En); zh != tt.zh || en != tt.en {
			t.Errorf("Hint(%s, %s) = %q, %q; want %q, %q", tt.place, tt.action, zh, en, tt.zh, tt.en)
		}
	}
	if got := keymaps.Label("j", pingyi.Zh) + keymaps.Label("G", pingyi.Zh) + keymaps.Label("shift+space", pingyi.Zh); got != "jGShift+空格" {
		t.Errorf("labels of j, G and shift+space: %q", got)
	}
}

func TestKeysCannotBeChangedFromOutside(t *testing.T) {
	k := load(t, "default")
	k.Keys(keymaps.Form, keymaps.Save)[0] = "x"
	if got := k.Keys(keymaps.Form, keymaps.Save)[0]; got != "ctrl+s" {
		t.Errorf("save became %q", got)
	}
}
