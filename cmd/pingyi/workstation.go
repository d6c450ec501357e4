package main

import (
	"context"
	"crypto/rand"
	"os"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/look"
	"pingyi/tui/parts/session"
	"pingyi/tui/sshd"
)

// workstation opens the screens on this terminal, or at the server on the
// visitor's.
func (a *app) workstation(c *cobra.Command, _ []string) error {
	name, _ := c.Flags().GetString("keymap")
	a.screens, a.keymapGiven = true, name != ""
	if a.visit != nil {
		return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error { return a.receive(ctx, desk, name) })
	}
	in, inOK := a.in.(*os.File)
	out, outOK := a.out.to.(*os.File)
	if !inOK || !outOK || !term.IsTerminal(in.Fd()) || !term.IsTerminal(out.Fd()) {
		return misuse("工作台要在终端里打开；其他命令见 pingyi --help", "the workstation needs a terminal; for other commands see pingyi --help")
	}
	keys, err := a.ownKeymap(name)
	if err != nil {
		return err
	}
	a.onScreen()
	return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
		if a.getenv("TERM") == "dumb" {
			return a.dialogue(ctx, desk)
		}
		size, resized, restore, err := takeTerminal(ctx, in)
		if err != nil {
			return err
		}
		defer restore()
		return a.show(ctx, display{in: in, out: out, size: size, resized: resized}, desk, keys)
	})
}

// takeTerminal has the kernel leave a terminal's keys and line ends as they are, and
// returns its size and every new one. restore gives it back.
func takeTerminal(ctx context.Context, tty *os.File) (size sshd.Size, resized <-chan sshd.Size, restore func(), err error) {
	if size.W, size.H, err = term.GetSize(tty.Fd()); err != nil {
		return size, nil, nil, err
	}
	before, err := term.MakeRaw(tty.Fd())
	if err != nil {
		return size, nil, nil, err
	}
	sizes := make(chan sshd.Size, 1)
	ctx, cancel := context.WithCancel(ctx)
	go watchSize(ctx, tty, sizes)
	return size, sizes, func() {
		cancel()
		_ = term.Restore(tty.Fd(), before)
	}, nil
}

// env is what the screens are handed, wherever they run.
func (a *app) env(desk *store.Desk, keys *keymaps.Keymap) page.Env {
	env := page.Env{
		Session:    session.Session{Lang: a.lang, Keys: keys, Look: a.look()},
		Desk:       desk,
		Zone:       time.Local,
		LoadSample: loadSample,
		NewCode:    func() (code, hash string) { return sshd.NewCode(rand.Reader) },
		SSHLine:    func(member string) string { return sshLine(a.reach(), member) },
		ParseKey:   sshd.ParseKey,
		HashPassword: func(password string) (string, error) {
			return a.hashPassword(context.Background(), password)
		},
	}
	if _, none := a.files.(noFiles); !none {
		env.ReadFile, env.WriteFile = a.readFile, a.writeNew
	}
	env.Session.Measure.ASCII = env.Session.Look.ASCII
	return env
}

// firstPage is what a person sees first: who rates, what there is to rate.
func firstPage(desk *store.Desk) page.Route {
	if r := desk.Actor().Member.Role; r == pingyi.Reviewer || r == pingyi.Chair {
		return page.Panels{}
	}
	return page.Plans{}
}

// onScreen sends warnings to the log: the terminal is the screens'.
func (a *app) onScreen() { a.warn = func(w *pingyi.Error) { a.log(w) } }

// look reads from the settings, else from the environment, what the terminal can
// show.
func (a *app) look() look.Look {
	locale := ""
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale = a.getenv(name); locale != "" {
			break
		}
	}
	utf8 := strings.Contains(strings.ReplaceAll(strings.ToLower(locale), "-", ""), "utf8")
	l := look.Look{
		Color: a.getenv("NO_COLOR") == "" && a.getenv("TERM") != "dumb",
		Dark:  true,
		ASCII: !utf8 && (a.visit == nil || locale != ""), // many clients send no locale
	}
	if s := a.settings; s.Borders != "" {
		l.ASCII = s.Borders == "ascii"
	}
	if s := a.settings; s.Colors != "" {
		l.Color = s.Colors == "on"
	}
	return l
}
