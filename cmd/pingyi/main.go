// Command pingyi is the workstation for filing and judging performance plans:
// without a subcommand it opens the screens, with one it does one thing.
//
// Exit status: 0 done, 1 refused or failed, 2 wrong use. Results go to standard
// output, messages to standard error.
package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/mattn/go-runewidth"
	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/tui/sshd"
)

func main() {
	// A Chinese locale on this machine says nothing about the terminal that a
	// session sits at: the width of ambiguous characters is the session's own.
	runewidth.DefaultCondition.EastAsianWidth = false

	ends := []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGQUIT} // a terminal is given back as it was
	if !signal.Ignored(syscall.SIGHUP) {                                // as nohup has it
		ends = append(ends, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), ends...)
	context.AfterFunc(ctx, stop) // a second signal ends what does not heed the first
	status := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv)
	stop()
	os.Exit(status)
}

// run is main with everything it touches handed in.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer, getenv func(string) string) int {
	a := &app{in: in, out: &output{to: out}, err: errs, getenv: getenv, files: ownFiles{}, inUse: inUse(), site: site{screens: screens}}
	a.warn = func(w *pingyi.Error) { a.note("pingyi: %s", "pingyi: %s", w.In(a.lang)) }
	return a.run(ctx, args, "")
}

// run does what args say and returns the exit status. choice is the person's
// stored choice of language, if there is one.
func (a *app) run(ctx context.Context, args []string, choice string) int {
	lang, ok := languageOf(args, choice, a.getenv)
	a.lang = lang
	if !ok {
		return a.fail(misuse("没有这种语言，请用 --lang zh 或 --lang en", "there is no such language: use --lang zh or --lang en"))
	}
	for {
		root := a.root()
		root.SetArgs(append([]string{}, args...)) // for nil, cobra takes those of the process
		root.SetIn(a.in)
		root.SetOut(a.out)
		root.SetErr(a.err)
		err := root.ExecuteContext(ctx)
		if !errors.Is(err, a.out.err) {
			err = errors.Join(err, a.out.err)
		}
		at, served := errors.AsType[atServer](err)
		if !served {
			return a.fail(err)
		}
		status, err := a.callServer(ctx, at, args)
		switch {
		case err == nil:
			return status
		case errors.Is(err, sshd.ErrNoServer) && a.inUse(ctx): // nothing was done yet, here or there
			continue
		case pingyi.CodeOf(err) == pingyi.NotFound: // what a server left behind: another process has the record
			err = at.error
		}
		return a.fail(err)
	}
}

// wrongUse marks an error as one of using the command, not of what it does.
type wrongUse struct{ err error }

func (w wrongUse) Error() string { return w.err.Error() }
func (w wrongUse) Unwrap() error { return w.err }

func misuse(zh, en string, args ...any) error {
	return wrongUse{pingyi.Errorf(pingyi.Invalid, zh, en, args...)}
}

// fail prints every error joined into err and returns the exit status: 2 when
// all there was is wrong use, which is found before anything is done.
func (a *app) fail(err error) int {
	if err == nil {
		return 0
	}
	status, interrupted := 2, false
	for _, e := range apart(err) {
		if _, wrong := errors.AsType[wrongUse](e); !wrong {
			status = 1
		}
		if errors.Is(e, context.Canceled) {
			interrupted = true
			continue
		}
		a.note("pingyi: %s", "pingyi: %s", pingyi.Explain(e, a.lang))
		if pingyi.CodeOf(e) == pingyi.Internal {
			a.log(e)
		}
	}
	if interrupted {
		a.note("pingyi: 已中断；已报告完成的都已保存，其余没有改动", "pingyi: interrupted; what was reported as done is kept, and the rest is as it was")
	}
	return status
}

// apart returns the errors that were joined into err.
func apart(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var all []error
	for _, e := range joined.Unwrap() {
		all = append(all, apart(e)...)
	}
	return all
}

// exact is a cobra argument check that counts; names says what is wanted.
func exact(n int, names string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) != n {
			return misuse("%[1]s 要有这些参数：%[2]s；用 %[1]s --help 查看用法", "%s takes these arguments: %s; see %[1]s --help", c.CommandPath(), names)
		}
		return nil
	}
}

// none is a cobra argument check for commands that take no arguments.
func none(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return misuse("%[1]s 不认识“%[2]s”；用 %[1]s --help 查看用法", "%s does not know %q; see %[1]s --help", c.CommandPath(), args[0])
	}
	return nil
}
