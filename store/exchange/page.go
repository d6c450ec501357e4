package exchange

import (
	"fmt"
	"slices"
	"strconv"

	"pingyi"
)

// page is one plan as every layout prints it: paragraphs, a table with a header
// of two rows, and its total.
type page struct {
	key     pingyi.PlanKey
	above   []string   // may hold line ends
	columns []string   // the headings that span both rows of the header
	tiers   []string   // the headings under 评价标准
	rows    [][]string // a running number first, so that no name is taken for a total
}

const criteriaTitle = "评价标准"

func newPage(p pingyi.Plan) page {
	g := page{key: p.Key(), above: aboveTable(p), columns: []string{"序号"}}
	for _, f := range []pingyi.Field{pingyi.FieldName, pingyi.FieldBudget, pingyi.FieldContent, pingyi.FieldGoal, pingyi.FieldIndicator} {
		title := f.Title(pingyi.Zh)
		if f == pingyi.FieldBudget {
			title = "年度" + title
		}
		g.columns = append(g.columns, title)
	}
	for _, t := range p.Scale.Best() {
		name := p.Scale.Name(t)
		if !p.Scale.IsDefault() {
			name += "≥" + p.Scale.Floor(t).String()
		}
		g.tiers = append(g.tiers, name)
	}
	for i, a := range p.Activities {
		r := []string{strconv.Itoa(i + 1), a.Name, a.Budget.String(), a.Content, a.Goal, a.Indicator}
		for _, t := range p.Scale.Best() {
			r = append(r, a.Rubric[t])
		}
		g.rows = append(g.rows, r)
	}
	if p.StatedTotal != nil {
		total := make([]string, g.width())
		total[0], total[2] = pingyi.FieldStatedTotal.Title(pingyi.Zh), p.StatedTotal.String()
		g.rows = append(g.rows, total)
	}
	return g
}

// width is the number of columns.
func (g page) width() int { return len(g.columns) + len(g.tiers) }

// header returns the two rows of the header, empty where a cell is merged.
func (g page) header() (upper, lower []string) {
	upper, lower = make([]string, g.width()), make([]string, g.width())
	copy(upper, g.columns)
	upper[len(g.columns)] = criteriaTitle
	copy(lower[len(g.columns):], g.tiers)
	return upper, lower
}

// aboveTable returns the paragraphs above the table: plainly as the forms have
// them if they read back as the same, else with apostrophes.
func aboveTable(p pingyi.Plan) []string {
	for _, mark := range []string{"", literal} {
		above := goalParagraphs(p, mark)
		above = append(above, fmt.Sprintf("%d年度部门绩效计划", p.Year))
		for _, dept := range [][]string{{p.Department.Code + p.Department.Name}, {"部门编码：" + p.Department.Code, "部门名称：" + mark + p.Department.Name}} {
			all := append(slices.Clone(above), append(dept, "单位：万元")...)
			if readsBack(all, p) {
				return all
			}
			above = above[:len(above):len(above)]
		}
		if mark != "" {
			return append(above, "部门编码："+p.Department.Code, "部门名称："+mark+p.Department.Name, "单位：万元")
		}
	}
	return nil
}

func goalParagraphs(p pingyi.Plan, mark string) []string {
	above := []string{"总体目标："}
	if p.OverallGoal != "" {
		above = append(above, mark+p.OverallGoal)
	}
	above = append(above, "职责分类绩效目标：")
	for i, g := range p.DutyGoals {
		if mark == "" {
			g = strconv.Itoa(i+1) + ". " + g
		}
		above = append(above, mark+g)
	}
	return above
}

// readsBack reports whether the paragraphs say what p does.
func readsBack(above []string, p pingyi.Plan) bool {
	items := make([]item, len(above))
	for i, text := range above {
		items[i].text = text
	}
	pre := readPreamble(items)
	return pre.department == p.Department && pre.has[pingyi.FieldDepartment] && slices.Equal(pre.years, []int{p.Year}) && pre.unit == wan &&
		pre.overall == p.OverallGoal && slices.Equal(pre.duty, p.DutyGoals)
}
