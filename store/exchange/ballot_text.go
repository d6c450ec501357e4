package exchange

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/width"

	"pingyi"
)

// textWriter gathers the lines of a text that is opened in Notepad.
type textWriter struct{ strings.Builder }

func (w *textWriter) line(format string, args ...any) {
	fmt.Fprintf(w, format, args...)
	w.WriteByte('\n')
}

// notepad returns the text as every Notepad shows it right.
func (w *textWriter) notepad() []byte {
	return []byte("\ufeff" + strings.ReplaceAll(w.String(), "\n", "\r\n"))
}

// textColumns is how wide the printed lines are: as wide as a terminal, and an
// editor that does not wrap shows all of them.
const textColumns = 76

// printed writes a text to be read, no answer: every line of it behind a bar.
func (w *textWriter) printed(indent int, text string) {
	for i, line := range linesOf(text) {
		for j, part := range wrapped(line, textColumns-2-indent-2) {
			if i+j > 0 {
				part = "  " + part
			}
			w.WriteString(strings.TrimRight("| "+strings.Repeat(" ", indent)+part, " ") + "\n")
		}
	}
}

// wrapped cuts a line into parts of at most so many columns, at a blank where one
// is near. No part begins with a stop: one hangs over the edge.
func wrapped(line string, columns int) []string {
	var parts []string
	start, used, blankAt := 0, 0, -1
	for i, r := range line {
		if used+columnsOf(r) > columns && (used > columns || !strings.ContainsRune("，。、；：！？）”’》】", r)) {
			cut := i
			if blankAt > start+(i-start)/2 {
				cut = blankAt + 1
			}
			parts = append(parts, line[start:cut])
			start, used, blankAt = cut, 0, -1
			for _, r := range line[start:i] {
				used += columnsOf(r)
			}
		}
		if used += columnsOf(r); r == ' ' {
			blankAt = i
		}
	}
	return append(parts, line[start:])
}

// columnsOf is how wide a Chinese font shows a character.
func columnsOf(r rune) int {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianAmbiguous:
		return 2
	}
	return 1
}

func writeBallotText(p pingyi.Paper, l pingyi.Lang, send string) []byte {
	var w textWriter
	qs := questions(p)
	w.line("%s", ballotTitle(p, len(qs), l))
	w.line("%s", heading{p.Panel.ID, p.Round.No, p.Ballot.Member, p.Rev})
	w.line("")
	for i, text := range howToFill(p, TXT, l) {
		w.printed(0, fmt.Sprintf("%d. ", i+1)+text)
	}
	w.line("|   %s", send) // whole, for copying
	w.line("")
	for _, q := range qs {
		w.question(q, p.Round.No > 1, l)
	}
	w.line("%s", l.Of("（完）", "(end)"))
	return w.notepad()
}

// ballotTitle says what the file is.
func ballotTitle(p pingyi.Paper, asked int, l pingyi.Lang) string {
	return fmt.Sprintf(l.Of("评分表　评审组 %s　第 %d 轮　成员 %s　共 %d 项", "评分表 Ballot, panel %s, round %d, member %s, activities: %d"), p.Panel.ID, p.Round.No, p.Ballot.Member, asked)
}

