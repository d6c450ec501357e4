package main

import (
	"context"

	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/store"
)

func (a *app) memberCommand() *cobra.Command {
	return a.group("member", "管理成员", "manage members", a.memberAdd(), a.memberList(), a.memberDisable(), a.memberEnable(), a.memberInvite(), a.memberKeyCommand())
}

func (a *app) memberAdd() *cobra.Command {
	var name, role, weight string
	c := &cobra.Command{
		Use:     a.of("add 代号", "add ID"),
		Short:   a.of("添加成员", "add a member"),
		Example: "  pingyi member add r1 --name r1 --role reviewer\n  pingyi member add c1 --name c1 --role chair",
		Args:    exact(1, a.of("代号", "ID")),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := pingyi.ParseRole(role)
			if err != nil {
				return wrongUse{err}
			}
			w, err := pingyi.ParseWeight(weight)
			if err != nil {
				return wrongUse{err}
			}
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				m, err := pingyi.Member{ID: args[0], Name: name, Role: r, Weight: w}.Clean()
				if err != nil {
					return err
				}
				if err := desk.AddMember(ctx, m); err != nil {
					return err
				}
				return a.done(map[string]any{"member": m}, "已添加成员 %s（%s）", "added member %s (%s)", m.ID, r.In(a.lang))
			})
		},
	}
	f := c.Flags()
	f.StringVar(&name, "name", "", a.of("`姓名`", "the member's `name`"))
	f.StringVar(&role, "role", "", a.of("`角色`：clerk 填报员、reviewer 评委、chair 组长、auditor 监督、admin 管理员", "the `role`: clerk, reviewer, chair, auditor or admin"))
	f.StringVar(&weight, "weight", "1", a.of("加权平均时的`权重`", "the `weight` in a weighted mean"))
	return c
}

func (a *app) memberList() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: a.of("列出成员", "list the members"),
		Args:  none,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				members, err := desk.Members(ctx)
				if err != nil {
					return err
				}
				if a.json {
					return a.printJSON(map[string]any{"members": append([]pingyi.Member{}, members...)})
				}
				rows := make([][]string, len(members))
				for i, m := range members {
					state := a.of("在用", "active")
					if m.Disabled {
						state = a.of("已停用", "disabled")
					}
					rows[i] = []string{m.ID, m.Name, m.Role.In(a.lang), m.Weight.String(), state}
				}
				a.printTable([]column{{a.of("代号", "ID"), false}, {a.of("姓名", "Name"), false}, {a.of("角色", "Role"), false},
					{a.of("权重", "Weight"), true}, {a.of("状态", "State"), false}}, rows)
				return nil
			})
		},
	}
}

func (a *app) memberDisable() *cobra.Command {
	return &cobra.Command{
		Use:   a.of("disable 代号", "disable ID"),
		Short: a.of("停用成员（已评的分保留）", "disable a member (their ratings stay)"),
		Args:  exact(1, a.of("代号", "ID")),
		RunE: func(c *cobra.Command, args []string) error {
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				if err := desk.DisableMember(ctx, args[0]); err != nil {
					return err
				}
				return a.done(map[string]any{"member": map[string]any{"id": args[0], "disabled": true}}, "已停用成员 %s", "disabled member %s", args[0])
			})
		},
	}
}

func (a *app) memberEnable() *cobra.Command {
	return &cobra.Command{
		Use:   a.of("enable 代号", "enable ID"),
		Short: a.of("恢复停用的成员（密码和公钥照旧）", "give a disabled member their rights back (password and keys as before)"),
		Args:  exact(1, a.of("代号", "ID")),
		RunE: func(c *cobra.Command, args []string) error {
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				if err := desk.EnableMember(ctx, args[0]); err != nil {
					return err
				}
				return a.done(map[string]any{"member": map[string]any{"id": args[0], "disabled": false}}, "已恢复成员 %s", "enabled member %s", args[0])
			})
		},
	}
}
