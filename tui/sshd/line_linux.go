package sshd

import (
	"net"

	"golang.org/x/sys/unix"
)

// giveUp ends a connection whose client has acknowledged nothing of what was sent
// for goneAfter. Keepalives are sent on an idle line only, and the system itself
// would send again for a quarter of an hour.
func giveUp(t *net.TCPConn) error {
	return system(t, func(fd int) error {
		return unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(goneAfter.Milliseconds()))
	})
}

// queueLittle has the system take nothing more while something of what it took has
// not been sent.
func queueLittle(t *net.TCPConn) error {
	return system(t, func(fd int) error { return unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NOTSENT_LOWAT, 1) })
}

// outstanding is how many bytes have not been sent, and how many have not been
// acknowledged, these among them; 0 where that cannot be said.
func outstanding(t *net.TCPConn) (unsent, unheard int) {
	_ = system(t, func(fd int) error {
		unsent, _ = unix.IoctlGetInt(fd, unix.SIOCOUTQNSD)
		unheard, _ = unix.IoctlGetInt(fd, unix.SIOCOUTQ)
		return nil
	})
	return unsent, unheard
}
