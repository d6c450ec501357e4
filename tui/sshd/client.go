package sshd

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"syscall"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"pingyi"
)

// Call runs a command at the server that has the record, as its owner, wired to
// this process's streams: it is how a local command goes through the server.
type Call struct {
	Addr    string // host and port
	HostKey gossh.PublicKey
	Owner   gossh.Signer
	User    string   // of the operating system, for the journal
	Args    []string // empty: the screens
	Env     []string // "NAME=value"; those of no use to a session are left out
	// In may be read beyond what the command takes, also after Run has returned.
	In       io.Reader
	Out, Err io.Writer
	// Terminal is this process's terminal, in raw mode already; nil without.
	Terminal *LocalTerminal
	// ReadFile and CreateFile open this machine's files by name for the command.
	// What CreateFile returns keeps the file at Close, and should have a method
	// Discard() error that leaves none. Nil ones use the file system.
	ReadFile   func(name string) ([]byte, error)
	CreateFile func(name string) (io.WriteCloser, error)
}

// LocalTerminal is the terminal that a call is made at.
type LocalTerminal struct {
	Term   string
	W, H   int
	Resize <-chan Size
}

// ErrNoServer is in the error of a call that nobody has taken: the command has not
// begun.
var ErrNoServer = errors.New("no server answers")

const (
	dialTimeout = 5 * time.Second
	// crowded is how long a call is tried again when there are too many at the door.
	crowded = 10 * time.Second
	// lastWords is how long an interrupted command has to say its status.
	lastWords = 5 * time.Second
)

// Run returns the command's exit status. When ctx ends, the command is
// interrupted and has a few seconds to say its status. An error means that there
// is none: that of the context; [pingyi.NotFound] and [ErrNoServer] when nobody
// answers; [pingyi.State] and ErrNoServer when the server does not take the
// command; [pingyi.Forbidden] when it is not this record's server, or its owner's
// key is another; [pingyi.State] when the connection was lost, after which nobody
// knows here whether the command took effect.
func (c Call) Run(ctx context.Context) (status int, err error) {
	conn, chans, requests, err := c.connect(ctx)
	if err != nil {
		return 0, err
	}
	client := gossh.NewClient(conn, chans, requests)
	var files sync.WaitGroup
	defer files.Wait()
	defer client.Close()
	opened := client.HandleChannelOpen(fileChannel)
	files.Go(func() {
		for open := range opened {
			files.Go(func() { c.serveFile(open) })
		}
	})
	s, err := client.NewSession()
	if err == nil {
		err = c.ask(s)
	}
	if err != nil {
		return 0, notTaken(err)
	}
	ended := make(chan struct{})
	defer close(ended)
	in, err := s.StdinPipe()
	if err != nil {
		return 0, broken(err)
	}
	if len(c.Args) > 0 {
		err = start(s, quote(c.Args))
	} else {
		err = s.Shell()
	}
	if err != nil {
		return 0, broken(err)
	}
	if c.In != nil {
		go func() {
			_, _ = io.Copy(in, c.In)
			_ = in.Close()
		}()
	} else {
		_ = in.Close()
	}
	if c.Terminal != nil && c.Terminal.Resize != nil {
		go c.resize(s, ended)
	}
	return c.wait(ctx, s, client)
}

// connect dials and proves both sides to each other.
func (c Call) connect(ctx context.Context) (gossh.Conn, <-chan gossh.NewChannel, <-chan *gossh.Request, error) {
	for began, pause := time.Now(), 20*time.Millisecond; ; pause = min(2*pause, 160*time.Millisecond) {
		raw, err := (&net.Dialer{Timeout: dialTimeout}).DialContext(ctx, "tcp", c.Addr)
		if err != nil {
			if ctx.Err() != nil {
				return nil, nil, nil, ctx.Err()
			}
			return nil, nil, nil, pingyi.Errorf(pingyi.NotFound, "服务器 %s 没有应答", "no server answers at %s", c.Addr).Because(errors.Join(ErrNoServer, err))
		}
		stop := context.AfterFunc(ctx, func() { raw.Close() })
		conn, chans, requests, err := c.prove(raw)
		stopped := !stop()
		switch {
		case err == nil && !stopped:
			return conn, chans, requests, nil
		case stopped || ctx.Err() != nil:
			raw.Close()
			return nil, nil, nil, ctx.Err()
		case !hungUp(err) || time.Since(began) > crowded:
			raw.Close()
			if hungUp(err) {
				err = pingyi.Errorf(pingyi.State, "服务器有应答，但现在谁也不接（同时登录的太多）；请过几分钟再试", "the server answers but takes nobody in now, with too many at its door: try again in some minutes").Because(err)
			}
			return nil, nil, nil, err
		}
		raw.Close()
		select { // the door takes a few at a time
		case <-time.After(pause):
		case <-ctx.Done():
			return nil, nil, nil, ctx.Err()
		}
	}
}

