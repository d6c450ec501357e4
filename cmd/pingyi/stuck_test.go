package main

import (
	"context"
	"net"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"pingyi/tui/sshd"
	"pingyi/tui/terminal"
)

// A client takes nothing any more while its member types, and has little room for what
// it does not take. Its session is ended, and what was typed is offered again.
func TestAClientThatTakesNothingIsCutOffAndItsDraftKept(t *testing.T) {
	ended := make(chan int, 2)
	run := func(ctx context.Context, v sshd.Visit, at site) int {
		status := visit(ctx, v, at)
		ended <- status
		return status
	}
	h := houseOf(t, newKeyring(t), office(t), run, sshd.Limits{Linger: time.Second, WriteStuck: time.Second})
	dials := net.Dialer{Control: least}
	raw, err := dials.Dial("tcp", h.addr)
	if err != nil {
		t.Fatal(err)
	}
	line := &holdable{Conn: raw, held: make(chan struct{})}
	conn, chans, requests, err := gossh.NewClientConn(line, h.addr, &gossh.ClientConfig{User: "k1",
		Auth: []gossh.AuthMethod{gossh.PublicKeys(h.keys["k1"])}, HostKeyCallback: gossh.FixedHostKey(h.keys["host"].PublicKey())})
	if err != nil {
		t.Fatal(err)
	}
	c := gossh.NewClient(conn, chans, requests)
	session, keys, out, err := shell(c)
	if err != nil {
		t.Fatal(err)
	}
	at := terminal.Attach(t, hangUp{keys, func() { c.Close() }}, out, func(int, int) {}, 80, 24)
	at.See("示例县图书馆")
	at.Type(terminal.Enter)
	at.See("共 80 项")
	at.Type(terminal.F2)
	at.See("Ctrl+S 保存", "内容描述")
	at.Type(terminal.Tab, terminal.Tab, "正在写")
	at.See("正在写")
	line.hold.Store(true)
	resizing := make(chan struct{})
	go func() {
		defer close(resizing)
		for n := 0; ; n++ { // of each the screen is drawn anew
			if session.WindowChange(24+n%2, 80) != nil {
				return
			}
		}
	}()
	select {
	case <-ended:
	case <-time.After(patience):
		t.Fatal("the session does not end")
	}
	line.Close()
	<-resizing
	again, _ := h.over(h.addr, "k1", asTyped)
	again.See("上次没写完", "› 接着写")
	again.Type(terminal.Enter)
	again.See("正在写")
}
