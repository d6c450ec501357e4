package main

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/store"
	"pingyi/store/exchange"
)

func (a *app) ballotCommand() *cobra.Command {
	var format, output string
	c := &cobra.Command{
		Use:   a.of("ballot [评审组]", "ballot [PANEL]"),
		Short: a.of("取评分表：存成文件，用任何编辑器填写后交回", "fetch the ballot as a file, to fill in with any editor and send back"),
		Long: a.of("取评分表：本轮每一项活动、评价标准和您现在的评分。填好之后用 submit 交回。只在一个评审组评分时可以不写评审组。",
			"Fetch your ballot: every activity of the round with its criteria and what you have said so far. Send it back with submit when it is filled in. The panel may be left out where you rate in only one."),
		Example: "  ssh r1@pingyi.example ballot p2016 > ballot.txt\n  ssh r1@pingyi.example ballot p2016 --format xlsx > ballot.xlsx",
		Args:    between(0, 1, a.of("[评审组]", "[PANEL]")),
		RunE: func(c *cobra.Command, args []string) error {
			f, err := exchange.ParseFormat(format)
			if err != nil {
				return wrongUse{err}
			}
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				panel, err := a.panelToRate(ctx, desk, args)
				if err != nil {
					return err
				}
				paper, err := desk.BallotToFill(ctx, panel)
				if err != nil {
					return err
				}
				if paper.Round.Closed {
					return pingyi.Errorf(pingyi.State, "评审组 %s 的第 %d 轮已经结束，没有评分表可取", "round %[2]d of panel %[1]s is closed: there is no ballot to fetch", panel, paper.Round.No)
				}
				b, err := exchange.WriteBallot(f, paper, a.lang)
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
	c.Flags().StringVar(&format, "format", "txt", a.of("`格式`：txt xlsx", "the `format`: txt xlsx"))
	c.Flags().StringVarP(&output, "output", "o", "", a.of("写到`文件`（默认标准输出）", "write to a `file` (default standard output)"))
	return c
}

// panelToRate returns the panel that args name, or the only one with an open
// round in which the desk's member rates.
func (a *app) panelToRate(ctx context.Context, desk *store.Desk, args []string) (string, error) {
	if len(args) > 0 && args[0] != "" {
		return args[0], nil
	}
	panels, err := desk.Panels(ctx)
	if err != nil {
		return "", err
	}
	var mine []string
	for _, p := range panels {
		if p.Round.No > 0 && !p.Round.Closed && desk.Actor().May(pingyi.Rate, &p.Panel, nil) == nil {
			mine = append(mine, p.Panel.ID)
		}
	}
	switch len(mine) {
	case 0:
		return "", pingyi.Errorf(pingyi.State, "%s 现在没有要评的：所在的评审组都没有开启的轮次", "%s has nothing to rate now: no panel they sit in has an open round", desk.Actor().Member.ID)
	case 1:
		return mine[0], nil
	}
	return "", misuse("您在几个评审组里（%s），请指明一个", "you sit in several panels (%s): name one", strings.Join(mine, a.of("、", ", ")))
}

func (a *app) submitCommand() *cobra.Command {
	var draft bool
	c := &cobra.Command{
		Use:   a.of("submit [文件]", "submit [FILE]"),
		Short: a.of("交回填好的评分表（不给文件则从标准输入读）", "send back a ballot that is filled in (from standard input without a file)"),
		Long: a.of("交回填好的评分表。全部没有问题就提交；有一处不对，就说明在文件的哪一行，其余的存成草稿，什么也不会丢。",
			"Send back a ballot that is filled in. It is submitted if all of it is right; where something is not, the line is named and the rest is kept as drafts, so that nothing is lost."),
		Example: "  ssh r1@pingyi.example submit < ballot.txt",
		Args:    between(0, 1, a.of("[文件]", "[FILE]")),
		RunE: func(c *cobra.Command, args []string) error {
			file, name := "-", a.stdin()
			if len(args) == 1 && args[0] != "-" {
				file, name = args[0], args[0]
			}
			data, err := a.fileOrPiped(c.Context(), file)
			if err != nil {
				return err
			}
			filled, wrong := exchange.ReadBallot(name, data)
			if filled.Panel == "" {
				return wrong
			}
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				return a.submit(ctx, desk, filled, wrong, draft)
			})
		},
	}
	c.Flags().BoolVar(&draft, "draft", false, a.of("只存成草稿，不提交", "keep as drafts, and do not submit"))
	return c
}

// submit takes a filled ballot and submits it if nothing is wrong with it.
func (a *app) submit(ctx context.Context, desk *store.Desk, filled pingyi.FilledBallot, wrong error, draft bool) error {
	filed, err := desk.FileBallot(ctx, filled)
	if filed == (store.FiledBallot{}) && err != nil && wrong == nil {
		return err
	}
	if err = errors.Join(wrong, err); err != nil {
		a.note("收下 %d 项（存为草稿），未变 %d 项，空着 %d 项；以下各处没有收下，请改好后再交一次：",
			"took %d as drafts, %d were so already, %d were left empty; what follows was not taken: put it right and send it again:", filed.Taken, filed.Unchanged, filed.Left)
		return err
	}
	count := map[pingyi.RatingState]int{}
	if !draft {
		if count, err = desk.Submit(ctx, filled.Panel, ""); err != nil {
			a.note("收下 %d 项，都存成了草稿，还没有提交：", "took %d, all kept as drafts, and nothing is submitted yet:", filed.Taken)
			return err
		}
	}
	if a.json {
		return a.printJSON(map[string]any{"panel": filled.Panel, "round": filled.Round, "member": filled.Member, "taken": filed.Taken,
			"unchanged": filed.Unchanged, "left": filed.Left, "submitted": count[pingyi.Submitted], "missing": count[pingyi.Missing]})
	}
	if draft {
		a.say("收下 %d 项，存为草稿", "took %d, kept as drafts", filed.Taken)
		return nil
	}
	a.say("收下 %d 项；已提交 %d，弃权 %d，回避 %d，未评 %d", "took %d; %d submitted, %d abstained, %d recused, %d missing", filed.Taken,
		count[pingyi.Submitted], count[pingyi.StateAbstained], count[pingyi.StateRecused], count[pingyi.Missing])
	return nil
}
