package main

import (
	"strings"

	"github.com/spf13/cobra"
)

// root builds the command tree, in the run's language.
func (a *app) root() *cobra.Command {
	c := &cobra.Command{
		Use:   "pingyi",
		Short: a.of("评议：绩效计划的填报与评审", "pingyi: file performance plans and judge them"),
		Long: a.of("评议（pingyi）：部门填报绩效计划，评审组评出等级，并可事后核验。\n不带子命令时打开工作台。",
			"pingyi keeps departments' performance plans, lets a panel grade them, and can prove the record afterwards.\nWithout a subcommand it opens the workstation."),
		Args:          none,
		RunE:          a.workstation,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	f := c.PersistentFlags()
	if a.owner() { // at the server too, where the data directory is settled
		f.StringVar(&a.data, "data", "", a.of("数据`目录`（默认 $XDG_DATA_HOME/pingyi）", "the data `directory` (default $XDG_DATA_HOME/pingyi)"))
		f.StringVar(&a.as, "as", "", a.of("代`成员`录入：记录所有者录入纸质评分表，留痕记下两人", "enter for a `member`: the owner of the record enters a paper ballot; the journal names both"))
	}
	f.String("lang", "", a.of("界面语言 `zh|en`（默认按系统语言）", "language, `zh|en` (default from the locale)"))
	f.BoolVar(&a.json, "json", false, a.of("结果以 JSON 输出", "print results as JSON"))
	c.Flags().String("keymap", "", a.of("键位`方案`：default、vim、numpad，或自己的键位文件", "key bindings, a `profile`: default, vim, numpad, or a file of your own"))
	c.SetFlagErrorFunc(flagError)
	c.SetHelpFunc(func(c *cobra.Command, _ []string) { a.printUsage(a.out, c) })
	c.AddCommand(a.sampleCommand(), a.importCommand(), a.exportCommand(), a.planCommand(), a.lintCommand(),
		a.memberCommand(), a.panelCommand(), a.roundCommand(), a.rateCommand(), a.ballotCommand(), a.submitCommand(),
		a.turnoutCommand(), a.keyingCommand(), a.whoCommand(), a.resultCommand(), a.adjudicateCommand(), a.signCommand(),
		a.historyCommand(), a.verifyCommand(), a.keyCommand(), a.passwordCommand(), a.settingsCommand(), a.dialogueCommand(),
		a.keymapCommand(), a.versionCommand())
	if a.owner() {
		c.AddCommand(a.dumpCommand())
	}
	if a.visit == nil {
		c.AddCommand(a.serveCommand(), a.restoreCommand())
		c.InitDefaultCompletionCmd()
	} else {
		c.CompletionOptions.DisableDefaultCmd = true
	}
	c.InitDefaultHelpCmd()
	a.speak(c)
	return c
}

// group is a command that only has subcommands.
func (a *app) group(use, zh, en string, sub ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: use, Short: a.of(zh, en), Args: none, RunE: needsSubcommand}
	c.AddCommand(sub...)
	return c
}

func needsSubcommand(c *cobra.Command, _ []string) error {
	return misuse("%[1]s 后面要有子命令；用 %[1]s --help 查看", "%[1]s takes a subcommand; see %[1]s --help", c.CommandPath())
}

// help shows how to use the command that args name, and refuses others, which
// cobra does not.
func (a *app) help(c *cobra.Command, args []string) error {
	target, rest, err := c.Root().Find(args)
	if err != nil || len(rest) > 0 {
		return misuse("没有“%s”这个命令；用 pingyi --help 查看有哪些", "there is no command %q; see pingyi --help", strings.Join(args, " "))
	}
	a.printUsage(a.out, target)
	return nil
}

// speak puts into the run's language what cobra adds to commands by itself, and
// has it refuse wrong use as the other commands do.
func (a *app) speak(c *cobra.Command) {
	c.InitDefaultHelpFlag()
	c.Flags().Lookup("help").Usage = a.of("显示用法", "show how to use it")
	switch c.Name() {
	case "help":
		c.Use = a.of("help [命令]", "help [COMMAND]")
		c.Short = a.of("查看某个命令的用法", "show how to use a command")
		c.Long, c.Run, c.RunE = "", nil, a.help
	case "completion":
		c.Short = a.of("输出命令行补全脚本", "print a shell completion script")
		c.Long, c.Args, c.RunE = "", none, needsSubcommand
	case "bash", "zsh", "fish", "powershell":
		c.Short = a.of("用于 "+c.Name()+" 的补全脚本", "completion script for "+c.Name())
		c.Long, c.Args = "", none
		c.Flags().Lookup("no-descriptions").Usage = a.of("补全时不显示说明", "complete without descriptions")
	}
	for _, sub := range c.Commands() {
		a.speak(sub)
	}
}
