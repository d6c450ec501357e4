package sshd

import "strings"

// The encodings that a user name can ask for: [Visit.Encoding].
const (
	GBK  = "gbk"
	UTF8 = "utf-8"
)

// userOf reads a user name as a client says it. A member whose terminal answers no
// question, or answers it wrongly, says after a + what its encoding is: r1+gbk. No
// member's name has a +. With anything else after it the name is left whole, so
// that it is nobody's, and ok is false.
func userOf(said string) (name, encoding string, ok bool) {
	name, suffix, asks := strings.Cut(said, "+")
	if !asks {
		return said, "", true
	}
	switch strings.ToLower(suffix) {
	case "gbk", "gb18030":
		return name, GBK, true
	case "utf8", "utf-8":
		return name, UTF8, true
	}
	return said, "", false
}
