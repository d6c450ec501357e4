package main

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
)

// fromTerminal is the value of a setting that is left to the terminal.
const fromTerminal = "auto"

// setting is one of a member's settings, as a flag.
type setting struct {
	flag, zh, en string
	of           []string // its values; the keymap's are profiles as well
	where        func(*pingyi.Settings) *string
}

func settings() []setting {
	return []setting{
		{"language", "语言", "language", []string{"zh", "en", fromTerminal}, func(s *pingyi.Settings) *string { return &s.Lang }},
		{"keymap", "键位", "keys", nil, func(s *pingyi.Settings) *string { return &s.Keymap }},
		{"borders", "框线", "borders", []string{"lines", "ascii", fromTerminal}, func(s *pingyi.Settings) *string { return &s.Borders }},
		{"widths", "标点宽度", "widths", []string{"narrow", "wide", fromTerminal}, func(s *pingyi.Settings) *string { return &s.Widths }},
		{"colors", "颜色", "colours", []string{"on", "off", fromTerminal}, func(s *pingyi.Settings) *string { return &s.Colors }},
		{"screen", "界面", "screen", []string{"full", "lines"}, func(s *pingyi.Settings) *string { return &s.Screen }},
		{"encoding", "终端编码", "encoding", []string{"utf-8", "gbk", fromTerminal}, func(s *pingyi.Settings) *string { return &s.Encoding }},
		{"line", "线路", "line", []string{"thin", "full", fromTerminal}, func(s *pingyi.Settings) *string { return &s.Line }},
	}
}

func (a *app) settingsCommand() *cobra.Command {
	given := map[string]*string{}
	c := &cobra.Command{
		Use:   "settings",
		Short: a.of("查看或修改自己的设置", "show or change one's own settings"),
		Long: a.of("查看或修改自己的设置：语言、键位、框线、标点宽度、颜色、界面、终端编码和线路。它们跟着成员走，在哪台电脑登录都一样。\nauto 表示随终端，线路随测得的快慢；--screen lines 是一问一答的界面，适合读屏软件和很差的线路。",
			"Show or change one's own settings: language, keys, borders, widths, colours, screen, encoding and line. They are the member's, whichever computer they log in from.\nauto leaves it to the terminal, or to how fast the line is found to be; --screen lines asks and answers line by line, for screen readers and very bad lines."),
		Example: "  ssh pingyi.example settings --keymap vim --borders ascii\n  ssh pingyi.example settings --keymap - < keymap.toml",
		Args:    none,
		RunE: func(c *cobra.Command, _ []string) error {
			// What is given is checked, and standard input read, before the record is
			// opened, which nobody else can use meanwhile.
			change, err := a.changeOf(c, given)
			if err != nil {
				return err
			}
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				if err := mayHaveSettings(desk); err != nil {
					return err
				}
				s, err := desk.Settings(ctx)
				if err != nil {
					return err
				}
				if change != nil {
					change(&s)
					if err := desk.SaveSettings(ctx, s); err != nil {
						return err
					}
				}
				return a.printSettings(s, change != nil)
			})
		},
	}
	usage := map[string]string{
		"language": a.of("`语言`：zh、en，或 auto", "the `language`: zh, en or auto"),
		"keymap":   a.of("键位`方案`：default、vim、numpad；own 是存过的自己的键位文件；- 从标准输入读一个存进来", "the key `profile`: default, vim, numpad; own for the keymap file you have stored; - reads one from standard input and stores it"),
		"borders":  a.of("`框线`：lines 线条、ascii 普通字符，或 auto", "the `borders`: lines, ascii or auto"),
		"widths":   a.of("引号、省略号等的`宽度`：narrow 一格、wide 两格，或 auto", "the `width` of “ … and their like: narrow for one column, wide for two, or auto"),
		"colors":   a.of("`颜色`：on、off，或 auto", "the `colours`: on, off or auto"),
		"screen":   a.of("`界面`：full 满屏、lines 逐行", "the `screen`: full, or lines for line by line"),
		"encoding": a.of("终端的`编码`：utf-8、gbk（含 GB18030），或 auto", "the terminal's `encoding`: utf-8, gbk (which includes GB18030) or auto"),
		"line":     a.of("`线路`：thin 窄，少画一些；full 宽；或 auto", "the `line`: thin to draw less, full, or auto"),
	}
	for _, s := range settings() {
		given[s.flag] = c.Flags().String(s.flag, "", usage[s.flag])
	}
	return c
}

