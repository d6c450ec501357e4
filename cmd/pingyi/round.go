package main

import (
	"context"

	"github.com/spf13/cobra"

	"pingyi/store"
)

func (a *app) roundCommand() *cobra.Command {
	return a.group("round", "开启或结束轮次", "open or close rounds", a.roundOpen(), a.roundClose())
}

func (a *app) roundOpen() *cobra.Command {
	var split bool
	c := &cobra.Command{
		Use:   a.of("open 评审组", "open PANEL"),
		Short: a.of("开启一轮评分", "open a round of rating"),
		Args:  exact(1, a.of("评审组", "PANEL")),
		RunE: func(c *cobra.Command, args []string) error {
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				r, err := desk.OpenRound(ctx, args[0], split)
				if err != nil {
					return err
				}
				return a.done(map[string]any{"round": r}, "已开启评审组 %s 第 %d 轮", "opened round %[2]d of panel %[1]s", r.Panel, r.No)
			})
		},
	}
	c.Flags().BoolVar(&split, "split", false, a.of("只评没有形成一致的活动（意见不一或不足法定人数）", "only on the activities not agreed on: split, or short of the quorum"))
	return c
}

func (a *app) roundClose() *cobra.Command {
	var reason string
	c := &cobra.Command{
		Use:   a.of("close 评审组", "close PANEL"),
		Short: a.of("结束本轮评分", "close the round"),
		Args:  exact(1, a.of("评审组", "PANEL")),
		RunE: func(c *cobra.Command, args []string) error {
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				r, err := desk.CloseRound(ctx, args[0], reason)
				if err != nil {
					return err
				}
				return a.done(map[string]any{"round": r}, "已结束评审组 %s 第 %d 轮", "closed round %[2]d of panel %[1]s", r.Panel, r.No)
			})
		},
	}
	c.Flags().StringVar(&reason, "reason", "", a.of("不足法定人数仍要结束的`理由`", "the `reason` to close short of the quorum"))
	return c
}
