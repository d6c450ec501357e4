package main

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/store"
)

func (a *app) rateCommand() *cobra.Command {
	var panel, department string
	var submit bool
	var reason string
	c := &cobra.Command{
		Use:   a.of("rate [序号=等级[:评语]]...", "rate [NO=MARK[:COMMENT]]..."),
		Short: a.of("评分：序号=等级，可带评语", "rate: number=tier, with a comment if you like"),
		Long: a.of("给活动评分。每个参数是“序号=等级”或“序号=等级:评语”；等级之外还可写 abstain（弃权）、recuse（回避）、clear（撤回）。\n等级也可以写数字，与屏幕上一样：1 是最好的一档，如 4=2 就是第 4 项评第二档。\n打分数的评审组写分数，如 1=89.5。评分在 --submit 之前是草稿。",
			"Rate activities. Each argument is NUMBER=TIER or NUMBER=TIER:COMMENT; instead of a tier also abstain, recuse or clear.\nA tier may be a digit as on screen: 1 is the best, so 4=2 gives activity 4 the second best.\nA panel that gives scores takes scores: 1=89.5. Ratings are drafts until --submit."),
		Example: "  pingyi rate --panel p2016 --department 360 --as r1 1=优 2=良 3=中:进度偏慢 4=recuse 5=abstain --submit",
		RunE: func(c *cobra.Command, args []string) error {
			if a.as == "" && a.owner() {
				return misuse("请用 --as 指明是谁的评分", "say whose ratings these are with --as")
			}
			if len(args) == 0 && !submit {
				return misuse("请给出评分，如 1=优；或用 --submit 提交已有的评分", "give ratings, such as 1=优, or --submit those given before")
			}
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				panel, err := a.panelToRate(ctx, desk, []string{panel})
				if err != nil {
					return err
				}
				return a.rate(ctx, desk, panel, department, args, submit, reason)
			})
		},
	}
	f := c.Flags()
	f.StringVar(&panel, "panel", "", a.of("`评审组`（只在一个评审组评分时可省）", "the `panel` (may be left out where the member rates in only one)"))
	f.StringVar(&reason, "reason", "", a.of("后面的轮次里改评的`理由`", "in a later round, the `reason` for rating differently"))
	f.StringVar(&department, "department", "", a.of("部门`代码`（评审组只评一个部门时可省）", "the department's `code` (may be left out where the panel judges only one)"))
	f.BoolVar(&submit, "submit", false, a.of("提交", "submit"))
	return c
}

func (a *app) rate(ctx context.Context, desk *store.Desk, panel, department string, args []string, submit bool, reason string) error {
	paper, err := desk.Paper(ctx, panel)
	if err != nil {
		return err
	}
	if len(args) > 0 {
		plan, err := planOf(paper, department)
		if err != nil {
			return err
		}
		var marks []store.Marked
		given := map[pingyi.ActivityKey]string{}
		for _, arg := range args {
			m, err := parseMarked(arg, paper.Panel.Marks, plan)
			if err != nil {
				return err
			}
			if first, twice := given[m.Activity]; twice {
				return misuse("“%s”和“%s”是同一项活动，请只给一个评分", "%q and %q are the same activity: give it one rating", first, arg)
			}
			if m.Mark != nil {
				m.Mark.Reason = reason
			}
			given[m.Activity] = arg
			marks = append(marks, m)
		}
		if err := desk.Rate(ctx, panel, marks); err != nil {
			return err
		}
	}
	var count map[pingyi.RatingState]int
	if submit {
		if count, err = desk.Submit(ctx, panel, department); err != nil {
			return err
		}
	} else {
		if paper, err = desk.Paper(ctx, panel); err != nil {
			return err
		}
		count = map[pingyi.RatingState]int{}
		for _, p := range paper.Plans {
			if department == "" || p.Department.Code == department {
				for state, n := range paper.Ballot.Count(p, paper.Round) {
					count[state] += n
				}
			}
		}
	}
	if a.json {
		return a.printJSON(map[string]any{"panel": panel, "round": paper.Round.No, "member": desk.Actor().Member.ID,
			"submitted": count[pingyi.Submitted], "draft": count[pingyi.Draft], "abstained": count[pingyi.StateAbstained],
			"recused": count[pingyi.StateRecused], "missing": count[pingyi.Missing]})
	}
	a.say("%s：已提交 %d，草稿 %d，弃权 %d，回避 %d，未评 %d", "%s: %d submitted, %d drafts, %d abstained, %d recused, %d missing",
		desk.Actor().Member.ID, count[pingyi.Submitted], count[pingyi.Draft], count[pingyi.StateAbstained], count[pingyi.StateRecused], count[pingyi.Missing])
	return nil
}

// planOf returns the plan of the department, or the only one.
func planOf(paper pingyi.Paper, department string) (*pingyi.Plan, error) {
	if department == "" && len(paper.Plans) == 1 {
		return &paper.Plans[0], nil
	}
	if department == "" {
		return nil, misuse("评审组 %s 评多个部门，请用 --department 指明一个", "panel %s judges several departments: name one with --department", paper.Panel.ID)
	}
	for i := range paper.Plans {
		if paper.Plans[i].Department.Code == department {
			return &paper.Plans[i], nil
		}
	}
	return nil, pingyi.Errorf(pingyi.NotFound, "评审组 %s 不评部门 %s", "panel %s does not judge department %s", paper.Panel.ID, department)
}

// parseMarked reads "3=中:comment" for an activity of the plan. Full-width digits
// and signs are understood.
func parseMarked(arg string, marks pingyi.Marks, plan *pingyi.Plan) (store.Marked, error) {
	at := strings.IndexAny(arg, "=＝")
	if at < 0 {
		return store.Marked{}, misuse("看不懂“%s”，请写成 序号=等级，如 1=优", "cannot read %q: write NUMBER=TIER, such as 1=优", arg)
	}
	number, mark := arg[:at], strings.TrimPrefix(strings.TrimPrefix(arg[at:], "="), "＝")
	no, err := strconv.Atoi(strings.TrimSpace(pingyi.HalfWidth(number)))
	if err != nil || no < 1 || no > len(plan.Activities) {
		return store.Marked{}, pingyi.Errorf(pingyi.NotFound, "“%s”中的序号不对：部门 %s 有 1 至 %d 项活动", "the number in %q is wrong: department %s has activities 1 to %d", arg, plan.Department.Code, len(plan.Activities))
	}
	m := store.Marked{Activity: pingyi.ActivityKey{PlanKey: plan.Key(), ID: plan.Activities[no-1].ID}}
	if pingyi.TakesBack(mark) {
		return m, nil
	}
	parsed, err := pingyi.ParseMark(mark, marks, plan.Scale)
	if err != nil {
		return m, err.(*pingyi.Error).At(pingyi.Place{Activity: no})
	}
	m.Mark = &parsed
	return m, nil
}
