package keymaps

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"

	"pingyi"
)

// named lists the keys that have a name instead of a character, as Bubble Tea
// spells them. Function keys go beyond these: see isFunction.
const named = " up down left right home end pgup pgdown insert delete backspace enter tab esc space "

// modifiers in the order Bubble Tea writes them.
var modifiers = [...]string{"ctrl+", "alt+", "shift+"}

// splitKey parts the modifiers, in any order and case, from the key itself.
func splitKey(s string) (has [len(modifiers)]bool, key string) {
	for again := true; again; {
		again = false
		for i, m := range modifiers {
			if len(s) > len(m) && strings.EqualFold(s[:len(m)], m) {
				has[i], s, again = true, s[len(m):], true
			}
		}
	}
	return has, s
}

func joinKey(has [len(modifiers)]bool, key string) string {
	for i := len(modifiers) - 1; i >= 0; i-- {
		if has[i] {
			key = modifiers[i] + key
		}
	}
	return key
}

// normalise gives one spelling to what terminals, keypads and input methods
// report for the same key.
func normalise(key string) string {
	if r, size := utf8.DecodeRuneInString(key); r >= utf8.RuneSelf && size == len(key) {
		key = fold(r)
	}
	switch key {
	case " ":
		return "space"
	case "plus": // this and the next six: the keypad in application mode
		return "+"
	case "minus":
		return "-"
	case "mul":
		return "*"
	case "div":
		return "/"
	case "period":
		return "."
	case "comma":
		return ","
	case "equal":
		return "="
	case "find": // what the Linux console and PuTTY send for Home and End
		return "home"
	case "select":
		return "end"
	// One byte on most terminals. Newer ones can tell them apart, but a key must
	// not do one thing in the office and another at home.
	case "ctrl+i":
		return "tab"
	case "ctrl+m":
		return "enter"
	case "ctrl+[":
		return "esc"
	case "ctrl+h":
		return "backspace"
	}
	if rest, ok := strings.CutPrefix(key, "shift+"); ok && isLetter(rest) {
		return strings.ToUpper(rest)
	}
	return key
}

// fold returns the plain character of a full-width one, or of the punctuation
// that a Chinese input method puts on the same key.
func fold(r rune) string {
	switch r {
	case '。':
		return "."
	case '、':
		return "/"
	case '【', '「':
		return "["
	case '】', '」':
		return "]"
	case '《':
		return "<"
	case '》':
		return ">"
	case '“', '”':
		return `"`
	case '‘', '’':
		return "'"
	case '·':
		return "`"
	}
	return width.Fold.String(string(r))
}

// printable reports whether a normalised key puts a character into a text field.
func printable(key string) bool {
	return key == "space" || utf8.RuneCountInString(key) == 1
}

func isLetter(key string) bool {
	return len(key) == 1 && (key[0]|0x20 >= 'a' && key[0]|0x20 <= 'z')
}

// isFunction reports whether key is f1 to f20, as far as terminals go.
func isFunction(key string) bool {
	n, ok := strings.CutPrefix(key, "f")
	switch {
	case !ok || n == "" || n[0] == '0':
		return false
	case len(n) == 1:
		return n[0] >= '1' && n[0] <= '9'
	}
	return len(n) == 2 && (n[0] == '1' && n[1] >= '0' && n[1] <= '9' || n == "20")
}

func isNamed(key string) bool {
	return !strings.Contains(key, " ") && strings.Contains(named, " "+key+" ") || isFunction(key)
}

// parseKey reads a key as a person writes it in a file: modifiers in any order,
// upper or lower case, full-width or not.
func parseKey(s string) (string, *pingyi.Error) {
	mods, key := splitKey(s)
	ctrl, alt, shift := mods[0], mods[1], mods[2]
	key = normalise(key)
	if utf8.RuneCountInString(key) != 1 {
		key = strings.ToLower(key)
		if !isNamed(key) {
			return "", pingyi.Errorf(pingyi.Invalid,
				"没有叫这个名字的键。可用：单个字符、%[1]s、f1–f20，前面可加 ctrl+、alt+、shift+",
				"no key has this name. There are: single characters, %[1]s, f1–f20, with ctrl+, alt+ or shift+ in front",
				strings.Join(strings.Fields(named), " "))
		}
		return joinKey(mods, key), nil
	}
	switch {
	case key[0] <= ' ' || key[0] >= 0x7f:
		return "", pingyi.Errorf(pingyi.Invalid, "键盘上没有这个键：单个字符的键须是 ASCII 字母、数字或符号",
			"no keyboard has this key: a key of one character is an ASCII letter, digit or sign")
	case ctrl && strings.Contains("imhIMH[", key):
		one := joinKey(mods, strings.ToLower(key))
		return "", pingyi.Errorf(pingyi.Invalid, "多数终端分不清 %[1]s 与 %[2]s，请换一个键",
			"most terminals cannot tell %[1]s from %[2]s: choose another key", one, normalise("ctrl+"+strings.ToLower(key)))
	case ctrl && (shift || !isLetter(key) && !strings.Contains(`\]^_`, key)):
		return "", pingyi.Errorf(pingyi.Invalid, "多数终端送不出这个组合键；Ctrl 后请用单个字母",
			"most terminals cannot send this chord: use a letter after Ctrl")
	case shift && !isLetter(key):
		return "", pingyi.Errorf(pingyi.Invalid, "请直接写按 Shift 后得到的那个字符，例如 ?",
			"write the character that Shift gives instead, such as ?")
	case ctrl || alt:
		return joinKey(mods, strings.ToLower(key)), nil
	case shift:
		return strings.ToUpper(key), nil
	}
	return key, nil
}

// Label returns key, in the spelling of a keymap, as a keyboard shows it:
// "Ctrl+S", "↑", "PgDn", "空格".
func Label(key string, l pingyi.Lang) string {
	mods, key := splitKey(key)
	switch key {
	case "up":
		key = "↑"
	case "down":
		key = "↓"
	case "left":
		key = "←"
	case "right":
		key = "→"
	case "pgup":
		key = "PgUp"
	case "pgdown":
		key = "PgDn"
	case "insert":
		key = "Ins"
	case "delete":
		key = "Del"
	case "backspace":
		key = l.Of("退格", "Backspace")
	case "enter":
		key = l.Of("回车", "Enter")
	case "space":
		key = l.Of("空格", "Space")
	case "home", "end", "tab", "esc":
		key = strings.ToUpper(key[:1]) + key[1:]
	default:
		if isFunction(key) || mods != ([len(modifiers)]bool{}) {
			key = strings.ToUpper(key)
		}
	}
	for i := len(modifiers) - 1; i >= 0; i-- {
		if mods[i] {
			key = strings.ToUpper(modifiers[i][:1]) + modifiers[i][1:] + key
		}
	}
	return key
}
