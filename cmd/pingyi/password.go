package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/linear"
	"pingyi/tui/sshd"
)

func (a *app) passwordCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "password",
		Short: a.of("修改自己的登录密码", "change one's own password"),
		Long: a.of("修改自己的登录密码。在终端里输入两次，显示为星号；不在终端里时，从标准输入读一行。\n正开着的会话和公钥都不受影响。",
			"Change one's own password. At a terminal it is typed twice and shows as stars; elsewhere it is one line of standard input.\nOpen sessions and keys stay as they are."),
		Example: "  ssh -t pingyi.example password",
		Args:    none,
		RunE: func(c *cobra.Command, _ []string) error {
			in, ok := a.in.(*os.File)
			a.typing = ok && term.IsTerminal(in.Fd())
			// Nobody types a password only to hear that they may have none; and while it
			// is typed others can use the record.
			err := a.atDesk(c, func(_ context.Context, desk *store.Desk) error {
				return desk.Actor().May(pingyi.OwnAccess, nil, nil)
			})
			if err != nil {
				return err
			}
			password, err := a.newPassword(c.Context())
			if err != nil {
				return err
			}
			hash, err := a.hashPassword(c.Context(), password)
			if err != nil {
				return err
			}
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				if err := desk.SetPassword(ctx, hash); err != nil {
					return err
				}
				id := desk.Actor().Member.ID
				return a.done(map[string]any{"member": id, "password": "changed"}, "%s 的密码已改，下次登录用新密码", "the password of %s is changed: use the new one from the next login on", id)
			})
		},
	}
}

// hashPassword is what the record keeps of a password; at the server a few are
// hashed at a time.
func (a *app) hashPassword(ctx context.Context, password string) (string, error) {
	if a.visit != nil {
		return a.visit.HashPassword(ctx, password)
	}
	return sshd.HashPassword(password)
}

// newPassword asks for a new password at the terminal, twice, or reads it from
// standard input.
func (a *app) newPassword(ctx context.Context) (string, error) {
	restore, typed, err := a.raw()
	if err != nil {
		return "", err
	}
	if !typed {
		data, err := a.piped(ctx, maxPasswordLine, nil) // whether they may is known
		if err != nil {
			return "", err
		}
		return passwordLine(data)
	}
	defer restore()
	data, err := interruptible(ctx, func() ([]byte, error) {
		r := secretReader{in: a.in, out: a.err, editor: linear.NewEditor(a.measure, true, 78)}
		first, err := r.ask(a.of("新密码：", "New password: "))
		if err != nil {
			return nil, err
		}
		second, err := r.ask(a.of("再输一次：", "Once more: "))
		if err == nil && first != second {
			err = pingyi.Errorf(pingyi.Invalid, "两次输入的不一样，密码没有改；请重新运行", "the two differ and nothing was changed: run the command again")
		}
		return []byte(first), err
	})
	return string(data), err
}

// maxPasswordLine is the most bytes of the line that holds a password.
const maxPasswordLine = 4 << 10

// passwordLine returns the one line that standard input holds.
func passwordLine(data []byte) (string, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // as some shells pipe
	line, rest, _ := strings.Cut(string(data), "\n")
	if line = strings.TrimSuffix(line, "\r"); line == "" || len(data) > maxPasswordLine || strings.TrimSpace(rest) != "" {
		return "", pingyi.Errorf(pingyi.Invalid, "标准输入要有一行，就是新密码；要用键盘输入，请在终端里运行（ssh -t …）", "standard input has to hold one line, the new password; to type it run the command at a terminal (ssh -t …)")
	}
	return line, nil
}

// raw has the terminal hand over keys one by one and show none of them; typed is
// false where standard input is no terminal.
func (a *app) raw() (restore func(), typed bool, err error) {
	if a.visit != nil { // the client has seen to its own
		return func() {}, a.visit.Terminal != nil, nil
	}
	in, ok := a.in.(*os.File)
	if !ok || !term.IsTerminal(in.Fd()) {
		return nil, false, nil
	}
	before, err := term.MakeRaw(in.Fd())
	if err != nil {
		return nil, false, err
	}
	return func() { _ = term.Restore(in.Fd(), before) }, true, nil // the process ends right after
}

// secretReader reads lines that are not to be read over a shoulder from a terminal
// in raw mode.
type secretReader struct {
	in     io.Reader
	out    io.Writer
	editor *linear.Editor
}

// ask reads one line, with a star for each character. Ctrl+C and Ctrl+D give it
// up: the error is that of an interrupt.
func (r *secretReader) ask(prompt string) (string, error) {
	io.WriteString(r.out, prompt)
	key := make([]byte, 1) // no more, what follows is for the next question
	for stars := 0; ; {
		if _, err := io.ReadFull(r.in, key); err != nil {
			return "", context.Canceled // the terminal is gone
		}
		_, line, ended := r.editor.Feed(key[0])
		if !ended {
			n := utf8.RuneCountInString(r.editor.Unfinished())
			io.WriteString(r.out, strings.Repeat("*", max(0, n-stars))+strings.Repeat("\b \b", max(0, stars-n)))
			stars = n
			continue
		}
		io.WriteString(r.out, "\r\n")
		if line.End != linear.Entered {
			return "", context.Canceled
		}
		if line.Garbled {
			return "", pingyi.Errorf(pingyi.Invalid, "终端的编码不是 UTF-8，密码请只用英文字母、数字和符号", "your terminal does not speak UTF-8: use only English letters, digits and signs in the password")
		}
		return line.Text, nil
	}
}
