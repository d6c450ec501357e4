package sshd

import "io"

// HashPassword returns what the record keeps of a password: argon2id with 19 MiB.
func HashPassword(password string) (string, error) { return "", notYet() }

// CheckPassword reports whether the password is the one that was hashed.
func CheckPassword(hash, password string) bool { return false }

// NewCode returns a new invitation code for its member and its hash for the
// record. It panics when rand fails.
func NewCode(rand io.Reader) (code, hash string) { return "", "" }

// HashCode returns the hash of a code as somebody typed it.
func HashCode(typed string) string { return "" }
