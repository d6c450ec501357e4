package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/store"
)

func (a *app) historyCommand() *cobra.Command {
	var f store.HistoryFilter
	var no int
	c := &cobra.Command{
		Use:   "history",
		Short: a.of("查看留痕：谁、何时、改了什么", "show who changed what, and when"),
		Long: a.of("查看留痕：谁、何时、改了什么。封存的轮次进行中，它开启以后的留痕没有编号（写作 -），因为缺号会透露别人改了多少；轮次结束后就有编号。",
			"Show who changed what, and when. While a sealed round runs, what was done since it was opened has no number (it reads -), as the gaps would tell how much others have done; the numbers are there once it is closed."),
		Example: "  pingyi history --department 360 --activity 3",
		Args:    none,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				if no != 0 {
					k, id, err := activityOf(ctx, desk, f.Year, f.Department, no)
					if err != nil {
						return err
					}
					f.Year, f.Department, f.Activity = k.Year, k.Department, id
				}
				events, err := desk.History(ctx, f)
				if err != nil {
					return err
				}
				if a.json {
					return a.printJSON(map[string]any{"events": append([]pingyi.Event{}, events...)})
				}
				for _, e := range events {
					a.printEvent(e)
				}
				return nil
			})
		},
	}
	a.planFlags(c, &f.Year, &f.Department)
	c.Flags().Var(number{&no}, "activity", a.of("活动`序号`", "the `number` of an activity"))
	c.Flags().StringVar(&f.Panel, "panel", "", a.of("`评审组`", "the `panel`"))
	c.Flags().Var(number{&f.Limit}, "limit", a.of("最多`条数`（默认全部）", "at most so `many` entries (default all)"))
	return c
}

// activityOf finds the ID of an activity by its number in the only plan that the
// year and department name.
func activityOf(ctx context.Context, desk *store.Desk, year int, department string, no int) (k pingyi.PlanKey, id int, err error) {
	keys, err := keysOf(ctx, desk, year, department)
	if err != nil {
		return k, 0, err
	}
	if len(keys) > 1 {
		return k, 0, misuse("有 %d 份计划符合，请用 --year 和 --department 指明一份", "%d plans fit: name one with --year and --department", len(keys))
	}
	p, err := desk.Plan(ctx, keys[0])
	if err != nil {
		return k, 0, err
	}
	if no < 1 || no > len(p.Activities) {
		return k, 0, pingyi.Errorf(pingyi.NotFound, "没有第 %d 项活动：这份计划有 %d 项", "there is no activity %d: the plan has %d", no, len(p.Activities))
	}
	return keys[0], p.Activities[no-1].ID, nil
}

func (a *app) printEvent(e pingyi.Event) {
	name := func(id string) string {
		if id == string(pingyi.Owner) {
			return pingyi.Owner.In(a.lang)
		}
		return id
	}
	who := name(e.Member)
	if e.By != "" {
		who += fmt.Sprintf(a.of("（%s代录）", " (%s entering)"), name(e.By))
	}
	no := "-" // a sealed round keeps it back
	if e.Rev > 0 {
		no = strconv.FormatUint(e.Rev, 10)
	}
	const line = "%s  %s  %s  %s  %s"
	a.say(line, line, no, e.At.Local().Format(time.DateTime), who, e.From, pingyi.CommandTitle(e.Command, a.lang))
	for _, ch := range e.Changes {
		fmt.Fprintf(a.out, "    %s\n", oneLine(ch.Subject.In(a.lang)))
		a.printChanges("        ", ch.Fields)
	}
}
