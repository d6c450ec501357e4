package main

import (
	"bufio"
	"io"
	"regexp"

	"github.com/clipperhouse/displaywidth"
	gossh "golang.org/x/crypto/ssh"
	"golang.org/x/text/encoding/simplifiedchinese"

	"pingyi/tui/terminal"
)

// foreign is a kind of terminal other than the emulator is.
type foreign struct {
	gbk    bool // rather than UTF-8
	narrow bool // it does not count two columns for every character but those of ASCII
	mute   bool // it answers nothing that it is asked
}

// answer is what the emulator says when it is asked something.
var answer = regexp.MustCompile(`^(\x1b\[[?]?[\d;$]*[Rny]|\x1b\][^\x1b\a]*(\a|\x1b\\))+$`)

// toForeign is where what is typed is written, and what is answered.
type toForeign struct {
	foreign
	io.WriteCloser
}

func (k toForeign) Write(b []byte) (n int, err error) {
	if k.mute && answer.Match(b) {
		return len(b), nil
	}
	sent := b
	if k.gbk {
		if sent, err = simplifiedchinese.GB18030.NewEncoder().Bytes(b); err != nil {
			return 0, err
		}
	}
	_, err = k.WriteCloser.Write(sent)
	return len(b), err
}

// shown returns what an emulator is to be shown for what comes down the line: a blank
// stands for the second column that it does not count.
func (f foreign) shown(from io.Reader) io.Reader {
	if f.gbk {
		from = simplifiedchinese.GB18030.NewDecoder().Reader(from)
	}
	out, in := io.Pipe()
	go func() {
		r := bufio.NewReader(from)
		var b []byte
		for {
			c, _, err := r.ReadRune()
			if err != nil {
				in.CloseWithError(err)
				return
			}
			if b = append(b, string(c)...); c >= 0x80 && !f.narrow && displaywidth.Rune(c) == 1 {
				b = append(b, ' ')
			}
			if r.Buffered() == 0 {
				if _, err := in.Write(b); err != nil {
					return
				}
				b = b[:0]
			}
		}
	}()
	return out
}

// from logs a member in under a user name from such a terminal of 80×24, for the
// workstation or for a command.
func (h *house) from(f foreign, member, user, term string, args ...string) (at *terminal.Terminal, raw *lockedBuffer) {
	h.t.Helper()
	c, err := gossh.Dial("tcp", h.addr, &gossh.ClientConfig{User: user, Auth: []gossh.AuthMethod{gossh.PublicKeys(h.keys[member])},
		HostKeyCallback: gossh.FixedHostKey(h.keys["host"].PublicKey()), Timeout: patience})
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { c.Close() })
	s, err := c.NewSession()
	if err == nil {
		err = s.Setenv("LANG", "zh_CN.UTF-8")
	}
	if err == nil {
		err = s.RequestPty(term, 24, 80, gossh.TerminalModes{})
	}
	if err != nil {
		h.t.Fatal(err)
	}
	keys, keysErr := s.StdinPipe()
	out, outErr := s.StdoutPipe()
	if keysErr != nil || outErr != nil {
		h.t.Fatal(keysErr, outErr)
	}
	if len(args) > 0 {
		err = s.Start(commandLine(args))
	} else {
		err = s.Shell()
	}
	if err != nil {
		h.t.Fatal(err)
	}
	go func() { // it hangs up at the end, as clients do
		s.Wait()
		c.Close()
	}()
	raw = &lockedBuffer{}
	return terminal.Attach(h.t, toForeign{f, hangUp{keys, func() { c.Close() }}}, f.shown(io.TeeReader(out, raw)), func(w, rows int) { s.WindowChange(rows, w) }, 80, 24), raw
}
