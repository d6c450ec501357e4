package main

import (
	"context"
	"errors"
	"os"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/store"
	"pingyi/tui"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/look"
	"pingyi/tui/parts/session"
)

// workstation opens the screens on this terminal.
func (a *app) workstation(c *cobra.Command, _ []string) error {
	in, inOK := a.in.(*os.File)
	out, outOK := a.out.to.(*os.File)
	if !inOK || !outOK || !term.IsTerminal(in.Fd()) || !term.IsTerminal(out.Fd()) {
		return misuse("工作台要在终端里打开；其他命令见 pingyi --help", "the workstation needs a terminal; for other commands see pingyi --help")
	}
	name, _ := c.Flags().GetString("keymap")
	keys, err := a.ownKeymap(name)
	if err != nil {
		return err
	}
	a.onScreen()
	return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
		env := page.Env{
			Session:    session.Session{Lang: a.lang, Keys: keys, Look: a.look()},
			Desk:       desk,
			Zone:       time.Local,
			ReadFile:   readPath,
			WriteFile:  writeNew,
			LoadSample: loadSample,
		}
		env.Session.Measure.ASCII = env.Session.Look.ASCII
		first := page.Route(page.Plans{})
		if r := desk.Actor().Member.Role; r == pingyi.Reviewer || r == pingyi.Chair {
			first = page.Panels{}
		}
		m, stop := tui.New(env, first)
		defer stop()
		_, err := tea.NewProgram(m, tea.WithContext(ctx), tea.WithInput(in), tea.WithOutput(out)).Run()
		if errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil {
			return nil // asked to stop from outside: drafts are kept
		}
		return err
	})
}

// onScreen sends warnings to the log: the terminal is the screens'.
func (a *app) onScreen() { a.warn = func(w *pingyi.Error) { a.log(w) } }

// look reads from the environment what the terminal can show.
func (a *app) look() look.Look {
	locale := ""
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale = a.getenv(name); locale != "" {
			break
		}
	}
	utf8 := strings.Contains(strings.ReplaceAll(strings.ToLower(locale), "-", ""), "utf8")
	return look.Look{
		Color: a.getenv("NO_COLOR") == "" && a.getenv("TERM") != "dumb",
		Dark:  true,
		ASCII: !utf8,
	}
}
