package sshd

import (
	"net"

	"golang.org/x/sys/unix"
)

// giveUp does nothing: how long the system waits for a client that acknowledges
// nothing is the system's to say.
func giveUp(*net.TCPConn) error { return nil }

// queueLittle has the system take nothing more while something of what it took has
// not been sent.
func queueLittle(t *net.TCPConn) error {
	return system(t, func(fd int) error { return unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NOTSENT_LOWAT, 1) })
}

// outstanding is how many bytes have not been acknowledged, 0 where that cannot be
// said. How many of these have not been sent is not known.
func outstanding(t *net.TCPConn) (unsent, unheard int) {
	_ = system(t, func(fd int) error {
		unheard, _ = unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_NWRITE)
		return nil
	})
	return 0, unheard
}
