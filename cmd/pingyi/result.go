package main

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/store"
	"pingyi/store/exchange"
)

func (a *app) resultCommand() *cobra.Command {
	var round int
	var format, output string
	c := &cobra.Command{
		Use:     a.of("result 评审组", "result PANEL"),
		Short:   a.of("查看评审结果", "show the result of a panel"),
		Example: "  pingyi result p2016\n  pingyi result p2016 --json > p2016.json\n  pingyi result p2016 --format xlsx -o p2016.xlsx",
		Args:    exact(1, a.of("评审组", "PANEL")),
		RunE: func(c *cobra.Command, args []string) error {
			if a.json {
				format = "json"
			}
			if output != "" && format == "" {
				format = strings.TrimPrefix(filepath.Ext(output), ".")
			}
			var as exchange.Format
			if format != "" {
				var err error
				if as, err = exchange.ParseFormat(format); err != nil {
					return wrongUse{err}
				}
			}
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				res, err := desk.Result(ctx, args[0], round, a.lang)
				switch {
				case err != nil:
					return err
				case as == "":
					a.printResult(res)
					return nil
				case as == exchange.JSON && output == "":
					return a.printJSON(res)
				}
				b, err := a.resultFile(as, res)
				if err != nil {
					return err
				}
				if output != "" {
					return a.writeNew(output, b)
				}
				_, err = a.out.Write(b)
				return err
			})
		},
	}
	c.Flags().StringVar(&format, "format", "", a.of("导出`格式`：json csv tsv xlsx docx txt", "export `format`: json csv tsv xlsx docx txt"))
	c.Flags().StringVarP(&output, "output", "o", "", a.of("写到`文件`（默认标准输出）", "write to a `file` (default standard output)"))
	c.Flags().Var(number{&round}, "round", a.of("`轮次`（默认最近一轮）", "the `round` (default the newest)"))
	return c
}

// resultFile is a result in one of the formats.
func (a *app) resultFile(f exchange.Format, res pingyi.Result) ([]byte, error) {
	if f != exchange.JSON {
		return exchange.WriteResult(f, res, a.lang)
	}
	var b bytes.Buffer
	err := writeJSON(&b, res)
	return b.Bytes(), err
}

func (a *app) printResult(res pingyi.Result) {
	a.say("评审组 %s 第 %d 轮，合并规则：%s", "panel %s, round %d, merged by %s", res.Panel, res.Round, res.Rule.In(a.lang))
	scored := slices.ContainsFunc(res.Activities, func(r pingyi.ActivityResult) bool { return r.Score != nil })
	rows := make([][]string, len(res.Activities))
	for i, r := range res.Activities {
		dissent := ""
		if r.Dissent {
			dissent = a.of("有", "yes")
		}
		grade, score, ruled := "—", "", ""
		if r.Grade != nil {
			grade = *r.Grade + strings.Replace(r.Mark, "-", "−", 1)
		}
		if r.Adjudication != nil {
			ruled = r.Adjudication.Grade
		}
		if r.Score != nil {
			score = fmt.Sprint(*r.Score)
		}
		rows[i] = []string{r.Department, fmt.Sprint(r.No), r.Name, r.Budget.Grouped(), grade, ruled}
		if scored {
			rows[i] = append(rows[i], score)
		}
		rows[i] = append(rows[i], shown(r.Submitted, r.Assigned-r.Recused), fmt.Sprint(r.Round), dissent, r.Working)
	}
	columns := []column{{a.of("部门", "Dept"), false}, {a.of("序号", "No."), true}, {a.of("职责活动", "Activity"), false},
		{a.of("预算（万元）", "Budget (万元)"), true}, {a.of("等级", "Grade"), false}, {a.of("裁定", "Settled"), false}}
	if scored {
		columns = append(columns, column{a.of("均值", "Mean"), true})
	}
	a.printTable(append(columns, column{a.of("已评", "Rated"), true}, column{a.of("轮次", "Round"), true},
		column{a.of("分歧", "Dissent"), false}, column{a.of("计算过程", "Working"), false}), rows)
	for _, r := range res.Activities {
		if ruling := r.Adjudication; ruling != nil {
			a.say("部门 %s 第 %d 项由 %s 裁定为%s，理由：%s", "department %s, activity %d: settled by %s as %s, because: %s", r.Department, r.No, ruling.By, ruling.Grade, ruling.Reason)
		}
		if r.Stale > 0 {
			a.say("部门 %s 第 %d 项：其中 %d 个评分之后，评价标准有改动", "department %s, activity %d: the rubric was changed after %d of the ratings", r.Department, r.No, r.Stale)
		}
	}
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
	if sig := res.Signature; sig != nil {
		a.say("已由 %s 签署：留痕第 %d 号，摘要 %s", "signed by %s: journal revision %d, digest %s", sig.By, sig.Rev, sig.Digest)
	} else {
		a.say("尚未签署", "not signed")
	}
}

// figure prints a statistic with three decimals, or that there is none.
func (a *app) figure(f *float64) string {
	if f == nil {
		return a.of("无", "n/a")
	}
	return fmt.Sprintf("%.3f", *f)
}
