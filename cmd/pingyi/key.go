package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/sshd"
)

// keyCommand is a member's own keys; the administrator's twin is member key.
func (a *app) keyCommand() *cobra.Command {
	own := func(args []string, desk *store.Desk) (string, []string) { return desk.Actor().Member.ID, args }
	return a.group("key", "管理自己的登录公钥", "manage one's own public keys",
		a.keyAdd(a.of("add [文件]", "add [FILE]"), "  ssh pingyi.example key add < ~/.ssh/id_ed25519.pub", between(0, 1, a.of("文件", "FILE")), own),
		a.keyList("list", none, own),
		a.keyRemove(a.of("remove 指纹", "remove FINGERPRINT"), exact(1, a.of("指纹", "FINGERPRINT")), own))
}

// memberKeyCommand manages a member's keys for them.
func (a *app) memberKeyCommand() *cobra.Command {
	named := func(args []string, _ *store.Desk) (string, []string) { return args[0], args[1:] }
	return a.group("key", "管理成员的登录公钥", "manage a member's public keys",
		a.keyAdd(a.of("add 代号 [文件]", "add ID [FILE]"), "  pingyi member key add r1 id_ed25519.pub", between(1, 2, a.of("代号 [文件]", "ID [FILE]")), named),
		a.keyList(a.of("list 代号", "list ID"), exact(1, a.of("代号", "ID")), named),
		a.keyRemove(a.of("remove 代号 指纹", "remove ID FINGERPRINT"), exact(2, a.of("代号 指纹", "ID FINGERPRINT")), named))
}

// whose tells from the arguments whose keys they are about, and what is left of
// them.
type whose func(args []string, desk *store.Desk) (member string, rest []string)

func (a *app) keyAdd(use, example string, check cobra.PositionalArgs, of whose) *cobra.Command {
	return &cobra.Command{
		Use:     use,
		Short:   a.of("添加公钥（不给文件则从标准输入读）", "add a public key (from standard input without a file)"),
		Example: example,
		Args:    check,
		RunE: func(c *cobra.Command, args []string) error {
			// Standard input is read before the record is opened, which nobody else can
			// use meanwhile.
			file := "-"
			if n := len(args); n == 2 || n == 1 && c.Parent().Parent() == c.Root() {
				file = args[n-1]
			}
			line, err := a.fileOrPiped(c.Context(), file, sshd.MaxKeyFile, func(desk *store.Desk) error {
				member, _ := of(args, desk)
				return desk.Actor().MayChangeAccess(member)
			})
			if err != nil {
				return err
			}
			k, err := sshd.ParseKey(line)
			if err != nil {
				return err
			}
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				member, _ := of(args, desk)
				if err := desk.AddKey(ctx, member, k); err != nil {
					return err
				}
				return a.done(map[string]any{"member": member, "key": k}, "已为 %s 添加公钥 %s", "added the key %[2]s for %[1]s", member, k.Fingerprint)
			})
		},
	}
}

func (a *app) keyList(use string, check cobra.PositionalArgs, of whose) *cobra.Command {
	return &cobra.Command{
		Use:   use,
		Short: a.of("列出公钥", "list the public keys"),
		Args:  check,
		RunE: func(c *cobra.Command, args []string) error {
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				member, _ := of(args, desk)
				credential, err := desk.Credential(ctx, member)
				if err != nil {
					return err
				}
				if a.json {
					return a.printJSON(map[string]any{"member": member, "keys": append([]pingyi.Key{}, credential.Keys...), "password": credential.Password != ""})
				}
				rows := make([][]string, len(credential.Keys))
				for i, k := range credential.Keys {
					rows[i] = []string{k.Fingerprint, k.Type, k.Comment}
				}
				a.printTable([]column{{a.of("指纹", "Fingerprint"), false}, {a.of("类型", "Type"), false}, {a.of("注释", "Comment"), false}}, rows)
				return nil
			})
		},
	}
}

func (a *app) keyRemove(use string, check cobra.PositionalArgs, of whose) *cobra.Command {
	return &cobra.Command{
		Use:   use,
		Short: a.of("移除公钥", "remove a public key"),
		Args:  check,
		RunE: func(c *cobra.Command, args []string) error {
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				member, rest := of(args, desk)
				if err := desk.RemoveKey(ctx, member, rest[0]); err != nil {
					return err
				}
				return a.done(map[string]any{"member": member, "removed": rest[0]}, "已移除 %s 的公钥 %s", "removed the key %[2]s of %[1]s", member, rest[0])
			})
		},
	}
}

// between is a cobra argument check that counts; names says what is wanted.
func between(least, most int, names string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) < least || len(args) > most {
			return misuse("%[1]s 要有这些参数：%[2]s；用 %[1]s --help 查看用法", "%s takes these arguments: %s; see %[1]s --help", c.CommandPath(), names)
		}
		return nil
	}
}

// fileOrPiped reads a file that an argument names, or for "-" standard input as
// [app.piped] does.
func (a *app) fileOrPiped(ctx context.Context, file string, most int, may func(*store.Desk) error) ([]byte, error) {
	if file == "-" {
		return a.piped(ctx, most, may)
	}
	return interruptible(ctx, func() ([]byte, error) { return a.readFile(file) })
}

// shown is a count as tables show it.
func shown(done, of int) string { return fmt.Sprintf("%d/%d", done, of) }
