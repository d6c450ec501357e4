package pingyi_test

import (
	"strings"
	"testing"

	"pingyi"
)

func TestAKeyIsMadeOfWhatAKeyIsMadeOf(t *testing.T) {
	const print = "SHA256:uNiVztksCsDhcc0u9e8BrD1+Jw/i0VJ7mVQv0Pn0Ss0"
	k, err := pingyi.Key{Fingerprint: print, Type: "sk-ssh-ed25519@openssh.com", Comment: " r1 的钥匙 "}.Clean()
	if err != nil || k.Fingerprint != print || k.Comment != "r1 的钥匙" {
		t.Errorf("%+v, %v", k, err)
	}
	k, err = pingyi.Key{Fingerprint: print, Type: "ssh-rsa", Comment: strings.Repeat("长", 200)}.Clean()
	if err != nil || len([]rune(k.Comment)) > 81 {
		t.Errorf("%+v, %v", k, err)
	}
	for name, k := range map[string]pingyi.Key{
		"no fingerprint":         {Type: "ssh-rsa"},
		"of another kind":        {Fingerprint: "MD5:aa:bb", Type: "ssh-rsa"},
		"an empty one":           {Fingerprint: "SHA256:", Type: "ssh-rsa"},
		"too long":               {Fingerprint: "SHA256:" + strings.Repeat("a", 61), Type: "ssh-rsa"},
		"a line end":             {Fingerprint: "SHA256:abc\ndef", Type: "ssh-rsa"},
		"an escape":              {Fingerprint: "SHA256:abc\x1b[2J", Type: "ssh-rsa"},
		"no type":                {Fingerprint: print},
		"a type of escapes":      {Fingerprint: print, Type: "ssh\x1brsa"},
		"a long type":            {Fingerprint: print, Type: strings.Repeat("a", 61)},
		"a comment that escapes": {Fingerprint: print, Type: "ssh-rsa", Comment: "\x1b[2J"},
	} {
		if _, err := k.Clean(); pingyi.CodeOf(err) != pingyi.Invalid {
			t.Errorf("%s: %v", name, err)
		} else if strings.ContainsAny(err.Error(), "\x1b\n") {
			t.Errorf("%s: the refusal itself escapes: %q", name, err)
		}
	}
}
