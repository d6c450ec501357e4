package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pingyi/tui/parts/cells"
)

// printUsage prints how a command is used. Cobra's own would be English in part,
// and counts a hanzi as one column.
func (a *app) printUsage(w io.Writer, c *cobra.Command) {
	heading := func(zh, en string) { fmt.Fprintf(w, "\n%s\n", a.of(zh, en)) }
	text := c.Long
	if text == "" {
		text = c.Short
	}
	fmt.Fprintln(w, text)
	heading("用法：", "Usage:")
	fmt.Fprintf(w, "  %s\n", strings.Replace(c.UseLine(), "[flags]", a.of("[选项]", "[flags]"), 1))
	if subs := visible(c); len(subs) > 0 {
		fmt.Fprintf(w, "  %s %s\n", c.CommandPath(), a.of("命令", "COMMAND"))
		heading("命令：", "Commands:")
		var rows [][2]string
		for _, sub := range subs {
			rows = append(rows, [2]string{sub.Name(), sub.Short})
		}
		printPairs(w, rows)
	}
	if c.HasExample() {
		heading("例：", "Examples:")
		fmt.Fprintln(w, c.Example)
	}
	if rows := a.flagRows(c.LocalFlags()); len(rows) > 0 {
		heading("选项：", "Flags:")
		printPairs(w, rows)
	}
	if rows := a.flagRows(c.InheritedFlags()); len(rows) > 0 {
		heading("通用选项：", "Global flags:")
		printPairs(w, rows)
	}
}

// visible returns the subcommands that people are told of.
func visible(c *cobra.Command) (subs []*cobra.Command) {
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			subs = append(subs, sub)
		}
	}
	return subs
}

// flagRows returns each flag as it is typed, and what it does.
func (a *app) flagRows(flags *pflag.FlagSet) (rows [][2]string) {
	flags.VisitAll(func(f *pflag.Flag) {
		value, usage := pflag.UnquoteUsage(f)
		typed := "    --" + f.Name
		if f.Shorthand != "" {
			typed = "-" + f.Shorthand + ", --" + f.Name
		}
		if value != "" {
			typed += " " + value
		}
		if f.Value.Type() == "string" && f.DefValue != "" {
			usage += fmt.Sprintf(a.of("（默认 %s）", " (default %s)"), f.DefValue)
		}
		rows = append(rows, [2]string{typed, usage})
	})
	return rows
}

func printPairs(w io.Writer, rows [][2]string) {
	var m cells.Measure
	width := 0
	for _, r := range rows {
		width = max(width, m.Width(r[0]))
	}
	for _, r := range rows {
		fmt.Fprintln(w, strings.TrimRight("  "+m.Pad(r[0], width)+"  "+r[1], " "))
	}
}
