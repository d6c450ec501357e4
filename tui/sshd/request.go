package sshd

import (
	"strings"

	gossh "golang.org/x/crypto/ssh"

	"pingyi"
)

// The largest terminal that is drawn on.
const (
	maxColumns = 500
	maxRows    = 200
)

// userEnv is how the owner's own client says which account of the system it runs
// in.
const userEnv = "PINGYI_USER"

// commandRequest is how the owner's own client sends the beginning of a command line
// that is longer than a packet: what its shell took as arguments is taken here too.
const commandRequest = "command@pingyi"

// commandPiece is what it carries.
type commandPiece struct{ Command string }

// maxOwnCommand is the most bytes of the owner's command line. No system starts a
// process with more arguments than that.
const maxOwnCommand = 8 << 20

// request is what a client has asked of a session. Until the session begins it is
// written to by whoever reads the client's requests, from then on only resize is.
type request struct {
	limits   Limits
	env      map[string]string
	envs     int
	terminal *Terminal
	resize   chan Size
	command  string
	tooLong  bool
}

// take notes a request; runs when it is the one to begin. Subsystems, agents, X11
// and whatever else is asked for are refused.
func (a *request) take(r *gossh.Request, began, owner bool) (runs, ok bool) {
	switch {
	case r.Type == "window-change":
		var m struct{ Columns, Rows, Width, Height uint32 }
		if a.terminal == nil || gossh.Unmarshal(r.Payload, &m) != nil {
			return false, false
		}
		a.resized(clamp(m.Columns, m.Rows))
		return false, true
	case began:
		return false, false
	case r.Type == "env":
		return false, a.takeEnv(r.Payload, owner)
	case r.Type == "pty-req":
		var m struct {
			Term                         string
			Columns, Rows, Width, Height uint32
			Modes                        string
		}
		if a.terminal != nil || gossh.Unmarshal(r.Payload, &m) != nil {
			return false, false
		}
		size := clamp(m.Columns, m.Rows)
		a.terminal = &Terminal{Term: plain(m.Term, 64), W: size.W, H: size.H, Resize: a.resize}
		return false, true
	case r.Type == "shell":
		return true, true
	case r.Type == "exec":
		var m struct{ Command string }
		if gossh.Unmarshal(r.Payload, &m) != nil {
			return false, false
		}
		a.takeCommand(m.Command, owner)
		return true, true
	case r.Type == commandRequest && owner:
		var m commandPiece
		if gossh.Unmarshal(r.Payload, &m) != nil {
			return false, false
		}
		a.takeCommand(m.Command, true)
		return false, true
	}
	return false, false
}

// takeCommand notes a command line, or a piece of it, unless it is too long.
func (a *request) takeCommand(piece string, owner bool) {
	if owner {
		a.limits.Command = max(a.limits.Command, maxOwnCommand)
	}
	if a.tooLong = a.tooLong || len(a.command)+len(piece) > a.limits.Command; a.tooLong {
		a.command = ""
		return
	}
	a.command += piece
}

// resized leaves the newest size to whoever reads it, and waits for nobody.
func (a *request) resized(s Size) {
	for {
		select {
		case a.resize <- s:
			return
		default:
		}
		select {
		case <-a.resize:
		default:
		}
	}
}

func clamp(columns, rows uint32) Size {
	if columns == 0 || rows == 0 { // not known
		columns, rows = 80, 24
	}
	return Size{int(min(columns, maxColumns)), int(min(rows, maxRows))}
}

func (a *request) takeEnv(payload []byte, owner bool) bool {
	var m struct{ Name, Value string }
	if a.envs++; a.envs > a.limits.EnvCount || gossh.Unmarshal(payload, &m) != nil {
		return false
	}
	if !sessionEnv(m.Name) && !(owner && m.Name == userEnv) {
		return false
	}
	a.env[m.Name] = plain(m.Value, 256)
	return true
}

// sessionEnv tells the environment that is of use to a session.
func sessionEnv(name string) bool {
	switch name {
	case "LANG", "TERM", "COLORTERM", "NO_COLOR":
		return true
	}
	return strings.HasPrefix(name, "LC_") && len(name) <= 32 && plain(name, 32) == name
}

// plain returns s if it is printable ASCII and no longer than most.
func plain(s string, most int) string {
	if len(s) > most || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
		return ""
	}
	return s
}

func (a *request) getenv(name string) string {
	if name == "TERM" && a.terminal != nil {
		return a.terminal.Term
	}
	if name == userEnv {
		return ""
	}
	return a.env[name]
}

// user is the account of the system that the owner's client runs in.
func (a *request) user() string {
	if u := a.env[userEnv]; u != "" {
		return u
	}
	return "?"
}

func (a *request) args() ([]string, error) {
	if a.tooLong {
		return nil, pingyi.Errorf(pingyi.TooBig, "命令太长，最多 %d KiB；内容多时请从标准输入传入，文件多时请分几次", "the command is too long, at most %d KiB: give long texts on standard input, and many files in several commands", a.limits.Command>>10)
	}
	return words(a.command)
}

// lang is the language of the client's environment.
func (a *request) lang() (pingyi.Lang, bool) {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := a.env[name]; value != "" {
			return pingyi.ParseLang(value)
		}
	}
	return pingyi.Zh, false
}
