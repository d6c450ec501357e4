package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/store"
)

func (a *app) keyingCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "keying",
		Short: a.of("查看录入统计：录了多少、多快、错多少", "show how much was keyed, how fast and with how many errors"),
		Long: a.of("查看录入统计：每人在每份计划的第一次录入、二次录入里录了多少、多快、错多少。填报员看自己的，管理员和监督员看所有人的。错误是核对两次录入时定下的；超过 5 分钟不按键的时间不计入每小时击键数。程序被强行结束的那次录入没有记下。--json 另给出每次录入，实际用时（active）以纳秒计。",
			"Show how much each member has keyed into the first and the second entry of each plan, how fast and with how many errors: clerks their own, administrators and auditors everybody's. Errors are those that the comparison of two entries has found; pauses over 5 minutes do not count towards keystrokes an hour. A session whose program was killed is not counted. With --json the sessions are given too, their time at work (active) in nanoseconds."),
		Args: none,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				stats, err := desk.KeyingStatistics(ctx)
				if err != nil {
					return err
				}
				if a.json {
					return a.printJSON(map[string]any{"totals": append([]pingyi.KeyingTotal{}, stats.Totals...), "sessions": append([]pingyi.KeyingSession{}, stats.Sessions...)})
				}
				rows := make([][]string, len(stats.Totals))
				for i, t := range stats.Totals {
					entry := a.of("第一次录入", "first")
					if t.Second {
						entry = a.of("二次录入", "second")
					}
					rate, hourly := "-", "-"
					if n, ok := t.PerThousand(); ok {
						rate = fmt.Sprintf("%.1f", n)
					}
					if n, ok := t.PerHour(); ok {
						hourly = fmt.Sprint(n)
					}
					rows[i] = []string{t.Member, fmt.Sprintf("%d %s", t.Plan.Year, t.Plan.Department), entry, fmt.Sprint(t.Sessions), fmt.Sprint(t.Records), fmt.Sprint(t.Cells),
						fmt.Sprint(t.Keystrokes), fmt.Sprint(t.Corrections), fmt.Sprint(t.Errors), rate, hourly}
				}
				a.printTable([]column{{a.of("成员", "Member"), false}, {a.of("计划", "Plan"), false}, {a.of("录入", "Entry"), false}, {a.of("次数", "Sessions"), true},
					{a.of("行", "Rows"), true}, {a.of("格", "Cells"), true}, {a.of("击键", "Keystrokes"), true}, {a.of("更正", "Corrections"), true},
					{a.of("错误", "Errors"), true}, {a.of("每千键错", "Per 1000"), true}, {a.of("每时击键", "Keys/h"), true}}, rows)
				return nil
			})
		},
	}
}
