package pingyi

import (
	"slices"
	"strings"
	"time"
)

// Credential is what a member proves with who they are. Its secrets are kept as
// hashes; how a password is hashed is for the door to say.
type Credential struct {
	Member     string      `json:"member"`
	Keys       []Key       `json:"keys,omitempty"`
	Password   string      `json:"password,omitempty"` // hash, empty for none
	Invitation *Invitation `json:"invitation,omitempty"`
}

// Key is a public key.
type Key struct {
	Fingerprint string `json:"fingerprint"` // SHA256:…
	Type        string `json:"type"`        // ssh-ed25519, …
	Comment     string `json:"comment,omitempty"`
}

// MaxKeys is how many public keys a member may have.
const MaxKeys = 20

// Clean returns the key as the record keeps it.
func (k Key) Clean() (Key, error) {
	comment, _, err := CleanLine(k.Comment)
	if err != nil {
		return k, Errorf(Invalid, "公钥的注释“%s”：%s", "the comment of the key, %q: %s", Excerpt(k.Comment, 40), err)
	}
	sum, isSum := strings.CutPrefix(k.Fingerprint, "SHA256:")
	if !isSum || len(sum) > 60 || !made(sum, "+/") || len(k.Type) > 60 || !made(k.Type, "-@.") {
		return k, Errorf(Invalid, "这不是公钥", "this is no public key")
	}
	k.Comment = Excerpt(comment, 80)
	return k, nil
}

// made reports whether s is made of ASCII letters, digits and others, and not
// empty: it becomes a key of the record.
func made(s, others string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"+others) == ""
}

// Has reports whether the credential has a key.
func (c Credential) Has(fingerprint string) bool {
	return slices.ContainsFunc(c.Keys, func(k Key) bool { return k.Fingerprint == fingerprint })
}

// Invitation lets a member in once, to set a password or add a key.
type Invitation struct {
	Hash    string    `json:"hash"` // SHA-256 of the code, in hexadecimal
	Expires time.Time `json:"expires"`
}
