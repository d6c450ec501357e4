package sshd

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"pingyi"
)

// What a password may be, in characters.
const (
	minPassword = 8
	maxPassword = 200
)

// cost is what working on a password takes.
type cost struct {
	memory  uint32 // KiB
	time    uint32
	threads uint8
}

const (
	saltLen = 16
	hashLen = 32
)

// HashPassword returns what the record keeps of a password: argon2id with 19 MiB,
// as a PHC string. It takes that memory while it works; a server's sessions have
// [Visit.HashPassword]. [pingyi.Invalid] for a password of under 8 or over 200
// characters.
//
// A password is brought into one form (NFC) and otherwise taken as typed: full and
// half width, capitals and blanks count.
func HashPassword(password string) (string, error) {
	if !utf8.ValidString(password) {
		return "", pingyi.Errorf(pingyi.Invalid, "终端的编码不是 UTF-8，密码请只用英文字母、数字和符号", "your terminal does not speak UTF-8: use only English letters, digits and signs in the password")
	}
	switch n := utf8.RuneCountInString(password); {
	case n < minPassword:
		return "", pingyi.Errorf(pingyi.Invalid, "密码至少要 %d 个字符，请换一个长一点的", "a password has at least %d characters: choose a longer one", minPassword)
	case n > maxPassword:
		return "", pingyi.Errorf(pingyi.Invalid, "密码最多 %d 个字符，请换一个短一点的", "a password has at most %d characters: choose a shorter one", maxPassword)
	}
	salt := make([]byte, saltLen)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	c := cost{memory: 19 << 10, time: 2, threads: 1}
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.time, c.threads,
		b.EncodeToString(salt), b.EncodeToString(c.hash(password, salt))), nil
}

// CheckPassword reports whether the password is the one that was hashed. It takes
// the same time for any password.
func CheckPassword(hash, password string) bool {
	c, salt, want, ok := parseHash(hash)
	if !ok {
		return false
	}
	if len(password) > 4*maxPassword {
		password = "" // as much work, and wrong
	}
	return subtle.ConstantTimeCompare(c.hash(password, salt), want) == 1
}

func (c cost) hash(password string, salt []byte) []byte {
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, c.time, c.memory, c.threads, hashLen)
}

// parseHash reads a PHC string whose cost is within reason.
func parseHash(hash string) (c cost, salt, want []byte, ok bool) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.time, &c.threads); err != nil {
		return c, nil, nil, false
	}
	if c.memory < 8 || c.memory > 64<<10 || c.time < 1 || c.time > 10 || c.threads < 1 || c.threads > 4 {
		return c, nil, nil, false
	}
	salt, saltErr := base64.RawStdEncoding.DecodeString(parts[4])
	want, wantErr := base64.RawStdEncoding.DecodeString(parts[5])
	return c, salt, want, saltErr == nil && wantErr == nil && len(want) == hashLen
}

// symbols are what codes are made of: 5 bits each, none looking like another. What
// looks like one of them is taken for it.
const symbols = "0123456789abcdefghjkmnpqrstvwxyz"

const (
	codeLen   = 16 // 80 bits
	codeGroup = 4
)

// NewCode returns a new invitation code for its member, "k3f9-2mxa-…", and its
// hash for the record. rand is [rand.Reader] but in tests; it panics when that
// fails.
func NewCode(rand io.Reader) (code, hash string) {
	b := make([]byte, codeLen)
	if _, err := io.ReadFull(rand, b); err != nil {
		panic("sshd: no randomness: " + err.Error())
	}
	var s strings.Builder
	for i, v := range b {
		if i > 0 && i%codeGroup == 0 {
			s.WriteByte('-')
		}
		s.WriteByte(symbols[v%32])
	}
	return s.String(), HashCode(s.String())
}

// HashCode returns the hash of a code as somebody typed it: in capitals or full
// width, with or without dashes and blanks, o for 0, i or l for 1.
func HashCode(typed string) string {
	plain := strings.Map(func(r rune) rune {
		switch r = unicode.ToLower(r); {
		case unicode.IsSpace(r), unicode.Is(unicode.Pd, r), r == '_', r == '−', r == 'ー', r == '\u200b', r == '\ufeff':
			return -1
		case r == 'o':
			return '0'
		case r == 'i', r == 'l':
			return '1'
		}
		return r
	}, pingyi.HalfWidth(typed))
	sum := sha256.Sum256([]byte(plain))
	return hex.EncodeToString(sum[:])
}
