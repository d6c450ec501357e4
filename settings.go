package pingyi

import "slices"

// Settings are how a member reads and types, whichever terminal they sit at. They
// are no part of what the record proves. A zero field is as the session finds it.
type Settings struct {
	Lang     string `json:"lang,omitempty"`     // "zh", "en"
	Keymap   string `json:"keymap,omitempty"`   // a profile's name, or "own"
	Bindings string `json:"bindings,omitempty"` // the member's own keymap file, in use while Keymap is "own"
	Borders  string `json:"borders,omitempty"`  // "lines", "ascii"
	Widths   string `json:"widths,omitempty"`   // of “ ” … ─ and their like: "narrow", "wide" for two columns
	Colors   string `json:"colors,omitempty"`   // "on", "off"
	Screen   string `json:"screen,omitempty"`   // "full", "lines": the plain dialogue, line by line
	Encoding string `json:"encoding,omitempty"` // of the terminal: "utf-8", "gbk", with what GB18030 adds
	Line     string `json:"line,omitempty"`     // "thin": draw little; "full"
}

// OwnKeymap is the Keymap of a member with a keymap file of their own.
const OwnKeymap = "own"

// MaxBindings is the most bytes that a member's keymap file may have.
const MaxBindings = 64 << 10

// Clean returns the first rule that the settings break; whether there is such a
// keymap is for whoever loads it.
func (s Settings) Clean() (Settings, error) {
	for _, f := range []struct {
		zh, en, value string
		of            []string
	}{
		{"语言", "language", s.Lang, []string{"zh", "en"}},
		{"框线", "borders", s.Borders, []string{"lines", "ascii"}},
		{"标点宽度", "widths", s.Widths, []string{"narrow", "wide"}},
		{"颜色", "colors", s.Colors, []string{"on", "off"}},
		{"界面", "screen", s.Screen, []string{"full", "lines"}},
		{"终端编码", "encoding", s.Encoding, []string{"utf-8", "gbk"}},
		{"线路", "line", s.Line, []string{"thin", "full"}},
	} {
		if f.value != "" && !slices.Contains(f.of, f.value) {
			return s, Errorf(Invalid, "设置“%[1]s”没有“%[3]s”，请用 %[4]s 或 %[5]s", "the setting %[2]s has no %[3]q: use %[4]s or %[5]s", f.zh, f.en, Excerpt(f.value, 20), f.of[0], f.of[1])
		}
	}
	if len(s.Bindings) > MaxBindings || len(s.Keymap) > 40 {
		return s, Errorf(TooBig, "键位文件太大，最多 64 KiB", "the keymap file is too large: at most 64 KiB")
	}
	if s.Keymap == OwnKeymap && s.Bindings == "" {
		return s, Errorf(Invalid, "自己的键位要有键位文件", "a keymap of one's own takes a keymap file")
	}
	return s, nil
}
