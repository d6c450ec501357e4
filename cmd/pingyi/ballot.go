package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
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
				b, err := exchange.WriteBallot(f, paper, a.lang, a.sendingBack(paper.Ballot.Member, cmp.Or(output, "ballot."+string(f))))
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

// sendingBack is the command line by which a member's ballot file comes back.
func (a *app) sendingBack(member, file string) string {
	if a.owner() {
		return fmt.Sprintf("pingyi --as %s submit %s", member, file)
	}
	return fmt.Sprintf("%s submit < %s", sshLine(a.reach(), member), file)
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
			data, err := a.fileOrPiped(c.Context(), file, exchange.MaxFile, whoMay(pingyi.Rate))
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
		return byLine(err)
	}
	if err = byLine(errors.Join(wrong, err)); err != nil {
		a.note("%s，没有提交。以下各处没有收下，请改好后再交一次：", "%s; nothing is submitted. What follows was not taken: put it right and send it again:", a.taken(filed))
		return err
	}
	if draft {
		if a.json {
			return a.printFiled(filled, filed, nil)
		}
		a.say("%s，没有提交", "%s; nothing is submitted", a.taken(filed))
		return nil
	}
	count, err := desk.Submit(ctx, filled.Panel, "")
	if pingyi.CodeOf(err) == pingyi.State {
		if again := unfinished(ctx, desk, filled); again != nil {
			a.note("%s，还没有提交，因为下面这些要再看一遍。请用 ballot 重新取一份评分表，改好再交：",
				"%s; nothing is submitted yet, as what follows wants another look. Fetch a new ballot, put it right there and send that:", a.taken(filed))
			return again
		}
	}
	if err != nil {
		a.note("%s，还没有提交：", "%s; nothing is submitted yet:", a.taken(filed))
		return err
	}
	if a.json {
		return a.printFiled(filled, filed, count)
	}
	paper, err := desk.Paper(ctx, filled.Panel)
	if err != nil {
		return err
	}
	if filed.Taken == 0 {
		a.say("评分表没有新的改动；%s", "the ballot changes nothing; %s", a.standing(count, paper))
		return nil
	}
	a.say("收下 %[1]d 项，已经提交；%[3]s", "took %[2]s and submitted; %[3]s", filed.Taken, ratings(filed.Taken), a.standing(count, paper))
	return nil
}

// unfinished names every activity that keeps a ballot from being submitted, with
// its line in the file that came back where it has one; nil where none does.
func unfinished(ctx context.Context, desk *store.Desk, filled pingyi.FilledBallot) error {
	paper, err := desk.Paper(ctx, filled.Panel)
	if err != nil {
		return nil // what refused the submission is told instead
	}
	lines := map[pingyi.ActivityKey]int{}
	for _, answer := range filled.Answers {
		lines[answer.Activity] = answer.Line
	}
	var all []error
	for _, plan := range paper.Plans {
		for _, u := range paper.Ballot.Unfinished(plan, paper.Round) {
			err := u.Err()
			if line := lines[u.Activity]; line > 0 {
				err = err.At(pingyi.Place{File: filled.File, Row: line})
			}
			all = append(all, err)
		}
	}
	all = apart(byLine(errors.Join(all...)))
	if more := len(all) - pingyi.UnfinishedNamed; more > 0 {
		all = append(all[:pingyi.UnfinishedNamed], pingyi.Errorf(pingyi.State, "还有 %d 项也要再看一遍，新的评分表里都有注明", "%d more want another look: the new ballot notes each", more))
	}
	return errors.Join(all...)
}

// taken says what became of a ballot's answers.
func (a *app) taken(f store.FiledBallot) string {
	text := a.of("没有收下新的评分", "no new rating was taken")
	if f.Taken > 0 {
		text = fmt.Sprintf(a.of("收下 %[1]d 项（存为草稿）", "took %[2]s, kept as drafts"), f.Taken, ratings(f.Taken))
	}
	if f.Unchanged > 0 {
		text += fmt.Sprintf(a.of("，与已有的相同 %d 项", ", %d as before"), f.Unchanged)
	}
	if f.Left > 0 {
		text += fmt.Sprintf(a.of("，空着 %d 项", ", %d left empty"), f.Left)
	}
	return text
}

func ratings(n int) string {
	if n == 1 {
		return "1 rating"
	}
	return fmt.Sprintf("%d ratings", n)
}

// standing says what a member has submitted and, by its number, what is missing.
func (a *app) standing(count map[pingyi.RatingState]int, p pingyi.Paper) string {
	text := fmt.Sprintf(a.of("现在已提交 %d 项", "now %d submitted"), count[pingyi.Submitted])
	if n := count[pingyi.StateAbstained]; n > 0 {
		text += fmt.Sprintf(a.of("，弃权 %d 项", ", %d abstained"), n)
	}
	if n := count[pingyi.StateRecused]; n > 0 {
		text += fmt.Sprintf(a.of("，回避 %d 项", ", %d recused"), n)
	}
	missing, n := "", 0
	for i := range p.Plans {
		var nos []string
		for j, act := range p.Plans[i].Activities {
			k := pingyi.ActivityKey{PlanKey: p.Plans[i].Key(), ID: act.ID}
			if _, rated := p.Ballot.Of(k); !rated && p.Round.Asks(k) {
				nos = append(nos, strconv.Itoa(j+1))
			}
		}
		if n += len(nos); len(nos) == 0 {
			continue
		}
		if missing != "" {
			missing += a.of("；", "; ")
		}
		if len(p.Plans) > 1 {
			missing += fmt.Sprintf(a.of("部门 %s ", "department %s "), p.Plans[i].Department.Code)
		}
		missing += fmt.Sprintf(a.of("第 %s 项", "no. %s"), strings.Join(nos, a.of("、", ", ")))
	}
	if n > 0 {
		text += fmt.Sprintf(a.of("；未评 %d 项：%s", "; %d missing: %s"), n, missing)
	}
	return text
}

func (a *app) printFiled(filled pingyi.FilledBallot, filed store.FiledBallot, count map[pingyi.RatingState]int) error {
	return a.printJSON(map[string]any{"panel": filled.Panel, "round": filled.Round, "member": filled.Member, "taken": filed.Taken,
		"unchanged": filed.Unchanged, "left": filed.Left, "submitted": count[pingyi.Submitted], "missing": count[pingyi.Missing]})
}

// byLine sorts the errors joined into err by the line of the file that they are
// about. What is about no line comes last.
func byLine(err error) error {
	if err == nil {
		return nil
	}
	line := func(err error) int {
		if e, ok := errors.AsType[*pingyi.Error](err); ok && e.Place.Row > 0 {
			return e.Place.Row
		}
		return math.MaxInt
	}
	all := apart(err)
	slices.SortStableFunc(all, func(x, y error) int { return cmp.Compare(line(x), line(y)) })
	return errors.Join(all...)
}
