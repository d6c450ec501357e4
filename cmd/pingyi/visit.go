package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"log/slog"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui"
	"pingyi/tui/linear"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/cells"
	"pingyi/tui/sshd"
	"pingyi/tui/wire"
)

// visit is a run of the command at the server, for whoever has logged in: with
// their desk and their streams, and none of the server's files.
func visit(ctx context.Context, v sshd.Visit, at site) int {
	a := &app{in: v.In, out: &output{to: v.Out}, err: v.Err, getenv: v.Getenv, visit: &v, site: at, files: noFiles{}}
	a.warn = func(*pingyi.Error) {} // the server has said it
	a.held = &held{in: at.holding, member: v.Desk.Actor().Member.ID, owner: a.owner()}
	defer a.held.leave()
	a.logged = func(err error) {
		at.log.Error("internal", "member", v.Desk.Actor().String(), "error", cells.Visible(err.Error()))
	}
	if v.Files != nil {
		a.files = v.Files
	}
	a.talk(encodingOf(v.Encoding))
	var err error
	if !v.Invited { // an invitation is not for reading, one's settings included
		if a.settings, err = v.Desk.Settings(ctx); err != nil {
			return a.fail(err)
		}
		a.talk(encodingOf(cmp.Or(v.Encoding, a.settings.Encoding)))
	}
	if len(v.Args) == 0 { // the tree of commands is large, and a session long
		a.lang, _ = languageOf(nil, a.settings.Lang, a.getenv)
		desk, _, err := a.open(ctx)
		if err == nil {
			err = a.receive(ctx, desk, "")
		}
		return a.fail(errors.Join(err, a.out.err))
	}
	a.lang, _ = languageOf(v.Args, a.settings.Lang, a.getenv)
	if v.Invited && !mayInvited(v.Args) {
		return a.fail(uninvited())
	}
	// What cobra keeps for shells to complete with writes to this process's own
	// standard error.
	if slices.ContainsFunc(v.Args, func(arg string) bool { return strings.HasPrefix(arg, "__complete") }) {
		return a.fail(misuse("没有“%s”这个命令；用 pingyi --help 查看有哪些", "there is no command %q; see pingyi --help", pingyi.Excerpt(v.Args[0], 40)))
	}
	return a.run(ctx, v.Args, a.settings.Lang)
}

// talk has all that is not drawn on the visitor's terminal said and read in its
// encoding: without a terminal that is UTF-8 always. What is drawn has the streams as
// they are.
func (a *app) talk(e wire.Encoding) {
	v := a.visit
	if v == nil || v.Terminal == nil {
		return
	}
	a.in, a.plain = e.Reader(v.In), e.Writer(v.Out)
	a.out.to = newlines{a.plain} // its line feed makes no new line by itself
	a.err = a.out.to             // the two are one there
	gbk := e == wire.GBK
	a.measure = cells.Measure{Wide: gbk && a.settings.Widths == "" || a.settings.Widths == "wide", ASCII: gbk}
	v.Speaks(e.Encode)
}

// site is what all visits to one server share.
type site struct {
	reach string // host and port by which members are told to come
	dir   string // the data directory
	log   *slog.Logger
	// reading has a place for each file that may be read apart at a time: a small
	// one may take much memory.
	reading chan struct{}
	// holding counts what is held of standard input, of which stalledFor nothing may
	// come.
	holding    *holding
	stalledFor time.Duration
	// screens makes a workstation, and what ends it.
	screens func(page.Env, page.Route) (tea.Model, func())
}

func newSite(reach, dir string, log *slog.Logger) site {
	return site{reach: reach, dir: dir, log: log, reading: make(chan struct{}, readings),
		holding: newHolding(heldInAll, heldByOne), stalledFor: stalledFor,
		screens: screens}
}

// screens are the workstation.
func screens(env page.Env, first page.Route) (tea.Model, func()) { return tui.New(env, first) }

// readings is how many files a server reads apart at a time.
const readings = 2

// apart reads a file apart, at a server when there is a place.
func (a *app) apart(ctx context.Context, read func() error) error {
	if a.site.reading == nil {
		return read()
	}
	select {
	case a.site.reading <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-a.site.reading }()
	return read()
}

