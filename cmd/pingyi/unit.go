package main

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
)

// printUnit prints the systemd unit of a server with these flags. The service can
// write to its data directory and nowhere else. It is started again for as long as
// it takes: whoever holds the record lets go of it in the end.
func (a *app) printUnit(listen, host string) error {
	dir, err := a.dataDir()
	if err != nil {
		return err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return err
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	name := "pingyi" // root makes the unit, and does not run the service
	if u, err := user.Current(); err == nil && u.Uid != "0" {
		name = u.Username
	}
	words := []string{program, "serve", "--data", dir, "--listen", listen}
	if host != "" {
		words = append(words, "--host", host)
	}
	for i, w := range words { // % begins a specifier there, and $ in an argument a variable
		if i > 0 {
			w = strings.ReplaceAll(w, "$", "$$")
		}
		words[i] = strconv.Quote(strings.ReplaceAll(w, "%", "%%"))
	}
	_, err = fmt.Fprintf(a.out, `[Unit]
Description=pingyi 评议
After=network-online.target
Wants=network-online.target
StartLimitIntervalSec=0

[Service]
ExecStart=%s
User=%s
Restart=on-failure
RestartSec=2
TimeoutStopSec=30
UMask=0077
NoNewPrivileges=true
ProtectSystem=strict
ReadWritePaths=%s
PrivateTmp=true
PrivateDevices=true
ProtectKernelTunables=true
ProtectControlGroups=true
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
MemoryMax=1G

[Install]
WantedBy=multi-user.target
`, strings.Join(words, " "), name, strconv.Quote(strings.ReplaceAll(dir, "%", "%%")))
	return err
}
