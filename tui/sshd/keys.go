package sshd

import (
	gossh "golang.org/x/crypto/ssh"

	"pingyi"
)

// LoadHostKey returns the server's host key from the data directory. Errors: one
// that is [fs.ErrNotExist] when there is none, [pingyi.Forbidden] when others may
// read it, [pingyi.Damaged] when it is no key.
func LoadHostKey(dir string) (gossh.Signer, error) { return nil, notYet() }

// MakeHostKey makes the host key, on the disk when it returns; [pingyi.Exists]
// when there is one.
func MakeHostKey(dir string) (gossh.Signer, error) { return nil, notYet() }

// LoadOwnerKey is [LoadHostKey] for the key by which local commands are the owner.
func LoadOwnerKey(dir string) (gossh.Signer, error) { return nil, notYet() }

// MakeOwnerKey is [MakeHostKey] for the key by which local commands are the owner.
func MakeOwnerKey(dir string) (gossh.Signer, error) { return nil, notYet() }

// Fingerprint returns the key's fingerprint as OpenSSH prints it, SHA256:….
func Fingerprint(k gossh.PublicKey) string { return gossh.FingerprintSHA256(k) }

// ParseKey reads the one line of a public key file.
func ParseKey(line []byte) (pingyi.Key, error) { return pingyi.Key{}, notYet() }

func notYet() error { return pingyi.Errorf(pingyi.Internal, "尚未实现", "not there yet") }
