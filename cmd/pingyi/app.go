package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/parts/cells"
	"pingyi/tui/sshd"
)

// app is one run of the command: what it was started with, and the flags that
// every subcommand has.
type app struct {
	in     io.Reader
	out    *output
	err    io.Writer
	warn   func(*pingyi.Error) // of the record; may be called from any goroutine
	getenv func(string) string
	files  files
	inUse  func(context.Context) bool // on one's own machine; see [inUse]
	visit  *sshd.Visit                // at the server; nil on the person's own machine
	logged func(error)                // at the server: its log
	site   site                       // what the server's visits share
	held   *held                      // at the server: of standard input
	plain  io.Writer                  // at the server: the visitor's terminal, in its encoding; see talk

	measure cells.Measure // of the visitor's terminal

	settings    pingyi.Settings // at the server: the member's
	screens     bool            // the command is the screens, not one that prints
	typing      bool            // or one that asks for what is not to be shown
	keymapGiven bool

	lang pingyi.Lang
	data string
	as   string
	json bool
}

// languageOf returns the language to speak: that of --lang, else the stored choice,
// else that of the locale, else Chinese. It is needed before the flags are parsed, since their help is in
// it; ok is false when --lang names none.
func languageOf(args []string, choice string, getenv func(string) string) (l pingyi.Lang, ok bool) {
	for i := len(args) - 1; i >= 0; i-- { // of several the last counts, as for any flag
		value, given := strings.CutPrefix(args[i], "--lang=")
		if args[i] == "--lang" && i+1 < len(args) {
			value, given = args[i+1], true
		}
		if given {
			return pingyi.ParseLang(value)
		}
	}
	if choice != "" {
		return pingyi.ParseLang(choice)
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			l, _ = pingyi.ParseLang(v)
			break
		}
	}
	return l, true
}

// of is shorthand for a text in the run's language.
func (a *app) of(zh, en string) string { return a.lang.Of(zh, en) }

// dataDir returns the data directory: --data, else where the platform keeps it.
func (a *app) dataDir() (string, error) {
	if a.data != "" {
		return a.data, nil
	}
	if dir := a.getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "pingyi"), nil
	}
	home := a.getenv("HOME")
	if home == "" {
		return "", misuse("不知道数据放在哪里，请用 --data 指定目录", "where the data lies is not known: name the directory with --data")
	}
	return filepath.Join(home, ".local", "share", "pingyi"), nil
}

// open opens the desk to work at: the visitor's at the server, else the owner's;
// with --as that of the member for whom the owner writes. done closes the record
// where it was opened here. The error is an [atServer] when a server has it.
func (a *app) open(ctx context.Context) (desk *store.Desk, done func() error, err error) {
	done = func() error { return nil }
	if a.visit != nil {
		desk = a.visit.Desk
	} else {
		dir, err := a.dataDir()
		if err != nil {
			return nil, nil, err
		}
		s, err := a.openStore(ctx, dir, store.Options{Warn: a.warn}, true)
		if err != nil {
			return nil, nil, err
		}
		desk, done = s.OwnerDesk(from()), s.Close
	}
	if a.as != "" {
		if desk, err = desk.For(ctx, a.as); err != nil {
			return nil, nil, errors.Join(err, done())
		}
	}
	return desk, done, nil
}

// from says for the journal where the person sits.
func from() string {
	u, err := user.Current()
	if err != nil {
		return "local"
	}
	return "local:" + u.Username
}

// atDesk runs fn at the desk of open, and closes the record after it.
func (a *app) atDesk(c *cobra.Command, fn func(context.Context, *store.Desk) error) error {
	desk, done, err := a.open(c.Context())
	if err != nil {
		return err
	}
	err = fn(c.Context(), desk)
	if closed := done(); err == nil {
		err = closed
	}
	return err
}

// printJSON prints a result for programs.
func (a *app) printJSON(v any) error { return writeJSON(a.out, v) }

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// log keeps the details of an internal error or a warning for whoever looks after the record.
func (a *app) log(err error) {
	if a.logged != nil {
		a.logged(err)
		return
	}
	dir, dirErr := a.dataDir()
	if dirErr != nil {
		return
	}
	f, openErr := os.OpenFile(filepath.Join(dir, "log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if openErr != nil {
		fmt.Fprintf(a.err, "pingyi: %q\n", err.Error()) // better here than nowhere
		return
	}
	defer f.Close()
	fmt.Fprintf(f, "%s %q\n", time.Now().UTC().Format(time.RFC3339), err.Error())
}
