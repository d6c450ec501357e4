package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/store"
)

// foundInPlan is one finding in the JSON that lint prints.
type foundInPlan struct {
	Year       int                `json:"year"`
	Department string             `json:"department"`
	No         int                `json:"no"` // 0 for the plan as a whole
	Kind       pingyi.FindingKind `json:"kind"`
	Field      pingyi.Field       `json:"field"`
	Tier       string             `json:"tier,omitempty"`
	Message    string             `json:"message"`
}

func (a *app) lintCommand() *cobra.Command {
	var year int
	var department string
	c := &cobra.Command{
		Use:   "lint",
		Short: a.of("检查绩效计划中可疑的地方", "find what looks wrong in plans"),
		Long: a.of("检查绩效计划：缺档次、各档标准相同或几乎相同、次序颠倒、目标与指标重复、预算为零、合计不符、汉字间有空格。\n只提示，不改动，也不算失败。",
			"Find missing tiers, tiers with the same or nearly the same text or out of order, goals that repeat the indicator,\namounts of zero, totals that do not add up, and stray spaces. Findings change nothing and are no failure."),
		Args: none,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				plans, err := wholePlans(ctx, desk, year, department)
				if err != nil {
					return err
				}
				found := []foundInPlan{}
				for i := range plans {
					found = append(found, a.lintPlan(&plans[i])...)
				}
				if a.json {
					return a.printJSON(map[string]any{"findings": found})
				}
				if len(found) == 0 {
					a.say("没有发现问题", "no findings")
					return nil
				}
				rows := make([][]string, len(found))
				for i, f := range found {
					no := a.of("全文", "plan")
					if f.No > 0 {
						no = fmt.Sprint(f.No)
					}
					rows[i] = []string{fmt.Sprint(f.Year), f.Department, no, f.Field.Title(a.lang), f.Message}
				}
				a.printTable([]column{{a.of("年度", "Year"), false}, {a.of("部门", "Department"), false}, {a.of("序号", "No."), true},
					{a.of("栏目", "Field"), false}, {a.of("问题", "Finding"), false}}, rows)
				a.note("共 %d 处", "%d findings", len(found))
				return nil
			})
		},
	}
	a.planFlags(c, &year, &department)
	return c
}

func (a *app) lintPlan(p *pingyi.Plan) []foundInPlan {
	var found []foundInPlan
	for _, f := range pingyi.Lint(p) {
		tier := ""
		if f.Tier != pingyi.NoTier {
			tier = p.Scale.Name(f.Tier)
		}
		found = append(found, foundInPlan{p.Year, p.Department.Code, f.Activity, f.Kind, f.Field, tier, f.In(a.lang)})
	}
	return found
}
