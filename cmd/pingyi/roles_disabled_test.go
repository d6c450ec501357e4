package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"pingyi/store/storetest"
	"pingyi/tui/terminal"
)

// screen sits a member down at the screens, over SSH, at 80×24.
func (h *house) screen(member string) (s *gossh.Session, term *terminal.Terminal, raw *lockedBuffer) {
	h.t.Helper()
	c := h.line(member)
	h.t.Cleanup(func() { c.Close() })
	s, err := c.NewSession()
	if err == nil {
		err = s.Setenv("LANG", "zh_CN.UTF-8")
	}
	if err == nil {
		err = s.RequestPty("xterm-256color", 24, 80, gossh.TerminalModes{})
	}
	if err != nil {
		h.t.Fatal(err)
	}
	keys, keysErr := s.StdinPipe()
	out, outErr := s.StdoutPipe()
	if keysErr != nil || outErr != nil {
		h.t.Fatal(keysErr, outErr)
	}
	raw = &lockedBuffer{}
	if err := s.Shell(); err != nil {
		h.t.Fatal(err)
	}
	term = terminal.Attach(h.t, keys, io.TeeReader(out, raw), func(w, rows int) { s.WindowChange(rows, w) }, 80, 24)
	return s, term, raw
}

// Whoever is disabled is out at once: their screens end, what they were in the
// middle of is refused and changes nothing, and no command lets them in again.
func TestADisabledMemberIsOut(t *testing.T) {
	keys := newKeyring(t)
	in := inputs(t, keys)
	h := inState(t, keys, "sealed")
	middle := map[string][]string{"m1": {"member key add r1", "key"}, "k1": {"import --format json -", "plan"}, "r1": {"submit", "ballot"},
		"c1": {"key add", "key"}, "c3": {"submit", "ballot"}, "a1": {"settings --keymap -", "[list]\n"}}
	for _, who := range storetest.Actors()[1:] {
		_, term, _ := h.screen(who)
		first := "p1"
		if strings.Contains("m1 a1 k1", who) {
			first = "示例局"
		}
		term.See(first)
		var said bytes.Buffer
		var began *gossh.Session
		var typing io.WriteCloser
		work, some := middle[who]
		if some {
			c := h.line(who)
			defer c.Close()
			var err error
			if began, err = c.NewSession(); err == nil {
				typing, err = began.StdinPipe()
			}
			if began.Stderr = &said; err == nil {
				err = began.Start(work[0])
			}
			if err != nil {
				t.Fatal(err)
			}
			word, _, _ := strings.Cut(work[0], " ")
			began := fmt.Sprintf(`"msg":"session began","member":"%s","from":"127.0.0.1","way":"%s","command":"%s"`, who, gossh.FingerprintSHA256(keys[who].PublicKey()), word)
			for end := time.Now().Add(patience); !strings.Contains(h.log.String(), began); time.Sleep(time.Millisecond) {
				if time.Now().After(end) {
					t.Fatalf("the command of %s never began: %s", who, h.log)
				}
			}
		}
		h.must("owner", "", "member", "disable", who)
		before := h.proof()
		if some {
			input := work[1]
			if make := in[work[1]]; make != nil {
				input = make(who)
			}
			io.WriteString(typing, input) // it may be gone already
			typing.Close()
			if err := began.Wait(); err == nil {
				t.Errorf("%q of %s, disabled meanwhile, is done", work[0], who)
			}
			// By the door, or by the record where that was sooner.
			if text := said.String(); !strings.Contains(text, "停用") && !strings.Contains(text, "不能") {
				t.Errorf("%s is told %q", who, text)
			}
		}
		term.Ended()
		if !strings.Contains(term.Text(), "账号已被停用") {
			t.Errorf("the screens of %s end with\n%s", who, term.Text())
		}
		c, err := gossh.Dial("tcp", h.addr, &gossh.ClientConfig{User: who, Auth: []gossh.AuthMethod{gossh.PublicKeys(keys[who])},
			HostKeyCallback: gossh.FixedHostKey(keys["host"].PublicKey()), Timeout: patience})
		if err == nil {
			c.Close()
			t.Errorf("%s, who is disabled, logs in", who)
		}
		if h.proof() != before {
			t.Errorf("%s, who is disabled, changed the record", who)
		}
	}
}
