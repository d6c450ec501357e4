package sshd_test

import (
	"bytes"
	"crypto/dsa" //lint:ignore SA1019 a key of this kind is what has to be refused
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/pem"
	"errors"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	gossh "golang.org/x/crypto/ssh"
	"pgregory.net/rapid"

	"pingyi"
	"pingyi/tui/sshd"
)

func TestKeysAreKeptForTheirOwnerAlone(t *testing.T) {
	for name, k := range map[string]struct {
		load, make func(string) (gossh.Signer, error)
	}{"host_key": {sshd.LoadHostKey, sshd.MakeHostKey}, "owner_key": {sshd.LoadOwnerKey, sshd.MakeOwnerKey}} {
		dir := t.TempDir()
		if _, err := k.load(dir); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
		made, err := k.make(dir)
		must(t, err)
		loaded, err := k.load(dir)
		must(t, err)
		if sshd.Fingerprint(made.PublicKey()) != sshd.Fingerprint(loaded.PublicKey()) || made.PublicKey().Type() != gossh.KeyAlgoED25519 {
			t.Errorf("%s: another key", name)
		}
		if _, err := k.make(dir); pingyi.CodeOf(err) != pingyi.Exists {
			t.Errorf("%s: %v", name, err)
		}
		path := filepath.Join(dir, name)
		is, err := os.Stat(path)
		must(t, err)
		if is.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v", name, is.Mode())
		}
		for _, mode := range []os.FileMode{0o640, 0o604, 0o660} {
			must(t, os.Chmod(path, mode))
			if _, err := k.load(dir); pingyi.CodeOf(err) != pingyi.Forbidden {
				t.Errorf("%s, %v: %v", name, mode, err)
			}
		}
		must(t, os.Chmod(path, 0o600))
		must(t, os.WriteFile(path, []byte("x"), 0o600))
		if _, err := k.load(dir); pingyi.CodeOf(err) != pingyi.Damaged {
			t.Errorf("%s: %v", name, err)
		}
		files, err := os.ReadDir(dir)
		must(t, err)
		if len(files) != 1 {
			t.Errorf("%v is left", files)
		}
	}
	if _, err := sshd.MakeHostKey(filepath.Join(t.TempDir(), "none")); pingyi.CodeOf(err) != pingyi.Invalid {
		t.Errorf("%v", err)
	}
}

func rsaKey(t *testing.T, bits int) gossh.PublicKey {
	t.Helper()
	private, err := rsa.GenerateKey(rand.Reader, bits)
	must(t, err)
	k, err := gossh.NewPublicKey(&private.PublicKey)
	must(t, err)
	return k
}

// dsaKey is a key of the old kind: its numbers are of the right size and nothing
// more, which is all that reading it asks.
func dsaKey(t testing.TB) string {
	t.Helper()
	large := new(big.Int).SetBit(big.NewInt(1), 1023, 1)
	k, err := gossh.NewPublicKey(&dsa.PublicKey{Parameters: dsa.Parameters{P: large, Q: new(big.Int).SetBit(big.NewInt(1), 159, 1), G: big.NewInt(2)}, Y: big.NewInt(3)})
	must(t, err)
	return string(gossh.MarshalAuthorizedKey(k))
}

