package linear

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/parts/cells"
)

// choice is one thing that the person can do here.
type choice struct {
	label string
	do    func() error
}

// talk is the whole dialogue. A reviewer with one open round comes straight to it.
func (d *dialogue) talk() error {
	m := d.Desk.Actor().Member
	d.say(fmt.Sprintf(d.of("评议，逐行对话。您是 %s（%s）。? 看帮助，q 退出。", "pingyi, line by line. You are %s (%s). ? for help, q to quit."), m.ID, m.Role.In(d.Lang)))
	for {
		rounds, choices, err := d.offers()
		if err != nil {
			return d.failed(err)
		}
		switch {
		case len(choices) == 0:
			d.say(d.of("现在没有您可以在这里做的事，请过后再来。", "There is nothing for you to do here now: please come back later."))
			return io.EOF
		case m.Role == pingyi.Reviewer && rounds == 1:
			err := choices[0].do()
			if err == nil { // the round is over
				continue
			}
			return d.farewell(err)
		}
		if err := d.menu(choices); err != nil {
			return d.farewell(err)
		}
	}
}

// failed says why the dialogue cannot go on, and ends it.
func (d *dialogue) failed(err error) error {
	if err := d.explain(err); err != nil {
		return err
	}
	return io.EOF
}

// farewell makes of whatever ended the dialogue what it returns.
func (d *dialogue) farewell(err error) error {
	if !errors.Is(err, errBack) && !errors.Is(err, io.EOF) {
		return err
	}
	d.say(d.of("再见。", "Goodbye."))
	return io.EOF
}

// menu asks for one of the choices and does it.
func (d *dialogue) menu(choices []choice) error {
	d.line("")
	for i, c := range choices {
		d.say(fmt.Sprintf("%d. %s", i+1, c.label))
	}
	for {
		question := fmt.Sprintf(d.of("请选 1–%d，q 退出：", "Choose 1-%d, q to quit: "), len(choices))
		if len(choices) == 1 {
			question = d.of("请选 1，q 退出：", "Choose 1, q to quit: ")
		}
		answer, err := d.ask(question)
		if err != nil {
			return err
		}
		word := plain(answer)
		n, err := strconv.Atoi(word)
		switch {
		case err == nil && n >= 1 && n <= len(choices):
			err := choices[n-1].do()
			if errors.Is(err, errBack) {
				return nil
			}
			return err
		case commandOf(word) == quit:
			return errBack
		case word == "":
			return nil
		}
		d.say(d.of("请输入上面的一个号码，然后按回车；q 退出。", "Type one of the numbers above and press Enter; q to quit."))
	}
}

// offers returns what the person can do here now: first the rounds to rate in.
func (d *dialogue) offers() (rounds int, choices []choice, err error) {
	list, err := d.Desk.Panels(d.ctx)
	if err != nil {
		return 0, nil, err
	}
	actor := d.Desk.Actor()
	for _, p := range list {
		id := p.Panel.ID
		if actor.May(pingyi.Rate, &p.Panel, nil) != nil {
			continue
		}
		if p.Round.No == 0 || p.Round.Closed {
			d.say(fmt.Sprintf(d.of("评审组 %s：%s，现在不能评分。", "Panel %s: %s, no rating now."), id, p.Round.In(d.Lang)))
			continue
		}
		choices = append(choices, choice{fmt.Sprintf(d.of("评分：评审组 %s，第 %d 轮", "Rate: panel %s, round %d"), id, p.Round.No),
			func() error { return d.rate(id) }})
	}
	rounds = len(choices)
	for _, p := range list {
		if p.Round.No > 0 && !p.Round.Closed && actor.May(pingyi.ReadTurnout, &p.Panel, &p.Round) == nil {
			choices = append(choices, choice{fmt.Sprintf(d.of("谁已提交：评审组 %s，第 %d 轮", "Who has submitted: panel %s, round %d"), p.Panel.ID, p.Round.No),
				func() error { return d.turnout(p) }})
		}
		if p.Round.Closed && actor.May(pingyi.ReadResults, &p.Panel, &p.Round) == nil {
			choices = append(choices, choice{fmt.Sprintf(d.of("结果：评审组 %s，第 %d 轮", "Result: panel %s, round %d"), p.Panel.ID, p.Round.No),
				func() error { return d.result(p) }})
		}
	}
	if commands := d.commands(actor, list); len(commands) > 0 {
		choices = append(choices, choice{d.of("要用命令做的事", "What is done by commands"), func() error {
			for _, c := range commands {
				d.say(c.what + d.of("：", ":"))
				d.line("  " + cells.Visible(d.Command+" "+c.line)) // whole, for copying
			}
			return nil
		}})
	}
	return rounds, choices, nil
}

// commandLine is a command, and what it is for.
type commandLine struct{ what, line string }

