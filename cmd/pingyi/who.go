package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/store"
)

func (a *app) whoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "who",
		Short: a.of("查看谁在线、在看哪一项", "show who is in, and at which activity"),
		Args:  none,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				list, err := desk.Present(ctx)
				if err != nil {
					return err
				}
				type row struct {
					Member  string         `json:"member"`
					Since   time.Time      `json:"since"`
					At      pingyi.Subject `json:"at"`
					Editing bool           `json:"editing"`
				}
				all, rows := []row{}, [][]string{}
				for _, p := range list {
					all = append(all, row{p.Member.ID, p.Since.UTC(), p.At, p.Editing})
					what := "—"
					if p.At.Noun != "" {
						what = p.At.In(a.lang)
					}
					if p.Editing {
						what += a.of("（正在修改）", " (editing)")
					}
					rows = append(rows, []string{p.Member.ID, p.Member.Role.In(a.lang), p.Since.Format("15:04"), what})
				}
				if a.json {
					return a.printJSON(map[string]any{"present": all})
				}
				a.printTable([]column{{a.of("代号", "ID"), false}, {a.of("角色", "Role"), false}, {a.of("登录", "Since"), false}, {a.of("在看", "At"), false}}, rows)
				return nil
			})
		},
	}
}