func TestParseKey(t *testing.T) {
	k := newKey(t).PublicKey()
	line := string(bytes.TrimSpace(gossh.MarshalAuthorizedKey(k)))
	for name, file := range map[string]string{
		"plain": line, "with a comment": line + " r1@pc\n", "from Windows": "\ufeff" + line + " r1@pc\r\n", "GBK": line + " \xd5\xc5@pc",
	} {
		got, err := sshd.ParseKey([]byte(file))
		if err != nil || got.Fingerprint != sshd.Fingerprint(k) || got.Type != "ssh-ed25519" || !utf8.ValidString(got.Comment) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if got, err := sshd.ParseKey(gossh.MarshalAuthorizedKey(rsaKey(t, 2048))); err != nil || got.Type != "ssh-rsa" {
		t.Errorf("%+v, %v", got, err)
	}
	private, err := gossh.MarshalPrivateKey(testPrivate(t), "")
	must(t, err)
	cert := &gossh.Certificate{Key: k, CertType: gossh.UserCert}
	must(t, cert.SignCert(rand.Reader, newKey(t)))
	for name, c := range map[string]struct {
		file string
		code pingyi.Code
		says string
	}{
		"nothing":       {" \n", pingyi.Invalid, "no key"},
		"a private key": {string(pem.EncodeToMemory(private)), pingyi.Invalid, "private key"},
		"a PuTTY key":   {"PuTTY-User-Key-File-3: ssh-ed25519\r\n", pingyi.Invalid, "private key"},
		"RFC 4716":      {"---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n", pingyi.Invalid, "PuTTYgen"},
		"two keys":      {line + "\n" + line, pingyi.Invalid, "more than one"},
		"options":       {`command="x",no-pty ` + line, pingyi.Invalid, "options"},
		"a weak one":    {string(gossh.MarshalAuthorizedKey(rsaKey(t, 1024))), pingyi.Invalid, "1024"},
		"a certificate": {string(gossh.MarshalAuthorizedKey(cert)), pingyi.Invalid, "certificate"},
		"half a key":    {line[:40], pingyi.Invalid, "no public key"},
		"DSA":           {dsaKey(t), pingyi.Invalid, "DSA"},
		"a book":        {strings.Repeat("x", 16<<10+1), pingyi.TooBig, "16"},
	} {
		_, err := sshd.ParseKey([]byte(c.file))
		if pingyi.CodeOf(err) != c.code || !strings.Contains(pingyi.Explain(err, pingyi.En), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParseKey(f *testing.F) {
	f.Add([]byte("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS r1@pc"))
	f.Add([]byte(dsaKey(f)))
	f.Add([]byte("a=\"\\\",b \n#\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		k, err := sshd.ParseKey(file)
		if err != nil {
			if code := pingyi.CodeOf(err); code != pingyi.Invalid && code != pingyi.TooBig {
				t.Errorf("%v", err)
			}
			return
		}
		if clean, err := k.Clean(); err != nil || clean != k {
			t.Errorf("%+v, %v", clean, err)
		}
	})
}

func TestPasswords(t *testing.T) {
	for password, others := range map[string][]string{
		"correct horse":      {"correct  horse", "Correct horse", "correct horse ", ""},
		"密码一二三四五六":           {"密码一二三四五七"},
		"cafe\u0301 au lait": {"cafe au lait"},
		"１２３４５６７８":           {"12345678"},
	} {
		hash, err := sshd.HashPassword(password)
		must(t, err)
		if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") || !sshd.CheckPassword(hash, password) {
			t.Errorf("%q: %s", password, hash)
		}
		for _, other := range others {
			if sshd.CheckPassword(hash, other) {
				t.Errorf("%q is as good as %q", other, password)
			}
		}
		again, err := sshd.HashPassword(password)
		must(t, err)
		if again == hash {
			t.Error("no salt")
		}
	}
	hash, err := sshd.HashPassword("café au lait")
	must(t, err)
	if !sshd.CheckPassword(hash, "cafe\u0301 au lait") {
		t.Error("the form of a letter counts")
	}
	for _, password := range []string{"", "1234567", "密码", strings.Repeat("x", 201), "\xd5\xc5\xd5\xc5\xd5\xc5\xd5\xc5"} {
		if _, err := sshd.HashPassword(password); pingyi.CodeOf(err) != pingyi.Invalid {
			t.Errorf("%.10q: %v", password, err)
		}
	}
	for _, hash := range []string{"", "•••", "x", "$argon2id$v=19$m=4294967295,t=2,p=1$AAAA$AAAA", "$argon2id$v=19$m=19456,t=2,p=1$AAAA$", "$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAA"} {
		if sshd.CheckPassword(hash, "") || sshd.CheckPassword(hash, "correct horse") {
			t.Errorf("%q lets in", hash)
		}
	}
}

func TestCodesAreForgiving(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code, hash := sshd.NewCode(bytes.NewReader(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "random")))
		if len(code) != 19 || strings.Count(code, "-") != 3 || strings.ContainsAny(code, "ilouABC") {
			t.Fatal(code)
		}
		typed := strings.Map(func(r rune) rune {
			switch c := rapid.IntRange(0, 5).Draw(t, "typed"); {
			case r == '-':
				return []rune{'-', ' ', '—', '－', '\u3000', -1}[c]
			case c == 0:
				return r - ' ' + '\uff00' // full width
			case c == 1 && r >= 'a':
				return r - 'a' + 'A'
			case c == 2 && r == '0':
				return 'O'
			case (c == 2 || c == 3) && r == '1':
				return []rune{'l', 'I'}[c-2]
			}
			return r
		}, code)
		if sshd.HashCode(" "+typed+"\n") != hash || sshd.HashCode(code) != hash {
			t.Fatalf("%q for %q", typed, code)
		}
		if sshd.HashCode(typed[1:]) == hash || len(hash) != 64 {
			t.Fatal("another code is as good")
		}
	})
}

func testPrivate(t *testing.T) ed25519.PrivateKey {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	return private
}
