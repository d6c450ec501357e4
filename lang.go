package pingyi

import "strings"

// Lang is the language a person reads. Chinese is the first language of every
// screen and message; English is the second, and complete.
type Lang int

// The languages.
const (
	Zh Lang = iota
	En
)

// Of returns the text for l. Both are written side by side, at the place of
// use, so that neither can be forgotten.
func (l Lang) Of(zh, en string) string {
	if l == En {
		return en
	}
	return zh
}

// String returns the language tag, "zh" or "en".
func (l Lang) String() string { return l.Of("zh", "en") }

// ParseLang reads a language tag or a POSIX locale ("zh", "en", "zh_CN.UTF-8",
// "C.UTF-8"). ok is false when s names neither language.
func ParseLang(s string) (l Lang, ok bool) {
	s = strings.ToLower(s)
	tag, _, _ := strings.Cut(s, ".")
	tag, _, _ = strings.Cut(tag, "_")
	tag, _, _ = strings.Cut(tag, "-")
	switch tag {
	case "zh":
		return Zh, true
	case "en", "c", "posix":
		return En, true
	}
	return Zh, false
}
