package sshd

import (
	"context"
	"strings"

	gossh "golang.org/x/crypto/ssh"

	"pingyi"
)

// choices is how often a new password may be typed anew.
const choices = 3

// bySecret asks for a password or an invitation code, and after a code for a new
// password. Whatever is wrong, and whether or not there is such a member, it asks
// the same once, works for as long and fails the same.
func (s *Server) bySecret(ctx context.Context, l *line, name string, ask gossh.KeyboardInteractiveChallenge) (*gossh.Permissions, error) {
	answers, err := ask("", "", []string{"密码或邀请码 Password or invitation code: "}, []bool{false})
	if err != nil || len(answers) != 1 {
		return nil, errRefused
	}
	wait, heed, right := s.guesses.begin(l.block, name)
	if wait > 0 {
		select {
		case <-s.cfg.After(wait):
		case <-l.closed:
			return nil, errRefused
		}
	}
	if !heed {
		return nil, errRefused
	}
	p, ok := s.check(ctx, name, answers[0])
	if !ok {
		return nil, errRefused
	}
	right()
	if p.code == "" {
		return p.permissions(), nil
	}
	l.timer.Reset(s.cfg.Limits.Handshake) // choosing a password takes a while
	return s.choosePassword(ctx, l, p, ask)
}

// check reports who is there if the secret is theirs. It hashes once, whoever
// asks.
func (s *Server) check(ctx context.Context, name, secret string) (p person, ok bool) {
	m, c, err := s.door.Credential(ctx, name)
	hash := c.Password
	if err != nil || hash == "" {
		hash = s.nobody
	}
	if err != nil {
		_ = s.refusedFor(err)
	}
	if !s.hashing(ctx) {
		return p, false
	}
	same := CheckPassword(hash, secret)
	<-s.hashers
	code := HashCode(secret)
	invited := s.door.Invited(c, code)
	switch {
	case err != nil:
		return p, false
	case same && c.Password != "":
		return person{member: m.ID, way: "password"}, true
	case invited:
		return person{member: m.ID, way: "invitation", code: code}, true
	}
	return p, false
}

// choosePassword asks whoever came by an invitation for a password, twice. They
// may have none, and are let in to add a key.
func (s *Server) choosePassword(ctx context.Context, l *line, p person, ask gossh.KeyboardInteractiveChallenge) (*gossh.Permissions, error) {
	said := "邀请码正确。请设一个密码（8 至 200 个字符）；只用公钥登录的，两次都直接按回车。\n" +
		"The code is right. Choose a password (8 to 200 characters); to log in by key only, press Enter twice."
	for range choices {
		// In the prompt, not as an instruction: of that some clients show no hanzi.
		answers, err := ask("", "", []string{said + "\n新密码 New password: ", "再输一次 Once more: "}, []bool{false, false})
		if err != nil || len(answers) != 2 {
			return nil, errRefused
		}
		if answers[0] == "" && answers[1] == "" {
			return p.permissions(), nil
		}
		if answers[0] != answers[1] {
			said = "两次输入的不一样，请重新输入。\nThe two are not the same: type them again."
			continue
		}
		hash, err := s.hashPassword(ctx, answers[0])
		if err != nil {
			if pingyi.CodeOf(err) == pingyi.Internal {
				return nil, errRefused
			}
			said = both(err)
			continue
		}
		if err := s.door.Redeem(ctx, p.member, p.code, hash, "ssh:"+l.addr); err != nil {
			return nil, s.refusedFor(err)
		}
		return person{member: p.member, way: "password"}.permissions(), nil
	}
	return nil, errRefused
}

// hashing takes one of the places for working on passwords, each of which takes
// memory; false when ctx ends first. <-s.hashers gives it back.
func (s *Server) hashing(ctx context.Context) bool {
	select {
	case s.hashers <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

func (s *Server) hashPassword(ctx context.Context, password string) (string, error) {
	if !s.hashing(ctx) {
		return "", ctx.Err()
	}
	defer func() { <-s.hashers }()
	return HashPassword(password)
}

// both explains an error to somebody whose language is not known yet.
func both(err error) string {
	return strings.Join([]string{pingyi.Explain(err, pingyi.Zh), pingyi.Explain(err, pingyi.En)}, "\n")
}
