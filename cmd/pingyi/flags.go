package main

import (
	"errors"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pingyi"
)

// number is the value of a flag that takes a whole number, 0 or more. Full-width
// digits are understood: an input method may be on.
type number struct{ to *int }

func (n number) Set(s string) error {
	v, err := strconv.Atoi(strings.TrimSpace(pingyi.HalfWidth(s)))
	if err != nil || v < 0 {
		return pingyi.Errorf(pingyi.Invalid, "要填整数，如 3", "enter a whole number, such as 3")
	}
	*n.to = v
	return nil
}

func (n number) String() string {
	if n.to == nil {
		return "0"
	}
	return strconv.Itoa(*n.to)
}

func (n number) Type() string { return "int" }

// flagError says in the run's language what is wrong with the flags.
func flagError(c *cobra.Command, err error) error {
	if e, ok := errors.AsType[*pflag.NotExistError](err); ok {
		return misuse("%[1]s 没有选项 %[2]s；用 %[1]s --help 查看用法", "%[1]s has no flag %[2]s; see %[1]s --help",
			c.CommandPath(), typed(e.GetSpecifiedName(), e.GetSpecifiedShortnames()))
	}
	if e, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return misuse("选项 %[2]s 后面要有值；用 %[1]s --help 查看用法", "the flag %[2]s takes a value; see %[1]s --help",
			c.CommandPath(), typed(e.GetSpecifiedName(), e.GetSpecifiedShortnames()))
	}
	if e, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		why, ours := errors.AsType[*pingyi.Error](err)
		switch {
		case ours:
		case e.GetFlag().Value.Type() == "bool":
			why = pingyi.Errorf(pingyi.Invalid, "只能是 true 或 false", "it is true or false")
		default: // a list
			why = pingyi.Errorf(pingyi.Invalid, "引号没有成对", "its quotes do not match")
		}
		return misuse("选项 --%[2]s 的值“%[3]s”不对：%[4]v；用 %[1]s --help 查看用法", "the value %[3]q of the flag --%[2]s is wrong: %[4]v; see %[1]s --help",
			c.CommandPath(), e.GetFlag().Name, e.GetValue(), why)
	}
	return misuse("看不懂这样写的选项；用 %[1]s --help 查看用法", "a flag is not written as flags are; see %[1]s --help", c.CommandPath())
}

// typed returns a flag as it was typed, alone or in a group of letters.
func typed(name, letters string) string {
	if letters != "" {
		return "-" + letters
	}
	return "--" + name
}
