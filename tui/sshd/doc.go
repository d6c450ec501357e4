// Package sshd is the door: who is there, how many may come in, and what of the
// SSH protocol reaches the desk. It serves sessions only: no forwarding, no
// agent, no X11, no subsystem, and no file of the server's.
//
// A person is whoever the verified key or credential says. It is read from the
// permissions of the finished handshake and stored nowhere before. What runs in a
// session is handed in, as [Config.Run].
package sshd
