package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/store"
)

func (a *app) resultCommand() *cobra.Command {
	var round int
	c := &cobra.Command{
		Use:   a.of("result 评审组", "result PANEL"),
		Short: a.of("查看评审结果", "show the result of a panel"),
		Args:  exact(1, a.of("评审组", "PANEL")),
		RunE: func(c *cobra.Command, args []string) error {
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				res, err := desk.Result(ctx, args[0], round, a.lang)
				if err != nil {
					return err
				}
				if a.json {
					return a.printJSON(res)
				}
				a.printResult(res)
				return nil
			})
		},
	}
	c.Flags().Var(number{&round}, "round", a.of("`轮次`（默认最近一轮）", "the `round` (default the newest)"))
	return c
}

func (a *app) printResult(res pingyi.Result) {
	a.say("评审组 %s 第 %d 轮，合并规则：%s", "panel %s, round %d, merged by %s", res.Panel, res.Round, res.Rule.In(a.lang))
	rows := make([][]string, len(res.Activities))
	for i, r := range res.Activities {
		dissent := ""
		if r.Dissent {
			dissent = a.of("有", "yes")
		}
		grade, score := "—", ""
		if r.Grade != nil {
			grade = *r.Grade + strings.Replace(r.Mark, "-", "−", 1)
		}
		if r.Score != nil {
			score = fmt.Sprint(*r.Score)
		}
		rows[i] = []string{r.Department, fmt.Sprint(r.No), r.Name, r.Budget.Grouped(), grade, score,
			fmt.Sprintf("%d/%d", r.Submitted, r.Assigned-r.Recused), dissent, r.Working}
	}
	a.printTable([]column{{a.of("部门", "Dept"), false}, {a.of("序号", "No."), true}, {a.of("职责活动", "Activity"), false},
		{a.of("预算（万元）", "Budget (万元)"), true}, {a.of("等级", "Grade"), false}, {a.of("均值", "Mean"), true},
		{a.of("已评", "Rated"), true}, {a.of("分歧", "Dissent"), false}, {a.of("计算过程", "Working"), false}}, rows)
	for _, d := range res.Departments {
		grade := "—"
		if d.Grade != nil {
			grade = *d.Grade
		}
		shares := make([]string, len(d.Share))
		for i, s := range d.Share {
			share, _ := strconv.ParseFloat(strings.Trim(s.Value, `"`), 64)
			shares[i] = fmt.Sprintf("%s %.1f%%", s.Name, share*100)
		}
		a.say("部门 %s %s：%s（预算 %s 万元；各档所占比例 %s）", "department %s %s: %s (%s 万元; share of each tier: %s)",
			d.Code, d.Name, grade, d.Budget.Grouped(), strings.Join(shares, " "))
	}
	a.say("一致程度：%s（Krippendorff α %s，Fleiss κ %s，Kendall W %s）", "agreement: %s (Krippendorff α %s, Fleiss κ %s, Kendall W %s)",
		res.Agreement.In(a.lang), a.figure(res.Agreement.Alpha), a.figure(res.Agreement.Kappa), a.figure(res.Agreement.W))
}

// figure prints a statistic with three decimals, or that there is none.
func (a *app) figure(f *float64) string {
	if f == nil {
		return a.of("无", "n/a")
	}
	return fmt.Sprintf("%.3f", *f)
}
