package main

import (
	"context"
	"net"
	"testing"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	"charm.land/wish/v2"
	wishtea "charm.land/wish/v2/bubbletea"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/sshd"
)

// stockScreens are the screens for a desk, as they are given to any terminal.
func stockScreens(t testing.TB, desk *store.Desk, at site) (tea.Model, func()) {
	keys, err := keymaps.Load("default")
	if err != nil {
		t.Error(err)
	}
	a := &app{lang: pingyi.Zh, getenv: func(name string) string {
		return map[string]string{"LANG": "zh_CN.UTF-8", "TERM": "xterm-256color"}[name]
	},
		site: at, files: noFiles{}, visit: &sshd.Visit{}}
	return at.screens(a.env(desk, keys), firstPage(desk))
}

// stockVisit is a visit whose screens Bubble Tea draws, at our own door.
func stockVisit(t testing.TB) func(context.Context, sshd.Visit, site) int {
	return func(ctx context.Context, v sshd.Visit, at site) int {
		m, stop := stockScreens(t, v.Desk, at)
		defer stop()
		p := tea.NewProgram(m, tea.WithContext(ctx), tea.WithInput(v.In), tea.WithOutput(newlines{v.Out}), tea.WithoutSignalHandler(),
			tea.WithWindowSize(v.Terminal.W, v.Terminal.H), tea.WithEnvironment([]string{"TERM=xterm-256color", "LANG=zh_CN.UTF-8", "SSH_TTY=pingyi"}))
		_, _ = p.Run()
		return 0
	}
}

// stockServer serves the desk's screens by Bubble Tea and Wish alone, to whoever
// comes.
func stockServer(t testing.TB, keys keyring, desk *store.Desk, at site) (addr string) {
	t.Helper()
	stopped := make(chan func(), 16)
	server, err := wish.NewServer(func(s *ssh.Server) error {
		s.AddHostKey(keys["host"])
		return nil
	}, wish.WithPublicKeyAuth(func(ssh.Context, ssh.PublicKey) bool { return true }),
		wish.WithMiddleware(wishtea.Middleware(func(ssh.Session) (tea.Model, []tea.ProgramOption) {
			m, stop := stockScreens(t, desk, at)
			stopped <- stop
			return m, nil
		})))
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = server.Serve(l) // until it is closed
	}()
	t.Cleanup(func() {
		server.Close()
		<-served
		for len(stopped) > 0 {
			(<-stopped)()
		}
	})
	return l.Addr().String()
}
