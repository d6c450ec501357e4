package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"os/user"
	"path/filepath"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/sshd"
)

// servedName is the file in the data directory by which a running server is found
// from its own machine.
const servedName = "serving"

// served is what that file says.
type served struct {
	Addr string `json:"addr"`
	PID  int    `json:"pid"`
}

// markServed notes where the server can be reached from this machine. unmark
// takes the note away.
func markServed(dir string, at net.Addr) (unmark func(), err error) {
	addr := at.String()
	if t, ok := at.(*net.TCPAddr); ok && t.IP.IsUnspecified() {
		addr = net.JoinHostPort("localhost", portOf(addr))
	}
	b, err := json.Marshal(served{addr, os.Getpid()})
	if err != nil {
		return nil, err
	}
	name := filepath.Join(dir, servedName)
	if err = os.WriteFile(name+".part", b, 0o600); err == nil {
		err = os.Rename(name+".part", name)
	}
	if err != nil {
		return nil, pingyi.Errorf(pingyi.Invalid, "无法写文件 %s：%v", "cannot write the file %s: %v", name, pingyi.FileProblem{Err: err}).Because(err)
	}
	return func() { os.Remove(name) }, nil
}

func portOf(addr string) string {
	_, port, _ := net.SplitHostPort(addr)
	return port
}

// atServer says that a server has the record, and how to reach it.
type atServer struct {
	error   // that the record is in use
	addr    string
	hostKey gossh.PublicKey
	owner   gossh.Signer
}

// servedIn returns err, that of opening the record in dir, as an [atServer] when
// the record is in use by a server that this person may go through: the owner's
// key lies in the data directory, for them alone to read.
func servedIn(dir string, err error) error {
	if pingyi.CodeOf(err) != pingyi.Busy {
		return err
	}
	var s served
	b, readErr := os.ReadFile(filepath.Join(dir, servedName))
	if readErr != nil || json.Unmarshal(b, &s) != nil {
		return err
	}
	host, hostErr := sshd.LoadHostKey(dir)
	owner, ownerErr := sshd.LoadOwnerKey(dir)
	if hostErr != nil || ownerErr != nil {
		return err
	}
	return atServer{err, s.Addr, host.PublicKey(), owner}
}

// openStore opens the record in dir. One that is in use is tried again for a while;
// the error is an [atServer] when through and a server has it.
func (a *app) openStore(ctx context.Context, dir string, opt store.Options, through bool) (*store.Store, error) {
	for {
		s, err := store.Open(dir, opt)
		if err == nil || pingyi.CodeOf(err) != pingyi.Busy {
			return s, err
		}
		if through {
			if err = servedIn(dir, err); errors.As(err, new(atServer)) {
				return nil, err
			}
		}
		if !a.inUse(ctx) {
			return nil, cmp.Or(ctx.Err(), err)
		}
	}
}

// A command that is run while a server starts or stops finds the record in use and
// nobody who takes commands: for inUseFor it tries again.
const (
	inUseFor   = 3 * time.Second
	inUsePause = 50 * time.Millisecond
)

// inUse returns what waits a moment for a record that is in use, and is false once
// it has been waited for long enough.
func inUse() func(context.Context) bool {
	var began time.Time
	return func(ctx context.Context) bool {
		if began.IsZero() {
			began = time.Now()
		}
		if time.Since(began) >= inUseFor {
			return false
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(inUsePause):
			return true
		}
	}
}

// callServer runs the command at the server that has the record, as its owner: with
// this process's streams, terminal and files. It returns the command's status; the
// errors are those of [sshd.Call.Run].
func (a *app) callServer(ctx context.Context, at atServer, args []string) (status int, err error) {
	call := sshd.Call{Addr: at.addr, HostKey: at.hostKey, Owner: at.owner, Args: args,
		In: a.in, Out: a.out, Err: a.err, ReadFile: a.files.Read, CreateFile: a.files.Create}
	if u, err := user.Current(); err == nil {
		call.User = u.Username
	}
	for _, name := range []string{"LANG", "LC_ALL", "LC_MESSAGES", "LC_CTYPE", "TERM", "COLORTERM", "NO_COLOR"} {
		if v := a.getenv(name); v != "" {
			call.Env = append(call.Env, name+"="+v)
		}
	}
	if file := a.keymapFile(); a.screens && file != "" && !a.keymapGiven {
		call.Args = append(call.Args, "--keymap", file)
	}
	if a.screens || a.typing {
		size, resized, restore, err := takeTerminal(ctx, a.in.(*os.File)) // for the server
		if err != nil {
			return 0, err
		}
		defer restore()
		call.Terminal = &sshd.LocalTerminal{Term: a.getenv("TERM"), W: size.W, H: size.H, Resize: resized}
	}
	return call.Run(ctx)
}
