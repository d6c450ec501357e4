package sshd_test

import (
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"pingyi/tui/sshd"
)

// Members say in their name what their terminal's encoding is, however they prove
// who they are.
func TestTheNameMaySayTheEncoding(t *testing.T) {
	visits := make(chan sshd.Visit, 1)
	h := open(t, sshd.Config{Run: visitor(visits)})
	h.password("r1", "correct horse")
	key := gossh.PublicKeys(h.keyed("r1"))
	for user, encoding := range map[string]string{"r1": "", "r1+gbk": sshd.GBK, "r1+GBK": sshd.GBK, "r1+gb18030": sshd.GBK, "r1+utf8": sshd.UTF8, "r1+UTF-8": sshd.UTF8} {
		for _, way := range []gossh.AuthMethod{key, says(nil, "correct horse")} {
			c, err := h.dialAs(user, way)
			must(t, err)
			s, err := c.NewSession()
			must(t, err)
			must(t, s.Start("wait"))
			if v := within(t, "the visit", visits); v.Encoding != encoding || v.Desk.Actor().Member.ID != "r1" {
				t.Errorf("%s is %s on a terminal of %q", user, v.Desk.Actor().Member.ID, v.Encoding)
			}
			must(t, c.Close())
		}
	}
}

func TestAnInvitationIsGoodUnderANameThatSaysTheEncoding(t *testing.T) {
	h := open(t, sshd.Config{})
	c, err := h.dialAs("r1+gbk", says(nil, h.invite("r1", time.Hour), "correct horse", "correct horse"))
	must(t, err)
	if out, _, _ := run(t, c, "who"); out != "r1 [\"who\"]\n" {
		t.Errorf("%q", out)
	}
	must(t, h.guess("r1", "correct horse"))
}

// Nobody is called so, and it costs and says as much as any name that is nobody's.
func TestANameThatSaysAnotherThingIsNobodys(t *testing.T) {
	h := open(t, sshd.Config{})
	h.password("r1", "correct horse")
	key := gossh.PublicKeys(h.keyed("r1"))
	refusal := func(user string, way gossh.AuthMethod) string {
		_, err := h.dialAs(user, way)
		if err == nil {
			t.Fatalf("%s is let in", user)
		}
		return err.Error()
	}
	like := refusal("nobody", says(nil, "correct horse"))
	for _, user := range []string{"r1+", "r1+big5", "r1+gbk+gbk", "r1+gbk ", "+r1", "r1 +gbk"} {
		var asked []string
		if got := refusal(user, says(&asked, "correct horse")); got != like || len(asked) != 1 {
			t.Errorf("%q: %s after %q, a name that is nobody's: %s", user, got, asked, like)
		}
	}
	for _, user := range []string{"r1+", "r1+big5", "r2+gbk", "c1+utf8", "owner+gbk"} {
		refusal(user, key)
	}
}

// Guesses at a name are counted together, whatever they say of the encoding.
func TestGuessesAreCountedByTheNameItself(t *testing.T) {
	c := newClock()
	h := open(t, sshd.Config{Limits: sshd.Limits{Tries: 1}, Now: c.Now, After: c.After})
	h.password("r1", "correct horse")
	for i := range 5 {
		if h.guess([]string{"r1", "r1+gbk", "r1+utf8"}[i%3], "wrong horse") == nil {
			t.Fatal("let in")
		}
	}
	go h.guess("r1+gbk", "wrong horse")
	within(t, "a guess that waits", c.waits)
	c.pass(time.Minute)
}
