package imports

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"pingyi"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/dialog"
)

// report returns what is to be said about the file, a line each, wrapped.
func (m Model) report() []string {
	l, measure, looks := m.env.Session.Lang, m.env.Session.Measure, m.env.Session.Look
	var lines []string
	add := func(indent int, style lipgloss.Style, text string) {
		for i, row := range measure.Wrap(cells.Visible(text), m.env.W-indent-2) {
			if i == 1 {
				indent += 2
			}
			lines = append(lines, strings.Repeat(" ", indent)+style.Render(row))
		}
	}
	plain := lipgloss.NewStyle()
	if m.env.ReadFile == nil {
		add(0, looks.Error(), pingyi.Explain(noFiles(), l))
	}
	if len(m.failed) > 0 {
		add(0, looks.Error(), l.Of(fmt.Sprintf("没有读成，有 %d 处要先改好：", len(m.failed)), fmt.Sprintf("Nothing was read; to be mended first (%d):", len(m.failed))))
		for i, err := range m.failed {
			add(2, plain, fmt.Sprintf("%d. %s", i+1, pingyi.Explain(err, l)))
		}
		add(0, plain, l.Of("文件里没写年度或部门的，可以在上面填好再读。", "A year or a department that the file does not state can be filled in above."))
	}
	for _, p := range m.plans {
		add(0, looks.Title(), l.Of(
			fmt.Sprintf("%d 年度  %s %s  %d 项活动  预算 %s 万元", p.Plan.Year, p.Plan.Department.Code, p.Plan.Department.Name, len(p.Plan.Activities), p.Plan.Budget().Grouped()),
			fmt.Sprintf("%d  %s %s  %d activities  %s 万元", p.Plan.Year, p.Plan.Department.Code, p.Plan.Department.Name, len(p.Plan.Activities), p.Plan.Budget().Grouped())))
		switch {
		case p.filed:
			add(2, looks.Good(), looks.Check()+" "+l.Of("已导入", "imported"))
		case p.err != nil:
			add(2, looks.Error(), l.Of("! 不能导入：", "! not imported: ")+pingyi.Explain(p.err, l))
			continue
		case p.rev.Empty():
			add(2, plain, l.Of("与记录里的一样，没有改动", "the same as in the record: nothing changes"))
		}
		if m.stage != done {
			m.reportChanges(p, add)
		}
		if p.Dropped > 0 {
			add(2, plain, l.Of(fmt.Sprintf("去掉了 %d 个看不见的字符（文字处理软件留下的）", p.Dropped),
				fmt.Sprintf("dropped %d invisible characters that a word processor left behind", p.Dropped)))
		}
		for _, note := range p.Skipped {
			add(2, plain, note.In(l))
		}
		lines = append(lines, "")
	}
	return lines
}

// reportChanges says what importing p changes.
func (m Model) reportChanges(p plan, add func(indent int, style lipgloss.Style, text string)) {
	l, looks, plain := m.env.Session.Lang, m.env.Session.Look, lipgloss.NewStyle()
	r := p.rev
	if r.Empty() {
		return
	}
	if !m.there[p.Plan.Key()] {
		add(2, plain, l.Of("新的计划", "a new plan"))
		return
	}
	add(2, plain, l.Of(fmt.Sprintf("新增 %d 项，修改 %d 项，不变 %d 项，删除 %d 项", r.New, len(r.Changed), r.Unchanged, len(r.Removed)),
		fmt.Sprintf("%d new, %d changed, %d unchanged, %d removed", r.New, len(r.Changed), r.Unchanged, len(r.Removed))))
	if len(r.Head) > 0 {
		add(2, plain, l.Of("计划本身改动：", "of the plan itself: ")+titles(r.Head, l))
	}
	if r.Reordered {
		add(2, plain, l.Of("活动的次序有变", "the activities come in another order"))
	}
	for _, a := range r.Removed {
		add(2, looks.Warning(), looks.Dissent()+" "+l.Of(fmt.Sprintf("删除 %s（%s 万元）：文件里没有", a.Name, a.Budget.Grouped()),
			fmt.Sprintf("removed: %s (%s 万元), not in the file", a.Name, a.Budget.Grouped())))
	}
	for _, c := range r.Changed {
		add(2, plain, l.Of(fmt.Sprintf("修改 第 %d 项 %s", c.No, c.After.Name), fmt.Sprintf("changed: %d %s", c.No, c.After.Name)))
		for _, f := range c.Changes(p.Plan.Scale) {
			add(4, plain, fmt.Sprintf(l.Of("%s：%s → %s", "%s: %s → %s"), f.Title(l), quoted(f.Before, l), quoted(f.After, l)))
		}
	}
}

// quoted is a text as it fits into a line of the report.
func quoted(text string, l pingyi.Lang) string {
	if text == "" {
		return l.Of("（空）", "(empty)")
	}
	return pingyi.Excerpt(text, 60)
}

func titles(fields []pingyi.Field, l pingyi.Lang) string {
	all := make([]string, len(fields))
	for i, f := range fields {
		all[i] = f.Title(l)
	}
	return strings.Join(all, l.Of("、", ", "))
}

// askRemove is the question before activities are deleted; needed reports
// whether there are any.
func (m Model) askRemove() (q dialog.Question, needed bool) {
	l := m.env.Session.Lang
	var names []string
	for _, p := range m.plans {
		if p.goesIn() {
			for _, a := range p.rev.Removed {
				names = append(names, a.Name)
			}
		}
	}
	some := strings.Join(names[:min(3, len(names))], l.Of("、", ", "))
	return dialog.Question{
		ID:    questionRemove,
		Title: l.Of("导入会删除活动", "The import deletes activities"),
		Text: l.Of(fmt.Sprintf("记录里有 %d 项活动不在文件里：%s%s。导入会把它们删除。要继续吗？\n\n删除的内容在留痕里还查得到。", len(names), some, more(names, "等")),
			fmt.Sprintf("%d activities of the record are not in the file: %s%s. The import deletes them. Go on?\n\nWhat is deleted can still be read in the history.", len(names), some, more(names, ", …"))),
		Choices:  []dialog.Choice{{ID: yes, Label: l.Of("删除并导入", "Delete and import")}, {ID: "no", Label: l.Of("不导入", "Do not import")}},
		Selected: 1,
	}, len(names) > 0
}

func more(names []string, sign string) string {
	if len(names) > 3 {
		return sign
	}
	return ""
}

// summary says what went in.
func (m Model) summary() string {
	plans, acts, failed := 0, 0, 0
	for _, p := range m.plans {
		switch {
		case p.filed:
			plans, acts = plans+1, acts+len(p.Plan.Activities)
		case p.err != nil:
			failed++
		}
	}
	l := m.env.Session.Lang
	text := l.Of(fmt.Sprintf("已导入 %d 份计划，%d 项活动", plans, acts), fmt.Sprintf("imported %d plans with %d activities", plans, acts))
	if failed > 0 {
		text += l.Of(fmt.Sprintf("；%d 份没有导入", failed), fmt.Sprintf("; %d plans were not imported", failed))
	}
	return text
}
