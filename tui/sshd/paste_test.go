package sshd_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"pingyi/tui/sshd"
)

func TestALongPasteIsCutAndSaid(t *testing.T) {
	type seen struct {
		in     []byte
		notice error
	}
	visits := make(chan seen, 1)
	h := open(t, sshd.Config{Limits: sshd.Limits{Paste: 1 << 10}, Run: func(_ context.Context, v sshd.Visit) int {
		in, _ := io.ReadAll(v.In)
		var notice error
		select {
		case notice = <-v.Notices:
		default:
		}
		visits <- seen{in, notice}
		return 0
	}})
	r1 := h.keyed("r1")
	typed := "a\x1b[200~" + strings.Repeat("部", 100_000) + "\x1b[201~b"
	for _, terminal := range []bool{true, false} {
		s, err := h.in("r1", r1).NewSession()
		must(t, err)
		if terminal {
			must(t, s.RequestPty("xterm", 24, 80, gossh.TerminalModes{}))
		}
		s.Stdin = strings.NewReader(typed)
		must(t, s.Run("x"))
		got := within(t, "what was read", visits)
		want, cut := typed, terminal
		if cut {
			want = "a\x1b[200~" + strings.Repeat("部", 342) + "\x1b[201~b"
		}
		if string(got.in) != want || (got.notice != nil) != cut {
			t.Errorf("%d bytes, not %d; %v", len(got.in), len(want), got.notice)
		}
	}
}

func FuzzPastesAreCutAlikeHoweverTheyArrive(f *testing.F) {
	f.Add([]byte("a\x1b[200~部部部部\x1b[201~b\x1b[200~c\x1b[201"), 7, uint64(1))
	f.Add([]byte("\x1b[200~\x1b[20\x1b[201~\x1b[200~x\x1b[200~y\x1b[201~"), 2, uint64(0x5555))
	f.Fuzz(func(t *testing.T, in []byte, most int, splits uint64) {
		most &= 0xff
		read := func(r io.Reader) (string, int) {
			cuts := 0
			out, err := io.ReadAll(sshd.CutPastes(r, most, func() { cuts++ }))
			must(t, err)
			return string(out), cuts
		}
		whole, cuts := read(bytes.NewReader(in))
		if got, n := read(&split{in, splits}); got != whole || n != cuts {
			t.Errorf("%q (%d) in parts, %q (%d) whole", got, n, whole, cuts)
		}
		if cuts == 0 && whole != string(in) {
			t.Errorf("%q of %q", whole, in)
		}
		for i, paste := range strings.Split(whole, "\x1b[200~") {
			content, _, _ := strings.Cut(paste, "\x1b[201~")
			if i == 1 && len(content) > most+3 {
				t.Errorf("%d bytes of %d were left", len(content), most)
			}
		}
	})
}

// split gives in in pieces, whose lengths are the bits of by, over and over.
type split struct {
	in []byte
	by uint64
}

func (s *split) Read(p []byte) (int, error) {
	if len(s.in) == 0 {
		return 0, io.EOF
	}
	n := min(1+int(s.by&3), len(s.in), len(p))
	s.by = s.by>>2 | s.by<<62
	copy(p, s.in[:n])
	s.in = s.in[n:]
	return n, nil
}