// mayInvited reports whether a command is for who came in by an invitation: it
// lets in to set a password or add a key, and to read how. The desk holds to it
// whatever this says; this says it before anything runs.
func mayInvited(args []string) bool {
	last := len(args) - 1
	if dash := slices.IndexFunc(args, func(arg string) bool { return strings.HasPrefix(arg, "-") }); dash == last && args[last] == "--help" {
		return true // after a flag it may be that flag's value
	}
	return args[0] == "password" || args[0] == "help" || last > 0 && args[0] == "key" && args[1] == "add"
}

func uninvited() error {
	return pingyi.Errorf(pingyi.Forbidden, "您是用邀请码进来的，还没有设密码。请重新登录，按提示设密码；或者添加公钥：… key add < id_ed25519.pub",
		"you came in by an invitation and have set no password yet: log in again and set one when asked, or add a key: … key add < id_ed25519.pub")
}

// owner reports whether the run is the record's owner's, here or at the server.
func (a *app) owner() bool {
	return a.visit == nil || a.visit.Desk.Actor().Member.Role == pingyi.Owner
}

// receive is what a visitor without a command gets: the screens, the same line by
// line on a terminal that has none, or a word on how to go on.
func (a *app) receive(ctx context.Context, desk *store.Desk, keymap string) error {
	v := a.visit
	switch {
	case v.Invited:
		return uninvited()
	case v.Terminal == nil:
		a.printUsage(a.out, a.root())
		a.say("\n没有终端，打不开工作台：请用 ssh -t 登录，或在主机名后面写命令。", "\nThere is no terminal for the workstation: log in with ssh -t, or write a command after the host.")
		return nil
	case v.Terminal.Term == "dumb" || a.settings.Screen == "lines":
		return a.dialogue(ctx, desk)
	}
	keys, err := a.visitorKeymap(keymap)
	if err != nil {
		return err
	}
	err = a.show(ctx, display{in: v.In, out: v.Out, size: sshd.Size{W: v.Terminal.W, H: v.Terminal.H},
		encoding: v.Encoding, resized: v.Terminal.Resize, stopping: v.Stopping}, desk, keys)
	select {
	case <-v.Stopping:
		return errors.Join(err, stopping())
	default:
		return err
	}
}

// dialogue is the workstation line by line.
func (a *app) dialogue(ctx context.Context, desk *store.Desk) error {
	c := linear.Config{Desk: desk, Lang: a.lang, In: a.in, Out: a.out, Log: a.log, Measure: a.measure}
	v := a.visit
	if v == nil {
		return linear.Run(ctx, c)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-v.Stopping:
			cancel()
		case <-ctx.Done():
		}
	}()
	c.Command = sshLine(a.reach(), desk.Actor().Member.ID)
	if c.Echo = v.Terminal != nil; c.Echo {
		c.Out = a.plain // it makes its own line ends
	}
	err := linear.Run(ctx, c)
	select {
	case <-v.Stopping:
		return stopping()
	default:
		return err
	}
}

// stopping is what whoever is in is told when the server stops.
func stopping() error {
	return pingyi.Errorf(pingyi.State, "服务器正在停止；已保存的和草稿都在，请稍后重新登录", "the server is stopping; what was saved and drafts are kept: log in again later")
}

// visitorKeymap loads the keymap that a visitor has chosen; the owner's, who sits
// at this machine, is named by their own command.
func (a *app) visitorKeymap(name string) (*keymaps.Keymap, error) {
	s := a.settings
	switch {
	case name != "":
		return a.keymap(name)
	case s.Keymap == pingyi.OwnKeymap:
		return keymaps.Read("keymap.toml", []byte(s.Bindings))
	case s.Keymap != "":
		return keymaps.Load(s.Keymap)
	}
	return keymaps.Load("default")
}

// newlines writes lines for a terminal in raw mode, where no kernel turns line feeds
// into new lines.
type newlines struct{ to io.Writer }

func (n newlines) Write(b []byte) (int, error) {
	if _, err := n.to.Write(bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n"))); err != nil {
		return 0, err
	}
	return len(b), nil
}

func (a *app) dialogueCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "dialogue",
		Short: a.of("逐行问答式评分（读屏软件、没有终端时用）", "rate by questions and answers, line by line (for screen readers, or without a terminal)"),
		Args:  none,
		RunE:  func(c *cobra.Command, _ []string) error { return a.atDesk(c, a.dialogue) },
	}
}
