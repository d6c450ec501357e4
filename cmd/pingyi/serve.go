package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	gossh "golang.org/x/crypto/ssh"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/parts/cells"
	"pingyi/tui/sshd"
)

// defaultPort is where the server listens unless told otherwise.
const defaultPort = "23234"

// farewellFor is how long sessions get to keep their drafts when the server
// stops, before they are cut.
const farewellFor = 10 * time.Second

func (a *app) serveCommand() *cobra.Command {
	var listen, host string
	var printUnit, newHostKey bool
	c := &cobra.Command{
		Use:   "serve",
		Short: a.of("通过 SSH 提供服务，成员远程登录", "serve the record over SSH, for members to log in"),
		Long: a.of("通过 SSH 提供服务。日志（JSON）写到标准错误；按 Ctrl+C、收到 SIGTERM 或终端关闭时，通知所有在线的人、存好草稿，然后退出。\n服务运行时，本机的其他 pingyi 命令会自动经由它执行。",
			"Serve the record over SSH. The log, in JSON, goes to standard error; at Ctrl+C, at SIGTERM or when its terminal closes everybody in is told, drafts are kept, and it ends.\nWhile it runs, other pingyi commands on this machine go through it by themselves."),
		Example: "  pingyi serve --listen :23234 --host pingyi.example\n  pingyi serve --print-unit > /etc/systemd/system/pingyi.service",
		Args:    none,
		RunE: func(c *cobra.Command, _ []string) error {
			if printUnit {
				return a.printUnit(listen, host)
			}
			return a.serve(c.Context(), listen, host, newHostKey)
		},
	}
	f := c.Flags()
	f.StringVar(&listen, "listen", ":"+defaultPort, a.of("监听`地址`", "the `address` to listen at"))
	f.StringVar(&host, "host", "", a.of("成员登录用的`主机名`，写进邀请里（默认本机名）", "the `name` by which members reach this machine, for invitations (default its own)"))
	f.BoolVar(&printUnit, "print-unit", false, a.of("输出 systemd 单元文件", "print a systemd unit"))
	f.BoolVar(&newHostKey, "new-host-key", false, a.of("主机密钥丢失时另生成一把（所有成员要重新核对指纹）", "make another host key when it is lost (every member has to check the fingerprint anew)"))
	return c
}

// serve serves the record until ctx ends.
func (a *app) serve(ctx context.Context, listen, host string, newHostKey bool) error {
	dir, err := a.dataDir()
	if err != nil {
		return err
	}
	log := a.serverLog()
	s, err := a.openStore(ctx, dir, store.Options{Warn: func(w *pingyi.Error) { log.Warn("record", "what", cells.Visible(w.Error())) }}, false)
	if err != nil {
		return err
	}
	defer func() { s.Close() }()
	hostKey, err := hostKeyOf(ctx, s, dir, newHostKey)
	if err != nil {
		return err
	}
	owner, err := ownerKeyOf(dir)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return pingyi.Errorf(pingyi.Invalid, "无法监听 %s：%v；请用 --listen 换一个地址或端口", "cannot listen at %s: %v; name another address or port with --listen", listen, pingyi.FileProblem{Err: err}).Because(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	if host == "" {
		host, _ = os.Hostname()
	}
	here := newSite(net.JoinHostPort(host, port), dir, log)
	if a.getenv("GOGC") == "" {
		// Many sessions, each with a little that stays: memory is worth more here than
		// the work of finding what is free.
		debug.SetGCPercent(30)
	}
	server, err := sshd.New(sshd.Config{
		Store: s, HostKey: hostKey, OwnerKey: owner.PublicKey(), Log: log,
		Run: func(ctx context.Context, v sshd.Visit) int { return visit(ctx, v, here) },
	})
	if err != nil {
		return errors.Join(err, l.Close())
	}
	unmark, err := markServed(dir, l.Addr())
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer unmark()
	a.say("正在 %s 提供服务；主机公钥指纹 %s", "serving at %s; host key fingerprint %s", l.Addr().String(), sshd.Fingerprint(hostKey.PublicKey()))
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		end, cancel := context.WithTimeout(context.Background(), farewellFor)
		defer cancel()
		stopped <- server.Shutdown(end)
	}()
	if err := server.Serve(l); err != nil {
		return err
	}
	if err := <-stopped; err != nil {
		log.Warn("some sessions had to be cut", "error", err.Error())
	}
	return s.Close()
}

// hostKeyOf loads the server's host key. It is made once: where the record has
// had one and the file is gone, or is another's, members would be told of a
// machine in the middle, so that it takes their administrator's word.
func hostKeyOf(ctx context.Context, s *store.Store, dir string, another bool) (gossh.Signer, error) {
	desk := s.OwnerDesk(from())
	known, err := desk.HostKey(ctx)
	if err != nil {
		return nil, err
	}
	key, err := sshd.LoadHostKey(dir)
	missing := errors.Is(err, os.ErrNotExist)
	switch {
	case err != nil && !missing:
		return nil, err
	case missing && known != "" && !another:
		return nil, pingyi.Errorf(pingyi.State, "数据目录 %s 里的主机密钥 host_key 不见了（指纹应为 %s）。请从原来的机器或备份中拷回来；确实找不回来，再用 --new-host-key 另生成一把，并把新指纹告诉每个成员",
			"the host key, host_key in the data directory %s, is gone (its fingerprint is %s). Bring it back from the old machine or a backup; only if it is lost for good make another with --new-host-key, and tell every member the new fingerprint", dir, known)
	case missing:
		if key, err = sshd.MakeHostKey(dir); err != nil {
			return nil, err
		}
	}
	now := sshd.Fingerprint(key.PublicKey())
	if known != "" && known != now && !another {
		return nil, pingyi.Errorf(pingyi.State, "数据目录 %s 里的主机密钥 host_key 不是原来那把（应为 %s，现在是 %s）。请换回原来的；确实要换，再用 --new-host-key，并把新指纹告诉每个成员",
			"the host key, host_key in the data directory %s, is not the one it was (it should be %s and is %s). Put the old one back; only if it is to change use --new-host-key, and tell every member the new fingerprint", dir, known, now)
	}
	if known == now {
		return key, nil
	}
	return key, desk.SetHostKey(ctx, now)
}

// ownerKeyOf loads the key by which local commands go through the server, or makes
// it.
func ownerKeyOf(dir string) (gossh.Signer, error) {
	key, err := sshd.LoadOwnerKey(dir)
	if errors.Is(err, os.ErrNotExist) {
		return sshd.MakeOwnerKey(dir)
	}
	return key, err
}

// serverLog is the log of the server: JSON lines on standard error, in which
// nothing that a client chose reaches a terminal as it is.
func (a *app) serverLog() *slog.Logger { return slog.New(slog.NewJSONHandler(a.err, nil)) }

// sshLine is what a member types to log in, reach being host and port.
func sshLine(reach, member string) string {
	host, port, err := net.SplitHostPort(reach)
	if n, convErr := strconv.Atoi(port); err != nil || convErr != nil || n == 22 {
		return fmt.Sprintf("ssh %s@%s", member, host)
	}
	return fmt.Sprintf("ssh -p %s %s@%s", port, member, host)
}
