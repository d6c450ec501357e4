package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/store"
)

func (a *app) panelCommand() *cobra.Command {
	return a.group("panel", "管理评审组", "manage panels", a.panelCreate(), a.panelList(), a.panelChair())
}

// listedPanel is one panel in the JSON that panel list and create print: with
// every field, those at their defaults too.
type listedPanel struct {
	pingyi.Panel
	Departments []string `json:"departments"` // empty means every plan of the year
	Chair       string   `json:"chair"`
	Quorum      int      `json:"quorum"` // 0 means more than half
	Round       int      `json:"round"`  // 0 before the first
	Closed      bool     `json:"closed"`
}

func listed(p pingyi.Panel, r pingyi.Round) listedPanel {
	return listedPanel{p, append([]string{}, p.Departments...), p.Chair, p.Quorum, r.No, r.Closed}
}

func (a *app) panelCreate() *cobra.Command {
	var p pingyi.Panel
	var rule, marks string
	c := &cobra.Command{
		Use:     a.of("create 代号 [成员...]", "create ID [MEMBER...]"),
		Short:   a.of("设立评审组", "create a panel"),
		Example: "  pingyi panel create p2016 --year 2016 --department 360 --member r1,r2,r3 --chair c1 --quorum 2",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return misuse("请给出评审组代号，如 p2016", "name the panel, such as p2016")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			p.ID, p.Rule, p.Marks = args[0], pingyi.Rule(rule), pingyi.Marks(marks)
			p.Members = append(p.Members, args[1:]...)
			p, err := p.Clean()
			if err != nil {
				return wrongUse{err}
			}
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				if err := desk.CreatePanel(ctx, p); err != nil {
					return err
				}
				if p.Chair == "" {
					a.note("注意：没有组长，结果将无人裁定、签署；用 pingyi panel chair %s 成员 任命", "note: without a chair nobody can settle or sign its result: name one with pingyi panel chair %s MEMBER", p.ID)
				}
				return a.done(map[string]any{"panel": listed(p, pingyi.Round{})},
					"已设立评审组 %[1]s；开启第一轮：pingyi round open %[1]s", "created panel %[1]s; open its first round with pingyi round open %[1]s", p.ID)
			})
		},
	}
	f := c.Flags()
	f.Var(number{&p.Year}, "year", a.of("评审的`年度`", "the `year` to judge"))
	f.StringSliceVar(&p.Departments, "department", nil, a.of("评审的部门`代码`，可多次（默认当年所有部门）", "the `code` of a department to judge, repeatable (default all of the year)"))
	f.StringSliceVar(&p.Members, "member", nil, a.of("评分`成员`，可多次或用逗号隔开", "a `member` who rates, repeatable or separated by commas"))
	f.StringVar(&p.Chair, "chair", "", a.of("组长`成员`", "the `member` who chairs"))
	f.Var(number{&p.Quorum}, "quorum", a.of("法定`人数`（默认过半数）", "the quorum, a `number` of ratings (default more than half)"))
	f.StringVar(&rule, "rule", string(pingyi.MajorityJudgment), a.of("合并`规则`：majority-judgment trimmed-mean weighted-mean plurality", "the merge `rule`: majority-judgment, trimmed-mean, weighted-mean or plurality"))
	f.StringVar(&marks, "marks", string(pingyi.MarkTier), a.of("评等级或打分数：`tier|score`", "rate by `tier|score`"))
	f.BoolVar(&p.Open, "open", false, a.of("评分公开（默认封存到本轮结束）", "ratings are seen at once (default sealed until the round closes)"))
	return c
}

func (a *app) panelList() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: a.of("列出评审组", "list the panels"),
		Args:  none,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				panels, err := desk.Panels(ctx)
				if err != nil {
					return err
				}
				list := make([]listedPanel, len(panels))
				rows := make([][]string, len(panels))
				for i, p := range panels {
					list[i] = listed(p.Panel, p.Round)
					rows[i] = []string{p.Panel.ID, fmt.Sprint(p.Panel.Year), strings.Join(p.Panel.Departments, " "),
						p.Panel.Rule.In(a.lang), strings.Join(p.Panel.Members, " "), p.Panel.Chair, p.Round.In(a.lang)}
				}
				if a.json {
					return a.printJSON(map[string]any{"panels": list})
				}
				a.printTable([]column{{a.of("代号", "ID"), false}, {a.of("年度", "Year"), false}, {a.of("部门", "Departments"), false},
					{a.of("规则", "Rule"), false}, {a.of("成员", "Members"), false}, {a.of("组长", "Chair"), false}, {a.of("轮次", "Round"), false}}, rows)
				return nil
			})
		},
	}
}

func (a *app) panelChair() *cobra.Command {
	return &cobra.Command{
		Use:     a.of("chair 评审组 成员", "chair PANEL MEMBER"),
		Short:   a.of("任命或更换组长", "name the panel's chair, or another"),
		Example: "  pingyi panel chair p2016 c1",
		Args:    exact(2, a.of("评审组 成员", "PANEL MEMBER")),
		RunE: func(c *cobra.Command, args []string) error {
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				if err := desk.NameChair(ctx, args[0], args[1]); err != nil {
					return err
				}
				return a.done(map[string]any{"panel": args[0], "chair": args[1]}, "评审组 %s 的组长是 %s", "panel %s is chaired by %s", args[0], args[1])
			})
		},
	}
}
