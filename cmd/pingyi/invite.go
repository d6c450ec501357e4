package main

import (
	"context"
	"crypto/rand"
	"net"
	"os"
	"time"

	"github.com/spf13/cobra"

	"pingyi/store"
	"pingyi/tui/sshd"
)

// inviteDays is how long an invitation is good for unless told otherwise.
const inviteDays = 7

func (a *app) memberInvite() *cobra.Command {
	days := inviteDays
	c := &cobra.Command{
		Use:   a.of("invite 代号", "invite ID"),
		Short: a.of("邀请成员登录：给出一次性邀请码", "let a member log in: print a one-time code"),
		Long: a.of("给出一次性邀请码，和成员要输入的 ssh 命令。邀请码只显示这一次；成员第一次登录时用它设密码，或者添加公钥。再次邀请，之前的码作废。",
			"Print a one-time code and the ssh line for the member to type. It is shown this once; with it the member sets a password at their first login, or adds a key. Inviting again makes the code before void."),
		Example: "  pingyi member invite r1 --days 3",
		Args:    exact(1, a.of("代号", "ID")),
		RunE: func(c *cobra.Command, args []string) error {
			if days < 1 || days > 90 {
				return misuse("邀请码的有效期为 1 至 90 天", "an invitation is good for 1 to 90 days")
			}
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				code, hash := sshd.NewCode(rand.Reader)
				expires := time.Now().Add(time.Duration(days) * 24 * time.Hour)
				if err := desk.Invite(ctx, args[0], hash, expires); err != nil {
					return err
				}
				line := sshLine(a.reach(), args[0])
				if a.json {
					return a.printJSON(map[string]any{"member": args[0], "code": code, "expires": expires.UTC(), "ssh": line})
				}
				a.say("请把下面两行交给 %s（邀请码 %s 前有效，只能用一次）：", "give %s these two lines (the code is good once, until %s):", args[0], expires.Format("2006-01-02 15:04"))
				a.say("  %s", "  %s", line)
				a.say("  邀请码：%s", "  code: %s", code)
				return nil
			})
		},
	}
	c.Flags().Var(number{&days}, "days", a.of("有效`天数`", "for how many `days` it is good"))
	return c
}

// reach is where members reach the server: as it was told, else this machine at
// the usual port.
func (a *app) reach() string {
	if a.site.reach != "" {
		return a.site.reach
	}
	name, err := os.Hostname()
	if err != nil {
		name = "localhost"
	}
	return net.JoinHostPort(name, defaultPort)
}
