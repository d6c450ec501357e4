package exchange

import (
	"bytes"
	"fmt"
	"strings"

	"pingyi"
)

// writeResultText writes a result to be read from top to bottom: what is said of
// the whole, the departments, then each activity with everything about it.
func writeResultText(r pingyi.Result, l pingyi.Lang) []byte {
	var w textWriter
	colon := l.Of("：", ": ")
	for _, text := range resultHead(r, l) {
		w.line("%s", text)
	}
	w.line("")
	for _, d := range r.Departments {
		w.line(l.Of("部门 %s %s：%s（预算 %s 万元；各档预算占比 %s）", "Department %s %s: %s (budget %s 万元; share of each tier: %s)"), d.Code, d.Name, nameOr(d.Grade), d.Budget.Grouped(), share(d))
	}
	columns := resultColumns(l)
	for _, ar := range r.Activities {
		w.line("")
		w.line(l.Of("部门 %s　第 %d 项　%s", "Department %s, activity %d: %s"), ar.Department, ar.No, strings.Join(linesOf(ar.Name), " "))
		for _, c := range columns[3:] { // the first three are the line above
			if text := c.text(ar); text != "" {
				w.line("  %s%s%s", c.head, colon, strings.Join(linesOf(text), "\n    "))
			}
		}
	}
	return w.notepad()
}

// writeResultDocument writes a result to be printed: in fewer, fuller columns.
func writeResultDocument(r pingyi.Result, l pingyi.Lang) ([]byte, error) {
	var doc wordWriter
	for _, text := range resultHead(r, l) {
		doc.paragraph(text)
	}
	rows := [][]string{{pingyi.FieldDepartment.Title(l), l.Of("序号", "No."), pingyi.FieldName.Title(l), pingyi.FieldBudget.Title(l) + l.Of("（万元）", " (万元)"),
		l.Of("最终等级", "Final grade"), l.Of("评审组等级", "Panel's grade"), l.Of("裁定", "Settled"), l.Of("计算过程", "Working"), l.Of("评语（不署名）", "Comments (unsigned)")}}
	for _, ar := range r.Activities {
		rows = append(rows, []string{ar.Department, fmt.Sprint(ar.No), ar.Name, ar.Budget.Grouped(), nameOr(ar.Final), panelsGrade(ar, l), settled(ar.Adjudication, l), ar.Working, numberedLines(ar.Comments)})
	}
	doc.table(rows)
	doc.table(departmentTable(r, l))
	var b bytes.Buffer
	err := doc.pack(&b)
	return b.Bytes(), err
}

// panelsGrade is the panel's own grade with what it rests on, a line each.
func panelsGrade(ar pingyi.ActivityResult, l pingyi.Lang) string {
	lines := []string{gradeText(ar), tallyText(ar), fmt.Sprintf(l.Of("第 %d 轮", "round %d"), ar.Round),
		fmt.Sprintf(l.Of("已评 %d/%d，弃权 %d，回避 %d", "%d of %d rated, %d abstained, %d recused"), ar.Submitted, ar.Assigned-ar.Recused, ar.Abstained, ar.Recused)}
	if ar.Dissent {
		lines = append(lines, l.Of("有分歧", "dissent"))
	}
	if ar.Stale > 0 {
		lines = append(lines, fmt.Sprintf(l.Of("其中 %d 个评分之后评价标准有改动", "criteria changed after %d of the marks"), ar.Stale))
	}
	return strings.Join(lines, "\n")
}

func settled(r *pingyi.Ruling, l pingyi.Lang) string {
	if r == nil {
		return ""
	}
	return fmt.Sprintf(l.Of("%s\n理由：%s\n裁定人：%s", "%s\nbecause: %s\nby: %s"), r.Grade, r.Reason, r.By)
}
