package result

import (
	"fmt"
	"strconv"
	"strings"

	"pingyi"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/tier"
)

// foot is what stands below the table: the selected activity, the departments,
// and the agreement.
func (m Model) foot() []string {
	if !m.ready() {
		return nil
	}
	lines := []string{""}
	department := ""
	if i := m.list.Selected(); i >= 0 {
		a := m.res.Activities[i]
		department = a.Department
		lines = append(lines, m.activity(a)...)
	} else {
		lines = append(lines, m.lang().Of("没有符合的；删去几个字再试", "nothing matches: delete a few characters"))
	}
	const most = 3 // departments; of more, that of the selected activity is shown
	for _, d := range m.res.Departments {
		if len(m.res.Departments) <= most || d.Code == department {
			lines = append(lines, m.departmentLine(d))
		}
	}
	return append(lines, m.agreement()...)
}

// activity tells how the selected grade came about.
func (m Model) activity(a pingyi.ActivityResult) []string {
	l, s, looks := m.lang(), m.env.Session, m.env.Session.Look
	grade := looks.Muted().Render(l.Of("无等级", "no grade"))
	if a.Grade != nil {
		grade = tier.Grade(s, m.scale, a.Consensus.Grade, a.Mark)
	}
	counts := fmt.Sprintf(l.Of("提交 %d/%d，弃权 %d，回避 %d", "%d of %d submitted, %d abstained, %d recused"), a.Submitted, a.Assigned, a.Abstained, a.Recused)
	if !a.Quorum {
		counts += l.Of("，不足法定人数 ", ", short of the quorum of ") + strconv.Itoa(a.Consensus.Need)
	}
	if a.Dissent {
		counts += "  " + looks.Warning().Render(looks.Dissent()+l.Of("分歧", "split"))
	}
	name := cells.Visible(fmt.Sprintf("%d. %s", a.No, a.Name))
	room := m.env.W - s.Measure.Width(grade) - 2
	lines := []string{looks.Title().Render(s.Measure.Truncate(name, room)) + "  " + grade, counts}
	lines = append(lines, m.wrap(l.Of("过程 ", "Working: ")+a.Working)...)
	const usual = 4 // lines, so that the list above keeps its height from row to row
	for len(lines) < usual && m.env.W < 110 {
		lines = append(lines, "")
	}
	return lines
}

// departmentLine is a department's grade, with the share of its budget in each
// tier.
func (m Model) departmentLine(d pingyi.DepartmentResult) string {
	l, s := m.lang(), m.env.Session
	grade := l.Of("无等级", "no grade")
	if d.Grade != nil {
		grade = tier.Name(s, m.scale, d.Tier)
	}
	var shares []string
	for _, t := range m.scale.Best() {
		if p := percent(d.Share.Get(m.scale.Name(t))); p != "" {
			shares = append(shares, m.scale.Name(t)+" "+p)
		}
	}
	right := "  " + grade + "  " + strings.Join(shares, " ")
	if len(shares) > 0 {
		right += l.Of("（按预算）", " of the budget")
	}
	return s.Look.Label().Render(l.Of("部门 ", "Dept. ")) + m.shorten(d.Code+" "+d.Name, s.Measure.Width(right)+6) + right
}

// shorten truncates text so that others columns are left.
func (m Model) shorten(text string, others int) string {
	return m.env.Session.Measure.Truncate(cells.Visible(text), max(10, m.env.W-others))
}

// percent turns a share such as "0.5234", quoted, into "52.3%"; "" for nothing.
func percent(share string) string {
	f, err := strconv.ParseFloat(strings.Trim(share, `"`), 64)
	if err != nil || f == 0 {
		return ""
	}
	return strconv.FormatFloat(100*f, 'f', 1, 64) + "%"
}

// agreement is how far the raters agree, 1 being wholly.
func (m Model) agreement() []string {
	l, a := m.lang(), m.res.Agreement
	none := l.Of("无（评分不足）", "n/a (too few ratings)")
	if m.unanimous() {
		none = l.Of("无（全体一致）", "n/a (unanimous)")
	}
	figure := func(f *float64) string {
		if f == nil {
			return none
		}
		return strconv.FormatFloat(*f, 'f', 3, 64)
	}
	text := l.Of("一致程度：", "Agreement: ") + a.In(l) +
		fmt.Sprintf("  Krippendorff α %s  Fleiss κ %s  Kendall W %s", figure(a.Alpha), figure(a.Kappa), figure(a.W))
	return m.wrap(text)
}

// unanimous reports whether every rating of the round is of one tier.
func (m Model) unanimous() bool {
	total := make([]int, m.scale.Len())
	for _, a := range m.res.Activities {
		for t, n := range a.Consensus.Tally {
			total[t] += n
		}
	}
	tiers := 0
	for _, n := range total {
		if n > 0 {
			tiers++
		}
	}
	return tiers == 1
}