// mayHaveSettings refuses whoever has none, in words of what they can do.
func mayHaveSettings(desk *store.Desk) error {
	if desk.Actor().Member.Role == pingyi.Owner {
		return pingyi.Errorf(pingyi.Forbidden, "记录所有者没有个人设置：本机用 --lang 选语言，用 --keymap 或自己的键位文件选键位；要改成员的，请加 --as 成员",
			"the owner of the record has no settings: on this machine choose with --lang, with --keymap or by a keymap file of your own; to change a member's add --as MEMBER")
	}
	return desk.Actor().May(pingyi.OwnAccess, nil, nil)
}

// changeOf returns what the flags change, nil for nothing.
func (a *app) changeOf(c *cobra.Command, given map[string]*string) (change func(*pingyi.Settings), err error) {
	var changes []func(*pingyi.Settings)
	for _, s := range settings() {
		if !c.Flags().Changed(s.flag) {
			continue
		}
		value := *given[s.flag]
		switch {
		case s.flag == "keymap":
			one, err := a.keymapChange(c.Context(), value)
			if err != nil {
				return nil, err
			}
			changes = append(changes, one)
			continue
		case !slices.Contains(s.of, value):
			return nil, misuse("选项 --%[1]s 没有“%[2]s”；用 %[3]s --help 查看有哪些", "the flag --%s has no %q; see %s --help", s.flag, pingyi.Excerpt(value, 40), c.CommandPath())
		case value == fromTerminal:
			value = ""
		}
		where := s.where
		changes = append(changes, func(to *pingyi.Settings) { *where(to) = value })
	}
	if len(changes) == 0 {
		return nil, nil
	}
	return func(s *pingyi.Settings) {
		for _, one := range changes {
			one(s)
		}
	}, nil
}

// keymapChange returns what --keymap changes: the profile, or a file to be kept.
func (a *app) keymapChange(ctx context.Context, name string) (func(*pingyi.Settings), error) {
	switch {
	case name == "-":
		data, err := a.piped(ctx, pingyi.MaxBindings, mayHaveSettings)
		if err != nil {
			return nil, err
		}
		if len(data) > pingyi.MaxBindings { // before it is read as one
			_, err := pingyi.Settings{Bindings: string(data)}.Clean()
			return nil, err
		}
		if len(data) == 0 {
			return nil, pingyi.Errorf(pingyi.Invalid, "标准输入是空的：请把键位文件接进来（… --keymap - < keymap.toml）", "standard input is empty: give it the keymap file (… --keymap - < keymap.toml)")
		}
		if found := keymaps.Check(a.stdin(), data); len(found) > 0 {
			return nil, errors.Join(found...)
		}
		return func(s *pingyi.Settings) { s.Keymap, s.Bindings = pingyi.OwnKeymap, string(data) }, nil
	case name != pingyi.OwnKeymap:
		if _, err := keymaps.Load(name); err != nil {
			return nil, err
		}
	}
	return func(s *pingyi.Settings) { s.Keymap = name }, nil
}

// printSettings prints the settings; changed ones as they now are.
func (a *app) printSettings(s pingyi.Settings, changed bool) error {
	if a.json {
		return a.printJSON(map[string]any{"settings": s})
	}
	rows := make([][]string, 0, 8)
	for _, one := range settings() {
		value := *one.where(&s)
		switch {
		case value != "":
		case one.flag == "keymap":
			value = keymaps.Profiles()[0]
		case !slices.Contains(one.of, fromTerminal):
			value = one.of[0]
		default:
			value = fromTerminal
		}
		rows = append(rows, []string{a.of(one.zh, one.en), "--" + one.flag, value})
	}
	a.printTable([]column{{a.of("设置", "Setting"), false}, {a.of("选项", "Flag"), false}, {a.of("现在", "Now"), false}}, rows)
	if changed {
		a.note("已保存，下次登录起用", "saved: in use from the next login on")
	}
	return nil
}