func hungUp(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

func (c Call) prove(raw net.Conn) (gossh.Conn, <-chan gossh.NewChannel, <-chan *gossh.Request, error) {
	var another error
	conn, chans, requests, err := gossh.NewClientConn(raw, c.Addr, &gossh.ClientConfig{
		User: ownerName,
		Auth: []gossh.AuthMethod{gossh.PublicKeys(c.Owner)},
		HostKeyCallback: func(_ string, _ net.Addr, k gossh.PublicKey) error {
			if !bytes.Equal(k.Marshal(), c.HostKey.Marshal()) {
				another = pingyi.Errorf(pingyi.Forbidden, "%s 上的服务器不是这份记录的（主机密钥不同）", "the server at %s is not this record's: its host key is another", c.Addr)
			}
			return another
		},
	})
	switch {
	case another != nil:
		return nil, nil, nil, another
	case err != nil && !hungUp(err):
		return nil, nil, nil, pingyi.Errorf(pingyi.Forbidden, "服务器没有认出数据目录里的所有者密钥", "the server does not know the owner's key of the data directory").Because(err)
	}
	return conn, chans, requests, err
}

// ask asks for the session's environment and terminal.
func (c Call) ask(s *gossh.Session) error {
	for _, e := range append([]string{userEnv + "=" + c.User}, c.Env...) {
		name, value, _ := strings.Cut(e, "=")
		if name != userEnv && !sessionEnv(name) {
			continue
		}
		if err := s.Setenv(name, value); err != nil && errors.Is(err, io.EOF) { // a refusal costs nothing
			return err
		}
	}
	s.Stdout, s.Stderr = c.Out, c.Err
	if t := c.Terminal; t != nil {
		return s.RequestPty(t.Term, t.H, t.W, gossh.TerminalModes{})
	}
	return nil
}

// start starts a command. What is too long for one packet goes before it in pieces.
func start(s *gossh.Session, command string) error {
	for len(command) > maxPiece {
		ok, err := s.SendRequest(commandRequest, true, gossh.Marshal(commandPiece{command[:maxPiece]}))
		if err == nil && !ok {
			err = errors.New("the server takes no command in pieces")
		}
		if err != nil {
			return err
		}
		command = command[maxPiece:]
	}
	return s.Start(command)
}

func (c Call) resize(s *gossh.Session, ended <-chan struct{}) {
	for {
		select {
		case size, open := <-c.Terminal.Resize:
			if !open {
				return
			}
			_ = s.WindowChange(size.H, size.W)
		case <-ended:
			return
		}
	}
}

// wait waits for the status, and interrupts the command when ctx ends.
func (c Call) wait(ctx context.Context, s *gossh.Session, client *gossh.Client) (int, error) {
	result := make(chan error, 1)
	go func() { result <- s.Wait() }()
	var err error
	select {
	case err = <-result:
	case <-ctx.Done():
		_ = s.Signal(gossh.SIGINT)
		select {
		case err = <-result:
		case <-time.After(lastWords):
			_ = client.Close()
			<-result
			return 0, ctx.Err()
		}
	}
	if exit, ok := errors.AsType[*gossh.ExitError](err); ok {
		return exit.ExitStatus(), nil
	}
	if err != nil {
		return 0, broken(err)
	}
	return 0, nil
}

// notTaken says that a server that answers does not take the command, which stops or
// has too many in it.
func notTaken(err error) error {
	err = errors.Join(ErrNoServer, err)
	if refused, ok := errors.AsType[*gossh.OpenChannelError](err); ok && refused.Message != "" {
		zh, en, _ := strings.Cut(refused.Message, "\n") // as both writes it
		return pingyi.Errorf(pingyi.State, "%[1]s", "%[2]s", zh, en).Because(err)
	}
	return pingyi.Errorf(pingyi.State, "服务器没有接这条命令，什么也没有做；请稍后再试", "the server has not taken the command, and nothing was done: try again later").Because(err)
}

func broken(err error) error {
	return pingyi.Errorf(pingyi.State, "与服务器的连接中断；刚才的命令是否生效，请重新查看", "the connection to the server broke: look whether the command took effect").Because(err)
}