// commands names the command lines for what the person may do and this dialogue
// does not.
func (d *dialogue) commands(actor pingyi.Actor, list []store.PanelSummary) (commands []commandLine) {
	add := func(what, line string) { commands = append(commands, commandLine{what, line}) }
	for _, p := range list {
		switch {
		case actor.May(pingyi.RunRounds, &p.Panel, &p.Round) != nil || p.Round.Signature != nil:
		case p.Round.No == 0:
			add(fmt.Sprintf(d.of("开启评审组 %s 的第 1 轮", "Open round 1 of panel %s"), p.Panel.ID), "round open "+p.Panel.ID)
		case p.Round.Closed:
			add(fmt.Sprintf(d.of("评审组 %s 再评一轮", "Another round of panel %s"), p.Panel.ID), "round open "+p.Panel.ID)
			add(fmt.Sprintf(d.of("评审组 %s 只把意见不一的再评一轮", "Another round of panel %s, on what stays split"), p.Panel.ID), "round open "+p.Panel.ID+" --split")
		default:
			add(fmt.Sprintf(d.of("结束评审组 %s 的第 %d 轮", "Close round %[2]d of panel %[1]s"), p.Panel.ID, p.Round.No), "round close "+p.Panel.ID)
		}
	}
	if actor.May(pingyi.EditPlans, nil, nil) == nil {
		add(d.of("导入绩效计划", "Import plans"), "import --help")
	}
	if actor.May(pingyi.VerifyRecord, nil, nil) == nil {
		add(d.of("查看留痕", "Read the history"), "history")
	}
	return commands
}

// turnout says who has submitted how much.
func (d *dialogue) turnout(p store.PanelSummary) error {
	list, err := d.Desk.Turnout(d.ctx, p.Panel.ID)
	if err != nil {
		return d.explain(err)
	}
	for _, t := range list {
		who := t.Member.ID
		if t.Member.Name != who {
			who += " " + t.Member.Name
		}
		d.say(fmt.Sprintf(d.of("%s：已提交 %d 项，共 %d 项", "%s: %d of %d submitted"), who, t.Done, t.Of))
	}
	return nil
}

// result says what the panel made of each activity.
func (d *dialogue) result(p store.PanelSummary) error {
	res, err := d.Desk.Result(d.ctx, p.Panel.ID, p.Round.No, d.Lang)
	if err != nil {
		return d.explain(err)
	}
	d.say(fmt.Sprintf(d.of("评审组 %s，%s", "Panel %s, %s"), p.Panel.ID, p.Round.In(d.Lang)))
	for _, ar := range res.Activities {
		no := fmt.Sprintf("%d. ", ar.No)
		if len(res.Departments) > 1 {
			no = fmt.Sprintf(d.of("部门 %s 第 %d 项 ", "Department %s, %d. "), ar.Department, ar.No)
		}
		d.say(no + ar.Name + d.of("：", ": ") + d.grade(ar))
	}
	for _, dep := range res.Departments {
		grade := d.of("没有等级", "no grade")
		if dep.Grade != nil {
			grade = *dep.Grade
		}
		d.say(fmt.Sprintf(d.of("部门 %s %s：%s", "Department %s %s: %s"), dep.Code, dep.Name, grade))
	}
	if s := res.Signature; s != nil {
		d.say(fmt.Sprintf(d.of("已由 %s 签署。", "Signed by %s."), s.By))
	}
	return nil
}

// grade says what a panel made of an activity: its grade and tally, and the
// chair's where there is one.
func (d *dialogue) grade(ar pingyi.ActivityResult) string {
	grade := d.of("不足法定人数，没有等级", "no quorum, no grade")
	if ar.Grade != nil {
		grade = *ar.Grade + ar.Mark
		if !d.Measure.ASCII {
			grade = *ar.Grade + strings.Replace(ar.Mark, "-", "−", 1)
		}
	}
	parts := []string{grade}
	var tally []string
	for i := len(ar.Tally) - 1; i >= 0; i-- {
		tally = append(tally, ar.Tally[i].Name+ar.Tally[i].Value)
	}
	parts = append(parts, strings.Join(tally, " "))
	if ar.Abstained > 0 {
		parts = append(parts, fmt.Sprintf(d.of("弃权%d", "abstained %d"), ar.Abstained))
	}
	if ar.Recused > 0 {
		parts = append(parts, fmt.Sprintf(d.of("回避%d", "recused %d"), ar.Recused))
	}
	if ar.Dissent {
		parts = append(parts, d.of("意见不一", "split"))
	}
	if a := ar.Adjudication; a != nil {
		parts = append(parts, fmt.Sprintf(d.of("组长裁定 %s（%s）", "adjudicated %s (%s)"), a.Grade, a.Reason))
	}
	return strings.Join(parts, d.of("，", ", "))
}
