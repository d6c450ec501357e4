package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/store"
)

func (a *app) adjudicateCommand() *cobra.Command {
	var department, reason string
	c := &cobra.Command{
		Use:   a.of("adjudicate 评审组 序号=等级", "adjudicate PANEL NO=TIER"),
		Short: a.of("组长裁定没有形成一致的一项", "the chair settles an activity that was not agreed on"),
		Long: a.of("本轮结束后没有形成一致的活动（意见不一或不足法定人数），由组长裁定等级。裁定和理由印在评审组自己的等级旁边，不改动它。\n签署之前可以改：再裁定一次就换成新的；写 序号=clear（撤回）就撤回本轮对它的裁定。",
			"The chair grades an activity that the closed round has not agreed on: split, or short of the quorum. The grade and its reason are printed beside the panel's own, which stays as it is.\nBefore the result is signed it can be changed: adjudicate once more to replace it, or write NUMBER=clear to take back what this round adjudicated."),
		Example: "  ssh c1@pingyi.example adjudicate p2016 5=良 --reason 两次现场核查均达标\n  ssh c1@pingyi.example adjudicate p2016 5=clear",
		Args:    exact(2, a.of("评审组 序号=等级", "PANEL NO=TIER")),
		RunE: func(c *cobra.Command, args []string) error {
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				r, before, err := a.readRuling(ctx, desk, args[0], department, args[1])
				if err != nil {
					return err
				}
				if r.Tier == pingyi.NoTier && reason != "" {
					return misuse("撤回裁定不记理由，请去掉 --reason", "taking an adjudication back keeps no reason: leave --reason out")
				}
				r.Reason = reason
				if err := desk.Adjudicate(ctx, args[0], r.Adjudication); err != nil {
					return err
				}
				return a.ruled(r, before)
			})
		},
	}
	f := c.Flags()
	f.StringVar(&department, "department", "", a.of("部门`代码`（评审组只评一个部门时可省）", "the department's `code` (may be left out where the panel judges only one)"))
	f.StringVar(&reason, "reason", "", a.of("裁定的`理由`", "the `reason`"))
	return c
}

// ruled says what was adjudicated or taken back, and what stood there before.
func (a *app) ruled(r ruling, before pingyi.ActivityResult) error {
	zh, en, args := "已裁定第 %d 项“%s”：%s", "adjudicated activity %d, %q: %s", []any{before.No, before.Name, r.grade}
	if r.Tier == pingyi.NoTier {
		zh, en, args = "已撤回第 %d 项的裁定", "the adjudication of activity %d is taken back", []any{before.No}
	}
	if was := before.Adjudication; was != nil {
		zh, en = zh+"；原裁定 %s，理由：%s", en+"; it was %s, because: %s"
		args = append(args, was.Grade, was.Reason)
	}
	return a.done(map[string]any{"panel": r.Panel, "activity": r.Activity, "replaced": before.Adjudication}, zh, en, args...)
}

// ruling is an adjudication with the grade's name.
type ruling struct {
	pingyi.Adjudication
	grade string
}

// readRuling reads "5=良", or "5=clear", for an activity of the panel's newest result,
// and returns how that stood.
func (a *app) readRuling(ctx context.Context, desk *store.Desk, panel, department, arg string) (r ruling, before pingyi.ActivityResult, err error) {
	res, err := desk.Result(ctx, panel, 0, a.lang)
	if err != nil {
		return r, before, err
	}
	if department == "" {
		if len(res.Departments) != 1 {
			return r, before, misuse("评审组 %s 评多个部门，请用 --department 指明一个", "panel %s judges several departments: name one with --department", panel)
		}
		department = res.Departments[0].Code
	}
	number, tier, found := strings.Cut(strings.Replace(arg, "＝", "=", 1), "=")
	no, convErr := strconv.Atoi(strings.TrimSpace(pingyi.HalfWidth(number)))
	if !found || convErr != nil {
		return r, before, misuse("看不懂“%s”，请写成 序号=等级，如 5=良", "cannot read %q: write NUMBER=TIER, such as 5=良", arg)
	}
	for _, ar := range res.Activities {
		if ar.Department == department && ar.No == no {
			plan, err := desk.Plan(ctx, ar.Key.PlanKey)
			if err != nil {
				return r, before, err
			}
			r.Adjudication = pingyi.Adjudication{Panel: panel, Activity: ar.Key, Tier: pingyi.NoTier}
			if !pingyi.TakesBack(tier) {
				r.Tier, err = pingyi.ParseTier(tier, plan.Scale)
				r.grade = plan.Scale.Name(r.Tier)
			}
			return r, ar, err
		}
	}
	return r, before, pingyi.Errorf(pingyi.NotFound, "评审组 %s 的结果里没有部门 %s 的第 %d 项", "the result of panel %s has no activity %[3]d of department %[2]s", panel, department, no)
}

func (a *app) signCommand() *cobra.Command {
	var unsettled bool
	c := &cobra.Command{
		Use:   a.of("sign 评审组", "sign PANEL"),
		Short: a.of("组长签署结果，此后不再改动", "the chair signs the result, after which nothing in it changes"),
		Args:  exact(1, a.of("评审组", "PANEL")),
		RunE: func(c *cobra.Command, args []string) error {
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				if err := a.settled(ctx, desk, args[0], unsettled); err != nil {
					return err
				}
				s, err := desk.Sign(ctx, args[0])
				if err != nil {
					return err
				}
				return a.done(map[string]any{"panel": args[0], "signature": s}, "已签署评审组 %s 的结果；留痕第 %d 号，摘要 %s", "signed the result of panel %s; journal revision %d, digest %s", args[0], s.Rev, s.Digest)
			})
		},
	}
	c.Flags().BoolVar(&unsettled, "unsettled", false, a.of("还有没形成一致、也没裁定的活动，照样签署", "sign although activities are neither agreed on nor adjudicated"))
	return c
}

// settled refuses to sign in passing what nobody has settled: afterwards nobody can.
// Who may not sign, or not yet, is told so by the signing itself.
func (a *app) settled(ctx context.Context, desk *store.Desk, panel string, unsettled bool) error {
	if unsettled {
		return nil
	}
	panels, err := desk.Panels(ctx)
	i := slices.IndexFunc(panels, func(s store.PanelSummary) bool { return s.Panel.ID == panel })
	if err != nil || i < 0 || !panels[i].Round.Closed || desk.Actor().May(pingyi.SignResult, &panels[i].Panel, &panels[i].Round) != nil {
		return err
	}
	res, err := desk.Result(ctx, panel, 0, a.lang)
	if err != nil || res.Signature != nil {
		return err
	}
	open := res.Unsettled()
	if len(open) == 0 {
		return nil
	}
	names := make([]string, len(open))
	for i, ar := range open {
		names[i] = fmt.Sprintf("%d. %s", ar.No, ar.Name)
	}
	return pingyi.Errorf(pingyi.State, "还有 %d 项没有形成一致，也没有裁定：%s。签署之后不能再裁定；先用 adjudicate 裁定，或加 --unsettled 照样签署",
		"%d activities are neither agreed on nor adjudicated: %s. Nobody can adjudicate once it is signed: use adjudicate first, or --unsettled to sign all the same", len(open), strings.Join(names, a.of("、", ", ")))
}
