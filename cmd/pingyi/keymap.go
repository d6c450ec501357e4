package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/keymaps"
)

func (a *app) keymapCommand() *cobra.Command {
	return a.group("keymap", "查看或检查键位", "show or check key bindings", a.keymapList(), a.keymapShow(), a.keymapCheck())
}

func (a *app) keymapList() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: a.of("列出键位方案", "list the profiles"),
		Args:  none,
		RunE: func(*cobra.Command, []string) error {
			if a.json {
				return a.printJSON(map[string]any{"profiles": keymaps.Profiles()})
			}
			for _, p := range keymaps.Profiles() {
				fmt.Fprintln(a.out, p)
			}
			return nil
		},
	}
}

func (a *app) keymapShow() *cobra.Command {
	return &cobra.Command{
		Use:   a.of("show 方案|文件", "show PROFILE|FILE"),
		Short: a.of("显示完整的键位文件，可存下来修改", "print a whole keymap file, to keep and change"),
		Args:  exact(1, a.of("方案|文件", "PROFILE|FILE")),
		RunE: func(_ *cobra.Command, args []string) error {
			k, err := a.keymap(args[0])
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(map[string]any{"keymap": k.Name(), "places": bindings(k)})
			}
			_, err = a.out.Write(k.TOML(a.lang))
			return err
		},
	}
}

// bindings returns the keys of every action of every place.
func bindings(k *keymaps.Keymap) map[keymaps.Place]map[keymaps.Action][]string {
	places := map[keymaps.Place]map[keymaps.Action][]string{}
	for _, i := range keymaps.Actions() {
		if places[i.Place] == nil {
			places[i.Place] = map[keymaps.Action][]string{}
		}
		places[i.Place][i.Action] = k.Keys(i.Place, i.Action)
	}
	return places
}

func (a *app) keymapCheck() *cobra.Command {
	return &cobra.Command{
		Use:   a.of("check 文件", "check FILE"),
		Short: a.of("检查自己的键位文件", "check a keymap file of your own"),
		Args:  exact(1, a.of("文件", "FILE")),
		RunE: func(_ *cobra.Command, args []string) error {
			data, err := a.readKeymap(args[0])
			if err != nil {
				return err
			}
			if found := keymaps.Check(args[0], data); len(found) > 0 {
				return errors.Join(found...)
			}
			return a.done(map[string]any{"keymap": args[0]}, "键位文件 %s 没有问题", "the keymap file %s is right", args[0])
		},
	}
}

// keymap loads a profile by its name, or else a file.
func (a *app) keymap(name string) (*keymaps.Keymap, error) {
	if slices.Contains(keymaps.Profiles(), name) {
		return keymaps.Load(name)
	}
	data, err := a.readKeymap(name)
	if err != nil {
		return nil, err
	}
	return keymaps.Read(name, data)
}

// ownKeymap loads what --keymap names, else the person's own file where there is
// one, else the default profile.
func (a *app) ownKeymap(name string) (*keymaps.Keymap, error) {
	if name != "" {
		return a.keymap(name)
	}
	file := a.keymapFile()
	if file == "" {
		return keymaps.Load("default")
	}
	k, err := a.keymap(file)
	if err != nil {
		a.note("自己的键位文件有误，改好之前可以先用内置的：pingyi --keymap default", "your own keymap file is wrong; until it is mended use a profile: pingyi --keymap default")
	}
	return k, err
}

// keymapFile returns the person's own keymap file on this machine, "" for none.
func (a *app) keymapFile() string {
	dir := a.getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(a.getenv("HOME"), ".config")
	}
	file := filepath.Join(dir, "pingyi", "keymap.toml")
	if _, err := os.Stat(file); err != nil {
		return ""
	}
	return file
}

func (a *app) readKeymap(file string) ([]byte, error) {
	data, err := a.readFile(file)
	switch {
	case pingyi.CodeOf(err) == pingyi.NotFound:
		return nil, pingyi.Errorf(pingyi.NotFound, "无法读键位文件 %s：%v；内置方案见 pingyi keymap list", "cannot read the keymap file %s: %v; see pingyi keymap list for the profiles", file, pingyi.FileProblem{Err: errors.Unwrap(err)}).Because(err)
	case err == nil && len(data) > 1<<20:
		return nil, pingyi.Errorf(pingyi.Invalid, "%s 不是键位文件：它超过 1 MiB", "%s is not a keymap file: it is larger than 1 MiB", file)
	}
	return data, err
}
