package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/parts/cells"
)

func (a *app) planCommand() *cobra.Command {
	return a.group("plan", "查看或删除绩效计划", "list, show or delete plans", a.planList(), a.planShow(), a.planDelete())
}

// listedPlan is one plan in the JSON that plan list prints.
type listedPlan struct {
	Year       int               `json:"year"`
	Department pingyi.Department `json:"department"`
	Activities int               `json:"activities"`
	Complete   int               `json:"complete"` // activities with a criterion for every tier
	Budget     pingyi.Amount     `json:"budget"`

	Verification pingyi.VerificationStage `json:"verification,omitempty"`
	Sealed       bool                     `json:"sealed,omitempty"` // the figures are not told: the member keys the plan again
}

func (a *app) planList() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: a.of("列出绩效计划", "list the plans"),
		Args:  none,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				plans, err := desk.Plans(ctx)
				if err != nil {
					return err
				}
				list := make([]listedPlan, len(plans))
				rows := make([][]string, len(plans))
				for i, p := range plans {
					list[i] = listedPlan{p.Key.Year, p.Department, p.Activities, p.Complete, p.Budget, p.Stage, p.Sealed}
					figures := []string{fmt.Sprint(p.Activities), fmt.Sprintf("%d/%d", p.Complete, p.Activities), p.Budget.Grouped()}
					if p.Sealed {
						figures = []string{"-", "-", "-"}
					}
					rows[i] = append([]string{fmt.Sprint(p.Key.Year), p.Department.Code, p.Department.Name}, figures...)
				}
				if a.json {
					return a.printJSON(map[string]any{"plans": list})
				}
				a.printTable([]column{{a.of("年度", "Year"), false}, {a.of("代码", "Code"), false}, {a.of("部门", "Department"), false},
					{a.of("活动", "Activities"), true}, {a.of("标准齐全", "Complete"), true}, {a.of("预算（万元）", "Budget (万元)"), true}}, rows)
				return nil
			})
		},
	}
}

func (a *app) planShow() *cobra.Command {
	var year int
	var department string
	c := &cobra.Command{
		Use:   "show",
		Short: a.of("显示绩效计划的全部内容", "show plans in full"),
		Args:  none,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				plans, err := wholePlans(ctx, desk, year, department)
				if err != nil {
					return err
				}
				if a.json {
					return a.printJSON(plans)
				}
				for i := range plans {
					a.printPlan(&plans[i])
				}
				return nil
			})
		},
	}
	a.planFlags(c, &year, &department)
	return c
}

func (a *app) printPlan(p *pingyi.Plan) {
	a.say("%d 年度 %s %s（%d 项，预算 %s 万元）", "%d %s %s (%d activities, %s 万元)", p.Year, p.Department.Code, p.Department.Name, len(p.Activities), p.Budget().Grouped())
	a.printField(pingyi.FieldOverallGoal.Title(a.lang), p.OverallGoal)
	for i, g := range p.DutyGoals {
		a.printField(fmt.Sprintf("%s %d", pingyi.FieldDutyGoals.Title(a.lang), i+1), g)
	}
	for i, act := range p.Activities {
		a.say("\n%d  %s  %s", "\n%d  %s  %s", i+1, act.Name, act.Budget.Grouped())
		a.printField(pingyi.FieldContent.Title(a.lang), act.Content)
		a.printField(pingyi.FieldGoal.Title(a.lang), act.Goal)
		a.printField(pingyi.FieldIndicator.Title(a.lang), act.Indicator)
		for _, t := range p.Scale.Best() {
			a.printField(p.Scale.Name(t), act.Rubric[t])
		}
	}
}

func (a *app) printField(title, text string) {
	if text != "" {
		fmt.Fprintf(a.out, "   %s%s%s\n", oneLine(title), a.of("：", ": "), cells.Visible(text))
	}
}

func (a *app) planDelete() *cobra.Command {
	var year int
	var department string
	c := &cobra.Command{
		Use:   "delete",
		Short: a.of("删除一份绩效计划（留痕中仍有全文）", "delete a plan (the history keeps it in full)"),
		Args:  none,
		RunE: func(c *cobra.Command, _ []string) error {
			if year == 0 || department == "" {
				return misuse("删除计划要指明 --year 和 --department", "deleting a plan needs --year and --department")
			}
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				if err := desk.DeletePlan(ctx, pingyi.PlanKey{Year: year, Department: department}); err != nil {
					return err
				}
				return a.done(map[string]any{"plan": map[string]any{"year": year, "department": department}},
					"已删除 %d 年度部门 %s 的绩效计划", "deleted the plan of department %[2]s for %[1]d", year, department)
			})
		},
	}
	a.planFlags(c, &year, &department)
	return c
}
