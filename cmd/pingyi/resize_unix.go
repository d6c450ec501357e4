//go:build unix

package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/charmbracelet/x/term"

	"pingyi/tui/sshd"
)

// watchSize tells of every change of the terminal's size, the newest where they
// come faster than they are taken.
func watchSize(ctx context.Context, tty *os.File, sizes chan sshd.Size) {
	changed := make(chan os.Signal, 1)
	signal.Notify(changed, syscall.SIGWINCH)
	defer signal.Stop(changed)
	for {
		select {
		case <-ctx.Done():
			return
		case <-changed:
		}
		w, h, err := term.GetSize(tty.Fd())
		if err != nil {
			continue
		}
		select {
		case <-sizes:
		default:
		}
		sizes <- sshd.Size{W: w, H: h}
	}
}
