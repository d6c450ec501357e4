package sshd

import (
	"net"
	"syscall"
)

// tcpUserTimeout is TCP_USER_TIMEOUT of linux/tcp.h, which package syscall lacks.
const tcpUserTimeout = 18

// giveUp ends a connection whose client has acknowledged nothing of what was sent
// for goneAfter. Keepalives are sent on an idle line only, and the system itself
// would send again for a quarter of an hour.
func giveUp(t *net.TCPConn) error {
	raw, err := t.SyscallConn()
	if err != nil {
		return err
	}
	var refused error
	err = raw.Control(func(fd uintptr) {
		refused = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpUserTimeout, int(goneAfter.Milliseconds()))
	})
	if err != nil {
		return err
	}
	return refused
}
