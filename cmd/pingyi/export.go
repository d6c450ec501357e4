package main

import (
	"bytes"
	"context"

	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/store"
	"pingyi/store/exchange"
)

func (a *app) exportCommand() *cobra.Command {
	var year int
	var department, format, output string
	c := &cobra.Command{
		Use:     "export",
		Short:   a.of("导出绩效计划", "export plans"),
		Example: "  pingyi export --year 2016 --format xlsx -o 2016.xlsx\n  pingyi export --year 2016 --department 360 --format json",
		Args:    none,
		RunE: func(c *cobra.Command, _ []string) error {
			f, err := exchange.ParseFormat(format)
			if err != nil {
				return wrongUse{err}
			}
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				plans, err := wholePlans(ctx, desk, year, department)
				if err != nil {
					return err
				}
				var b bytes.Buffer
				if err := exchange.Write(&b, f, plans); err != nil {
					return err
				}
				if output == "" {
					_, err = a.out.Write(b.Bytes())
					return err
				}
				return a.writeNew(output, b.Bytes())
			})
		},
	}
	a.planFlags(c, &year, &department)
	c.Flags().StringVar(&format, "format", "json", a.of("`格式`：json csv tsv xlsx docx txt", "the `format`: json csv tsv xlsx docx txt"))
	c.Flags().StringVarP(&output, "output", "o", "", a.of("写到`文件`（默认标准输出）", "write to a `file` (default standard output)"))
	return c
}

// planFlags are the flags by which a command says which plans it is about.
func (a *app) planFlags(c *cobra.Command, year *int, department *string) {
	c.Flags().Var(number{year}, "year", a.of("`年度`（默认所有年度）", "the `year` (default every one)"))
	c.Flags().StringVar(department, "department", "", a.of("部门`代码`（默认所有部门）", "the department's `code` (default every one)"))
}

// keysOf returns the plans of a year and department, 0 and "" for all; there is
// at least one.
func keysOf(ctx context.Context, desk *store.Desk, year int, department string) ([]pingyi.PlanKey, error) {
	list, err := desk.Plans(ctx)
	if err != nil {
		return nil, err
	}
	var keys []pingyi.PlanKey
	for _, p := range list {
		if (year == 0 || p.Key.Year == year) && (department == "" || p.Key.Department == department) {
			keys = append(keys, p.Key)
		}
	}
	if len(keys) == 0 {
		return nil, pingyi.Errorf(pingyi.NotFound, "没有符合的绩效计划；用 pingyi plan list 查看现有的", "there is no such plan; see pingyi plan list")
	}
	return keys, nil
}

func wholePlans(ctx context.Context, desk *store.Desk, year int, department string) ([]pingyi.Plan, error) {
	keys, err := keysOf(ctx, desk, year, department)
	if err != nil {
		return nil, err
	}
	plans := make([]pingyi.Plan, 0, len(keys))
	for _, k := range keys {
		p, err := desk.Plan(ctx, k)
		if err != nil {
			return nil, err
		}
		plans = append(plans, p)
	}
	return plans, nil
}
