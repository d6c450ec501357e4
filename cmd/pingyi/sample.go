package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/store"
)

//go:embed sample.json
var sampleJSON []byte

func (a *app) sampleCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "sample",
		Short: a.of("在空的记录里填入示例：一个虚构的部门、评审组和评分", "fill an empty record with a made-up department, panels and ratings"),
		Args:  none,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				if err := loadSample(ctx, desk); err != nil {
					return err
				}
				return a.done(map[string]any{"panels": []string{"demo", "demo2"}},
					"示例已填好：评审组 demo 已评完（pingyi result demo），评审组 demo2 正在评（pingyi --as r1）",
					"the sample is in: panel demo has been judged (pingyi result demo), panel demo2 is being rated (pingyi --as r1)")
			})
		},
	}
}

// sampleRatings has a line for each activity of the sample and a column for each
// of r1 to r7.
var sampleRatings = [...]string{
	"优优良优良优良",
	"良良良优中良优",
	"优中良差优良优",
	"优优优优优优优",
	"良良中良中良回",
	"良优弃良良优中",
}

// loadSample fills an empty record; one that holds a plan, a member or a panel is
// refused, [pingyi.State].
func loadSample(ctx context.Context, desk *store.Desk) error {
	planned, err := desk.Plans(ctx)
	if err != nil {
		return err
	}
	members, err := desk.Members(ctx)
	if err != nil {
		return err
	}
	if len(planned)+len(members) > 0 {
		return pingyi.Errorf(pingyi.State, "记录里已有内容，示例只能填入空的记录；请用 --data 指定另一个目录", "the record is not empty, and the sample only goes into an empty one: name another directory with --data")
	}
	var plans []pingyi.Plan
	if err := json.Unmarshal(sampleJSON, &plans); err != nil {
		return err
	}
	for _, p := range plans {
		if _, err := desk.File(ctx, store.Filing{Plan: p, Has: func(pingyi.Field) bool { return true }}); err != nil {
			return err
		}
	}
	key := plans[0].Key()
	var raters []string
	for i := range 7 {
		raters = append(raters, fmt.Sprintf("r%d", i+1))
		if err := desk.AddMember(ctx, pingyi.Member{ID: raters[i], Name: raters[i], Role: pingyi.Reviewer}); err != nil {
			return err
		}
	}
	if err := desk.AddMember(ctx, pingyi.Member{ID: "c1", Name: "c1", Role: pingyi.Chair}); err != nil {
		return err
	}
	for _, id := range []string{"demo", "demo2"} {
		if err := desk.CreatePanel(ctx, pingyi.Panel{ID: id, Year: key.Year, Members: raters, Chair: "c1"}); err != nil {
			return err
		}
		if _, err := desk.OpenRound(ctx, id, false); err != nil {
			return err
		}
	}
	plan, err := desk.Plan(ctx, key)
	if err != nil {
		return err
	}
	for i, rater := range raters {
		if err := rateSample(ctx, desk, plan, rater, i); err != nil {
			return err
		}
	}
	_, err = desk.CloseRound(ctx, "demo", "")
	return err
}

// rateSample enters and submits the ballot of one rater, the column'th, in the
// panel demo.
func rateSample(ctx context.Context, desk *store.Desk, plan pingyi.Plan, rater string, column int) error {
	own, err := desk.For(ctx, rater)
	if err != nil {
		return err
	}
	var marks []store.Marked
	for i, line := range sampleRatings {
		sign := string([]rune(line)[column])
		mark := pingyi.Mark{Kind: pingyi.Graded, Tier: pingyi.NoTier}
		switch sign {
		case "回":
			mark.Kind = pingyi.Recused
		case "弃":
			mark.Kind = pingyi.Abstained
		default:
			mark.Tier, _ = plan.Scale.Parse(sign)
		}
		marks = append(marks, store.Marked{Activity: pingyi.ActivityKey{PlanKey: plan.Key(), ID: plan.Activities[i].ID}, Mark: &mark})
	}
	if err := own.Rate(ctx, "demo", marks); err != nil {
		return err
	}
	_, err = own.Submit(ctx, "demo", "")
	return err
}
