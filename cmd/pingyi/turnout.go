package main

import (
	"context"

	"github.com/spf13/cobra"

	"pingyi/store"
)

func (a *app) turnoutCommand() *cobra.Command {
	return &cobra.Command{
		Use:   a.of("turnout 评审组", "turnout PANEL"),
		Short: a.of("查看谁交了、谁还没交", "show who has submitted and who has not"),
		Args:  exact(1, a.of("评审组", "PANEL")),
		RunE: func(c *cobra.Command, args []string) error {
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				list, err := desk.Turnout(ctx, args[0])
				if err != nil {
					return err
				}
				type row struct {
					Member string `json:"member"`
					Done   int    `json:"done"`
					Of     int    `json:"of"`
				}
				all, rows := make([]row, len(list)), make([][]string, len(list))
				for i, t := range list {
					all[i] = row{t.Member.ID, t.Done, t.Of}
					state := a.of("已交", "submitted")
					switch {
					case t.Done == 0:
						state = a.of("未交", "missing")
					case t.Done < t.Of:
						state = a.of("未交齐", "in part")
					}
					rows[i] = []string{t.Member.ID, t.Member.Name, shown(t.Done, t.Of), state}
				}
				if a.json {
					return a.printJSON(map[string]any{"panel": args[0], "members": all})
				}
				a.printTable([]column{{a.of("代号", "ID"), false}, {a.of("姓名", "Name"), false}, {a.of("已交", "Done"), true}, {a.of("状态", "State"), false}}, rows)
				return nil
			})
		},
	}
}
