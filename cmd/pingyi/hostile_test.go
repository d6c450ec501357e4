package main

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// attack is a client of the kind that brings stock servers down; what it does
// ends when ended is closed.
type attack struct {
	name string
	do   func(s *server, k gossh.Signer, ended <-chan struct{}) error
}

func attacks() []attack {
	return []attack{
		{"huge-terminal", hugeTerminal},
		{"kept-connection", keptConnection},
		{"many-env", manyEnv},
		{"many-sessions", manySessions},
		{"guesses", guesses},
		{"endless-paste", endlessPaste},
		{"forwarding", forwarding},
		{"stalled", func(s *server, k gossh.Signer, ended <-chan struct{}) error {
			line := s.stalled(s.t, "m40", k)
			<-ended
			return line.Close()
		}},
	}
}

// Budgets: while each hostile client is at it, the server's peak memory stays
// under 400 MB, or this fails, and the p99 of 40 others does not double.
func BenchmarkHostile(b *testing.B) {
	const honest, seconds = 40, 8
	s, keys, seats := seated(b, honest+1)
	seats = seats[:honest]
	rateFor(seats, 3) // what is made at first is made
	for b.Loop() {
		calm := rateFor(seats, seconds)
		calm.report(b, "-calm")
		for _, h := range attacks() {
			s.forgetPeak()
			ended, failed := make(chan struct{}), make(chan error, 1)
			go func() { failed <- h.do(s, keys[honest], ended) }()
			a := rateFor(seats, seconds)
			close(ended)
			if err := <-failed; err != nil {
				b.Errorf("%s: %v", h.name, err)
			}
			a.report(b, "-"+h.name)
			b.Logf("%s: p99 %.1f ms, budget twice the calm one, %.1f ms", h.name, a.p(0.99), 2*calm.p(0.99))
			peak := float64(s.kB("VmHWM")) / 1024
			b.ReportMetric(peak, "MB-peak-"+h.name)
			if peak > 400 {
				b.Errorf("%s: the server's memory peaks at %.0f MB, budget 400 MB", h.name, peak)
			}
		}
	}
}

// again does one thing over and over until ended is closed; what it is refused is
// what it came for.
func again(ended <-chan struct{}, do func()) error {
	for {
		select {
		case <-ended:
			return nil
		default:
			do()
		}
	}
}

// session logs in and opens a session, for a second at the most and not past
// ended, whatever it then waits for.
func (s *server) session(k gossh.Signer, ended <-chan struct{}) (*gossh.Client, *gossh.Session, error) {
	c, err := s.dial("m40", k)
	if err != nil {
		return nil, nil, err
	}
	go func() {
		select {
		case <-ended:
		case <-time.After(time.Second):
		}
		c.Close()
	}()
	session, err := c.NewSession()
	if err != nil {
		return nil, nil, errors.Join(err, c.Close())
	}
	return c, session, nil
}

func hugeTerminal(s *server, k gossh.Signer, ended <-chan struct{}) error {
	return again(ended, func() {
		c, session, err := s.session(k, ended)
		if err != nil {
			return
		}
		defer c.Close()
		out, _ := session.StdoutPipe()
		size := struct {
			Term           string
			W, H, PxW, PxH uint32
			Modes          string
		}{"xterm", 1<<32 - 1, 1<<32 - 1, 0, 0, "\x00"}
		if ok, err := session.SendRequest("pty-req", true, gossh.Marshal(size)); err != nil || !ok {
			return
		}
		if session.Shell() != nil {
			return
		}
		go func() {
			for range 200 {
				session.WindowChange(5000, 5000)
				session.WindowChange(1<<31-1, 1<<31-1)
			}
		}()
		io.Copy(io.Discard, out)
	})
}

func keptConnection(s *server, k gossh.Signer, ended <-chan struct{}) error {
	return again(ended, func() {
		c, session, err := s.session(k, ended)
		if err != nil {
			return
		}
		defer c.Close()
		if session.RequestPty("xterm", 24, 80, gossh.TerminalModes{}) == nil && session.Shell() == nil {
			session.Close() // the channel, not the connection
		}
		c.Wait()
	})
}

func manyEnv(s *server, k gossh.Signer, ended <-chan struct{}) error {
	value := strings.Repeat("x", 30<<10)
	return again(ended, func() {
		c, session, err := s.session(k, ended)
		if err != nil {
			return
		}
		defer c.Close()
		for range 5000 {
			if _, err := session.SendRequest("env", false, gossh.Marshal(struct{ Name, Value string }{"LC_ALL", value})); err != nil {
				return
			}
		}
		session.SendRequest("env", true, gossh.Marshal(struct{ Name, Value string }{"LC_ALL", value}))
	})
}

func manySessions(s *server, k gossh.Signer, ended <-chan struct{}) error {
	return again(ended, func() {
		c, err := s.dial("m40", k)
		if err != nil {
			return
		}
		defer c.Close()
		for range 500 {
			session, err := c.NewSession()
			if err != nil {
				continue
			}
			session.RequestPty("xterm", 24, 80, gossh.TerminalModes{})
			session.Shell()
		}
	})
}

func guesses(s *server, _ gossh.Signer, ended <-chan struct{}) error {
	guess := gossh.KeyboardInteractive(func(_, _ string, questions []string, _ []bool) ([]string, error) {
		return make([]string, len(questions)), nil
	})
	done := make(chan error)
	for range 16 {
		go func() {
			done <- again(ended, func() {
				c, err := gossh.Dial("tcp", s.addr, &gossh.ClientConfig{User: "m41", Auth: []gossh.AuthMethod{guess},
					HostKeyCallback: gossh.FixedHostKey(s.hostKey), Timeout: time.Second})
				if err == nil {
					c.Close()
				}
			})
		}()
	}
	var err error
	for range 16 {
		err = errors.Join(err, <-done)
	}
	return err
}

func endlessPaste(s *server, k gossh.Signer, ended <-chan struct{}) error {
	c, err := s.dial("m40", k)
	if err != nil {
		return err
	}
	session, err := c.NewSession()
	if err != nil {
		return err
	}
	defer c.Close()
	in, _ := session.StdinPipe()
	out, _ := session.StdoutPipe()
	if err := errors.Join(session.RequestPty("xterm", 24, 80, gossh.TerminalModes{}), session.Shell()); err != nil {
		return err
	}
	go io.Copy(io.Discard, out)
	io.WriteString(in, "\x1b[200~")
	piece := bytes.Repeat([]byte("贴"), 10<<10)
	sent := 0
	return again(ended, func() {
		if sent > 100<<20 {
			<-ended
			return
		}
		n, err := in.Write(piece)
		if sent += n; err != nil {
			<-ended
		}
	})
}

func forwarding(s *server, k gossh.Signer, ended <-chan struct{}) error {
	c, err := s.dial("m40", k)
	if err != nil {
		return err
	}
	session, err := c.NewSession()
	if err != nil {
		return err
	}
	defer c.Close()
	defer session.Close()
	return again(ended, func() {
		if l, err := c.Listen("tcp", "127.0.0.1:0"); err == nil {
			l.Close()
			panic("a port was forwarded")
		}
		for _, kind := range []string{"auth-agent-req@openssh.com", "x11-req", "subsystem"} {
			if ok, _ := session.SendRequest(kind, true, gossh.Marshal(struct{ Name string }{"sftp"})); ok {
				panic(kind + " was granted")
			}
		}
		if conn, err := c.Dial("tcp", s.addr); err == nil {
			conn.Close()
			panic("a connection was forwarded")
		}
	})
}
