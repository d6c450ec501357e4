package sshd

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"strings"

	gossh "golang.org/x/crypto/ssh"

	"pingyi"
)

// The keys in the data directory, OpenSSH's format.
const (
	hostKeyName  = "host_key"
	ownerKeyName = "owner_key"
)

// LoadHostKey returns the server's host key from the data directory. Errors: one
// that is [fs.ErrNotExist] when there is none, [pingyi.Forbidden] when others may
// read it, [pingyi.Damaged] when it is no key.
func LoadHostKey(dir string) (gossh.Signer, error) { return loadKey(dir, hostKeyName) }

// MakeHostKey makes the host key, on the disk when it returns; [pingyi.Exists]
// when there is one.
func MakeHostKey(dir string) (gossh.Signer, error) { return makeKey(dir, hostKeyName) }

// LoadOwnerKey is [LoadHostKey] for the key by which local commands are the owner.
func LoadOwnerKey(dir string) (gossh.Signer, error) { return loadKey(dir, ownerKeyName) }

// MakeOwnerKey is [MakeHostKey] for the key by which local commands are the owner.
func MakeOwnerKey(dir string) (gossh.Signer, error) { return makeKey(dir, ownerKeyName) }

func loadKey(dir, name string) (gossh.Signer, error) {
	path := filepath.Join(dir, name)
	unread := func(err error) error {
		return pingyi.Errorf(pingyi.NotFound, "无法读密钥文件 %s：%v", "cannot read the key file %s: %v", path, pingyi.FileProblem{Err: err}).Because(err)
	}
	is, err := os.Lstat(path)
	if err != nil {
		return nil, unread(err)
	}
	if !is.Mode().IsRegular() || is.Mode().Perm()&0o077 != 0 {
		return nil, pingyi.Errorf(pingyi.Forbidden, "密钥文件 %s 别的用户也能读，不能使用；请执行 chmod 600 %[1]s", "others may read the key file %s, so it is not used: run chmod 600 %[1]s", path)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, unread(err)
	}
	k, err := gossh.ParsePrivateKey(b)
	if err != nil {
		return nil, pingyi.Errorf(pingyi.Damaged, "密钥文件 %s 已损坏，请从备份中拷回来", "the key file %s is damaged: bring it back from a backup", path).Because(err)
	}
	return k, nil
}

func makeKey(dir, name string) (gossh.Signer, error) {
	path := filepath.Join(dir, name)
	if _, err := os.Lstat(path); err == nil {
		return nil, pingyi.Errorf(pingyi.Exists, "已有密钥文件 %s", "there is a key file %s already", path)
	}
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	block, err := gossh.MarshalPrivateKey(private, "pingyi "+name)
	if err != nil {
		return nil, err
	}
	if err := keep(dir, path, pem.EncodeToMemory(block)); err != nil {
		return nil, pingyi.Errorf(pingyi.Invalid, "无法写密钥文件 %s：%v", "cannot write the key file %s: %v", path, pingyi.FileProblem{Err: err}).Because(err)
	}
	return gossh.NewSignerFromKey(private)
}

// keep writes a file so that after a power cut there is all of it or none.
func keep(dir, path string, data []byte) error {
	f, err := os.CreateTemp(dir, filepath.Base(path)+".part-*") // mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Fingerprint returns the key's fingerprint as OpenSSH prints it, SHA256:….
func Fingerprint(k gossh.PublicKey) string { return gossh.FingerprintSHA256(k) }

// MaxKeyFile is the most bytes that a public key file may have.
const MaxKeyFile = 16 << 10

// weakest RSA key, in bits.
const minRSA = 2048

// ParseKey reads a public key file, which has one line. [pingyi.Invalid] for what
// is none, or one that is not safe, [pingyi.TooBig] for over 16 KiB.
func ParseKey(file []byte) (pingyi.Key, error) {
	var none pingyi.Key
	text := bytes.TrimSpace(bytes.TrimPrefix(file, []byte("\ufeff")))
	switch {
	case len(file) > MaxKeyFile:
		return none, pingyi.Errorf(pingyi.TooBig, "公钥文件最多 %d KiB，这个文件太大，不是公钥", "a public key file has at most %d KiB: this is none", MaxKeyFile>>10)
	case bytes.Contains(file, []byte("PRIVATE KEY")), bytes.Contains(file, []byte("PuTTY-User-Key-File")):
		return none, pingyi.Errorf(pingyi.Invalid, "这是私钥，不能交给任何人，也没有保存它。请改用公钥：名字以 .pub 结尾的那个文件",
			"this is a private key. Give it to nobody; it was not kept. Use the public one: the file whose name ends in .pub")
	case bytes.Contains(file, []byte("BEGIN SSH2 PUBLIC KEY")):
		return none, pingyi.Errorf(pingyi.Invalid, "请用另一种写法的公钥：在 PuTTYgen 里打开密钥，复制窗口上部那一行以 ssh- 开头的文字",
			"this key is written another way: open it in PuTTYgen and copy the line that begins with ssh- from the top of the window")
	case len(text) == 0:
		return none, pingyi.Errorf(pingyi.Invalid, "没有收到公钥；请把公钥文件接到标准输入，如 … key add < id_ed25519.pub", "there was no key: give the file on standard input, as in … key add < id_ed25519.pub")
	case bytes.ContainsAny(text, "\r\n"):
		return none, pingyi.Errorf(pingyi.Invalid, "文件里不止一行；一次添加一把公钥，每把占一行", "the file has more than one line: add one key at a time, which is one line")
	}
	k, comment, options, _, err := gossh.ParseAuthorizedKey(text)
	if err != nil {
		return none, pingyi.Errorf(pingyi.Invalid, "这不是公钥；请用名字以 .pub 结尾的文件，如 id_ed25519.pub", "this is no public key: use the file whose name ends in .pub, such as id_ed25519.pub").Because(err)
	}
	if len(options) > 0 {
		return none, pingyi.Errorf(pingyi.Invalid, "公钥前面带有选项，请只留下从 ssh- 或 ecdsa- 开始的部分", "there are options before the key: leave only what begins with ssh- or ecdsa-")
	}
	if err := safe(k); err != nil {
		return none, err
	}
	return pingyi.Key{Fingerprint: Fingerprint(k), Type: k.Type(), Comment: pingyi.Excerpt(strings.ToValidUTF8(comment, "?"), 80)}.Clean()
}

// safe returns why a key may not be used.
func safe(k gossh.PublicKey) error {
	if _, ok := k.(*gossh.Certificate); ok {
		return pingyi.Errorf(pingyi.Invalid, "这是证书，不是公钥；请用名字以 .pub 结尾、不带 -cert 的文件", "this is a certificate and no key: use the file whose name ends in .pub without -cert")
	}
	switch t := k.Type(); {
	case t == "ssh-dss":
		return pingyi.Errorf(pingyi.Invalid, "DSA 公钥不安全，请用 ssh-keygen -t ed25519 另生成一把", "DSA keys are not safe: make another with ssh-keygen -t ed25519")
	case t == gossh.KeyAlgoRSA:
		c, ok := k.(gossh.CryptoPublicKey)
		if !ok {
			break
		}
		if r, ok := c.CryptoPublicKey().(*rsa.PublicKey); ok && r.N.BitLen() < minRSA {
			return pingyi.Errorf(pingyi.Invalid, "RSA 公钥只有 %d 位，不安全，至少要 %d 位；请用 ssh-keygen -t ed25519 另生成一把",
				"an RSA key of %d bits is not safe, it takes %d: make another with ssh-keygen -t ed25519", r.N.BitLen(), minRSA)
		}
	}
	return nil
}