// howToFill tells a member what to do, a sentence or two each. The command line
// that the last of them speaks of is to follow.
func howToFill(p pingyi.Paper, format Format, l pingyi.Lang) []string {
	where, after := l.Of("“评分”后面的括号里", "In the brackets after \"Mark\""), l.Of("后面", "after")
	leave := l.Of("以 # 或 | 开头的行请不要改。不评的活动可以整段删去，次序可以变动。", "Leave alone the lines that begin with # or |. Activities that you do not rate may be deleted whole, and their order does not matter.")
	if format == XLSX {
		where, after = l.Of("黄色的“评分”一列里", "In the yellow column \"Mark\""), l.Of("一列里", "in the column")
		leave = l.Of("只填黄色的几列，其余的请不要改。不评的活动可以整行删去，次序可以变动。", "Fill in the yellow columns only and leave the others alone. Rows of activities that you do not rate may be deleted, and their order does not matter.")
	}
	texts := []string{
		fmt.Sprintf(l.Of("%s填：%s；不评填 弃权，应回避填 回避，要收回自己已评的填 撤回。留空就是不动，原来怎样还是怎样。",
			"%s enter %s; abstain where you will not judge, recuse where you may not, clear to take your own mark back. Where it is left empty, nothing changes."), where, marksOf(p, l)),
		fmt.Sprintf(l.Of("在“评语”%s写评语，可以写几行，也可以不写。", "Write your comment, if you have one, %s \"Comment\", on as many lines as you like."), after),
	}
	if p.Round.No > 1 {
		texts = append(texts, fmt.Sprintf(l.Of("已填的是您上一次的评分；改成与上一轮不同的，要在“理由”%s写明理由。", "What is filled in is your last mark; where it is to differ from that of the round before, say why %s \"Reason\"."), after))
	}
	return append(texts, leave, l.Of("填好存盘，用下面的命令交回；文件名若不同，照实际的写。有填错的地方会告诉您在第几行，其余的不会丢。",
		"Save the file and send it back with the command below, with your own file name if it is another. You are told the row of whatever is wrong, and nothing else is lost."))
}

// marksOf names what the paper asks for: a score, or the tiers of each scale.
func marksOf(p pingyi.Paper, l pingyi.Lang) string {
	if p.Panel.Marks == pingyi.MarkScore {
		return l.Of("0 到 100 的分数，最多两位小数", "a score from 0 to 100 with at most two decimals")
	}
	var scales []string
	for i := range p.Plans {
		if names := tierNames(p.Plans[i].Scale, l.Of("、", ", ")) + digits(p.Plans[i].Scale, l); !slices.Contains(scales, names) {
			scales = append(scales, names)
		}
	}
	return strings.Join(scales, l.Of("，有的部门是 ", "; for some departments "))
}

func (w *textWriter) question(q question, later bool, l pingyi.Lang) {
	a := q.activity
	colon := l.Of("：", ": ")
	w.line("%s", activityLine(q.key, a.Rubric.Digest()))
	w.printed(0, fmt.Sprintf(l.Of("部门 %s %s　第 %d 项", "Department %s %s, activity %d"), q.plan.Department.Code, q.plan.Department.Name, q.no))
	w.printed(0, pingyi.FieldName.Title(l)+colon+a.Name)
	w.printed(0, pingyi.FieldBudget.Title(l)+colon+a.Budget.Grouped()+" 万元")
	for _, part := range []struct {
		field pingyi.Field
		text  string
	}{{pingyi.FieldContent, a.Content}, {pingyi.FieldGoal, a.Goal}, {pingyi.FieldIndicator, a.Indicator}} {
		w.printed(0, part.field.Title(l)+colon+part.text)
	}
	w.printed(0, pingyi.FieldCriteria.Title(l))
	for _, t := range q.plan.Scale.Best() {
		if int(t) < len(a.Rubric) {
			w.printed(2, q.plan.Scale.Name(t)+colon+a.Rubric[t])
		}
	}
	for _, text := range q.before(l) {
		w.printed(0, text)
	}
	if q.stale() {
		w.printed(0, q.changed(l))
	}
	w.printed(0, l.Of("可填：", "Enter: ")+q.words(l))
	mark, comment, reason := q.given(l)
	w.line("%s"+l.Of("：【%s】", ": [%s]"), markSpace.In(l), mark)
	w.filled(commentSpace, comment, l)
	if later || reason != "" {
		w.filled(reasonSpace, reason, l)
	}
	w.line("%s\n", endLine)
}

// filled writes a place to fill with the text that is in it already.
func (w *textWriter) filled(s space, text string, l pingyi.Lang) {
	lines := linesOf(text)
	w.line("%s%s%s", s.In(l), l.Of("：", ": "), lines[0])
	for _, line := range lines[1:] {
		w.line("%s", quoted(line))
	}
}
